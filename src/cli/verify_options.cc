#include "cli/verify_options.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/commands.h"
#include "report/visible.h"

namespace stackql::cli {
namespace {

void DeclareAccess(CLI::App& app, VerifyOptions& options) {
  app.add_option("--profile", options.access.profile, "The profile of AWS's configuration files")
      ->type_name("NAME");
  app.add_option("--expect-account", options.expected_account,
                 "Ask nothing more if the credentials are of another account")
      ->type_name("ID");
  app.add_option("--region", options.access.region,
                 "Where to ask what is of no region (default: that of AWS's configuration)")
      ->type_name("NAME");
  app.add_option("--endpoint-url", options.access.endpoint, "Ask this, not AWS")->type_name("URL");
  app.add_flag("--trust-endpoint", options.access.other_hosts,
               "Send credentials to it though it is neither AWS nor this computer");
  app.add_option("--timeout", options.access.timeout, "Give up after N seconds (default: 60)")
      ->type_name("N")
      ->check(CLI::Range(1, 86'400));
}

void DeclareChecks(CLI::App& app, VerifyOptions& options) {
  app.add_option("--checks", options.check_names,
                 "Only these: exists, references, collisions, drift, schemas, permissions, "
                 "policies, all (default: the first five)")
      ->type_name("NAMES")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--principal-arn", options.principal,
                 "The role or user whose permissions are asked about (default: the caller)")
      ->type_name("ARN");
  app.add_option("--policy", options.policies,
                 "A file with identity policies for Access Analyzer (default: the policy that "
                 "would be generated); repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_flag("--with-check", options.with_check, "Report what 'check' finds, too");
}

}  // namespace

void DeclareVerify(CLI::App& app, VerifyOptions& options) {
  DeclareInput(app, options.input, options.run);
  DeclareChecks(app, options);
  DeclareAccess(app, options);
  app.add_flag("--strict", options.strict, "What could not be checked is an error, not a warning");
  app.add_flag("--print-policy", options.print_policy,
               "Print the policy that this command needs for these stacks, and ask nothing");
  app.add_flag("--show-account", options.show_account, "Print account ids whole");
  DeclareReport(app, options.report);
}

std::optional<int> ReadVerifyOptions(VerifyOptions& options) {
  if (const std::optional<int> status = ReadReportOptions(options.report)) return status;
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return status;
  options.checks = verify::UsualChecks();
  if (!options.check_names.empty()) {
    std::string unknown;
    const auto checks = verify::ChecksNamed(options.check_names, unknown);
    if (!checks) {
      std::fprintf(stderr, "stackql-lint: there is no check '%s'; see 'verify --help'\n",
                   report::Visible(unknown).c_str());
      return kExitUsage;
    }
    options.checks = *checks;
  }
  options.access.linted = options.run.paths;
  if (options.access.linted.empty()) options.access.linted.emplace_back(".");
  return std::nullopt;
}

}  // namespace stackql::cli
