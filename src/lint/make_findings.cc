#include "lint/make_findings.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "lint/placeholders.h"
#include "lint/to_edit.h"
#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

constexpr size_t kMostNotes = 8;

Location ToLocation(const Sources& sources, Loc loc) { return {sources.Path(loc.text), loc.span}; }

// Unknown parts print as the template they are.
std::string WithoutHoles(std::string_view text) {
  std::string clean;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == kHoleBytes.front()) {
      clean += "{{ ... }}";
      at += kHoleBytes.size();
    } else {
      clean += text[at++];
    }
  }
  return clean;
}

const snapshot::Message* MessageOf(const snapshot::Rule& rule, std::string_view id) {
  if (rule.messages() != nullptr) {
    for (const snapshot::Message* message : *rule.messages()) {
      if (message->id()->string_view() == id) return message;
    }
  }
  assert(false && "the rule's document has no such message");
  return nullptr;
}

// The message of a finding whose arguments are known, and the label of its place.
void AddTexts(const snapshot::Rule& rule, Finding& finding) {
  const snapshot::Message* message = MessageOf(rule, finding.message_id);
  if (message == nullptr) {
    finding.message = rule.summary()->str() + ".";
    return;
  }
  finding.message = Format(message->text()->string_view(), finding.args);
  if (message->label() != nullptr) {
    finding.label = Format(message->label()->string_view(), finding.args);
  }
}

// All repairs of a problem together; nothing if one of them cannot be made.
std::optional<Fix> ToFix(const Sources& sources, const std::vector<Repair>& repairs,
                         const snapshot::Rule& rule) {
  assert((repairs.empty() || rule.fix() != snapshot::Fixable::No) &&
         "its document says if it is safe");
  if (repairs.empty()) return std::nullopt;
  Fix fix = {.title = repairs.front().title,
             .kind = rule.fix() == snapshot::Fixable::Shown  ? Fix::Kind::kShown
                     : rule.fix() == snapshot::Fixable::Safe ? Fix::Kind::kSafe
                                                             : Fix::Kind::kUnsafe};
  for (const Repair& repair : repairs) {
    std::optional<Edit> edit = ToEdit(sources, repair);
    if (!edit) return std::nullopt;
    // What has aliases is written for other places as well.
    const bool sure = !repair.guess && !sources.IsShared(sources.Resolve(repair.where).at);
    if (!sure && fix.kind == Fix::Kind::kSafe) fix.kind = Fix::Kind::kUnsafe;
    fix.edits.push_back(std::move(*edit));
  }
  return fix;
}

void AddNote(Finding& finding, Note note) {
  if (note.where == finding.where) return;
  if (std::ranges::find(finding.notes, note) != finding.notes.end()) return;
  if (finding.notes.size() == kMostNotes) {
    ++finding.notes_left_out;
  } else {
    finding.notes.push_back(std::move(note));
  }
}

void AddUses(const Sources& sources, const Place& place, Finding& finding) {
  for (const Loc use : place.used_in) {
    if (sources.StepOf(use.text) == Step::kFile) {
      AddNote(finding, {ToLocation(sources, use), "used here"});
    }
  }
}

Finding ToFinding(const Sources& sources, const Problem& problem, const snapshot::Rule& rule,
                  Severity severity, const Place& place) {
  Finding finding = {.rule = rule.id()->str(),
                     .name = rule.name()->str(),
                     .severity = severity,
                     .where = ToLocation(sources, place.at),
                     .message_id = std::string(problem.what.id)};
  for (const auto& arg : problem.what.args) {
    finding.args.emplace_back(std::string(arg.first), WithoutHoles(arg.second));
  }
  AddTexts(rule, finding);
  finding.help = WithoutHoles(problem.help);
  for (const Related& related : problem.related) {
    const Place at = sources.Resolve(related.where);
    if (at.at && sources.StepOf(at.at.text) == Step::kFile) {
      AddNote(finding, {ToLocation(sources, at.at), WithoutHoles(related.message)});
    }
  }
  AddUses(sources, place, finding);
  finding.fix = ToFix(sources, problem.repairs, rule);
  return finding;
}

// A finding with what decides whether it is shown.
struct Draft {
  Finding finding = {};
  const snapshot::Rule* rule = nullptr;
  bool doubtful = false;
  EnvironmentSet environments = {};  // that it was found in; empty: all
  Location cause = {};               // of what it follows from; no path: of nothing
};

// Findings are the same if these are.
auto KeyOf(const Draft& draft) {
  return std::tie(draft.rule, draft.finding.where, draft.finding.message);
}

