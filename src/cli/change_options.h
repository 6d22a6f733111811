#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "run/run.h"

namespace stackql::cli {

// Which change alone counts.
struct ChangeOptions {
  bool staged = false;
  bool changed = false;
  std::string since = "HEAD";
  bool lines_only = false;
};

Section ChangeSection(ChangeOptions& options);

// Whether anything but all is linted.
bool IsOfChange(const ChangeOptions& options);

// The top folder of the working tree that all the paths lie in, which need not exist; without a
// path, of that around the current directory.
Result<std::string> WorkingTreeAround(const std::vector<std::string>& paths);

// The index that git names to the hooks of a commit, if that is in this working tree; empty: none.
std::string IndexOfCommit(const std::string& root);

// What cannot be asked for together; empty: nothing.
std::string MistakeIn(const ChangeOptions& options, const RunOptions& run);

}  // namespace stackql::cli
