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

// Where an ARN's sixth field begins; its end: it has none.
size_t OwnPart(std::string_view arn) {
  size_t at = 0;
  for (int i = 0; i < kColonsOfArn; ++i) {
    const size_t colon = arn.find(':', at);
    if (colon == std::string_view::npos) return arn.size();
    at = colon + 1;
  }
  return at;
}

// All of a service's resources: "arn:aws:s3:::*".
bool IsOfService(const PolicyText& resource) {
  return resource.text.find_first_not_of('*', OwnPart(resource.text)) == std::string::npos;
}

// What an action without resources may be on: "*", or whatever stands for all of a service. Cloud
// Control's own are also on what denied calls show.
bool HoldsAll(std::string_view prefix, const std::vector<PolicyText>& resources,
              const std::vector<lang::Glob>& patterns) {
  static const lang::Glob shown = lang::ParseGlob(kShownCloudControlArn);
  return std::any_of(resources.begin(), resources.end(), IsOfService) ||
         (prefix == "cloudformation" &&
          std::any_of(patterns.begin(), patterns.end(), [&](const lang::Glob& pattern) {
            return lang::PlainlyCovers(shown, pattern);
          }));
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
      fits = none ? HoldsAll(prefix, resources, fit.patterns()) : fit.Holds(prefix, each);
    });
    if (fits) continue;
    using rules::ResourceMismatch;
    const std::string& resource = resources[0].text;
    problems.push_back(
        {.what = star_only
                     ? Message(ResourceMismatch::Star{.action = action.text, .resource = resource})
                     : ResourceMismatch{.action = action.text, .resource = resource},
         .where = action.where,
         .help = star_only ? "Allow it on '*' in a statement of its own." : ""});
  }
}

}  // namespace stackql::iam
