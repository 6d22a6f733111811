#pragma once

#include <string>

#include "base/result.h"

namespace stackql {

// A temporary folder that no other user may look into; removed at the end, with everything in it.
class PrivateFolder {
 public:
  static Result<PrivateFolder> Make();

  PrivateFolder() = default;
  ~PrivateFolder();
  PrivateFolder(PrivateFolder&& other) noexcept;
  PrivateFolder& operator=(PrivateFolder&& other) noexcept;

  // Its real path; empty if it was not made.
  const std::string& path() const { return path_; }

 private:
  void Remove();

  std::string path_ = {};
};

}  // namespace stackql
