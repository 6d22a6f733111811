#include "template/expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "rules/template.h"
#include "template/blanks.h"
#include "template/limits.h"

namespace stackql::tmpl {
namespace {

// Chains of operators and filters make a tree as deep as they are long.
constexpr int kLongestChain = 200;

}  // namespace

// Logic.

uint32_t ExpressionParser::Value() { return Is("[") ? Filters(Array()) : Logic(); }

uint32_t ExpressionParser::Output() {
  if (!Is("{") || !custom_) return Value();
  if (Ahead().kind != Token::Kind::kDict) ForeignDict();
  const uint32_t dict = Dict();
  Expect("|");
  const Span name = Name();
  return Add({.kind = Expr::Kind::kFilter, .where = From(dict), .text = name}, {dict});
}

uint32_t ExpressionParser::Logic() {
  if (++depth_ > kDeepest) {
    throw Mistake{.what = rules::TemplateSyntax::Deep{.limit = kDeepest}, .where = Peek().where};
  }
  uint32_t left = AndChain();
  while (TakeWord("or")) left = AddBinary(Expr::Kind::kOr, left, {}, AndChain());
  --depth_;
  return left;
}

uint32_t ExpressionParser::AndChain() {
  uint32_t left = LogicValue();
  while (TakeWord("and")) left = AddBinary(Expr::Kind::kAnd, left, {}, LogicValue());
  return left;
}

uint32_t ExpressionParser::LogicValue() {
  const Span first = Peek().where;
  const bool negated = TakeWord("not");
  const Span begin = Peek().where;
  const Operand left = Side();
  if (!negated) return left.sort == Sort::kLogic ? left.expr : Comparison(left.expr);
  if (left.sort == Sort::kLogic) {
    throw Mistake{.what = rules::TemplateSyntax{.expected = "a value", .found = "("},
                  .where = begin,
                  .help = "Tera cannot negate brackets: assign them with {% set %} first."};
  }
  return Add({.kind = Expr::Kind::kNot, .where = Since(first), .text = first},
             {Comparison(left.expr)});
}

uint32_t ExpressionParser::Comparison(uint32_t left) {
  if (Is("in") || (IsWord("not") && bytes_.substr(Ahead().where.begin, 2) == "in")) {
    return InCondition(left);
  }
  static constexpr std::array<std::string_view, 6> kOperators = {"==", "!=", "<=", ">=", "<", ">"};
  for (const std::string_view op : kOperators) {
    const Span where = Peek().where;
    if (!Take(op)) continue;
    const Span begin = Peek().where;
    const Operand right = Side();
    if (right.sort == Sort::kLogic) {
      throw Mistake{.what = rules::TemplateSyntax{.expected = "a value", .found = "("},
                    .where = begin,
                    .help = "Assign the bracketed expression with {% set %} first."};
    }
    return AddBinary(Expr::Kind::kCompare, left, where, right.expr);
  }
  return left;
}

uint32_t ExpressionParser::InCondition(uint32_t left) {
  const bool negated = TakeWord("not");
  Expect("in");
  const uint32_t list = InContainer();
  const uint32_t found = AddBinary(Expr::Kind::kIn, left, {}, list);
  if (!negated) return found;
  return Add({.kind = Expr::Kind::kNot, .where = From(left)}, {found});
}

// A text, an array, or a name; the name without filters.
uint32_t ExpressionParser::InContainer() {
  if (Is("[")) return Filters(Array());
  if (Peek().kind == Token::Kind::kString) return Primary().expr;
  if (Peek().kind != Token::Kind::kName) Unexpected("a list");
  const uint32_t name = Steps(Name());
  return Is("~") ? Filters(Concat(name)) : name;
}

// Values.

// One side of a comparison: a text with filters, or arithmetic over values with filters.
ExpressionParser::Operand ExpressionParser::Side() {
  const Operand first = Primary();
  if (first.sort != Sort::kBasic) return first;
  pending_ = first;
  return {Sum(&ExpressionParser::Filtered), Sort::kBasic};
}

uint32_t ExpressionParser::Sum(Reader next) {
  uint32_t left = Product(next);
  while (Is("+") || Is("-")) {
    const Span op = tokens_[at_++].where;
    left = AddBinary(Expr::Kind::kMath, left, op, Product(next));
  }
  return left;
}

uint32_t ExpressionParser::Product(Reader next) {
  uint32_t left = (this->*next)();
  while (Is("*") || Is("/") || Is("%")) {
    const Span op = tokens_[at_++].where;
    left = AddBinary(Expr::Kind::kMath, left, op, (this->*next)());
  }
  return left;
}

// Filters take the whole arithmetic before them: a + b | int is (a + b) | int.
uint32_t ExpressionParser::Filtered() { return Filters(Sum(&ExpressionParser::Unit)); }

uint32_t ExpressionParser::Unit() {
  if (pending_.expr != kNone) return std::exchange(pending_, {}).expr;
  const Span where = Peek().where;
  const Operand unit = Primary();
  if (unit.sort == Sort::kBasic) return unit.expr;
  throw Mistake{
      .what = rules::TemplateSyntax{.expected = "a number",
                                    .found = bytes_.substr(where.begin, where.size())},
      .where = where,
      .help = "Arithmetic only supports names, numbers and calls; concatenate strings with ~."};
}

ExpressionParser::Operand ExpressionParser::Primary() {
  switch (Peek().kind) {
    case Token::Kind::kString: {
      const uint32_t text = String();
      return {Filters(Is("~") ? Concat(text) : text), Sort::kText};
    }
    case Token::Kind::kSymbol:
      if (Is("(")) return Bracket();
      if (Is("-") && Ahead().kind == Token::Kind::kNumber) break;
      Unexpected("a value");
    case Token::Kind::kName:
    case Token::Kind::kNumber:
      break;
    default:
      Unexpected("a value");
  }
  const uint32_t value = Peek().kind == Token::Kind::kName ? NameOrCall() : Negative();
  if (Is("~")) return {Filters(Concat(value)), Sort::kText};
  return {value, Sort::kBasic};
}

uint32_t ExpressionParser::String() {
  const Span where = tokens_[at_++].where;
  return Add(
      {.kind = Expr::Kind::kString, .where = where, .text = {where.begin + 1, where.end - 1}});
}

// A number, perhaps with its minus.
uint32_t ExpressionParser::Negative() {
  const Span first = Peek().where;
  if (Take("-") && !Touches()) Unexpected("a number");
  if (Peek().kind != Token::Kind::kNumber) Unexpected("a number");
  const Span where = {first.begin, tokens_[at_++].where.end};
  const std::string_view number = bytes_.substr(where.begin, where.size());
  int64_t whole = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), whole);
  if (read.ec == std::errc::result_out_of_range && number.find('.') == std::string_view::npos) {
    throw Mistake{.what = rules::TemplateSyntax{.expected = "a number of 64 bits", .found = number},
                  .where = where};
  }
  return Add({.kind = Expr::Kind::kNumber, .basic = true, .where = where, .text = where});
}

