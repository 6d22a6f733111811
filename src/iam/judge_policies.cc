#include "iam/judge_policies.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "iam/policy_pattern.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

// The ARN that messages of denied calls to Cloud Control show, though no page of AWS does.
Arn ShownCloudControl() {
  return {{.text = "arn:"},
          {.kind = Piece::Kind::kUnsure, .text = "partition"},
          {.text = ":cloudformation:"},
          {.kind = Piece::Kind::kUnsure, .text = "region"},
          {.text = ":"},
          {.kind = Piece::Kind::kUnsure, .text = "account"},
          {.text = ":resource/"},
          {.kind = Piece::Kind::kAny}};
}

// The account of an ARN, if it is known.
std::string_view AccountOf(const Arn& arn) {
  if (arn.empty() || arn[0].kind != Piece::Kind::kText) return {};
  // What ends the text may go on in the next piece.
  const std::string_view known = arn[0].text;
  return ArnField(known.substr(0, known.rfind(':') + 1), kAccountField);
}

// How one need on one resource is decided.
struct Decision {
  Verdict verdict = {};
  bool undocumented = false;
};

class Judge {
 public:
  Judge(const Coverage& coverage, const RequestFacts& facts, const ActionReference& actions)
      : coverage_(coverage), facts_(facts), actions_(actions) {}

  void Add(const OperationNeeds& operation) {
    ++judgement_.totals.operations;
    for (const Need& need : operation.needs.known) {
      if (need.any_of) {
        AddAlternatives(operation, need);
      } else {
        for (const Arn& resource : need.resources) {
          Decision decision = Decide(need, resource);
          if (need.reason == Reason::kUncatalogued) TakeAnyResource(decision.verdict);
          Count(operation, need, resource, decision);
        }
      }
      for (const Arn& resource : need.perhaps) {
        Decision decision = Decide(need, resource);
        LeaveOpen(decision.verdict, "whether the request names it");
        Count(operation, need, resource, decision);
      }
    }
  }

  PolicyJudgement Take() {
    for (auto& entry : missing_) judgement_.missing.push_back(std::move(entry.second));
    return std::move(judgement_);
  }

 private:
  // Where the resources give different verdicts, which of them is asked for decides.
  void AddAlternatives(const OperationNeeds& operation, const Need& need) {
    Decision decision = Decide(need, need.resources.front());
    for (const Arn& resource : need.resources) {
      if (Decide(need, resource).verdict.outcome != decision.verdict.outcome) {
        decision = {.verdict = {.outcome = Outcome::kNotProven,
                                .open = {"which of its resources the request names"}}};
        break;
      }
    }
    Count(operation, need, need.resources.front(), decision);
  }

  // No page says what an action is asked for that AWS lists nowhere: more than some resource cannot
  // be demanded.
  static void TakeAnyResource(Verdict& verdict) {
    if (verdict.outcome == Outcome::kNotProven) verdict = {};
  }

  // What is denied if it is asked for, and may not be.
  static void LeaveOpen(Verdict& verdict, const std::string& why) {
    if (verdict.outcome == Outcome::kMissing)
      verdict = {.outcome = Outcome::kNotProven, .open = {why}};
  }

  void Count(const OperationNeeds& operation, const Need& need, const Arn& resource,
             const Decision& decision) {
    ++judgement_.totals.needs;
    if (decision.verdict.outcome == Outcome::kAllowed) {
      ++judgement_.totals.allowed;
      if (!decision.verdict.run_on && !decision.undocumented) return;
    } else {
      if (decision.verdict.outcome == Outcome::kMissing) ++judgement_.totals.missing;
      AddPhases(operation.operation.phases);
    }
    AddMissing(operation, need, resource, decision);
  }

  const Decision& Decide(const Need& need, const Arn& resource) {
    const auto [known, is_new] = decided_.try_emplace(
        {need.action, resource, need.reason, need.for_service, need.region, need.request_tags});
    if (is_new) known->second = Ask(need, resource);
    return known->second;
  }

