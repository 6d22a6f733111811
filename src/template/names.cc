// What a name stands for.

#include <algorithm>
#include <functional>
#include <string>

#include "base/ascii.h"
#include "json/json.h"
#include "template/evaluate.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

// Whether a text can be a step of a name without turning into several.
bool IsStep(std::string_view text) {
  if (All(text, IsWord)) return !text.empty();
  return text.find_first_of(".[]'\"`~/\\\xFF") == std::string_view::npos;
}

}  // namespace

std::string Evaluator::Joined(const std::vector<std::string_view>& steps, size_t count) {
  std::string name;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) name += '.';
    name += steps[i];
  }
  return name;
}

ValueId Evaluator::Name(const Expr& expr) {
  const Loc at = At(expr.text);
  std::vector<std::string_view> steps;
  if (!StepTexts(expr, steps)) {
    MentionName(expr);
    return Unknown(at);
  }
  std::string joined;
  std::string_view name = Text(expr.text);
  if (steps.size() > 1) name = joined = Joined(steps, steps.size());
  if (!Spend(locals.size())) return Unknown(at);
  const ValueId local = LocalValue(steps, at);
  if (local != kNoValue) return local;
  return Read(name, at, Lookup(name, steps, at));
}

// The steps of a name, with `this` replaced and indices evaluated. False if they are not known.
bool Evaluator::StepTexts(const Expr& expr, std::vector<std::string_view>& texts) {
  const std::span<const NameStep> steps = tree_.Steps(expr);
  texts.reserve(steps.size());
  bool known = true;
  for (size_t i = 0; i < steps.size(); ++i) {
    std::string_view text = Text(steps[i].text);
    if (steps[i].index != kNone) {
      const ValueId index = Evaluate(steps[i].index, At(expr.where));
      if (index == kNoValue || !values_.Known(index)) {
        known = false;
        continue;
      }
      text = values_.Text(index);
      known &= values_[index].kind == Kind::kString || Integer(text).has_value();
    }
    known &= IsStep(text);
    // `this.` is replaced as text, at the end of any word.
    const bool replaced = custom_ && !scope_.this_prefix.empty() && text.ends_with("this") &&
                          i + 1 < steps.size() && steps[i + 1].dotted;
    if (replaced && i == 0 && text == "this") {
      known &= IsIdentifier(scope_.this_prefix);
      text = scope_.this_prefix;
    } else if (replaced) {
      known = false;
    }
    texts.push_back(text);
  }
  return known;
}

bool Evaluator::IsLocal(std::string_view name) const {
  return globals.count(name) > 0 ||
         std::any_of(locals.begin(), locals.end(),
                     [&](const Local& local) { return local.name == name; });
}

// What a variable of the template gives for a name; kNoValue if nothing.
ValueId Evaluator::LocalValue(const std::vector<std::string_view>& steps, Loc at) {
  for (auto local = locals.rbegin(); local != locals.rend(); ++local) {
    if (local->name != steps[0]) continue;
    if (local->rounds > 0) {
      return steps.size() == 2 ? LoopVariable(*local, steps[1], at) : Unknown(at);
    }
    const ValueId value = Below(local->value, steps, 1, at);
    if (value != kNoValue) return value;
    if (local->character) return Unknown(at);
  }
  const auto global = globals.find(steps[0]);
  return global == globals.end() ? kNoValue : Below(global->second, steps, 1, at);
}

ValueId Evaluator::LoopVariable(const Local& loop, std::string_view name, Loc at) {
  if (name == "index") return Number(loop.round + 1, at);
  if (name == "index0") return Number(loop.round, at);
  if (name == "first") return Truth(loop.round == 0 ? Tri::kYes : Tri::kNo, at);
  if (name == "last") return Truth(loop.round + 1 == loop.rounds ? Tri::kYes : Tri::kNo, at);
  return Unknown(at);
}

// Notes that a name is read; kNoValue means that it is not defined. What is known from no text,
// such as a column of a row that is still to come, is spelled by the name.
ValueId Evaluator::Read(std::string_view name, Loc at, ValueId value) {
  const bool defined = value != kNoValue;
  if (IsNews(at.span, 1 + (defined ? 1 : 0) + (doubt_ > 0 ? 2 : 0))) {
    result_.reads.push_back(
        {.name = std::string(name), .where = at, .defined = defined, .guarded = doubt_ > 0});
  }
  if (!defined) return Fail();
  if (values_[value].token) return value;
  const Loc origin = values_.OriginOf(value);
  if (!origin) return Unknown(at);
  return values_.Add({.kind = Kind::kUnknown, .token = at, .text = origin});
}

bool Evaluator::HasNamesBelow(std::string_view name) const {
  // The keys that begin with the name and a dot are neighbours; others may be before them.
  const std::string prefix = std::string(name) + ".";
  const auto below = scope_.names.lower_bound(prefix);
  return below != scope_.names.end() && below->first.starts_with(prefix);
}

// `name` is all of `steps`, joined.
ValueId Evaluator::Lookup(std::string_view name, const std::vector<std::string_view>& steps,
                          Loc at) {
  if (custom_ && name == "uuid") return Unknown(at);  // stackql-deploy's own, whatever else has it
  size_t size = name.size();
  for (size_t count = steps.size(); count > 0; --count) {
    const std::string_view key = name.substr(0, size);  // the first `count` steps
    if (count > 1) size -= steps[count - 1].size() + 1;
    const auto found = scope_.names.find(key);
    if (found == scope_.names.end()) continue;
    // Names below it make it an object too; which of the two is seen is left to chance.
    if (HasNamesBelow(key)) return Unknown(at);
    const ValueId value = Below(Prepared(found->second), steps, count, at);
    return value == kNoValue && scope_.open ? Unknown(at) : value;
  }
  if (scope_.open || name == "__tera_context") return Unknown(at);
  if (scope_.unknown_names != nullptr && IsUnknownName(name, steps)) return Unknown(at);
  const bool below_open =
      steps.size() > 1 && std::find(scope_.open_prefixes.begin(), scope_.open_prefixes.end(),
                                    steps[0]) != scope_.open_prefixes.end();
  return below_open || HasNamesBelow(name) ? Unknown(at) : kNoValue;
}

