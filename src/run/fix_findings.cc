#include "run/fix_findings.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "base/pool.h"
#include "base/read_file.h"
#include "base/write_file.h"
#include "lint/apply_fixes.h"
#include "run/bound_unit.h"
#include "run/fix_candidates.h"
#include "run/lint_unit.h"
#include "run/reports.h"
#include "run/unit_reader.h"
#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostRounds = 20;
// So often a unit is linted in a round, to find out which fixes to keep.
constexpr size_t kMostTrials = 200;
// So often what fixes bring to light is fixed as well, before they count as harmful.
constexpr size_t kMostRevealed = 5;

// A unit as it was linted last.
struct ErrorCount {
  size_t count = 0;
  bool apart = false;  // none of them hides another, as one that cannot be read does
};
using ErrorCounts = std::map<std::pair<std::string, std::string>, ErrorCount>;  // by rule and path

struct LintedUnit {
  Report report = {};
  // Of all that is wrong with it, whatever was named:
  ErrorCounts errors = {};
  std::map<FindingKind, size_t> kinds = {};
  std::set<std::string> files = {};  // that it reads; real paths
  std::vector<Candidate> candidates = {};
  Texts texts = {};                               // of the files that these edit
  std::map<std::string, std::string> names = {};  // what findings call them
  bool settled = false;                           // none of the candidates can be kept
};

// Whether a link leads from a folder to the file: its real path is neither below the folder's nor
// where the two paths say that it is.
bool Strays(const std::string& path, const std::string& real, const std::string& folder) {
  std::error_code error;
  const fs::path from = fs::absolute(folder.empty() ? "." : folder, error).lexically_normal();
  const std::string root = RealPath(from.string());
  const fs::path way = fs::absolute(path, error).lexically_normal().lexically_relative(from);
  return error || (!IsBelow(root, real) && (fs::path(root) / way).lexically_normal() != real);
}

std::string FolderOf(const BoundUnit& unit) {
  if (unit.manifest != kNoText) return std::string(ParentPath(unit.sources.Path(unit.manifest)));
  if (unit.query_files.empty()) return {};
  return std::string(ParentPath(unit.sources.Path(unit.query_files.front().file.text)));
}

class Fixer {
 public:
  Fixer(RunOptions options, const snapshot::Snapshot& builtin, Fixes fixes, std::string reason,
        std::function<void(Report&)> forget)
      : options_(std::move(options)),
        fixes_(fixes),
        reason_(std::move(reason)),
        forget_(std::move(forget)),
        reader_(options_, builtin),
        units_(reader_.size()) {}

  FixedRun Run() {
    RunParallel(units_.size(), Jobs(options_), [&](size_t i) { units_[i] = Lint(i, {}); });
    for (size_t i = 0; i < units_.size(); ++i) NoteReader(i);
    for (size_t round = 0; round < kMostRounds; ++round) {
      bool changed = false;
      for (size_t i = 0; i < units_.size(); ++i) changed |= FixOnce(i);
      if (!changed) break;
    }
    return Finished();
  }

 private:
  // Fixes of one unit that are kept, and what comes of them.
  struct Round {
    std::vector<Candidate> kept = {};
    // Rules of findings that these brought to light, and that are fixed with them.
    std::vector<std::string> revealed = {};
    Texts changed = {};
    std::map<size_t, LintedUnit> units = {};
  };

  // --- linting -----------------------------------------------------------------------------------

  LintedUnit Lint(size_t number, const Drafts& drafts) const {
    const std::unique_ptr<BoundUnit> unit = reader_.Read(number, drafts);
    LintedUnit linted = {.report = LintUnit(*unit)};
    const Report all = unit->only.empty() ? Report() : LintUnit(*unit, Extent::kWhole);
    for (const Finding& finding : unit->only.empty() ? linted.report.findings : all.findings) {
      ++linted.kinds[KindOf(finding)];
      if (finding.severity != Severity::kError) continue;
      const snapshot::Rule* rule = unit->context.rules->Find(std::string_view(finding.rule));
      ErrorCount& errors = linted.errors[{finding.rule, finding.where.path}];
      ++errors.count;
      errors.apart = rule != nullptr && rule->subject() == snapshot::Subject::Property;
    }
    std::map<std::string_view, std::string> real;
    std::map<std::string, TextId> texts;
    for (TextId id = 0; id < unit->sources.size(); ++id) {
      if (unit->sources.StepOf(id) != Step::kFile) continue;
      const std::string& path = unit->sources.Path(id);
      texts.emplace(real.emplace(path, RealPath(path)).first->second, id);
    }
    for (const auto& [path, id] : texts) linted.files.insert(path);
    const bool ignores = fixes_ == Fixes::kIgnores;
    std::optional<Report> fresh;
    if (forget_) forget_(fresh.emplace(linted.report));
    const Report& wanted = fresh ? *fresh : linted.report;
    std::vector<Candidate> candidates =
        ignores ? IgnoresOf(wanted, *unit, reason_) : FixesOf(wanted, fixes_ == Fixes::kAll);
    const std::string folder = FolderOf(*unit);
    for (Candidate& candidate : candidates) {
      bool open = true;
      for (Edit& edit : candidate.fix.edits) {
        const std::string path = std::exchange(edit.where.path, real[edit.where.path]);
        open = open && MayChange(path, edit.where.path, folder);
        if (!open) break;
        linted.names.emplace(edit.where.path, path);
        linted.texts.emplace(edit.where.path, unit->sources.Bytes(texts.at(edit.where.path)));
      }
      if (open) linted.candidates.push_back(std::move(candidate));
    }
    return linted;
  }

