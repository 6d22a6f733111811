#pragma once

#include "text/sources.h"

namespace stackql::sql {

// A template of the query file that inserts a value into a statement.
struct Insertion {
  Loc tag = {};    // {{ name }}
  Loc value = {};  // all that it inserts, in the statement
};

// What inserts the bytes at a place of a statement. Nowhere if more than one template does, or
// none.
Insertion InsertionAt(const Sources& sources, Loc part);

}  // namespace stackql::sql
