#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

constexpr size_t kMostCompared = 300;  // of a statement; more are not compared with each other
// API Gateway completes the ARNs of an API's policy ("API Gateway resource policy examples").
constexpr std::string_view kOfApi = "execute-api:/";
constexpr std::string_view kPassRole = "iam:PassRole";
constexpr std::string_view kServiceLinked = "iam:CreateServiceLinkedRole";

class GrantChecker {
 public:
  GrantChecker(const PolicyDocument& document, const PolicyFacts& facts, Problems& problems)
      : document_(document), facts_(facts), actions_(facts.actions), problems_(problems) {}

  void Check(const PolicyStatement& statement) {
    bool sound = statement.complete;
    for (const PolicyText& action : statement.actions) sound &= CheckAction(action);
    for (const PolicyText& resource : statement.resources) {
      const bool relative =
          facts_.kind == PolicyKind::kResource && resource.text.starts_with(kOfApi);
      sound &= !relative && CheckResource(resource, facts_.regions, problems_);
    }
    // Others only limit what these grant.
    if (facts_.kind == PolicyKind::kIdentity) {
      CheckNegation(statement);
      CheckPowerful<rules::PassRoleStar>(statement, kPassRole);
      CheckPowerful<rules::ServiceLinkedRoleStar>(statement, kServiceLinked);
    }
    CheckRepeated(statement);
    CheckRepeatedResources(statement);
    if (sound) CheckFit(statement, actions_, problems_);
  }

 private:
  void Report(Loc where, Message what, std::string help = {}) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  // Whether the document denies an action everywhere and always, or may.
  bool IsDenied(std::string_view action) const {
    return std::ranges::any_of(document_.statements, [&](const PolicyStatement& statement) {
      return DeniesAlways(statement, action);
    });
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
      problems_.back().repairs.push_back(
          ReplaceWith("cloudformation:" + text.substr(colon + 1), action.where));
      return false;
    }
    if (HasWildcard(prefix)) return true;
    const snapshot::ActionService* service = actions_.FindService(prefix);
    if (service == nullptr && actions_.IsRetired(prefix)) {
      Report(action.where, rules::UnknownAction::Retired{.prefix = prefix}, "Remove it.");
      return false;
    }
    if (service == nullptr) {
      const std::vector<std::string_view> services = actions_.Services();
      std::string meant(actions_.PrefixOfName(prefix));
      if (meant.empty()) meant = Suggest(prefix, services);
      Report(action.where, rules::UnknownAction::Service{.prefix = prefix}, DidYouMean(meant));
      Suggested(text, meant.empty() ? "" : meant + text.substr(colon), action.where);
      return false;
    }
    bool any = false;
    actions_.Expand(text, [&](std::string_view, const snapshot::Action&) { any = true; });
    if (any) return true;
    // Handlers know better.
    if (facts_.unlisted.count(Lower(text)) > 0) return false;
    const std::string meant = Meant(*service, text.substr(colon + 1));
    Report(action.where,
           HasWildcard(text) ? Message(rules::UnknownAction::Pattern{.action = text})
                             : rules::UnknownAction{.action = text},
           DidYouMean(meant));
    Suggested(text, meant, action.where);
    return false;
  }

  static std::string Meant(const snapshot::ActionService& service, const std::string& name) {
    std::vector<std::string_view> names;
    if (service.actions() == nullptr || HasWildcard(name)) return {};
    for (const auto* action : *service.actions()) names.push_back(action->name()->string_view());
    const std::string_view meant = Suggest(name, names);
    if (meant.empty()) return {};
    return service.prefix()->str() + ":" + std::string(meant);
  }

  // Adds the replacement to what was reported; `meant` may be empty.
  void Suggested(const std::string& text, const std::string& meant, Loc where) {
    if (!meant.empty()) problems_.back().repairs.push_back(Correct(text, meant, where));
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
    if (IsDenied(action)) return;
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
    const std::vector<PolicyText>& all = statement.actions;
    std::map<std::string, size_t> first;
    std::vector<std::pair<size_t, lang::Glob>> wildcards;
    for (size_t i = 0; i < all.size(); ++i) {
      if (IsOpen(all[i])) continue;
      const std::string text = Lower(all[i].text);
      first.try_emplace(text, i);
      if (HasWildcard(text) && wildcards.size() < kMostCompared) {
        wildcards.emplace_back(i, lang::ParseGlob(text));
      }
    }
    for (size_t i = 0; i < all.size(); ++i) {
      if (IsOpen(all[i])) continue;
      const std::string text = Lower(all[i].text);
      const size_t same = first.at(text);
      const auto by = std::find_if(wildcards.begin(), wildcards.end(), [&](const auto& wildcard) {
        return Lower(all[wildcard.first].text) != text &&
               lang::PlainlyCovers(wildcard.second, lang::ParseGlob(text));
      });
      if (same == i && by == wildcards.end()) continue;
      const size_t other = same != i ? same : by->first;
      Report(all[i].where, rules::RedundantAction{.action = all[i].text, .by = all[other].text});
      problems_.back().repairs.push_back(RemoveItem(all[i].where));
    }
  }

  // The same resource twice, or one that a wildcard of the same statement has.
  void CheckRepeatedResources(const PolicyStatement& statement) {
    const std::vector<PolicyText>& all = statement.resources;
    if (!statement.complete || all.size() > kMostCompared) return;
    for (size_t i = 0; i < all.size(); ++i) {
      if (IsOpen(all[i])) continue;
      for (size_t j = 0; j < all.size(); ++j) {
        const bool same = all[i].text == all[j].text;
        if (i == j || IsOpen(all[j]) || (same && i < j)) continue;
        if (!PatternCovers(all[j].text, all[i].text)) continue;
        Report(all[i].where,
               rules::RedundantAction::Resource{.action = all[i].text, .by = all[j].text});
        problems_.back().repairs.push_back(RemoveItem(all[i].where));
        break;
      }
    }
  }

  const PolicyDocument& document_;
  const PolicyFacts& facts_;
  const ActionReference& actions_;
  Problems& problems_;
};

}  // namespace

bool DeniesAlways(const PolicyStatement& statement, std::string_view action) {
  const bool always = statement.effect == Effect::kDeny && statement.tests.empty() &&
                      statement.given.empty() && !statement.not_resource &&
                      std::ranges::any_of(statement.resources, [](const PolicyText& each) {
                        return each.text == "*" || HasHole(each.text);
                      });
  if (!always) return false;
  const std::string name = Lower(action);
  const bool listed = std::ranges::any_of(statement.actions, [&](const PolicyText& each) {
    return IsOpen(each) || lang::Matches(lang::ParseGlob(Lower(each.text)), name);
  });
  return listed != statement.not_action;
}

void CheckGrants(const PolicyDocument& document, const PolicyFacts& facts, Problems& problems) {
  GrantChecker checker(document, facts, problems);
  for (const PolicyStatement& statement : document.statements) checker.Check(statement);
}

}  // namespace stackql::iam
