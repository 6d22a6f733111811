#include "iam/conditions.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "base/number.h"
#include "iam/ip_range.h"
#include "iam/policy_pattern.h"
#include "iam/timestamp.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kForAll = "ForAllValues:";
constexpr std::string_view kForAny = "ForAnyValue:";
constexpr std::string_view kIfExists = "IfExists";

constexpr std::array<std::string_view, 27> kOperators = {"StringEquals",
                                                         "StringNotEquals",
                                                         "StringEqualsIgnoreCase",
                                                         "StringNotEqualsIgnoreCase",
                                                         "StringLike",
                                                         "StringNotLike",
                                                         "NumericEquals",
                                                         "NumericNotEquals",
                                                         "NumericLessThan",
                                                         "NumericLessThanEquals",
                                                         "NumericGreaterThan",
                                                         "NumericGreaterThanEquals",
                                                         "DateEquals",
                                                         "DateNotEquals",
                                                         "DateLessThan",
                                                         "DateLessThanEquals",
                                                         "DateGreaterThan",
                                                         "DateGreaterThanEquals",
                                                         "Bool",
                                                         "BinaryEquals",
                                                         "IpAddress",
                                                         "NotIpAddress",
                                                         "ArnEquals",
                                                         "ArnLike",
                                                         "ArnNotEquals",
                                                         "ArnNotLike",
                                                         "Null"};

Tri Of(bool yes) { return yes ? Tri::kYes : Tri::kNo; }

// LessThan, GreaterThanEquals, Equals ... of two things that have an order.
template <typename Ordered>
Tri Compare(std::string_view how, const std::optional<Ordered>& actual,
            const std::optional<Ordered>& wanted) {
  if (!actual || !wanted) return Tri::kUnknown;
  if (how == "LessThan") return Of(*actual < *wanted);
  if (how == "LessThanEquals") return Of(*actual <= *wanted);
  if (how == "GreaterThan") return Of(*actual > *wanted);
  if (how == "GreaterThanEquals") return Of(*actual >= *wanted);
  return Of(*actual == *wanted);
}

Tri MatchesGlob(std::string_view pattern, std::string_view text, Reach reach) {
  return Of(lang::Matches(ParsePattern(pattern, reach), text));
}

// Whether the request fills in a part of a text.
bool HasVariable(std::string_view text) {
  for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
    if (!BeginsWithEscape(text.substr(at))) return text.find('}', at) != std::string_view::npos;
    at += 4;
  }
  return false;
}

// With the characters that "${*}", "${?}" and "${$}" stand for.
std::string Unescaped(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const bool escape = BeginsWithEscape(text.substr(at));
    plain += text[escape ? at + 2 : at];
    at += escape ? 4 : 1;
  }
  return plain;
}

// Of an operator that is not negated ("NotEquals" is asked as "Equals").
Tri TestOne(std::string_view op, std::string_view wanted, std::string_view actual) {
  if (HasHole(wanted) || HasHole(actual) || HasVariable(wanted)) return Tri::kUnknown;
  if (op == "StringLike") return MatchesGlob(wanted, actual, Reach::kFree);
  if (op == "ArnEquals" || op == "ArnLike") return MatchesGlob(wanted, actual, Reach::kInPart);
  const std::string text = Unescaped(wanted);
  if (op == "StringEqualsIgnoreCase" || op == "Bool")
    return Of(CompareIgnoringCase(text, actual) == 0);
  if (op.starts_with("Numeric"))
    return Compare(op.substr(7), ParseNumber<double>(actual), ParseNumber<double>(text));
  if (op.starts_with("Date")) return Compare(op.substr(4), SecondsOf(actual), SecondsOf(text));
  if (op == "IpAddress") return IsInRange(actual, text);
  return Of(text == actual);  // StringEquals, BinaryEquals
}

