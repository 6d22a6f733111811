// Filters and functions: whether they exist, whether they are called rightly, and what they give.

#include <algorithm>
#include <string>
#include <utility>

#include "diag/suggest.h"
#include "rules/template.h"
#include "template/blanks.h"
#include "template/evaluate.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

constexpr int64_t kLongestRange = 10'000;

}  // namespace

// `name`: of what there is not; `candidates`: what there is.
void Evaluator::ReportUnknown(Message what, Span name,
                              const std::vector<std::string_view>& candidates) {
  if (doubt_ > 0) return;
  Problem problem = {.what = std::move(what), .where = At(name)};
  const std::string_view meant = Suggest(Text(name), candidates);
  if (!meant.empty()) {
    problem.help = DidYouMean(meant);
    problem.repairs.push_back(ReplaceWith(meant, At(name)));
  }
  problems_.push_back(std::move(problem));
}

// Undefined arguments make the call fail: `fine` is cleared.
std::vector<NamedValue> Evaluator::Arguments(const Expr& expr, Loc tag, bool& fine) {
  std::vector<NamedValue> values;
  for (const Argument& argument : tree_.Arguments(expr)) {
    values.push_back({.name = Text(argument.name), .value = Evaluate(argument.value, tag)});
    fine &= values.back().value != kNoValue;
  }
  return values;
}

bool Evaluator::CheckArguments(const Expr& expr, const Signature& signature,
                               const std::vector<NamedValue>& arguments) {
  const std::string name(signature.name);
  for (const Parameter& parameter : signature.parameters) {
    const auto given =
        std::find_if(arguments.begin(), arguments.end(),
                     [&](const NamedValue& argument) { return argument.name == parameter.name; });
    if (given != arguments.end()) {
      const Takes what = What(values_[given->value]);
      if (Fits(parameter.takes, what)) continue;
      const auto index = static_cast<size_t>(given - arguments.begin());
      Report({.what = rules::FilterArgument::Type{.argument = parameter.name,
                                                  .expected = Wording(parameter.takes),
                                                  .found = Wording(what),
                                                  .name = name},
              .where = At(tree_.exprs[tree_.Arguments(expr)[index].value].where)});
    } else if (parameter.required) {
      Problem problem = {.what = rules::FilterArgument{.argument = parameter.name, .name = name},
                         .where = At(expr.text),
                         .help = "Write " + name + "(" + std::string(parameter.name) + "=...)."};
      // Tera drops arguments that a filter does not know: one of them may be meant.
      for (const Argument& argument : tree_.Arguments(expr)) {
        const std::string_view wrong[] = {Text(argument.name)};
        if (Suggest(parameter.name, wrong).empty()) continue;
        problem.where = At(argument.name);
        problem.help = DidYouMean(parameter.name);
        problem.repairs = {ReplaceWith(parameter.name, At(argument.name))};
      }
      Report(std::move(problem));
    } else {
      continue;
    }
    Fail();
    return false;
  }
  return true;
}

bool Evaluator::CheckInput(const Expr& expr, const Signature& signature, ValueId input) {
  const Takes what = What(values_[input]);
  if (Fits(signature.input, what)) return true;
  Problem problem = {.what = rules::FilterArgument::Input{.expected = Wording(signature.input),
                                                          .found = Wording(what),
                                                          .name = signature.name},
                     .where = At(expr.text)};
  if (what == Takes::kText) {
    problem.help = signature.input == Takes::kNumber ? "Convert it with '| int' first."
                   : custom_
                       ? "Every variable is a string here; convert it with '| from_json' first."
                       : "Every variable is a string in a manifest.";
  }
  Report(std::move(problem));
  Fail();
  return false;
}

