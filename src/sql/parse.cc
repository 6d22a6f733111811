#include "sql/parse.h"

#include <pg_query.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "sql/convert.h"
#include "sql/keywords.h"
#include "sql/lexer.h"
#include "sql/mask.h"
#include "sql/pg_tree.h"
#include "sql/syntax_checks.h"

namespace stackql::sql {
namespace {

constexpr size_t kMostStatements = 20'000;

// Frees what pg_query_parse gives.
struct PgResult {
  explicit PgResult(const char* text) : result(pg_query_parse(text)) {}
  ~PgResult() { pg_query_free_parse_result(result); }
  PgResult(const PgResult&) = delete;
  PgResult& operator=(const PgResult&) = delete;
  PgQueryParseResult result;
};

class Parser {
 public:
  Parser(Sources& sources, Loc text, Problems& problems, const Limits& limits)
      : sources_(sources),
        text_(text),
        bytes_(sources.Bytes(text)),
        problems_(problems),
        limits_(limits),
        tokens_(Lex(bytes_)) {}

  std::vector<Statement> Run() {
    size_t first = 0;
    for (size_t i = 0; i <= tokens_.size() && statements_.size() < kMostStatements; ++i) {
      if (i < tokens_.size() && !IsSymbol(tokens_[i], ";")) continue;
      if (i > first) Read(std::span(tokens_).subspan(first, i - first));
      first = i + 1;
    }
    return std::move(statements_);
  }

 private:
  std::string_view Text(const Token& token) const {
    return bytes_.substr(token.where.begin, token.where.size());
  }
  bool IsSymbol(const Token& token, std::string_view symbol) const {
    return token.kind == Token::Kind::kSymbol && Text(token) == symbol;
  }
  Loc At(const Token& token) const { return text_.Sub(token.where.begin, token.where.end); }

  void Read(std::span<const Token> tokens) {
    Statement& statement = statements_.emplace_back();
    statement.where = text_.Sub(tokens.front().where.begin, tokens.back().where.end);
    statement.verb = At(tokens.front());
    if (!CheckLiterals(tokens) || !Within(tokens)) {
      statement.not_checked = true;
      return;
    }
    if (IsOwn(tokens)) return;
    const bool reported = CheckSyntax(sources_, text_, tokens, problems_);
    const Span span = {tokens.front().where.begin, tokens.back().where.end};
    const std::string masked = Mask(bytes_, span, tokens);
    if (masked.find('\0') != std::string::npos) {
      ReportAt(tokens, masked.find('\0') + span.begin);
      statement.not_checked = true;
      return;
    }
    const PgResult parsed(masked.c_str());
    if (parsed.result.error != nullptr) {
      statement.not_checked = true;
      if (!reported) SyntaxError(tokens, *parsed.result.error, span.begin);
      return;
    }
    PgTree tree;
    if (!tree.Read(parsed.result.parse_tree)) {
      statement.not_checked = true;
      return;
    }
    Convert(sources_, text_, tokens, tree, span.begin, statement);
    if (IsKeyword(Text(tokens.front()), "REPLACE")) statement.kind = Statement::Kind::kReplace;
  }

  // An open quote or comment swallows the rest of the text: nothing else can be said of it.
  bool CheckLiterals(std::span<const Token> tokens) {
    if (tokens.back().kind != Token::Kind::kUnclosed) return true;
    const Span where = tokens.back().where;
    const bool comment = bytes_[where.begin] == '/';
    problems_.push_back({.rule = "unterminated-literal",
                         .where = text_.Sub(where.begin, where.begin + (comment ? 2 : 1)),
                         .args = {{"opening", std::string(bytes_.substr(where.begin, comment ? 2 : 1))}}});
    return false;
  }

  // The bounds within which libpg_query neither overflows its stack nor stalls.
  bool Within(std::span<const Token> tokens) const {
    if (tokens.back().where.end - tokens.front().where.begin > limits_.bytes) return false;
    uint32_t operators = 0;
    uint32_t depth = 0;
    for (const Token& token : tokens) {
      const std::string_view text = Text(token);
      if (token.kind == Token::Kind::kSymbol) {
        if (text == "(" || text == "[") {
          if (++depth > limits_.nesting) return false;
        } else if (text == ")" || text == "]") {
          depth -= depth > 0 ? 1 : 0;
        } else if (text != "," && text != "." && ++operators > limits_.operators) {
          return false;
        }
      } else if (token.kind == Token::Kind::kWord && IsJoining(text) &&
                 ++operators > limits_.operators) {
        return false;
      }
    }
    return true;
  }

