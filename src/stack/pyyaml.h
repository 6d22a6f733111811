#pragma once

#include "diag/problem.h"
#include "value/fwd.h"
#include "yaml/yaml.h"

namespace stackql {

// Reports what a YAML document has that PyYAML's safe loader, which stackql-deploy 1.x uses, does
// not construct: foreign tags, `<<` and `=` as values, dates that do not exist, and merge keys
// without a mapping (`yaml-syntax`). Facts: PyYAML's resolver.py and constructor.py.
void CheckSafeLoad(const Values& values, const yaml::Document& document, Problems& problems);

}  // namespace stackql