  Decision Ask(const Need& need, const Arn& resource) const {
    const RequestContext context = [&](std::string_view key) {
      return ValuesOf(key, need, resource);
    };
    Decision decision = {.verdict = coverage_.Decide(need.action, resource, context)};
    const bool of_cloud_control = need.cloud_control && need.action.starts_with("cloudformation:");
    if (decision.verdict.outcome != Outcome::kMissing || !of_cloud_control) return decision;
    Verdict other = coverage_.Decide(need.action, ShownCloudControl(), context);
    if (other.outcome == Outcome::kMissing) return decision;
    return {.verdict = std::move(other), .undocumented = true};
  }

  // What a request that may set some tags says under a key of these; nothing is known of other
  // keys.
  static KeyValues OfTags(std::string_view key, const RequestTags& tags) {
    KeyValues found = {.known = true, .or_absent = true};
    if (key == "aws:tagkeys") {
      for (const auto& tag : tags.values) found.values.push_back(tag.first);
      return tags.complete ? found : KeyValues{};
    }
    constexpr std::string_view kPrefix = "aws:requesttag/";
    // AWS's own tags are not the user's.
    if (!key.starts_with(kPrefix) || key.starts_with("aws:requesttag/aws:")) return {};
    for (const auto& [name, value] : tags.values) {
      if (CompareIgnoringCase(name, key.substr(kPrefix.size())) != 0) continue;
      // The names of keys are compared in any case.
      if (!value || !found.values.empty()) return {};
      found.values.push_back(*value);
    }
    return found;
  }

  static bool IsOfTags(std::string_view key) {
    return key == "aws:tagkeys" || key.starts_with("aws:requesttag/");
  }

  // Whether an action only reads, and the reference has none of the keys of IsOfTags() for it.
  bool SetsNoTags(std::string_view action) const {
    const snapshot::Action* listed = actions_.FindAction(action);
    if (listed == nullptr) return false;
    using snapshot::AccessLevel;
    const bool reads = Has(*listed, AccessLevel::Read) || Has(*listed, AccessLevel::List);
    const bool changes = Has(*listed, AccessLevel::Write) || Has(*listed, AccessLevel::Tagging) ||
                         Has(*listed, AccessLevel::PermissionsManagement);
    if (!reads || changes) return false;
    return listed->conditions() == nullptr ||
           std::none_of(listed->conditions()->begin(), listed->conditions()->end(),
                        [](const auto* each) { return IsOfTags(Lower(each->string_view())); });
  }

  // What requests for a need on a resource say under a condition key.
  KeyValues ValuesOf(std::string_view key, const Need& need, const Arn& resource) const {
    KeyValues known = iam::ValuesOf(key, facts_);
    if (known.known) return known;
    if (key == "iam:passedtoservice" || key == "iam:awsservicename") {
      if (Lower(ServiceKeyOf(need.action)) != key) return {true, {}};
      if (!need.for_service.empty()) return {true, {need.for_service}};
    }
    if (key == "aws:requestedregion") return RegionOf(need);
    if (IsOfTags(key) && SetsNoTags(need.action)) return {.known = true};
    if (need.request_tags) {
      if (KeyValues tags = OfTags(key, *need.request_tags); tags.known) return tags;
    }
    return OfResource(key, need, resource);
  }

  // Of an ARN without an account, it is not known, but for the buckets that operations are about:
  // these are the account's.
  KeyValues OfResource(std::string_view key, const Need& need, const Arn& resource) const {
    const bool of_s3 = key == "s3:resourceaccount";
    if (key != "aws:resourceaccount" && !of_s3) return {};
    const snapshot::Action* listed = actions_.FindAction(need.action);
    const bool tells =
        listed != nullptr && listed->conditions() != nullptr &&
        std::any_of(listed->conditions()->begin(), listed->conditions()->end(),
                    [](const auto* each) { return each->string_view() == "s3:ResourceAccount"; });
    if (of_s3 && !tells) return {};
    std::string account(AccountOf(resource));
    const bool own = need.reason == Reason::kOwnType || need.reason == Reason::kNamed ||
                     need.reason == Reason::kIdentifier;
    if (account.empty() && tells && own) account = facts_.account;
    return account.empty() ? KeyValues{} : KeyValues{true, {std::move(account)}};
  }

