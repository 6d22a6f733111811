#include <CLI/CLI.hpp>
#include <cstdio>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/aws_access.h"
#include "cli/commands.h"
#include "cli/input_options.h"
#include "cli/interrupt.h"
#include "cli/open_catalog.h"
#include "cli/permission_input.h"
#include "cli/policy_set.h"
#include "cli/report_output.h"
#include "iam/write_policy.h"
#include "report/visible.h"
#include "run/verification.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

constexpr unsigned kMostInFlight = 4;

struct VerifyOptions {
  RunOptions run = {};
  InputOptions input = {};
  ReportOptions report = {};
  AccessOptions access = {};
  std::string expected_account = {};
  bool strict = false;
  bool show_account = false;
  bool print_policy = false;
};

// Asks nothing, but notes what would be asked.
class Recorder : public verify::LiveReader {
 public:
  aws::Result<aws::Resource> GetResource(const std::string& /*region*/,
                                         const aws::ResourceQuery& query) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    types_.insert(query.type_name);
    return {};
  }
  aws::Result<aws::TypeDescription> DescribeType(const std::string&,
                                                 const aws::TypeQuery&) override {
    return {};
  }
  aws::Result<aws::Role> GetRole(const std::string&, const aws::RoleQuery&) override { return {}; }
  aws::Result<std::vector<aws::Simulated>> Simulate(const std::string&,
                                                    const aws::SimulationQuery&) override {
    return {};
  }
  aws::Result<std::vector<aws::PolicyFinding>> Validate(const std::string&,
                                                        const aws::ValidationQuery&) override {
    return {};
  }
  std::vector<std::string> Types() const { return {types_.begin(), types_.end()}; }

 private:
  std::mutex mutex_;
  std::set<std::string> types_;
};

int Fail(int status, const std::string& sentence) {
  std::fprintf(stderr, "stackql-lint: %s\n", report::Visible(sentence).c_str());
  return status;
}

void Declare(CLI::App& app, VerifyOptions& options) {
  DeclareInput(app, options.input, options.run);
  app.add_option("--profile", options.access.profile, "The profile of AWS's configuration files")
      ->type_name("NAME");
  app.add_option("--expect-account", options.expected_account,
                 "Ask nothing more if the credentials are of another account")
      ->type_name("ID");
  app.add_option("--region", options.access.region,
                 "Where to ask for the caller's identity (default: that of AWS's configuration)")
      ->type_name("NAME");
  app.add_option("--endpoint-url", options.access.endpoint, "Ask this, not AWS")->type_name("URL");
  app.add_flag("--trust-endpoint", options.access.other_hosts,
               "Send credentials to it though it is neither AWS nor this computer");
  app.add_option("--timeout", options.access.timeout, "Give up after N seconds (default: 60)")
      ->type_name("N")
      ->check(CLI::Range(1, 86'400));
  app.add_flag("--strict", options.strict, "Exit with 1 if something could not be checked");
  app.add_flag("--print-policy", options.print_policy,
               "Print the policy that this command needs for these stacks, and ask nothing");
  app.add_flag("--show-account", options.show_account, "Print the account's id whole");
  DeclareReport(app, options.report);
}

// The last four digits tell accounts apart, and no more.
std::string Masked(const std::string& account) {
  if (account.size() <= 4) return account;
  return std::string(account.size() - 4, '*') + account.substr(account.size() - 4);
}

// Whose credentials these are, before anything else is asked.
std::optional<int> CheckIdentity(const VerifyOptions& options, AwsAccess& access) {
  const aws::Result<aws::Identity> who = access.Identify();
  if (!who.answer) {
    const std::string& code = who.failure.code;
    return Fail(kExitFailure, "AWS does not say who asks: " + (code.empty() ? "" : code + ": ") +
                                  who.failure.message);
  }
  const std::string& account = who.answer->account;
  const bool expected = options.expected_account.empty() || account == options.expected_account;
  const std::string shown = options.show_account ? account : Masked(account);
  if (!expected) {
    return Fail(kExitFailure, "the credentials are of account " + shown +
                                  ", not of the one that --expect-account names");
  }
  std::fprintf(stderr, "Account: %s\n", report::Visible(shown).c_str());
  return std::nullopt;
}

// The read handlers of the types that would be asked for run with the caller's permissions.
int PrintPolicy(const VerifyOptions& options) {
  Recorder recorder;
  const Verification verification =
      VerifyStacks(options.run, snapshot::Snapshot::Open(snapshot::BuiltinBytes()), recorder, 1);
  if (const int status = PrintFailures(verification.run); status != kExitClean) return status;
  const auto catalog = OpenCatalog(options.run.catalog);
  if (catalog == nullptr) return kExitUsage;
  const iam::ActionReference actions(snapshot::Snapshot::Open(snapshot::ActionBytes()));
  StackPermissions permissions;
  FindTypePermissions(recorder.Types(), {.calls = {Call::kRead}}, *catalog, actions, permissions);
  PrintUnresolved(permissions);
  for (const PolicyPart& part : MakePolicies(permissions, actions, {})) {
    for (const iam::GrantDocument& document : part.packing.documents) {
      const std::string text = iam::WritePolicy(document, iam::PolicyFormat::kJson, "verify");
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
  }
  return kExitClean;
}

int Conclude(const VerifyOptions& options, const Verification& verification, int status) {
  const verify::Verified& all = verification.all;
  std::fprintf(stderr,
               "Asked for %zu resources: %zu found, %zu not there, %zu not checked.\n"
               "Not asked: %zu statements whose region or identifier only a deploy tells. Not "
               "compared: %zu values that are not known, %zu that cannot be read.\n",
               all.asked, all.found, all.absent, all.unchecked, verification.open, all.open_values,
               all.write_only);
  if (!all.stopped.empty()) return Fail(kExitFailure, all.stopped);
  return options.strict && all.unchecked > 0 && status == kExitClean ? kExitFindings : status;
}

}  // namespace

int Verify(std::vector<std::string> arguments) {
  VerifyOptions options;
  CLI::App app("Asks AWS whether stacks are as they are written. Reads only.",
               "stackql-lint verify");
  app.footer(
      "Sent are the names and identifiers of resource types and resources, signed with\n"
      "your credentials; nothing is ever created, changed or deleted.\n\n"
      "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 bad usage, 3 no\n"
      "credentials, another account, or some input could not be read.\n\n"
      "Example:\n  stackql-lint verify my-stack --env prod --expect-account 111122223333");
  Declare(app, options);
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  if (const std::optional<int> status = ReadReportOptions(options.report)) return *status;
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  if (options.print_policy) return PrintPolicy(options);
  options.access.linted = options.run.paths;
  if (options.access.linted.empty()) options.access.linted.emplace_back(".");
  int status = kExitClean;
  {
    const Interrupt interrupt;
    AwsAccess access(options.access);
    if (const std::optional<int> wrong = CheckIdentity(options, access)) return *wrong;
    const Verification verification = VerifyStacks(
        options.run, snapshot::Snapshot::Open(snapshot::BuiltinBytes()), access, kMostInFlight);
    status = PrintFailures(verification.run);
    if (status == kExitClean) {
      status = PrintReport(verification.run.report, *verification.run.rules, options.report);
      status = Conclude(options, verification, status);
    }
  }
  Interrupt::Obey();
  return status;
}

}  // namespace stackql::cli
