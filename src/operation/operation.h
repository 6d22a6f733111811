#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "snapshot/fwd.h"
#include "text/sources.h"
#include "value/fwd.h"

namespace stackql {

// What a statement asks of AWS: a handler of Cloud Control first, then the few other calls.
enum class Call : uint8_t {
  kCreate,
  kRead,
  kUpdate,
  kDelete,
  kList,
  kRequestStatus,  // cloudformation:GetResourceRequestStatus
  kListRequests,   // cloudformation:ListResourceRequests
  kCancelRequest,  // cloudformation:CancelResourceRequest
  kTags,           // the Resource Groups Tagging API
};

// "create", "read", ...: how calls are printed.
std::string_view Name(Call call);

// The commands of stackql-deploy that make a call.
struct Phases {
  bool build = false;
  bool test = false;
  bool teardown = false;
};

// One AWS call that a statement makes.
struct Operation {
  Call call = Call::kRead;
  const snapshot::ResourceType* type = nullptr;  // null: not in the catalog, or the call has none
  std::string type_name = {};                    // AWS::IVS::Stage; empty if that is not known
  std::string table = {};                        // awscc.ivs.stages
  Loc where = {};  // the table's name, or the manifest resource without a query file
  Loc statement = {};
  Loc returning = {};         // the first item of RETURNING, if there is one
  std::string resource = {};  // the manifest's resource; empty for a bare query file
  std::string anchor = {};    // canonical key; empty for a file without anchors
  Phases phases = {};         // none: not known, or no command makes it
  ValueId region = kNoValue;  // kNoValue: not given
  ValueId identifier = kNoValue;
  ValueId service_role = kNoValue;  // RoleArn: Cloud Control runs the handlers as this role

  // create: the desired state, an object whose members are the known columns (open if there may be
  // more). Top-level scalars are strings, as StackQL sends them; a string that holds a JSON object
  // or array is that structure.
  // update: the patch document as a partial desired state: the root and every container that the
  // patch does not write whole is open; a removed member is kAbsent.
  ValueId desired = kNoValue;
  bool whole_patch = false;  // update: the patch touches nothing that `desired` does not have
  // What members of `desired` that stay texts hold as JSON: the text and the object.
  std::vector<std::pair<ValueId, ValueId>> json_texts = {};
};

// Whether no command makes a call: its query is never used.
bool IsNeverMade(const Operation& operation);

}  // namespace stackql
