#pragma once

#include <string>
#include <vector>

namespace stackql::cli {

enum class PathKind { kNone, kFiles, kFolders };

// What the last word of a command line may become.
struct Completion {
  struct Candidate {
    std::string word;              // whole, also what is typed already
    std::string description = {};  // one line; may be empty
  };
  std::vector<Candidate> candidates = {};
  // Whether paths complete it too, from its last '=' on.
  PathKind paths = PathKind::kNone;
};

// `words`: those after the program's name; the last is incomplete, perhaps empty.
Completion Complete(std::vector<std::string> words);

}  // namespace stackql::cli
