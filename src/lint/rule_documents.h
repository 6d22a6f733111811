#pragma once

#include <string>

#include "base/drafts.h"
#include "catalog/catalog.h"
#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql::lint {

// Where rule documents are.
struct RuleFolder {
  std::string path = {};
  std::string root = {};  // they must lie in this folder once links are followed; empty: anywhere
  const Drafts* drafts = nullptr;  // what is read in place of files; null: nothing
};

enum class Author { kProgram, kUser };

// Compiles the rule documents (*.yaml) and resource schemas (*.schema.json) below a folder to the
// bytes of a snapshot, the same for the same files. Mistakes are problems, at their place in the
// document: `invalid-rule-document`, `invalid-schema`, `yaml-syntax`; a document with mistakes is
// left out. Empty, with a problem nowhere, if the folder cannot be read.
//
// `known`: the types that rules may be about, besides those in the folder. Only the program's own
// rules may be implemented in src/.
std::string CompileRules(Values& values, const RuleFolder& folder, Problems& problems,
                         const catalog::Catalog& known, Author author = Author::kUser);

// Sorts rules by id, and writes down in which orders they and their targets are looked up.
void SortRules(snapshot::RulesT& rules);

}  // namespace stackql::lint
