#include "iam/explain_denial.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "iam/arn_glob.h"
#include "iam/grants_of.h"
#include "iam/group_grants.h"
#include "iam/policy_pattern.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

// Handler lists may have wildcards: "s3:*".
bool IsAction(const Need& need, const std::string& action) {
  return HasWildcard(need.action) ? IsCalled(Lower(need.action), Lower(action))
                                  : CompareIgnoringCase(need.action, action) == 0;
}

// Of a message, a `*` in an ARN stands for a part that AWS did not know yet.
bool MayBe(const Arn& needed, const std::string& resource) {
  const lang::Glob named = lang::ParseGlob(resource);
  for (const Arn& form : FormsOf(needed)) {
    const lang::Glob pattern = GlobOf(form).glob;
    if (lang::Meets({.layers = {{&pattern}}}, named).answer != Tri::kNo) return true;
  }
  return false;
}

bool IsArn(std::string_view resource) { return resource.starts_with("arn:"); }

// As a policy writes what a message names: its `*` is any text.
Arn Named(std::string_view resource) {
  Arn arn;
  for (;;) {
    const size_t star = resource.find('*');
    Append(arn, resource.substr(0, star));
    if (star == std::string_view::npos) return arn;
    arn.push_back({.kind = Piece::Kind::kAny});
    resource.remove_prefix(star + 1);
  }
}

// What a need has to do with a request.
enum class Relation : uint8_t {
  kOther,   // it is on another resource
  kMay,     // what it is on may be that resource
  kCertain  // it is on that resource
};

// The need on those of its resources that the request may be about.
Relation Narrow(Need& need, const std::string& resource) {
  if (resource.empty()) return Relation::kCertain;
  std::vector<Arn> all = need.resources;
  all.insert(all.end(), need.perhaps.begin(), need.perhaps.end());
  need.perhaps.clear();
  // A resource that is not an ARN is named the way the service names it.
  if (IsArn(resource)) {
    std::erase_if(all, [&](const Arn& arn) { return arn != StarArn() && !MayBe(arn, resource); });
  }
  need.resources = std::move(all);
  if (need.resources.empty()) return Relation::kOther;
  const bool certain = std::ranges::any_of(
      need.resources, [&](const Arn& arn) { return PolicyPattern(arn) == resource; });
  return certain ? Relation::kCertain : Relation::kMay;
}

// Of a message that names no service: the only action of that name that operations need, or else
// that there is.
std::string ActionOf(const Denial& denial, const std::vector<OperationNeeds>& operations,
                     const ActionReference& actions) {
  if (denial.action.find(':') != std::string::npos) {
    const snapshot::Action* listed = actions.FindAction(denial.action);
    if (listed != nullptr) return CanonicalName(denial.action, listed);
    const snapshot::ActionRepair* operation = actions.FindRepair(denial.action, {}, {});
    const bool known = operation != nullptr && operation->actions() != nullptr;
    return known ? operation->actions()->Get(0)->str() : denial.action;
  }
  const std::string name = ":" + Lower(denial.action);
  std::set<std::string> found;
  for (const OperationNeeds& operation : operations) {
    for (const Need& need : operation.needs.known) {
      if (Lower(need.action).ends_with(name)) found.insert(need.action);
    }
  }
  if (found.empty()) {
    actions.Expand("*" + name, [&](std::string_view prefix, const snapshot::Action& action) {
      found.insert(std::string(prefix) + ":" + action.name()->str());
    });
  }
  return found.size() == 1 ? *found.begin() : denial.action;
}

// A need of an operation that may be that of the request.
struct Candidate {
  const OperationNeeds* operation = nullptr;
  Need need = {};
  Relation relation = Relation::kOther;
};

std::vector<Candidate> CandidatesFor(const Denial& denial,
                                     const std::vector<OperationNeeds>& operations) {
  std::vector<Candidate> found;
  for (const OperationNeeds& operation : operations) {
    const std::string& type = operation.operation.type;
    const bool other = !denial.type_name.empty() && !type.empty() && type != denial.type_name;
    for (const Need& need : operation.needs.known) {
      if (other || !IsAction(need, denial.action)) continue;
      Candidate candidate = {&operation, need, Relation::kOther};
      candidate.relation = Narrow(candidate.need, denial.resource);
      candidate.need.action = denial.action;
      found.push_back(std::move(candidate));
    }
  }
  return found;
}

// The least that allows the request.
std::vector<Grant> Least(const Denial& denial, const std::vector<Need>& needs,
                         const ActionReference& actions) {
  if (!IsArn(denial.resource)) {
    std::vector<Grant> grants = GrantsOf(needs, actions, {});
    if (grants.empty()) grants.push_back({.action = denial.action, .resource = "*"});
    return grants;
  }
  // To which service a role is passed, the operations say if they agree.
  Need least = {.action = denial.action, .resources = {Named(denial.resource)}};
  if (!needs.empty()) least.for_service = needs[0].for_service;
  for (const Need& need : needs) {
    if (need.for_service != least.for_service) least.for_service.clear();
  }
  return GrantsOf({least}, actions, {});
}

}  // namespace

DenialAnswer ExplainDenial(const Denial& denial, const std::vector<OperationNeeds>& operations,
                           const Coverage* coverage, const RequestContext& context,
                           const ActionReference& actions) {
  DenialAnswer answer = {.denial = denial};
  const std::string& action = answer.denial.action = ActionOf(denial, operations, actions);
  const std::vector<Candidate> candidates = CandidatesFor(answer.denial, operations);
  // Where some are certainly about the resource, the others are not.
  Relation least = Relation::kMay;
  for (const Candidate& each : candidates) least = std::max(least, each.relation);
  std::vector<Need> needs;
  const auto add = [](std::vector<const OperationNeeds*>& all, const OperationNeeds* operation) {
    if (all.empty() || all.back() != operation) all.push_back(operation);
  };
  for (const Candidate& each : candidates) {
    if (each.relation < least) continue;
    add(answer.made_by, each.operation);
    needs.push_back(each.need);
  }
  for (const Candidate& each : candidates) {
    const bool made = std::ranges::find(answer.made_by, each.operation) != answer.made_by.end();
    if (each.relation == Relation::kOther && !made) add(answer.elsewhere, each.operation);
  }
  const std::string resource = IsArn(denial.resource) ? denial.resource : "*";
  if (coverage != nullptr) {
    answer.verdict = coverage->Decide(action, {{.text = resource}}, context);
    const bool told =
        answer.verdict->outcome == Outcome::kAllowed || answer.verdict->denied_by != nullptr;
    if (denial.by_deny && !told) {
      answer.suspects = coverage->Denying(action, resource, context, answer.suspects_open);
    }
  }
  const bool denied = denial.by_deny || (answer.verdict && answer.verdict->denied_by != nullptr);
  answer.unknown_action = denial.of_event && actions.FindAction(action) == nullptr;
  const bool known = action.find(':') != std::string::npos && !answer.unknown_action;
  if (!denied && known) answer.grant = Group(Least(answer.denial, needs, actions));
  return answer;
}

}  // namespace stackql::iam
