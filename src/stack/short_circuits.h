#pragma once

#include "diag/problem.h"
#include "sql/anchors.h"
#include "stack/create_values.h"
#include "text/sources.h"

namespace stackql {

// Reports short_circuit options of callbacks that never match what the statement before returned
// (`invalid-anchor-option`; stackql-deploy's src/core/utils.rs). `queries`: of the same resource.
void CheckShortCircuits(const Sources& sources, const sql::QueryFile& file,
                        const QueriesByAnchor& queries, Problems& problems);

}  // namespace stackql
