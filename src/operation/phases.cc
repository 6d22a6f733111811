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

bool IsNeverMade(const Operation& operation) {
  const Phases& phases = operation.phases;
  const bool of_query = !operation.resource.empty() && !operation.anchor.empty();
  return of_query && !phases.build && !phases.test && !phases.teardown;
}

namespace {

// Whether a build may find a resource whose state is wrong, and then update it.
bool Updates(const Resource& resource, const Siblings& has) {
  if (has.createorupdate) return false;
  if (has.dialect == Dialect::kPython) return true;
  return has.exists && (has.statecheck ? resource.validates : has.exports);
}

Phases OfDeployed(const Resource& resource, std::string_view anchor, const Siblings& has) {
  const bool listed = resource.exports_key != kNoValue;
  const bool deletes = has.deletes && resource.deletes && (has.exists || has.statecheck);
  const bool older = has.dialect == Dialect::kOlderRust;
  // What the delete returned.
  const bool polls = deletes && (older || (resource.returns_at_delete && has.delete_returns));
  if (anchor == "exists") {
    return {.build = true, .test = has.dialect != Dialect::kPython, .teardown = true};
  }
  if (anchor == "statecheck") {
    return {.build = true, .test = resource.validates, .teardown = !has.exists && deletes};
  }
  if (anchor == "exports") {
    const bool checks = !has.statecheck;  // in its place
    return {.build = listed || (checks && (older || !has.createorupdate)),
            .test = listed || (checks && resource.validates),
            .teardown = listed};
  }
  if (anchor == "create") return {.build = !has.createorupdate};
  if (anchor == "createorupdate") return {.build = true};
  if (anchor == "update") return {.build = Updates(resource, has)};
  if (anchor == "delete") return {.teardown = deletes};
  const std::string_view base = anchor.substr(0, anchor.find(':'));
  if (base != "callback" && base != "troubleshoot") return {};
  const std::string_view of = anchor.substr(std::min(anchor.size(), base.size() + 1));
  const bool torn_down = base == "callback" ? polls : deletes;
  if (of == "update") return {.build = Updates(resource, has)};
  if (of == "delete") return {.teardown = torn_down};
  return {.build = true, .teardown = of.empty() && torn_down};
}

// Of a resource that is there.
Phases PhasesOfRun(const Resource* resource, std::string_view anchor, const Siblings& siblings) {
  const bool listed = resource->exports_key != kNoValue;
  switch (resource->kind) {
    case ResourceKind::kResource:
    case ResourceKind::kMulti:
      return OfDeployed(*resource, anchor, siblings);
    case ResourceKind::kQuery:
      if (anchor == "exports") {
        return {.build = listed, .test = listed, .teardown = listed && resource->deletes};
      }
      if (anchor != "exists" || siblings.dialect == Dialect::kPython) return {};
      return {.test = true, .teardown = resource->deletes};
    case ResourceKind::kCommand:
      return {.build = anchor == "command"};
    default:
      return {};
  }
}

}  // namespace

Phases PhasesOf(const Resource* resource, std::string_view anchor, const Siblings& siblings) {
  if (resource == nullptr) return {};
  Phases phases = PhasesOfRun(resource, anchor, siblings);
  phases.teardown &= !siblings.passed_over;
  if (!siblings.skipped || siblings.dialect == Dialect::kPython) return phases;
  // Exports are collected before a teardown, whatever the conditions are. Older versions test what
  // a build skips.
  phases.build = false;
  phases.test &= siblings.dialect == Dialect::kOlderRust;
  phases.teardown &= anchor == "exists" || anchor == "exports";
  return phases;
}

}  // namespace stackql
