#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "diag/suggest.h"
#include "rules/template.h"
#include "template/expression.h"
#include "template/lexer.h"
#include "template/limits.h"
#include "template/syntax.h"

namespace stackql::tmpl {
namespace {

constexpr std::array<std::string_view, 15> kStatements = {
    "if",  "elif",   "else",      "endif", "for",   "endfor",  "set",  "set_global",
    "raw", "filter", "endfilter", "macro", "block", "include", "break"};

// Reads the blocks of a template.
class Parser {
 public:
  Parser(std::string_view bytes, bool custom)
      : bytes_(bytes), custom_(custom), lexed_(Lex(bytes, custom)) {}

  Parsed Run() {
    try {
      parsed_.tree.roots = Body({});
      if (at_ < lexed_.chunks.size()) Stray(lexed_.chunks[at_]);
    } catch (Mistake& mistake) {
      parsed_.mistake = std::move(mistake);
    }
    return std::move(parsed_);
  }

 private:
  ExpressionParser Inside(const Chunk& chunk) {
    return {bytes_, lexed_.tokens, chunk.first, custom_, parsed_.tree};
  }

  std::string_view Text(Span span) const { return bytes_.substr(span.begin, span.size()); }

  // The first word of a statement; empty for anything else.
  std::string_view Word(const Chunk& chunk) const {
    if (chunk.kind != Chunk::Kind::kStatement) return {};
    const Token& token = lexed_.tokens[chunk.first];
    return token.kind == Token::Kind::kName ? Text(token.where) : std::string_view();
  }

  uint32_t Add(Node node) {
    parsed_.tree.nodes.push_back(std::move(node));
    return static_cast<uint32_t>(parsed_.tree.nodes.size() - 1);
  }

  // Nodes up to a statement that ends a block, which is not taken, or the end.
  std::vector<uint32_t> Body(Span opened) {
    if (++depth_ > kDeepest) {
      throw Mistake{.what = rules::TemplateSyntax::Deep{.limit = kDeepest}, .where = opened};
    }
    std::vector<uint32_t> body;
    while (at_ < lexed_.chunks.size()) {
      const Chunk& chunk = lexed_.chunks[at_];
      if (EndsBlock(Word(chunk))) break;
      ++at_;
      body.push_back(One(chunk));
    }
    --depth_;
    return body;
  }

  static bool EndsBlock(std::string_view word) {
    return word == "elif" || word == "else" || word == "endif" || word == "endfor" ||
           word == "endfilter" || word == "endmacro" || word == "endblock";
  }

  uint32_t One(const Chunk& chunk) {
    if (chunk.kind == Chunk::Kind::kText) {
      return Add({.kind = Node::Kind::kText, .where = chunk.where});
    }
    ExpressionParser inside = Inside(chunk);
    if (chunk.kind == Chunk::Kind::kStatement) return Statement(chunk, inside);
    const uint32_t expr = inside.Output();
    inside.Finish();
    return Add({.kind = Node::Kind::kOutput, .where = chunk.where, .expr = expr});
  }

  uint32_t Statement(const Chunk& chunk, ExpressionParser& inside) {
    const std::string_view word = Word(chunk);
    if (inside.Peek().kind != Token::Kind::kName) inside.Unexpected("a statement");
    if (word == "if") return If(chunk, inside);
    if (word == "for") return For(chunk, inside);
    if (word == "set" || word == "set_global") return Set(chunk, inside);
    if (word == "filter") return Filter(chunk, inside);
    if (word == "macro" || word == "block") return Named(chunk, word);
    if ((word == "break" || word == "continue") && !breaks_.empty()) {
      breaks_.back() = true;
      inside.Name();
      inside.Finish();
      return Add({.kind = Node::Kind::kBreak, .where = chunk.where});
    }
    // Whether it fails depends on other templates and on whether it is reached.
    if (word == "include") return Add({.kind = Node::Kind::kOpaque, .where = chunk.where});
    const Span where = inside.Peek().where;
    if (word == "raw") Unclosed(where, word);
    if (word == "break" || word == "continue") {
      throw Mistake{.what = rules::TemplateSyntax::Stray{.word = word},
                    .where = where,
                    .help = "It is only allowed in {% for %}."};
    }
    const std::string_view meant = Suggest(word, kStatements);
    throw Mistake{.what = rules::TemplateSyntax::Statement{.word = word},
                  .where = where,
                  .help = DidYouMean(meant),
                  .meant = std::string(meant)};
  }

  [[noreturn]] static void Unclosed(Span where, std::string_view word) {
    throw Mistake{.what = rules::TemplateSyntax::UnclosedBlock{.word = word},
                  .where = where,
                  .help = "Close it with {% end" + std::string(word) + " %}."};
  }

  [[noreturn]] void Stray(const Chunk& chunk) {
    throw Mistake{.what = rules::TemplateSyntax::Stray{.word = Word(chunk)},
                  .where = lexed_.tokens[chunk.first].where};
  }

  // Takes the statement that closes the block which `opening` began; gives its end.
  uint32_t Close(const Chunk& opening, std::string_view word) {
    if (at_ >= lexed_.chunks.size()) Unclosed(lexed_.tokens[opening.first].where, word);
    const Chunk& chunk = lexed_.chunks[at_++];
    if (Word(chunk) != "end" + std::string(word)) Stray(chunk);
    ExpressionParser inside = Inside(chunk);
    inside.Name();
    if ((word == "block" || word == "macro") && inside.Peek().kind == Token::Kind::kName) {
      inside.Name();
    }
    inside.Finish();
    return chunk.where.end;
  }

  bool AtWord(std::string_view word) const {
    return at_ < lexed_.chunks.size() && Word(lexed_.chunks[at_]) == word;
  }

