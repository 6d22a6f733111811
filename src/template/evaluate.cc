#include "template/evaluate.h"

#include <algorithm>
#include <charconv>

#include "diag/suggest.h"

namespace stackql::tmpl {
namespace {

constexpr int64_t kLongestRange = 10'000;

bool IsIndex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c >= '0' && c <= '9'; });
}

std::string Joined(const std::vector<std::string>& steps, size_t count) {
  std::string name;
  for (size_t i = 0; i < count; ++i) name += (i == 0 ? "" : ".") + steps[i];
  return name;
}

std::optional<int64_t> Integer(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

ValueId Evaluator::Evaluate(uint32_t index, Loc tag) {
  const Expr& expr = tree_.exprs[index];
  using enum Expr::Kind;
  switch (expr.kind) {
    case kString: return values_.AddString(At(expr.text), At(expr.where));
    case kNumber:
      return values_.Add({.kind = Kind::kNumber, .token = At(expr.where), .text = At(expr.text)});
    case kBool:
      return values_.Add({.kind = Kind::kBool, .token = At(expr.where), .text = At(expr.text)});
    case kName: return Name(expr);
    case kFilter: return Filter(expr, tag);
    case kCall: return Call(expr, tag);
    case kDict: return Dict(expr, tag);
    case kArray: return Array(expr, tag);
    default: break;
  }
  const size_t before = reads_.size();
  for (const uint32_t arg : expr.args) Evaluate(arg, tag);
  // `a or b` and the like take what is undefined as false.
  if (expr.kind == kOr || expr.kind == kAnd || expr.kind == kNot || expr.kind == kTest) Guard(before);
  return Unknown(At(expr.where));
}

void Evaluator::Guard(size_t from) {
  for (size_t i = from; i < reads_.size(); ++i) reads_[i].guarded = true;
}

// --- names -----------------------------------------------------------------------------------------

ValueId Evaluator::Name(const Expr& expr) {
  std::vector<std::string> steps;
  for (const Span step : expr.steps) steps.emplace_back(Text(step));
  const bool own = custom_ && steps.size() > 1 && steps[0] == "this" && !scope_.this_prefix.empty();
  if (own) steps[0] = scope_.this_prefix;
  for (size_t i = locals.size(); i-- > 0;) {
    if (locals[i].first != steps[0]) continue;
    bool defined = true;
    return Below(locals[i].second, steps, 1, At(expr.where), defined);
  }
  Read read = {.name = Joined(steps, steps.size()), .where = At(expr.where)};
  const ValueId value = Lookup(steps, read.where, read.defined);
  reads_.push_back(std::move(read));
  return value;
}

bool Evaluator::IsOpenPrefix(const std::string& first) const {
  return std::find(scope_.open_prefixes.begin(), scope_.open_prefixes.end(), first) !=
         scope_.open_prefixes.end();
}

ValueId Evaluator::Lookup(const std::vector<std::string>& steps, Loc where, bool& defined) {
  for (size_t count = steps.size(); count > 0; --count) {
    const auto found = scope_.names.find(Joined(steps, count));
    if (found != scope_.names.end()) return Below(found->second, steps, count, where, defined);
  }
  if (scope_.open || (steps.size() > 1 && IsOpenPrefix(steps[0]))) return Unknown(where);
  // `a` alone is an object when there are names `a.b`.
  const std::string prefix = Joined(steps, steps.size()) + ".";
  const auto below = scope_.names.lower_bound(prefix);
  if (below != scope_.names.end() && below->first.compare(0, prefix.size(), prefix) == 0) {
    return Unknown(where);
  }
  defined = false;
  return kNoValue;
}

// Members and elements of a known structure; a text has neither.
ValueId Evaluator::Below(ValueId value, const std::vector<std::string>& steps, size_t from,
                         Loc where, bool& defined) {
  for (size_t i = from; i < steps.size(); ++i) {
    const Value node = values_[value];
    if (node.kind == Kind::kArray && !node.open && IsIndex(steps[i])) {
      const std::optional<int64_t> index = Integer(steps[i]);
      if (index && *index < node.count) {
        value = values_.Elements(value)[static_cast<size_t>(*index)];
        continue;
      }
    }
    if (node.kind == Kind::kObject) {
      const ValueId member = values_.Find(value, steps[i]);
      if (member != kNoValue) {
        value = member;
        continue;
      }
    }
    const bool known = node.kind == Kind::kString || node.kind == Kind::kNumber ||
                       node.kind == Kind::kBool;
    defined = !known || scope_.open;
    return defined ? Unknown(where) : kNoValue;
  }
  return value;
}

// --- filters and functions -------------------------------------------------------------------------

std::vector<NamedValue> Evaluator::Arguments(const Expr& expr, Loc tag) {
  std::vector<NamedValue> arguments;
  for (const Argument& argument : expr.named) {
    arguments.push_back({.name = Text(argument.name),
                         .where = argument.name,
                         .value = Evaluate(argument.value, tag)});
  }
  if (expr.kind == Expr::Kind::kFilter && Text(expr.text) == "replace" && arguments.size() == 2 &&
      arguments[0].name.empty() && arguments[1].name.empty()) {
    arguments[0].name = "from";
    arguments[1].name = "to";
  }
  return arguments;
}

bool Evaluator::CheckArguments(const Expr& expr, const Signature& signature) {
  if (signature.any_argument) return true;
  bool fine = true;
  std::vector<std::string_view> known = signature.required;
  known.insert(known.end(), signature.optional.begin(), signature.optional.end());
  std::vector<std::string_view> missing = signature.required;
  for (const Argument& argument : expr.named) {
    const std::string_view name = Text(argument.name);
    std::erase(missing, name);
    if (name.empty()) return true;  // replace('a', 'b')
    // Tera ignores arguments that a filter does not know, so only what is missing fails.
  }
  for (const std::string_view name : missing) {
    std::vector<std::string_view> given;
    for (const Argument& argument : expr.named) given.push_back(Text(argument.name));
    const std::string_view meant = Suggest(name, given);
    fine = false;
    problems_.push_back({.rule = "filter-argument",
                         .where = At(expr.text),
                         .args = {{"argument", std::string(name)},
                                  {"name", std::string(Text(expr.text))}},
                         .help = meant.empty() ? "Write " + std::string(Text(expr.text)) + "(" +
                                                     std::string(name) + "=...)."
                                               : "Did you mean it by '" + std::string(meant) + "'?"});
  }
  return fine;
}

ValueId Evaluator::Filter(const Expr& expr, Loc tag) {
  const std::string_view name = Text(expr.text);
  const size_t before = reads_.size();
  const ValueId input = Evaluate(expr.args[0], tag);
  const std::vector<NamedValue> arguments = Arguments(expr, tag);
  const Signature* signature = FindFilter(name);
  if (signature == nullptr || (signature->custom && !custom_)) {
    const std::vector<std::string_view> names = FilterNames(custom_);
    const std::string_view meant = Suggest(name, names);
    Problem problem = {.rule = "unknown-filter",
                       .where = At(expr.text),
                       .message = signature != nullptr ? "query" : "default",
                       .args = {{"name", std::string(name)}}};
    if (signature == nullptr && !meant.empty()) {
      problem.help = "Did you mean '" + std::string(meant) + "'?";
      problem.repairs.push_back({.title = "Replace with '" + std::string(meant) + "'",
                                 .where = At(expr.text),
                                 .text = std::string(meant)});
    }
    problems_.push_back(std::move(problem));
    return Unknown(At(expr.where));
  }
  const bool complete = CheckArguments(expr, *signature);
  if (name == "default") {
    if (input != kNoValue) return input;
    for (size_t i = before; i < reads_.size(); ++i) reads_[i].guarded = true;
    return arguments.empty() || arguments[0].value == kNoValue ? Unknown(At(expr.where))
                                                               : arguments[0].value;
  }
  if (input == kNoValue || !complete) return Unknown(At(expr.where));
  return ApplyFilter(values_, name, input, arguments, tag);
}

ValueId Evaluator::Call(const Expr& expr, Loc tag) {
  const std::string_view name = Text(expr.text);
  const std::vector<NamedValue> arguments = Arguments(expr, tag);
  const Signature* signature = FindFunction(name);
  if (signature == nullptr || (signature->custom && !custom_)) {
    const std::vector<std::string_view> names = FunctionNames();
    const std::string_view meant = signature == nullptr ? Suggest(name, names) : std::string_view();
    problems_.push_back(
        {.rule = "unknown-function",
         .where = At(expr.text),
         .message = signature != nullptr ? "query" : "default",
         .args = {{"name", std::string(name)}},
         .help = meant.empty() ? "" : "Did you mean '" + std::string(meant) + "'?"});
    return Unknown(At(expr.where));
  }
  if (!CheckArguments(expr, *signature) || name != "range") return Unknown(At(expr.where));
  return Range(arguments, tag);
}

ValueId Evaluator::Range(const std::vector<NamedValue>& arguments, Loc tag) {
  int64_t start = 0;
  int64_t end = 0;
  for (const NamedValue& argument : arguments) {
    const bool number = argument.value != kNoValue && values_[argument.value].kind == Kind::kNumber;
    const std::optional<int64_t> value =
        number ? Integer(values_.Text(argument.value)) : std::nullopt;
    if (!value || argument.name == "step_by") return Unknown(tag);
    (argument.name == "start" ? start : end) = *value;
  }
  if (end - start > kLongestRange || end < start) return Unknown(tag);
  std::vector<ValueId> items;
  for (int64_t i = start; i < end; ++i) {
    const Loc text = values_.sources().All(values_.sources().AddBuiltin(std::to_string(i)));
    items.push_back(values_.Add({.kind = Kind::kNumber, .token = tag, .text = text}));
  }
  return values_.AddArray(tag, items);
}

// Values are names of the context, taken as they stand; anything else becomes the empty string at
// deploy time, of which nothing is said here.
ValueId Evaluator::Dict(const Expr& expr, Loc tag) {
  std::vector<Member> members;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    const bool name = tree_.exprs[expr.args[i]].kind == Expr::Kind::kName;
    ValueId value = Evaluate(expr.args[i], tag);
    const Loc use = At(tree_.exprs[expr.args[i]].where);
    if (!name || value == kNoValue) {
      value = Unknown(use);
    } else if (values_[value].kind == Kind::kString && !values_[value].text.empty()) {
      TextBuilder used(values_.sources());
      used.Insert(values_[value].text, use);
      value = values_.AddString(used.Finish(Step::kFilter, use), values_[value].token);
    }
    members.push_back({values_.AddString(At(expr.steps[i]), At(expr.steps[i])), value});
  }
  return values_.AddObject(At(expr.where), members);
}

