#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sql/pg_tree.h"

namespace stackql::sql {

// What libpg_query says of a statement's shape. Offsets are the shape's.
struct PgAnswer {
  std::shared_ptr<const PgNodes> nodes = {};  // null: it does not parse
  std::string error = {};                     // libpg_query's words; empty: the tree is too deep
  uint32_t error_offset = 0;
};

// Asks libpg_query, or remembers: many statements have one shape. What is kept is bounded. Safe to
// call from several threads.
std::shared_ptr<const PgAnswer> AskPg(const std::string& shape);

}  // namespace stackql::sql
