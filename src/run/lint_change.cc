#include "run/lint_change.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/line_diff.h"
#include "base/path.h"
#include "base/pool.h"
#include "config/config.h"
#include "rules/manifest.h"
#include "run/bound_unit.h"
#include "run/fix_candidates.h"
#include "run/lint_unit.h"
#include "run/reports.h"
#include "run/unit_reader.h"

namespace stackql {
namespace {

constexpr std::string_view kManifestName = "stackql_manifest.yml";

// A unit as the change leaves it.
struct TouchedUnit {
  bool touched = false;
  // Its configuration changed, or a link to its files: anything may be caused by that.
  bool configured = false;
  Report report = {};
  std::map<std::string, std::string> real = {};   // of its files, by how findings name them
  std::map<std::string, std::string> texts = {};  // of those that changed, by real path
};

// The bytes of lines that changed, in order.
std::vector<Span> ChangedBytes(std::string_view before, std::string_view after) {
  const std::vector<std::string_view> lines = LinesOf(after);
  std::vector<Span> spans;
  for (const LineChange& change : DiffLines(LinesOf(before), lines)) {
    if (change.after == change.after_end) continue;
    const char* first = lines[change.after].data();
    const std::string_view last = lines[change.after_end - 1];
    spans.push_back({static_cast<uint32_t>(first - after.data()),
                     static_cast<uint32_t>(last.data() + last.size() - after.data())});
  }
  return spans;
}

class ChangeLinter {
 public:
  ChangeLinter(const RunOptions& options, const GitChange& change,
               const snapshot::Snapshot& builtin)
      : options_(options),
        change_(change),
        reader_(options, builtin),
        units_(reader_.size()),
        before_(reader_.size()) {}

  Result<ChangedRun> Run(Caused caused) {
    RunParallel(units_.size(), Jobs(options_), [&](size_t i) { units_[i] = Lint(i); });
    const Result<void> read = ReadBefore();
    if (!read) return tl::unexpected(read.error());
    if (caused == Caused::kShown) {
      RunParallel(units_.size(), Jobs(options_), [&](size_t i) {
        if (!units_[i].touched || units_[i].configured) return;
        before_[i] = CountsOf(LintUnit(*reader_.Read(i, drafts_)));
      });
    }
    ChangedRun run = {.result = reader_.Finish()};
    if (!run.result.usage_errors.empty()) return run;
    for (size_t i = 0; i < units_.size(); ++i) {
      if (!units_[i].touched) continue;
      run.elsewhere += KeepCaused(units_[i], before_[i], caused);
      Merge(std::move(units_[i].report), run.result.report);
    }
    Finish(run.result.report);
    return run;
  }

 private:
  using Counts = std::map<FindingKind, size_t>;

  static Counts CountsOf(const Report& report) {
    Counts counts;
    for (const Finding& finding : report.findings) ++counts[KindOf(finding)];
    return counts;
  }

  TouchedUnit Lint(size_t number) const {
    const std::unique_ptr<BoundUnit> unit = reader_.Read(number);
    TouchedUnit result;
    for (const std::string& path : unit->asked) {
      const std::string real = RealPath(path);
      result.real.emplace(path, real);
      result.touched |= change_.before.count(real) > 0;
      result.configured |= HasChangedConfig(real);
    }
    for (const std::string& config : unit->context.configs) {
      result.configured |= change_.before.count(RealPath(config)) > 0;
    }
    for (const std::string& folder : unit->context.rule_folders) {
      const std::string real = RealPath(folder);
      const auto at = FirstBelow(change_.before, real);
      result.configured |= at != change_.before.end() && IsBelow(real, at->first);
    }
    std::set<std::string> unlike;  // what of the links is not as it is staged
    for (const std::string& path : unit->asked) {
      const std::string* link = ChangedLinkTo(path);
      result.configured |= link != nullptr;
      if (link != nullptr && !link->empty()) unlike.insert(*link);
    }
    result.touched |= result.configured;
    result.touched |= ReportDeletedManifest(*unit);
    if (!result.touched) return result;
    result.report = LintUnit(*unit);
    result.report.failures.insert(result.report.failures.end(), unlike.begin(), unlike.end());
    for (TextId id = 0; id < unit->sources.size(); ++id) {
      if (unit->sources.StepOf(id) != Step::kFile) continue;
      const auto real = result.real.find(unit->sources.Path(id));
      if (real == result.real.end() || change_.before.count(real->second) == 0) continue;
      result.texts.emplace(real->second, unit->sources.Bytes(id));
    }
    return result;
  }

  // What there is of a link or a submodule that changed and is on the way to a path; null: none is.
  const std::string* ChangedLinkTo(const std::string& path) const {
    if (change_.links.empty()) return nullptr;
    const std::string whole = path.starts_with('/') ? path : JoinPath(here_, path);
    for (std::string_view at = whole; at.size() > 1; at = ParentPath(at)) {
      const std::string folder = RealPath(std::string(ParentPath(at)));
      const auto link = change_.links.find(JoinPath(folder, LastPart(at)));
      if (link != change_.links.end()) return &link->second;
    }
    return nullptr;
  }