  bool MayChange(const std::string& path, const std::string& real,
                 const std::string& folder) const {
    if (options_.overlay.count(path) > 0) return true;
    return IsRegularFile(real) && !Strays(path, real, folder);
  }

  // --- rounds ------------------------------------------------------------------------------------

  // Applies what can be applied of a unit's fixes at once. Whether something changed.
  bool FixOnce(size_t number) {
    const LintedUnit& unit = units_[number];
    if (unit.settled || unit.candidates.empty()) return false;
    std::vector<Fix> fixes;
    for (const Candidate& candidate : unit.candidates) fixes.push_back(candidate.fix);
    const FixedTexts fixed = ApplyFixes(unit.texts, fixes);
    std::vector<Candidate> apart;  // those that do not overlap
    for (size_t i = 0; i < fixes.size(); ++i) {
      if (fixed.applied[i]) apart.push_back(unit.candidates[i]);
    }
    Round round;
    trials_ = 0;
    Keep(number, apart, round);
    if (round.kept.empty()) {
      units_[number].settled = true;
      return false;
    }
    for (const Candidate& candidate : round.kept) {
      for (const FindingKind& kind : candidate.kinds) ++fixed_[std::get<0>(kind)];
    }
    for (const std::string& rule : round.revealed) ++fixed_[rule];
    for (auto& [path, text] : round.changed) {
      files_.emplace(path, FixedFile{unit.names.at(path), unit.texts.at(path)});
      options_.drafts[path] = std::move(text);
    }
    for (auto& [i, linted] : round.units) {
      units_[i] = std::move(linted);
      NoteReader(i);
    }
    return true;
  }

  // Adds as many of the fixes as can be kept: all of them, or what can be kept of either half.
  void Keep(size_t number, std::span<const Candidate> some, Round& round) {
    if (some.empty() || ++trials_ > kMostTrials) return;
    Round next = {.kept = round.kept};
    next.kept.insert(next.kept.end(), some.begin(), some.end());
    if (Works(number, next)) {
      round = std::move(next);
    } else if (some.size() > 1) {
      Keep(number, some.first(some.size() / 2), round);
      Keep(number, some.subspan(some.size() / 2), round);
    }
  }

  // Whether the findings go away, and nothing else breaks.
  bool Works(size_t number, Round& round) const {
    std::vector<Fix> fixes;
    for (const Candidate& candidate : round.kept) fixes.push_back(candidate.fix);
    round.changed = ApplyFixes(units_[number].texts, fixes).texts;
    round.revealed.clear();
    for (size_t times = 0; IsWorse(round); ++times) {
      if (times == kMostRevealed || !FixRevealed(number, round)) return false;
    }
    std::map<FindingKind, size_t> gone;
    for (const Candidate& candidate : round.kept) {
      for (const FindingKind& kind : candidate.kinds) ++gone[kind];
    }
    const auto now = round.units.find(number);
    if (now == round.units.end()) return false;
    if (fixes_ == Fixes::kIgnores) {
      // What is no comment there may hide findings as well.
      size_t wanted = units_[number].report.summary.suppressed;
      for (const auto& [kind, count] : gone) wanted += count;
      if (now->second.report.summary.suppressed < wanted) return false;
    }
    return std::ranges::all_of(gone, [&](const auto& entry) {
      const auto left = now->second.kinds.find(entry.first);
      const size_t remaining = left == now->second.kinds.end() ? 0 : left->second;
      return remaining + entry.second <= units_[number].kinds.at(entry.first);
    });
  }

