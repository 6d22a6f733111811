#include "catalog/live_schema.h"

#include <algorithm>
#include <vector>

#include "catalog/registry.h"
#include "catalog/schema_compiler.h"

namespace stackql::catalog {

std::optional<LiveSchema> LiveSchema::Read(const std::string& type_name, std::string text,
                                           std::string& error) {
  std::vector<std::string> anomalies;
  const auto type = CompileSchema(type_name, std::move(text), error, anomalies);
  if (type == nullptr) return std::nullopt;
  if (type->type_name != type_name) {
    error = "expected the schema of " + type_name + ", found one of " + type->type_name;
    return std::nullopt;
  }
  if (std::find(anomalies.begin(), anomalies.end(), kTooLarge) != anomalies.end()) {
    error = kTooLarge;
    return std::nullopt;
  }
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(snapshot::ResourceType::Pack(builder, type.get()));
  return LiveSchema(
      std::string(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()));
}

const snapshot::ResourceType& LiveSchema::type() const {
  return *flatbuffers::GetRoot<snapshot::ResourceType>(bytes_.data());
}

}  // namespace stackql::catalog