  // The manifest that the change deletes and that had a query file; empty: none.
  std::string DeletedManifestOf(const std::string& real) const {
    for (const auto& [path, hash] : change_.before) {
      if (LastPart(path) != kManifestName) continue;
      if (!IsBelow(JoinPath(ParentPath(path), "resources"), real)) continue;
      if (!IsFile(change_.drafts, path)) return path;
    }
    return {};
  }

  // Query files that a deleted manifest leaves behind. Whether there are any.
  bool ReportDeletedManifest(BoundUnit& unit) const {
    if (unit.manifest != kNoText) return false;
    bool found = false;
    for (const QuerySource& query : unit.query_files) {
      const std::string manifest = DeletedManifestOf(RealPath(unit.sources.Path(query.file.text)));
      if (manifest.empty()) continue;
      found = true;
      unit.problems.push_back(
          {.what = rules::UnusedQueryFile::Deleted{.manifest = *Below(change_.root, manifest)},
           .where = FirstLine(unit.sources, query.file.text),
           .help = "Delete the query files as well, or restore the manifest."});
    }
    return found;
  }

  // Whether a configuration above a file changed.
  bool HasChangedConfig(const std::string& real) const {
    for (std::string_view at = ParentPath(real); at.size() >= change_.root.size();
         at = ParentPath(at)) {
      if (change_.before.count(JoinPath(at, config::kFileName)) > 0) return true;
      if (at == "/" || at.empty()) break;
    }
    return false;
  }

  // What the changed files that count were.
  Result<void> ReadBefore() {
    std::set<std::string> counting;
    for (const TouchedUnit& unit : units_) {
      if (!unit.touched) continue;
      for (const auto& [path, real] : unit.real) {
        if (change_.before.count(real) > 0) counting.insert(real);
      }
    }
    std::vector<std::string> hashes;
    for (const std::string& real : counting) {
      if (const std::string& hash = change_.before.at(real); !hash.empty()) hashes.push_back(hash);
    }
    const auto contents = ReadObjects(change_.root, hashes, options_.max_file_size);
    if (!contents) return tl::unexpected(contents.error());
    for (const std::string& real : counting) {
      const auto content = contents->find(change_.before.at(real));
      if (content == contents->end()) {
        drafts_[real] = std::nullopt;
      } else {
        drafts_[real] = content->second;
      }
    }
    return {};
  }

  bool IsOnChangedLine(const TouchedUnit& unit, const Location& where) {
    const auto real = unit.real.find(where.path);
    const auto text = real == unit.real.end() ? unit.texts.end() : unit.texts.find(real->second);
    if (text == unit.texts.end()) return false;
    const auto known = lines_.find(text->first);
    if (known == lines_.end()) {
      const std::optional<std::string>& before = drafts_.at(text->first);
      lines_[text->first] = ChangedBytes(before ? *before : std::string(), text->second);
    }
    return std::ranges::any_of(lines_[text->first], [&](Span line) {
      return where.span.begin < line.end &&
             line.begin < std::max(where.span.end, where.span.begin + 1);
    });
  }

  // Leaves out findings that are neither on changed lines nor caused by the change. How many.
  size_t KeepCaused(TouchedUnit& unit, const Counts& before, Caused caused) {
    if (unit.configured && caused == Caused::kShown) return 0;
    std::vector<Finding>& findings = unit.report.findings;
    Counts more;  // than before
    if (caused == Caused::kShown) more = CountsOf(unit.report);
    for (const auto& [kind, count] : before) {
      if (const auto now = more.find(kind); now != more.end()) {
        now->second -= std::min(now->second, count);
      }
    }
    // Those on changed lines are among the new ones first.
    std::vector<bool> kept;
    for (const Finding& finding : findings) {
      kept.push_back(IsOnChangedLine(unit, finding.where));
      if (size_t& left = more[KindOf(finding)]; kept.back() && left > 0) --left;
    }
    size_t next = 0;
    return std::erase_if(findings, [&](const Finding& finding) {
      if (kept[next++]) return false;
      size_t& left = more[KindOf(finding)];
      if (left == 0) return true;
      --left;
      return false;
    });
  }

  const RunOptions& options_;
  const GitChange& change_;
  const std::string here_ = RealPath(".");
  UnitReader reader_;
  std::vector<TouchedUnit> units_;
  std::vector<Counts> before_;
  Drafts drafts_ = {};  // what files were
  std::map<std::string, std::vector<Span>> lines_ = {};
};

}  // namespace

Result<ChangedRun> LintChange(RunOptions options, const GitChange& change, Caused caused,
                              const snapshot::Snapshot& builtin) {
  options.drafts = change.drafts;
  options.allow_empty = true;
  return ChangeLinter(options, change, builtin).Run(caused);
}

}  // namespace stackql
