#pragma once

#include <string>

#include "text/sources.h"
#include "value/fwd.h"

namespace stackql {

// A short printable form of a value for messages: the content of scalars, JSON for the rest. Holes
// appear as the user's template, control characters escaped; cut at 60 characters.
std::string Show(const Values& values, ValueId value);

// The same for a text.
std::string ShowText(const Sources& sources, Loc text);

}  // namespace stackql
