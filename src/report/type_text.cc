#include <array>
#include <string_view>

#include "base/ascii.h"
#include "report/layout.h"
#include "report/type_view.h"

namespace stackql::report {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTraits = {
    {{"required", "required"},
     {"readOnly", "read-only"},
     {"createOnly", "create-only"},
     {"conditionalCreateOnly", "create-only in some cases"},
     {"writeOnly", "write-only"},
     {"deprecated", "deprecated"},
     {"unknown", "not described"}}};

std::string_view LabelOf(std::string_view trait) {
  for (const auto& [name, label] : kTraits) {
    if (name == trait) return label;
  }
  return trait;
}

// "3..63 characters", "at least 1 items"; empty if there is neither bound.
std::string Range(const std::string& low, const std::string& high, std::string_view what) {
  std::string range;
  if (low.empty() && high.empty()) return range;
  if (low.empty()) {
    range = "at most " + high;
  } else if (high.empty()) {
    range = "at least " + low;
  } else {
    range = low == high ? low : low + ".." + high;
  }
  return range.append(what);
}

std::string Range(int64_t low, int64_t high, std::string_view what) {
  const auto text = [](int64_t bound) { return bound < 0 ? std::string() : std::to_string(bound); };
  return Range(text(low), text(high), what);
}

std::string Facts(const PropertyView& property) {
  const SchemaView& schema = property.schema;
  std::vector<std::string> facts;
  std::string types = schema.types;
  if (property.items) {
    const std::string& items = property.items->types;
    types += " of " + (items.empty() ? "values" : items);
  }
  const auto add = [&](std::string_view fact) {
    if (!fact.empty()) facts.emplace_back(fact);
  };
  add(types);
  for (const std::string& trait : property.traits) add(LabelOf(trait));
  add(Range(schema.min_length, schema.max_length, " characters"));
  add(Range(schema.minimum, schema.maximum, ""));
  add(Range(schema.min_items, schema.max_items, " items"));
  if (schema.unique_items) add("unique");
  return Join(facts, ", ");
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the view, which is bounded
void AddProperties(const std::vector<PropertyView>& properties, const std::string& indent,
                   std::string& out) {
  for (const PropertyView& property : properties) {
    out += PropertyText(property, indent);
    AddProperties(property.properties, indent + "  ", out);
  }
}

}  // namespace

std::string PropertyText(const PropertyView& property, const std::string& indent) {
  const std::string facts = Facts(property);
  std::string out = indent + property.name;
  if (!property.column.empty()) out += " (" + property.column + ")";
  out += facts.empty() ? "\n" : ": " + facts + "\n";
  const bool of_items = property.items && property.schema.allowed.empty();
  const SchemaView& detail = of_items ? *property.items : property.schema;
  if (!detail.pattern.empty()) out += indent + "    " + detail.pattern + "\n";
  if (!detail.allowed.empty()) out += Wrapped(indent + "    ", detail.allowed);
  return out;
}

std::string TypeText(const TypeView& type) {
  std::string out = type.type + "\n\n";
  const auto line = [&](const std::string& label, const std::string& text) {
    if (!text.empty()) out += Padded(label, 14) + text + "\n";
  };
  line("Table", type.table.empty() ? "none in StackQL" : type.table);
  line("Statements", Join(type.verbs, ", "));
  line("Listed by", type.list_table);
  line("Identifier", Join(type.identifier, "|"));
  line("Tags", type.tag_property);
  line("Facts", type.origin);
  line("Page", type.page);
  out += "\nProperties (and columns)\n";
  AddProperties(type.properties, "  ", out);
  out += "\nPermissions\n";
  if (type.handlers.empty()) out += "  not documented\n";
  for (const auto& [handler, actions] : type.handlers) {
    out += "  " + handler + "\n";
    out += Wrapped("    ", actions);
  }
  return out;
}

}  // namespace stackql::report
