#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "template/lexer.h"
#include "template/syntax.h"

namespace stackql::tmpl {
namespace {

constexpr int kDeepest = 100;

// Thrown within this file only, to leave a tag that cannot be read.
struct Mistake {
  Span where = {};
  std::string detail = {};
  std::string help = {};
};

class ExprParser {
 public:
  ExprParser(std::string_view bytes, Tree& tree, bool custom, std::vector<Token> tokens)
      : bytes_(bytes), tree_(tree), custom_(custom), tokens_(std::move(tokens)) {}

  const Token& Peek(size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  std::string_view Text(const Token& token) const {
    return bytes_.substr(token.where.begin, token.where.size());
  }
  bool Is(std::string_view text, size_t ahead = 0) const {
    const Token& token = Peek(ahead);
    return (token.kind == Token::Kind::kSymbol || token.kind == Token::Kind::kName) &&
           Text(token) == text;
  }
  bool Take(std::string_view text) {
    if (!Is(text)) return false;
    ++at_;
    return true;
  }
  void Expect(std::string_view text) {
    if (!Take(text)) Unexpected("'" + std::string(text) + "'");
  }
  Span Name() {
    if (Peek().kind != Token::Kind::kName) Unexpected("a name");
    return tokens_[at_++].where;
  }
  void Finish() {
    if (Peek().kind != Token::Kind::kEnd) Unexpected("the end of the tag");
  }

  [[noreturn]] void Unexpected(const std::string& wanted) const {
    const Token& token = Peek();
    if (token.kind == Token::Kind::kEnd) {
      throw Mistake{.where = token.where, .detail = "expected " + wanted + ", found the end of the tag"};
    }
    const std::string_view text = Text(token);
    const bool string = token.kind == Token::Kind::kBad && !text.empty() &&
                        std::string_view("'\"`").find(text[0]) != std::string_view::npos;
    Mistake mistake = {.where = token.where};
    mistake.detail = string ? std::string("a string is not closed")
                            : "expected " + wanted + ", found '" + std::string(text) + "'";
    if (text == "if") mistake.help = "Tera has no inline if; use {% if %} ... {% endif %}.";
    if (text == "(") mistake.help = "Tera has no method calls; use a filter.";
    if (text == "{") mistake.help = "Dictionaries are taken only as '{{ { ... } | filter }}' in queries.";
    throw mistake;
  }

  uint32_t Expression() {
    if (++depth_ > kDeepest) throw Mistake{.where = Peek().where, .detail = "expressions nest too deeply"};
    const uint32_t left = Or();
    --depth_;
    return left;
  }

 private:
  uint32_t Add(Expr expr) {
    tree_.exprs.push_back(std::move(expr));
    return static_cast<uint32_t>(tree_.exprs.size() - 1);
  }
  Span Cover(uint32_t from) const {
    return {tree_.exprs[from].where.begin, tokens_[at_ - 1].where.end};
  }
  uint32_t Binary(Expr::Kind kind, uint32_t left, Span op, uint32_t right) {
    return Add({.kind = kind, .where = Cover(left), .text = op, .args = {left, right}});
  }

  uint32_t Or() {
    uint32_t left = And();
    while (Take("or")) left = Binary(Expr::Kind::kOr, left, {}, And());
    return left;
  }
  uint32_t And() {
    uint32_t left = Not();
    while (Take("and")) left = Binary(Expr::Kind::kAnd, left, {}, Not());
    return left;
  }
  uint32_t Not() {
    const Span where = Peek().where;
    bool negated = false;
    while (Take("not")) negated = !negated;
    const uint32_t inner = Comparison();
    if (!negated) return inner;
    return Add({.kind = Expr::Kind::kNot, .where = {where.begin, Cover(inner).end}, .args = {inner}});
  }

  uint32_t Comparison() {
    uint32_t left = Sum();
    while (true) {
      const Span op = Peek().where;
      if (Take("is")) {
        left = Test(left);
        continue;
      }
      const bool not_in = Is("not") && Is("in", 1);
      if (not_in || Is("in")) {
        at_ += not_in ? 2 : 1;
        left = Binary(Expr::Kind::kIn, left, op, Sum());
        if (not_in) left = Add({.kind = Expr::Kind::kNot, .where = Cover(left), .args = {left}});
        continue;
      }
      static constexpr std::array<std::string_view, 6> kOps = {"==", "!=", "<=", ">=", "<", ">"};
      const bool compares = std::any_of(kOps.begin(), kOps.end(), [&](auto text) { return Is(text); });
      if (!compares) return left;
      ++at_;
      left = Binary(Expr::Kind::kCompare, left, op, Sum());
    }
  }

  uint32_t Test(uint32_t subject) {
    const bool negated = Take("not");
    Expr test = {.kind = Expr::Kind::kTest, .text = Name(), .args = {subject}};
    if (Take("(")) {
      while (!Take(")")) {
        test.args.push_back(Expression());
        if (!Take(",") && !Is(")")) Unexpected("')'");
      }
    }
    test.where = Cover(subject);
    const uint32_t index = Add(std::move(test));
    if (!negated) return index;
    return Add({.kind = Expr::Kind::kNot, .where = Cover(subject), .args = {index}});
  }

  uint32_t Sum() {
    uint32_t left = Product();
    while (Is("+") || Is("-") || Is("~")) {
      const bool concat = Is("~");
      const Span op = tokens_[at_++].where;
      left = Binary(concat ? Expr::Kind::kConcat : Expr::Kind::kMath, left, op, Product());
    }
    return left;
  }
  uint32_t Product() {
    uint32_t left = Filtered();
    while (Is("*") || Is("/") || Is("%")) {
      const Span op = tokens_[at_++].where;
      left = Binary(Expr::Kind::kMath, left, op, Filtered());
    }
    return left;
  }

  uint32_t Filtered() {
    uint32_t value = Primary();
    while (Take("|")) {
      Expr filter = {.kind = Expr::Kind::kFilter, .text = Name(), .args = {value}};
      if (Is("(")) Arguments(filter);
      filter.where = Cover(value);
      value = Add(std::move(filter));
    }
    return value;
  }

  void Arguments(Expr& expr) {
    Expect("(");
    const bool positional_ok =
        custom_ && bytes_.substr(expr.text.begin, expr.text.size()) == "replace";
    while (!Take(")")) {
      Argument argument;
      if (Peek().kind == Token::Kind::kName && Is("=", 1)) {
        argument.name = Name();
        Expect("=");
      } else if (!positional_ok) {
        const Span where = Peek().where;
        if (Peek().kind == Token::Kind::kEnd || Peek().kind == Token::Kind::kBad) Unexpected("')'");
        throw Mistake{.where = where,
                      .detail = "arguments are named in Tera",
                      .help = "Write name=value, as in default(value='x')."};
      }
      argument.value = Expression();
      expr.named.push_back(argument);
      if (!Take(",") && !Is(")")) Unexpected("',' or ')'");
    }
  }

  uint32_t Primary() {
    const Token token = Peek();
    switch (token.kind) {
      case Token::Kind::kString:
        ++at_;
        return Add({.kind = Expr::Kind::kString,
                    .where = token.where,
                    .text = {token.where.begin + 1, token.where.end - 1}});
      case Token::Kind::kNumber:
        ++at_;
        return Add({.kind = Expr::Kind::kNumber, .where = token.where, .text = token.where});
      case Token::Kind::kName: return NameOrCall();
      case Token::Kind::kSymbol: break;
      default: Unexpected("a value");
    }
    if (Is("-") && Peek(1).kind == Token::Kind::kNumber) {
      at_ += 2;
      const Span where = {token.where.begin, tokens_[at_ - 1].where.end};
      return Add({.kind = Expr::Kind::kNumber, .where = where, .text = where});
    }
    if (Take("(")) {
      const uint32_t inner = Expression();
      Expect(")");
      if (Is(".") || Is("[")) {
        throw Mistake{.where = Peek().where, .detail = "members of a parenthesised value are not taken",
                      .help = "Bind it with {% set %} first."};
      }
      tree_.exprs[inner].where = {token.where.begin, tokens_[at_ - 1].where.end};
      return inner;
    }
    if (Is("[")) return Array();
    if (Is("{") && custom_) return Dict();
    Unexpected("a value");
  }

  uint32_t Array() {
    Expr array = {.kind = Expr::Kind::kArray, .where = Peek().where};
    Expect("[");
    while (!Take("]")) {
      array.args.push_back(Expression());
      if (!Take(",") && !Is("]")) Unexpected("',' or ']'");
    }
    array.where.end = tokens_[at_ - 1].where.end;
    return Add(std::move(array));
  }

  // {"Key": name, ...}: stackql-deploy's pre-processor takes keys and names as they stand.
  uint32_t Dict() {
    Expr dict = {.kind = Expr::Kind::kDict, .where = Peek().where};
    Expect("{");
    while (!Take("}")) {
      const Token key = Peek();
      if (key.kind == Token::Kind::kString) {
        dict.steps.push_back({key.where.begin + 1, key.where.end - 1});
      } else if (key.kind == Token::Kind::kName) {
        dict.steps.push_back(key.where);
      } else {
        Unexpected("a key");
      }
      ++at_;
      Expect(":");
      dict.args.push_back(Expression());
      if (!Take(",") && !Is("}")) Unexpected("',' or '}'");
    }
    dict.where.end = tokens_[at_ - 1].where.end;
    return Add(std::move(dict));
  }

  uint32_t NameOrCall() {
    const Span first = Name();
    const std::string_view text = bytes_.substr(first.begin, first.size());
    if (text == "true" || text == "false" || text == "True" || text == "False") {
      return Add({.kind = Expr::Kind::kBool, .where = first, .text = first});
    }
    if (Take("::")) Name();  // a macro of a namespace
    if (Is("(")) {
      Expr call = {.kind = Expr::Kind::kCall, .where = first, .text = first};
      Arguments(call);
      call.where.end = tokens_[at_ - 1].where.end;
      if (Is(".")) {
        throw Mistake{.where = Peek().where, .detail = "members of a call are not taken",
                      .help = "Bind it with {% set %} first."};
      }
      return Add(std::move(call));
    }
    Expr name = {.kind = Expr::Kind::kName, .where = first, .steps = {first}};
    while (Is(".") || Is("[")) Step(name);
    name.where.end = tokens_[at_ - 1].where.end;
    if (Is("(")) {
      throw Mistake{.where = name.steps.back(), .detail = "Tera has no method calls",
                    .help = "Use a filter, as in value | replace(from='a', to='b')."};
    }
    return Add(std::move(name));
  }

  void Step(Expr& name) {
    if (Take(".")) {
      const Token token = Peek();
      if (token.kind != Token::Kind::kName && token.kind != Token::Kind::kNumber) Unexpected("a name");
      ++at_;
      name.steps.push_back(token.where);
      return;
    }
    Expect("[");
    const Token token = Peek();
    if (token.kind == Token::Kind::kString && Is("]", 1)) {
      name.steps.push_back({token.where.begin + 1, token.where.end - 1});
    } else if (token.kind == Token::Kind::kNumber && Is("]", 1)) {
      name.steps.push_back(token.where);
    } else {
      const uint32_t index = Expression();  // known when the template runs
      name.kind = Expr::Kind::kOpaque;
      name.args.push_back(index);
      return Expect("]");
    }
    at_ += 2;
  }

  std::string_view bytes_;
  Tree& tree_;
  bool custom_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
};

class Parser {
 public:
  Parser(std::string_view bytes, bool custom) : bytes_(bytes), custom_(custom), chunks_(Cut(bytes)) {}