// What a query sees for a value: a text that is a JSON list or object is written anew, compact and
// with sorted keys (stackql-deploy's src/core/config.rs). A text with unknown items keeps their
// places.
ValueId Evaluator::Prepared(ValueId value) {
  const Value node = values_[value];
  if (!custom_ || node.kind != Kind::kString) return value;
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::string_view bytes = values_.Text(value);
  const size_t first = bytes.find_first_not_of(kBlanks);
  if (first == std::string_view::npos || (bytes[first] != '[' && bytes[first] != '{') ||
      values_.sources().StepOf(node.text.text) == Step::kSerialise) {
    return value;
  }
  if (scope_.prepared != nullptr) {
    const auto known = scope_.prepared->find(value);
    if (known != scope_.prepared->end()) return known->second;
  }
  if (!Spend(bytes.size())) return value;
  const ValueId first_new = values_.size();
  ValueId result = json::Parse(values_, node.text).value;
  bool open = result == kNoValue;
  for (ValueId id = first_new; id < values_.size(); ++id) open |= values_[id].open;
  if (!open) {
    const Loc text = json::Serialise(values_, result, json::Form::kPlain);
    const std::string_view written = values_.sources().Bytes(text);
    const bool lowered = written.find("True") == std::string_view::npos &&
                         written.find("False") == std::string_view::npos;
    open = written == bytes || !lowered;
    result = values_.AddString(text, node.token);
  }
  if (open) result = value;
  if (scope_.prepared != nullptr) scope_.prepared->emplace(value, result);
  return result;
}

// Whether a name, or one that it begins with, exists with an unknown value; or some below it.
bool Evaluator::IsUnknownName(std::string_view name,
                              const std::vector<std::string_view>& steps) const {
  const auto& names = *scope_.unknown_names;
  size_t size = name.size();
  for (size_t count = steps.size(); count > 0; --count) {
    if (std::binary_search(names.begin(), names.end(), name.substr(0, size), std::less<>())) {
      return true;
    }
    if (count > 1) size -= steps[count - 1].size() + 1;
  }
  const std::string prefix = std::string(name) + ".";
  const auto below = std::lower_bound(names.begin(), names.end(), prefix);
  return below != names.end() && below->starts_with(prefix);
}

// Members and elements of a structure; other values have none.
ValueId Evaluator::Below(ValueId value, const std::vector<std::string_view>& steps, size_t from,
                         Loc at) {
  for (size_t i = from; i < steps.size(); ++i) {
    const Value node = values_[value];
    if (node.kind == Kind::kUnknown || node.open) return Unknown(at);
    ValueId next = kNoValue;
    if (node.kind == Kind::kArray) {
      const std::optional<int64_t> index = Integer(steps[i]);
      if (!index && steps[i].find_first_of("0123456789") != std::string_view::npos) {
        return Unknown(at);
      }
      if (index && *index >= 0 && *index < node.count) {
        next = values_.Elements(value)[static_cast<size_t>(*index)];
      }
    } else if (node.kind == Kind::kObject) {
      if (!Spend(node.count * sizeof(Member))) return Unknown(at);
      next = values_.Find(value, steps[i]);
      const bool known = std::ranges::all_of(values_.Members(value), [&](const Member& member) {
        return values_[member.key].kind == Kind::kString && values_.Known(member.key);
      });
      if (!known) return Unknown(at);
    }
    if (next == kNoValue || values_[next].kind == Kind::kAbsent) return kNoValue;
    value = next;
  }
  return value;
}

// Names that may not be read.

void Evaluator::MentionName(const Expr& expr) {
  std::vector<std::string_view> steps;
  for (const NameStep& step : tree_.Steps(expr)) {
    if (step.index != kNone) break;  // the index is mentioned of its own
    steps.push_back(Text(step.text));
  }
  const bool own = custom_ && steps.size() > 1 && steps[0] == "this" && !scope_.this_prefix.empty();
  if (own) steps[0] = scope_.this_prefix;
  const std::string name = Joined(steps, steps.size());
  const Loc at = At(expr.text);
  if (!IsNews(at.span, 5)) return;
  const bool defined =
      !Spend(locals.size()) || IsLocal(steps[0]) || Lookup(name, steps, at) != kNoValue;
  result_.reads.push_back({.name = name, .where = at, .defined = defined, .guarded = true});
}

// Chains may be long, so this keeps its own stack.
void Evaluator::Mention(uint32_t index) {
  std::vector<uint32_t> open = {index};
  while (!open.empty()) {
    const Expr& expr = tree_.exprs[open.back()];
    open.pop_back();
    if (expr.kind == Expr::Kind::kName) MentionName(expr);
    for (const uint32_t operand : tree_.Operands(expr)) open.push_back(operand);
    for (const Argument& argument : tree_.Arguments(expr)) open.push_back(argument.value);
    if (expr.kind != Expr::Kind::kName) continue;
    for (const NameStep& step : tree_.Steps(expr)) {
      if (step.index != kNone) open.push_back(step.index);
    }
  }
}

}  // namespace stackql::tmpl
