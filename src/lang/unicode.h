#pragma once

#include <span>
#include <string_view>

#include "lang/lang.h"

namespace stackql::lang {

struct NamedClass {
  std::string_view name;
  std::span<const Program::Range> ranges;  // sorted, apart from each other
};

// The class that \p{name} means: a general category, a script, or one of Java's ASCII classes such
// as Graph. nullptr for a name that is not known.
const NamedClass* FindClass(std::string_view name);

}  // namespace stackql::lang
