#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/number.h"
#include "diag/suggest.h"
#include "iam/conditions.h"
#include "iam/ip_range.h"
#include "iam/policy_checks.h"
#include "iam/timestamp.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

constexpr std::array<std::string_view, 11> kCommonOperators = {
    "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "Bool",      "Null",
    "ArnLike",      "ArnNotLike",      "IpAddress",  "NumericEquals", "DateEquals"};

// Of ISO 8601's many forms, what all begin with.
bool LooksLikeDate(std::string_view text) {
  return SecondsOf(text) || (text.size() >= 4 && All(text.substr(0, 4), IsDigit));
}

class ConditionChecker {
 public:
  ConditionChecker(const PolicyDocument& document, const ActionReference& actions,
                   Problems& problems)
      : actions_(actions),
        problems_(problems),
        old_(document.version.text != "2012-10-17" && !HasHole(document.version.text)) {}

  void Check(const PolicyStatement& statement) {
    allows_ = statement.effect == Effect::kAllow;
    for (const PolicyTest& test : statement.tests) CheckTest(test);
    for (const PolicyText& resource : statement.resources) {
      CheckVariables(resource);
      if (!old_) CheckPlace(resource);
    }
  }

 private:
  void Report(Loc where, Message what, std::string help = {}) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  void CheckTest(const PolicyTest& test) {
    const std::string_view op = BaseOperator(test.op.text);
    if (op.empty()) {
      if (HasHole(test.op.text)) return;
      const std::string_view meant = Suggest(test.op.text, kCommonOperators);
      Report(test.op.where, rules::ConditionOperator{.op = test.op.text}, DidYouMean(meant));
      return;
    }
    CheckKey(test);
    CheckForAll(test);
    for (const PolicyText& value : test.values) CheckValue(op, value);
    const bool literal = op == "StringEquals" || op == "StringNotEquals";
    for (const PolicyText& value : test.values) {
      CheckVariables(value);
      if (!literal || HasHole(value.text) || value.text.find("${") != std::string::npos) continue;
      if (value.text.find('*') == std::string::npos) continue;
      const std::string like = op == "StringEquals" ? "StringLike" : "StringNotLike";
      Report(value.where, rules::WildcardWithoutLike{.op = op, .value = value.text},
             "Use '" + like + "'.");
    }
  }

  void CheckKey(const PolicyTest& test) {
    const std::string& key = test.key.text;
    if (HasHole(key) || actions_.FindKey(key) != nullptr) return;
    const size_t colon = key.find(':');
    // Of identity providers and services that the reference does not have, nothing is known.
    const std::string prefix = Lower(key.substr(0, colon));
    const bool known =
        colon != std::string::npos && (prefix == "aws" || actions_.FindService(prefix) != nullptr);
    if (colon != std::string::npos && !known) return;
    Report(test.key.where, rules::UnknownConditionKey{.key = key});
  }

  // Without the key in a request ForAllValues holds ("Set operators for multivalued context keys").
  void CheckForAll(const PolicyTest& test) {
    const std::string& key = test.key.text;
    if (!allows_ || test.op.text.compare(0, 13, "ForAllValues:") != 0 || HasHole(key)) return;
    if (!HasOneValue(key)) return;
    Report(test.op.where, rules::ForAllValues{.key = key},
           "Write '" + test.op.text.substr(13) + "'.");
  }

  // Of the keys of all services the reference does not tell which have several values.
  bool HasOneValue(const std::string& key) const {
    constexpr std::array<std::string_view, 18> kGlobal = {
        "aws:currenttime",      "aws:epochtime",       "aws:multifactorauthage",
        "aws:principalaccount", "aws:principalarn",    "aws:principalorgid",
        "aws:principaltype",    "aws:requestedregion", "aws:resourceaccount",
        "aws:resourceorgid",    "aws:securetransport", "aws:sourceaccount",
        "aws:sourcearn",        "aws:sourceip",        "aws:sourcevpc",
        "aws:sourcevpce",       "aws:userid",          "aws:username"};
    const std::string lowered = Lower(key);
    if (lowered.compare(0, 4, "aws:") == 0) {
      return std::find(kGlobal.begin(), kGlobal.end(), lowered) != kGlobal.end();
    }
    const snapshot::ConditionKey* known = actions_.FindKey(key);
    return known != nullptr && known->type()->string_view().substr(0, 5) != "Array";
  }

  void CheckValue(std::string_view op, const PolicyText& value) {
    const std::string& text = value.text;
    if (HasHole(text) || text.find("${") != std::string::npos) return;
    std::string_view expected;
    if (op.substr(0, 7) == "Numeric" && !ParseNumber<double>(text)) expected = "a number";
    if (op.substr(0, 4) == "Date" && !LooksLikeDate(text))
      expected = "a date such as 2026-01-31T00:00:00Z";
    if ((op == "Bool" || op == "Null") && Lower(text) != "true" && Lower(text) != "false") {
      expected = "true or false";
    }
    const bool address = op == "IpAddress" || op == "NotIpAddress";
    if (address && IsInRange("0.0.0.0", text) == Tri::kUnknown)
      expected = "an IP address or a CIDR range";
    if (expected.empty()) return;
    Report(value.where, rules::ConditionValue{.expected = expected, .op = op, .value = text});
  }

  // "${aws:username}" in a policy of the old version is text.
  void CheckVariables(const PolicyText& text) {
    if (!old_ || text.text.find("${") == std::string::npos) return;
    Report(text.where, rules::PolicyVariable::Old{.text = text.text},
           R"(Write "Version": "2012-10-17".)");
  }

  // Variables stand after the fifth colon of an ARN ("IAM policy elements: Variables and tags").
  void CheckPlace(const PolicyText& resource) {
    const size_t variable = resource.text.find("${");
    if (variable == std::string::npos || HasHole(resource.text)) return;
    const std::string_view before = std::string_view(resource.text).substr(0, variable);
    if (before.substr(0, 4) != "arn:" || std::count(before.begin(), before.end(), ':') >= 5) return;
    Report(resource.where, rules::PolicyVariable{.text = resource.text});
  }

  const ActionReference& actions_;
  Problems& problems_;
  bool old_;
  bool allows_ = false;
};

}  // namespace

void CheckConditions(const PolicyDocument& document, const ActionReference& actions,
                     Problems& problems) {
  ConditionChecker checker(document, actions, problems);
  for (const PolicyStatement& statement : document.statements) checker.Check(statement);
}

}  // namespace stackql::iam
