#include "run/policy_check.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/permission_input.h"
#include "cli/print.h"
#include "cli/report_output.h"
#include "iam/pack_policy.h"
#include "report/visible.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

struct CheckPolicyOptions {
  PermissionInput input = {};
  ReportOptions report = {};
  PolicyFiles files = {};
  iam::RequestFacts facts = {};
  std::optional<size_t> max_excess = {};
};

// The ARN of a role or a user, not of a session, which does not name the role's path.
std::string CheckPrincipal(const std::string& arn) {
  const size_t own = arn.starts_with("arn:aws") ? arn.find(":iam::") : std::string::npos;
  const std::string_view rest =
      own == std::string::npos ? std::string_view() : std::string_view(arn).substr(own + 6);
  const bool account = rest.find_first_not_of("0123456789") == 12 && rest[12] == ':';
  const bool named =
      account && (rest.substr(13).starts_with("role/") || rest.substr(13).starts_with("user/"));
  return named ? std::string() : "arn:PARTITION:iam::ACCOUNT:role/NAME or user/NAME";
}

Binding ContextValues(iam::RequestFacts& facts) {
  Binding binding;
  binding.set = [&facts](const std::string& text) -> std::string {
    const size_t equals = text.find('=');
    const size_t colon = text.find(':');
    if (equals == std::string::npos || colon > equals)
      return "KEY=VALUE, as in aws:SourceIp=10.0.0.1";
    facts.context[Lower(text.substr(0, equals))].push_back(text.substr(equals + 1));
    return {};
  };
  binding.repeats = true;
  return binding;
}

// What the options say of the principal belongs together.
void Complete(CheckPolicyOptions& options) {
  std::string& account = options.input.options.context.account;
  const std::string& arn = options.facts.principal_arn;
  if (account.empty() && !arn.empty()) account = arn.substr(arn.find("::") + 2, 12);
  options.facts.account = account;
}

// Of a stack, which of stackql-deploy's commands the policies are enough for.
void PrintPhases(const PolicyCheck& check) {
  const std::vector<std::string> lacking = Names(check.totals.lacking);
  if (lacking.empty() || lacking.size() == 3) return;
  std::string text;
  for (const std::string& phase : Names({.build = !check.totals.lacking.build,
                                  .test = !check.totals.lacking.test,
                                  .teardown = !check.totals.lacking.teardown})) {
    text += (text.empty() ? "" : ", ") + phase;
  }
  std::string lack;
  for (const std::string& phase : lacking) lack += (lack.empty() ? "" : ", ") + phase;
  PrintError("Sufficient for " + text + "; not for " + lack + ".\n");
}

// Says what was decided, and with what. The exit status that follows.
int Conclude(const CheckPolicyOptions& options, const PolicyCheck& check, const ActionData& data,
             int status) {
  if (options.files.kind != iam::PolicyKind::kIdentity) return status;
  for (const std::string& line : DataUsed(check.permissions, data)) {
    PrintError("Used: " + report::Visible(line) + "\n");
  }
  const size_t unresolved = CountUnresolved(check.permissions);
  const char* decided = unresolved > 0                               ? "Not decided"
                        : check.totals.allowed == check.totals.needs ? "Covered"
                                                                     : "Not covered";
  PrintError(std::string(decided) + ": " + std::to_string(check.totals.allowed) + " of " +
             std::to_string(check.totals.needs) + " permissions proven allowed; " +
             std::to_string(check.excess_grants) + " unused " +
             (check.excess_grants == 1 ? "grant" : "grants") + ".\n");
  PrintPhases(check);
  if (unresolved > 0) {
    Say("unresolved operations may need more");
    if (status == kExitClean) status = kExitFindings;
  }
  const bool too_much = options.max_excess && check.excess_grants > *options.max_excess;
  if (too_much && status == kExitClean) {
    Say("--max-excess allows " + std::to_string(*options.max_excess) + " of them");
    status = kExitFindings;
  }
  return status;
}

int Run(CheckPolicyOptions& options) {
  Complete(options);
  ActionData data;
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const PolicyCheck check = CheckPolicies(options.input.run, options.input.options, options.files,
                                          options.facts, builtin, *data.reference);
  if (const int status = PrintFailures(check.run); status != kExitClean) return status;
  PrintUnresolved(check.permissions);
  const int status = PrintReport(check.run.report, *check.run.rules, options.report);
  return Conclude(options, check, data, status);
}

}  // namespace

Command PolicyCheckCommand() {
  const auto options = std::make_shared<CheckPolicyOptions>();
  return {
      .summary = "Check that IAM policies allow every operation, and no more",
      .sections =
          {{"Options",
            {{.names = "--policy",
              .value = "FILE",
              .help = "Check the identity policies in FILE: JSON or YAML, a CloudFormation "
                      "template, a Terraform plan as JSON, or the output of 'aws iam "
                      "get-policy-version'",
              .binding = Texts(options->files.identity),
              .required = true},
             {"--kind", "KIND",
              "Treat FILE as this kind of policy; what is not an identity policy is only checked "
              "as "
              "a document:",
              OneOf(options->files.kind, {{"identity", iam::PolicyKind::kIdentity},
                                          {"trust", iam::PolicyKind::kTrust},
                                          {"resource", iam::PolicyKind::kResource},
                                          {"boundary", iam::PolicyKind::kBoundary},
                                          {"scp", iam::PolicyKind::kControl},
                                          {"rcp", iam::PolicyKind::kResourceControl}})},
             {"--inline", "OF", "Keep to the size of an inline policy of this owner:",
              OneOf(options->files.limit, {{"role", iam::kInlineRoleSize},
                                           {"user", iam::kInlineUserSize},
                                           {"group", iam::kInlineGroupSize}})},
             {"--boundary", "FILE", "Use this permissions boundary, which must allow it too",
              Texts(options->files.boundary)},
             {"--session-policy", "FILE", "Use this policy of the session, which must allow it too",
              Texts(options->files.session)},
             {"--scp", "FILES",
              "Use these service control policies, of which one must allow it too: a folder, or "
              "files with commas, all of one level; repeat it for the next level. FullAWSAccess is "
              "AWS's own",
              Texts(options->files.scps)},
             {"--rcp", "FILES", "Use these resource control policies, in the same form",
              Texts(options->files.rcps)},
             {"--principal-arn", "ARN", "Assume that this role or user makes the calls",
              Text(options->facts.principal_arn, CheckPrincipal), "unknown"},
             {"--context", "KEY=VALUE",
              "Assume this value of a condition key; repeat it for others, and for more values of "
              "a key",
              ContextValues(options->facts)},
             {"--max-excess", "N",
              "Exit with 1 if more than N grants (an action on a resource) are not needed",
              Number(options->max_excess)},
             {"--ignore", "RULES", "Do not apply these rules", List(options->input.run.ignore)}}},
           PermissionSection(options->input),
           InputSection(options->input.input, options->input.run),
           ReportSection(options->report)},
      .statuses = {{kExitClean, "nothing at or above --fail-on"},
                   {kExitFindings, "findings, or an operation that could not be resolved"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint policy check --policy role.json my-stack"},
      .run = [options] { return Run(*options); },
  };
}

}  // namespace stackql::cli
