#include "cli/baseline.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/path.h"
#include "base/read_file.h"
#include "cli/exit_status.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/repository.h"
#include "lint/levels.h"
#include "report/baseline.h"
#include "report/counted.h"
#include "report/uri.h"
#include "run/reports.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

constexpr uint64_t kMaxSize = 256 << 20;  // bytes; a file beyond is hardly a baseline
// So many entries that no longer occur are named.
constexpr size_t kMaxNamed = 8;

// Reads a baseline. Returns the exit status if that failed, as was said.
std::optional<int> Read(const std::string& path, report::Baseline& baseline) {
  const Result<std::string> bytes = ReadWholeFile(path, kMaxSize);
  if (!bytes) return Fail(kExitUsage, bytes.error().message);
  Result<report::Baseline> read = report::ReadBaseline(*bytes);
  if (!read) return Fail(kExitUsage, "'" + path + "' is not a baseline: " + read.error().message);
  baseline = std::move(*read);
  return std::nullopt;
}

// Policies in files of their own are read by `policy check`, and what AWS says by `verify`.
bool IsLinted(const snapshot::Rule& rule, const std::string& file) {
  if (rule.subject() == snapshot::Subject::Policy) return !file.ends_with(".json");
  return rule.subject() != snapshot::Subject::Live;
}

// Whether a run with this coverage would have found what an entry names.
class Covering {
 public:
  Covering(const Coverage& coverage, const RuleSet& rules,
           const report::RepositoryContext& repository)
      : rules_(rules),
        levels_({.select = coverage.select, .ignore = coverage.ignore}),
        sought_(coverage.sought ? coverage.sought : IsLinted) {
    for (const std::string& path : coverage.paths) {
      paths_.push_back(report::RepositoryPath(path, repository.root, repository.top));
    }
  }

  bool Covers(const report::BaselineEntry& entry) const {
    const auto holds = [&](const std::string& path) {
      return (path == "." && !entry.file.starts_with('/')) || entry.file == path ||
             IsBelow(path, entry.file);
    };
    const snapshot::Rule* rule = rules_.Find(std::string_view(entry.rule));
    return (paths_.empty() || std::ranges::any_of(paths_, holds)) &&
           (rule == nullptr || (sought_(*rule, entry.file) && levels_.Of(*rule).has_value()));
  }

 private:
  const RuleSet& rules_;
  Levels levels_;
  std::function<bool(const snapshot::Rule&, const std::string&)> sought_;
  std::vector<std::string> paths_;  // as entries have them
};

// What was found, and what is known besides that was not looked for.
template <typename Covered>
report::Baseline WithUncovered(report::Baseline found, const report::Baseline& known,
                               const Covered& covered) {
  std::set<std::string> fingerprints;
  for (const report::BaselineEntry& entry : found) fingerprints.insert(entry.fingerprint);
  for (const report::BaselineEntry& entry : known) {
    if (fingerprints.count(entry.fingerprint) == 0 && !covered(entry)) found.push_back(entry);
  }
  return found;
}

// False if that failed, as was said.
bool Write(const BaselineOptions& options, report::Baseline baseline, bool quiet) {
  const std::string count = report::Counted(baseline.size(), "finding");
  const std::string& path = options.written;
  const bool written = WriteReport(path, report::WriteBaseline(std::move(baseline)));
  const std::string use = options.file.empty() ? "; use it with '--baseline " + path +
                                                     "', or as the 'baseline' of the configuration"
                                               : "";
  if (written && !quiet) Say("wrote " + count + " to '" + path + "'" + use);
  return written;
}

void PrintGone(const std::vector<report::BaselineEntry>& gone) {
  for (size_t i = 0; i < gone.size() && i < kMaxNamed; ++i) {
    Say("no longer found: " + gone[i].file + ": " + gone[i].rule + ": " + gone[i].message);
  }
  if (gone.size() > kMaxNamed) {
    Say("no longer found: " + report::Counted(gone.size() - kMaxNamed, "more finding"));
  }
}

}  // namespace

Coverage CoverageOf(const RunOptions& run) {
  Coverage coverage = {.paths = run.paths, .select = run.select, .ignore = run.ignore};
  if (coverage.paths.empty()) coverage.paths.emplace_back(".");
  return coverage;
}

std::vector<Option> BaselineSettings(BaselineOptions& options) {
  return {{"--baseline", "FILE", "Count findings that FILE lists, but do not show them",
           Text(options.file), "the configuration's"},
          {"--write-baseline", "FILE",
           "Write the findings to FILE, for --baseline, and treat them as known",
           Text(options.written)}};
}

std::optional<int> ReadKnown(const BaselineOptions& options, std::function<void(Report&)>& forget) {
  if (options.file.empty()) return std::nullopt;
  report::Baseline known;
  if (const std::optional<int> status = Read(options.file, known)) return status;
  forget = [known = std::move(known), repository = DescribeRepository()](Report& report) {
    report::Compare(report, known, repository, [](const report::BaselineEntry&) { return false; });
  };
  return std::nullopt;
}

std::optional<int> ApplyBaseline(const BaselineOptions& options, const Coverage& coverage,
                                 const RuleSet& rules, bool quiet, Report& report,
                                 report::Comparison& comparison) {
  if (options.file.empty() && options.written.empty()) return std::nullopt;
  report::Baseline known;
  // The first one is written to where the configuration will look for it.
  std::error_code error;
  const bool first =
      options.file == options.written && !std::filesystem::exists(options.file, error);
  if (!options.file.empty() && !first) {
    if (const std::optional<int> status = Read(options.file, known)) return status;
  }
  const report::RepositoryContext repository = DescribeRepository();
  const Covering covering(coverage, rules, repository);
  // What could not be read may still have its findings.
  const bool complete = report.failures.empty() && !coverage.some;
  const auto covered = [&](const report::BaselineEntry& entry) {
    return complete && covering.Covers(entry);
  };
  if (!options.written.empty()) {
    if (coverage.some) return Fail(kExitUsage, "a baseline of a change cannot be written");
    if (!complete) return Fail(kExitFailure, "no baseline is written if some input cannot be read");
    report::Baseline found = report::BaselineOf(report, repository);
    if (!Write(options, WithUncovered(found, known, covered), quiet)) return kExitFailure;
    std::ranges::move(found, std::back_inserter(known));
  }
  std::map<std::string, size_t> fixed = std::move(comparison.fixed);
  comparison = report::Compare(report, known, repository, covered);
  comparison.fixed = std::move(fixed);
  Finish(report);
  if (!quiet) PrintGone(comparison.gone);
  return std::nullopt;
}

}  // namespace stackql::cli
