#include <nlohmann/json.hpp>

#include "report/type_view.h"

namespace stackql::report {
namespace {

using nlohmann::ordered_json;

void AddSchema(const SchemaView& schema, ordered_json& out) {
  const auto count = [&](const char* key, int64_t bound) {
    if (bound >= 0) out[key] = bound;
  };
  const auto text = [&](const char* key, const std::string& value) {
    if (!value.empty()) out[key] = value;
  };
  count("minLength", schema.min_length);
  count("maxLength", schema.max_length);
  text("minimum", schema.minimum);
  text("maximum", schema.maximum);
  text("exclusiveMinimum", schema.exclusive_minimum);
  text("exclusiveMaximum", schema.exclusive_maximum);
  count("minItems", schema.min_items);
  count("maxItems", schema.max_items);
  if (schema.unique_items) out["uniqueItems"] = true;
  text("pattern", schema.pattern);
  if (!schema.allowed.empty()) out["enum"] = schema.allowed;
}

ordered_json NamesJson(const TypeView& type) {
  ordered_json out = {{"type", type.type}};
  if (!type.table.empty()) out["table"] = type.table;
  if (!type.list_table.empty()) out["listTable"] = type.list_table;
  out["verbs"] = type.verbs;
  out["identifier"] = type.identifier;
  return out;
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as the view, which is bounded
ordered_json PropertyJson(const PropertyView& property) {
  ordered_json out = {{"name", property.name}};
  if (!property.column.empty()) out["column"] = property.column;
  if (!property.schema.types.empty()) out["type"] = property.schema.types;
  for (const std::string& trait : property.traits) out[trait] = true;
  if (property.default_value) out["default"] = *property.default_value;
  AddSchema(property.schema, out);
  if (property.items) {
    ordered_json items = ordered_json::object();
    if (!property.items->types.empty()) items["type"] = property.items->types;
    AddSchema(*property.items, items);
    out["items"] = std::move(items);
  }
  if (property.properties.empty()) return out;
  out["properties"] = ordered_json::array();
  for (const PropertyView& each : property.properties) {
    out["properties"].push_back(PropertyJson(each));
  }
  return out;
}

ordered_json TypeJson(const TypeView& type) {
  ordered_json out = NamesJson(type);
  out["columns"] = type.columns;
  out["listColumns"] = type.list_columns;
  out["properties"] = ordered_json::array();
  for (const PropertyView& each : type.properties) {
    out["properties"].push_back(PropertyJson(each));
  }
  if (!type.tag_property.empty()) out["tagProperty"] = type.tag_property;
  out["origin"] = type.origin;
  out["page"] = type.page;
  out["permissions"] = ordered_json::object();
  for (const auto& [handler, actions] : type.handlers) out["permissions"][handler] = actions;
  return out;
}

ordered_json TypeSummaryJson(const TypeView& type) {
  ordered_json out = NamesJson(type);
  if (!type.tag_property.empty()) out["tagProperty"] = type.tag_property;
  return out;
}

}  // namespace stackql::report
