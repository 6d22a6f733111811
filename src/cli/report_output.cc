#include "cli/report_output.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/repository.h"
#include "cli/terminal.h"
#include "report/report.h"

namespace stackql::cli {
namespace {

std::string Render(const Output& output, const Report& report, const RuleSet& rules,
                   const std::string& color) {
  switch (output.format) {
    case Format::kCompact:
      return report::Compact(report);
    case Format::kJson:
      return report::Json(report);
    case Format::kGithub:
      return report::Github(report);
    case Format::kSarif:
      return report::Sarif(report, rules, DescribeRepository());
    case Format::kText:
      break;
  }
  const ColorChoice choice = color == "always"  ? ColorChoice::kAlways
                             : color == "never" ? ColorChoice::kNever
                                                : ColorChoice::kAuto;
  report::TextStyle style = StyleFor(choice);
  if (!output.file.empty()) style = {};
  return report::Text(report, style);
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

int Status(const Report& report, const std::string& fail_on) {
  const Summary& summary = report.summary;
  if (!report.failures.empty()) return kExitFailure;
  uint32_t failing = 0;
  if (fail_on != "never") failing += summary.errors;
  if (fail_on == "warning" || fail_on == "info") failing += summary.warnings;
  if (fail_on == "info") failing += summary.infos;
  return failing > 0 ? kExitFindings : kExitClean;
}

}  // namespace

void DeclareReport(CLI::App& app, ReportOptions& options) {
  app.add_option("--output,-o", options.outputs,
                 "text, compact, json, sarif or github, each with an optional =FILE; repeatable")
      ->type_name("FORMAT[=FILE]")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--fail-on", options.fail_on, "error, warning, info or never (default: error)")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"error", "warning", "info", "never"}));
  app.add_option("--color", options.color, "auto, always or never (default: auto)")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

std::optional<int> ReadReportOptions(ReportOptions& options) {
  for (const std::string& text : options.outputs) {
    const std::optional<Output> output = ParseOutput(text);
    if (!output) {
      return BadWord("no output format", text.substr(0, text.find('=')), FormatNames());
    }
    options.parsed.push_back(*output);
  }
  // Text goes to standard output too, unless another report does.
  const bool printed = std::any_of(options.parsed.begin(), options.parsed.end(),
                                   [](const Output& output) { return output.file.empty(); });
  if (!printed) options.parsed.insert(options.parsed.begin(), Output{});
  return std::nullopt;
}

int PrintReport(const Report& report, const RuleSet& rules, const ReportOptions& options) {
  bool written = true;
  for (const Output& output : options.parsed) {
    written &= Write(output, Render(output, report, rules, options.color));
  }
  return written ? Status(report, options.fail_on) : kExitFailure;
}

}  // namespace stackql::cli
