#include "iam/policy_problems.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "iam/policy_pattern.h"
#include "rules/policy.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::iam {
namespace {

constexpr size_t kMostNotes = 10;

std::string Joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "', '") + word;
  return text;
}

// "on 'arn:...'", as certain as it is.
std::string WhereMissing(const MissingPermission& missing) {
  const Verdict& verdict = missing.verdict;
  const bool denied = verdict.denied_by != nullptr;
  if (verdict.example == missing.first) return "on '" + missing.first + "'";
  if (verdict.all) return (denied ? "on every '" : "on any '") + missing.first + "'";
  return denied
             ? "on some '" + missing.first + "' ('" + verdict.example + "', for example)"
             : "on every '" + missing.first + "' (not on '" + verdict.example + "', for example)";
}

std::string Listed(const std::set<std::string>& phrases) {
  std::string text;
  for (const std::string& phrase : phrases) text += (text.empty() ? "" : " and ") + phrase;
  return text;
}

Loc PlaceOfLayer(const PolicyLayer& layer) {
  return layer.documents.empty() ? Loc{} : layer.documents.front()->where;
}

// Whether no policy of the layer allows anything.
bool OnlyDenies(const PolicyLayer& layer) {
  return std::all_of(layer.documents.begin(), layer.documents.end(), [](const auto* document) {
    return std::all_of(document->statements.begin(), document->statements.end(),
                       [](const auto& each) { return each.effect == Effect::kDeny; });
  });
}

std::string HelpFor(const MissingPermission& missing, const PolicyLayer& layer) {
  if (layer.kind == PolicyKind::kControl && OnlyDenies(layer)) {
    return "These policies allow nothing. If AWS's own FullAWSAccess is attached beside them, give "
           "it too: '--scp FILE,FullAWSAccess'.";
  }
  std::string help = "Allow it on '" + Joined(missing.resources) + "'.";
  const bool read_half = missing.needed_by.front()->operation.call == Call::kUpdate &&
                         !missing.need->cloud_control &&
                         missing.need->handler == snapshot::Handler::Read;
  if (read_half) help += " An update reads the resource first; this permission is for reading.";
  const auto& all = missing.needed_by;
  const bool teardown = std::all_of(all.begin(), all.end(), [](const OperationNeeds* each) {
    const Phases& phases = each->operation.phases;
    return phases.teardown && !phases.build && !phases.test;
  });
  return teardown ? help + " Only teardown needs it." : help;
}

Message MissingMessage(const MissingPermission& missing, const std::vector<PolicyLayer>& layers) {
  const Verdict& verdict = missing.verdict;
  const OperationView& operation = missing.needed_by.front()->operation;
  const std::string& action = missing.need->action;
  const std::string& type = operation.type.empty() ? operation.table : operation.type;
  const std::string_view verb = Name(operation.call);
  if (verdict.denied_by != nullptr) {
    return rules::MissingPermission::Denied{
        .action = action, .type = type, .verb = verb, .where = WhereMissing(missing)};
  }
  const PolicyLayer& layer = layers[verdict.layer];
  if (layer.kind != PolicyKind::kIdentity) {
    return rules::MissingPermission::Layer{.action = action,
                                           .layer = layer.name,
                                           .type = type,
                                           .verb = verb,
                                           .where = WhereMissing(missing)};
  }
  return rules::MissingPermission{
      .action = action, .type = type, .verb = verb, .where = WhereMissing(missing)};
}

Message MessageFor(const MissingPermission& missing, const std::vector<PolicyLayer>& layers) {
  const Verdict& verdict = missing.verdict;
  const std::string& action = missing.need->action;
  const std::string& resource = missing.first;
  if (missing.undocumented) return rules::UndocumentedResource{.action = action};
  switch (verdict.outcome) {
    case Outcome::kMissing:
      return MissingMessage(missing, layers);
    case Outcome::kConditional:
      return rules::ConditionalPermission{
          .action = action, .keys = Listed(verdict.open), .resource = resource};
    case Outcome::kNotProven:
      return rules::UnprovenPermission{
          .action = action, .resource = resource, .unknown = Listed(verdict.open)};
    default:
      return rules::RunOnWildcard{.action = action, .resource = resource};
  }
}