  Tree Run() {
    tree_.roots = Body({}, 0);
    return std::move(tree_);
  }
  std::optional<Mistake> mistake() const { return mistake_; }

 private:
  using Ends = std::vector<std::string_view>;

  ExprParser Inside(const Chunk& chunk) {
    return {bytes_, tree_, custom_, Tokenise(bytes_, chunk.inside.begin, chunk.inside.end)};
  }
  uint32_t Add(Node node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<uint32_t>(tree_.nodes.size() - 1);
  }

  // Nodes up to a statement that begins with one of `ends`, which is not taken.
  std::vector<uint32_t> Body(const Ends& ends, int depth) {
    std::vector<uint32_t> body;
    while (at_ < chunks_.size()) {
      const Chunk& chunk = chunks_[at_];
      if (chunk.kind == Chunk::Kind::kStatement) {
        const std::string_view word = Word(chunk);
        if (std::find(ends.begin(), ends.end(), word) != ends.end()) return body;
      }
      ++at_;
      try {
        if (depth > kDeepest) throw Mistake{.where = chunk.where, .detail = "blocks nest too deeply"};
        body.push_back(One(chunk, depth));
      } catch (const Mistake& mistake) {
        if (!mistake_) mistake_ = mistake;
        at_ = chunks_.size();
        return body;
      }
    }
    if (!ends.empty() && !mistake_) {
      mistake_ = Mistake{.where = opened_, .detail = "this block is not closed",
                         .help = "Close it with {% " + std::string(ends.back()) + " %}."};
    }
    return body;
  }

