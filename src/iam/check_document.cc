#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

// Actions that a trust policy may have ("Using roles", "Roles terms and concepts").
constexpr auto kTrustActions = std::to_array<std::string_view>(
    {"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession",
     "sts:setsourceidentity", "sts:setcontext"});

void CheckTrusted(const PolicyStatement& statement, Problems& problems) {
  if (statement.not_action) return;
  for (const PolicyText& action : statement.actions) {
    if (HasHole(action.text)) continue;
    const lang::Glob pattern = lang::ParseGlob(Lower(action.text));
    const bool fits = std::ranges::any_of(
        kTrustActions, [&](std::string_view each) { return lang::Matches(pattern, each); });
    if (fits) continue;
    problems.push_back({.what = rules::TrustAction{.action = action.text},
                        .where = action.where,
                        .help = "Write 'sts:AssumeRole'.",
                        .repairs = {ReplaceWith("sts:AssumeRole", action.where)}});
  }
}

void CheckTrust(const Values& values, const PolicyStatement& statement, Problems& problems) {
  CheckTrusted(statement, problems);
  CheckTrustPrincipals(values, statement, problems);
  const ValueId everyone = UnconditionalEveryone(values, statement);
  if (everyone == kNoValue) return;
  problems.push_back({.what = rules::PublicPrincipal::Trust{.type = "AWS::IAM::Role"},
                      .where = values.Where(everyone)});
}

}  // namespace

ValueId UnconditionalEveryone(const Values& values, const PolicyStatement& statement) {
  const Value& object = values[statement.value];
  if (statement.effect != Effect::kAllow || object.kind != Kind::kObject || object.open ||
      values.Find(statement.value, "Condition") != kNoValue) {
    return kNoValue;
  }
  ValueId principal = values.Find(statement.value, "Principal");
  if (principal == kNoValue) return kNoValue;
  if (values[principal].kind == Kind::kObject) principal = values.Find(principal, "AWS");
  if (principal == kNoValue) return kNoValue;
  std::vector<ValueId> named = {principal};
  if (values[principal].kind == Kind::kArray) {
    const auto elements = values.Elements(principal);
    named.assign(elements.begin(), elements.end());
  }
  const auto everyone = std::ranges::find_if(named, [&](ValueId each) {
    return values[each].kind == Kind::kString && values.Known(each) && values.Text(each) == "*";
  });
  return everyone == named.end() ? kNoValue : *everyone;
}

void CheckDocument(const Values& values, const PolicyDocument& document, const PolicyFacts& facts,
                   Problems& problems) {
  CheckElements(values, document, facts.kind, problems);
  CheckGrants(document, facts, problems);
  CheckConditions(document, facts.actions, problems);
  if (facts.kind == PolicyKind::kIdentity) CheckRisks(document, facts.actions, problems);
  const bool names_principals =
      facts.kind == PolicyKind::kTrust || facts.kind == PolicyKind::kResource;
  if (!names_principals) return CheckRedundancy(document, problems);
  for (const PolicyStatement& statement : document.statements) {
    CheckPrincipals(values, statement, problems);
    CheckServices(values, statement, facts.actions, problems);
    if (facts.kind == PolicyKind::kTrust) CheckTrust(values, statement, problems);
  }
}

}  // namespace stackql::iam
