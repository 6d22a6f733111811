#include "run/run.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/pool.h"
#include "run/bound_unit.h"
#include "run/lint_unit.h"
#include "run/reports.h"
#include "run/unit_reader.h"

namespace stackql {

unsigned Jobs(const RunOptions& options) {
  return options.jobs > 0 ? options.jobs : std::max(std::thread::hardware_concurrency(), 1U);
}

RunResult Run(const RunOptions& options, const snapshot::Snapshot& builtin) {
  UnitReader reader(options, builtin);
  std::vector<Report> reports(reader.size());
  RunParallel(reader.size(), Jobs(options),
              [&](size_t i) { reports[i] = LintUnit(*reader.Read(i)); });
  RunResult result = reader.Finish();
  if (!result.usage_errors.empty()) return result;
  for (Report& report : reports) Merge(std::move(report), result.report);
  Finish(result.report);
  return result;
}

}  // namespace stackql
