#include "run/verification.h"

#include <utility>
#include <vector>

#include "base/pool.h"
#include "lint/make_findings.h"
#include "run/bound_unit.h"
#include "run/hide_secrets.h"
#include "run/lint_unit.h"
#include "run/reports.h"
#include "run/unit_suppressions.h"
#include "value/value.h"
#include "verify/plan.h"

namespace stackql {
namespace {

// A unit's operations, and what they make one ask.
struct PlannedUnit {
  BoundUnit& unit;
  size_t operations = 0;
  verify::Plan plan = {};
};

PlannedUnit PlanFor(BoundUnit& unit, const VerificationOptions& options,
                    const iam::ActionReference& actions) {
  std::vector<Operation> operations;
  for (const BoundPart& part : PartsOf(unit)) {
    const std::vector<Operation>& some = part.bound.operations;
    operations.insert(operations.end(), some.begin(), some.end());
  }
  const verify::AwsContext aws = {.account = options.account, .actions = &actions};
  return {unit, operations.size(),
          verify::MakePlan(operations, unit.values, *unit.context.catalog, aws, options.checks)};
}

// What AWS says against one unit.
Report ReportOn(const PlannedUnit& planned, const Problems& problems) {
  const BoundUnit& unit = planned.unit;
  const RuleSet& rules = *unit.context.rules;
  Report report;
  report.summary.files = unit.files;
  report.summary.operations = static_cast<uint32_t>(planned.operations);
  report.findings = MakeFindings(unit.sources, problems, rules, *unit.context.levels);
  Problems malformed;  // linting reports them
  std::vector<Suppression> suppressions = ReadSuppressions(unit, rules, malformed);
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

verify::Questions FindQuestions(const Units& units, const VerificationOptions& options,
                                const iam::ActionReference& actions) {
  verify::Questions questions;
  for (const auto& unit : units) {
    verify::AddQuestions(PlanFor(*unit, options, actions).plan, questions);
  }
  return questions;
}

Verification VerifyUnits(ReadUnits& read, const VerificationOptions& options,
                         const iam::ActionReference& actions, verify::LiveReader& reader) {
  Verification verification;
  verification.run = std::move(read.result);
  Report& found = verification.run.report;
  if (!verification.run.usage_errors.empty() || !found.failures.empty()) return verification;
  std::vector<PlannedUnit> planned;
  verify::Questions questions;
  for (const auto& unit : read.units) {
    planned.push_back(PlanFor(*unit, options, actions));
    verify::AddQuestions(planned.back().plan, questions);
  }
  const verify::ForEach for_each = [&](size_t count, const auto& work) {
    RunParallel(count, options.in_flight, work);
  };
  verification.answers =
      verify::Ask(questions, options.principal, reader, for_each, options.progress);
  Report all;
  for (const PlannedUnit& each : planned) {
    const verify::JudgeOptions judging = {.checks = options.checks,
                                          .show_values = each.unit.context.load.show_values,
                                          .show_accounts = options.show_accounts,
                                          .strict = options.strict,
                                          .principal = Shown(options)};
    Problems problems;
    Add(verify::Judge(each.plan, verification.answers, judging, each.unit.values, problems),
        verification.tally);
    verification.open += each.plan.subjects.open;
    Merge(ReportOn(each, problems), all);
  }
  if (options.with_check) {
    all.summary = {.suppressed = all.summary.suppressed};
    Merge(std::move(found), all);
    for (const auto& unit : read.units) Merge(LintUnit(*unit), all);
  }
  Finish(all);
  found = std::move(all);
  return verification;
}

}  // namespace stackql
