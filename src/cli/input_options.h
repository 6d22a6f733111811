#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "run/run.h"

namespace stackql::cli {

// What is read, and in which environments: the options that every command on stacks has.
struct InputOptions {
  std::string stdin_filename = "stdin.iql";
  std::string dialect = {};                 // empty: not given
  std::vector<std::string> variables = {};  // KEY=VALUE
  std::string env_file = {};
};

// Declares them; paths and environments go into `run` at once.
void DeclareInput(CLI::App& app, InputOptions& input, RunOptions& run);

// Reads standard input, the file of variables and the dialect into `run`. Returns the exit status
// if that failed, as was said.
std::optional<int> ReadInput(const InputOptions& input, RunOptions& run);

// Says on standard error what stopped a run or could not be read; the exit status that follows.
int PrintFailures(const RunResult& result);

}  // namespace stackql::cli
