#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/run.h"

namespace stackql {

// A file as it was read, and with its fixes.
struct FixedFile {
  std::string path = {};  // as findings name it
  std::string before = {};
  std::string after = {};
};

struct FixedRun {
  RunResult result = {};  // what remains, with the fixes
  std::vector<FixedFile> files = {};
  size_t fixed = 0;                          // findings
  std::map<std::string, size_t> rules = {};  // how many of each
  size_t refused = 0;                        // findings whose fix does not help, or makes an error
};

// Which fixes are applied: those of findings, or suppressions.
enum class Fixes { kSafe, kAll, kIgnores };

// Lints everything under the paths as Run() does, and applies fixes in rounds until nothing
// changes. A fix is kept if its finding goes away and no unit has an error that it did not have,
// other than those that are fixed with it.
// Nothing is written, and files that a link leads to from a stack's folder are left alone.
// `reason`: that of suppressions. `forget` takes findings out of a report that nothing is done
// about; empty: none.
FixedRun FixFindings(const RunOptions& options, const snapshot::Snapshot& builtin, Fixes fixes,
                     const std::string& reason = {},
                     const std::function<void(Report&)>& forget = {});

// Replaces a file that was read with what it is to be, unless it has changed since.
Result<void> WriteFixed(const FixedFile& file);

}  // namespace stackql
