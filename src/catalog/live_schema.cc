#include "catalog/live_schema.h"

#include <algorithm>
#include <vector>

#include "catalog/registry.h"
#include "catalog/schema_compiler.h"
#include "snapshot/pack.h"

namespace stackql::catalog {

Result<LiveSchema> LiveSchema::Read(const std::string& type_name, std::string text) {
  const Result<CompiledSchema> schema = CompileSchema(type_name, std::move(text));
  if (!schema) return tl::unexpected(schema.error());
  const snapshot::ResourceTypeT& type = *schema->type;
  if (type.type_name != type_name) {
    return Failed("expected the schema of " + type_name + ", found one of " + type.type_name);
  }
  const std::vector<std::string>& anomalies = schema->anomalies;
  if (std::find(anomalies.begin(), anomalies.end(), kTooLarge) != anomalies.end()) {
    return Failed(std::string(kTooLarge));
  }
  return LiveSchema(snapshot::Pack<snapshot::ResourceType>(type));
}

const snapshot::ResourceType& LiveSchema::type() const {
  return *flatbuffers::GetRoot<snapshot::ResourceType>(bytes_.data());
}

}  // namespace stackql::catalog
