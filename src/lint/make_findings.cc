#include "lint/make_findings.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "snapshot/snapshot_generated.h"

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

std::string MessageText(const snapshot::Rule& rule, std::string_view id) {
  if (rule.messages() != nullptr) {
    for (const snapshot::Message* message : *rule.messages()) {
      if (message->id()->string_view() == id) return message->text()->str();
    }
  }
  assert(false && "the rule's document has no such message");
  return rule.summary()->str() + ".";
}

// A repair is offered only where the bytes are the user's own and need no escaping in any layer.
std::optional<Fix> ToFix(const Sources& sources, const std::vector<Repair>& repairs) {
  Fix fix;
  for (const Repair& repair : repairs) {
    const Place place = sources.Resolve(repair.where);
    const bool plain = All(repair.text, IsWord);
    if (!place.at || !place.exact || (!plain && !repair.verbatim)) continue;
    if (sources.StepOf(place.at.text) != Step::kFile) continue;
    if (fix.title.empty()) fix.title = repair.title;
    fix.safe &= repair.safe;
    fix.edits.push_back({ToLocation(sources, place.at), repair.text});
  }
  if (fix.edits.empty()) return std::nullopt;
  return fix;
}

void AddNote(Finding& finding, Note note) {
  if (note.where == finding.where || finding.notes.size() >= kMostNotes) return;
  if (std::find(finding.notes.begin(), finding.notes.end(), note) != finding.notes.end()) return;
  finding.notes.push_back(std::move(note));
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
                     .message_id = std::string(problem.message)};
  for (const auto& arg : problem.args) {
    finding.args.emplace_back(std::string(arg.first), WithoutHoles(arg.second));
  }
  finding.message = Format(MessageText(rule, problem.message), finding.args);
  finding.help = WithoutHoles(problem.help);
  for (const Related& related : problem.related) {
    const Place at = sources.Resolve(related.where);
    if (at.at && sources.StepOf(at.at.text) == Step::kFile) {
      AddNote(finding, {ToLocation(sources, at.at), WithoutHoles(related.message)});
    }
  }
  AddUses(sources, place, finding);
  finding.fix = ToFix(sources, problem.repairs);
  return finding;
}

// Drops findings whose rule gives way to another one at the same place.
void ApplySilences(const RuleSet& rules, std::vector<Finding>& findings) {
  std::map<Location, std::set<std::string_view>> silenced;
  for (const Finding& finding : findings) {
    const snapshot::Rule* rule = rules.Find(finding.rule);
    if (rule == nullptr || rule->silences() == nullptr) continue;
    for (const auto* name : *rule->silences()) silenced[finding.where].insert(name->string_view());
  }
  if (silenced.empty()) return;
  std::erase_if(findings, [&](const Finding& finding) {
    const auto at = silenced.find(finding.where);
    return at != silenced.end() && at->second.find(finding.name) != at->second.end();
  });
}

// Drops findings that follow from another one, whose place `causes` holds.
void DropConsequences(std::vector<std::pair<size_t, Location>> causes,
                      std::vector<Finding>& findings) {
  if (causes.empty()) return;
  std::set<Location> places;
  for (const Finding& finding : findings) places.insert(finding.where);
  std::set<size_t> dropped;
  for (const auto& [index, cause] : causes) {
    if (places.count(cause) > 0) dropped.insert(index);
  }
  size_t index = 0;
  std::erase_if(findings, [&](const Finding&) { return dropped.count(index++) > 0; });
}

// Empty if the mask holds all of them.
std::vector<std::string> NamesOf(uint64_t mask, std::span<const std::string> environments) {
  std::vector<std::string> names;
  for (size_t i = 0; i < environments.size() && i < 64; ++i) {
    if ((mask >> i & 1U) != 0) names.push_back(environments[i]);
  }
  if (names.size() == environments.size()) names.clear();
  return names;
}

}  // namespace

std::vector<Finding> MakeFindings(const Sources& sources, const Problems& problems,
                                  const RuleSet& rules, const Levels& levels,
                                  std::span<const std::string> environments) {
  std::vector<Finding> findings;
  std::vector<uint64_t> masks;  // of each finding, the environments it was found in; all bits: all
  std::vector<std::pair<size_t, Location>> causes;  // of findings that follow from others
  std::map<std::tuple<std::string_view, Location, std::string>, size_t> known;
  for (const Problem& problem : problems) {
    const snapshot::Rule* rule = rules.Find(problem.rule);
    assert(rule != nullptr && "every problem's rule has a document");
    if (rule == nullptr) continue;
    std::optional<Severity> severity = levels.Of(*rule);
    if (!severity) continue;
    if (problem.doubtful && *severity == Severity::kError) severity = Severity::kWarning;
    const Place place = sources.Resolve(problem.where);
    if (!place.at || sources.StepOf(place.at.text) != Step::kFile) continue;
    Finding finding = ToFinding(sources, problem, *rule, *severity, place);
    const Location cause =
        problem.cause ? ToLocation(sources, sources.Resolve(problem.cause).at) : Location();
    const auto [same, added] = known.emplace(
        std::make_tuple(problem.rule, finding.where, finding.message), findings.size());
    const uint64_t mask = problem.environments == 0 ? ~uint64_t{0} : problem.environments;
    if (added) {
      if (problem.cause && cause != finding.where) causes.emplace_back(findings.size(), cause);
      findings.push_back(std::move(finding));
      masks.push_back(mask);
    } else {
      masks[same->second] |= mask;
      for (Note& note : finding.notes) AddNote(findings[same->second], std::move(note));
    }
  }
  for (size_t i = 0; i < findings.size(); ++i) {
    findings[i].environments = NamesOf(masks[i], environments);
  }
  DropConsequences(std::move(causes), findings);
  ApplySilences(rules, findings);
  std::sort(findings.begin(), findings.end(), Before);
  return findings;
}

}  // namespace stackql
