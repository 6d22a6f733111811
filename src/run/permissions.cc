#include "run/permissions.h"

#include <algorithm>
#include <utility>

#include "iam/needs.h"

namespace stackql {
namespace {

bool Has(const Phases& some, const Phases& wanted) {
  const bool known = some.build || some.test || some.teardown;
  return !known || (some.build && wanted.build) || (some.test && wanted.test) ||
         (some.teardown && wanted.teardown);
}

bool IsWanted(const Operation& operation, const PermissionOptions& options) {
  const std::vector<Call>& calls = options.calls;
  return Has(operation.phases, options.phases) &&
         (calls.empty() || std::find(calls.begin(), calls.end(), operation.call) != calls.end());
}

}  // namespace

RunResult FindPermissions(const RunOptions& run, const PermissionOptions& options,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions,
                          StackPermissions& permissions) {
  return ForEachUnit(run, builtin, [&](LoadedUnit& unit, const UnitContext& context) {
    const catalog::Provider* provider = context.catalog->provider();
    const std::string distrust =
        provider == nullptr || !options.distrust ? std::string() : options.distrust(*provider);
    const auto complete = [&](const Operation& operation, const Values& values,
                              ListedOperation& listed) {
      if (!IsWanted(operation, options)) return false;
      if (operation.type != nullptr && operation.type->generated() && !distrust.empty()) {
        listed.unresolved = distrust;
        return true;
      }
      iam::Needs needs = iam::NeedsOf(operation, values, actions, options.around, options.scope);
      listed.needs = std::move(needs.needs);
      listed.left_out = std::move(needs.left_out);
      listed.unresolved = std::move(needs.unresolved);
      return true;
    };
    std::vector<ListedOperation> listed = ListOperations(unit, context, complete);
    std::move(listed.begin(), listed.end(), std::back_inserter(permissions.operations));
    if (provider != nullptr) permissions.documents[provider->path()] = provider->version();
  });
}

}  // namespace stackql
