#pragma once

#include "text/sources.h"

namespace stackql::tmpl {

// A query with each `replace('a', 'b')` written as `replace(from="a", to="b")`, which Tera reads:
// stackql-deploy does so before it renders, and looks for tags no more than here
// (its src/core/templating.rs). The same place if there is none.
Loc NameReplaceArguments(Sources& sources, Loc query);

}  // namespace stackql::tmpl