ValueId Evaluator::Array(const Expr& expr, Loc tag) {
  std::vector<ValueId> items;
  for (const uint32_t arg : expr.args) {
    const ValueId item = Evaluate(arg, tag);
    items.push_back(item == kNoValue ? Unknown(tag) : item);
  }
  return values_.AddArray(At(expr.where), items);
}

// --- conditions ------------------------------------------------------------------------------------

Tri Evaluator::Holds(ValueId value) const {
  if (value == kNoValue) return Tri::kNo;
  const Value& node = values_[value];
  switch (node.kind) {
    case Kind::kBool: return values_.Text(value) == "true" || values_.Text(value) == "True" ? Tri::kYes : Tri::kNo;
    case Kind::kString: {
      const std::string_view text = values_.Text(value);
      if (text.empty()) return Tri::kNo;
      return text.find_first_not_of('\xFF') == std::string_view::npos ? Tri::kUnknown : Tri::kYes;
    }
    case Kind::kArray:
    case Kind::kObject: return node.count > 0 ? Tri::kYes : node.open ? Tri::kUnknown : Tri::kNo;
    default: return Tri::kUnknown;
  }
}

Tri Evaluator::Judge(uint32_t index, Loc tag) {
  const Expr& expr = tree_.exprs[index];
  using enum Expr::Kind;
  switch (expr.kind) {
    case kNot: return Not(Judge(expr.args[0], tag));
    case kAnd: return And(Judge(expr.args[0], tag), Judge(expr.args[1], tag));
    case kOr: return Or(Judge(expr.args[0], tag), Judge(expr.args[1], tag));
    case kCompare: return Compare(expr, tag);
    case kTest: return Test(expr, tag);
    default: break;
  }
  const size_t before = reads_.size();
  const ValueId value = Evaluate(index, tag);
  if (expr.kind == kName) Guard(before);
  return Holds(value);
}

