#pragma once

#include <string>

#include "diag/problem.h"
#include "value/hole_content.h"

namespace stackql {

// Advises to read another column of the same row, by its name, than the one that a text holds: says
// so in the help, and, where that column is exported and the text is "{{ name }}" or
// "{{ resource.name }}", replaces the name. No column, no advice.
void AdviseColumn(const Values& values, Loc text, const HoleContent& content,
                  const std::string& column, Problem& problem);

}  // namespace stackql
