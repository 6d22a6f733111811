#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "discovery/ignore.h"

namespace stackql::discovery {

// The .gitignore files in force at one folder of a walk, with those of the folders above it up to
// the root of its git repository, and the repository's own info/exclude. Paths are absolute.
class IgnoreScopes {
 public:
  // What Leave goes back to.
  struct Mark {
    size_t count = 0;
    size_t first = 0;
  };

  // Reads what is above `folder`, which itself is not entered yet.
  void Begin(const std::string& folder, std::vector<std::string>& failures);
  Mark Enter(const std::string& folder, std::vector<std::string>& failures);
  void Leave(Mark mark);

  // Whether git would ignore this entry of the folder entered last.
  bool Ignored(std::string_view path, bool is_directory) const;

 private:
  struct Scope {
    size_t base = 0;  // bytes of the folder's path with the slash after it
    IgnoreList list = {};
  };
  void Add(const std::string& file, const std::string& folder, std::vector<std::string>& failures);

  std::vector<Scope> scopes_;
  size_t first_ = 0;  // scopes before belong to a repository around this one
};

}  // namespace stackql::discovery