  // The region whose endpoint a request goes to.
  KeyValues RegionOf(const Need& need) const {
    const std::string_view prefix = std::string_view(need.action).substr(0, need.action.find(':'));
    const std::string_view only = actions_.RegionOfService(prefix);
    const bool in_aws = !need.region.empty() && PartitionOf(need.region).name == "aws";
    if (!only.empty()) return in_aws ? KeyValues{true, {std::string(only)}} : KeyValues{};
    const snapshot::ActionService* service = actions_.FindService(prefix);
    const bool known = !need.region.empty() && service != nullptr && service->regional();
    return known ? KeyValues{true, {need.region}} : KeyValues{};
  }

  void AddPhases(const Phases& phases) {
    judgement_.totals.lacking.build |= phases.build;
    judgement_.totals.lacking.test |= phases.test;
    judgement_.totals.lacking.teardown |= phases.teardown;
  }

  void AddMissing(const OperationNeeds& operation, const Need& need, const Arn& resource,
                  const Decision& decision) {
    const Verdict& verdict = decision.verdict;
    MissingPermission& same =
        missing_[{need.action, verdict.outcome, verdict.run_on, decision.undocumented,
                  verdict.denied_by, verdict.layer, verdict.open}];
    if (same.need == nullptr) {
      same.verdict = verdict;
      same.undocumented = decision.undocumented;
      same.need = &need;
      same.first = PolicyPattern(resource);
    }
    same.resources.insert(PolicyPattern(resource));
    same.needed_by.push_back(&operation);
  }

  using Request =
      std::tuple<std::string, Arn, Reason, std::string, std::string, std::optional<RequestTags>>;
  using Cause = std::tuple<std::string, Outcome, bool, bool, const PolicyStatement*, size_t,
                           std::set<std::string>>;

  const Coverage& coverage_;
  const RequestFacts& facts_;
  const ActionReference& actions_;
  std::map<Request, Decision> decided_;
  std::map<Cause, MissingPermission> missing_;
  PolicyJudgement judgement_;
};

}  // namespace

PolicyJudgement JudgePolicies(const std::vector<PolicyLayer>& layers,
                              const std::vector<OperationNeeds>& operations,
                              const RequestFacts& facts, const ActionReference& actions) {
  const Coverage coverage(layers, [&](std::string_view key) { return ValuesOf(key, facts); });
  Judge judge(coverage, facts, actions);
  for (const OperationNeeds& operation : operations) {
    const Needs& needs = operation.needs;
    if (needs.unresolved.empty() && !needs.known.empty()) judge.Add(operation);
  }
  return judge.Take();
}

std::optional<NeededResources> WidestNeeds(const std::vector<OperationNeeds>& operations) {
  std::set<std::pair<std::string_view, Arn>> distinct;
  for (const OperationNeeds& operation : operations) {
    if (!operation.needs.unresolved.empty() || !operation.widest.unresolved.empty()) return {};
    for (const Need& need : operation.widest.known) {
      for (const Arn& resource : need.resources) distinct.insert({need.action, resource});
      if (need.reason == Reason::kCloudControl) distinct.insert({need.action, ShownCloudControl()});
    }
  }
  NeededResources needed;
  for (const auto& [action, resource] : distinct) {
    needed[Lower(action)].push_back(ParseResource(PolicyPattern(resource), Reach::kRunOn));
  }
  return needed;
}

std::set<std::string> UnlistedActions(const std::vector<OperationNeeds>& operations) {
  std::set<std::string> unlisted;
  for (const OperationNeeds& operation : operations) {
    for (const Need& need : operation.widest.known) {
      if (need.status != ListingStatus::kListed) unlisted.insert(Lower(need.action));
    }
  }
  return unlisted;
}

}  // namespace stackql::iam