  // Lints what reads the changed files. Whether something has an error that it did not have.
  bool IsWorse(Round& round) const {
    const Drafts drafts(round.changed.begin(), round.changed.end());
    std::map<std::pair<std::string, std::string>, size_t> gone;
    for (const Candidate& candidate : round.kept) {
      for (const auto& [rule, path, message] : candidate.kinds) ++gone[{rule, path}];
    }
    bool worse = false;
    for (const size_t i : ReadersOf(round.changed)) {
      round.units[i] = Lint(i, drafts);
      worse = worse || IsWorse(round.units[i], units_[i], gone);
    }
    return worse;
  }

  // Applies the fixes of what was not found before, as the text around it could not be read.
  // Whether there were any.
  bool FixRevealed(size_t number, Round& round) const {
    const auto now = round.units.find(number);
    if (now == round.units.end()) return false;
    std::vector<Fix> fixes;
    for (const Candidate& candidate : now->second.candidates) {
      const bool known = std::ranges::any_of(candidate.kinds, [&](const FindingKind& kind) {
        return units_[number].kinds.count(kind) > 0;
      });
      const bool here = std::ranges::all_of(candidate.fix.edits, [&](const Edit& edit) {
        return round.changed.count(edit.where.path) > 0;
      });
      if (known || !here) continue;
      fixes.push_back(candidate.fix);
      round.revealed.push_back(std::get<0>(candidate.kinds.front()));
    }
    for (auto& [path, text] : ApplyFixes(now->second.texts, fixes).texts) {
      round.changed[path] = std::move(text);
    }
    return !fixes.empty();
  }

  std::set<size_t> ReadersOf(const Texts& files) const {
    std::set<size_t> all;
    for (const auto& [path, text] : files) {
      const auto found = readers_.find(path);
      if (found != readers_.end()) all.insert(found->second.begin(), found->second.end());
    }
    return all;
  }

  void NoteReader(size_t number) {
    for (const std::string& file : units_[number].files) readers_[file].insert(number);
  }

  // `gone`: how many the fixes are to mend. Where those do not hide others, as many must be gone.
  static bool IsWorse(const LintedUnit& now, const LintedUnit& before,
                      const std::map<std::pair<std::string, std::string>, size_t>& gone) {
    if (now.report.failures.size() > before.report.failures.size()) return true;
    return std::ranges::any_of(now.errors, [&](const auto& entry) {
      const auto& [key, errors] = entry;
      const auto known = before.errors.find(key);
      if (known == before.errors.end()) return true;
      const auto mended = gone.find(key);
      const size_t less = errors.apart && mended != gone.end() ? mended->second : 0;
      return errors.count + less > known->second.count;
    });
  }

  FixedRun Finished() {
    FixedRun run = {.result = reader_.Finish(), .rules = fixed_};
    for (const auto& [rule, count] : fixed_) run.fixed += count;
    if (!run.result.usage_errors.empty()) return run;
    for (LintedUnit& unit : units_) {
      for (const Candidate& candidate : unit.candidates) run.refused += candidate.kinds.size();
      Merge(std::move(unit.report), run.result.report);
    }
    Finish(run.result.report);
    for (auto& [path, file] : files_) {
      file.after = std::move(*options_.drafts.at(path));
      run.files.push_back(std::move(file));
    }
    return run;
  }

  RunOptions options_;  // whose drafts are what files would be
  const Fixes fixes_;
  const std::string reason_;
  const std::function<void(Report&)> forget_;
  UnitReader reader_;
  std::vector<LintedUnit> units_;
  std::map<std::string, FixedFile> files_ = {};
  std::map<std::string, std::set<size_t>> readers_ = {};  // units, by real paths of files
  std::map<std::string, size_t> fixed_ = {};              // findings, by rules
  size_t trials_ = 0;
};

}  // namespace

FixedRun FixFindings(const RunOptions& options, const snapshot::Snapshot& builtin, Fixes fixes,
                     const std::string& reason, const std::function<void(Report&)>& forget) {
  return Fixer(options, builtin, fixes, reason, forget).Run();
}

Result<void> WriteFixed(const FixedFile& file) {
  const std::string path = RealPath(file.path);
  const Result<std::string> now = ReadWholeFile(path, file.before.size() + 1);
  struct stat status = {};
  if (!now || *now != file.before || stat(path.c_str(), &status) != 0) {
    return Failed("'" + file.path +
                  "' was changed while it was being fixed; it was left as it is.");
  }
  return ReplaceFile(path, file.after,
                     {.mode = status.st_mode & 07777U, .streams = false, .exact_mode = true});
}

}  // namespace stackql
