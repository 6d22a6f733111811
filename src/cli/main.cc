#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "report/version.h"

namespace {

constexpr std::string_view kHelp = R"(Lints StackQL stacks before anything touches AWS.

Usage: stackql-lint [check] [PATH...] [OPTIONS]
       stackql-lint render [PATH] [--env NAME] [--resource R] [--anchor A]
       stackql-lint operations [PATH] [--env NAME]
       stackql-lint permissions [PATH...] [--phase PHASE] [--explain ACTION]
       stackql-lint policy generate|check|diff [PATH...]
       stackql-lint verify [PATH...] [--expect-account ID]
       stackql-lint catalog list|show|status|pull|add
       stackql-lint rules [ID|NAME]

Commands:
  check       lint manifests and query files (the default)
  render      print each query as it would be sent
  operations  list the AWS calls that stacks and queries make
  permissions list the IAM actions that each operation needs
  policy      write, check and compare least-privilege IAM policies
  verify      ask AWS whether stacks are as they are written; reads only
  catalog     see and get the documents that resources are checked against
  rules       list the rules, or explain one

Options:
  -h, --help     this text; 'stackql-lint check --help' lists the options of check,
                 and so for each command
  -V, --version  the version

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or
configuration, 3 some input could not be read.

Example:
  stackql-lint my-stack --output text --output sarif=lint.sarif
)";

int Run(std::vector<std::string> arguments) {
  using namespace stackql;  // NOLINT(google-build-using-namespace): one function
  const std::string first = arguments.empty() ? std::string() : arguments.front();
  if (first == "-h" || first == "--help" || first == "help") {
    std::fwrite(kHelp.data(), 1, kHelp.size(), stdout);
    return cli::kExitClean;
  }
  if (first == "-V" || first == "--version") {
    std::printf("stackql-lint %s\n", std::string(kVersion).c_str());
    return cli::kExitClean;
  }
  if (first == "catalog") return cli::Catalog({arguments.begin() + 1, arguments.end()});
  if (first == "operations") return cli::Operations({arguments.begin() + 1, arguments.end()});
  if (first == "permissions") return cli::Permissions({arguments.begin() + 1, arguments.end()});
  if (first == "policy") return cli::Policy({arguments.begin() + 1, arguments.end()});
  if (first == "render") return cli::Render({arguments.begin() + 1, arguments.end()});
  if (first == "rules") return cli::Rules({arguments.begin() + 1, arguments.end()});
  if (first == "verify") return cli::Verify({arguments.begin() + 1, arguments.end()});
  if (first == "check") return cli::Check({arguments.begin() + 1, arguments.end()});
  return cli::Check(std::move(arguments));
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return Run({arguments + 1, arguments + count});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "stackql-lint: internal error: %s\n", error.what());
  } catch (...) {
    std::fputs("stackql-lint: internal error\n", stderr);
  }
  return stackql::cli::kExitFailure;
}
