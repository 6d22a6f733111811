#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <utility>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/input_options.h"
#include "cli/output.h"
#include "cli/repository.h"
#include "cli/terminal.h"
#include "report/report.h"
#include "run/run.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

struct CheckOptions {
  RunOptions run = {};
  InputOptions input = {};
  std::vector<std::string> outputs = {};
  std::string fail_on = "error";
  std::string color = "auto";
  bool timing = false;
};

void Declare(CLI::App& app, CheckOptions& options) {
  app.footer(
      "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or\n"
      "configuration, 3 some input could not be read.\n\n"
      "Example:\n  stackql-lint my-stack --output text --output sarif=lint.sarif");
  DeclareInput(app, options.input, options.run);
  app.add_option("--output,-o", options.outputs,
                 "text, compact, json, sarif or github, each with\nan optional =FILE; repeatable")
      ->type_name("FORMAT[=FILE]")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--select", options.run.select, "Only these rules: ids, names, families (TAG)")
      ->type_name("RULES")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--ignore", options.run.ignore, "Not these rules")
      ->type_name("RULES")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--fail-on", options.fail_on, "error, warning, info or never (default: error)")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"error", "warning", "info", "never"}));
  app.add_option("--color", options.color, "auto, always or never (default: auto)")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_option("--jobs,-j", options.run.jobs, "Threads (default: one a core)")->type_name("N");
  app.add_flag("--require-catalog", options.run.require_catalog,
               "Exit with 3 if operations cannot be checked for want of\nprovider documents");
  app.add_flag("--timing", options.timing, "Print the elapsed time on standard error");
}

std::string Render(const Output& output, const RunResult& result, const CheckOptions& options,
                   const RuleSet& rules) {
  switch (output.format) {
    case Format::kCompact:
      return report::Compact(result.report);
    case Format::kJson:
      return report::Json(result.report);
    case Format::kGithub:
      return report::Github(result.report);
    case Format::kSarif:
      return report::Sarif(result.report, rules, DescribeRepository());
    case Format::kText:
      break;
  }
  const ColorChoice choice = options.color == "always"  ? ColorChoice::kAlways
                             : options.color == "never" ? ColorChoice::kNever
                                                        : ColorChoice::kAuto;
  report::TextStyle style = StyleFor(choice);
  if (!output.file.empty()) style = {};
  return report::Text(result.report, style);
}

bool Write(const Output& output, const std::string& text) {
  if (output.file.empty()) {
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    return std::fflush(stdout) == 0 && written;
  }
  std::ofstream file(output.file, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file.fail()) return true;
  std::fprintf(stderr, "stackql-lint: cannot write '%s'\n", output.file.c_str());
  return false;
}

int Status(const RunResult& result, const std::string& fail_on) {
  const Summary& summary = result.report.summary;
  if (!result.report.failures.empty()) return kExitFailure;
  uint32_t failing = 0;
  if (fail_on != "never") failing += summary.errors;
  if (fail_on == "warning" || fail_on == "info") failing += summary.warnings;
  if (fail_on == "info") failing += summary.infos;
  return failing > 0 ? kExitFindings : kExitClean;
}

// Text goes to standard output too, unless another report does.
bool ParseOutputs(const CheckOptions& options, std::vector<Output>& outputs, std::string& wrong) {
  for (const std::string& text : options.outputs) {
    const std::optional<Output> output = ParseOutput(text);
    if (!output) {
      wrong = text;
      return false;
    }
    outputs.push_back(*output);
  }
  const bool printed = std::any_of(outputs.begin(), outputs.end(),
                                   [](const Output& output) { return output.file.empty(); });
  if (!printed) outputs.insert(outputs.begin(), Output{});
  return true;
}

int Lint(CheckOptions& options, const std::vector<Output>& outputs) {
  const auto start = std::chrono::steady_clock::now();
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const RunResult result = Run(options.run, builtin);
  PrintFailures(result);
  if (const std::string advice = report::Advice(result.report.summary); !advice.empty()) {
    std::fprintf(stderr, "%s\n", advice.c_str());
  }
  if (!result.usage_errors.empty()) return kExitUsage;
  bool written = true;
  for (const Output& output : outputs) {
    written &= Write(output, Render(output, result, options, *result.rules));
  }
  if (options.timing) {
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    std::fprintf(stderr, "stackql-lint: %.1f ms\n", elapsed.count());
  }
  return written ? Status(result, options.fail_on) : kExitFailure;
}

}  // namespace

int Check(std::vector<std::string> arguments) {
  CheckOptions options;
  CLI::App app("Lints manifests and query files.", "stackql-lint check");
  Declare(app, options);
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  std::vector<Output> outputs;
  std::string wrong;
  if (!ParseOutputs(options, outputs, wrong)) {
    return BadWord("no output format", wrong.substr(0, wrong.find('=')), FormatNames());
  }
  return Lint(options, outputs);
}

}  // namespace stackql::cli
