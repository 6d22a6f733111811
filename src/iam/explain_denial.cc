#include "iam/explain_denial.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "iam/arn_glob.h"
#include "iam/grants_of.h"
#include "iam/group_grants.h"
#include "iam/policy_pattern.h"

namespace stackql::iam {
namespace {

// Handler lists may have wildcards: "s3:*".
bool IsAction(const Need& need, const std::string& action) {
  return lang::Matches(lang::ParseGlob(Lower(need.action)), Lower(action));
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

// The need on those of its resources that the request may be about; none: it is about another.
Need NarrowedTo(const Need& need, const std::string& resource) {
  Need narrowed = need;
  if (resource.empty()) return narrowed;
  std::vector<Arn> all = need.resources;
  all.insert(all.end(), need.perhaps.begin(), need.perhaps.end());
  std::erase_if(all, [&](const Arn& arn) { return arn != StarArn() && !MayBe(arn, resource); });
  narrowed.resources = std::move(all);
  narrowed.perhaps.clear();
  return narrowed;
}

}  // namespace

DenialAnswer ExplainDenial(const Denial& denial, const std::vector<OperationNeeds>& operations,
                           const Coverage* coverage, const RequestContext& context,
                           const ActionReference& actions) {
  DenialAnswer answer = {.denial = denial};
  std::vector<Need> needs;
  for (const OperationNeeds& operation : operations) {
    bool made = false;
    bool other = false;
    for (const Need& need : operation.needs.known) {
      if (!IsAction(need, denial.action)) continue;
      Need narrowed = NarrowedTo(need, denial.resource);
      made = made || !narrowed.resources.empty();
      other = other || narrowed.resources.empty();
      narrowed.action = denial.action;
      if (!narrowed.resources.empty()) needs.push_back(std::move(narrowed));
    }
    if (made) answer.made_by.push_back(&operation);
    if (other && !made) answer.elsewhere.push_back(&operation);
  }
  const std::string resource = denial.resource.empty() ? "*" : denial.resource;
  std::vector<Grant> grants = GrantsOf(needs, actions, {});
  if (grants.empty()) grants.push_back({.action = denial.action, .resource = resource});
  answer.grant = Group(grants);
  if (coverage != nullptr) {
    answer.verdict = coverage->Decide(denial.action, {{.text = resource}}, context);
  }
  return answer;
}

}  // namespace stackql::iam
