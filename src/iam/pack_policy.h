#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "iam/grant.h"
#include "rules/policy.h"

namespace stackql::iam {

// Limits of a document's size, in characters without white space; those of inline policies hold for
// all of an identity's together.
inline constexpr size_t kManagedPolicySize = rules::PolicySize::kManaged;
inline constexpr size_t kInlineUserSize = rules::PolicySize::kInlineUser;
inline constexpr size_t kInlineGroupSize = rules::PolicySize::kInlineGroup;
inline constexpr size_t kInlineRoleSize = rules::PolicySize::kInlineRole;
inline constexpr size_t kControlPolicySize = rules::PolicySize::kControl;  // of AWS Organizations

// Those of an identity's policies by what rules/actions/policies.json and options call them.
struct SizeLimit {
  std::string_view name;
  std::string_view owner;  // of inline policies: "role"
  size_t limit;
};
inline constexpr std::array<SizeLimit, 4> kSizeLimits = {
    {{"managed", "", kManagedPolicySize},
     {"inline-role", "role", kInlineRoleSize},
     {"inline-user", "user", kInlineUserSize},
     {"inline-group", "group", kInlineGroupSize}}};

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
