#include "cli/verify_policies.h"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "cli/exit_status.h"
#include "cli/open_catalog.h"
#include "cli/permission_input.h"
#include "cli/policy_set.h"
#include "cli/trusted_documents.h"
#include "iam/write_policy.h"
#include "snapshot/builtin.h"
#include "verify/principal.h"

namespace stackql::cli {
namespace {

using verify::Check;

PermissionOptions Permitting(const VerifyOptions& options) {
  const std::string& named = options.run.catalog;
  return {.distrust = [named](const catalog::Provider& provider) {
    return WhyDistrusted(provider, named, "stackql-lint.lock");
  }};
}

// A call on one resource, or one that names none.
iam::Need NeedOf(std::string action, iam::Arn resource) {
  return {.action = std::move(action), .resources = {std::move(resource)}};
}

// The calls that are not Cloud Control's. GetCallerIdentity needs no permission.
std::vector<iam::Need> OtherNeeds(const VerifyOptions& options,
                                  const verify::Questions& questions) {
  std::vector<iam::Need> needs;
  if (!questions.types.empty()) {
    needs.push_back(NeedOf("cloudformation:DescribeType", iam::StarArn()));
  }
  if (options.checks.count(Check::kPermissions) > 0) {
    // Of a session, as of a caller who is not known, the role's path has to be found first.
    const bool known = verify::CanBeSimulated(options.principal);
    iam::Arn principal;
    iam::Append(principal, options.principal);
    needs.push_back(
        NeedOf("iam:SimulatePrincipalPolicy", known ? std::move(principal) : iam::StarArn()));
    if (!known) needs.push_back(NeedOf("iam:GetRole", iam::StarArn()));
  }
  if (options.checks.count(Check::kPolicies) > 0) {
    needs.push_back(NeedOf("access-analyzer:ValidatePolicy", iam::StarArn()));
  }
  return needs;
}

std::vector<std::string> PoliciesFor(const StackPermissions& permissions,
                                     const iam::ActionReference& actions) {
  std::vector<std::string> texts;
  for (const PolicyPart& part : MakePolicies(permissions, actions, {})) {
    for (const iam::GrantDocument& document : part.packing.documents) {
      texts.push_back(iam::WritePolicy(document, iam::PolicyFormat::kJson, "verify"));
    }
  }
  return texts;
}

}  // namespace

int PrintVerifierPolicy(const VerifyOptions& options, const iam::ActionReference& actions) {
  verify::Questions questions;
  const RunResult read =
      FindQuestions(options.run, {.checks = options.checks, .account = options.expected_account},
                    snapshot::Snapshot::Open(snapshot::BuiltinBytes()), actions, questions);
  if (const int status = PrintFailures(read); status != kExitClean) return status;
  const auto catalog = OpenCatalog(options.run.catalog);
  if (catalog == nullptr) return kExitUsage;
  std::vector<ResourceTarget> targets;
  for (const verify::ResourceQuestion& question : questions.resources) {
    targets.push_back({question.type, question.region, question.identifier});
  }
  PermissionOptions permitting = Permitting(options);
  permitting.around.account = options.expected_account;
  permitting.calls = {Call::kRead};
  StackPermissions permissions;
  FindTargetPermissions(targets, permitting, *catalog, actions, permissions);
  permissions.operations.push_back({.needs = OtherNeeds(options, questions)});
  PrintUnresolved(permissions);
  for (const std::string& text : PoliciesFor(permissions, actions)) {
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  return CountUnresolved(permissions) > 0 ? kExitFindings : kExitClean;
}

PolicyValidation ValidatePolicies(const VerifyOptions& options, const std::string& account,
                                  const iam::ActionReference& actions, const RuleSet& rules,
                                  verify::LiveReader& reader) {
  const Levels levels(rules, {.select = options.run.select, .ignore = options.run.ignore});
  const ValidationOptions asking = {.region = options.access.region,
                                    .show_accounts = options.show_account,
                                    .strict = options.strict};
  if (!options.policies.empty()) {
    return ValidatePolicyFiles(options.policies, rules, levels, asking, reader);
  }
  PermissionOptions permitting = Permitting(options);
  permitting.around.account = account;
  StackPermissions permissions;
  FindPermissions(options.run, permitting, snapshot::Snapshot::Open(snapshot::BuiltinBytes()),
                  actions, permissions);
  const auto first = std::find_if(permissions.operations.begin(), permissions.operations.end(),
                                  [](const ListedOperation& each) { return !each.needs.empty(); });
  if (first == permissions.operations.end()) return {};
  return ValidateGenerated(PoliciesFor(permissions, actions), *first, rules,
                           permissions.levels.value_or(levels), asking, reader);
}

}  // namespace stackql::cli
