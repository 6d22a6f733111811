#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/arn.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "iam/resource_fit.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

// All of a service's resources: "arn:aws:s3:::*".
bool IsOfService(const PolicyText& resource) {
  return ArnField(resource.text, kResourceField).find_first_not_of('*') == std::string_view::npos;
}

// All resources of one type: "arn:aws:iam::*:role/*". Some services ask for this where the
// reference says that they ask for "*", as their messages of denied requests show.
bool IsOfType(const PolicyText& resource) {
  const std::string_view own = ArnField(resource.text, kResourceField);
  const size_t end = own.find_first_of("/:");
  return end != std::string_view::npos && own.substr(0, end).find('*') == std::string_view::npos &&
         own.find_first_not_of("/:*", end) == std::string_view::npos;
}

// What an action without resources may be on: "*", whatever stands for all of a service, or ARNs
// that another page of AWS's tells of. Cloud Control's own are also on what denied calls show.
bool HoldsAll(std::string_view prefix, const snapshot::Action& action,
              const std::vector<PolicyText>& resources, const ResourceFit& fit) {
  static const lang::Glob shown = lang::ParseGlob(kShownCloudControlArn);
  return std::any_of(resources.begin(), resources.end(), IsOfService) ||
         (prefix == "cloudformation" && std::any_of(fit.patterns().begin(), fit.patterns().end(),
                                                    [&](const lang::Glob& pattern) {
                                                      return lang::PlainlyCovers(shown, pattern);
                                                    })) ||
         fit.HoldsOwn(prefix, action);
}

Message MessageOf(const std::string& action, const std::vector<PolicyText>& resources,
                  bool star_only) {
  using rules::ResourceMismatch;
  const std::string& resource = resources[0].text;
  if (!star_only) return ResourceMismatch{.action = action, .resource = resource};
  const auto of_type = std::find_if(resources.begin(), resources.end(), IsOfType);
  if (of_type == resources.end()) {
    return ResourceMismatch::Star{.action = action, .resource = resource};
  }
  return ResourceMismatch::Undocumented{.action = action, .resource = of_type->text};
}

}  // namespace

void CheckFit(const PolicyStatement& statement, const ActionReference& actions,
              Problems& problems) {
  const std::vector<PolicyText>& resources = statement.resources;
  const bool open = std::any_of(resources.begin(), resources.end(), [](const PolicyText& each) {
    return IsOpen(each) || each.text == "*";
  });
  if (open || resources.empty() || statement.not_action || statement.not_resource) return;
  std::vector<lang::Glob> patterns;
  patterns.reserve(resources.size());
  for (const PolicyText& resource : resources) {
    patterns.push_back(ParseIntended(resource.text, Reach::kRunOn));
  }
  ResourceFit fit(std::move(patterns), actions);
  for (const PolicyText& action : statement.actions) {
    if (HasHole(action.text) || action.text == "*") continue;
    bool fits = false;
    bool star_only = true;
    actions.Expand(action.text, [&](std::string_view prefix, const snapshot::Action& each) {
      if (fits) return;
      const bool none = each.resources() == nullptr;
      star_only = star_only && none;
      fits = none ? HoldsAll(prefix, each, resources, fit) : fit.Holds(prefix, each);
    });
    if (fits) continue;
    problems.push_back({.what = MessageOf(action.text, resources, star_only),
                        .where = action.where,
                        .help = star_only ? "Allow it on '*' in a statement of its own." : ""});
  }
}

}  // namespace stackql::iam
