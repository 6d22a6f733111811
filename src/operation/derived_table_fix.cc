#include "operation/derived_table_fix.h"

#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

// The file's own bytes from the first byte of one place to the last of another; nothing if they are
// not the query file's, or a template may decide how often they are there.
std::optional<Loc> FileRange(const Sources& sources, Loc first, Loc last) {
  if (!first || !last) return std::nullopt;
  const Place begin = sources.Resolve(first.Sub(0, 1));
  const Place end = sources.Resolve(last.Sub(last.span.size() - 1, last.span.size()));
  if (!begin.exact || !end.exact || !begin.used_in.empty() || !end.used_in.empty()) return {};
  if (!begin.at || !end.at || begin.at.text != end.at.text) return {};
  if (begin.at.span.begin >= end.at.span.end) return {};
  const Loc range = {begin.at.text, {begin.at.span.begin, end.at.span.end}};
  if (sources.Bytes(range).find("{%") != std::string_view::npos) return {};
  return range;
}

// count(*) or count(1): of the rows, whatever their columns are.
bool CountsRows(const sql::Expr& expr) {
  if (expr.kind != ExprKind::kCall || expr.names.size() != 1) return false;
  if (!EqualsIgnoringCase(expr.names[0].text, "count")) return false;
  return expr.args.empty() || (expr.args.size() == 1 && expr.args[0].kind == ExprKind::kNumber);
}

bool IsCountAlone(const sql::Select& select) {
  return select.alone && select.with.empty() && select.derived.empty() && !select.united &&
         !select.arm && !select.open_items && select.tail.empty() && select.items.size() == 1 &&
         CountsRows(select.items[0].expr) && !select.items[0].alias.text.empty() &&
         select.tables[0].alias.text.empty();
}

// Whether what is between two places has a bracket, which would be cut from its other one.
bool IsBracketBetween(const Sources& sources, Loc first, Loc second) {
  if (!first || !second || first.text != second.text || first.span.end > second.span.begin) {
    return true;
  }
  const Loc between = {first.text, {first.span.end, second.span.begin}};
  return sources.Bytes(between).find_first_of("()") != std::string_view::npos;
}

// Whether brackets are around terms of the condition or the operands of the last one.
bool HasBrackets(const Sources& sources, Loc table, const std::vector<const sql::Expr*>& terms) {
  Loc before = table;
  for (const sql::Expr* term : terms) {
    if (IsBracketBetween(sources, before, term->where)) return true;
    before = term->where;
  }
  const std::vector<sql::Expr>& last = terms.back()->args;
  return IsBracketBetween(sources, last[0].where, last[1].where);
}

}  // namespace

std::vector<Repair> MoveIntoDerivedTable(const Sources& sources, const sql::Select& select) {
  const std::vector<const sql::Expr*> terms = sql::Conjuncts(select.where);
  if (!IsCountAlone(select) || terms.size() < 2) return {};
  const sql::Expr& term = *terms.back();
  if (term.kind != ExprKind::kCompare || term.op != "=" || term.args[0].kind != ExprKind::kCall ||
      term.args[1].kind != ExprKind::kNumber || sources.Bytes(term.args[1].where) != "1") {
    return {};
  }
  // The first argument of a function is escaped there, too.
  const std::vector<sql::Expr>& arguments = term.args[0].args;
  if (!arguments.empty() && arguments[0].kind == ExprKind::kString) return {};
  const Loc table = select.tables[0].where;
  if (HasBrackets(sources, table, terms)) return {};
  const Loc before = terms[terms.size() - 2]->where;
  const auto all = FileRange(sources, table, term.where);
  const auto source = FileRange(sources, table, table);
  const auto call = FileRange(sources, term.args[0].where, term.args[0].where);
  const auto kept = FileRange(sources, table, before);
  if (!all || !source || !call || !kept) return {};
  const std::string title = "Compare in the select list of a derived table";
  const std::string inner = "(SELECT " + std::string(sources.Bytes(*call)) + " AS same FROM " +
                            std::string(sources.Bytes(*source));
  const Loc tail = {all->text, {kept->span.end, all->span.end}};
  return {{.title = title, .where = *source, .text = inner, .verbatim = true},
          {.title = title, .where = tail, .text = ") t WHERE same = 1", .verbatim = true}};
}

}  // namespace stackql
