#include <map>
#include <set>
#include <string>
#include <utility>

#include "rules/live.h"
#include "verify/judge.h"

namespace stackql::verify {
namespace {

constexpr size_t kMostNotes = 8;
constexpr size_t kMostShown = 3;

enum class Verdict : uint8_t { kAllowed, kDenied, kOpen };

// A denial is certain only if it depends on nothing that IAM was not told.
Verdict VerdictOf(const aws::Simulated& simulated, bool known) {
  if (simulated.decision == "allowed") return Verdict::kAllowed;
  const bool sure = known && simulated.missing_context.empty();
  return sure || simulated.decision == "explicitDeny" ? Verdict::kDenied : Verdict::kOpen;
}

// One action that is not allowed: on what, and where it is needed.
struct Denied {
  std::set<std::string> resources = {};
  std::vector<Loc> places = {};
};

std::string Joined(const std::set<std::string>& resources, bool show_accounts) {
  std::string text;
  size_t count = 0;
  for (const std::string& resource : resources) {
    if (count++ == kMostShown) break;
    text += (text.empty() ? "" : "', '") + (show_accounts ? resource : MaskAccounts(resource));
  }
  return text;
}

}  // namespace

void JudgePermissions(const std::vector<Permission>& permissions, Judgement& judgement) {
  std::map<std::string, Denied> denied;
  for (const Permission& permission : permissions) {
    const auto found = judgement.answers.permissions.find(permission.question);
    if (found == judgement.answers.permissions.end()) continue;
    const aws::Reply<aws::Simulated>& result = found->second;
    if (!result.answer) {
      judgement.unchecked.Add(Unchecked::What::kPermissions, judgement.options.principal,
                              result.failure, permission.where);
      continue;
    }
    switch (VerdictOf(*result.answer, permission.known)) {
      case Verdict::kAllowed:
        break;
      case Verdict::kOpen:
        ++judgement.tally.open_permissions;
        break;
      case Verdict::kDenied:
        Denied& action = denied[permission.question.action];
        action.resources.insert(permission.question.resource);
        if (action.places.empty() || action.places.back() != permission.where) {
          action.places.push_back(permission.where);
        }
    }
  }
  for (const auto& [action, lack] : denied) {
    Problem problem = {
        .what = rules::LivePermission{.action = action,
                                      .principal = judgement.options.principal,
                                      .resources =
                                          Joined(lack.resources, judgement.options.show_accounts)},
        .where = lack.places.front()};
    for (size_t i = 1; i < lack.places.size() && i < kMostNotes; ++i) {
      problem.related.push_back({lack.places[i], "also needed here"});
    }
    judgement.problems.push_back(std::move(problem));
  }
}

}  // namespace stackql::verify
