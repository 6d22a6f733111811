#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "rules/query.h"
#include "sql/checks.h"

namespace stackql::sql {
namespace {

// StackQL's own notes on its dialect (pkg/mcp_server/content/instructions/02-dialect.md): what its
// parser takes and its planner does not.
class LimitChecker {
 public:
  LimitChecker(const Tokens& tokens, const Statement& statement, Problems& problems)
      : tokens_(tokens), statement_(statement), problems_(problems) {}

  void Run() {
    Transaction();
    std::vector<Clause> clauses = {Clause()};
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_.IsSymbol(i, "(")) {
        clauses.push_back(clauses.back());
        if (tokens_.Is(i + 1, Keyword::kSelect)) Subquery(i + 1, clauses);
      } else if (tokens_.IsSymbol(i, ")")) {
        if (clauses.size() > 1) clauses.pop_back();
      } else if (tokens_.IsHole(i)) {
        clauses.back().known = false;
      } else if (tokens_[i].word->keyword != Keyword::kNone) {
        Word(i, clauses);
      }
    }
  }

 private:
  struct Clause {
    Keyword keyword = Keyword::kNone;
    bool known = true;  // no hole after the keyword
  };

  template <typename What>
  void Report(size_t first, size_t last) {
    problems_.push_back(
        {.what = What{.syntax = tokens_.Text(first, last)}, .where = tokens_.At(first, last)});
  }

  void Transaction() {
    const std::string first = Lower(tokens_.Text(0).substr(0, 8));
    const bool begins = first == "begin" && tokens_.size() == 1;
    const bool ends = (first == "commit" || first == "rollback") && tokens_.size() == 1;
    const bool starts = first == "start" && tokens_.Is(1, Keyword::kTransaction);
    if (begins || ends || starts) Report<rules::PlannerLimit::Transaction>(0, tokens_.size() - 1);
  }

  void Subquery(size_t select, std::vector<Clause>& clauses) {
    const Clause around = clauses.back();
    clauses.back() = Clause();
    if (around.keyword == Keyword::kWhere && around.known)
      Report<rules::PlannerLimit::Subquery>(select, select);
  }

  void Word(size_t index, std::vector<Clause>& clauses) {
    switch (tokens_[index].word->keyword) {
      case Keyword::kWith:
        if (index + 1 < tokens_.size() && tokens_.Text(index + 1).size() == 9 &&
            Lower(tokens_.Text(index + 1)) == "recursive" && !tokens_.Is(index + 2, Keyword::kAs)) {
          Report<rules::PlannerLimit>(index, index + 1);
        }
        break;
      case Keyword::kOrder:
        if (tokens_.Is(index + 1, Keyword::kBy) && clauses.size() == 1) OrderBy(index + 2);
        clauses.back() = {Keyword::kOrder};
        break;
      case Keyword::kSeparator:
        if (clauses.size() > 1 && ReadsAwscc()) {
          problems_.push_back({.what = rules::FunctionNotInSqlite{.name = tokens_.Text(index)},
                               .where = tokens_.At(index)});
        }
        break;
      case Keyword::kHaving:
        if (clauses.size() == 1) Having(index + 1);
        clauses.back() = {Keyword::kHaving};
        break;
      case Keyword::kWhere:
      case Keyword::kSelect:
      case Keyword::kFrom:
      case Keyword::kGroup:
      case Keyword::kUnion:
      case Keyword::kSet:
      case Keyword::kReturning:
        clauses.back() = {tokens_[index].word->keyword};
        break;
      default:
        break;
    }
  }

  // ORDER BY n, where n is an aggregate's alias.
  void OrderBy(size_t begin) {
    const std::set<std::string> aliases = AggregateAliases();
    if (aliases.empty()) return;
    for (size_t i = begin; i < tokens_.size(); ++i) {
      if (tokens_.IsSymbol(i, "(") || tokens_.Is(i, Keyword::kLimit)) return;
      const bool alone = !tokens_.IsSymbol(i - 1, ".") && !tokens_.IsSymbol(i + 1, ".");
      const bool begins = i == begin || tokens_.IsSymbol(i - 1, ",");
      if (!tokens_.Has(i, Token::Kind::kWord) || tokens_.IsHole(i) || !alone || !begins) continue;
      if (aliases.count(Lower(tokens_.Text(i))) > 0) Report<rules::PlannerLimit::Alias>(i, i);
    }
  }

  bool ReadsAwscc() const {
    const std::vector<Table>& tables = statement_.select.tables;
    return std::any_of(tables.begin(), tables.end(), [](const Table& table) {
      return table.parts.size() > 2 && table.parts[0].text == "awscc";
    });
  }

  // HAVING n > 0, where n is such an alias.
  void Having(size_t begin) {
    const std::set<std::string> aliases = AggregateAliases();
    if (aliases.empty()) return;
    for (size_t i = begin; i < tokens_.size(); ++i) {
      if (tokens_.IsSymbol(i, "(")) i = std::min(tokens_.Closing(i), tokens_.size() - 1);
      if (tokens_.Is(i, Keyword::kOrder) || tokens_.Is(i, Keyword::kLimit)) return;
      const bool alone = !tokens_.IsSymbol(i - 1, ".") && !tokens_.IsSymbol(i + 1, ".") &&
                         !tokens_.IsSymbol(i + 1, "(");
      if (!tokens_.Has(i, Token::Kind::kWord) || tokens_.IsHole(i) || !alone) continue;
      if (aliases.count(Lower(tokens_.Text(i))) > 0) Report<rules::PlannerLimit::Having>(i, i);
    }
  }

  // Those of count() and group_concat(): the others work.
  std::set<std::string> AggregateAliases() const {
    constexpr std::array<std::string_view, 2> kAggregates = {"count", "group_concat"};
    std::set<std::string> aliases;
    for (const SelectItem& item : statement_.select.items) {
      if (item.expr.kind != Expr::Kind::kCall || item.expr.names.empty() ||
          item.alias.text.empty() || item.alias.unknown) {
        continue;
      }
      const std::string name = Lower(item.expr.names.back().text);
      if (std::find(kAggregates.begin(), kAggregates.end(), name) != kAggregates.end()) {
        aliases.insert(Lower(item.alias.text));
      }
    }
    return aliases;
  }

  const Tokens& tokens_;
  const Statement& statement_;
  Problems& problems_;
};

}  // namespace

void CheckPlannerLimits(const Tokens& tokens, const Statement& statement, Problems& problems) {
  LimitChecker(tokens, statement, problems).Run();
}

}  // namespace stackql::sql
