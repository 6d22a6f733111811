#pragma once

#include <optional>
#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/need.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql::iam {

// Takes the tagging actions out of an operation's needs if it plainly sets no tags: an INSERT
// without any, or a literal patch that leaves them alone, of a type that CloudFormation adds none
// to ("x-tagging" of the provider's documents). Returns what was taken out.
std::vector<std::string> DropUnusedTags(const Operation& operation, const Values& values,
                                        const ActionReference& actions, std::vector<Need>& needs);

// The tags that an operation creates its resource with; none if they are not known to be all.
std::optional<RequestTags> TagsOf(const Operation& operation, const Values& values);

// The value of the tag stackql:stack-name that a resource is created with; empty if that is not
// known.
std::string StackTagOf(const Operation& operation, const Values& values);

// Marks the needs that can be restricted to resources with that tag, if the operation's own has it:
// not those that create it, when it has no tags yet.
void MarkStackTag(const Operation& operation, const ActionReference& actions,
                  std::vector<Need>& needs);

}  // namespace stackql::iam
