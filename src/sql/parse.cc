#include "sql/parse.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "rules/query.h"
#include "sql/checks.h"
#include "sql/convert.h"
#include "sql/fold.h"
#include "sql/grammar.h"
#include "sql/lexer.h"
#include "sql/mask.h"
#include "sql/pg_parse.h"
#include "sql/pg_tree.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

constexpr size_t kMostStatements = 20'000;

class Parser {
 public:
  Parser(Sources& sources, Loc text, Problems& problems, const Limits& limits)
      : sources_(sources), text_(text), problems_(problems), limits_(limits) {}

  std::vector<Statement> Run() {
    const std::string_view bytes = sources_.Bytes(text_);
    const std::vector<Token> all = Lex(bytes);
    const auto separates = [&](const Token& token) {
      return token.kind == Kind::kSymbol && bytes[token.where.begin] == ';';
    };
    auto first = all.begin();
    while (first != all.end() && statements_.size() < kMostStatements) {
      const auto end = std::find_if(first, all.end(), separates);
      if (end != first) Read({text_, bytes, {first, end}});
      first = end == all.end() ? end : end + 1;
    }
    return std::move(statements_);
  }

 private:
  void Read(const Tokens& tokens) {
    Statement& statement = statements_.emplace_back();
    statement.where = tokens.At(0, tokens.size() - 1);
    statement.verb = tokens.At(Verb(tokens));
    if (!IsClosed(tokens) || !IsWithinBounds(tokens)) {
      statement.not_checked = true;
      return;
    }
    // A hole may be any statement, and more than one.
    if (tokens[0].hole) {
      statement.partial = true;
      return;
    }
    const size_t ungrammatical = FindUngrammatical(tokens);
    const bool rejected = ungrammatical != kGrammatical;
    if (tokens[0].word->own_statement) {
      if (rejected) ReportSyntaxError(sources_, tokens, ungrammatical, problems_);
      return;
    }
    statement.counts_rows = std::any_of(tokens.begin(), tokens.end(), CountsRows);
    statement.executes = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
      return token.word->keyword == Keyword::kExec;
    });
    if (rejected && CheckPastedCharacters(tokens, problems_)) {
      statement.not_checked = true;
      return;
    }
    const size_t before = problems_.size();
    if (rejected) CheckNames(tokens, problems_);
    const std::string masked = Mask(tokens);
    statement.not_checked = masked.find('\0') != std::string::npos;
    if (!statement.not_checked) ReadShape(tokens, Fold(masked), statement, rejected);
    if (rejected && problems_.size() == before) {
      ReportSyntaxError(sources_, tokens, ungrammatical, problems_);
    }
    if (problems_.size() > before) return;
    CheckPlannerLimits(tokens, statement, problems_);
    CheckStringQuotes(statement, problems_);
    CheckHyphens(sources_, tokens, problems_);
  }

  // Reads a statement by PostgreSQL's parser. Of one that StackQL rejects, says why.
  void ReadShape(const Tokens& tokens, const Shape& shape, Statement& statement, bool rejected) {
    const size_t before = problems_.size();
    const std::shared_ptr<const PgAnswer> answer = AskPg(shape.text);
    if (answer->nodes == nullptr) {
      statement.not_checked = true;
      if (rejected) SyntaxError(tokens, answer->error, shape.Masked(answer->error_offset));
      return;
    }
    const PgTree tree(*answer->nodes, shape);
    if (rejected && problems_.size() == before) CheckTree(tokens, tree, problems_);
    Convert(sources_, tokens, tree, statement);
  }

  // The word that says what a statement does: after WITH the first one outside of brackets.
  static size_t Verb(const Tokens& tokens) {
    if (!tokens.Is(0, Keyword::kWith)) return 0;
    for (size_t i = 1; i < tokens.size(); ++i) {
      if (tokens.IsSymbol(i, "(")) i = tokens.Closing(i);
      if (tokens.Is(i, Keyword::kSelect) || tokens.Is(i, Keyword::kInsert) ||
          tokens.Is(i, Keyword::kUpdate) || tokens.Is(i, Keyword::kDelete)) {
        return i;
      }
    }
    return 0;
  }

  // An open quote or comment swallows the rest of the text: nothing else can be said of it.
  bool IsClosed(const Tokens& tokens) {
    const size_t last = tokens.size() - 1;
    if (tokens[last].kind != Kind::kUnclosed) return true;
    const uint32_t size = tokens.Text(last)[0] == '/' ? 2 : 1;
    const std::string opening(tokens.Text(last).substr(0, size));
    problems_.push_back(
        {.what = rules::UnterminatedLiteral{.opening = opening},
         .where = tokens.At(last).Sub(0, size),
         .help = opening == "'" ? "Double an apostrophe inside a string: ''." : std::string()});
    return false;
  }

  // The bounds within which libpg_query neither overflows its stack nor stalls.
  bool IsWithinBounds(const Tokens& tokens) const {
    if (tokens[tokens.size() - 1].where.end - tokens[0].where.begin > limits_.bytes) return false;
    uint32_t operators = 0;
    uint32_t depth = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      const char c = token.kind == Kind::kSymbol ? tokens.Text(i)[0] : '\0';
      if (c == '(' || c == '[' || tokens.Is(i, Keyword::kCase)) {
        if (++depth > limits_.nesting) return false;
      } else if (c == ')' || c == ']' || (depth > 0 && tokens.Is(i, Keyword::kEnd))) {
        depth -= depth > 0 ? 1 : 0;
      } else if (c != ',' && c != '.' && (token.kind == Kind::kSymbol || IsOperator(token))) {
        if (++operators > limits_.operators) return false;
      }
    }
    return true;
  }

  // Words that may nest what they join; those that are in long lists do not.
  static bool IsOperator(const Token& token) {
    switch (token.word->keyword) {
      case Keyword::kNull:
      case Keyword::kTrue:
      case Keyword::kFalse:
      case Keyword::kAs:
      case Keyword::kDefault:
        return false;
      case Keyword::kZone:
        return true;
      default:
        return token.word->reserved || token.word->postgres_only;
    }
  }

  static bool CountsRows(const Token& token) {
    switch (token.word->keyword) {
      case Keyword::kExcept:
      case Keyword::kGroup:
      case Keyword::kHaving:
      case Keyword::kIntersect:
      case Keyword::kLimit:
      case Keyword::kOffset:
      case Keyword::kOver:
      case Keyword::kUnion:
        return true;
      default:
        return false;
    }
  }

  // What PostgreSQL says better than that a token does not fit.
  void SyntaxError(const Tokens& tokens, std::string_view message, size_t offset) {
    if (message.starts_with("improper qualified name")) {
      ReportLongName(tokens, offset);
    } else if (message.starts_with("subquery in FROM must have an a") ||
               message.starts_with("VALUES in FROM must have an a")) {
      ReportMissingAlias(tokens, offset);
    }
  }

  // a.b.c.d.e
  void ReportLongName(const Tokens& tokens, size_t offset) {
    const size_t first =
        tokens.FirstEndingAfter(tokens[0].where.begin + static_cast<uint32_t>(offset));
    if (!tokens.IsName(first)) return;
    size_t last = first;
    while (tokens.IsSymbol(last + 1, ".") && tokens.IsName(last + 2)) last += 2;
    // What a hole brings may be more than a part of the name.
    for (size_t i = first; i < last + 3; ++i) {
      if (tokens.IsHole(i)) return;
    }
    problems_.push_back(
        {.what = rules::SqlSyntax::LongName{.found = CutTo(tokens.Text(first, last), 80)},
         .where = tokens.At(first, last)});
  }

  void ReportMissingAlias(const Tokens& tokens, size_t offset) {
    const size_t open =
        tokens.FirstEndingAfter(tokens[0].where.begin + static_cast<uint32_t>(offset));
    if (!tokens.IsSymbol(open, "(")) return;
    const size_t close = tokens.Closing(open);
    // A hole may bring the name, or another bracket.
    for (size_t i = open; i < close + 2; ++i) {
      if (tokens.IsHole(i)) return;
    }
    if (close == tokens.size()) return;
    problems_.push_back({.what = rules::SqlSyntax::Alias{.found = ")"},
                         .where = tokens.At(close),
                         .help = "Write an alias after the bracket."});
  }

  Sources& sources_;
  Loc text_;
  Problems& problems_;
  const Limits& limits_;
  std::vector<Statement> statements_;
};

}  // namespace

std::vector<Statement> Parse(Sources& sources, Loc where, Problems& problems,
                             const Limits& limits) {
  return Parser(sources, where, problems, limits).Run();
}

std::vector<Loc> Comments(const Sources& sources, Loc where) {
  std::vector<Loc> comments;
  for (const Token& token : Lex(sources.Bytes(where), {.comments = true, .templates = true})) {
    if (token.kind == Kind::kComment) {
      comments.push_back(where.Sub(token.where.begin, token.where.end));
    }
  }
  return comments;
}

}  // namespace stackql::sql
