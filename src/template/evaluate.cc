#include "template/evaluate.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "rules/template.h"
#include "template/limits.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {

ValueId Evaluator::Fail() {
  if (doubt_ == 0) result_.failed = true;
  return kNoValue;
}

// Whether this was not noted in an earlier round of a loop.
bool Evaluator::IsNews(Span where, int what) {
  return !looping || news_.insert({where.begin, what}).second;
}

void Evaluator::Report(Problem problem) {
  if (doubt_ > 0 || !IsNews(problem.where.span, 0)) return;
  problems_.push_back(std::move(problem));
}

ValueId Evaluator::Evaluate(uint32_t index, Loc tag) {
  const Expr& expr = tree_.exprs[index];
  const Loc at = At(expr.where);
  if (!Spend(0)) {
    Mention(index);
    return Unknown(at);
  }
  using enum Expr::Kind;
  switch (expr.kind) {
    case kString: {
      // `this.` is replaced within texts, too.
      const bool replaced = custom_ && !scope_.this_prefix.empty() &&
                            Text(expr.text).find("this.") != std::string_view::npos;
      return replaced ? Unknown(at) : values_.AddString(At(expr.text), at);
    }
    case kNumber:
      // Tera rejects integers of more than 64 bits.
      if (At(expr.text).span.size() > kMostDigits) return Unknown(at);
      return values_.Add({.kind = Kind::kNumber, .token = at, .text = At(expr.text)});
    case kBool: {
      const std::string_view text = Text(expr.text);
      return Truth(text[0] == 't' || text[0] == 'T' ? Tri::kYes : Tri::kNo, at);
    }
    case kName:
      return Name(expr);
    case kCall:
      return Call(expr, tag);
    case kFilter:
      return Filter(expr, tag);
    case kArray:
      return Array(expr, tag);
    case kDict:
      return Dict(expr);
    case kConcat:
      return Concat(expr, tag);
    case kMath:
      return Math(expr, tag);
    case kNot:
      return Negate(expr, tag);
    case kMacro:
      return CallMacro(expr);
    case kOpaque:
      Mention(index);
      return Unknown(at);
    default:
      return Truth(Judge(index, tag), at);
  }
}

// The innermost input of a chain of filters.
uint32_t Evaluator::Base(uint32_t index) const {
  while (tree_.exprs[index].kind == Expr::Kind::kFilter &&
         !tree_.Operands(tree_.exprs[index]).empty()) {
    index = tree_.Operands(tree_.exprs[index])[0];
  }
  return index;
}

// Whether all that is joined are texts: they are one text to Tera.
bool Evaluator::IsLiteral(const Expr& concat) const {
  const std::span<const uint32_t> parts = tree_.Operands(concat);
  return std::all_of(parts.begin(), parts.end(),
                     [&](uint32_t part) { return tree_.exprs[part].kind == Expr::Kind::kString; });
}

ValueId Evaluator::Truth(Tri truth, Loc at) {
  if (truth == Tri::kUnknown) return Unknown(at);
  const TextId text = values_.sources().AddBuiltin(truth == Tri::kYes ? "true" : "false");
  return values_.Add({.kind = Kind::kBool, .token = at, .text = values_.sources().All(text)});
}

ValueId Evaluator::Number(int64_t number, Loc at) {
  const TextId text = values_.sources().AddBuiltin(std::to_string(number));
  return values_.Add({.kind = Kind::kNumber, .token = at, .text = values_.sources().All(text)});
}

ValueId Evaluator::Computed(const std::string& number, ValueId left, ValueId right, Loc at) {
  TextBuilder operands(values_.sources());
  operands.Insert(values_[left].text, at);
  operands.Insert(values_[right].text, at);
  TextBuilder builder(values_.sources());
  builder.Atom(number, at, operands.Finish(Step::kRender, at));
  return values_.Add(
      {.kind = Kind::kNumber, .token = at, .text = builder.Finish(Step::kRender, at)});
}

