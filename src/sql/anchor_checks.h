#pragma once

#include <string_view>

#include "diag/problem.h"
#include "sql/anchors.h"
#include "text/sources.h"

namespace stackql::sql {

// Whether stackql-deploy looks for an anchor of this name, given in lower case.
bool IsAnchorKey(std::string_view key);

// Options that do nothing, of an anchor that is known: `invalid-anchor-option`, `zero-retries`.
void CheckAnchorOptions(const Sources& sources, const Anchor& anchor, Dialect dialect,
                        Problems& problems);

// Whether a comment `/* ... */` can only be meant as an anchor: `/* +create */`.
bool LooksLikeAnchor(std::string_view comment);

// What stands around the anchors of a file that has been cut, and notes its look-alikes:
// `lookalike-anchor`, `empty-anchor`, `text-before-anchor`, `text-behind-anchor`.
void CheckAnchorTexts(const Sources& sources, Loc file, QueryFile& cut, Problems& problems);

}  // namespace stackql::sql
