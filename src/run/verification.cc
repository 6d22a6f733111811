#include "run/verification.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "lint/make_findings.h"
#include "run/hide_secrets.h"
#include "run/operation_list.h"
#include "run/pool.h"
#include "run/unit.h"

namespace stackql {
namespace {

void KeepTexts(const Sources& sources, Report& report) {
  std::set<std::string_view> shown;
  for (const Finding& finding : report.findings) {
    shown.insert(finding.where.path);
    for (const Note& note : finding.notes) shown.insert(note.where.path);
  }
  for (TextId id = 0; id < sources.size() && !shown.empty(); ++id) {
    if (sources.StepOf(id) != Step::kFile || shown.count(sources.Path(id)) == 0) continue;
    report.files.emplace(sources.Path(id), sources.Bytes(id));
  }
}

void Add(const verify::Verified& some, verify::Verified& all) {
  all.asked += some.asked;
  all.found += some.found;
  all.absent += some.absent;
  all.unchecked += some.unchecked;
  all.open_values += some.open_values;
  all.write_only += some.write_only;
  if (all.stopped.empty()) all.stopped = some.stopped;
}

void Merge(Report&& some, Report& all) {
  std::move(some.findings.begin(), some.findings.end(), std::back_inserter(all.findings));
  all.files.merge(some.files);
  all.summary.files += some.summary.files;
  all.summary.operations += some.summary.operations;
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
  std::sort(all.findings.begin(), all.findings.end(), Before);
  for (const Finding& finding : all.findings) {
    all.summary.errors += finding.severity == Severity::kError ? 1 : 0;
    all.summary.warnings += finding.severity == Severity::kWarning ? 1 : 0;
    all.summary.infos += finding.severity == Severity::kInfo ? 1 : 0;
  }
  result.report = std::move(all);
  verification.run = std::move(result);
  return verification;
}

}  // namespace stackql