// Rules of a configuration's own must not hide what is worse.
bool Silences(const snapshot::Rule& rule, const snapshot::Rule& other) {
  return &rule != &other && rule.silences() != nullptr && rule.severity() >= other.severity() &&
         std::ranges::any_of(*rule.silences(), [&](const auto* word) {
           return other.name()->string_view() == word->string_view() ||
                  other.id()->string_view().starts_with(word->string_view());
         });
}

// Drops findings whose rule gives way to another one at the same place; not to a doubtful finding,
// if they are more severe.
void ApplySilences(std::vector<Draft>& drafts) {
  struct Silencing {
    const snapshot::Rule* rule = nullptr;
    Severity most = Severity::kError;  // that gives way
  };
  std::map<Location, std::vector<Silencing>> silencing;
  for (const Draft& draft : drafts) {
    if (draft.rule->silences() == nullptr) continue;
    silencing[draft.finding.where].push_back(
        {draft.rule, draft.doubtful ? draft.finding.severity : Severity::kError});
  }
  if (silencing.empty()) return;
  std::erase_if(drafts, [&](const Draft& draft) {
    const auto at = silencing.find(draft.finding.where);
    return at != silencing.end() && std::ranges::any_of(at->second, [&](const Silencing& other) {
             return draft.finding.severity <= other.most && Silences(*other.rule, *draft.rule);
           });
  });
}

// Drops findings that follow from another one.
void DropConsequences(std::vector<Draft>& drafts) {
  const auto follows = [](const Draft& draft) { return !draft.cause.path.empty(); };
  if (std::none_of(drafts.begin(), drafts.end(), follows)) return;
  std::set<Location> places;
  for (const Draft& draft : drafts) places.insert(draft.finding.where);
  std::erase_if(
      drafts, [&](const Draft& draft) { return follows(draft) && places.count(draft.cause) > 0; });
}

}  // namespace

std::vector<Finding> MakeFindings(const Sources& sources, const Problems& problems,
                                  const RuleSet& rules, const Levels& levels,
                                  std::span<const std::string> environments) {
  std::vector<Draft> drafts;
  drafts.reserve(problems.size());
  const auto differ = [&](size_t a, size_t b) { return KeyOf(drafts[a]) < KeyOf(drafts[b]); };
  std::set<size_t, decltype(differ)> known(differ);
  std::map<TextId, Levels> in_files;  // where they vary
  for (const Problem& problem : problems) {
    const snapshot::Rule* rule = rules.Find(problem.what.rule);
    assert(rule != nullptr && "every problem's rule has a document");
    if (rule == nullptr) continue;
    std::optional<Severity> severity = levels.Of(*rule);
    if (!levels.OnSomewhere(*rule)) continue;
    const Place place = sources.Resolve(problem.where);
    if (!place.at || sources.StepOf(place.at.text) != Step::kFile) continue;
    if (levels.Vary()) {
      const TextId file = place.at.text;
      auto in_file = in_files.find(file);
      if (in_file == in_files.end()) {
        in_file = in_files.emplace(file, levels.In(sources.Path(file))).first;
      }
      severity = in_file->second.Of(*rule);
      if (!severity) continue;
    }
    if (problem.doubtful && *severity == Severity::kError) severity = Severity::kWarning;
    if (problem.grave) severity = Severity::kError;
    Draft draft = {.finding = ToFinding(sources, problem, *rule, *severity, place),
                   .rule = rule,
                   .doubtful = problem.doubtful,
                   .environments = problem.environments};
    if (draft.finding.fix) {
      draft.finding.fix->kind = levels.FixesOf(*rule).value_or(draft.finding.fix->kind);
    }
    if (problem.cause) draft.cause = ToLocation(sources, sources.Resolve(problem.cause).at);
    if (draft.cause == draft.finding.where) draft.cause = {};
    drafts.push_back(std::move(draft));
    const auto [same, added] = known.insert(drafts.size() - 1);
    if (added) continue;
    Draft& first = drafts[*same];
    first.environments.Widen(drafts.back().environments);
    for (Note& note : drafts.back().finding.notes) AddNote(first.finding, std::move(note));
    drafts.pop_back();
  }
  DropConsequences(drafts);
  ApplySilences(drafts);
  std::vector<Finding> findings;
  findings.reserve(drafts.size());
  for (Draft& draft : drafts) {
    draft.finding.environments = NamesOf(draft.environments, environments);
    findings.push_back(std::move(draft.finding));
  }
  std::sort(findings.begin(), findings.end(), Before);
  return findings;
}

}  // namespace stackql
