// Whether conditions hold. Tera's rules differ between a condition and the same expression as a
// value, and from one kind of expression to the next.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "lang/lang.h"
#include "rules/template.h"
#include "template/evaluate.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

// Whether a text matches a regular expression of Rust's, if that is one which reads alike
// elsewhere.
Tri Matches(std::string_view text, std::string_view pattern) {
  const auto alike = [](char c) {
    return IsAlnum(c) || std::string_view("_-:/@,; ()[]^$*+?|=").find(c) != std::string_view::npos;
  };
  if (!All(pattern, alike)) return Tri::kUnknown;
  for (const std::string_view other :
       {"(?", "[[", "[]", "[^]", "[:", "--", "**", "++", "*+", "?+"}) {
    if (pattern.find(other) != std::string_view::npos) return Tri::kUnknown;
  }
  std::string why;
  const std::optional<lang::Program> program = lang::FromRegex(pattern, &why);
  return program ? lang::Match(*program, text) : Tri::kUnknown;
}

}  // namespace

Tri Evaluator::Judge(uint32_t index, Loc tag) {
  const Expr& expr = tree_.exprs[index];
  using enum Expr::Kind;
  switch (expr.kind) {
    case kNot: {
      const uint32_t inner = tree_.Operands(expr)[0];
      if (tree_.exprs[inner].kind != kCompare) return Not(Judge(inner, tag));
      // Numbers compared with another kind give false, negated or not.
      bool mismatch = false;
      const Tri truth = Compare(tree_.exprs[inner], tag, mismatch);
      return mismatch ? Tri::kNo : Not(truth);
    }
    case kAnd:
    case kOr:
      return Chain(expr, tag);
    case kCompare: {
      bool mismatch = false;
      return Compare(expr, tag, mismatch);
    }
    case kIn:
      return In(expr, tag);
    case kTest:
      return Test(expr, tag);
    case kName:
      return Lenient(index, tag);
    case kFilter: {
      const uint32_t base = Base(index);
      const Expr::Kind kind = tree_.exprs[base].kind;
      if (kind == kName) return Lenient(index, tag);
      if (kind == kArray || (kind == kConcat && !IsLiteral(tree_.exprs[base]))) break;
      Mention(index);  // filters of other values do not run in a condition
      return Judge(base, tag);
    }
    case kCall:  // no function gives a boolean for certain
      Evaluate(index, tag);
      return Tri::kUnknown;
    default:
      break;
  }
  const ValueId value = Evaluate(index, tag);
  return value == kNoValue ? Tri::kUnknown : Holds(value);
}

Tri Evaluator::Chain(const Expr& expr, Loc tag) {
  const bool all = expr.kind == Expr::Kind::kAnd;
  const Tri left = Judge(tree_.Operands(expr)[0], tag);
  if (left == (all ? Tri::kNo : Tri::kYes)) {
    Mention(tree_.Operands(expr)[1]);
    return left;
  }
  if (left != Tri::kUnknown) return Judge(tree_.Operands(expr)[1], tag);
  const Doubt doubt(*this);
  const Tri right = Judge(tree_.Operands(expr)[1], tag);
  return all ? And(left, right) : Or(left, right);
}

// A name with its filters: whatever goes wrong counts as false.
Tri Evaluator::Lenient(uint32_t index, Loc tag) {
  ValueId value = kNoValue;
  {
    const Doubt doubt(*this);
    value = Evaluate(index, tag);
  }
  CheckCondition(index, value);
  if (value != kNoValue) return Holds(value);
  return tree_.exprs[index].kind == Expr::Kind::kName ? Tri::kNo : Tri::kUnknown;
}

Tri Evaluator::Holds(ValueId value) const {
  const Value& node = values_[value];
  const auto yes_if = [](bool holds) { return holds ? Tri::kYes : Tri::kNo; };
  switch (node.kind) {
    case Kind::kNull:
      return Tri::kNo;
    case Kind::kBool: {
      const std::string_view text = values_.Text(value);
      return yes_if(text.starts_with('t') || text.starts_with('T'));
    }
    case Kind::kNumber: {
      const std::optional<double> number = Double(value);
      return number ? yes_if(*number != 0) : Tri::kUnknown;
    }
    case Kind::kString: {
      const std::string_view text = values_.Text(value);
      if (text.empty()) return Tri::kNo;
      return text.find_first_not_of('\xFF') == std::string_view::npos ? Tri::kUnknown : Tri::kYes;
    }
    case Kind::kArray:
    case Kind::kObject:
      return node.count > 0 ? Tri::kYes : node.open ? Tri::kUnknown : Tri::kNo;
    default:
      return Tri::kUnknown;
  }
}

