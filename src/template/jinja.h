#pragma once

#include "diag/problem.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql::tmpl {

// Renders a template as Jinja2 does for stackql-deploy 1.x, as far as it inserts plain names: all
// else is a hole. Names are noted in `reads` where what they give counts. Problems: what Jinja2
// cannot read (`jinja-template`); of filters, where it always looks for them.
Rendered RenderJinja(Values& values, Loc where, const Scope& scope, Problems& problems);

}  // namespace stackql::tmpl
