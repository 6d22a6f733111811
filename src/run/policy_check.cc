#include "run/policy_check.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "base/ascii.h"
#include "base/read_file.h"
#include "iam/coverage.h"
#include "iam/excess.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "iam/read_policy.h"
#include "lint/make_findings.h"
#include "rules/policy.h"
#include "run/reports.h"
#include "snapshot/actions_generated.h"
#include "snapshot/snapshot_generated.h"

namespace stackql {
namespace {

using iam::Need;
using iam::Outcome;
using iam::Verdict;

constexpr uint64_t kLargestPolicy = 4 << 20;
constexpr size_t kMostNotes = 10;

std::string Joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "', '") + word;
  return text;
}

// The ARN that messages of denied calls to Cloud Control show, though no page of AWS does.
iam::Arn ShownFrontDoor() {
  return {{.text = "arn:"},
          {.kind = iam::Piece::Kind::kUnsure, .text = "partition"},
          {.text = ":cloudformation:"},
          {.kind = iam::Piece::Kind::kUnsure, .text = "region"},
          {.text = ":"},
          {.kind = iam::Piece::Kind::kUnsure, .text = "account"},
          {.text = ":resource/"},
          {.kind = iam::Piece::Kind::kAny}};
}

// Several needs that lack the same for the same reason give one finding.
struct Lack {
  Verdict verdict = {};
  const ListedOperation* operation = nullptr;  // the first that needs it
  const Need* need = nullptr;
  std::set<std::string> patterns = {};
  bool undocumented = false;  // allowed by a form that AWS does not document
  std::vector<const ListedOperation*> needed_by = {};
};

class Checker {
 public:
  Checker(const RunOptions& run, const iam::ActionReference& actions, PolicyCheck& check)
      : run_(run), actions_(actions), check_(check) {}

  void Check(const PolicyFiles& files, const std::string& account) {
    account_ = account;
    unlisted_ = UnlistedActions();
    std::vector<iam::PolicyLayer> layers(1);
    layers[0] = {.name = "an identity policy",
                 .documents = ReadAll(files.identity, iam::PolicyKind::kIdentity)};
    identity_ = layers[0].documents;
    if (!files.boundary.empty()) {
      layers.push_back({.name = "the permissions boundary",
                        .documents = ReadAll(files.boundary, iam::PolicyKind::kBoundary)});
    }
    for (const std::string& file : files.scps) {
      layers.push_back({.name = "the service control policy '" + file + "'",
                        .documents = ReadAll({file}, iam::PolicyKind::kControl)});
    }
    for (const iam::PolicyLayer& layer : layers) {
      places_[layer.name] = layer.documents.empty() ? Loc{} : layer.documents[0]->where;
    }
    // What cannot be read is no policy that lacks something.
    if (check_.run.report.failures.empty() && !identity_.empty()) {
      CheckNeeds(iam::Coverage(std::move(layers)));
      CheckExcess();
    }
    Finish();
  }

 private:
  std::vector<const iam::PolicyDocument*> ReadAll(const std::vector<std::string>& files,
                                                  iam::PolicyKind kind) {
    std::vector<const iam::PolicyDocument*> all;
    for (const std::string& path : files) {
      auto bytes = ReadWholeFile(path, kLargestPolicy);
      if (!bytes) {
        check_.run.report.failures.push_back(bytes.error().message);
        continue;
      }
      ++check_.run.report.summary.files;
      const TextId file = sources_.AddFile(path, std::move(*bytes));
      for (iam::PolicyDocument& document : iam::ReadPolicies(values_, file, problems_)) {
        iam::CheckElements(values_, document, problems_);
        iam::CheckGrants(document, actions_, unlisted_, problems_);
        iam::CheckConditions(document, actions_, problems_);
        iam::CheckRedundancy(document, problems_);
        iam::CheckSize(values_, document, kind, problems_);
        documents_.push_back(std::move(document));
        all.push_back(&documents_.back());
      }
    }
    return all;
  }

  // --- what is missing ---------------------------------------------------------------------------

  iam::RequestContext ContextOf(const Need& need) const {
    return [this, &need](std::string_view key) -> iam::KeyValues {
      if (key == "aws:securetransport") return {true, {"true"}};
      if (key == "aws:principalaccount" && !account_.empty()) return {true, {account_}};
      if (key == "iam:passedtoservice") {
        if (need.action != "iam:PassRole") return {true, {}};
        if (!need.passed_to.empty()) return {true, {need.passed_to}};
      }
      const snapshot::ActionService* service =
          actions_.FindService(std::string_view(need.action).substr(0, need.action.find(':')));
      const bool regional = service != nullptr && service->regional();
      if (key == "aws:requestedregion" && regional && !need.region.empty()) {
        return {true, {need.region}};
      }
      return {};
    };
  }

  Lack Ask(const iam::Coverage& coverage, const Need& need, const iam::Arn& arn) const {
    Lack lack = {.verdict = coverage.Decide(need.action, arn, ContextOf(need))};
    const bool front_door = need.action.compare(0, 15, "cloudformation:") == 0 && need.front_door;
    if (lack.verdict.outcome != Outcome::kMissing || !front_door) return lack;
    Verdict other = coverage.Decide(need.action, ShownFrontDoor(), ContextOf(need));
    if (other.outcome == Outcome::kMissing) return lack;
    return {.verdict = std::move(other), .undocumented = true};
  }

