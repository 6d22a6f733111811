#pragma once

#include <string>

#include "run/run.h"
#include "verify/live_reader.h"
#include "verify/verify.h"

namespace stackql {

struct Verification {
  RunResult run = {};         // findings: what AWS says against what is written
  verify::Verified all = {};  // of all stacks
  size_t open = 0;            // statements whose region or identifier only a deploy tells
};

// Verifies everything under the paths. At most `jobs` questions are in flight.
Verification VerifyStacks(const RunOptions& run, const snapshot::Snapshot& builtin,
                          verify::LiveReader& reader, unsigned jobs);

}  // namespace stackql
