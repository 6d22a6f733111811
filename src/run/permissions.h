#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "catalog/provider.h"
#include "iam/action_reference.h"
#include "iam/need.h"
#include "iam/own_resource.h"
#include "run/operation_list.h"
#include "run/run.h"
#include "snapshot/snapshot.h"

namespace stackql {

struct PermissionOptions {
  iam::Surroundings around = {};
  iam::Scope scope = iam::Scope::kSafe;
  Phases phases = {.build = true, .test = true, .teardown = true};
  std::vector<Call> calls = {};  // empty: all
  // Why a provider's documents may not be believed; empty: they may.
  std::function<std::string(const catalog::Provider& provider)> distrust = {};
};

// What the operations under some paths need.
struct StackPermissions {
  // In the order of units and places; those with `unresolved` may need more than they tell.
  std::vector<ListedOperation> operations = {};
  std::map<std::string, std::string> documents = {};  // folders of provider documents -> versions
};

// Evaluates everything under the paths. An operation belongs to a phase if it is made there, or if
// its phases are not known. The result holds what could not be read and what stops the run.
RunResult FindPermissions(const RunOptions& run, const PermissionOptions& options,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions,
                          StackPermissions& permissions);

}  // namespace stackql
