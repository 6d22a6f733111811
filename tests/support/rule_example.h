#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "run/policy_check.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/sample.h"

namespace stackql::testing_support {

// What the program finds in an example of a rule, and what the example marks.
struct ExampleRun {
  Report report = {};
  std::vector<Mark> marks = {};
};

inline ExampleRun RunExample(const snapshot::Rule& rule, const snapshot::Example& example) {
  TemporaryFolder folder;
  ExampleRun run;
  for (const snapshot::ExampleFile* file : *example.files()) {
    const std::string path = (folder.path() / file->path()->str()).string();
    folder.Write(file->path()->str(), Unmark(file->text()->string_view(), path, run.marks));
  }
  std::sort(run.marks.begin(), run.marks.end());
  const bool python = rule.dialect() == snapshot::Dialect::Python;
  // An example may choose a version by its configuration.
  RunOptions options = {
      .paths = {folder.path().string()}, .actions = &Actions(), .allow_empty = true, .jobs = 1};
  if (python) options.dialect = Dialect::kPython;
  // A policy of its own is linted with the stack that it is for.
  const std::string given = (folder.path() / "policy.json").string();
  const bool policy = rule.subject() == snapshot::Subject::Policy && std::filesystem::exists(given);
  const PolicyFiles policies = {.identity = {given}};
  run.report = policy ? CheckPolicies(options, {}, policies, {}, Builtin(), Actions()).run.report
                      : Run(options, Builtin()).report;
  return run;
}

}  // namespace stackql::testing_support
