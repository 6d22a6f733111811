#pragma once

#include <functional>
#include <string>

#include "cli/command.h"
#include "run/fix_findings.h"
#include "run/run.h"

namespace stackql::cli {

// What is done about findings that have a fix.
struct FixOptions {
  bool fix = false;
  bool unsafe = false;  // fixes that may change the meaning, too
  bool diff = false;
  bool only = false;               // what remains is not reported
  std::string ignore_reason = {};  // of suppressions to write; empty: none
};

Section FixSection(FixOptions& options);

// Whether findings are fixed, if only to be shown.
bool IsFixing(const FixOptions& options);

// What cannot be asked for together; empty: nothing.
std::string MistakeIn(const FixOptions& options, const RunOptions& run);

// Lints, and applies what is asked for, but to what `forget` takes out.
FixedRun RunFixes(const FixOptions& options, const RunOptions& run,
                  const snapshot::Snapshot& builtin, const std::function<void(Report&)>& forget);

// Prints what the fixes would change as a patch. The exit status that follows.
int PrintPatch(const FixedRun& run, bool quiet);

// Replaces the files, or prints the one that standard input has. Whether that worked; if not, it
// was said.
bool WriteFixes(const FixedRun& run, const RunOptions& options);

// Says how many findings were fixed, and how many remain, but for what `forget` takes out.
void SayFixed(const FixOptions& options, const FixedRun& run,
              const std::function<void(Report&)>& forget);

}  // namespace stackql::cli
