#pragma once

#include <string>
#include <string_view>

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

  // Each returns what failed, a sentence; empty: nothing. Open first.
  std::string Open();
  std::string Write(std::string_view path, std::string_view content);
  std::string Commit();

  // Where a file lies until Commit.
  std::string PathOf(std::string_view path) const;

 private:
  std::string Fail(const std::string& path) const;
  bool Exchange();

  std::string target_;
  std::string parent_;
  std::string temporary_ = {};  // holds `new`, the folder that is filled
  int lock_ = -1;               // the parent, locked
};

}  // namespace stackql::fetch