  uint32_t If(const Chunk& chunk, ExpressionParser& inside) {
    Node node = {.kind = Node::Kind::kIf, .where = chunk.where};
    inside.Name();
    const uint32_t condition = inside.Logic();
    inside.Finish();
    node.branches.push_back({.condition = condition, .body = Body(chunk.where)});
    while (AtWord("elif")) {
      const Chunk& next = lexed_.chunks[at_++];
      ExpressionParser more = Inside(next);
      more.Name();
      const uint32_t other = more.Logic();
      more.Finish();
      node.branches.push_back({.condition = other, .body = Body(next.where)});
    }
    if (AtWord("else")) node.branches.push_back({.body = Else()});
    node.where.end = Close(chunk, "if");
    return Add(std::move(node));
  }

  std::vector<uint32_t> Else() {
    const Chunk& chunk = lexed_.chunks[at_++];
    ExpressionParser inside = Inside(chunk);
    inside.Name();
    if (inside.Is("if")) {
      throw Mistake{.what = rules::TemplateSyntax::Statement{.word = "else if"},
                    .where = {lexed_.tokens[chunk.first].where.begin, inside.Peek().where.end},
                    .help = "Write elif.",
                    .meant = "elif"};
    }
    inside.Finish();
    return Body(chunk.where);
  }

  uint32_t For(const Chunk& chunk, ExpressionParser& inside) {
    Node node = {.kind = Node::Kind::kFor, .where = chunk.where};
    inside.Name();
    node.name = inside.Name();
    if (inside.Take(",")) {
      node.key = node.name;
      node.name = inside.Name();
    }
    inside.Expect("in");
    node.expr = inside.Container();
    inside.Finish();
    breaks_.push_back(false);
    node.branches.push_back({.body = Body(chunk.where)});
    const uint32_t first = at_ < lexed_.chunks.size() ? lexed_.chunks[at_].where.begin : 0;
    while (AtWord("else")) node.branches.push_back({.body = Else()});
    node.breaks = breaks_.back();
    breaks_.pop_back();
    if (node.branches.size() > 1 && at_ < lexed_.chunks.size()) {
      node.trimmed = TakesBlanks({first, lexed_.chunks[at_].where.end});
    }
    node.where.end = Close(chunk, "for");
    return Add(std::move(node));
  }

  // Whether a tag there may have a dash beside its braces. That of the end may be one too many.
  bool TakesBlanks(Span where) const {
    const std::string_view text = Text(where);
    const auto has = [&](std::string_view mark) {
      return text.find(mark) != std::string_view::npos;
    };
    return has("{{-") || has("{%-") || has("{#-") || has("-}}") || has("-%}") || has("-#}");
  }

  uint32_t Set(const Chunk& chunk, ExpressionParser& inside) {
    Node node = {.kind = Node::Kind::kSet, .where = chunk.where};
    node.global = Text(inside.Name()) == "set_global";
    node.name = inside.Name();
    inside.Expect("=");
    node.expr = inside.Value();
    inside.Finish();
    return Add(std::move(node));
  }

  uint32_t Filter(const Chunk& chunk, ExpressionParser& inside) {
    Node node = {.kind = Node::Kind::kFilter, .where = chunk.where};
    inside.Name();
    node.expr = inside.SectionFilter();
    inside.Finish();
    node.branches.push_back({.body = Body(chunk.where)});
    node.where.end = Close(chunk, "filter");
    return Add(std::move(node));
  }

  // Of macros the extent is known, what they print is not. A block prints what is in it, as no
  // template extends this one.
  uint32_t Named(const Chunk& chunk, std::string_view word) {
    const bool block = word == "block";
    Node node = {.kind = block ? Node::Kind::kBlock : Node::Kind::kOpaque, .where = chunk.where};
    if (word == "macro") ReadMacro(chunk);
    ++opaque_;
    node.branches.push_back({.body = Body(chunk.where)});
    --opaque_;
    node.where.end = Close(chunk, word);
    return Add(std::move(node));
  }

  void ReadMacro(const Chunk& chunk) {
    if (depth_ > 1 && opaque_ == 0) {
      throw Mistake{.what = rules::TemplateSyntax::Nested{.word = "macro"},
                    .where = lexed_.tokens[chunk.first].where};
    }
    ExpressionParser inside = Inside(chunk);
    try {
      inside.Name();
      Macro macro = {.name = inside.Name()};
      inside.Expect("(");
      while (!inside.Take(")")) {
        MacroParameter parameter = {.name = inside.Name()};
        parameter.required = !inside.Take("=");
        if (!parameter.required) inside.Value();
        macro.parameters.push_back(parameter);
        if (!inside.Take(",") && !inside.Is(")")) inside.Unexpected(")");
      }
      parsed_.tree.macros.push_back(std::move(macro));
    } catch (const Mistake&) {
      parsed_.tree.all_macros = false;
    }
  }

  std::string_view bytes_;
  bool custom_;
  Lexed lexed_;
  Parsed parsed_;
  size_t at_ = 0;
  int depth_ = 0;
  int opaque_ = 0;            // macros and blocks that are open
  std::vector<bool> breaks_;  // a loop that is open: whether it breaks
};

}  // namespace

Parsed Parse(std::string_view bytes, bool custom) { return Parser(bytes, custom).Run(); }

const Parsed& ParsedTemplates::Read(const Sources& sources, Loc where, bool custom) {
  const std::pair key(where, custom);
  const auto known = parsed_.find(key);
  if (known != parsed_.end()) return known->second;
  return parsed_.emplace(key, Parse(sources.Bytes(where), custom)).first->second;
}

}  // namespace stackql::tmpl