void AddPlaces(const MissingPermission& missing, const PlaceOf& place_of, std::set<Loc>& told,
               Problem& problem) {
  for (const OperationNeeds* each : missing.needed_by) {
    const OperationView& operation = each->operation;
    const Loc where = place_of(operation);
    if (!where || !told.insert(where).second) continue;
    if (problem.related.size() == kMostNotes) break;
    const std::string verb(Name(operation.call));
    problem.related.push_back({where, operation.type.empty()
                                          ? "needed here"
                                          : "needed to " + verb + " " + operation.type});
  }
}

Problem ProblemOf(const MissingPermission& missing, const std::vector<PolicyLayer>& layers) {
  Problem problem = {.what = MessageFor(missing, layers), .where = PlaceOfLayer(layers.front())};
  const Verdict& verdict = missing.verdict;
  if (verdict.outcome != Outcome::kMissing || missing.undocumented) return problem;
  if (verdict.denied_by != nullptr) {
    problem.where = verdict.denied_by->where;
  } else {
    const PolicyLayer& layer = layers[verdict.layer];
    problem.where = PlaceOfLayer(layer);
    problem.help = HelpFor(missing, layer);
  }
  return problem;
}

// "Set --account and --region.", where what is not known has options.
std::string HelpFor(const std::set<std::string>& unknown) {
  std::set<std::string> options;
  for (const std::string& phrase : unknown) {
    const size_t option = phrase.find("(--");
    if (option == std::string::npos) return {};
    options.insert(phrase.substr(option + 1, phrase.size() - option - 2));
  }
  return options.empty() ? std::string() : "Set " + Listed(options) + ".";
}

// What is not proven for one reason is one finding.
Problem ProblemOf(const std::vector<const MissingPermission*>& unproven,
                  const std::vector<PolicyLayer>& layers) {
  constexpr size_t kMostNamed = 3;
  const MissingPermission& first = *unproven.front();
  Problem problem = ProblemOf(first, layers);
  problem.help = HelpFor(first.verdict.open);
  if (unproven.size() == 1) return problem;
  std::set<std::string> actions;
  for (const MissingPermission* each : unproven) actions.insert(each->need->action);
  const size_t count = actions.size();
  while (actions.size() > kMostNamed) actions.erase(std::prev(actions.end()));
  problem.what = rules::UnprovenPermission::Several{
      .actions = Joined(actions), .count = count, .unknown = Listed(first.verdict.open)};
  return problem;
}

Message MessageFor(const Excess& excess) {
  using rules::ExcessPermission;
  const std::string& text = excess.element->text;
  if (excess.of_resource) return ExcessPermission::Resource{.resource = text};
  const std::string& action = excess.action;
  if (!HasWildcard(text)) return ExcessPermission{.action = action, .level = excess.level};
  if (excess.needed.empty()) {
    return ExcessPermission::Unused{.action = action, .level = excess.level, .pattern = text};
  }
  return ExcessPermission::Wildcard{
      .action = action, .count = excess.count, .level = excess.level, .pattern = text};
}

Problem ProblemOf(const Excess& excess) {
  Problem problem = {.what = MessageFor(excess), .where = excess.element->where};
  if (!excess.of_resource && HasWildcard(excess.element->text) && !excess.needed.empty()) {
    problem.help =
        "Write only what is used: '" + Joined({excess.needed.begin(), excess.needed.end()}) + "'.";
  }
  return problem;
}

}  // namespace

void ReportMissing(const PolicyJudgement& judgement, const std::vector<PolicyLayer>& layers,
                   const PlaceOf& place_of, Problems& problems) {
  std::map<std::set<std::string>, std::vector<const MissingPermission*>> unproven;
  const auto add = [&](Problem problem, const std::vector<const MissingPermission*>& all) {
    std::set<Loc> told;
    for (const MissingPermission* each : all) AddPlaces(*each, place_of, told, problem);
    problems.push_back(std::move(problem));
  };
  for (const MissingPermission& missing : judgement.missing) {
    const Verdict& verdict = missing.verdict;
    if (verdict.outcome == Outcome::kNotProven && !missing.undocumented) {
      unproven[verdict.open].push_back(&missing);
    } else {
      add(ProblemOf(missing, layers), {&missing});
    }
  }
  for (const auto& [unknown, all] : unproven) add(ProblemOf(all, layers), all);
}

void ReportExcess(const std::vector<Excess>& found, Problems& problems) {
  for (const Excess& excess : found) problems.push_back(ProblemOf(excess));
}

}  // namespace stackql::iam
