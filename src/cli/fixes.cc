#include "cli/fixes.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/path.h"
#include "cli/exit_status.h"
#include "cli/print.h"
#include "cli/repository.h"
#include "report/counted.h"
#include "report/patch.h"

namespace stackql::cli {
namespace {

// The path relative to a folder, both of them real; it leads up if the file is elsewhere.
std::string RelativeTo(const std::string& folder, const std::string& path) {
  return std::filesystem::path(path).lexically_relative(folder).generic_string();
}

bool LeadsUp(const std::string& relative) {
  return relative == ".." || relative.starts_with("../");
}

// "4 findings in 2 files: 3 TPL004, 1 SQL017", the most frequent rule first.
std::string Fixed(const FixedRun& run) {
  std::vector<std::pair<std::string, size_t>> rules(run.rules.begin(), run.rules.end());
  std::ranges::stable_sort(rules, std::greater(), &std::pair<std::string, size_t>::second);
  std::string text =
      report::Counted(run.fixed, "finding") + " in " + report::Counted(run.files.size(), "file");
  std::string before = ": ";
  for (const auto& [rule, count] : rules) {
    text += std::exchange(before, ", ") + std::to_string(count) + " " + rule;
  }
  return text;
}

std::string Refused(const FixedRun& run) {
  if (run.refused == 0) return {};
  return run.refused == 1 ? "; 1 fix was left out, as there would be another error"
                          : "; " + std::to_string(run.refused) +
                                " fixes were left out, as there would be other errors";
}

// What a comment cannot hold, in SQL with templates or in YAML.
std::string CheckReason(const std::string& reason) {
  bool fits = !reason.empty();
  for (const std::string_view part : {"\n", "\r", ";", "{{", "{%", "{#", "*/"}) {
    fits = fits && reason.find(part) == std::string::npos;
  }
  return fits ? std::string() : "a line of text without semicolons, templates and '*/'";
}

}  // namespace

Section FixSection(FixOptions& options) {
  return {"Fix options",
          {{"--fix", "",
            "Fix what can be fixed safely, and report what remains. Standard input is printed with "
            "its fixes, and the report goes to standard error",
            Flag(options.fix)},
           {"--unsafe-fixes", "",
            "With --fix or --diff, also apply fixes that may not be what was meant",
            Flag(options.unsafe)},
           {"--fix-only", "", "Fix what --fix does, but neither report nor count what remains",
            Flag(options.only)},
           {"--diff", "",
            "Print what --fix would change as a patch for 'git apply', change nothing, and exit "
            "with 1 if there is anything to change",
            Flag(options.diff)},
           {"--add-ignores", "REASON",
            "Write a suppression with this reason for each finding, instead of fixing any",
            Text(options.ignore_reason, CheckReason)}}};
}

bool IsFixing(const FixOptions& options) {
  return options.fix || options.only || options.diff || !options.ignore_reason.empty();
}

std::string MistakeIn(const FixOptions& options, const RunOptions& run) {
  if (!options.ignore_reason.empty() && (options.fix || options.only || options.unsafe)) {
    return "--add-ignores fixes nothing: leave out --fix, --fix-only and --unsafe-fixes";
  }
  if (options.only && options.diff) return "--diff changes nothing: leave out --fix-only";
  if (options.unsafe && !IsFixing(options)) return "--unsafe-fixes needs --fix or --diff";
  if (IsFixing(options) && !options.diff && !run.overlay.empty() && run.paths.size() > 1) {
    return "with --fix, standard input must be the only path";
  }
  return {};
}

FixedRun RunFixes(const FixOptions& options, const RunOptions& run,
                  const snapshot::Snapshot& builtin, const std::function<void(Report&)>& forget) {
  const Fixes own = options.unsafe ? Fixes::kAll : Fixes::kSafe;
  return FixFindings(run, builtin, options.ignore_reason.empty() ? own : Fixes::kIgnores,
                     options.ignore_reason, forget);
}

int PrintPatch(const FixedRun& run, bool quiet) {
  std::error_code error;
  const std::string here = RealPath(std::filesystem::current_path(error).string());
  const std::string top = DescribeRepository().top;
  // Below a folder of the repository, git takes either all paths from there or all from the top.
  const bool elsewhere = std::ranges::any_of(run.files, [&](const FixedFile& file) {
    return LeadsUp(RelativeTo(here, RealPath(file.path)));
  });
  const bool from_top = elsewhere && !top.empty();
  const std::string folder = from_top ? RealPath(top) : here;
  for (const FixedFile& file : run.files) {
    PrintBytes(report::Patch(RelativeTo(folder, RealPath(file.path)), file.before, file.after,
                             from_top ? report::PatchForm::kGit : report::PatchForm::kPlain));
  }
  if (!quiet) {
    Say(run.files.empty() ? "nothing to fix" + Refused(run)
                          : "would fix " + Fixed(run) + Refused(run));
  }
  if (!run.result.report.failures.empty()) return kExitFailure;
  return run.files.empty() ? kExitClean : kExitFindings;
}

bool WriteFixes(const FixedRun& run, const RunOptions& options) {
  if (!options.overlay.empty()) {
    PrintBytes(run.files.empty() ? options.overlay.begin()->second : run.files.front().after);
    return true;
  }
  bool written = true;
  for (const FixedFile& file : run.files) {
    if (const Result<void> result = WriteFixed(file); !result) {
      Say(result.error().message);
      written = false;
    }
  }
  return written;
}

void SayFixed(const FixOptions& options, const FixedRun& run,
              const std::function<void(Report&)>& forget) {
  Report fresh = run.result.report;
  if (forget) forget(fresh);
  const size_t left = fresh.findings.size();
  const std::string remain = "; " + std::to_string(left) + (left == 1 ? " remains" : " remain");
  if (options.ignore_reason.empty()) {
    return Say((run.fixed == 0 ? "nothing was fixed" : "fixed " + Fixed(run)) + remain +
               Refused(run));
  }
  Say((run.fixed == 0 ? "nothing was ignored" : "ignored " + Fixed(run)) + remain +
      (run.refused == 0 ? ""
                        : ", where no suppression is read, as in files that a manifest includes; "
                          "--write-baseline takes these"));
}

}  // namespace stackql::cli
