#include "run/policy_check.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/permission_input.h"
#include "cli/policy.h"
#include "cli/report_output.h"
#include "report/visible.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_generated.h"

namespace stackql::cli {
namespace {

struct CheckPolicyOptions {
  PermissionInput input = {};
  ReportOptions report = {};
  PolicyFiles files = {};
  std::optional<size_t> max_excess = {};
};

void Declare(CLI::App& app, CheckPolicyOptions& options) {
  app.add_option("--policy", options.files.identity,
                 "A file with identity policies: JSON or YAML, also a CloudFormation template, a "
                 "Terraform plan as JSON, or what 'aws iam get-policy-version' prints; repeatable")
      ->type_name("FILE")
      ->required()
      ->allow_extra_args(false);
  app.add_option("--boundary", options.files.boundary,
                 "The permissions boundary, which must allow it too")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--scp", options.files.scps,
                 "A service control policy, which must allow it too; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option(
         "--max-excess", options.max_excess,
         "Exit with 1 if more grants (an action on a resource) than N are needed by nothing")
      ->type_name("N");
  app.add_option("--ignore", options.input.run.ignore, "Not these rules")
      ->type_name("RULES")
      ->delimiter(',')
      ->allow_extra_args(false);
  DeclareReport(app, options.report);
}

// Of a stack, which of stackql-deploy's commands the policies are enough for.
void PrintPhases(const PolicyCheck& check) {
  const std::vector<std::string> lacking = Names(check.lacking);
  if (lacking.empty() || lacking.size() == 3) return;
  std::string text;
  for (const std::string& phase : Names({.build = !check.lacking.build,
                                  .test = !check.lacking.test,
                                  .teardown = !check.lacking.teardown})) {
    text += (text.empty() ? "" : ", ") + phase;
  }
  std::string lack;
  for (const std::string& phase : lacking) lack += (lack.empty() ? "" : ", ") + phase;
  std::fprintf(stderr, "Enough for %s; not for %s.\n", text.c_str(), lack.c_str());
}

// Says what was decided, and with what. The exit status that follows.
int Conclude(const CheckPolicyOptions& options, const PolicyCheck& check, const ActionData& data,
             int status) {
  for (const std::string& line : DataUsed(check.permissions, data)) {
    std::fprintf(stderr, "Used: %s\n", report::Visible(line).c_str());
  }
  const size_t unresolved = CountUnresolved(check.permissions);
  std::fprintf(stderr, "%s: %zu of %zu needs are surely allowed; %zu %s needed by nothing.\n",
               unresolved > 0                 ? "Not decided"
               : check.allowed == check.needs ? "Covered"
                                              : "Not covered",
               check.allowed, check.needs, check.excess_grants,
               check.excess_grants == 1 ? "grant is" : "grants are");
  PrintPhases(check);
  if (unresolved > 0) {
    std::fprintf(stderr, "stackql-lint: operations that could not be resolved may need more\n");
    if (status == kExitClean) status = kExitFindings;
  }
  const bool too_much = options.max_excess && check.excess_grants > *options.max_excess;
  if (too_much && status == kExitClean) {
    std::fprintf(stderr, "stackql-lint: --max-excess allows %zu of them\n", *options.max_excess);
    status = kExitFindings;
  }
  return status;
}

}  // namespace

int CheckPolicy(std::vector<std::string> arguments) {
  CheckPolicyOptions options;
  CLI::App app("Checks IAM policies: whether they allow every operation, and no more.",
               "stackql-lint policy check");
  app.footer(
      "Exit status: 0 nothing at or above --fail-on, 1 findings, or an operation that\n"
      "could not be resolved, 2 bad usage, 3 some input could not be read.\n\n"
      "Example:\n  stackql-lint policy check --policy role.json my-stack --account 111122223333");
  Declare(app, options);
  DeclarePermissionInput(app, options.input);
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  if (const std::optional<int> status = ReadReportOptions(options.report)) return *status;
  ActionData data;
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const PolicyCheck check = CheckPolicies(options.input.run, options.input.options, options.files,
                                          builtin, *data.reference);
  if (const int status = PrintFailures(check.run); status != kExitClean) return status;
  PrintUnresolved(check.permissions);
  const int status = PrintReport(check.run.report, *check.run.rules, options.report);
  return Conclude(options, check, data, status);
}

}  // namespace stackql::cli
