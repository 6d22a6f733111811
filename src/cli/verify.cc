#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/aws_access.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/progress_line.h"
#include "cli/verify_options.h"
#include "cli/verify_policies.h"
#include "report/verification_summary.h"
#include "report/visible.h"
#include "run/reports.h"
#include "run/verification.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"
#include "verify/principal.h"

namespace stackql::cli {
namespace {

using verify::Check;

// Who ends it wants to see nothing more.
int Stop(int status, const std::string& sentence) {
  return Interrupt::Asked() ? status : Fail(status, sentence);
}

std::string Shown(const VerifyOptions& options, const std::string& account) {
  return options.show_account ? account : verify::MaskAccounts(account);
}

// Whose credentials these are, before anything else is asked. None, with the exit status in
// `status`, if that is not known or not who is expected.
std::optional<aws::Identity> CheckIdentity(const VerifyOptions& options, AwsAccess& access,
                                           int& status) {
  aws::Reply<aws::Identity> who = access.Identify();
  status = kExitFailure;
  if (!who.answer) {
    const std::string& code = who.failure.code;
    Stop(status, "Cannot identify the caller: " + (code.empty() ? "" : code + ": ") +
                     Shown(options, who.failure.message));
    return std::nullopt;
  }
  const std::string& account = who.answer->account;
  if (!options.expected_account.empty() && account != options.expected_account) {
    Stop(status, "the credentials belong to account " + Shown(options, account) +
                     ", not to the one set with --expect-account");
    return std::nullopt;
  }
  if (!options.report.quiet)
    PrintErrorProse("Account: " + report::Visible(Shown(options, account)) + "\n");
  status = kExitClean;
  return std::move(who.answer);
}

Verification Ask(const VerifyOptions& options, const aws::Identity& identity, AwsAccess& access) {
  const iam::ActionReference actions(snapshot::Snapshot::Open(snapshot::ActionBytes()));
  ProgressLine line(!options.report.quiet);
  VerificationOptions asking = {
      .checks = options.checks,
      .account = identity.account,
      .show_accounts = options.show_account,
      .strict = options.strict,
      .with_check = options.with_check,
      .progress = [&](size_t answered, size_t all) {
        line.Show("Asking AWS: " + std::to_string(answered) + " of " + std::to_string(all));
      }};
  if (options.checks.count(Check::kPermissions) > 0) {
    asking.principal =
        verify::PrincipalOf(options.principal.empty() ? identity.arn : options.principal,
                            options.access.region, access);
  }
  ReadUnits read = ReadAll(options.run, snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  Verification verification = VerifyUnits(read, asking, actions, access);
  const bool go_on = verification.answers.stopped.empty() && verification.run.usage_errors.empty();
  if (go_on && options.checks.count(Check::kPolicies) > 0) {
    PolicyValidation policies = ValidatePolicies(options, read.units, identity.account, actions,
                                                 *verification.run.rules, access);
    verification.policies = policies.asked;
    verification.unchecked_policies = policies.unchecked;
    Merge(std::move(policies.report), verification.run.report);
    Finish(verification.run.report);
  }
  line.Clear();
  return verification;
}

Coverage VerifiedOf(const VerifyOptions& options) {
  Coverage coverage = CoverageOf(options.run);
  if (options.with_check) return coverage;
  coverage.sought = [](const snapshot::Rule& rule, const std::string&) {
    return rule.subject() == snapshot::Subject::Live;
  };
  return coverage;
}

int Run(const VerifyOptions& options) {
  AwsAccess access(options.access);
  int status = kExitClean;
  const std::optional<aws::Identity> identity = CheckIdentity(options, access, status);
  if (!identity) return status;
  const Verification verification = Ask(options, *identity, access);
  if (Interrupt::Asked()) return status;  // who ends it wants to see nothing more
  status = PrintFailures(verification.run);
  if (status != kExitClean) return status;
  status = PrintReport(verification.run.report, *verification.run.rules, options.report,
                       VerifiedOf(options));
  const report::VerificationCounts counts = {.policies = verification.policies,
                                             .unchecked_policies = verification.unchecked_policies,
                                             .open = verification.open};
  if (!options.report.quiet) {
    for (const std::string& line :
         report::SummaryOf(verification.answers, verification.tally, counts)) {
      PrintErrorProse(line + "\n");
    }
  }
  const std::string& stopped = verification.answers.stopped;
  return stopped.empty() ? status : Stop(kExitFailure, Shown(options, stopped));
}

int Verify(VerifyOptions& options) {
  if (const std::optional<int> status = ReadVerifyOptions(options)) return *status;
  TakeSettings(options.run, options.report);
  if (options.print_policy) {
    return PrintVerifierPolicy(
        options, iam::ActionReference(snapshot::Snapshot::Open(snapshot::ActionBytes())));
  }
  int status = kExitClean;
  {
    const Interrupt interrupt;
    status = Run(options);
  }
  Interrupt::Obey();
  return status;
}

}  // namespace

Command VerifyCommand() {
  const auto options = std::make_shared<VerifyOptions>();
  return {
      .summary = "Check stacks against what is in AWS, without changing anything",
      .description =
          "Requests are signed with your credentials. They contain the names of resource types and "
          "the identifiers of resources; for --checks permissions also names of actions and ARNs, "
          "for --checks policies the policies. Nothing is ever created, changed or deleted, and "
          "the contents of live resources are printed with --show-values only.",
      .sections = VerifySections(*options),
      .statuses = {{kExitClean, "nothing at or above --fail-on"},
                   {kExitFindings, "findings"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure,
                    "no credentials, another account, or some input could not be read"}},
      .examples = {"stackql-lint verify my-stack --env prod --expect-account 111122223333",
                   "stackql-lint verify my-stack --checks permissions --principal-arn ROLE"},
      .run = [options] { return Verify(*options); },
  };
}

}  // namespace stackql::cli
