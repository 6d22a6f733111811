#include "sql/columns.h"

#include <algorithm>

namespace stackql::sql {
namespace {

constexpr int kDeepest = 20;

void AddColumns(const Select& select, int depth, Columns& result);

// What `*` gives: the columns of the one query that is read.
void AddSourceColumns(const Select& select, int depth, Columns& result) {
  const Source source = OnlySource(select);
  if (source.select == nullptr || source.select->united || depth > kDeepest) {
    result.known = false;
    return;
  }
  if (source.columns == nullptr) return AddColumns(*source.select, depth + 1, result);
  for (const Name& name : *source.columns) {
    result.known &= !name.unknown;
    result.columns.push_back({name.text, name.where});
  }
}

void AddColumns(const Select& select, int depth, Columns& result) {
  result.known &= !select.open_items;
  for (const SelectItem& item : select.items) {
    const bool aliased = !item.alias.text.empty();
    if (!aliased && item.expr.kind == Expr::Kind::kStar) {
      AddSourceColumns(select, depth, result);
    } else if (!aliased && item.expr.kind == Expr::Kind::kHole) {
      result.known = false;
    } else if (!aliased && item.expr.kind != Expr::Kind::kColumn) {
      result.unnamed = true;
    } else {
      const Name& name = aliased ? item.alias : item.expr.names.back();
      result.known &= !name.unknown;
      if (!name.unknown) result.columns.push_back({name.text, name.where});
    }
  }
}

}  // namespace

Source OnlySource(const Select& select) {
  if (select.united || select.arm) return {};
  if (select.derived_alone) {
    const auto derived = std::ranges::find(select.derived, false, &Select::inside_expression);
    return {derived == select.derived.end() ? nullptr : &*derived};
  }
  if (!select.alone || select.tables[0].parts.size() != 1) return {};
  const Name& name = select.tables[0].parts[0];
  const auto common = std::ranges::find_if(
      select.with, [&](const Common& each) { return each.name.text == name.text; });
  if (name.unknown || common == select.with.end() || common->query.size() != 1) return {};
  return {&common->query[0], common->columns.empty() ? nullptr : &common->columns};
}

Columns ColumnsOf(const Select& select) {
  Columns result = {.known = true};
  AddColumns(select, 0, result);
  return result;
}

}  // namespace stackql::sql
