#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "iam/arn_template.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kPassRole = "iam:PassRole";
constexpr std::string_view kServiceLinked = "iam:CreateServiceLinkedRole";

bool HasWildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

// Texts that are not all known, or that a request fills in.
bool IsOpen(const PolicyText& text) {
  return HasHole(text.text) || text.text.find("${") != std::string::npos;
}

class GrantChecker {
 public:
  GrantChecker(PolicyKind kind, const ActionReference& actions,
               const std::set<std::string>& unlisted, Problems& problems)
      : grants_(kind == PolicyKind::kIdentity),
        actions_(actions),
        unlisted_(unlisted),
        problems_(problems) {}

  void Check(const PolicyStatement& statement) {
    bool sound = statement.complete;
    for (const PolicyText& action : statement.actions) sound &= CheckAction(action);
    for (const PolicyText& resource : statement.resources) sound &= CheckResource(resource);
    if (grants_) {
      CheckNegation(statement);
      CheckPowerful<rules::PassRoleStar>(statement, kPassRole);
      CheckPowerful<rules::ServiceLinkedRoleStar>(statement, kServiceLinked);
    }
    CheckRepeated(statement);
    if (sound && !statement.not_action && !statement.not_resource) CheckFit(statement);
  }

 private:
  void Report(Loc where, Message what, std::string help = {}) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  // False if it is not one that AWS lists.
  bool CheckAction(const PolicyText& action) {
    const std::string& text = action.text;
    if (HasHole(text) || text == "*") return true;
    const size_t colon = text.find(':');
    if (colon == std::string::npos || text.find_first_of(" ,") != std::string::npos) {
      Report(action.where, rules::MalformedAction{.action = text}, "Write 'service:Action'.");
      return false;
    }
    const std::string prefix = Lower(text.substr(0, colon));
    if (prefix == "cloudcontrol" || prefix == "cloudcontrolapi") {
      Report(action.where, rules::CloudControlPrefix{.action = text},
             "Write 'cloudformation:" + text.substr(colon + 1) + "'.");
      return false;
    }
    if (HasWildcard(prefix)) return true;
    const snapshot::ActionService* service = actions_.FindService(prefix);
    if (service == nullptr) {
      const std::vector<std::string_view> services = actions_.Services();
      const std::string_view meant = Suggest(prefix, services);
      Report(action.where, rules::UnknownAction::Service{.prefix = prefix}, DidYouMean(meant));
      return false;
    }
    bool any = false;
    actions_.Expand(text, [&](std::string_view, const snapshot::Action&) { any = true; });
    if (any) return true;
    // Handlers know better.
    if (unlisted_.count(Lower(text)) > 0) return false;
    Report(action.where,
           HasWildcard(text) ? Message(rules::UnknownAction::Pattern{.action = text})
                             : rules::UnknownAction{.action = text},
           Meant(*service, text.substr(colon + 1)));
    return false;
  }

  static std::string Meant(const snapshot::ActionService& service, const std::string& name) {
    std::vector<std::string_view> names;
    if (service.actions() == nullptr || HasWildcard(name)) return {};
    for (const auto* action : *service.actions()) names.push_back(action->name()->string_view());
    const std::string_view meant = Suggest(name, names);
    if (meant.empty()) return {};
    return DidYouMean(service.prefix()->str() + ":" + std::string(meant));
  }

  bool CheckResource(const PolicyText& resource) {
    const std::string& text = resource.text;
    // One that ends in a wildcard stands for whatever follows.
    if (HasHole(text) ||
        (!text.empty() && text.back() == '*' && std::count(text.begin(), text.end(), ':') < 5 &&
         (text.size() <= 4 || text.compare(0, 4, "arn:") == 0))) {
      return true;
    }
    const bool arn = text.compare(0, 4, "arn:") == 0 || HasWildcard(text.substr(0, 4));
    if (arn && std::count(text.begin(), text.end(), ':') >= 5) return CheckParts(resource);
    Report(resource.where, rules::InvalidResource{.resource = text},
           "Write '*' or 'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'.");
    return false;
  }

  bool CheckParts(const PolicyText& resource) {
    if (IsOpen(resource)) return true;
    std::vector<std::string_view> parts;
    std::string_view rest = resource.text;
    for (int i = 0; i < 5; ++i) {
      parts.push_back(rest.substr(0, rest.find(':')));
      rest.remove_prefix(parts.back().size() + 1);
    }
    const auto plain = [](std::string_view part) {
      return part.find_first_of("*?$") == std::string_view::npos;
    };
    const std::string_view account = parts[4];
    const bool digits = account.find_first_not_of("0123456789") == std::string_view::npos;
    if (plain(account) && !account.empty() && account != "aws" &&
        (!digits || account.size() != 12)) {
      Report(resource.where,
             rules::InvalidResource::Account{.account = account, .resource = resource.text},
             "An account ID has 12 digits.");
      return false;
    }
    if (plain(parts[1]) && parts[1].substr(0, 3) != "aws") {
      Report(resource.where,
             rules::InvalidResource::Partition{.partition = parts[1], .resource = resource.text},
             "Partitions are aws, aws-cn, aws-us-gov and similar.");
      return false;
    }
    return true;
  }

