#include "cli/verify_policies.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "cli/document_origin.h"
#include "cli/exit_status.h"
#include "cli/open_catalog.h"
#include "cli/permission_input.h"
#include "cli/print.h"
#include "iam/policy_set.h"
#include "iam/write_policy.h"
#include "run/verifier_permissions.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

PermissionOptions OptionsFor(const std::string& account, const VerifyOptions& options) {
  return {.context = {.account = account}, .distrust = DistrustUnlessNamed(options.run.catalog)};
}

}  // namespace

int PrintVerifierPolicy(const VerifyOptions& options, const iam::ActionReference& actions) {
  const ReadUnits read = ReadAll(options.run, snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  if (const int status = PrintFailures(read.result); status != kExitClean) return status;
  const verify::Questions questions = FindQuestions(
      read.units, {.checks = options.checks, .account = options.expected_account}, actions);
  const auto catalog = OpenCatalog(options.run.catalog);
  if (catalog == nullptr) return kExitUsage;
  const StackPermissions permissions =
      VerifierPermissions(questions, options.checks, options.principal,
                          OptionsFor(options.expected_account, options), *catalog, actions);
  PrintUnresolved(permissions);
  std::vector<iam::GrantDocument> documents;
  for (iam::GeneratedPolicy& policy : iam::MakePolicies(permissions.operations, {}, actions, {})) {
    std::ranges::move(policy.packing.documents, std::back_inserter(documents));
  }
  // IAM refuses a policy without statements.
  if (documents.empty()) {
    Say("no permission is needed, and so no policy: these stacks name no resource that could be "
        "asked about");
  }
  for (const iam::GrantDocument& document : documents) {
    PrintText(iam::WritePolicy(document, iam::PolicyFormat::kJson, "verify"));
  }
  return CountUnresolved(permissions) > 0 ? kExitFindings : kExitClean;
}

PolicyValidation ValidatePolicies(const VerifyOptions& options, const Units& units,
                                  const std::string& account, const iam::ActionReference& actions,
                                  const RuleSet& rules, verify::LiveReader& reader) {
  const Levels levels({.select = options.run.select, .ignore = options.run.ignore});
  const ValidationOptions asking = {.region = options.access.region,
                                    .show_accounts = options.show_account,
                                    .strict = options.strict};
  if (!options.policies.empty()) {
    return ValidatePolicyFiles(options.policies, rules, levels, asking, reader);
  }
  StackPermissions permissions;
  const PermissionOptions permitting = OptionsFor(account, options);
  for (const auto& unit : units) AddPermissions(*unit, permitting, actions, permissions);
  return ValidateGenerated(permissions, actions, rules, permissions.levels.value_or(levels), asking,
                           reader);
}

}  // namespace stackql::cli
