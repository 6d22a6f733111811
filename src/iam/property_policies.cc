#include "iam/property_policies.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "iam/read_policy.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

// Actions that a trust policy may have ("Using roles", "Roles terms and concepts").
constexpr auto kTrustActions = std::to_array<std::string_view>(
    {"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession",
     "sts:setsourceidentity", "sts:setcontext"});

// The values at "Policies/*/PolicyDocument" below one.
void Collect(const Values& values, ValueId value, std::string_view path,
             std::vector<ValueId>& found) {
  const std::string_view name = path.substr(0, path.find('/'));
  const std::string_view rest = path.substr(std::min(name.size() + 1, path.size()));
  const auto step = [&](ValueId next) {
    if (rest.empty()) {
      found.push_back(next);
    } else {
      Collect(values, next, rest, found);
    }
  };
  if (name == "*" && values[value].kind == Kind::kArray) {
    for (const ValueId element : values.Elements(value)) step(element);
  } else if (name != "*" && values[value].kind == Kind::kObject) {
    if (const ValueId next = values.Find(value, name); next != kNoValue) step(next);
  }
}

class Checker {
 public:
  Checker(const Values& values, const snapshot::PropertyPolicy& property, PolicyFacts facts,
          Problems& problems)
      : values_(values), property_(property), facts_(std::move(facts)), problems_(problems) {
    const std::string_view kind = property.kind()->string_view();
    facts_.kind = kind == "identity" ? PolicyKind::kIdentity
                  : kind == "trust"  ? PolicyKind::kTrust
                                     : PolicyKind::kResource;
  }

  void Check(ValueId object) {
    const PolicyDocument document = ReadPolicyValue(values_, object, problems_);
    CheckElements(values_, document, facts_.kind, problems_);
    CheckGrants(document, facts_, problems_);
    CheckConditions(document, facts_.actions, problems_);
    if (facts_.kind == PolicyKind::kIdentity) {
      CheckRisks(document, facts_.actions, problems_);
      CheckRedundancy(document, problems_);
    }
    for (const PolicyStatement& statement : document.statements) {
      CheckReferences(values_, statement, problems_);
      if (facts_.kind != PolicyKind::kIdentity) CheckPrincipals(values_, statement, problems_);
      if (facts_.kind == PolicyKind::kTrust) CheckTrusted(statement);
      if (property_.service() != nullptr) CheckService(statement);
      const bool guarded =
          property_.kind()->string_view() == "endpoint" || facts_.kind == PolicyKind::kIdentity;
      if (!guarded) CheckPublic(statement);
    }
  }

 private:
  void CheckTrusted(const PolicyStatement& statement) {
    if (statement.not_action) return;
    for (const PolicyText& action : statement.actions) {
      if (HasHole(action.text)) continue;
      const lang::Glob pattern = lang::ParseGlob(Lower(action.text));
      const bool fits = std::ranges::any_of(
          kTrustActions, [&](std::string_view each) { return lang::Matches(pattern, each); });
      if (fits) continue;
      problems_.push_back({.what = rules::TrustAction{.action = action.text},
                           .where = action.where,
                           .help = "Write 'sts:AssumeRole'.",
                           .repairs = {ReplaceWith("sts:AssumeRole", action.where)}});
    }
  }

  void CheckService(const PolicyStatement& statement) {
    const std::string_view service = property_.service()->string_view();
    for (const PolicyText& action : statement.actions) {
      const size_t colon = action.text.find(':');
      if (colon == std::string::npos || HasHole(action.text)) continue;
      const std::string prefix = Lower(action.text.substr(0, colon));
      if (prefix == service || HasWildcard(prefix)) continue;
      problems_.push_back({.what = rules::ForeignAction{.action = action.text, .service = service},
                           .where = action.where});
    }
  }

  // An Allow for everyone that nothing restricts.
  void CheckPublic(const PolicyStatement& statement) {
    const Value& object = values_[statement.value];
    if (statement.effect != Effect::kAllow || object.kind != Kind::kObject || object.open ||
        values_.Find(statement.value, "Condition") != kNoValue) {
      return;
    }
    const ValueId principal = values_.Find(statement.value, "Principal");
    if (principal == kNoValue) return;
    std::vector<ValueId> named = {principal};
    if (values_[principal].kind == Kind::kObject) {
      named = {values_.Find(principal, "AWS")};
      if (named[0] == kNoValue) return;
    }
    if (values_[named[0]].kind == Kind::kArray) {
      const auto elements = values_.Elements(named[0]);
      named.assign(elements.begin(), elements.end());
    }
    for (const ValueId each : named) {
      const bool everyone =
          values_[each].kind == Kind::kString && values_.Known(each) && values_.Text(each) == "*";
      if (!everyone) continue;
      const bool trust = facts_.kind == PolicyKind::kTrust;
      const std::string_view type = property_.type_name()->string_view();
      problems_.push_back({.what = trust ? Message(rules::PublicPrincipal::Trust{.type = type})
                                         : rules::PublicPrincipal{.type = type},
                           .where = values_.Where(each)});
      return;
    }
  }

  const Values& values_;
  const snapshot::PropertyPolicy& property_;
  PolicyFacts facts_;
  Problems& problems_;
};

// IAM takes no document without statements. An update may write only some of its members, and what
// an empty one of another service means is up to that.
void CheckWhole(const Values& values, const Operation& operation,
                const snapshot::PropertyPolicy& property, ValueId document, Problems& problems) {
  const std::string_view kind = property.kind()->string_view();
  const bool whole = operation.call == Call::kCreate && !values[document].open;
  if (!whole || (kind != "identity" && kind != "trust")) return;
  problems.push_back({.what = rules::PolicyStructure::Missing{.element = "Statement"},
                      .where = values.Where(document)});
}

}  // namespace

void CheckPropertyPolicies(const Values& values, const Operation& operation,
                           const ActionReference& actions,
                           const std::vector<std::string_view>& regions, Problems& problems) {
  if (operation.desired == kNoValue) return;
  for (const snapshot::PropertyPolicy* property : actions.PoliciesOf(operation.type_name)) {
    std::vector<ValueId> documents;
    Collect(values, operation.desired, property->path()->string_view(), documents);
    for (const ValueId document : documents) {
      if (values[document].kind != Kind::kObject) continue;
      if (values.Find(document, "Statement") == kNoValue) {
        CheckWhole(values, operation, *property, document, problems);
        continue;
      }
      Checker(values, *property, {.actions = actions, .regions = regions}, problems)
          .Check(document);
    }
  }
}

}  // namespace stackql::iam
