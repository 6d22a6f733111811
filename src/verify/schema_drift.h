#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "snapshot/fwd.h"

namespace stackql::verify {

// A difference between the schema that a stack is checked with and the one that AWS has now.
struct SchemaChange {
  enum class Kind {
    kNewProperty,
    kRemovedProperty,
    kConstraint,  // of values: type, bounds, pattern, enum, items, additionalProperties, ...
    kNewlyRequired,
    kNoLongerRequired,
    kMutability,  // createOnly, readOnly, writeOnly, conditionalCreateOnly, primaryIdentifier
    kNewHandler,
    kRemovedHandler,
    kPermissions,  // of a handler
    kTagging,
    kDeprecation,
  };
  Kind kind = Kind::kNewProperty;
  std::string path = {};    // "/Tags/*/Key": `*` is any item or key; empty: the type itself
  std::string detail = {};  // "maxLength 128, was 64"; empty if the kind says it all
};

// As many differences are reported; a list of this length may lack some.
inline constexpr size_t kMostSchemaChanges = 200;

// What AWS's schema of a type (`live`, compiled from the registry's JSON) says differently from the
// one known (`local`), in the order of paths, what is of the type itself last. The order of lists
// that have none, descriptions, defaults, and how definitions are named, referred to or written in
// place make no difference, nor do bounds that bound nothing. A difference is reported where it is:
// of a type that changes, not its other constraints; of alternatives (anyOf, oneOf, allOf, not,
// if), only that they differ; of a definition that is at several places, the first. `detail` may
// hold text of both schemas, cut.
//
// Only what both sides certainly say is compared. Left out is
// - whatever is at or below a node that is untrusted, or doubtful because types share it;
// - of a node with a keyword that is not understood or malformed: all but what both sides have;
// - numbers that differ only beyond the precision of a double;
// - tagging, or its property, where one side has none, and its flags but `taggable`: what is absent
//   has a default, from which the compiled form does not tell it;
// - pointers to no property of both sides, and those below a property that is new or removed;
// - replacementStrategy, relationshipRef, insertionOrder, format and additional identifiers.
// StackQL's provider documents (`generated`) lose more. Left out for them is also
// - what else the top level says of members than their names and what is required: the documents
//   close every resource, and have no alternatives there;
// - a type that is one of several live ones, or of a side that has none: they keep one of several;
// - alternatives and conditions that one side lacks altogether;
// - deprecation; handlers, if they have none at all; a new handler that needs no permission.
// What they have of a definition may be that of another type which does not use it, and nothing
// tells: then it is reported as a change, because statements are checked with it.
std::vector<SchemaChange> CompareSchemas(const snapshot::ResourceType& local,
                                         const snapshot::ResourceType& live);

}  // namespace stackql::verify
