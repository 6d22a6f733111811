#include "operation/phases.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "value/value.h"

namespace stackql {

std::string_view Name(Call call) {
  constexpr std::array<std::string_view, 9> kNames = {
      "create",         "read",          "update",         "delete", "list",
      "request-status", "list-requests", "cancel-request", "tags"};
  return kNames.at(static_cast<size_t>(call));
}

Phases PhasesOf(const Resource* resource, std::string_view anchor, bool has_exists) {
  if (resource == nullptr) return {};
  const std::string_view base = anchor.substr(0, anchor.find(':'));
  const std::string_view of = anchor.substr(std::min(anchor.size(), base.size() + 1));
  const bool command = resource->kind == ResourceKind::kCommand;
  const bool dml =
      resource->kind == ResourceKind::kResource || resource->kind == ResourceKind::kMulti;
  if (base == "exists" || base == "exports") {
    return {.build = true, .test = !command, .teardown = !command};
  }
  if (base == "statecheck") {
    return {.build = true, .test = !command, .teardown = dml && !has_exists};
  }
  if (base == "delete") return {.teardown = dml};
  if (base == "callback" || base == "troubleshoot") {
    return {.build = of != "delete", .teardown = dml && (of.empty() || of == "delete")};
  }
  const bool known =
      base == "create" || base == "update" || base == "createorupdate" || base == "command";
  return {.build = known};
}

}  // namespace stackql
