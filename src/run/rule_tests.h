#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "iam/fwd.h"
#include "run/run.h"
#include "snapshot/snapshot.h"

namespace stackql {

struct RuleTests {
  RunResult result = {};  // wrong examples are findings in the rule documents
  size_t rules = 0;
  size_t examples = 0;
};

// Lints the examples of the rule documents below folders: a bad one must have exactly the findings
// of its rule that it marks, a good one none, and neither another error.
RuleTests TestRules(const std::vector<std::string>& directories, const snapshot::Snapshot& builtin,
                    const iam::ActionReference& actions);

}  // namespace stackql
