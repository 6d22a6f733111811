#include "cli/report_output.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "base/write_file.h"
#include "cli/exit_status.h"
#include "cli/print.h"
#include "cli/repository.h"
#include "report/report.h"

namespace stackql::cli {
namespace {

// Writes one report. False if that failed, as was said.
bool Write(const Output& output, const Report& report, const report::Comparison& comparison,
           const RuleSet& rules, const ReportOptions& options) {
  const bool terminal = output.file.empty();
  const bool plain = !terminal || options.standard_error;
  report::TextStyle style = plain ? report::TextStyle() : StyleFor(options.color);
  if (options.max_findings) style.max_findings = *options.max_findings;
  style.statistics = options.statistics;
  style.summary = !options.quiet;
  style.fixable = options.fixable;
  const std::string text = output.format->write(
      report,
      {.rules = rules, .comparison = comparison, .style = style, .repository = DescribeRepository});
  if (terminal && options.standard_error) {
    PrintError(text);
    return true;
  }
  if (terminal) {
    const bool styled = output.format->styled && (style.color || style.hyperlinks);
    styled ? PrintStyled(text) : PrintText(text);
    return true;
  }
  const Result<void> written = ReplaceFile(output.file, text);
  if (!written) Say(written.error().message);
  return written.has_value();
}

// What no finding tells, unless a summary line does.
void SayWhatIsMissing(const Summary& summary, const report::Comparison& comparison,
                      const std::vector<Output>& outputs) {
  const bool told = std::ranges::any_of(
      outputs, [](const Output& output) { return output.format->name == "text"; });
  if (told) return;
  if (const std::string text = report::NotChecked(summary); !text.empty()) Say(text);
  for (const std::string& silenced : report::SilencedBy(summary)) Say(silenced);
  if (const std::string text = report::Compared(comparison); !text.empty()) Say(text);
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

// Of two reports that go to one place.
int FailTwice(const std::string& file) {
  if (!file.empty())
    return Fail(kExitUsage, "two reports cannot both be written to '" + file + "'");
  return Fail(kExitUsage,
              "only one report can go to standard output; write the others to files, as in "
              "--output sarif=FILE");
}

}  // namespace

Section ReportSection(ReportOptions& options) {
  const Binding outputs = {.set =
                               [&options](const std::string& text) {
                                 const std::optional<Output> output = ParseOutput(text);
                                 if (!output) return Alternatives(FormatNames());
                                 options.outputs.push_back(*output);
                                 return std::string();
                               },
                           .choices = FormatNames(),
                           .preset = "text",
                           .repeats = true};
  Section section = {
      "Report options",
      {{"-o, --output", "FORMAT[=FILE]",
        "Write a report to FILE, or else to standard output, where text goes if no other report "
        "does:",
        outputs},
       {"--fail-on", "LEVEL", "Exit with 1 if there are findings of this level or above:",
        OneOf(options.fail_on, {"error", "warning", "info", "never"})},
       {"--max-findings", "N",
        "Show at most N findings in text, the most severe ones; 0 shows all. The summary and the "
        "exit status count all of them",
        Number(options.max_findings), "50 on a terminal, otherwise 0"},
       {"--statistics", "", "Count findings by rule in text, instead of showing each",
        Flag(options.statistics)},
       {"-q, --quiet", "", "Print findings and failures only: no summary, no notes",
        Flag(options.quiet)},
       {"--color", "WHEN", "Color text:",
        OneOf(options.color, {{"auto", ColorChoice::kAuto},
                              {"always", ColorChoice::kAlways},
                              {"never", ColorChoice::kNever}})}}};
  std::ranges::move(BaselineSettings(options.baseline), std::back_inserter(section.options));
  return section;
}

int PrintReport(const Report& report, const RuleSet& rules, const ReportOptions& options,
                const Coverage& coverage) {
  std::vector<Output> outputs = options.outputs;
  std::set<std::string_view> files;
  for (const Output& output : options.outputs) {
    if (!files.insert(output.file).second) return FailTwice(output.file);
  }
  // Text goes to standard output too, unless another report does.
  if (files.count("") == 0) outputs.insert(outputs.begin(), Output{});
  Report fresh;
  report::Comparison comparison;
  const bool compared = !options.baseline.file.empty() || !options.baseline.written.empty();
  if (compared) {
    fresh = report;
    if (const std::optional<int> status =
            ApplyBaseline(options.baseline, coverage, rules, options.quiet, fresh, comparison)) {
      return *status;
    }
  }
  const Report& shown = compared ? fresh : report;
  if (!options.quiet) SayWhatIsMissing(shown.summary, comparison, outputs);
  bool written = true;
  for (const Output& output : outputs) {
    written &= Write(output, shown, comparison, rules, options);
  }
  return written ? Status(shown, options.fail_on) : kExitFailure;
}

}  // namespace stackql::cli
