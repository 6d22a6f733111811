#pragma once

#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/grant.h"
#include "iam/need.h"

namespace stackql::iam {

// Conditions that grants get where that takes nothing away that is needed.
struct GrantOptions {
  bool requested_region = false;  // aws:RequestedRegion, on actions of regional services
  std::string stack_tag = {};     // aws:ResourceTag/stackql:stack-name of the operation's resource
};

// The grants that give what is needed, each for one resource pattern. iam:PassRole is restricted to
// the service that the role is for where that is certain.
std::vector<Grant> GrantsOf(const std::vector<Need>& needs, const ActionReference& actions,
                            const GrantOptions& options);

}  // namespace stackql::iam
