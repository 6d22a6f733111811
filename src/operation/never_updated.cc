#include "operation/never_updated.h"

#include <string_view>

#include "catalog/catalog.h"
#include "rules/manifest.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {

void CheckNeverUpdated(const Values& values, const Stack& stack,
                       const std::vector<const snapshot::ResourceType*>& types,
                       Problems& problems) {
  for (const size_t index : stack.never_updated) {
    const snapshot::ResourceType* type = types[index];
    if (type != nullptr && catalog::FindHandler(*type, snapshot::Handler::Update) == nullptr) {
      continue;
    }
    const Resource& resource = stack.manifest.resources[index];
    const TextId file = QueriesOf(stack, index)->preamble.text;
    const std::string_view path = PathInStack(stack, values.sources().Path(file));
    problems.push_back(
        {.what = rules::IncompleteLifecycle::Update{.name = resource.name, .path = path},
         .where = values.Where(resource.name_at),
         .help = "Add an update anchor."});
  }
}

}  // namespace stackql
