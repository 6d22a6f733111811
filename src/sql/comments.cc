#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "rules/query.h"
#include "sql/lexer.h"
#include "sql/query_checks.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kReturning = "RETURNING";

// stackql-deploy looks for the word, not for the clause, to decide how it runs a statement.
bool MayMistakeReturning(std::string_view bytes, std::string_view anchor,
                         const std::vector<Statement>& statements) {
  if (anchor.empty() || statements.empty()) return false;
  const Statement& first = statements.front();
  const bool changes =
      first.kind == Statement::Kind::kInsert || first.kind == Statement::Kind::kUpdate ||
      first.kind == Statement::Kind::kReplace || first.kind == Statement::Kind::kDelete;
  return changes && first.returning.empty() && !first.partial &&
         bytes.find(kReturning) != std::string_view::npos;
}

// `/*+ AWAIT */`, which StackQL only knows in capitals.
bool IsAwait(std::string_view comment) {
  std::string word;
  for (const char c : comment.substr(0, 60)) {
    if (c != ' ' && c != '\t') word += c;
  }
  return word == "/*+AWAIT*/";
}

// Whether a statement changes something of awscc's.
bool ChangesAwscc(const Statement& statement) {
  const std::vector<Name>& table = statement.target.parts;
  return table.size() > 2 && table.front().text == "awscc";
}

}  // namespace

void CheckComments(const Sources& sources, Loc text, std::string_view anchor,
                   const std::vector<Statement>& statements, Problems& problems) {
  const std::string_view bytes = sources.Bytes(text);
  const bool returning = MayMistakeReturning(bytes, anchor, statements);
  if (!returning && bytes.find("/*+") == std::string_view::npos) return;
  size_t reported = 0;
  auto around = statements.begin();  // what the comments are in, in their order
  for (const Token& token : Lex(bytes, {.comments = true})) {
    const Loc where = text.Sub(token.where.begin, token.where.end);
    const std::string_view content = sources.Bytes(where);
    if (token.word->keyword == Keyword::kReturning) return;
    if (token.kind != Kind::kComment && token.kind != Kind::kString) continue;
    const size_t found = returning ? content.find(kReturning) : std::string_view::npos;
    if (found != std::string_view::npos && reported++ == 0) {
      const auto begin = static_cast<uint32_t>(found);
      problems.push_back({.what = token.kind == Kind::kComment
                                      ? Message(rules::ReturningInText::Comment{.anchor = anchor})
                                      : rules::ReturningInText{.anchor = anchor},
                          .where = where.Sub(begin, begin + kReturning.size())});
    }
    if (token.kind == Kind::kComment && IsAwait(content)) {
      while (around != statements.end() && around->where.span.end < where.span.begin) ++around;
      if (around == statements.end() || around->where.span.begin > where.span.begin) continue;
      if (!ChangesAwscc(*around)) continue;
      problems.push_back({.what = rules::AwaitOnAwscc{.hint = content,
                                                      .table = sources.Bytes(around->target.where)},
                          .where = where});
    }
  }
}

}  // namespace stackql::sql
