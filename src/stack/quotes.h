#pragma once

#include "diag/problem.h"
#include "text/sources.h"

namespace stackql {

// Reports each value with an apostrophe that ends the single-quoted SQL string it is inserted into
// (`unescaped-quote`): stackql-deploy inserts values as they are. `rendered` is what a query's
// template gave. True if something was reported: what follows cannot be read.
bool CheckQuotes(const Sources& sources, Loc rendered, Problems& problems);

}  // namespace stackql
