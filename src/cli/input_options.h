#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "run/run.h"

namespace stackql::cli {

// What is read, and in which environments: the options that every command on stacks has.
struct InputOptions {
  std::string stdin_filename = {};      // given, it implies '-' where no path is
  std::optional<Dialect> dialect = {};  // of the older option
  std::optional<Dialect> version = {};
  std::vector<std::string> variables = {};  // KEY=VALUE
  std::string env_file = {};
};

// What a command reads that takes any number of stacks.
Option PathArgument(RunOptions& run);
Section InputSection(InputOptions& input, RunOptions& run);

// Reads standard input and the variables into `run`. Returns the exit status
// if that failed, as was said.
std::optional<int> ReadInput(const InputOptions& input, RunOptions& run);

// Says on standard error which files were not read that may have been meant to be: a `.env` beside
// a stack, a configuration under another name, a path where nothing is.
void SayUnreadFiles(const InputOptions& input, const RunResult& result);

// Says on standard error what stopped a run or could not be read; the exit status that follows.
int PrintFailures(const RunResult& result);

}  // namespace stackql::cli
