#pragma once

#include <span>

#include "diag/dialect.h"
#include "diag/problem.h"
#include "stack/context.h"
#include "stack/manifest.h"
#include "value/fwd.h"

namespace stackql {

// Reports a global that renders as nothing, `rendered` being its context string, or that counts as
// empty in 1.x (`empty-global`).
void CheckGlobal(const Values& values, const Global& global, ValueId rendered, Dialect dialect,
                 Problems& problems);

// Reports what `merge` cannot join (`invalid-merge`) or does not (`ineffective-merge`): `base` is
// the context string of the prop's own value (kNoValue: none), `others` those of the named values.
void CheckMerge(Values& values, const Prop& prop, ValueId base, std::span<const ValueId> others,
                ParsedTexts& texts, Problems& problems);
// The same for 1.x, which reads all of them as JSON texts: `written` is the prop's own value. Gives
// the kind of what comes of it, a list or mapping; kUnknown if that is not certain.
Kind CheckPythonMerge(Values& values, const Prop& prop, ValueId written, ValueId base,
                      std::span<const ValueId> others, ParsedTexts& texts, Problems& problems);
// Reports dates within a list or mapping, which 1.x cannot write as JSON (`date-in-json`).
void CheckDates(const Values& values, ValueId value, Problems& problems);

}  // namespace stackql
