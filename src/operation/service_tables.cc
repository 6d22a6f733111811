#include "operation/service_tables.h"

#include <algorithm>

#include "value/value.h"

namespace stackql {

using StatementKind = sql::Statement::Kind;

namespace {

// The documents cloud_control.yaml and tagging.yaml of the provider.
constexpr NativeVerb kNativeVerbs[] = {
    {"awscc.cloud_control.resource", StatementKind::kSelect, "TypeName Identifier",
     "TypeVersionId RoleArn", "Identifier Properties"},
    {"awscc.cloud_control.resources", StatementKind::kSelect, "TypeName",
     "MaxResults NextToken ResourceModel RoleArn TypeVersionId", "Identifier Properties"},
    {"awscc.cloud_control.resources", StatementKind::kInsert, "TypeName DesiredState",
     "ClientToken RoleArn TypeVersionId", ""},
    {"awscc.cloud_control.resources", StatementKind::kUpdate, "TypeName Identifier PatchDocument",
     "ClientToken RoleArn TypeVersionId", ""},
    {"awscc.cloud_control.resources", StatementKind::kDelete, "TypeName Identifier",
     "ClientToken RoleArn TypeVersionId", ""},
    {"awscc.cloud_control.resource_request", StatementKind::kSelect, "RequestToken", "",
     kProgressEvent},
    {"awscc.cloud_control.resource_requests", StatementKind::kSelect, "",
     "MaxResults NextToken ResourceRequestStatusFilter", kProgressEvent},
    {"awscc.cloud_control.resource_requests", StatementKind::kDelete, "RequestToken", "", ""},
    {"awscc.tagging.report_creation", StatementKind::kSelect, "", "",
     "Status S3Location ErrorMessage"},
    {"awscc.tagging.compliance_summary", StatementKind::kSelect, "",
     "TargetIdFilters RegionFilters ResourceTypeFilters TagKeyFilters GroupBy MaxResults "
     "PaginationToken",
     "SummaryList PaginationToken"},
    {"awscc.tagging.tagged_resources", StatementKind::kSelect, "",
     "PaginationToken TagFilters ResourcesPerPage TagsPerPage ResourceTypeFilters "
     "IncludeComplianceDetails ExcludeCompliantResources ResourceARNList",
     "ResourceARN Tags ComplianceDetails"},
    {"awscc.tagging.tag_keys", StatementKind::kSelect, "", "PaginationToken",
     "PaginationToken TagKeys"},
    {"awscc.tagging.tag_values", StatementKind::kSelect, "Key", "PaginationToken",
     "PaginationToken TagValues"},
};

}  // namespace

const NativeVerb* FindNativeVerb(std::string_view table, StatementKind kind, bool& known) {
  known = false;
  for (const NativeVerb& verb : kNativeVerbs) {
    if (verb.table != table) continue;
    known = true;
    if (verb.kind == kind) return &verb;
  }
  return nullptr;
}

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
