#include "cli/verify_options.h"

#include "cli/exit_status.h"
#include "cli/permission_input.h"

namespace stackql::cli {
namespace {

Section AccessSection(VerifyOptions& options) {
  return {
      "AWS options",
      {{"--profile", "NAME", "Use this profile of the AWS configuration files",
        Text(options.access.profile)},
       {"--expect-account", "ID", "Stop if the credentials are of another account",
        Text(options.expected_account, CheckAccount)},
       {"--region", "NAME", "Ask in this region about what has no region of its own",
        Text(options.access.region), "that of the AWS configuration"},
       {"--endpoint-url", "URL", "Send requests to URL instead of AWS",
        Text(options.access.endpoint)},
       {"--trust-endpoint", "",
        "Send credentials to that URL although it is neither AWS nor this computer",
        Flag(options.access.other_hosts)},
       {"--timeout", "N", "Give up after N seconds", Number(options.access.timeout, 1, 86'400)}}};
}

}  // namespace

std::vector<Section> VerifySections(VerifyOptions& options) {
  return {{"Options",
           {{"--checks", "NAMES", "Only make these checks:",
             List(options.check_names, verify::CheckNames()), "the first five"},
            {"--principal-arn", "ARN", "Check the permissions of this role or user",
             Text(options.principal), "the caller"},
            {"--policy", "FILE", "Send the policies in FILE to Access Analyzer",
             Texts(options.policies), "what 'policy generate' would write"},
            {"--with-check", "", "Also report what 'check' finds", Flag(options.with_check)},
            {"--strict", "", "Report checks that could not be completed as errors, not warnings",
             Flag(options.strict)},
            {"--print-policy", "",
             "Print the IAM policy that this command needs for these stacks, and send nothing",
             Flag(options.print_policy)},
            {"--show-account", "", "Print account ids in full", Flag(options.show_account)},
            PathArgument(options.run)}},
          AccessSection(options),
          InputSection(options.input, options.run),
          ReportSection(options.report)};
}

std::optional<int> ReadVerifyOptions(VerifyOptions& options) {
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return status;
  options.checks = verify::UsualChecks();
  if (!options.check_names.empty()) {
    options.checks = verify::ChecksNamed(options.check_names);
  }
  options.access.linted = options.run.paths;
  if (options.access.linted.empty()) options.access.linted.emplace_back(".");
  return std::nullopt;
}

}  // namespace stackql::cli
