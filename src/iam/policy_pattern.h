#pragma once

#include <string_view>

#include "lang/globs.h"

namespace stackql::iam {

// How far a `*` or `?` of a Resource pattern reaches ("IAM JSON policy elements: Resource").
enum class Reach : uint8_t {
  kInPart,  // within its part of the ARN, which is what AWS says to rely on
  kRunOn,   // a `*` at the end of a part may also run on over colons, as AWS says it may
  kFree,    // anything: actions, and resources in a Deny
};

// Whether a pattern has a `*` or `?`.
bool HasWildcard(std::string_view pattern);

// Whether a pattern of rules/actions/, in which `*` is any text, stands for a name.
bool IsCalled(std::string_view pattern, std::string_view name);

// Whether a text begins with "${*}", "${?}" or "${$}": the character itself, in four bytes ("IAM
// policy elements: Variables and tags").
bool BeginsWithEscape(std::string_view text);

// A pattern of a policy; ${*}, ${?} and ${$} are the characters themselves ("IAM policy elements:
// variables and tags"). Other variables must have been replaced.
lang::Glob ParsePattern(std::string_view pattern, Reach reach);

// ... of a Resource: an ARN with fewer than six fields has `*` for each of the others ("IAM JSON
// policy elements: Resource").
lang::Glob ParseResource(std::string_view pattern, Reach reach);

// ... with all that a short ARN may mean: what it is completed to, and what it matches as it
// stands.
lang::Glob ParseIntended(std::string_view pattern, Reach reach);

// The resources of Cloud Control's own actions as messages of denied calls show them, though no
// page of AWS documents any.
inline constexpr std::string_view kShownCloudControlArn = "arn:*:cloudformation:*:*:resource/*";

// Whether every resource of the pattern `narrow` is one of `wide`.
bool PatternCovers(std::string_view wide, std::string_view narrow);

}  // namespace stackql::iam
