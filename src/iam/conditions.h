#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "iam/policy.h"
#include "lang/lang.h"

namespace stackql::iam {

// What a request says under a condition key.
struct KeyValues {
  bool known = false;                    // else nothing is known of it
  std::vector<std::string> values = {};  // none: the request does not have the key
  bool or_absent = false;                // or rather the request does not have it
};

// By the key in lowercase letters.
using RequestContext = std::function<KeyValues(std::string_view key)>;

// Whether all tests hold ("IAM JSON policy elements: Condition operators"): within a test one of
// its values, or for negated operators none. What is not known is kUnknown, and the keys that the
// answer depends on are added to `open`.
Tri Hold(const std::vector<PolicyTest>& tests, const RequestContext& context,
         std::set<std::string>& open);

// The operator without ForAllValues:, ForAnyValue: and IfExists; empty if there is no such one.
std::string_view BaseOperator(std::string_view op);

}  // namespace stackql::iam
