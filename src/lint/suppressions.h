#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "lint/finding.h"
#include "lint/levels.h"
#include "lint/rules.h"
#include "value/fwd.h"

// Comments `stackql-lint: ignore[ID, name, FAMILY, ALL] reason` in YAML and SQL. At the end of a
// line they speak of that line, alone on a line of the next one; `ignore-next-line[...]` and
// `ignore-file[...]` say so themselves. `ignore-start[...]` speaks of all lines up to the next
// `ignore-end[...]` of the same word.
namespace stackql {

// What one word of a comment switches off.
struct Suppression {
  std::string named = {};  // the word, or the id of the rule that it names
  std::string path = {};
  Span lines = {};        // findings that touch these bytes are meant
  Loc where = {};         // the rule's name in the comment
  Loc comment = {};       // that has no other rule and says nothing else; nowhere: another one
  bool block = false;     // from one comment to another
  bool reasoned = false;  // the comment has a reason
  bool used = false;
};

// Reads the suppressions in the comments of a manifest (which was parsed into `values`) or of a
// query text: a file, or an SQL text inside a manifest. `written`: the first so many values are the
// manifest's own, before anything was evaluated. Problems: `unknown-suppression`,
// `malformed-suppression`.
std::vector<Suppression> ManifestSuppressions(const Values& values, uint32_t written, TextId file,
                                              const RuleSet& rules, Problems& problems);
std::vector<Suppression> QuerySuppressions(const Sources& sources, Loc text, const RuleSet& rules,
                                           Problems& problems);

// Removes the findings that are suppressed; returns how many.
uint32_t Suppress(std::vector<Suppression>& suppressions, std::vector<Finding>& findings);

// Reports the suppressions that nothing needed (`unused-suppression`), of rules that ran.
void CheckUnused(const std::vector<Suppression>& suppressions, const RuleSet& rules,
                 const Levels& levels, Problems& problems);

}  // namespace stackql
