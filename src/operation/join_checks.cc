#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "operation/expression_text.h"
#include "operation/parameters.h"
#include "operation/select_checks.h"
#include "rules/query.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

class JoinChecker {
 public:
  JoinChecker(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables)
      : sources_(binding.values.sources()),
        problems_(binding.problems),
        select_(select),
        tables_(tables) {}

  void Run() {
    for (const sql::Join& join : select_.joins) {
      for (const sql::Expr* term : sql::Conjuncts(join.on)) OnIdentifier(*term);
    }
    // Tables of other providers may join otherwise.
    if (tables_.size() != select_.tables.size()) return;
    for (const sql::Join& join : select_.joins) Check(join);
    Ambiguous();
  }

 private:
  void Report(Message what, Loc where) {
    problems_.push_back({.what = std::move(what), .where = where});
  }

  void Check(const sql::Join& join) {
    const std::string_view written = sources_.Bytes(join.where);
    switch (join.form) {
      case sql::Join::Form::kOn:
        return;
      case sql::Join::Form::kComma:
        return Report(rules::UnsupportedJoin::Comma{.join = written}, join.where);
      default:
        return Report(rules::UnsupportedJoin{.join = written}, join.where);
    }
  }

  const ReadTable* TableOf(const sql::Expr& column) const {
    if (column.kind != ExprKind::kColumn || column.names.size() != 2 || column.names[0].unknown) {
      return nullptr;
    }
    return FindQualified(tables_, column.names[0]);
  }

  // l.arn, where l is a table of the provider, a common table expression or a derived table.
  bool IsOfSource(const sql::Expr& column) const {
    if (TableOf(column) != nullptr) return true;
    if (column.kind != ExprKind::kColumn || column.names.size() != 2 || column.names[0].unknown) {
      return false;
    }
    const std::string& name = column.names[0].text;
    for (const sql::Table& table : select_.tables) {
      const sql::Name& alias = table.alias.text.empty() ? table.parts.back() : table.alias;
      if (alias.unknown) return false;
      if (alias.text == name) return IsCommon(table);
    }
    return std::any_of(select_.derived.begin(), select_.derived.end(),
                       [](const sql::Select& derived) { return !derived.inside_expression; });
  }
  bool IsCommon(const sql::Table& table) const {
    return table.parts.size() == 1 &&
           std::any_of(select_.with.begin(), select_.with.end(), [&](const sql::Common& common) {
             return common.name.text == table.parts[0].text;
           });
  }

  // s.Identifier = l.arn, where s reads one resource
  void OnIdentifier(const sql::Expr& term) {
    if (term.kind != ExprKind::kCompare || term.op != "=") return;
    for (size_t side = 0; side < 2; ++side) {
      const sql::Expr& column = term.args[side];
      const ReadTable* table = TableOf(column);
      const sql::Expr& other = term.args[1 - side];
      if (table == nullptr || !IsOfSource(other) || TableOf(other) == table) continue;
      if (column.names[1].text != "Identifier") continue;
      const bool one = (table->resolved.type != nullptr && !table->resolved.list_only) ||
                       table->resolved.name == "awscc.cloud_control.resource";
      if (!one) continue;
      return Report(rules::UnsupportedJoin::Identifier{.table = table->resolved.name},
                    column.where);
    }
  }

  // Identifier with two tables that take it; region with three views.
  void Ambiguous() {
    const auto reads_one = [](const ReadTable& table) {
      return table.resolved.type != nullptr && !table.resolved.list_only;
    };
    const auto views = std::count_if(tables_.begin(), tables_.end(),
                                     [](const ReadTable& table) { return table.IsView(); });
    if (std::count_if(tables_.begin(), tables_.end(), reads_one) > 1) Ambiguous("Identifier");
    if (views > 2) Ambiguous("region");
  }
  void Ambiguous(std::string_view name) {
    for (const sql::Expr* term : sql::Conjuncts(select_.where)) {
      if (term->kind != ExprKind::kCompare && term->kind != ExprKind::kIn) continue;
      const sql::Expr& column = term->args[0];
      if (column.kind != ExprKind::kColumn || column.names.size() != 1) continue;
      if (column.names[0].unknown || column.names[0].text != name) continue;
      return Report(rules::UnsupportedJoin::Ambiguous{.name = name}, column.where);
    }
  }

  const Sources& sources_;
  Problems& problems_;
  const sql::Select& select_;
  const std::vector<ReadTable>& tables_;
};

}  // namespace

void CheckJoins(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables) {
  JoinChecker(binding, select, tables).Run();
}

}  // namespace stackql
