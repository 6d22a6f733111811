#pragma once

#include "catalog/catalog.h"
#include "stack/evaluate.h"
#include "stack/stack.h"
#include "value/hole_content.h"

namespace stackql {

// What exports hold, and what a resource's queries see of the row of its exists query: the columns
// of the types that these queries select. Nothing of what is a column in some environments only.
HoleContents ContentsOfRows(const catalog::Catalog& catalog, const Stack& stack,
                            const EvaluatedStack& evaluated, const Values& values);

}  // namespace stackql
