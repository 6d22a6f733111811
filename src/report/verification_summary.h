#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "verify/ask.h"
#include "verify/judge.h"

namespace stackql::report {

// What AWS was asked about, besides the answers.
struct VerificationCounts {
  size_t policies = 0;            // sent to Access Analyzer
  size_t unchecked_policies = 0;  // of those
  size_t open = 0;  // statements whose region or identifier are only known during deployment
};

// What AWS was asked, and what was left out of that: the lines that follow a report, without what
// there was nothing of.
std::vector<std::string> SummaryOf(const verify::Answers& answers, const verify::Tally& tally,
                                   const VerificationCounts& counts);

}  // namespace stackql::report
