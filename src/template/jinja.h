#pragma once

#include "template/template.h"
#include "value/fwd.h"

namespace stackql::tmpl {

// Renders a template as Jinja2 does for stackql-deploy 1.x, as far as it inserts plain names: all
// else is a hole, and nothing is reported. Names are noted in `reads` where what they give counts.
Rendered RenderJinja(Values& values, Loc where, const Scope& scope);

}  // namespace stackql::tmpl
