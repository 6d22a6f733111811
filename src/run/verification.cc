#include "run/verification.h"

#include <functional>
#include <utility>
#include <vector>

#include "base/pool.h"
#include "lint/make_findings.h"
#include "run/hide_secrets.h"
#include "run/operation_list.h"
#include "run/reports.h"
#include "run/unit_suppressions.h"
#include "verify/plan.h"

namespace stackql {
namespace {

// What is given each unit, with its operations and what they make one ask.
using VisitPlan = std::function<void(LoadedUnit& unit, const UnitContext& context,
                                     const verify::Plan& plan, size_t operations)>;

RunResult ForEachPlan(const RunOptions& run, const VerificationOptions& options,
                      const snapshot::Snapshot& builtin, const iam::ActionReference& actions,
                      const VisitPlan& visit) {
  const verify::Surroundings around = {.account = options.account, .actions = &actions};
  return ForEachUnit(run, builtin, [&](LoadedUnit& unit, const UnitContext& context) {
    std::vector<Operation> operations;
    ListOperations(unit, context, [&](const Operation& operation, const Values&, ListedOperation&) {
      operations.push_back(operation);
      return false;
    });
    const verify::Plan plan =
        verify::MakePlan(operations, unit.values, *context.catalog, around, options.checks);
    visit(unit, context, plan, operations.size());
  });
}

// What AWS says against one unit.
Report ReportOn(LoadedUnit& unit, const UnitContext& context, const Problems& problems) {
  Report report;
  report.summary.files = unit.files;
  report.findings = MakeFindings(unit.sources, problems, *context.rules, *context.levels);
  Problems malformed;  // linting tells of them
  std::vector<Suppression> suppressions = ReadSuppressions(unit, *context.rules, malformed);
  report.summary.suppressed = Suppress(suppressions, report.findings);
  KeepTexts(unit.sources, report);
  HideSecrets(unit.secrets, unit.sources, report);
  return report;
}

std::string Shown(const VerificationOptions& options) {
  const std::string& arn = options.principal.arn;
  if (arn.empty()) return "the caller";
  return options.show_accounts ? arn : verify::MaskAccounts(arn);
}

void Add(const verify::Tally& some, verify::Tally& all) {
  all.unreadable += some.unreadable;
  all.open_values += some.open_values;
  all.write_only += some.write_only;
  all.open_permissions += some.open_permissions;
}

}  // namespace

RunResult FindQuestions(const RunOptions& run, const VerificationOptions& options,
                        const snapshot::Snapshot& builtin, const iam::ActionReference& actions,
                        verify::Questions& questions) {
  return ForEachPlan(run, options, builtin, actions,
                     [&](LoadedUnit&, const UnitContext&, const verify::Plan& plan, size_t) {
                       verify::AddQuestions(plan, questions);
                     });
}

Verification VerifyStacks(const RunOptions& run, const VerificationOptions& options,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions,
                          verify::LiveReader& reader) {
  Verification verification;
  verify::Questions questions;
  verification.run = FindQuestions(run, options, builtin, actions, questions);
  const RunResult& read = verification.run;
  if (!read.usage_errors.empty() || !read.report.failures.empty()) return verification;
  const verify::ForEach for_each = [&](size_t count, const auto& work) {
    RunParallel(count, options.in_flight, work);
  };
  verification.answers =
      verify::Ask(questions, options.principal, reader, for_each, options.progress);
  const verify::JudgeOptions judging = {.checks = options.checks,
                                        .show_values = run.show_values,
                                        .show_accounts = options.show_accounts,
                                        .strict = options.strict,
                                        .principal = Shown(options)};
  Report all;
  verification.run = ForEachPlan(
      run, options, builtin, actions,
      [&](LoadedUnit& unit, const UnitContext& context, const verify::Plan& plan, size_t count) {
        Problems problems;
        Add(verify::Judge(plan, verification.answers, judging, unit.values, problems),
            verification.tally);
        verification.open += plan.subjects.open;
        Report report = ReportOn(unit, context, problems);
        report.summary.operations = static_cast<uint32_t>(count);
        Merge(std::move(report), all);
      });
  if (options.with_check) {
    all.summary = {.suppressed = all.summary.suppressed};
    Merge(std::move(Run(run, builtin).report), all);
  }
  all.failures = std::move(verification.run.report.failures);
  Finish(all);
  verification.run.report = std::move(all);
  return verification;
}

}  // namespace stackql