ValueId Evaluator::Default(const Expr& expr, ValueId input, Loc tag) {
  const std::span<const Argument> arguments = tree_.Arguments(expr);
  const bool missing = input == kNoValue || values_[input].kind == Kind::kNull;
  const auto value =
      std::find_if(arguments.begin(), arguments.end(),
                   [&](const Argument& argument) { return Text(argument.name) == "value"; });
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (!missing || argument != value) Mention(argument->value);
  }
  if (!missing) return input;
  if (value != arguments.end()) return Evaluate(value->value, tag);
  CheckArguments(expr, {.name = "default", .parameters = {{{"value", {}, true}}}}, {});
  return kNoValue;
}

ValueId Evaluator::Filter(const Expr& expr, Loc tag) {
  const std::string_view name = Text(expr.text);
  const uint32_t operand = tree_.Operands(expr)[0];
  const bool of_name = tree_.exprs[operand].kind == Expr::Kind::kName;
  if (name == "safe" || (name == "default" && !of_name)) {  // these do nothing here
    for (const Argument& argument : tree_.Arguments(expr)) Mention(argument.value);
    return Evaluate(operand, tag);
  }
  if (name == "default") {
    ValueId input = kNoValue;
    {
      const Doubt doubt(*this);
      input = Evaluate(operand, tag);
    }
    return Default(expr, input, tag);
  }
  ValueId input = Evaluate(operand, tag);
  // A patch of the dictionary's text is the patch of the dictionary.
  if (tree_.exprs[operand].kind == Expr::Kind::kDict && name != "generate_patch_document") {
    input = DictText(values_, input, At(tree_.exprs[operand].where));
  }
  if (input != kNoValue) return Apply(expr, input, tag);
  for (const Argument& argument : tree_.Arguments(expr)) Mention(argument.value);
  return kNoValue;
}

ValueId Evaluator::Apply(const Expr& expr, ValueId input, Loc tag) {
  const std::string_view name = Text(expr.text);
  const Signature* signature = FindFilter(name);
  if (signature == nullptr || (signature->custom && !custom_)) {
    for (const Argument& argument : tree_.Arguments(expr)) Mention(argument.value);
    if (signature != nullptr) {
      ReportUnknown(rules::UnknownFilter::Query{.name = name}, expr.text, {});
    } else {
      ReportUnknown(rules::UnknownFilter{.name = name}, expr.text, FilterNames(custom_));
    }
    return Fail();
  }
  bool fine = true;
  const std::vector<NamedValue> arguments = Arguments(expr, tag, fine);
  if (!fine) return Unknown(At(expr.where));
  if (!CheckInput(expr, *signature, input)) return kNoValue;
  // Filters that look for something in a list do not look at their arguments if it is empty.
  const bool empty = values_[input].kind == Kind::kArray && values_[input].count == 0 &&
                     name != "concat" && name != "join" && name != "merge_lists";
  if (!empty && !CheckArguments(expr, *signature, arguments)) return kNoValue;
  const bool unknown = values_[input].kind == Kind::kUnknown || signature->apply == nullptr;
  const size_t cost = values_[input].text.span.size() + values_[input].count;
  if (unknown || !Spend(cost)) return Unknown(At(expr.where));
  uint64_t work = 0;
  Problems found;
  const ValueId result =
      signature->apply({values_, input, arguments, tag, &work, &found, signature->name});
  for (Problem& problem : found) ReportOf(expr, std::move(problem), tag);
  if (!Spend(work * kJsonCost)) return Unknown(At(expr.where));
  return result == kNoValue ? Fail() : result;
}

// A problem that a filter found: in its input if it says where, else at its name.
void Evaluator::ReportOf(const Expr& expr, Problem problem, Loc tag) {
  const bool elsewhere = problem.where != tag;
  if (elsewhere) {
    problem.related.push_back({At(expr.text), "by this filter"});
  } else {
    problem.where = At(expr.text);
  }
  if (!elsewhere || IsNews(expr.text, 0)) Report(std::move(problem));
}

