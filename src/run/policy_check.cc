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
    ForgiveNeeded();
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
        iam::CheckGrants(document, actions_, problems_);
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
    const Verdict& verdict = lack.verdict;
    Problem problem = {
        .where = places_["an identity policy"],
        .args = {{"action", lack.need->action}, {"resource", *lack.patterns.begin()}}};
    switch (verdict.outcome) {
      case Outcome::kMissing:
        AddMissing(lack, problem);
        break;
      case Outcome::kConditional:
        problem.rule = "conditional-permission";
        problem.args.emplace_back("keys", Joined(verdict.open));
        break;
      case Outcome::kNotProven:
        problem.rule = "unproven-permission";
        problem.args.emplace_back("unknown", Joined(verdict.open));
        break;
      default:
        problem.rule = "run-on-wildcard";
    }
    if (lack.undocumented) {
      problem.rule = "undocumented-resource";
      problem.args = {{"action", lack.need->action}};
    }
    AddPlaces(lack, problem);
    problems_.push_back(std::move(problem));
  }

  void AddMissing(const Lack& lack, Problem& problem) {
    const Verdict& verdict = lack.verdict;
    problem.rule = "missing-permission";
    problem.args[1].second = verdict.example;
    const ListedOperation& operation = *lack.operation;
    problem.args.emplace_back("verb", std::string(Name(operation.call)));
    problem.args.emplace_back("type", operation.type.empty() ? operation.table : operation.type);
    if (verdict.denied_by != nullptr) {
      problem.message = "denied";
      problem.where = verdict.denied_by->where;
      return;
    }
    problem.where = places_[verdict.layer];
    if (verdict.layer != "an identity policy") {
      problem.message = "layer";
      problem.args.emplace_back("layer", verdict.layer);
    }
    problem.help = "Allow it on '" + Joined(lack.patterns) + "'.";
    const bool read_half = operation.call == Call::kUpdate && !lack.need->front_door &&
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
    Problem problem = {.rule = "excess-permission", .where = excess.element->where};
    if (excess.of_resource) {
      problem.message = "resource";
      problem.args = {{"resource", excess.element->text}};
      problems_.push_back(std::move(problem));
      return;
    }
    problem.args = {{"action", excess.actions.front()}, {"level", excess.level}};
    const bool wildcard = excess.element->text.find_first_of("*?") != std::string::npos;
    if (wildcard && !excess.needed.empty()) {
      problem.message = "wildcard";
      problem.args.emplace_back("pattern", excess.element->text);
      problem.args.emplace_back("count", std::to_string(excess.actions.size()));
      problem.help =
          "Write what is needed: '" + Joined({excess.needed.begin(), excess.needed.end()}) + "'.";
    } else if (wildcard) {
      problem.message = "unused";
      problem.args.emplace_back("pattern", excess.element->text);
    }
    problems_.push_back(std::move(problem));
  }

  // An action that AWS does not list but handlers ask for is not the policy's mistake.
  void ForgiveNeeded() {
    std::set<std::string> needed;
    for (const ListedOperation& operation : check_.permissions.operations) {
      for (const Need& need : operation.widest) {
        if (need.standing != iam::Standing::kListed) needed.insert(Lower(need.action));
      }
    }
    std::erase_if(problems_, [&](const Problem& problem) {
      return problem.rule == "unknown-action" && needed.count(Lower(problem.args[0].second)) > 0;
    });
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