Tri Evaluator::Compare(const Expr& expr, Loc tag, bool& mismatch) {
  const ValueId left = Evaluate(tree_.Operands(expr)[0], tag);
  const ValueId right = Evaluate(tree_.Operands(expr)[1], tag);
  const std::string_view op = Text(expr.text);
  CheckComparison(expr);
  if (left == kNoValue || right == kNoValue) return Tri::kUnknown;
  if (op != "==" && op != "!=") {
    if (CheckNumbers(expr, left, right)) return Order(op, left, right);
    Fail();
    return Tri::kUnknown;
  }
  const Kind a = values_[left].kind;
  const Kind b = values_[right].kind;
  if (a == Kind::kUnknown || b == Kind::kUnknown) return Tri::kUnknown;
  if (!Spend(values_.Text(left).size() + values_.Text(right).size())) return Tri::kUnknown;
  // A number compared with anything else is false, for == and for !=.
  mismatch = (a == Kind::kNumber) != (b == Kind::kNumber);
  if (mismatch) return Tri::kNo;
  const std::optional<double> x = Double(left);
  const std::optional<double> y = Double(right);
  const Tri equal = !x || !y ? Equal(left, right) : *x == *y ? Tri::kYes : Tri::kNo;
  return op == "==" ? equal : Not(equal);
}

Tri Evaluator::Order(std::string_view op, ValueId left, ValueId right) {
  for (const ValueId side : {left, right}) {
    const Kind kind = values_[side].kind;
    if (kind != Kind::kNumber && kind != Kind::kUnknown) {
      Fail();
      return Tri::kUnknown;
    }
  }
  const std::optional<double> a = Double(left);
  const std::optional<double> b = Double(right);
  if (!a || !b) return Tri::kUnknown;
  const bool holds = op == "<" ? *a < *b : op == "<=" ? *a <= *b : op == ">" ? *a > *b : *a >= *b;
  return holds ? Tri::kYes : Tri::kNo;
}

Tri Evaluator::Equal(ValueId left, ValueId right) const {
  const Kind kind = values_[left].kind;
  if (kind == Kind::kUnknown || values_[right].kind == Kind::kUnknown) return Tri::kUnknown;
  if (kind != values_[right].kind) return Tri::kNo;
  const std::string_view a = values_.Text(left);
  const std::string_view b = values_.Text(right);
  switch (kind) {
    case Kind::kNull:
      return Tri::kYes;
    case Kind::kBool:
      return (a == "true" || a == "True") == (b == "true" || b == "True") ? Tri::kYes : Tri::kNo;
    case Kind::kNumber:
      if (a == b) return Tri::kYes;
      return Integer(a) && Integer(b) ? Tri::kNo : Tri::kUnknown;
    case Kind::kString:
      if (HasHole(a) && HasHole(b)) return Tri::kUnknown;
      if (HasHole(a)) return lang::MayEqual(a, b) ? Tri::kUnknown : Tri::kNo;
      if (HasHole(b)) return lang::MayEqual(b, a) ? Tri::kUnknown : Tri::kNo;
      return a == b ? Tri::kYes : Tri::kNo;
    default:
      return Tri::kUnknown;
  }
}

Tri Evaluator::In(const Expr& expr, Loc tag) {
  const ValueId item = Evaluate(tree_.Operands(expr)[0], tag);
  const ValueId list = Evaluate(tree_.Operands(expr)[1], tag);
  if (item == kNoValue || list == kNoValue) return Tri::kUnknown;
  return Contains(list, item);
}

Tri Evaluator::Contains(ValueId list, ValueId item) {
  const Value node = values_[list];
  const bool text = values_[item].kind == Kind::kString;
  if (!Spend(node.kind == Kind::kArray ? node.count : node.text.span.size())) return Tri::kUnknown;
  switch (node.kind) {
    case Kind::kArray: {
      Tri found = node.open ? Tri::kUnknown : Tri::kNo;
      const size_t cost = values_.Text(item).size();
      for (const ValueId element : values_.Elements(list)) {
        if (!Spend(cost + values_.Text(element).size())) return Tri::kUnknown;
        found = Or(found, Equal(element, item));
      }
      return found;
    }
    case Kind::kString: {
      if (!text || !values_.Known(item)) return Tri::kUnknown;
      const bool found = values_.Text(list).find(values_.Text(item)) != std::string_view::npos;
      return found ? Tri::kYes : values_.Known(list) ? Tri::kNo : Tri::kUnknown;
    }
    case Kind::kObject: {
      if (!text || !values_.Known(item) || node.open) return Tri::kUnknown;
      Tri found = Tri::kNo;
      for (const Member& member : values_.Members(list)) found = Or(found, Equal(member.key, item));
      return found;
    }
    default:
      return Tri::kUnknown;
  }
}