  void CheckNeeds(const iam::Coverage& coverage) {
    std::map<std::tuple<std::string, iam::Arn, std::string, std::string>, Lack> asked;
    std::map<std::tuple<std::string, int, const void*, std::string>, Lack> lacks;
    for (const ListedOperation& operation : check_.permissions.operations) {
      if (!operation.unresolved.empty() || operation.needs.empty()) continue;
      ++check_.run.report.summary.operations;
      for (const Need& need : operation.needs) {
        for (const iam::Arn& arn : need.resources) {
          const auto known =
              asked.emplace(std::make_tuple(need.action, arn, need.passed_to, need.region), Lack{});
          if (known.second) known.first->second = Ask(coverage, need, arn);
          const Lack& lack = known.first->second;
          ++check_.needs;
          const bool plain = lack.verdict.outcome == Outcome::kAllowed;
          check_.allowed += plain ? 1 : 0;
          if (!plain) AddPhases(operation.phases);
          if (plain && !lack.verdict.run_on && !lack.undocumented) continue;
          const int kind = static_cast<int>(lack.verdict.outcome) * 4 +
                           (lack.verdict.run_on ? 2 : 0) + (lack.undocumented ? 1 : 0);
          Lack& same = lacks[{need.action, kind, lack.verdict.denied_by, lack.verdict.layer}];
          if (same.operation == nullptr) {
            same = lack;
            same.operation = &operation;
            same.need = &need;
          }
          same.patterns.insert(iam::PolicyPattern(arn));
          same.needed_by.push_back(&operation);
        }
      }
    }
    for (const auto& entry : lacks) Report(entry.second);
  }

  void AddPhases(const Phases& phases) {
    check_.lacking.build |= phases.build;
    check_.lacking.test |= phases.test;
    check_.lacking.teardown |= phases.teardown;
  }

  void Report(const Lack& lack) {
    Problem problem = {.what = MessageFor(lack), .where = places_["an identity policy"]};
    if (lack.verdict.outcome == Outcome::kMissing && !lack.undocumented)
      PlaceMissing(lack, problem);
    AddPlaces(lack, problem);
    problems_.push_back(std::move(problem));
  }

  static Message MessageFor(const Lack& lack) {
    const Verdict& verdict = lack.verdict;
    const std::string& action = lack.need->action;
    const std::string& resource = *lack.patterns.begin();
    if (lack.undocumented) return rules::UndocumentedResource{.action = action};
    switch (verdict.outcome) {
      case Outcome::kMissing:
        return MissingMessage(lack);
      case Outcome::kConditional:
        return rules::ConditionalPermission{
            .action = action, .keys = Joined(verdict.open), .resource = resource};
      case Outcome::kNotProven:
        return rules::UnprovenPermission{
            .action = action, .resource = resource, .unknown = Joined(verdict.open)};
      default:
        return rules::RunOnWildcard{.action = action, .resource = resource};
    }
  }

  static Message MissingMessage(const Lack& lack) {
    const Verdict& verdict = lack.verdict;
    const ListedOperation& operation = *lack.operation;
    const std::string& action = lack.need->action;
    const std::string& resource = verdict.example;
    const std::string& type = operation.type.empty() ? operation.table : operation.type;
    const std::string_view verb = Name(operation.call);
    if (verdict.denied_by != nullptr) {
      return rules::MissingPermission::Denied{
          .action = action, .resource = resource, .type = type, .verb = verb};
    }
    if (verdict.layer != "an identity policy") {
      return rules::MissingPermission::Layer{.action = action,
                                             .layer = verdict.layer,
                                             .resource = resource,
                                             .type = type,
                                             .verb = verb};
    }
    return rules::MissingPermission{
        .action = action, .resource = resource, .type = type, .verb = verb};
  }

  void PlaceMissing(const Lack& lack, Problem& problem) {
    const Verdict& verdict = lack.verdict;
    if (verdict.denied_by != nullptr) {
      problem.where = verdict.denied_by->where;
      return;
    }
    problem.where = places_[verdict.layer];
    problem.help = "Allow it on '" + Joined(lack.patterns) + "'.";
    const bool read_half = lack.operation->call == Call::kUpdate && !lack.need->front_door &&
                           lack.need->handler == snapshot::Handler::Read;
    if (read_half) {
      problem.help += " An update reads the resource first: this is of the read half.";
    }
    const bool teardown =
        std::all_of(lack.needed_by.begin(), lack.needed_by.end(), [](const ListedOperation* each) {
          return each->phases.teardown && !each->phases.build && !each->phases.test;
        });
    if (teardown) problem.help += " Only teardown needs it.";
  }

