#include "operation/insert_values.h"

#include <string>
#include <utility>

#include "base/ascii.h"
#include "operation/expression_text.h"
#include "operation/properties.h"
#include "rules/query.h"
#include "sql/insertion.h"
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
      for (const sql::Expr& value : row) CheckValue(value, in_values);
    }
  }

 private:
  void Report(Message what, Loc where) {
    problems_.push_back({.what = std::move(what), .where = where});
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
    if (IsOpen(value)) return;
    const std::string written = Written(sources_, value);
    switch (value.kind) {
      case ExprKind::kString:
        if (sources_.Bytes(value.text) == "null")
          Report(rules::NullText{.value = "null"}, value.where);
        return;
      case ExprKind::kBool:
        if (in_values) Report(rules::UnsentValue::Row{.value = written}, value.where);
        return;
      case ExprKind::kNull:
        return Report(rules::UnsentValue::Expression{.value = written}, value.where);
      case ExprKind::kCall:
        return CheckCall(value, written, in_values);
      case ExprKind::kColumn:
        // A quoted name is reported as the string that it was meant to be.
        if (!value.names.back().quoted) {
          Report(rules::UnsentValue::Expression{.value = written}, value.where);
        }
        return;
      case ExprKind::kCompare:
      case ExprKind::kIn:
      case ExprKind::kNot:
      case ExprKind::kAnd:
      case ExprKind::kOr:
        return Report(rules::UnsentValue::Expression{.value = written}, value.where);
      case ExprKind::kOther:
        return CheckOther(value, written);
      default:
        return;
    }
  }

  void CheckCall(const sql::Expr& value, const std::string& written, bool in_values) {
    if (in_values) return Report(rules::UnsentValue::Row{.value = written}, value.where);
    const bool text = value.names.size() == 1 && value.names[0].text == "string";
    if (text && value.args.size() == 1 && value.args[0].kind == ExprKind::kString) return;
    Report(rules::UnsentValue::Function{.value = written}, value.where);
  }

  void CheckOther(const sql::Expr& value, const std::string& written) {
    if (value.op == "''") {
      return Report(rules::UnsentValue::Adjacent{.value = written}, value.where);
    }
    // A number with a sign.
    if ((value.op == "-" || value.op == "+") && value.args.size() < 2) return;
    Report(rules::UnsentValue::Expression{.value = written}, value.where);
    if (IsHyphenated(sources_.Bytes(value.where))) AddQuotes(value.where);
  }

  // eu-west-1, which was meant as a string.
  static bool IsHyphenated(std::string_view text) {
    const auto fits = [](char c) { return IsWord(c) || c == '-'; };
    return !text.empty() && IsAlpha(text.front()) && IsAlnum(text.back()) && All(text, fits);
  }

  // At the template that inserts it, if one does.
  void AddQuotes(Loc value) {
    Problem& problem = problems_.back();
    const sql::Insertion insertion = sql::InsertionAt(sources_, value);
    if (insertion.value == value) {
      problem.where = insertion.tag;
      problem.related = {{value, "this value"}};
    }
    const std::string quoted = "'" + std::string(sources_.Bytes(problem.where)) + "'";
    problem.help = "Write " + quoted + ".";
    problem.repairs = {{.title = "Replace with \"" + quoted + "\"",
                        .where = problem.where,
                        .text = quoted,
                        .verbatim = true}};
  }

  const Sources& sources_;
  Problems& problems_;
  const sql::Statement& statement_;
  const Resolved& table_;
};

}  // namespace

void CheckInserted(Binding& binding, const sql::Statement& statement, const Resolved& table) {
  if (statement.partial) return;
  InsertChecker(binding, statement, table).Run();
}

}  // namespace stackql
