#include "catalog/schema_keywords.h"

#include <algorithm>
#include <array>

namespace stackql::catalog {
namespace {

constexpr std::array<std::string_view, 37> kUnderstood = {
    "$ref",
    "additionalProperties",
    "allOf",
    "among",
    "anyOf",
    "const",
    "contains",
    "definitions",
    "dependentExcluded",
    "dependentRequired",
    "distinct",
    "else",
    "enum",
    "enumCaseInsensitive",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "if",
    "items",
    "limits",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "required",
    "requiredOr",
    "requiredXor",
    "then",
    "type",
    "uniqueItems",
};

constexpr std::array<std::string_view, 8> kRemarks = {
    "$comment", "$id", "$schema", "default", "description", "examples", "readOnly", "title",
};

// `format` is judged by some validators.
constexpr std::array<std::string_view, 11> kConstraints = {
    "additionalItems", "dependencies",  "dependentSchemas",      "format",
    "maxContains",     "maxProperties", "minContains",           "minProperties",
    "multipleOf",      "propertyNames", "unevaluatedProperties",
};

template <size_t Count>
bool Has(const std::array<std::string_view, Count>& names, std::string_view name) {
  return std::binary_search(names.begin(), names.end(), name);
}

static_assert(std::is_sorted(kUnderstood.begin(), kUnderstood.end()));
static_assert(std::is_sorted(kRemarks.begin(), kRemarks.end()));
static_assert(std::is_sorted(kConstraints.begin(), kConstraints.end()));

}  // namespace

Role RoleOf(std::string_view keyword) {
  if (Has(kUnderstood, keyword)) return Role::kUnderstood;
  if (Has(kRemarks, keyword)) return Role::kRemark;
  return Has(kConstraints, keyword) ? Role::kConstraint : Role::kUnknown;
}

std::string_view PlainKeyword(std::string_view keyword) {
  constexpr std::array<std::string_view, 3> kPrefixed = {"x-const", "x-dependencies",
                                                         "x-patternProperties"};
  return Has(kPrefixed, keyword) ? keyword.substr(2) : keyword;
}

std::span<const std::string_view> UnderstoodKeywords() { return kUnderstood; }

}  // namespace stackql::catalog
