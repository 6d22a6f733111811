#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "sql/ast.h"

// What the rows of a query are made of, as far as the query itself says it.
namespace stackql::sql {

// The derived table or common table expression that is all that a query reads, the latter with the
// names that it gives its columns, if it does.
struct Source {
  const Select* select = nullptr;  // null: there is none, or more
  const std::vector<Name>* columns = nullptr;
};
Source OnlySource(const Select& select);

// A column of a query's rows.
struct Column {
  std::string_view name = {};
  Loc where = {};
};
struct Columns {
  bool known = false;    // there are no others that have a name
  bool unnamed = false;  // there are some whose expression has none
  std::vector<Column> columns = {};
};

// What `*` gives of a table.
using TableColumns = std::function<Columns(const Table&)>;

// The columns of a query's rows, also of what is derived from other queries. The views hold while
// the query does. `tables`: null if no table's are known.
Columns ColumnsOf(const Select& select, const TableColumns& tables = nullptr);

}  // namespace stackql::sql