ExpressionParser::Operand ExpressionParser::Bracket() {
  const Span first = Peek().where;
  Expect("(");
  const uint32_t inner = Logic();
  Expect(")");
  if (tree_.exprs[inner].kind == Expr::Kind::kNot && !tree_.exprs[inner].text.empty()) {
    // Tera forgets a `not` that is all there is in brackets.
    Expr forgotten = tree_.exprs[tree_.Operands(tree_.exprs[inner])[0]];
    forgotten.basic = false;
    forgotten.where = Since(first);
    return {Add(forgotten), Sort::kLogic};
  }
  tree_.exprs[inner].where = Since(first);
  return {inner, tree_.exprs[inner].basic ? Sort::kBasic : Sort::kLogic};
}

uint32_t ExpressionParser::Concat(uint32_t first) {
  const Expr::Kind kind = tree_.exprs[first].kind;
  if (kind == Expr::Kind::kTest || kind == Expr::Kind::kMath) Unexpected("an operator");
  RefuseBoolean(first);
  std::vector<uint32_t> parts = {first};
  while (Take("~")) parts.push_back(ConcatPart());
  return Add({.kind = Expr::Kind::kConcat, .where = From(first)}, std::move(parts));
}

void ExpressionParser::RefuseBoolean(uint32_t part) const {
  if (tree_.exprs[part].kind != Expr::Kind::kBool) return;
  const Span where = tree_.exprs[part].where;
  throw Mistake{.what = rules::TemplateSyntax{.expected = "a string, a number or a name",
                                              .found = bytes_.substr(where.begin, where.size())},
                .where = where,
                .help = "Write it in quotes."};
}

uint32_t ExpressionParser::ConcatPart() {
  if (Peek().kind == Token::Kind::kString) return String();
  if (Peek().kind == Token::Kind::kName) {
    const uint32_t part = NameOrCall();
    RefuseBoolean(part);
    return part;
  }
  if (Peek().kind == Token::Kind::kNumber || Is("-")) return Negative();
  Unexpected("a string, a number or a name");
}

uint32_t ExpressionParser::Filters(uint32_t value) {
  while (Take("|")) {
    Expr filter = {.kind = Expr::Kind::kFilter, .text = Name()};
    if (Is("(")) Arguments(filter);
    filter.where = From(value);
    value = Add(filter, {value});
  }
  return value;
}

