#pragma once

#include <functional>
#include <vector>

#include "diag/problem.h"
#include "iam/judge_policies.h"

namespace stackql::iam {

// Where an operation is written, among the sources of the policies; nowhere: not known.
using PlaceOf = std::function<Loc(const OperationView& operation)>;

// What policies lack, by rules of rules/policy/. The first of the layers is that of the identity's
// policies and is not empty; `layers` are those that were judged.
void ReportMissing(const PolicyJudgement& judgement, const std::vector<PolicyLayer>& layers,
                   const PlaceOf& place_of, Problems& problems);

// What they grant beyond what is needed.
void ReportExcess(const std::vector<Excess>& found, Problems& problems);

}  // namespace stackql::iam
