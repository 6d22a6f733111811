// What stackql-deploy's users trip over because its context holds nothing but texts.

#include <string>
#include <utility>

#include "rules/template.h"
#include "template/evaluate.h"
#include "value/value.h"

namespace stackql::tmpl {

// The text that a bare name of the context stands for; kNoValue if it is not certainly one.
ValueId Evaluator::ContextText(uint32_t index) {
  const Expr& expr = tree_.exprs[index];
  std::vector<std::string_view> steps;
  if (expr.kind != Expr::Kind::kName || !StepTexts(expr, steps)) return kNoValue;
  const std::string name = Joined(steps, steps.size());
  const auto known = scope_.names.find(name);
  if (IsLocal(steps[0]) || known == scope_.names.end() || HasNamesBelow(name)) return kNoValue;
  return values_[known->second].kind == Kind::kString ? known->second : kNoValue;
}

// What an expression certainly gives. Every variable that the context holds is a text.
Takes Evaluator::WhatIs(uint32_t index, ValueId value) {
  const Expr& expr = tree_.exprs[index];
  std::vector<std::string_view> steps;
  if (expr.kind == Expr::Kind::kFilter && Text(expr.text) == "group_by") return Takes::kObject;
  if (expr.kind == Expr::Kind::kName && StepTexts(expr, steps)) {
    const std::string name = Joined(steps, steps.size());
    const auto held = scope_.names.find(name);
    const bool context = held != scope_.names.end() && !IsLocal(steps[0]) && !HasNamesBelow(name);
    if (context && values_[held->second].kind == Kind::kUnknown) return Takes::kText;
  }
  return What(values_[value]);
}

// The sides of an arithmetic operation or of `<`, which must be numbers. False if one is not.
bool Evaluator::CheckNumbers(const Expr& expr, ValueId left, ValueId right) {
  const std::span<const uint32_t> sides = tree_.Operands(expr);
  const ValueId given[] = {left, right};
  for (size_t side = 0; side < 2; ++side) {
    const Takes what = WhatIs(sides[side], given[side]);
    if (Fits(Takes::kNumber, what)) continue;
    const Loc at = At(tree_.exprs[sides[side]].where);
    const std::string bytes(values_.sources().Bytes(at));
    Problem problem = {
        .what = rules::NotANumber{.found = Wording(what), .name = bytes, .op = Text(expr.text)},
        .where = at};
    if (what == Takes::kText) problem.help = "Convert it: '" + bytes + " | int'.";
    Report(std::move(problem));
    return false;
  }
  return true;
}

void Evaluator::CheckIterated(uint32_t expr, ValueId value, bool with_key) {
  const Loc at = At(tree_.exprs[expr].where);
  const Takes what = value == kNoValue ? Takes::kAnything : WhatIs(expr, value);
  const bool object = what == Takes::kObject;
  const bool items = object || what == Takes::kList || what == Takes::kText;
  if (what != Takes::kAnything && (!items || object != with_key)) {
    const std::string_view name = values_.sources().Bytes(at);
    Message wrong = rules::WrongLoop{.found = Wording(what), .name = name};
    if (object) wrong = rules::WrongLoop::Object{.name = name};
    if (with_key) wrong = rules::WrongLoop::Pairs{.found = Wording(what), .name = name};
    Report({.what = std::move(wrong), .where = at});
    Fail();
    return;
  }
  if (ContextText(expr) == kNoValue) return;
  Report({.what = rules::TextIterated{.name = values_.sources().Bytes(at)},
          .where = at,
          .help = custom_ ? "Parse the string first: '" + std::string(values_.sources().Bytes(at)) +
                                " | from_json'."
                          : "Move the loop into a query, where from_json can parse the string."});
}

// `value` is what the name in a condition stands for.
void Evaluator::CheckCondition(uint32_t expr, ValueId value) {
  const ValueId text = ContextText(expr);
  if (text == kNoValue || text != value || !values_.Known(text)) return;
  const std::string_view bytes = values_.Text(text);
  if (bytes != "false" && bytes != "no" && bytes != "0") return;
  const Loc at = At(tree_.exprs[expr].where);
  const std::string name(values_.sources().Bytes(at));
  Report({.what = rules::TextAsCondition{.name = name, .value = bytes},
          .where = at,
          .help = "Compare the string: " + name + " == \"true\"."});
}

// A text that is compared with a boolean or a number.
void Evaluator::CheckComparison(const Expr& expr) {
  const std::span<const uint32_t> sides = tree_.Operands(expr);
  const std::string_view op = Text(expr.text);
  if (op != "==" && op != "!=") return;
  for (const size_t side : {0, 1}) {
    const Expr& other = tree_.exprs[sides[1 - side]];
    const bool literal = other.kind == Expr::Kind::kBool || other.kind == Expr::Kind::kNumber;
    if (!literal || ContextText(sides[side]) == kNoValue) continue;
    const Loc at = At(other.where);
    const std::string bytes(values_.sources().Bytes(at));
    Report({.what = rules::TextAsCondition::NeverEqual{.name = Text(tree_.exprs[sides[side]].where),
                                                       .value = bytes},
            .where = at,
            .help = "Compare it with the string \"" + bytes + "\".",
            .repairs = {ReplaceWith('"' + bytes + '"', at)}});
  }
}

}  // namespace stackql::tmpl
