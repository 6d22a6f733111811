#pragma once

#include <cstdint>
#include <string>

#include "catalog/catalog.h"
#include "value/value.h"

namespace stackql {

// What a statement asks of Cloud Control.
enum class Call : uint8_t { kCreate, kRead, kUpdate, kDelete, kList };

// One AWS call that a statement makes.
struct Operation {
  Call call = Call::kRead;
  const snapshot::ResourceType* type = nullptr;  // never null: other tables become no operation
  std::string table = {};                        // awscc.ivs.stages
  Loc where = {};  // the table's name, or the manifest resource without a query file
  Loc statement = {};
  std::string resource = {};  // the manifest's resource; empty for a bare query file
  std::string anchor = {};    // canonical key; empty for a file without anchors
  ValueId region = kNoValue;  // kNoValue: not given
  ValueId identifier = kNoValue;

  // create: the desired state, an object whose members are the known columns (open if there may be
  // more). Top-level scalars are strings, as StackQL sends them; a string that holds a JSON object
  // or array is that structure.
  // update: the patch document as a partial desired state: the root and every container that the
  // patch does not write whole is open; a removed member is kAbsent.
  ValueId desired = kNoValue;
};

}  // namespace stackql
