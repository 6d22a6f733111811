#include "sql/columns.h"

#include <algorithm>
#include <utility>

namespace stackql::sql {
namespace {

constexpr int kDeepest = 20;

class Collector {
 public:
  explicit Collector(const TableColumns& tables) : tables_(tables) {}

  Columns Run(const Select& select) {
    Add(select, 0);
    return std::move(result_);
  }

 private:
  void Add(const Select& select, int depth) {
    result_.known &= !select.open_items;
    for (const SelectItem& item : select.items) {
      const bool aliased = !item.alias.text.empty();
      if (!aliased && item.expr.kind == Expr::Kind::kStar) {
        AddSource(select, depth);
      } else if (!aliased && item.expr.kind == Expr::Kind::kHole) {
        result_.known = false;
      } else if (!aliased && item.expr.kind != Expr::Kind::kColumn) {
        result_.unnamed = true;
      } else {
        AddName(aliased ? item.alias : item.expr.names.back());
      }
    }
  }

  // What `*` gives: the columns of the one query or table that is read.
  void AddSource(const Select& select, int depth) {
    const Source source = OnlySource(select);
    if (source.columns != nullptr) {
      for (const Name& name : *source.columns) AddName(name);
    } else if (source.select != nullptr && !source.select->united && depth <= kDeepest) {
      Add(*source.select, depth + 1);
    } else if (source.select == nullptr && IsOfOneTable(select) && tables_ != nullptr) {
      const Columns table = tables_(select.tables[0]);
      result_.known &= table.known;
      result_.columns.insert(result_.columns.end(), table.columns.begin(), table.columns.end());
    } else {
      result_.known = false;
    }
  }

  static bool IsOfOneTable(const Select& select) {
    return select.alone && !select.united && !select.arm;
  }

  void AddName(const Name& name) {
    result_.known &= !name.unknown;
    if (!name.unknown) result_.columns.push_back({name.text, name.where});
  }

  const TableColumns& tables_;
  Columns result_ = {.known = true};
};

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

Columns ColumnsOf(const Select& select, const TableColumns& tables) {
  return Collector(tables).Run(select);
}

}  // namespace stackql::sql
