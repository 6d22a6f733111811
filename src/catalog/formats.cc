#include "catalog/formats.h"

#include <memory>

#include "snapshot/snapshot_objects.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

// What a literal identifier is held against: the reference may know too few forms of the ARN.
constexpr const char* kAnyArn = "^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$";

}  // namespace

void AddFormats(const Values& values, ValueId document, Formats& formats) {
  for (const Member& member : values.Members(values.Find(document, "patterns"))) {
    formats.patterns.emplace(values.Text(member.key), values.Text(member.value));
  }
  for (const Member& type : values.Members(values.Find(document, "properties"))) {
    auto& properties = formats.properties[std::string(values.Text(type.key))];
    for (const Member& property : values.Members(type.value)) {
      properties.emplace_back(values.Text(property.key), values.Text(property.value));
    }
  }
}

void ApplyFormats(const Formats& formats, snapshot::ResourceTypeT& type) {
  const auto known = formats.properties.find(type.type_name);
  if (known == formats.properties.end()) return;
  for (const auto& [name, format] : known->second) {
    for (const auto& property : type.schemas[0]->properties) {
      // What the schema itself says counts.
      if (property->name != name || !type.schemas[property->schema]->format.empty()) continue;
      // The definition that it refers to may be that of other properties, too.
      auto node = std::make_unique<snapshot::SchemaT>();
      node->all_of = {property->schema};
      node->format = format;
      node->format_pattern = formats.patterns.at(format);
      property->schema = static_cast<uint32_t>(type.schemas.size());
      const std::string node_pattern = node->format_pattern;
      type.schemas.push_back(std::move(node));
      const bool identifier =
          type.primary_identifier.size() == 1 && type.primary_identifier[0] == "/" + name;
      if (identifier && type.identifier_pattern.empty()) {
        type.identifier_pattern = format.ends_with(".Arn") ? kAnyArn : node_pattern;
      }
    }
  }
}

}  // namespace stackql::catalog