  void CheckNegation(const PolicyStatement& statement) {
    if (statement.effect != Effect::kAllow) return;
    if (statement.not_action) Report(statement.where, rules::AllowAllBut{.element = "NotAction"});
    if (statement.not_resource) {
      Report(statement.where, rules::AllowAllBut{.element = "NotResource"});
    }
  }

  // An action that hands out permissions, on every resource and without a condition.
  template <typename What>
  void CheckPowerful(const PolicyStatement& statement, std::string_view action) {
    const auto star = [](const PolicyText& text) { return text.text == "*"; };
    const bool all = statement.not_resource ||
                     std::any_of(statement.resources.begin(), statement.resources.end(), star);
    if (statement.effect != Effect::kAllow || !all || !statement.tests.empty() ||
        statement.not_action) {
      return;
    }
    const lang::Glob named = lang::ParseGlob(Lower(action));
    for (const PolicyText& each : statement.actions) {
      if (IsOpen(each)) continue;
      if (!lang::PlainlyCovers(lang::ParseGlob(Lower(each.text)), named)) continue;
      Report(each.where, What{.action = each.text});
      return;
    }
  }

  // The same action twice, or one that a wildcard of the same statement has.
  void CheckRepeated(const PolicyStatement& statement) {
    if (!statement.complete) return;
    std::vector<lang::Glob> globs;
    for (const PolicyText& action : statement.actions) {
      globs.push_back(lang::ParseGlob(Lower(action.text)));
    }
    for (size_t i = 0; i < globs.size(); ++i) {
      if (IsOpen(statement.actions[i])) continue;
      for (size_t j = 0; j < globs.size(); ++j) {
        if (i == j || IsOpen(statement.actions[j])) continue;
        // Without wildcards, only the same.
        if (!HasWildcard(statement.actions[j].text) && globs[i] != globs[j]) continue;
        if (!lang::PlainlyCovers(globs[j], globs[i])) continue;
        if (globs[i] == globs[j] && i < j) continue;
        Report(statement.actions[i].where,
               rules::RedundantAction{.action = statement.actions[i].text,
                                      .by = statement.actions[j].text});
        break;
      }
    }
  }

  // --- whether actions and resources fit ---------------------------------------------------------

  void CheckFit(const PolicyStatement& statement) {
    std::vector<lang::Glob> resources;
    for (const PolicyText& resource : statement.resources) {
      if (IsOpen(resource) || resource.text == "*") return;
      resources.push_back(ParseAtWidest(resource.text));
    }
    if (resources.empty()) return;
    for (const PolicyText& action : statement.actions) {
      if (HasHole(action.text) || action.text == "*") continue;
      bool fits = false;
      bool star_only = true;
      actions_.Expand(action.text, [&](std::string_view prefix, const snapshot::Action& each) {
        const bool none = each.resources() == nullptr || each.resources()->size() == 0;
        star_only = star_only && none;
        fits = fits || (none ? IsCloudControl(prefix, resources) : Fits(prefix, each, resources));
      });
      if (fits) continue;
      Report(action.where,
             star_only ? Message(rules::ResourceMismatch::Star{
                             .action = action.text, .resource = statement.resources[0].text})
                       : rules::ResourceMismatch{.action = action.text,
                                                 .resource = statement.resources[0].text},
             star_only ? "Allow it on '*' in a statement of its own." : "");
    }
  }

  static bool IsCloudControl(std::string_view prefix, const std::vector<lang::Glob>& resources) {
    const lang::Glob shown = lang::ParseGlob(kShownCloudControlArn);
    return prefix == "cloudformation" &&
           std::any_of(resources.begin(), resources.end(), [&](const lang::Glob& resource) {
             return lang::PlainlyCovers(shown, resource);
           });
  }

  bool Fits(std::string_view prefix, const snapshot::Action& action,
            const std::vector<lang::Glob>& resources) const {
    for (const snapshot::ActionResource* each : *action.resources()) {
      const snapshot::ArnType* type = actions_.FindArnType(prefix, each->arn_type()->string_view());
      if (type == nullptr || type->arns() == nullptr) return true;
      for (const auto* arn : *type->arns()) {
        const Arn any = FillTemplate(
            arn->string_view(), [](std::string_view) { return Arn{{.kind = Piece::Kind::kAny}}; });
        const lang::Glob named = ParsePattern(PolicyPattern(any), Reach::kInPart);
        const bool meets =
            std::any_of(resources.begin(), resources.end(), [&](const lang::Glob& resource) {
              return lang::Meets({.layers = {{&resource}}}, named).answer != Tri::kNo;
            });
        if (meets) return true;
      }
    }
    return false;
  }

  const bool grants_;  // else it only limits what others grant
  const ActionReference& actions_;
  const std::set<std::string>& unlisted_;
  Problems& problems_;
};

}  // namespace

void CheckGrants(const PolicyDocument& document, PolicyKind kind, const ActionReference& actions,
                 const std::set<std::string>& unlisted, Problems& problems) {
  GrantChecker checker(kind, actions, unlisted, problems);
  for (const PolicyStatement& statement : document.statements) checker.Check(statement);
}

}  // namespace stackql::iam