Tri Evaluator::Compare(const Expr& expr, Loc tag) {
  const ValueId left = Evaluate(expr.args[0], tag);
  const ValueId right = Evaluate(expr.args[1], tag);
  const std::string_view op = Text(expr.text);
  if (left == kNoValue || right == kNoValue || (op != "==" && op != "!=")) return Tri::kUnknown;
  // Only texts are compared: everything in the context is one.
  if (values_[left].kind != Kind::kString || values_[right].kind != Kind::kString) {
    return Tri::kUnknown;
  }
  if (!values_.Known(left) || !values_.Known(right)) return Tri::kUnknown;
  const bool same = values_.Text(left) == values_.Text(right);
  return same == (op == "==") ? Tri::kYes : Tri::kNo;
}

Tri Evaluator::Test(const Expr& expr, Loc tag) {
  const size_t before = reads_.size();
  const ValueId subject = Evaluate(expr.args[0], tag);
  Guard(before);
  const std::string_view name = Text(expr.text);
  if (name != "defined" && name != "undefined") return Tri::kUnknown;
  if (subject != kNoValue && values_[subject].kind == Kind::kUnknown) return Tri::kUnknown;
  return (subject != kNoValue) == (name == "defined") ? Tri::kYes : Tri::kNo;
}

}  // namespace stackql::tmpl
