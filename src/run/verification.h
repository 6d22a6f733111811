#pragma once

#include <string>

#include "iam/action_reference.h"
#include "run/run.h"
#include "run/unit_reader.h"
#include "verify/ask.h"
#include "verify/checks.h"
#include "verify/judge.h"
#include "verify/questions.h"

namespace stackql {

struct VerificationOptions {
  verify::Checks checks = {};
  std::string account = {};          // whose credentials ask; empty: not known
  verify::Principal principal = {};  // whose permissions are asked about
  bool show_accounts = false;        // whole, in texts of AWS's
  bool strict = false;               // what could not be checked is an error
  bool with_check = false;           // also what linting finds
  unsigned in_flight = 4;            // questions, at most
  verify::Progress progress = {};    // from several threads, one at a time
};

struct Verification {
  RunResult run = {};  // findings: what AWS says against what is written
  verify::Answers answers = {};
  verify::Tally tally = {};
  size_t policies = 0;            // sent to Access Analyzer
  size_t unchecked_policies = 0;  // of those
  size_t open = 0;  // statements whose region or identifier are only known during deployment
};

// What the units make one ask.
verify::Questions FindQuestions(const Units& units, const VerificationOptions& options,
                                const iam::ActionReference& actions);

// Verifies units: asks what they make one ask, and holds the answers against them. Nothing is asked
// if something stops the run or could not be read. Takes `read.result`.
Verification VerifyUnits(ReadUnits& read, const VerificationOptions& options,
                         const iam::ActionReference& actions, verify::LiveReader& reader);

}  // namespace stackql