  std::string_view Word(const Chunk& chunk) {
    ExprParser parser = Inside(chunk);
    return parser.Peek().kind == Token::Kind::kName ? parser.Text(parser.Peek()) : std::string_view();
  }

  uint32_t One(const Chunk& chunk, int depth) {
    switch (chunk.kind) {
      case Chunk::Kind::kText: return Add({.kind = Node::Kind::kText, .where = chunk.where});
      case Chunk::Kind::kUnclosed:
        throw Mistake{.where = chunk.where, .detail = "this tag is not closed"};
      case Chunk::Kind::kOutput: {
        ExprParser parser = Inside(chunk);
        const uint32_t expr = parser.Expression();
        parser.Finish();
        return Add({.kind = Node::Kind::kOutput, .where = chunk.where, .expr = expr});
      }
      default: return Statement(chunk, depth);
    }
  }

  uint32_t Statement(const Chunk& chunk, int depth) {
    ExprParser parser = Inside(chunk);
    const std::string_view word = Word(chunk);
    if (word == "if") return If(chunk, parser, depth);
    if (word == "for") return For(chunk, parser, depth);
    if (word == "set" || word == "set_global") {
      parser.Name();
      Node node = {.kind = Node::Kind::kSet, .where = chunk.where, .name = parser.Name()};
      parser.Expect("=");
      node.expr = parser.Expression();
      parser.Finish();
      return Add(std::move(node));
    }
    if (word == "filter" || word == "macro" || word == "block") return Opaque(chunk, word, depth);
    if (word == "break" || word == "continue" || word == "include" || word == "extends" ||
        word == "import") {
      return Add({.kind = Node::Kind::kOpaque, .where = chunk.where});
    }
    throw Mistake{.where = chunk.where, .detail = "no statement '" + std::string(word) + "' here"};
  }

