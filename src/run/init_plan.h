#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace stackql {

// A file that a project with stacks should have.
struct InitFile {
  enum class State { kNew, kHasIt, kLacksIt };

  std::string path = {};
  std::string purpose = {};  // "the hook of pre-commit"
  State state = State::kNew;
  std::string text = {};  // what is written, or has to be added to a file that is there
};

struct InitPlan {
  std::vector<InitFile> files = {};
  size_t stacks = 0;
};

// Looks at a folder and the repository around it. Nothing is written.
InitPlan PlanInit(const std::string& folder);

}  // namespace stackql