// Whether a call of uuid is all that a tag has: that is replaced before Tera reads it.
bool Evaluator::IsAlone(Span call) const {
  size_t begin = call.begin;
  size_t end = call.end;
  while (begin > 0 && IsBlank(bytes_[begin - 1])) --begin;
  while (end < bytes_.size() && IsBlank(bytes_[end])) ++end;
  return Text(call) == "uuid()" && bytes_.substr(0, begin).ends_with("{{") &&
         bytes_.substr(end).starts_with("}}");
}

ValueId Evaluator::Call(const Expr& expr, Loc tag) {
  const std::string_view name = Text(expr.text);
  const Signature* signature = FindFunction(name);
  if (signature == nullptr || (signature->custom && !custom_)) {
    for (const Argument& argument : tree_.Arguments(expr)) Mention(argument.value);
    if (signature != nullptr) {
      ReportUnknown(rules::UnknownFunction::Query{.name = name}, expr.text, {});
    } else {
      ReportUnknown(rules::UnknownFunction{.name = name}, expr.text, FunctionNames(custom_));
    }
    return Fail();
  }
  if (name == "uuid" && !IsAlone(expr.where)) {
    ReportUnknown(rules::UnknownFunction::Alone{.name = name}, expr.text, {});
    return Fail();
  }
  bool fine = true;
  const std::vector<NamedValue> arguments = Arguments(expr, tag, fine);
  if (!fine) return kNoValue;
  if (!CheckArguments(expr, *signature, arguments)) return kNoValue;
  if (name == "throw") {
    Report({.what = rules::ThrownError{.call = Text(expr.where)}, .where = At(expr.where)});
    return Fail();
  }
  return name == "range" ? Range(expr, arguments, tag) : Unknown(At(expr.where));
}

// The output of a macro is not known, only whether it can be called.
ValueId Evaluator::CallMacro(const Expr& expr) {
  const std::span<const Argument> arguments = tree_.Arguments(expr);
  for (const Argument& argument : arguments) Mention(argument.value);
  const std::string_view name = Text(expr.text);
  const auto macro = std::ranges::find_if(
      tree_.macros, [&](const Macro& each) { return Text(each.name) == name; });
  if (macro == tree_.macros.end()) {
    if (!tree_.all_macros) return Unknown(At(expr.where));
    std::vector<std::string_view> names;
    for (const Macro& each : tree_.macros) names.push_back(Text(each.name));
    ReportUnknown(rules::UnknownFunction::Macro{.name = name}, expr.text, names);
    return Fail();
  }
  for (const MacroParameter& parameter : macro->parameters) {
    const auto same = [&](const Argument& each) { return Text(each.name) == Text(parameter.name); };
    if (!parameter.required || std::ranges::any_of(arguments, same)) continue;
    Report({.what = rules::FilterArgument{.argument = Text(parameter.name), .name = name},
            .where = At(expr.text)});
    return Fail();
  }
  return Unknown(At(expr.where));
}

ValueId Evaluator::Range(const Expr& expr, const std::vector<NamedValue>& arguments, Loc tag) {
  int64_t start = 0;
  int64_t end = 0;
  int64_t step = 1;
  for (const NamedValue& argument : arguments) {
    const std::optional<int64_t> value = Integer(values_.Text(argument.value));
    if (!value || *value < 0) return Unknown(tag);
    if (argument.name == "start") start = *value;
    if (argument.name == "end") end = *value;
    if (argument.name == "step_by") step = *value;
  }
  if (start > end || step == 0) {
    Report({.what = rules::FilterArgument::Range{.end = std::to_string(end),
                                                 .start = std::to_string(start),
                                                 .step = std::to_string(step)},
            .where = At(expr.text)});
    return Fail();
  }
  if (end - start > kLongestRange) {
    values_.NoteLimit(Values::Limit::kSize, tag);
    return Unknown(tag);
  }
  if (!Spend(static_cast<size_t>(end - start) * sizeof(Value))) return Unknown(tag);
  std::vector<ValueId> items;
  for (int64_t i = start; i < end; i += step) items.push_back(Number(i, tag));
  return values_.AddArray(tag, items);
}

}  // namespace stackql::tmpl
