#pragma once

#include <cstddef>

#include "run/git_change.h"
#include "run/run.h"

namespace stackql {

struct ChangedRun {
  RunResult result = {};
  size_t elsewhere = 0;  // findings that the change has nothing to do with; they are left out
};

// Which findings of a change are shown: those on lines that changed, or also those that were not
// there before it.
enum class Caused { kShown, kHidden };

// Lints the stacks under the paths that read a file of the change, or would have.
Result<ChangedRun> LintChange(RunOptions options, const GitChange& change, Caused caused,
                              const snapshot::Snapshot& builtin);

}  // namespace stackql