  void AddPlaces(const Lack& lack, Problem& problem) {
    std::set<Loc> told;
    for (const ListedOperation* operation : lack.needed_by) {
      const Loc where = PlaceOf(*operation);
      if (!where || !told.insert(where).second) continue;
      if (problem.related.size() == kMostNotes) break;
      problem.related.push_back({where, "needed to " + std::string(Name(operation->call)) + " " +
                                            (operation->type.empty() ? "this" : operation->type)});
    }
  }

  // The statement, in a copy of its file among the policies' sources.
  Loc PlaceOf(const ListedOperation& operation) {
    const auto [at, fresh] = files_.emplace(operation.file, kNoText);
    if (fresh) {
      const auto given = run_.overlay.find(operation.file);
      auto bytes = given != run_.overlay.end() ? Result<std::string>(given->second)
                                               : ReadWholeFile(operation.file, run_.max_file_size);
      if (bytes) at->second = sources_.AddFile(operation.file, std::move(*bytes));
    }
    if (at->second == kNoText || operation.span.end > sources_.Bytes(at->second).size()) return {};
    return {at->second, operation.span};
  }

  // --- what is not needed ------------------------------------------------------------------------

  void CheckExcess() {
    std::set<std::pair<std::string_view, iam::Arn>> distinct;
    for (const ListedOperation& operation : check_.permissions.operations) {
      // It may need anything.
      if (!operation.unresolved.empty() || operation.may_need_more) return;
      for (const Need& need : operation.widest) {
        for (const iam::Arn& arn : need.resources) distinct.insert({need.action, arn});
        if (need.reason == iam::Reason::kFrontDoor)
          distinct.insert({need.action, ShownFrontDoor()});
      }
    }
    iam::NeededResources needed;
    for (const auto& [action, arn] : distinct) {
      needed[Lower(action)].push_back(
          iam::ParsePattern(iam::PolicyPattern(arn), iam::Reach::kRunOn));
    }
    for (const iam::PolicyDocument* document : identity_) {
      const iam::ExcessFound found = iam::FindExcess(*document, needed, actions_);
      check_.excess_grants += found.grants;
      for (const iam::Excess& excess : found.elements) Report(excess);
    }
  }

  void Report(const iam::Excess& excess) {
    problems_.push_back({.what = MessageFor(excess), .where = excess.element->where});
    if (!excess.of_resource && HasWildcard(excess) && !excess.needed.empty()) {
      problems_.back().help =
          "Write what is needed: '" + Joined({excess.needed.begin(), excess.needed.end()}) + "'.";
    }
  }

  static bool HasWildcard(const iam::Excess& excess) {
    return excess.element->text.find_first_of("*?") != std::string::npos;
  }

  static Message MessageFor(const iam::Excess& excess) {
    using rules::ExcessPermission;
    const std::string& text = excess.element->text;
    if (excess.of_resource) return ExcessPermission::Resource{.resource = text};
    const std::string& action = excess.actions.front();
    if (!HasWildcard(excess)) return ExcessPermission{.action = action, .level = excess.level};
    if (excess.needed.empty()) {
      return ExcessPermission::Unused{.action = action, .level = excess.level, .pattern = text};
    }
    return ExcessPermission::Wildcard{
        .action = action, .count = excess.actions.size(), .level = excess.level, .pattern = text};
  }

  // The actions that AWS does not list but handlers ask for, in lower case.
  std::set<std::string> UnlistedActions() const {
    std::set<std::string> unlisted;
    for (const ListedOperation& operation : check_.permissions.operations) {
      for (const Need& need : operation.widest) {
        if (need.standing != iam::Standing::kListed) unlisted.insert(Lower(need.action));
      }
    }
    return unlisted;
  }

  void Finish() {
    const RuleSet& rules = *check_.run.rules;
    LevelSettings settings = {.select = run_.select, .ignore = run_.ignore};
    const Levels levels = check_.permissions.levels.value_or(Levels(rules, settings));
    ::stackql::Report& report = check_.run.report;
    for (Finding& finding : MakeFindings(sources_, problems_, rules, levels)) {
      report.findings.push_back(std::move(finding));
    }
    KeepTexts(sources_, report);
    ::stackql::Finish(report);
  }

  const RunOptions& run_;
  const iam::ActionReference& actions_;
  PolicyCheck& check_;
  std::string account_;
  std::set<std::string> unlisted_;  // actions
  Sources sources_;
  Values values_{sources_};
  Problems problems_;
  std::deque<iam::PolicyDocument> documents_;
  std::vector<const iam::PolicyDocument*> identity_;
  std::map<std::string, Loc> places_;  // of layers
  std::map<std::string, TextId> files_;
};

}  // namespace

PolicyCheck CheckPolicies(const RunOptions& run, PermissionOptions options,
                          const PolicyFiles& files, const snapshot::Snapshot& builtin,
                          const iam::ActionReference& actions) {
  PolicyCheck check;
  options.scope = iam::Scope::kStrict;
  options.also_widest = true;
  check.run = FindPermissions(run, options, builtin, actions, check.permissions);
  // What is wrong with stacks is for `check` to say.
  check.run.report.findings.clear();
  check.run.report.summary = {};
  if (!check.run.usage_errors.empty()) return check;
  Checker(run, actions, check).Check(files, options.around.account);
  return check;
}

}  // namespace stackql
