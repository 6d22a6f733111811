#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "diag/problem.h"
#include "value/fwd.h"
#include "verify/checks.h"
#include "verify/plan.h"
#include "verify/questions.h"
#include "verify/unchecked.h"

namespace stackql::verify {

struct JudgeOptions {
  Checks checks = {};
  bool show_values = false;    // of live resources; else nothing that AWS says of one is reported
  bool show_accounts = false;  // whole
  bool strict = false;         // what could not be checked is an error
  std::string principal = {};  // whose permissions were asked about, as messages name it
};

// What judging leaves out.
struct Tally {
  size_t unreadable = 0;        // answers that are not what they should be
  size_t open_values = 0;       // desired values that are only known during deployment
  size_t write_only = 0;        // desired properties that no reading gives
  size_t open_permissions = 0;  // that depend on what IAM cannot be told before a deploy
};

// What judging one stack works on.
struct Judgement {
  const Answers& answers;
  const JudgeOptions& options;
  Values& values;
  Problems& problems;
  Tally tally = {};
  Unchecked unchecked = {};
};

// Each check holds answers against a stack's plan. What has no answer becomes `live-unchecked`.
// Problems: `live-missing`, `live-exists`, `live-drift`.
void JudgeSubjects(const Subjects& subjects, Judgement& judgement);
// Problems: `live-reference`.
void JudgeReferences(const std::vector<Reference>& references, Judgement& judgement);
// Problems: `live-type`, `live-schema`.
void JudgeTypes(const std::vector<UsedType>& types, Judgement& judgement);
// Problems: `live-permission`.
void JudgePermissions(const std::vector<Permission>& permissions, Judgement& judgement);

// All of them.
Tally Judge(const Plan& plan, const Answers& answers, const JudgeOptions& options, Values& values,
            Problems& problems);

}  // namespace stackql::verify