std::optional<double> Evaluator::Double(ValueId value) const {
  return values_[value].kind == Kind::kNumber ? ReadDouble(values_.Text(value)) : std::nullopt;
}

// An undefined name is false here, whatever filters follow it.
ValueId Evaluator::Negate(const Expr& expr, Loc tag) {
  const uint32_t inner = tree_.Operands(expr)[0];
  const Expr::Kind kind = tree_.exprs[inner].kind;
  if (kind == Expr::Kind::kCompare) {
    // As a value, a comparison is negated twice, but once if it compares a number with another
    // kind: mistakes of Tera's.
    bool mismatch = false;
    const Tri truth = Compare(tree_.exprs[inner], tag, mismatch);
    return Truth(mismatch ? Tri::kYes : truth, At(expr.where));
  }
  if (kind != Expr::Kind::kName && kind != Expr::Kind::kFilter) {
    return Truth(Not(Judge(inner, tag)), At(expr.where));
  }
  const Doubt doubt(*this);
  const ValueId value = Evaluate(inner, tag);
  if (value != kNoValue) return Truth(Not(Holds(value)), At(expr.where));
  const Expr& base = tree_.exprs[Base(inner)];
  const bool undefined = base.kind == Expr::Kind::kName && !result_.reads.empty() &&
                         !result_.reads.back().defined && kind == Expr::Kind::kName;
  return Truth(undefined ? Tri::kYes : Tri::kUnknown, At(expr.where));
}

ValueId Evaluator::Array(const Expr& expr, Loc tag) {
  std::vector<ValueId> items;
  bool fine = true;
  for (const uint32_t operand : tree_.Operands(expr)) {
    items.push_back(Evaluate(operand, tag));
    fine &= items.back() != kNoValue;
  }
  return fine ? values_.AddArray(At(expr.where), items) : kNoValue;
}

// A text that notes where it is used.
ValueId Evaluator::Used(ValueId value, Loc at) {
  if (value == kNoValue || values_[value].kind != Kind::kString) return value;
  TextBuilder builder(values_.sources());
  builder.Insert(values_[value].text, at);
  return values_.AddString(builder.Finish(Step::kFilter, at), values_[value].token);
}

// The values are keys of the context as they stand: variables of the template do not count.
ValueId Evaluator::Dict(const Expr& expr) {
  const std::span<const uint32_t> operands = tree_.Operands(expr);
  const std::span<const NameStep> keys = tree_.Steps(expr);
  std::vector<Member> members;
  for (size_t i = 0; i < keys.size(); ++i) {
    const Loc key = At(keys[i].text);
    members.push_back(
        {values_.AddString(key, key), DictValue(keys[i].text, tree_.exprs[operands[i]])});
  }
  return values_.AddObject(At(expr.where), members);
}

void Evaluator::ReportLiteral(Span key, Loc value) {
  // "aws:cost": p
  const bool quoted = key.begin > 0 &&
                      std::string_view("\"'").find(bytes_[key.begin - 1]) != std::string_view::npos;
  if (quoted && bytes_[key.end] == ':') {
    return Report({.what = rules::DictionaryLiteral::Key{.key = Text(key)},
                   .where = Hull(At(key), value),
                   .help = "Write the patch document yourself."});
  }
  Report({.what = rules::DictionaryLiteral{.value = values_.sources().Bytes(value)},
          .where = value,
          .help = "Put it into a prop and use its name, or write the patch document yourself."});
}

// Whatever is not a key of the context becomes the empty text.
ValueId Evaluator::DictValue(Span key, const Expr& operand) {
  const Loc at = At(operand.where);
  std::vector<std::string_view> steps;
  if (operand.kind == Expr::Kind::kName) {
    if (!StepTexts(operand, steps)) return Unknown(at);
    const std::string name = Joined(steps, steps.size());
    const ValueId value = Lookup(name, steps, at);
    if (value != kNoValue) return Used(Read(name, at, value), at);
    if (IsNews(at.span, 1)) {
      result_.reads.push_back({.name = name, .where = at, .defined = false, .emptied = true});
    }
  } else {
    ReportLiteral(key, at);
  }
  return Unknown(at);  // no further mistake is seen in it
}

