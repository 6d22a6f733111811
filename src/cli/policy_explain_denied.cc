#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/read_file.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/permission_input.h"
#include "cli/policy_layers.h"
#include "cli/print.h"
#include "report/denial_views.h"
#include "run/explain_denied.h"

namespace stackql::cli {
namespace {

constexpr uint64_t kLargestMessage = 32 << 20;  // bytes

struct ExplainOptions {
  PermissionInput input = {};
  PolicyFiles files = {};
  iam::RequestFacts facts = {};
  std::string message = "-";
  std::string output = "text";
};

// Those of a file, or what is given: messages have blanks.
Result<std::string> ReadMessages(const std::string& given) {
  if (given == "-") return ReadStandardInput(kLargestMessage);
  std::error_code error;
  const bool message = given.find(' ') != std::string::npos;
  if (message && !std::filesystem::exists(given, error)) return given;
  return ReadWholeFile(given, kLargestMessage);
}

int Run(ExplainOptions& options) {
  const Result<std::string> message = ReadMessages(options.message);
  if (!message) return Fail(kExitFailure, message.error().message);
  const iam::Denials denials = iam::ReadDenials(*message);
  if (denials.encoded > 0) {
    Say("an encoded message was not read; decode it with 'aws sts decode-authorization-message'");
  }
  if (denials.all.empty()) {
    return Fail(kExitFailure, "no denied request is named in '" + options.message + "'");
  }
  if (!denials.complete) {
    Say("only the first " + std::to_string(iam::kMostDenials) + " different denied requests of '" +
        options.message + "' are explained");
  }
  iam::AwsContext& context = options.input.options.context;
  if (context.account.empty()) context.account = iam::AccountOf(denials.all);
  if (context.region.empty()) context.region = iam::RegionOf(denials.all);
  CompleteFacts(context, options.facts);
  ActionData data;
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return *status;
  StackPermissions permissions;
  if (const std::optional<int> status = FindAll(options.input, data, permissions)) return *status;
  Report report;
  const ExplainedDenials explained = ExplainDenials(denials, permissions, options.files, context,
                                                    options.facts, *data.reference, report);
  for (const std::string& failure : report.failures) Say(failure);
  if (!report.failures.empty()) return kExitFailure;
  PrintView(options.output, options.output == "json"
                                ? report::DenialsAsJson(explained.answers, explained.place)
                                : report::DenialsAsText(explained.answers, explained.place));
  if (!denials.complete) return kExitFailure;
  for (const iam::DenialAnswer& answer : explained.answers) {
    if (answer.made_by.empty()) return kExitFindings;
  }
  return kExitClean;
}

}  // namespace

Command PolicyExplainDeniedCommand() {
  const auto options = std::make_shared<ExplainOptions>();
  return {
      .summary = "Explain which statement a denied request came from, and what allows it",
      .description =
          "Reads AccessDenied messages or events of AWS CloudTrail, finds the operations of the "
          "stack that make the denied requests, says what the given policies decide, and prints "
          "the least that allows them.",
      .sections = {{"Options",
                    {{"MESSAGE", "",
                      "Explain this message, or those in this file; '-' is standard input",
                      Text(options->message), "-"},
                     {"--policy", "FILE", "Say what these identity policies decide",
                      Texts(options->files.identity)},
                     {"-o, --output", "FORMAT",
                      "Print in this format:", OneOf(options->output, {"text", "json"})},
                     PathArgument(options->input.run)}},
                   PolicyLayerSection(options->files, options->facts),
                   PermissionSection(options->input),
                   InputSection(options->input.input, options->input.run)},
      .statuses = {{kExitClean, "every denied request is one that the stack makes"},
                   {kExitFindings, "one is not"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read, or names no denied request"}},
      .examples = {"stackql-lint policy explain-denied deploy.log my-stack --policy role.json"},
      .run = [options] { return Run(*options); },
  };
}

}  // namespace stackql::cli
