#include "operation/insert_values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "operation/expression_text.h"
#include "operation/properties.h"
#include "rules/query.h"
#include "sql/insertion.h"
#include "sql/lexer.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

class InsertChecker {
 public:
  InsertChecker(Binding& binding, const sql::Statement& statement, const Resolved& table)
      : sources_(binding.values.sources()),
        problems_(binding.problems),
        statement_(statement),
        table_(table) {}

  void Run() {
    if (!CheckForm()) return;
    const bool in_values = !statement_.selected_row;
    for (const std::vector<sql::Expr>& row : statement_.rows) {
      for (size_t i = 0; i < row.size(); ++i) {
        place_ = {i, row.size()};
        CheckValue(row[i], in_values);
      }
    }
  }

 private:
  void Report(Message what, Loc where) {
    problems_.push_back({.what = std::move(what), .where = where});
  }

  bool IsWord(const sql::Token& token, std::string_view word) const {
    const std::string_view bytes = sources_.Bytes(statement_.where);
    return token.kind == sql::Token::Kind::kWord &&
           EqualsIgnoringCase(bytes.substr(token.where.begin, token.where.size()), word);
  }

  // The items of the SELECT as they are written: of some expressions the tree only has the
  // beginning.
  std::vector<Loc> SelectedItems() const {
    const std::string_view bytes = sources_.Bytes(statement_.where);
    const std::vector<sql::Token> tokens = sql::Lex(bytes);
    auto token =
        std::ranges::find_if(tokens, [&](const auto& each) { return IsWord(each, "select"); });
    std::vector<Loc> items;
    bool open = false;  // the last item goes on
    for (int depth = 0; token != tokens.end() && ++token != tokens.end();) {
      const char c = bytes[token->where.begin];
      const bool symbol = token->kind == sql::Token::Kind::kSymbol;
      if (depth == 0 && ((symbol && c == ';') || EndsItems(*token))) break;
      if (symbol && (c == '(' || c == '[' || c == '{')) ++depth;
      if (symbol && (c == ')' || c == ']' || c == '}')) --depth;
      const Loc here = statement_.where.Sub(token->where.begin, token->where.end);
      if (depth == 0 && symbol && c == ',') {
        open = false;
      } else if (!open) {
        items.push_back(here);
        open = true;
      } else {
        items.back() = Hull(items.back(), here);
      }
    }
    return items;
  }

  bool EndsItems(const sql::Token& token) const {
    constexpr auto kWords = std::to_array<std::string_view>(
        {"from", "where", "returning", "limit", "order", "group", "union"});
    return std::ranges::any_of(kWords, [&](std::string_view word) { return IsWord(token, word); });
  }

  // How the value that is looked at is written, of which the tree may have a part only.
  Loc WholeOf(const sql::Expr& value) {
    if (!statement_.selected_row) return value.where;
    if (!items_) items_ = SelectedItems();
    if (items_->size() != place_.of) return value.where;
    const Loc item = (*items_)[place_.number];
    const Span all = item.span;
    const bool more = item.text == value.where.text && !item.empty() &&
                      (all.end > value.where.span.end || all.begin > value.where.span.begin);
    return more ? item : value.where;
  }

  // False if the values are not those of a plain INSERT.
  bool CheckForm() {
    const sql::Select& select = statement_.select;
    if (statement_.target.parts.size() == 4) {
      Report(rules::UnsupportedInsert::Method{.table = table_.name}, statement_.target.where);
    }
    if (statement_.columns.empty() && !statement_.open_columns) {
      Report(rules::UnsupportedInsert::Columns{.table = table_.name}, statement_.target.where);
    }
    if (select.united) {
      Report(rules::UnsupportedInsert::Union{.table = table_.name}, select.at);
      return false;
    }
    if (!select.HasSources()) {
      if (!select.where.empty())
        Report(rules::UnsupportedInsert::Condition{.table = table_.name}, select.where[0].where);
      return true;
    }
    const Loc where = select.tables.empty() ? select.at : select.tables[0].where;
    Report(rules::UnsupportedInsert::Source{.table = table_.name}, where);
    return false;
  }

  void CheckValue(const sql::Expr& value, bool in_values) {
    if (value.kind == ExprKind::kNumber || (IsOpen(value) && !BeginsAsText(value))) return;
    if (value.kind == ExprKind::kString) {
      if (sources_.Bytes(value.text) == "null")
        Report(rules::NullText{.value = "null"}, value.where);
      return;
    }
    const Loc where = WholeOf(value);
    const std::string written = Written(sources_, where);
    switch (value.kind) {
      case ExprKind::kBool:
        if (in_values) Report(rules::UnsentValue::Row{.value = written}, value.where);
        return;
      case ExprKind::kNull:
        return Report(rules::UnsentValue::Expression{.value = written}, where);
      case ExprKind::kCall:
        return CheckCall(value, written, where, in_values);
      case ExprKind::kColumn:
        // A quoted name is reported as the string that it was meant to be.
        if (!value.names.back().quoted) {
          Report(rules::UnsentValue::Column{.value = written}, where);
          sql::AskForQuotes(sources_, '\'', problems_.back());
        }
        return;
      case ExprKind::kCompare:
      case ExprKind::kIn:
      case ExprKind::kNot:
      case ExprKind::kAnd:
      case ExprKind::kOr:
        return Report(rules::UnsentValue::Expression{.value = written}, where);
      case ExprKind::kOther:
        return CheckOther(value, written, where);
      default:
        return;
    }
  }

  void CheckCall(const sql::Expr& value, const std::string& written, Loc where, bool in_values) {
    if (in_values) return Report(rules::UnsentValue::Row{.value = written}, where);
    if (Literal(value) == nullptr) Report(rules::UnsentValue::Function{.value = written}, where);
  }

  void CheckOther(const sql::Expr& value, const std::string& written, Loc where) {
    if (value.op == "''") {
      return Report(rules::UnsentValue::Adjacent{.value = written}, where);
    }
    // A number with a sign.
    if ((value.op == "-" || value.op == "+") && value.args.size() < 2) return;
    Report(rules::UnsentValue::Expression{.value = written}, where);
    if (IsHyphenated(sources_.Bytes(where))) sql::AskForQuotes(sources_, '\'', problems_.back());
  }

  // demo-{{ env }}, which is a subtraction whatever the template inserts.
  static bool BeginsAsText(const sql::Expr& value) {
    const sql::Expr* first = &value;
    while (first->kind == ExprKind::kOther && first->op == "-" && first->args.size() == 2) {
      first = &first->args[0];
    }
    return first != &value && first->kind == ExprKind::kColumn && !IsOpen(*first) &&
           !first->names.back().quoted;
  }

  // eu-west-1, which was meant as a string.
  static bool IsHyphenated(std::string_view text) {
    const auto fits = [](char c) { return stackql::IsWord(c) || c == '-'; };
    return !text.empty() && IsAlpha(text.front()) && IsAlnum(text.back()) && All(text, fits);
  }

  const Sources& sources_;
  Problems& problems_;
  const sql::Statement& statement_;
  const Resolved& table_;
  struct Place {
    size_t number = 0;
    size_t of = 0;
  };
  Place place_ = {};                            // in its row, of the value that is looked at
  std::optional<std::vector<Loc>> items_ = {};  // of the SELECT; nothing: not asked for yet
};

}  // namespace

void CheckInserted(Binding& binding, const sql::Statement& statement, const Resolved& table) {
  if (statement.partial) return;
  InsertChecker(binding, statement, table).Run();
}

}  // namespace stackql
