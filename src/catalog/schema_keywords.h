#pragma once

#include <span>
#include <string_view>

namespace stackql::catalog {

enum class Role {
  kUnderstood,  // compiled
  kRemark,      // says nothing about a value
  kConstraint,  // a constraint of JSON Schema that is not compiled
  kUnknown,     // no keyword of JSON Schema
};

Role RoleOf(std::string_view keyword);

// The keyword as JSON Schema spells it: OpenAPI lacks some, which StackQL's provider documents
// therefore spell x-const, x-dependencies and x-patternProperties.
std::string_view PlainKeyword(std::string_view keyword);

// The keywords that are compiled.
std::span<const std::string_view> UnderstoodKeywords();

}  // namespace stackql::catalog
