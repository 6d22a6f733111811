#pragma once

#include <string_view>

#include "lang/lang.h"

namespace stackql {

// Whether `text`, which may have holes, matches a schema's pattern. kUnknown also if no engine
// takes the pattern. Patterns are compiled on first use and kept for the whole process; safe to
// call from several threads.
Tri MatchPattern(std::string_view pattern, std::string_view text);

}  // namespace stackql
