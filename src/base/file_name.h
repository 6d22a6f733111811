#pragma once

#include <set>
#include <string>
#include <string_view>

namespace stackql {

// A name that input chose, as the name of a file and never as a path: letters, digits and `._-`
// stay, every other byte is written as %XX, and so is a dot at the beginning.
std::string FileNameOf(std::string_view name);

// The names of files that are written into one folder.
class FileNames {
 public:
  // FileNameOf(name) with the ending, shortened to what file systems accept. If a name that differs
  // at most in case was added before, "~2", "~3" ... is appended.
  std::string Add(std::string_view name, std::string_view ending);

 private:
  std::set<std::string> taken_;  // in lower case
};

}  // namespace stackql
