#include "operation/service_tables.h"

#include "value/value.h"

namespace stackql {

using StatementKind = sql::Statement::Kind;

std::optional<ServiceTable> FindServiceTable(std::string_view table, StatementKind kind) {
  constexpr std::string_view kControl = "awscc.cloud_control.";
  constexpr std::string_view kTagging = "awscc.tagging.";
  if (table.substr(0, kTagging.size()) == kTagging) return ServiceTable{.call = Call::kTags};
  if (table.substr(0, kControl.size()) != kControl) return std::nullopt;
  const std::string_view name = table.substr(kControl.size());
  if (name == "resource") return ServiceTable{.call = Call::kRead, .typed = true};
  if (name == "resources") {
    const Call call = kind == StatementKind::kSelect ? Call::kList : CallOf(table, kind);
    return ServiceTable{.call = call, .typed = true};
  }
  if (name == "resource_request") return ServiceTable{.call = Call::kRequestStatus};
  return ServiceTable{.call = kind == StatementKind::kDelete ? Call::kCancelRequest
                                                             : Call::kListRequests};
}

Call CallOf(std::string_view table, StatementKind kind) {
  constexpr std::string_view kListOnly = "_list_only";
  switch (kind) {
    case StatementKind::kInsert:
      return Call::kCreate;
    case StatementKind::kUpdate:
    case StatementKind::kReplace:
      return Call::kUpdate;
    case StatementKind::kDelete:
      return Call::kDelete;
    default:
      break;
  }
  const bool lists =
      table.size() > kListOnly.size() && table.substr(table.size() - kListOnly.size()) == kListOnly;
  return lists ? Call::kList : Call::kRead;
}

}  // namespace stackql