Tri Evaluator::Test(const Expr& expr, Loc tag) {
  static constexpr std::string_view kTests[] = {
      "defined",     "undefined",   "odd",      "even",   "string",
      "number",      "divisibleby", "iterable", "object", "starting_with",
      "ending_with", "containing",  "matching"};
  const std::span<const uint32_t> operands = tree_.Operands(expr);
  const std::string_view name = Text(expr.text);
  const auto is_known = [&](std::string_view test) {
    return std::find(std::begin(kTests), std::end(kTests), test) != std::end(kTests);
  };
  if (!is_known(name)) {
    for (const uint32_t operand : operands) Mention(operand);
    // Tera reads `is notodd` as `is not odd`.
    if (!name.starts_with("not") || !is_known(name.substr(3))) {
      ReportUnknown(rules::UnknownFilter::Test{.name = name}, expr.text,
                    {std::begin(kTests), std::end(kTests)});
      Fail();
    }
    return Tri::kUnknown;
  }
  ValueId argument = kNoValue;
  for (const uint32_t operand : operands.subspan(1)) argument = Evaluate(operand, tag);
  if (name != "defined" && name != "undefined") {
    const ValueId subject = Evaluate(operands[0], tag);
    if (subject == kNoValue || operands.size() > 2) return Tri::kUnknown;
    if (!CheckSubject(expr, subject)) {
      Fail();
      return Tri::kUnknown;
    }
    return TestValue(name, subject, argument);
  }
  const Doubt doubt(*this);
  const ValueId subject = Evaluate(operands[0], tag);
  if (operands.size() > 1) return Tri::kUnknown;
  // In an open scope a name is unknown whether or not it exists.
  if (subject != kNoValue && values_[subject].kind == Kind::kUnknown) return Tri::kUnknown;
  return (subject != kNoValue) == (name == "defined") ? Tri::kYes : Tri::kNo;
}

// Whether the subject of a test is what the test needs.
bool Evaluator::CheckSubject(const Expr& expr, ValueId subject) {
  const std::string_view name = Text(expr.text);
  const uint32_t operand = tree_.Operands(expr)[0];
  const bool number = name == "odd" || name == "even" || name == "divisibleby";
  const bool text = name == "starting_with" || name == "ending_with" || name == "matching";
  const Takes wanted = number ? Takes::kNumber : text ? Takes::kText : Takes::kAnything;
  const Takes what = WhatIs(operand, subject);
  if (Fits(wanted, what)) return true;
  const Loc at = At(tree_.exprs[operand].where);
  Report({.what = rules::NotANumber::Test{.expected = Wording(wanted),
                                          .found = Wording(what),
                                          .name = values_.sources().Bytes(at),
                                          .test = name},
          .where = at});
  return false;
}

Tri Evaluator::TestValue(std::string_view name, ValueId subject, ValueId argument) {
  const Kind kind = values_[subject].kind;
  if (kind == Kind::kUnknown) return Tri::kUnknown;
  const auto yes_if = [](bool holds) { return holds ? Tri::kYes : Tri::kNo; };
  if (argument == kNoValue) {
    if (name == "string") return yes_if(kind == Kind::kString);
    if (name == "number") return yes_if(kind == Kind::kNumber);
    if (name == "object") return yes_if(kind == Kind::kObject);
    if (name == "iterable") return yes_if(kind == Kind::kArray || kind == Kind::kObject);
    const std::optional<int64_t> number =
        kind == Kind::kNumber ? Integer(values_.Text(subject)) : std::nullopt;
    if (!number || (name != "odd" && name != "even")) return Tri::kUnknown;
    return yes_if((*number % 2 != 0) == (name == "odd"));
  }
  if (name == "containing") return Contains(subject, argument);
  if (name == "divisibleby") {
    const std::optional<double> number = Double(subject);
    const std::optional<double> by = Double(argument);
    return number && by ? yes_if(std::fmod(*number, *by) == 0) : Tri::kUnknown;
  }
  const auto known_text = [&](ValueId value) {
    return values_[value].kind == Kind::kString && values_.Known(value);
  };
  if (!known_text(subject) || !known_text(argument)) return Tri::kUnknown;
  if (!Spend(values_.Text(argument).size())) return Tri::kUnknown;
  if (name == "starting_with") {
    return yes_if(values_.Text(subject).starts_with(values_.Text(argument)));
  }
  if (name == "ending_with") {
    return yes_if(values_.Text(subject).ends_with(values_.Text(argument)));
  }
  if (name == "matching") return Matches(values_.Text(subject), values_.Text(argument));
  return Tri::kUnknown;
}

}  // namespace stackql::tmpl
