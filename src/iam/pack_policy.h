#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "iam/grant.h"

namespace stackql::iam {

// Limits of a document's size, in characters without white space ("IAM and AWS STS quotas"). Those
// of inline policies hold for all of an identity's together.
inline constexpr size_t kManagedPolicySize = 6'144;
inline constexpr size_t kInlineUserSize = 2'048;
inline constexpr size_t kInlineGroupSize = 5'120;
inline constexpr size_t kInlineRoleSize = 10'240;
inline constexpr size_t kControlPolicySize = 5'120;  // of AWS Organizations, with all white space
// Managed policies that can be attached to an identity, without and with a raised quota.
inline constexpr size_t kAttachedPolicies = 10;
inline constexpr size_t kMostAttachedPolicies = 20;

struct Packing {
  std::vector<GrantDocument> documents = {};
  size_t bound = 0;            // no packing of these statements takes fewer documents
  std::string too_large = {};  // what does not fit a document of its own; then there are none
};

// Splits a document over few ones that are at most `limit` large and together grant the same.
// Statements are kept whole where that takes no more documents. Looks at `budget` partial packings
// at most.
Packing Pack(const GrantDocument& document, size_t limit, uint64_t budget = 200'000);

}  // namespace stackql::iam
