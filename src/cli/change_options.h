#pragma once

#include <string>

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

// The index that git names to the hooks of a commit; empty: none.
std::string IndexOfCommit();

// What cannot be asked for together; empty: nothing.
std::string MistakeIn(const ChangeOptions& options, const RunOptions& run);

}  // namespace stackql::cli
