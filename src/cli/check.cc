#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/input_options.h"
#include "cli/report_output.h"
#include "report/report.h"
#include "run/run.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

struct CheckOptions {
  RunOptions run = {};
  InputOptions input = {};
  ReportOptions report = {};
  bool timing = false;
};

void Declare(CLI::App& app, CheckOptions& options) {
  app.footer(
      "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or\n"
      "configuration, 3 some input could not be read.\n\n"
      "Example:\n  stackql-lint my-stack --output text --output sarif=lint.sarif");
  DeclareInput(app, options.input, options.run);
  app.add_option("--select", options.run.select, "Only these rules: ids, names, families (TAG)")
      ->type_name("RULES")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--ignore", options.run.ignore, "Not these rules")
      ->type_name("RULES")
      ->delimiter(',')
      ->allow_extra_args(false);
  DeclareReport(app, options.report);
  app.add_option("--jobs,-j", options.run.jobs, "Threads (default: one a core)")->type_name("N");
  app.add_flag("--require-catalog", options.run.require_catalog,
               "Exit with 3 if operations cannot be checked for want of provider documents");
  app.add_flag("--timing", options.timing, "Print the elapsed time on standard error");
}

int Lint(CheckOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const RunResult result = Run(options.run, builtin);
  PrintFailures(result);
  if (const std::string advice = report::Advice(result.report.summary); !advice.empty()) {
    std::fprintf(stderr, "%s\n", advice.c_str());
  }
  if (!result.usage_errors.empty()) return kExitUsage;
  const int status = PrintReport(result.report, *result.rules, options.report);
  if (options.timing) {
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    std::fprintf(stderr, "stackql-lint: %.1f ms\n", elapsed.count());
  }
  return status;
}

}  // namespace

int Check(std::vector<std::string> arguments) {
  CheckOptions options;
  CLI::App app("Lints manifests and query files.", "stackql-lint check");
  Declare(app, options);
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  if (const std::optional<int> status = ReadReportOptions(options.report)) return *status;
  return Lint(options);
}

}  // namespace stackql::cli
