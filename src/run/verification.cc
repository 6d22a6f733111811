#include "run/verification.h"

#include <utility>
#include <vector>

#include "lint/make_findings.h"
#include "run/hide_secrets.h"
#include "run/operation_list.h"
#include "run/pool.h"
#include "run/reports.h"
#include "run/unit.h"

namespace stackql {
namespace {

void Add(const verify::Verified& some, verify::Verified& all) {
  all.asked += some.asked;
  all.found += some.found;
  all.absent += some.absent;
  all.unchecked += some.unchecked;
  all.open_values += some.open_values;
  all.write_only += some.write_only;
  if (all.stopped.empty()) all.stopped = some.stopped;
}

}  // namespace

Verification VerifyStacks(const RunOptions& run, const snapshot::Snapshot& builtin,
                          verify::LiveReader& reader, unsigned jobs) {
  Verification verification;
  Report all;
  const verify::ForEach for_each = [jobs](size_t count, const auto& work) {
    RunParallel(count, jobs, work);
  };
  RunResult result = ForEachUnit(run, builtin, [&](LoadedUnit& unit, const UnitContext& context) {
    std::vector<Operation> operations;
    ListOperations(unit, context, [&](const Operation& operation, const Values&, ListedOperation&) {
      operations.push_back(operation);
      return false;
    });
    Report report;
    report.summary.files = unit.files;
    report.summary.operations = static_cast<uint32_t>(operations.size());
    const verify::Subjects subjects = verify::SubjectsOf(operations, unit.values);
    verification.open += subjects.open;
    Problems problems;
    if (verification.all.stopped.empty()) {
      Add(verify::Verify(subjects, unit.values, reader, for_each, problems), verification.all);
    }
    report.findings = MakeFindings(unit.sources, problems, *context.rules, *context.levels);
    KeepTexts(unit.sources, report);
    HideSecrets(unit.secrets, unit.sources, report);
    Merge(std::move(report), all);
  });
  all.failures = std::move(result.report.failures);
  Finish(all);
  result.report = std::move(all);
  verification.run = std::move(result);
  return verification;
}

}  // namespace stackql