// Whether one of the test's values fits.
Tri TestAny(std::string_view op, const std::vector<PolicyText>& wanted, std::string_view actual) {
  Tri any = Tri::kNo;
  for (const PolicyText& value : wanted) any = Or(any, TestOne(op, value.text, actual));
  return any;
}

struct Operator {
  std::string_view name = {};  // not negated
  bool negated = false;
  bool for_all = false;
  bool for_any = false;
  bool if_exists = false;
};

Operator OperatorOf(std::string_view spelled) {
  Operator op;
  op.for_all = spelled.starts_with(kForAll);
  op.for_any = spelled.starts_with(kForAny);
  op.if_exists = spelled.ends_with(kIfExists);
  op.name = BaseOperator(spelled);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kNegated = {
      {{"StringNotEquals", "StringEquals"},
       {"StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase"},
       {"StringNotLike", "StringLike"},
       {"NumericNotEquals", "NumericEquals"},
       {"DateNotEquals", "DateEquals"},
       {"NotIpAddress", "IpAddress"},
       {"ArnNotEquals", "ArnEquals"},
       {"ArnNotLike", "ArnLike"}}};
  for (const auto& entry : kNegated) {
    if (op.name != entry.first) continue;
    op.negated = true;
    op.name = entry.second;
    break;
  }
  return op;
}

Tri TestNull(const PolicyTest& test, const KeyValues& actual) {
  if (!actual.known) return Tri::kUnknown;
  Tri any = Tri::kNo;
  for (const PolicyText& value : test.values) {
    if (HasHole(value.text)) return Tri::kUnknown;
    any = Or(any, Of((CompareIgnoringCase(value.text, "true") == 0) == actual.values.empty()));
  }
  return any;
}

Tri TestKnown(const Operator& op, const PolicyTest& test, const std::vector<std::string>& actual) {
  const auto one = [&](const std::string& value) {
    const Tri any = TestAny(op.name, test.values, value);
    return op.negated ? Not(any) : any;
  };
  if (op.for_all) {
    Tri all = Tri::kYes;  // also of none
    for (const std::string& value : actual) all = And(all, one(value));
    return all;
  }
  if (actual.empty()) return Of(op.if_exists || (op.negated && !op.for_any));
  if (op.negated && !op.for_any) {
    Tri all = Tri::kYes;
    for (const std::string& value : actual) all = And(all, one(value));
    return all;
  }
  Tri any = Tri::kNo;
  for (const std::string& value : actual) any = Or(any, one(value));
  return any;
}

Tri Holds(const PolicyTest& test, const RequestContext& context) {
  const Operator op = OperatorOf(test.op.text);
  if (op.name.empty() || !test.understood || HasHole(test.key.text)) return Tri::kUnknown;
  const KeyValues actual = context(Lower(test.key.text));
  if (op.name == "Null") return TestNull(test, actual);
  return actual.known ? TestKnown(op, test, actual.values) : Tri::kUnknown;
}

}  // namespace

std::string_view BaseOperator(std::string_view op) {
  if (op.starts_with(kForAll)) op.remove_prefix(kForAll.size());
  if (op.starts_with(kForAny)) op.remove_prefix(kForAny.size());
  if (op.ends_with(kIfExists)) op.remove_suffix(kIfExists.size());
  const auto known = std::find(kOperators.begin(), kOperators.end(), op);
  return known == kOperators.end() ? std::string_view() : *known;
}

Tri Hold(const std::vector<PolicyTest>& tests, const RequestContext& context,
         std::set<std::string>& open) {
  Tri all = Tri::kYes;
  std::set<std::string> unknown;
  for (const PolicyTest& test : tests) {
    const Tri holds = Holds(test, context);
    if (holds == Tri::kUnknown) unknown.insert(test.key.text);
    all = And(all, holds);
  }
  if (all == Tri::kUnknown) open.insert(unknown.begin(), unknown.end());
  return all;
}

}  // namespace stackql::iam
