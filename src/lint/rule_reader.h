#pragma once

#include <memory>
#include <string>

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql::lint {

// Reads one rule document, whose file is called `<name>.yaml`. Null, with problems
// (`invalid-rule-document`, `invalid-schema`), if it has mistakes.
std::unique_ptr<snapshot::RuleT> ReadRule(const Values& values, ValueId document,
                                          const std::string& name, Problems& problems);

}  // namespace stackql::lint
