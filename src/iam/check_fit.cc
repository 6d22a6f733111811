#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn_glob.h"
#include "iam/arn_template.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

bool IsOpen(const PolicyText& text) {
  return HasHole(text.text) || text.text.find("${") != std::string::npos;
}

// The resources of a statement, against those that actions apply to.
class Fit {
 public:
  Fit(const std::vector<PolicyText>& resources, const ActionReference& actions)
      : actions_(actions) {
    for (const PolicyText& resource : resources) {
      globs_.push_back(ParseIntended(resource.text, Reach::kRunOn));
      const size_t own = OwnPart(resource.text);
      of_service_ = of_service_ || resource.text.find_first_not_of('*', own) == std::string::npos;
    }
  }

  // What an action without resources may be on: "*", or whatever stands for all of a service.
  // Cloud Control's own are also on what denied calls show.
  bool HoldsAll(std::string_view prefix) const {
    static const lang::Glob shown = lang::ParseGlob(kShownCloudControlArn);
    return of_service_ || (prefix == "cloudformation" &&
                           std::any_of(globs_.begin(), globs_.end(), [&](const lang::Glob& glob) {
                             return lang::PlainlyCovers(shown, glob);
                           }));
  }

  bool Holds(std::string_view prefix, const snapshot::Action& action) {
    return std::any_of(action.resources()->begin(), action.resources()->end(),
                       [&](const snapshot::ActionResource* each) {
                         return HoldsType(prefix, each->arn_type()->string_view());
                       });
  }

 private:
  // Where an ARN's sixth field begins; its end: it has none.
  static size_t OwnPart(std::string_view arn) {
    size_t at = 0;
    for (int i = 0; i < 5 && at != std::string_view::npos; ++i) at = arn.find(':', at) + 1;
    return at == 0 ? arn.size() : at;
  }

  bool HoldsType(std::string_view prefix, std::string_view name) {
    const snapshot::ArnType* type = actions_.FindArnType(prefix, name);
    if (type == nullptr || type->arns() == nullptr) return true;
    const auto [known, is_new] = types_.try_emplace(type);
    if (is_new) {
      known->second = std::any_of(type->arns()->begin(), type->arns()->end(), [&](const auto* arn) {
        return HoldsTemplate(arn->string_view());
      });
    }
    return known->second;
  }

  bool HoldsTemplate(std::string_view arn_template) const {
    const Arn any = FillTemplate(arn_template, [&](std::string_view placeholder) {
      return Arn{{.kind = Piece::Kind::kAny, .alphabet = actions_.AlphabetOf(placeholder)}};
    });
    const lang::Glob needed = GlobOf(any).glob;
    return std::any_of(globs_.begin(), globs_.end(), [&](const lang::Glob& glob) {
      return lang::Meets({.layers = {{&glob}}}, needed).answer != Tri::kNo;
    });
  }

  const ActionReference& actions_;
  std::vector<lang::Glob> globs_;
  std::map<const snapshot::ArnType*, bool> types_;
  bool of_service_ = false;
};

}  // namespace

void CheckFit(const PolicyStatement& statement, const ActionReference& actions,
              Problems& problems) {
  const std::vector<PolicyText>& resources = statement.resources;
  const bool open = std::any_of(resources.begin(), resources.end(), [](const PolicyText& each) {
    return IsOpen(each) || each.text == "*";
  });
  if (open || resources.empty() || statement.not_action || statement.not_resource) return;
  Fit fit(resources, actions);
  for (const PolicyText& action : statement.actions) {
    if (HasHole(action.text) || action.text == "*") continue;
    bool fits = false;
    bool star_only = true;
    actions.Expand(action.text, [&](std::string_view prefix, const snapshot::Action& each) {
      if (fits) return;
      const bool none = each.resources() == nullptr || each.resources()->size() == 0;
      star_only = star_only && none;
      fits = none ? fit.HoldsAll(prefix) : fit.Holds(prefix, each);
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
