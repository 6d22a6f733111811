#include <chrono>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/baseline.h"
#include "cli/change_options.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/fixes.h"
#include "cli/input_options.h"
#include "cli/print.h"
#include "cli/report_output.h"
#include "iam/action_reference.h"
#include "report/counted.h"
#include "report/report.h"
#include "report/visible.h"
#include "run/fix_findings.h"
#include "run/git_change.h"
#include "run/lint_change.h"
#include "run/revision.h"
#include "run/run.h"
#include "run/run_times.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

struct CheckOptions {
  RunOptions run = {};
  InputOptions input = {};
  ReportOptions report = {.fixable = true};
  FixOptions fixes = {};
  ChangeOptions change = {};
  bool timing = false;
  RunTimes times = {};
};

int JustLint(const CheckOptions& options, const snapshot::Snapshot& builtin) {
  const RunResult result = Run(options.run, builtin);
  PrintFailures(result);
  if (!result.usage_errors.empty()) return kExitUsage;
  const int status =
      PrintReport(result.report, *result.rules, options.report, CoverageOf(options.run));
  if (!options.report.quiet) SayUnreadFiles(options.input, result);
  return status;
}

int LintChanged(const CheckOptions& options, const snapshot::Snapshot& builtin) {
  if (const std::string revision = RevisionAmong(options.run.paths); !revision.empty()) {
    return Fail(kExitUsage, "'" + revision + "' is not a path; write '--changed=" + revision +
                                "' to lint what changed since this revision");
  }
  const Result<std::string> root = WorkingTreeAround(options.run.paths);
  if (!root) return Fail(kExitFailure, root.error().message);
  const auto change = FindChange(*root,
                                 {.staged = options.change.staged,
                                  .since = options.change.since,
                                  .index = IndexOfCommit(*root)},
                                 options.run.max_file_size);
  if (!change) return Fail(kExitFailure, change.error().message);
  const auto run = LintChange(
      options.run, *change, options.change.lines_only ? Caused::kHidden : Caused::kShown, builtin);
  if (!run) return Fail(kExitFailure, run.error().message);
  PrintFailures(run->result);
  if (!run->result.usage_errors.empty()) return kExitUsage;
  ReportOptions report = options.report;
  report.fixable = options.change.changed;
  // Of what was not looked at, nothing is gone.
  Coverage coverage = CoverageOf(options.run);
  coverage.some = true;
  const int status = PrintReport(run->result.report, *run->result.rules, report, coverage);
  if (!report.quiet && run->elsewhere > 0) {
    Say(report::Counted(run->elsewhere, "finding") +
        (options.change.lines_only ? " on lines that did not change "
                                   : " that the change does not cause ") +
        (run->elsewhere == 1 ? "is" : "are") + " not shown");
  }
  return status;
}

int Fix(const CheckOptions& options, const snapshot::Snapshot& builtin) {
  std::function<void(Report&)> forget;
  if (const std::optional<int> status = ReadKnown(options.report.baseline, forget)) return *status;
  const FixedRun run = RunFixes(options.fixes, options.run, builtin, forget);
  PrintFailures(run.result);
  if (!run.result.usage_errors.empty()) return kExitUsage;
  if (options.fixes.diff) return PrintPatch(run, options.report.quiet);
  const bool written = WriteFixes(run, options.run);
  if (options.fixes.only) {
    if (!options.report.quiet && written) SayFixed(options.fixes, run, forget);
    return written && run.result.report.failures.empty() ? kExitClean : kExitFailure;
  }
  ReportOptions report = options.report;
  report.fixable = false;
  report.standard_error = !options.run.overlay.empty();
  report.fixed = run.rules;
  const int status =
      PrintReport(run.result.report, *run.result.rules, report, CoverageOf(options.run));
  if (!report.quiet && written) SayFixed(options.fixes, run, forget);
  return written ? status : kExitFailure;
}

int Lint(CheckOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  TakeSettings(options.run, options.report);
  std::string mistake = MistakeIn(options.report);
  if (mistake.empty()) mistake = MistakeIn(options.fixes, options.run);
  if (mistake.empty()) mistake = MistakeIn(options.change, options.run);
  if (mistake.empty() && IsFixing(options.fixes) && IsOfChange(options.change)) {
    mistake = "fixes are for all findings: leave out --staged and --changed";
  }
  if (mistake.empty() && options.fixes.diff && !options.report.outputs.empty()) {
    mistake = "--diff prints a patch: leave out --output";
  }
  if (mistake.empty() && options.fixes.only && !options.report.outputs.empty()) {
    mistake = "--fix-only reports nothing: leave out --output";
  }
  if (!mistake.empty()) return Fail(kExitUsage, mistake);
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const iam::ActionReference actions(snapshot::Snapshot::Open(snapshot::ActionBytes()));
  options.run.actions = &actions;
  if (options.timing) options.run.times = &options.times;
  const int status = IsFixing(options.fixes)      ? Fix(options, builtin)
                     : IsOfChange(options.change) ? LintChanged(options, builtin)
                                                  : JustLint(options, builtin);
  if (options.timing) {
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    std::array<char, 32> text = {};
    std::snprintf(text.data(), text.size(), "%.1f ms", elapsed.count());
    Say(text.data());
    PrintError(report::VisibleLines(TimesText(options.times)));
  }
  return status;
}

}  // namespace

Command CheckCommand() {
  const auto options = std::make_shared<CheckOptions>();
  RunOptions& run = options->run;
  return {
      .summary = "Lint manifests and query files (the default command)",
      .sections = {{"Options",
                    {{"--select", "RULES",
                      "Only apply these rules: ids, their beginnings (TAG, SQL0; ALL), names",
                      List(run.select), "all"},
                     {"--ignore", "RULES", "Do not apply these rules", List(run.ignore)},
                     {"-j, --jobs", "N", "Use N threads", Number(run.jobs, 1U), "one per core"},
                     {"--allow-empty", "", "Exit with 0 if there is nothing to lint",
                      Flag(run.allow_empty)},
                     {"--timing", "",
                      "Print on standard error what takes the time: which stacks and rules",
                      Flag(options->timing)},
                     PathArgument(run)}},
                   FixSection(options->fixes),
                   ChangeSection(options->change),
                   InputSection(options->input, run),
                   ReportSection(options->report)},
      .statuses = {{kExitClean,
                    "nothing at or above --fail-on; with --diff, nothing to fix; with --fix-only, "
                    "whatever remains"},
                   {kExitFindings, "findings; with --diff, something to fix"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read, or there is none"}},
      .examples = {"stackql-lint my-stack --env prod", "stackql-lint my-stack --fix",
                   "stackql-lint my-stack --diff | git apply", "stackql-lint --staged",
                   "stackql-lint --changed=origin/main --output github",
                   "stackql-lint my-stack --output text --output sarif=lint.sarif",
                   "stackql-lint - --stdin-filename resources/stage.iql < stage.iql"},
      .run = [options] { return Lint(*options); },
  };
}

}  // namespace stackql::cli