uint32_t ExpressionParser::SectionFilter() {
  Expr filter = {.kind = Expr::Kind::kFilter, .text = Name()};
  if (Is("(")) Arguments(filter);
  filter.where = Since(filter.text);
  return Add(filter);
}

uint32_t ExpressionParser::Container() {
  if (Is("[")) return Filters(Array());
  if (Peek().kind == Token::Kind::kString) Unexpected("a list");
  return Filtered();
}

// Names and calls.

uint32_t ExpressionParser::NameOrCall() {
  const Span first = Name();
  const std::string_view text = bytes_.substr(first.begin, first.size());
  if (text == "true" || text == "false" || text == "True" || text == "False") {
    return Add({.kind = Expr::Kind::kBool, .basic = true, .where = first, .text = first});
  }
  if (Take("::")) {  // a macro, perhaps of another template
    const Expr::Kind kind = text == "self" ? Expr::Kind::kMacro : Expr::Kind::kOpaque;
    Expr call = {.kind = kind, .basic = true, .text = Name()};
    Arguments(call);
    call.where = Since(first);
    return Add(call);
  }
  if (Is("(")) {
    Expr call = {.kind = Expr::Kind::kCall, .basic = true, .text = first};
    Arguments(call);
    call.where = Since(first);
    return Add(call);
  }
  for (const std::string_view word : {"true", "false", "True", "False"}) {
    if (!text.starts_with(word)) continue;
    // Tera goes on after the word, where an operator may follow.
    const std::string_view rest = text.substr(word.size());
    const auto follows = [&](std::string_view op) { return rest.starts_with(op); };
    throw Mistake{.what = rules::TemplateSyntax::BooleanPrefix{.name = text, .word = word},
                  .where = first,
                  .help = "Rename the variable.",
                  .sure = !follows("or") && !follows("and") && !follows("not") && !follows("in")};
  }
  const uint32_t name = Steps(first);
  return Is("is") ? Test(name) : name;
}

uint32_t ExpressionParser::Steps(Span first) {
  std::vector<NameStep> steps = {{.text = first}};
  while (Touches() && (Is(".") || Is("["))) {
    if (!Take(".")) {
      steps.push_back(Index());
      continue;
    }
    Span step = Peek().where;
    if (!Touches() || (Peek().kind != Token::Kind::kName && Peek().kind != Token::Kind::kNumber)) {
      Unexpected("a name");
    }
    do {  // digits and letters make one step
      step.end = tokens_[at_++].where.end;
    } while (Touches() &&
             (Peek().kind == Token::Kind::kName || Peek().kind == Token::Kind::kNumber));
    steps.push_back({.text = step});
  }
  if (steps.size() > 1 && Is("(")) {
    throw Mistake{.what =
                      rules::TemplateSyntax::Method{
                          .name = bytes_.substr(steps.back().text.begin, steps.back().text.size())},
                  .where = steps.back().text,
                  .help = "Use a filter, as in value | replace(from='a', to='b')."};
  }
  Expr name = {
      .kind = Expr::Kind::kName, .basic = true, .where = Since(first), .text = Since(first)};
  name.steps = {static_cast<uint32_t>(tree_.steps.size()), static_cast<uint32_t>(steps.size())};
  tree_.steps.insert(tree_.steps.end(), steps.begin(), steps.end());
  return Add(name);
}

// ["b"], [0], or [b]: without blanks.
NameStep ExpressionParser::Index() {
  if (++depth_ > kDeepest) {
    throw Mistake{.what = rules::TemplateSyntax::Deep{.limit = kDeepest}, .where = Peek().where};
  }
  Expect("[");
  const Token token = Peek();
  NameStep step = {.text = token.where, .dotted = false};
  if (token.kind == Token::Kind::kString) {
    const bool backquoted = bytes_[token.where.begin] == '`';  // Tera looks for a name so quoted
    if (!backquoted) step.text = {token.where.begin + 1, token.where.end - 1};
    ++at_;
  } else if (token.kind == Token::Kind::kNumber || Is("-")) {
    step.text = tree_.exprs[Negative()].text;
  } else if (token.kind == Token::Kind::kName) {
    step.index = Steps(Name());
  } else {
    Unexpected("an index");
  }
  if (Is(":")) {
    throw Mistake{.what = rules::TemplateSyntax{.expected = "']'", .found = ":"},
                  .where = Peek().where,
                  .help = "Tera has no slices; use the filter slice(start=..., end=...)."};
  }
  Expect("]");
  --depth_;
  return step;
}