  void Close(std::string_view word) {
    if (at_ >= chunks_.size()) return;
    ExprParser parser = Inside(chunks_[at_++]);
    parser.Expect(word);
    if (word != "endblock" && word != "endmacro") parser.Finish();
  }

  uint32_t If(const Chunk& chunk, ExprParser& parser, int depth) {
    Node node = {.kind = Node::Kind::kIf, .where = chunk.where};
    parser.Expect("if");
    bool more = true;
    node.branches.push_back({.has_condition = true, .condition = parser.Expression()});
    parser.Finish();
    while (more && !mistake_) {
      opened_ = chunk.where;
      node.branches.back().body = Body({"elif", "else", "endif"}, depth + 1);
      if (at_ >= chunks_.size()) break;
      const Chunk& next = chunks_[at_];
      ExprParser inside = Inside(next);
      if (inside.Take("elif")) {
        ++at_;
        node.branches.push_back({.has_condition = true, .condition = inside.Expression()});
        inside.Finish();
      } else if (inside.Take("else")) {
        ++at_;
        inside.Finish();
        node.branches.push_back({});
      } else {
        node.where.end = next.where.end;
        Close("endif");
        more = false;
      }
    }
    return Add(std::move(node));
  }

  uint32_t For(const Chunk& chunk, ExprParser& parser, int depth) {
    Node node = {.kind = Node::Kind::kFor, .where = chunk.where};
    parser.Expect("for");
    node.name = parser.Name();
    if (parser.Take(",")) {
      node.key = node.name;
      node.name = parser.Name();
    }
    parser.Expect("in");
    node.expr = parser.Expression();
    parser.Finish();
    opened_ = chunk.where;
    node.branches.push_back({.body = Body({"else", "endfor"}, depth + 1)});
    if (at_ < chunks_.size() && Word(chunks_[at_]) == "else") {
      ++at_;
      node.branches.push_back({.body = Body({"endfor"}, depth + 1)});
    }
    if (at_ < chunks_.size()) node.where.end = chunks_[at_].where.end;
    Close("endfor");
    return Add(std::move(node));
  }

  // Filter sections, macros and blocks: their extent is known, their output is not.
  uint32_t Opaque(const Chunk& chunk, std::string_view word, int depth) {
    const std::string end = "end" + std::string(word);
    opened_ = chunk.where;
    Node node = {.kind = Node::Kind::kOpaque, .where = chunk.where};
    node.branches.push_back({.body = Body({end}, depth + 1)});
    if (at_ < chunks_.size()) node.where.end = chunks_[at_].where.end;
    Close(end);
    return Add(std::move(node));
  }

  std::string_view bytes_;
  bool custom_;
  std::vector<Chunk> chunks_;
  size_t at_ = 0;
  Tree tree_;
  Span opened_ = {};
  std::optional<Mistake> mistake_;
};

}  // namespace

Tree Parse(const Sources& sources, Loc where, bool custom, Problems& problems, bool& failed) {
  const std::string_view bytes = sources.Bytes(where);
  Parser parser(bytes, custom);
  Tree tree = parser.Run();
  if (const std::optional<Mistake> mistake = parser.mistake()) {
    failed = true;
    Loc at = where.Sub(mistake->where.begin, mistake->where.end);
    if (at.empty() && at.span.begin > where.span.begin) --at.span.begin;
    // A hole of an earlier rendering may be what cannot be read.
    if (!HasHole(sources.Bytes(at))) {
      problems.push_back({.rule = "template-syntax",
                          .where = at,
                          .args = {{"detail", mistake->detail}},
                          .help = mistake->help});
    }
  }
  return tree;
}

}  // namespace stackql::tmpl
