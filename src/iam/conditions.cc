#include "iam/conditions.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "base/number.h"
#include "iam/ip_range.h"
#include "iam/policy_pattern.h"
#include "iam/policy_variables.h"
#include "iam/timestamp.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kForAll = "ForAllValues:";
constexpr std::string_view kForAny = "ForAnyValue:";
constexpr std::string_view kIfExists = "IfExists";

constexpr auto kOperators = std::to_array<std::string_view>({"StringEquals",
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
                                                             "Null"});

Tri Of(bool yes) { return yes ? Tri::kYes : Tri::kNo; }

// LessThan, GreaterThanEquals, Equals ... of two things that have an order.
template <typename Ordered>
Tri Compare(std::string_view how, const std::optional<Ordered>& actual,
            const std::optional<Ordered>& wanted) {
  if (!actual || !wanted) return Tri::kNo;
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
  const size_t at = FindVariable(text);
  return at != std::string_view::npos && text.find('}', at) != std::string_view::npos;
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

// Of an operator that is not negated ("NotEquals" is asked as "Equals"). A text that is not of the
// operator's kind is equal to none.
Tri TestOne(std::string_view op, std::string_view wanted, std::string_view actual) {
  if (op == "StringLike") return MatchesGlob(wanted, actual, Reach::kFree);
  if (op == "ArnEquals" || op == "ArnLike") {
    // What a pattern with fewer than six fields matches, AWS's pages do not say.
    const bool is_short = wanted != "*" && std::count(wanted.begin(), wanted.end(), ':') < 5;
    const Tri matches = MatchesGlob(wanted, actual, Reach::kInPart);
    return is_short && matches == Tri::kYes ? Tri::kUnknown : matches;
  }
  const std::string text = Unescaped(wanted);
  if (op == "StringEqualsIgnoreCase" || op == "Bool")
    return Of(CompareIgnoringCase(text, actual) == 0);
  if (op.starts_with("Numeric"))
    return Compare(op.substr(7), ParseNumber<double>(actual), ParseNumber<double>(text));
  if (op.starts_with("Date")) return Compare(op.substr(4), SecondsOf(actual), SecondsOf(text));
  if (op == "IpAddress") return Of(IsInRange(actual, text) == Tri::kYes);
  return Of(text == actual);  // StringEquals, BinaryEquals
}

// A value of a test, with its variables replaced.
struct Wanted {
  std::string text = {};
  bool known = true;
};

// Whether one of the test's values fits.
Tri TestAny(std::string_view op, const std::vector<Wanted>& wanted, std::string_view actual) {
  Tri any = Tri::kNo;
  for (const Wanted& value : wanted) {
    const bool known = value.known && !HasHole(actual);
    any = Or(any, known ? TestOne(op, value.text, actual) : Tri::kUnknown);
  }
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

Tri TestNull(const std::vector<Wanted>& wanted, const std::vector<std::string>& actual) {
  Tri any = Tri::kNo;
  for (const Wanted& value : wanted) {
    const bool fits = (CompareIgnoringCase(value.text, "true") == 0) == actual.empty();
    any = Or(any, value.known ? Of(fits) : Tri::kUnknown);
  }
  return any;
}

Tri TestKnown(const Operator& op, const std::vector<Wanted>& wanted,
              const std::vector<std::string>& actual) {
  const auto one = [&](const std::string& value) {
    const Tri any = TestAny(op.name, wanted, value);
    return op.negated ? Not(any) : any;
  };
  if (op.for_all) {
    Tri all = Tri::kYes;  // also of none
    for (const std::string& value : actual) all = And(all, one(value));
    return all;
  }
  // AWS's pages do not say which of the two wins.
  if (actual.empty() && op.for_any && op.if_exists) return Tri::kUnknown;
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

// The keys that it depends on, if that is not known, are added to `open`.
Tri Holds(const PolicyTest& test, const RequestContext& context, std::set<std::string>& open) {
  const Operator op = OperatorOf(test.op.text);
  const KeyValues actual = HasHole(test.key.text) ? KeyValues{} : context(Lower(test.key.text));
  if (op.name.empty() || !test.understood || !actual.known) {
    open.insert(HasHole(test.key.text) ? kUnknownParts : test.key.text);
    return Tri::kUnknown;
  }
  std::vector<Wanted> wanted;
  for (const PolicyText& value : test.values) {
    const bool plain = !HasHole(value.text) && !HasVariable(value.text);
    FilledText filled = plain ? FilledText{value.text} : FillVariables(value, context);
    // A value with a variable that the request lacks is none, also for a negated operator.
    if (!filled.missing.empty()) continue;
    wanted.push_back({std::move(filled.text), filled.open.empty()});
    open.merge(filled.open);
  }
  const auto test_with = [&](const std::vector<std::string>& values) {
    const bool none = wanted.empty() && !test.values.empty();
    if (none && op.negated && !values.empty()) return Tri::kNo;
    return op.name == "Null" ? TestNull(wanted, values) : TestKnown(op, wanted, values);
  };
  Tri holds = test_with(actual.values);
  if (actual.or_absent && holds != test_with({})) holds = Tri::kUnknown;
  if (open.empty() && holds == Tri::kUnknown) open.insert(test.key.text);
  return holds;
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
    std::set<std::string> keys;
    const Tri holds = Holds(test, context, keys);
    if (holds == Tri::kUnknown) unknown.merge(keys);
    all = And(all, holds);
  }
  if (all == Tri::kUnknown) open.merge(unknown);
  return all;
}

}  // namespace stackql::iam
