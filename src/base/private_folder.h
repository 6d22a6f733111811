#pragma once

#include <string>

namespace stackql {

// A temporary folder that no other user may look into; removed at the end, with everything in it.
class PrivateFolder {
 public:
  PrivateFolder() = default;
  ~PrivateFolder();
  PrivateFolder(PrivateFolder&& other) noexcept;
  PrivateFolder& operator=(PrivateFolder&& other) noexcept;

  // Makes it; what failed, or empty.
  std::string Make();
  // Its real path; empty before Make().
  const std::string& path() const { return path_; }

 private:
  void Remove();

  std::string path_ = {};
};

}  // namespace stackql
