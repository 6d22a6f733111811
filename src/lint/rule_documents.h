#pragma once

#include <string>

#include "catalog/catalog.h"
#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql::lint {

// Compiles the rule documents (*.yaml) and resource schemas (*.schema.json) below a directory to
// the bytes of a snapshot, the same for the same files. Mistakes are problems, at their place in
// the document: `invalid-rule-document`, `invalid-schema`, `yaml-syntax`; a document with mistakes
// is left out. Empty, with a problem nowhere, if the directory cannot be read.
//
// `root`: if not empty, a folder in which all of it must lie once links are followed.
// `known`: the types that rules may be about, besides those in the directory. Only the program's
// own rules may be implemented in src/.
enum class Author { kProgram, kUser };
std::string CompileRules(Values& values, const std::string& directory, Problems& problems,
                         const catalog::Catalog& known, Author author = Author::kUser,
                         const std::string& root = {});

}  // namespace stackql::lint
