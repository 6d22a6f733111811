#pragma once

#include <string_view>

#include "operation/binding.h"
#include "snapshot/fwd.h"
#include "sql/ast.h"
#include "value/fwd.h"

// What statements give the tables of awscc.cloud_control and awscc.tagging.
namespace stackql {

// The type that TypeName names; null if that is not known. Problems: `leftover-placeholder`,
// `unknown-table`.
const snapshot::ResourceType* FindNamedType(Binding& binding, ValueId name);

// The object in a literal DesiredState; kNoValue if that is not known. Problems: `wrong-type`,
// `duplicate-json-key`.
ValueId DesiredObject(Binding& binding, const sql::Expr& expr);

// A filter of the resources that have tags. Problems: `tagging-filter`.
void CheckTaggingFilter(Binding& binding, std::string_view name, const sql::Expr& value);

}  // namespace stackql