  static bool IsJoining(std::string_view word) {
    return IsKeyword(word, "AND") || IsKeyword(word, "OR") || IsKeyword(word, "NOT") ||
           IsKeyword(word, "JOIN") || IsKeyword(word, "UNION") || IsKeyword(word, "LIKE") ||
           IsKeyword(word, "CASE") || IsKeyword(word, "SELECT") || IsKeyword(word, "IS");
  }

  bool IsOwn(std::span<const Token> tokens) const {
    const Token& first = tokens.front();
    if (first.kind != Token::Kind::kWord) return first.kind == Token::Kind::kHole;
    return first.hole || IsOwnStatement(Text(first));
  }

  // --- syntax errors -----------------------------------------------------------------------------

  // Whether the statement has something that only StackQL takes, or a hole that may be the cause.
  bool MayBeFine(std::span<const Token> tokens) const {
    for (size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      if (token.kind == Token::Kind::kHole) return true;
      if (token.kind == Token::Kind::kWord) {
        if (token.hole || IsStackqlSyntax(Text(token))) return true;
        const std::string_view text = Text(token);
        if (IsKeyword(text, "JOIN") || IsKeyword(text, "CAST") || IsKeyword(text, "CONVERT")) return true;
        if (IsKeyword(text, "LIMIT") && !IsKeyword(Text(tokens.front()), "SELECT")) return true;
        if (text[0] == '$' || text[0] == '@') return true;
      }
      if (token.kind == Token::Kind::kSymbol &&
          (Text(token) == "?" || Text(token) == ":" || Text(token) == "!" || Text(token) == "{")) {
        return true;
      }
      const bool adjacent = i > 0 && token.kind == Token::Kind::kString &&
                            (tokens[i - 1].kind == Token::Kind::kString ||
                             tokens[i - 1].kind == Token::Kind::kWord ||
                             tokens[i - 1].kind == Token::Kind::kName);
      if (adjacent && !IsKeyword(Text(tokens[i - 1]), "SELECT") && !IsReserved(Text(tokens[i - 1]))) {
        return true;
      }
      // LIMIT 5, 10
      if (i > 1 && IsSymbol(tokens[i - 1], ",") && i > 2 && IsKeyword(Text(tokens[i - 3]), "LIMIT")) {
        return true;
      }
    }
    // INSERT without INTO
    return tokens.size() > 1 && IsKeyword(Text(tokens[0]), "INSERT") &&
           !IsKeyword(Text(tokens[1]), "INTO");
  }

  void SyntaxError(std::span<const Token> tokens, const PgQueryError& error, uint32_t begin) {
    if (MayBeFine(tokens)) return;
    ReportAt(tokens, begin + static_cast<size_t>(std::max(error.cursorpos, 1)) - 1);
  }

  // Reports the token at an offset, or the end of the statement.
  void ReportAt(std::span<const Token> tokens, size_t offset) {
    const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) {
      return token.where.end > offset;
    });
    const std::string verb(Text(tokens.front()));
    if (found == tokens.end()) {
      problems_.push_back({.rule = "sql-syntax",
                           .where = At(tokens.back()),
                           .message = "end",
                           .args = {{"found", std::string(Text(tokens.back())).substr(0, 40)}}});
      return;
    }
    const std::string text = std::string(Text(*found)).substr(0, 40);
    Problem problem = {.rule = "sql-syntax", .where = At(*found), .args = {{"found", text}}};
    if (found != tokens.begin() && IsSymbol(*(found - 1), ",") && (text == ")" || text == "FROM")) {
      problem.where = At(*(found - 1));
      problem.args = {{"found", ","}};
      problem.help = "Nothing follows this comma.";
    } else if (text == "," && found != tokens.begin() &&
               (IsSymbol(*(found - 1), "(") || IsSymbol(*(found - 1), ","))) {
      problem.help = "Nothing stands before this comma.";
    }
    problems_.push_back(std::move(problem));
  }

  Sources& sources_;
  Loc text_;
  std::string_view bytes_;
  Problems& problems_;
  const Limits& limits_;
  std::vector<Token> tokens_;
  std::vector<Statement> statements_;
};

}  // namespace

std::vector<Statement> Parse(Sources& sources, Loc where, Problems& problems, const Limits& limits) {
  return Parser(sources, where, problems, limits).Run();
}

std::vector<Loc> Comments(const Sources& sources, Loc where) {
  std::vector<Loc> comments;
  for (const Token& token : Lex(sources.Bytes(where), {.comments = true, .templates = true})) {
    if (token.kind == Token::Kind::kComment) {
      comments.push_back(where.Sub(token.where.begin, token.where.end));
    }
  }
  return comments;
}

}  // namespace stackql::sql
