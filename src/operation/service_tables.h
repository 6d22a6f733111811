#pragma once

#include <optional>
#include <string_view>

#include "operation/operation.h"
#include "sql/ast.h"

namespace stackql {

// A table of the awscc provider that stands for no resource type.
struct ServiceTable {
  Call call = Call::kRead;
  bool typed = false;  // the statement names the type: TypeName
};

// What a statement on such a table asks for; nothing for the tables of resource types. `table` is
// awscc.cloud_control.resources and the like (StackQL's awscc provider, services cloud_control and
// tagging).
std::optional<ServiceTable> FindServiceTable(std::string_view table, sql::Statement::Kind kind);

// The columns of Cloud Control's ProgressEvent, which RETURNING and the tables of requests have.
inline constexpr std::string_view kProgressEvent =
    "ErrorCode EventTime Identifier Operation OperationStatus RequestToken ResourceModel "
    "RetryAfter StatusMessage TypeName";

// What StackQL's awscc provider lets a statement do with such a table: names with blanks between.
struct NativeVerb {
  std::string_view table = {};
  sql::Statement::Kind kind = sql::Statement::Kind::kSelect;
  std::string_view required = {};  // parameters beside region
  std::string_view optional = {};
  std::string_view columns = {};  // of a SELECT
};
// Null if the table has no such verb; `known` is whether it is such a table at all.
const NativeVerb* FindNativeVerb(std::string_view table, sql::Statement::Kind kind, bool& known);

// What a statement on a resource type's table asks for, judged by the table's name alone.
Call CallOf(std::string_view table, sql::Statement::Kind kind);

}  // namespace stackql
