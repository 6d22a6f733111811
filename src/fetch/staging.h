#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "base/descriptor.h"
#include "base/result.h"

namespace stackql::fetch {

// A new folder that takes the place of another as a whole, or not at all: it is filled beside it
// and renamed. What is not committed is removed; what a killed process left is removed by the next.
class Staging {
 public:
  // Two for folders with one parent exclude each other.
  explicit Staging(std::string target);
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  // Open first.
  Result<void> Open();
  Result<void> Write(std::string_view path, std::string_view content);
  Result<void> Commit();

  // Where a file lies until Commit.
  std::string PathOf(std::string_view path) const;

 private:
  tl::unexpected<Error> CannotWrite(const std::string& path, const std::error_code& why) const;
  bool Exchange();

  std::string target_;
  std::string parent_;
  std::string temporary_ = {};      // holds `new`, the folder that is filled
  Descriptor lock_ = Descriptor();  // the parent, locked
};

}  // namespace stackql::fetch
