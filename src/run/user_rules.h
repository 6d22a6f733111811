#pragma once

#include <deque>
#include <string>

#include "diag/problem.h"
#include "lint/rule_documents.h"
#include "lint/rules.h"
#include "run/run.h"
#include "snapshot/snapshot.h"
#include "text/sources.h"

namespace stackql {

// Notes what is wrong in configurations and rule documents: warnings are shown with the other
// findings, errors stop the run.
void NoteProblems(const Sources& sources, const Problems& problems,
                  const snapshot::Snapshot& builtin, RunResult& result);

// The folders with rules that the configuration in force in the current directory names. Whatever
// else is wrong in it does not count.
std::vector<lint::RuleFolder> ConfiguredRules(const RunOptions& options, RunResult& result);

// Compiles the rule documents below a folder, notes what is wrong in them, and adds them to `rules`
// and to the rules of the result. Both refer to `bytes`, which gets what they were compiled to.
snapshot::Snapshot AddUserRules(const lint::RuleFolder& folder, const snapshot::Snapshot& builtin,
                                std::deque<std::string>& bytes, RuleSet& rules, RunResult& result);

}  // namespace stackql
