#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "iam/covered.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

// API Gateway completes the ARNs of an API's policy ("API Gateway resource policy examples").
constexpr std::string_view kOfApi = "execute-api:/";

class GrantChecker {
 public:
  GrantChecker(const PolicyFacts& facts, Problems& problems)
      : facts_(facts), actions_(facts.actions), problems_(problems) {}

  void Check(const PolicyStatement& statement) {
    bool sound = statement.complete;
    for (const PolicyText& action : statement.actions) sound &= CheckAction(action);
    const bool of_iam =
        facts_.kind == PolicyKind::kIdentity || facts_.kind == PolicyKind::kBoundary;
    for (const PolicyText& resource : statement.resources) {
      const bool relative =
          facts_.kind == PolicyKind::kResource && resource.text.starts_with(kOfApi);
      sound &= !relative && CheckResource(resource, facts_.regions, of_iam, problems_);
    }
    // Others only limit what these grant.
    if (facts_.kind == PolicyKind::kIdentity) CheckNegation(statement);
    CheckRepeated(statement);
    if (sound) CheckFit(statement, actions_, problems_);
  }

 private:
  void Report(Loc where, Message what, std::string help = {}) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  // False if it is not one that AWS lists.
  bool CheckAction(const PolicyText& action) {
    const std::string& text = action.text;
    if (HasHole(text) || text == "*") return true;
    // Handlers know better.
    if (facts_.unlisted.count(Lower(text)) > 0) return false;
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
    if (HasWildcard(prefix)) {
      Report(action.where, rules::MalformedAction::Wildcard{.action = text},
             "Name the service; list an action for each.");
      return false;
    }
    if (text.find(':', colon + 1) != std::string::npos) {
      Report(action.where, rules::MalformedAction::Colons{.action = text},
             "Write 'service:Action'.");
      return false;
    }
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

  // Actions that others of the same statement cover, and resources.
  void CheckRepeated(const PolicyStatement& statement) {
    if (!statement.complete || IsChosen(statement)) return;
    std::vector<std::string> actions;
    std::vector<std::string> resources;
    for (const PolicyText& each : statement.actions) actions.push_back(Lower(each.text));
    for (const PolicyText& each : statement.resources) resources.push_back(each.text);
    ReportCovered<rules::RedundantAction>(statement.actions, FindCovered(actions, lang::ParseGlob));
    ReportCovered<rules::RedundantAction::Resource>(
        statement.resources, FindCovered(resources, [](std::string_view text) {
          return ParseResource(text, Reach::kInPart);
        }));
  }

  template <typename What>
  void ReportCovered(const std::vector<PolicyText>& all, const std::vector<Covered>& covered) {
    for (const auto& [which, by] : covered) {
      Report(all[which].where, What{.action = all[which].text, .by = all[by].text});
      problems_.back().repairs.push_back(RemoveItem(all[which].where));
    }
  }

  const PolicyFacts& facts_;
  const ActionReference& actions_;
  Problems& problems_;
};

}  // namespace

void CheckGrants(const PolicyDocument& document, const PolicyFacts& facts, Problems& problems) {
  GrantChecker checker(facts, problems);
  for (const PolicyStatement& statement : document.statements) checker.Check(statement);
}

}  // namespace stackql::iam
