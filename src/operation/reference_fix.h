#pragma once

#include <optional>
#include <string>

#include "diag/problem.h"
#include "value/hole_content.h"

namespace stackql {

// The export that a text is, in "{{ name }}" or "{{ resource.name }}", replaced by the one that
// holds another column of the same row; none if that is not exported, or there is other text around
// it.
std::optional<Repair> RepairReference(const Values& values, Loc text, const HoleContent& content,
                                      const std::string& column);

}  // namespace stackql
