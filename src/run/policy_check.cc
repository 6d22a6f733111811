#include "run/policy_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "catalog/catalog.h"
#include "iam/policy_checks.h"
#include "iam/policy_problems.h"
#include "lint/make_findings.h"
#include "rules/policy.h"
#include "run/hide_secrets.h"
#include "run/reports.h"
#include "value/value.h"

namespace stackql {
namespace {

// Copies the texts that operations are in into the sources of policies, where findings are placed.
class OperationPlaces {
 public:
  OperationPlaces(const std::map<std::string, std::string>& texts, Sources& sources)
      : texts_(texts), sources_(sources) {}

  Loc Of(const OperationView& operation) {
    const auto text = texts_.find(operation.file);
    if (text == texts_.end()) return {};
    const auto [copy, is_new] = copies_.try_emplace(operation.file, kNoText);
    if (is_new) copy->second = sources_.AddFile(text->first, text->second);
    return {copy->second, operation.span};
  }

 private:
  const std::map<std::string, std::string>& texts_;
  Sources& sources_;
  std::map<std::string, TextId> copies_;
};

// With a service role, policies are the caller's, or that role's if it is the principal.
iam::Half HalfOf(const iam::AwsContext& context, const iam::RequestFacts& facts) {
  if (context.service_role.empty()) return iam::Half::kBoth;
  return facts.principal_arn == context.service_role ? iam::Half::kRole : iam::Half::kCaller;
}

void Keep(iam::Half half, iam::Needs& needs) {
  // What a caller needs is known of each call.
  if (half == iam::Half::kCaller && !needs.known.empty()) needs.unresolved.clear();
  std::erase_if(needs.known, [&](const iam::Need& need) { return !iam::IsOf(half, need); });
}

// Whether AWS refuses a document for one of the findings, whatever it would allow.
bool AreRefused(const std::vector<Finding>& findings) {
  constexpr std::array kRules = {
      rules::PolicyStructure::kRule,      rules::PolicyElement::kRule,
      rules::MalformedAction::kRule,      rules::ConditionOperator::kRule,
      rules::RepeatedConditionKey::kRule, rules::PolicyVersion::kRule,
      rules::InvalidResource::kRule};
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    return finding.severity == Severity::kError &&
           std::ranges::count(kRules, RuleId(finding.rule)) > 0;
  });
}

void FindFaults(const std::vector<iam::PolicyLayer>& layers, const PolicyFiles& files,
                const iam::RequestFacts& facts, const iam::ActionReference& actions,
                PolicyReader& policies, PolicyCheck& check) {
  const std::vector<iam::OperationNeeds>& operations = check.permissions.operations;
  const iam::PolicyJudgement judgement = iam::JudgePolicies(layers, operations, facts, actions);
  check.totals = judgement.totals;
  OperationPlaces places(check.permissions.texts, policies.sources);
  iam::ReportMissing(
      judgement, layers, [&](const OperationView& operation) { return places.Of(operation); },
      policies.problems);
  const auto needed = iam::WidestNeeds(operations);
  if (!needed) return;
  for (const iam::PolicyDocument* document : layers.front().documents) {
    const iam::ExcessFound found = iam::FindExcess(*document, *needed, actions);
    check.excess_grants += found.grants;
    iam::ReportExcess(found.elements, policies.problems);
  }
  if (!files.max_excess || check.excess_grants <= *files.max_excess) return;
  policies.problems.push_back(
      {.what = rules::ExcessLimit{.count = check.excess_grants, .limit = *files.max_excess},
       .where = layers.front().documents.front()->where});
}

}  // namespace

PolicyCheck CheckPolicies(const RunOptions& run, PermissionOptions options,
                          const PolicyFiles& files, const iam::RequestFacts& facts,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions) {
  PolicyCheck check;
  options.scope = iam::Scope::kStrict;
  options.also_widest = true;
  options.exact = true;
  check.run = FindPermissions(run, options, builtin, actions, check.permissions);
  for (iam::OperationNeeds& each : check.permissions.operations) {
    Keep(HalfOf(options.context, facts), each.needs);
    Keep(HalfOf(options.context, facts), each.widest);
  }
  Report& report = check.run.report;
  // What is wrong with stacks is for `check` to say.
  report.findings.clear();
  report.summary = {.silenced = std::move(report.summary.silenced)};
  if (!check.run.usage_errors.empty()) return check;
  const catalog::Catalog catalog(builtin);
  PolicyReader policies({.actions = actions,
                         .unlisted = iam::UnlistedActions(check.permissions.operations),
                         .regions = catalog.Regions()},
                        report, options.context);
  const std::vector<iam::PolicyLayer> layers = policies.Read(files);
  const RuleSet& rules = *check.run.rules;
  const Levels levels =
      check.permissions.levels.value_or(Levels({.select = run.select, .ignore = run.ignore}));
  const auto findings = [&] {
    return MakeFindings(policies.sources, policies.problems, rules, levels);
  };
  report.findings = findings();
  // What cannot be read is not a policy that lacks something.
  const bool asked = files.kind == iam::PolicyKind::kIdentity && report.failures.empty();
  check.refused = asked && (layers.front().documents.empty() || AreRefused(report.findings));
  check.judged = asked && !check.refused;
  if (check.judged) {
    FindFaults(layers, files, facts, actions, policies, check);
    report.findings = findings();
  }
  report.summary.operations = static_cast<uint32_t>(check.totals.operations);
  KeepTexts(policies.sources, report);
  for (Finding& finding : report.findings) {
    for (const SecretText& hidden : check.permissions.hidden) HideSecrets(hidden, finding);
  }
  Finish(report);
  return check;
}

}  // namespace stackql