ValueId Evaluator::Concat(const Expr& expr, Loc tag) {
  TextBuilder builder(values_.sources());
  const Loc at = At(expr.where);
  bool fine = true;
  bool known = true;
  for (const uint32_t operand : tree_.Operands(expr)) {
    const ValueId part = Evaluate(operand, tag);
    if (part == kNoValue) {
      fine = false;
      continue;
    }
    const Value& node = values_[part];
    if (node.kind == Kind::kNumber) {
      const bool literal = tree_.exprs[operand].kind == Expr::Kind::kNumber;
      InsertNumber(values_, part, literal ? Printed::kOutput : Printed::kJoined,
                   At(tree_.exprs[operand].where), builder);
    } else if (node.kind == Kind::kString) {
      known &=
          Spend(node.text.span.size()) && builder.size() + node.text.span.size() < kLongestText;
      if (known) builder.Insert(node.text, At(tree_.exprs[operand].where));
    } else if (node.kind == Kind::kUnknown) {
      builder.Hole(At(tree_.exprs[operand].where));
    } else {
      fine = false;
      Fail();
    }
  }
  if (!fine) return kNoValue;
  if (!known) {
    values_.NoteLimit(Values::Limit::kSize, at);
    return Unknown(at);
  }
  return values_.AddString(builder.Finish(Step::kRender, at), at);
}

ValueId Evaluator::Math(const Expr& expr, Loc tag) {
  const ValueId left = Evaluate(tree_.Operands(expr)[0], tag);
  const ValueId right = Evaluate(tree_.Operands(expr)[1], tag);
  const Loc at = At(expr.where);
  if (left == kNoValue || right == kNoValue) return kNoValue;
  if (!CheckNumbers(expr, left, right)) return Fail();
  const std::optional<int64_t> a = Integer(values_.Text(left));
  const std::optional<int64_t> b = Integer(values_.Text(right));
  if (!a || !b || Text(expr.text) == "/") return FloatMath(expr, left, right);
  int64_t result = 0;
  switch (Text(expr.text)[0]) {
    case '+':
      result = *a + *b;
      break;  // 18 digits each: no overflow
    case '-':
      result = *a - *b;
      break;
    case '*':
      if (__builtin_mul_overflow(*a, *b, &result)) return Unknown(at);
      break;
    default:
      if (*b == 0) {
        Report({.what = rules::NotANumber::Zero{.op = Text(expr.text)}, .where = at});
        return Fail();
      }
      result = *a % *b;
      break;
  }
  return Computed(std::to_string(result), left, right, at);
}

// With doubles, as every division is done; what comes out whole there is an integer again.
ValueId Evaluator::FloatMath(const Expr& expr, ValueId left, ValueId right) {
  constexpr double kMost = 9e18;
  const Loc at = At(expr.where);
  const std::optional<double> a = Double(left);
  const std::optional<double> b = Double(right);
  if (!a || !b) return Unknown(at);
  const char op = Text(expr.text)[0];
  const double result = op == '+'   ? *a + *b
                        : op == '-' ? *a - *b
                        : op == '*' ? *a * *b
                        : op == '/' ? *a / *b
                                    : std::fmod(*a, *b);
  if (!std::isfinite(result)) return Unknown(at);
  const bool whole = op == '/' && std::round(result) == result;
  if (whole && std::abs(result) > kMost) return Unknown(at);
  const std::string digits = whole ? std::to_string(static_cast<int64_t>(result)) : Lexeme(result);
  return Computed(digits, left, right, at);
}

}  // namespace stackql::tmpl