uint32_t ExpressionParser::Test(uint32_t subject) {
  Expect("is");
  const bool negated = Ahead().kind == Token::Kind::kName && TakeWord("not");
  Expr test = {.kind = Expr::Kind::kTest, .basic = true, .text = Name()};
  std::vector<uint32_t> operands = {subject};
  if (Take("(")) {
    do {
      operands.push_back(Value());
    } while (Take(","));
    Expect(")");
  }
  test.where = From(subject);
  const uint32_t index = Add(test, std::move(operands));
  if (!negated) return index;
  return Add({.kind = Expr::Kind::kNot, .basic = true, .where = From(subject)}, {index});
}

void ExpressionParser::Arguments(Expr& expr) {
  const std::string_view name = bytes_.substr(expr.text.begin, expr.text.size());
  Expect("(");
  std::vector<Argument> arguments;
  while (!Take(")")) {
    Argument argument;
    const Span first = Peek().where;
    const bool named = Peek().kind == Token::Kind::kName &&
                       bytes_.substr(Ahead().where.begin, Ahead().where.size()) == "=";
    if (named) {
      argument.name = Name();
      Expect("=");
      argument.value = Value();
    } else {
      argument.value = Value();  // a mistake within the argument comes first
      throw Mistake{.what = rules::TemplateSyntax::Positional{.argument = bytes_.substr(
                                                                  first.begin, Since(first).size()),
                                                              .name = name},
                    .where = Since(first),
                    .help = "Write the argument's name before it, as in default(value='x')."};
    }
    arguments.push_back(argument);
    if (!Take(",") && !Is(")")) Unexpected(")");
  }
  expr.arguments = {static_cast<uint32_t>(tree_.arguments.size()),
                    static_cast<uint32_t>(arguments.size())};
  tree_.arguments.insert(tree_.arguments.end(), arguments.begin(), arguments.end());
}

uint32_t ExpressionParser::Array() {
  const Span first = Peek().where;
  Expect("[");
  std::vector<uint32_t> items;
  while (!Take("]")) {
    items.push_back(LogicValue());
    if (!Take(",") && !Is("]")) Unexpected("]");
  }
  return Add({.kind = Expr::Kind::kArray, .where = Since(first)}, std::move(items));
}

// Tokens.

const Token& ExpressionParser::Ahead() const {
  return Peek().kind >= Token::Kind::kEnd ? Peek() : tokens_[at_ + 1];
}

bool ExpressionParser::Is(std::string_view text) const {
  return (Peek().kind == Token::Kind::kSymbol || Peek().kind == Token::Kind::kName) &&
         Text() == text;
}

bool ExpressionParser::Take(std::string_view text) {
  if (!Is(text)) return false;
  ++at_;
  return true;
}

// `or`, `and`, `not` count only with a blank after them.
bool ExpressionParser::IsWord(std::string_view word) const {
  const uint32_t end = Peek().where.end;
  return Is(word) && end < bytes_.size() && IsBlank(bytes_[end]);
}

bool ExpressionParser::TakeWord(std::string_view word) {
  if (!IsWord(word)) return false;
  ++at_;
  return true;
}

void ExpressionParser::Expect(std::string_view text) {
  if (!Take(text)) Unexpected(text);
}

// Whether the next token follows the last one without a blank.
bool ExpressionParser::Touches() const { return Peek().where.begin == tokens_[at_ - 1].where.end; }

Span ExpressionParser::Name() {
  if (Peek().kind != Token::Kind::kName) Unexpected("a name");
  return tokens_[at_++].where;
}

uint32_t ExpressionParser::Add(Expr expr) {
  tree_.exprs.push_back(expr);
  return static_cast<uint32_t>(tree_.exprs.size() - 1);
}

uint32_t ExpressionParser::Add(Expr expr, std::vector<uint32_t> operands) {
  if (++links_ > kLongestChain) expr.kind = Expr::Kind::kOpaque;
  expr.operands = {static_cast<uint32_t>(tree_.operands.size()),
                   static_cast<uint32_t>(operands.size())};
  tree_.operands.insert(tree_.operands.end(), operands.begin(), operands.end());
  return Add(expr);
}

uint32_t ExpressionParser::AddBinary(Expr::Kind kind, uint32_t left, Span op, uint32_t right) {
  const bool basic =
      kind == Expr::Kind::kMath && tree_.exprs[left].basic && tree_.exprs[right].basic;
  return Add({.kind = kind, .basic = basic, .where = From(left), .text = op}, {left, right});
}

Span ExpressionParser::From(uint32_t expr) const { return Since(tree_.exprs[expr].where); }

}  // namespace stackql::tmpl
