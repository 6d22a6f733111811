#include "cli/report_output.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "base/path.h"
#include "cli/exit_status.h"
#include "cli/print.h"
#include "cli/repository.h"
#include "config/settings.h"
#include "report/report.h"
#include "run/read_config.h"
#include "run/reports.h"

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
  // Of what could not be read it would say that there are no findings.
  style.summary = !options.quiet && (report.failures.empty() || report.summary.files > 0);
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
  return WriteReport(output.file, text);
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

// Takes out what is not to be shown.
void HideMinor(Severity least, Report& report, report::Comparison& comparison) {
  comparison.hidden = std::erase_if(
      report.findings, [&](const Finding& finding) { return finding.severity < least; });
  Finish(report);
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
        OneOf(options.fail_on, {config::kLevels.begin(), config::kLevels.end()}),
        "the configuration's, or error"},
       {"--min-severity", "LEVEL",
        "Show only findings of this level or above, and let only these fail the run:",
        OneOf(options.least, {{"info", Severity::kInfo},
                              {"warning", Severity::kWarning},
                              {"error", Severity::kError}})},
       {"--max-findings", "N",
        "Show at most N findings in text, the most severe ones; 0 shows all. The summary and the "
        "exit status count all of them",
        Number(options.max_findings), "50 on a terminal, otherwise 0"},
       {"--statistics", "", "Count findings by rule in text and JSON, instead of showing each",
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

void TakeSettings(const RunOptions& run, ReportOptions& options) {
  std::vector<std::string> ignored;  // the run finds them too
  const config::Config config = ConfigHere(run, ignored);
  if (options.fail_on.empty()) options.fail_on = config.fail_on;
  if (options.baseline.file.empty() && !config.baseline.empty()) {
    options.baseline.file = JoinPath(config.FolderOf("baseline"), config.baseline);
  }
}

std::string MistakeIn(const ReportOptions& options) {
  std::set<std::string_view> files;
  for (const Output& output : options.outputs) {
    if (options.statistics && !output.format->counts) {
      return "--statistics counts in text and JSON, not in '" + std::string(output.format->name) +
             "'";
    }
    if (files.insert(output.file).second) continue;
    if (!output.file.empty()) return "two reports cannot both be written to '" + output.file + "'";
    return "only one report can go to standard output; write the others to files, as in "
           "--output sarif=FILE";
  }
  return {};
}

int PrintReport(const Report& report, const RuleSet& rules, const ReportOptions& options,
                const Coverage& coverage) {
  if (const std::string mistake = MistakeIn(options); !mistake.empty()) {
    return Fail(kExitUsage, mistake);
  }
  std::vector<Output> outputs = options.outputs;
  // Text goes to standard output too, unless another report does.
  const bool text =
      std::ranges::none_of(outputs, [](const Output& output) { return output.file.empty(); });
  if (text) outputs.insert(outputs.begin(), Output{});
  Report fresh;
  report::Comparison comparison = {.fixed = options.fixed};
  const bool compared = !options.baseline.file.empty() || !options.baseline.written.empty();
  const bool all = options.least == Severity::kInfo;
  if (compared || !all) fresh = report;
  if (compared) {
    if (const std::optional<int> status =
            ApplyBaseline(options.baseline, coverage, rules, options.quiet, fresh, comparison)) {
      return *status;
    }
  }
  if (!all) HideMinor(options.least, fresh, comparison);
  const Report& shown = compared || !all ? fresh : report;
  if (!options.quiet) SayWhatIsMissing(shown.summary, comparison, outputs);
  bool written = true;
  for (const Output& output : outputs) {
    written &= Write(output, shown, comparison, rules, options);
  }
  return written ? Status(shown, options.fail_on) : kExitFailure;
}

}  // namespace stackql::cli
