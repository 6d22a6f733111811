#include "cli/policy.h"

#include <cstdio>
#include <string_view>
#include <utility>

#include "cli/arguments.h"
#include "cli/commands.h"

namespace stackql::cli {
namespace {

constexpr std::string_view kHelp =
    R"(Writes IAM policies for StackQL stacks, and checks existing ones.

Usage: stackql-lint policy generate [PATH...] [OPTIONS]
       stackql-lint policy check --policy FILE [PATH...] [OPTIONS]
       stackql-lint policy diff REV[..REV] [PATH...] [OPTIONS]

Commands:
  generate  write the least-privilege policy that operations need
  check     say what existing policies lack, and what in them nothing needs
  diff      compare what two revisions of stacks need

'stackql-lint policy generate --help' lists the options of generate, and so for
each command.

Example:
  stackql-lint policy generate my-stack --account 111122223333 > policy.json
)";

}  // namespace

int Policy(std::vector<std::string> arguments) {
  const std::string first = arguments.empty() ? std::string() : arguments.front();
  if (first == "-h" || first == "--help") {
    std::fwrite(kHelp.data(), 1, kHelp.size(), stdout);
    return kExitClean;
  }
  if (first.empty()) {
    std::fwrite(kHelp.data(), 1, kHelp.size(), stderr);
    return kExitUsage;
  }
  arguments.erase(arguments.begin());
  if (first == "generate") return GeneratePolicy(std::move(arguments));
  if (first == "check") return CheckPolicy(std::move(arguments));
  if (first == "diff") return DiffPolicy(std::move(arguments));
  return BadWord("policy command", first, {"generate", "check", "diff"});
}

}  // namespace stackql::cli
