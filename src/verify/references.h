#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "operation/operation.h"
#include "value/fwd.h"
#include "verify/questions.h"
#include "verify/subjects.h"

namespace stackql::verify {

// A value that names a resource which the stack needs.
struct Reference {
  std::string property = {};  // "Role", "Layers/*"
  Loc where = {};
  bool is_arn = true;  // else a plain identifier, which does not tell whose resource it is
  // It is one of these: some forms of ARNs are those of several types.
  std::vector<ResourceQuestion> any_of = {};
};

// The resources that the desired states of a stack's operations name: by ARNs, and by identifiers
// where a schema says whose they are (relationshipRef). Left out is what the stack itself makes or
// may make, what belongs to another account, and what is written inside of policy documents.
std::vector<Reference> ReferencesIn(const std::vector<Operation>& operations, const Values& values,
                                    const catalog::Catalog& catalog, const AwsContext& context);

}  // namespace stackql::verify
