#include "run/run.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "base/pool.h"
#include "run/bound_unit.h"
#include "run/lint_unit.h"
#include "run/reports.h"
#include "run/run_times.h"
#include "run/unit_reader.h"

namespace stackql {

unsigned Jobs(const RunOptions& options) {
  return options.jobs > 0 ? options.jobs : std::max(std::thread::hardware_concurrency(), 1U);
}

namespace {

// Lints a unit, and measures what takes its time.
Report Measured(const UnitReader& reader, size_t number, RunTimes& times) {
  const auto start = std::chrono::steady_clock::now();
  std::unique_ptr<BoundUnit> unit;
  {
    const RuleTimer timer(&times.parts, "reading");
    unit = reader.Read(number);
  }
  TimesOfThread() = &times.parts;
  Report report;
  {
    const RuleTimer timer(&times.parts, "checking, with what follows");
    report = LintUnit(*unit);
  }
  TimesOfThread() = nullptr;
  times.units.push_back({unit->asked.empty() ? std::string() : unit->asked.front(),
                         std::chrono::steady_clock::now() - start});
  return report;
}

}  // namespace

RunResult Run(const RunOptions& options, const snapshot::Snapshot& builtin) {
  UnitReader reader(options, builtin);
  std::vector<Report> reports(reader.size());
  std::mutex added;
  RunParallel(reader.size(), Jobs(options), [&](size_t i) {
    if (options.times == nullptr) {
      reports[i] = LintUnit(*reader.Read(i));
      return;
    }
    RunTimes times;
    reports[i] = Measured(reader, i, times);
    const std::scoped_lock lock(added);
    options.times->units.push_back(times.units.front());
    for (const auto& [part, time] : times.parts) options.times->parts[part] += time;
  });
  RunResult result = reader.Finish();
  if (!result.usage_errors.empty()) return result;
  for (Report& report : reports) Merge(std::move(report), result.report);
  Finish(result.report);
  return result;
}

}  // namespace stackql
