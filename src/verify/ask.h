#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "verify/ask_all.h"
#include "verify/live_reader.h"
#include "verify/questions.h"

namespace stackql::verify {

// Whose permissions are asked about.
struct Principal {
  std::string arn = {};       // of a user, group or role; empty: not known
  std::string region = {};    // where IAM is asked
  aws::Failure failure = {};  // why it is not known
};

// How many questions have been answered, of how many.
using Progress = std::function<void(size_t answered, size_t all)>;

// Puts all questions, each once, and what was throttled again. Stops when an answer tells that no
// other will come, of any service or of one in one region; what is left there has that failure.
Answers Ask(const Questions& questions, const Principal& principal, LiveReader& reader,
            const ForEach& for_each, const Progress& progress);

}  // namespace stackql::verify
