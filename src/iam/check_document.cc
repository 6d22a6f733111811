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
  CheckTrustPrincipals(statement, problems);
  const PolicyText* everyone = UnconditionalEveryone(values, statement);
  if (everyone == nullptr) return;
  problems.push_back(
      {.what = rules::PublicPrincipal::Trust{.type = "AWS::IAM::Role"}, .where = everyone->where});
}

// Say how a request is made, not by whom.
constexpr auto kEncryptionKeys =
    std::to_array<std::string_view>({"aws:securetransport", "s3:tlsversion"});

// Whether the conditions of a statement may restrict who is allowed.
bool MayRestrict(const Values& values, const PolicyStatement& statement) {
  if (values.Find(statement.value, "Condition") == kNoValue) return false;
  const auto encrypts = [](const PolicyTest& test) {
    return test.understood &&
           std::ranges::find(kEncryptionKeys, Lower(test.key.text)) != kEncryptionKeys.end();
  };
  return !statement.complete || statement.tests.empty() ||
         !std::ranges::all_of(statement.tests, encrypts);
}

}  // namespace

const PolicyText* UnconditionalEveryone(const Values& values, const PolicyStatement& statement) {
  const Value& object = values[statement.value];
  if (statement.effect != Effect::kAllow || object.kind != Kind::kObject || object.open ||
      MayRestrict(values, statement)) {
    return nullptr;
  }
  for (const PolicyPrincipals& principals : statement.principals) {
    const bool anyone = principals.kind.text.empty() || principals.kind.text == "AWS";
    if (!anyone || principals.element.text != "Principal") continue;
    const auto everyone = std::ranges::find(principals.names, "*", &PolicyText::text);
    if (everyone != principals.names.end()) return &*everyone;
  }
  return nullptr;
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
    CheckPrincipals(statement, problems);
    CheckServices(statement, facts.actions, problems);
    if (facts.kind == PolicyKind::kTrust) CheckTrust(values, statement, problems);
  }
}

}  // namespace stackql::iam
