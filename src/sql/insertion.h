#pragma once

#include "diag/problem.h"
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

// Says of a problem that its place must be quoted: at the template, if one inserts all that is
// there.
void AskForQuotes(const Sources& sources, char quote, Problem& problem);

}  // namespace stackql::sql
