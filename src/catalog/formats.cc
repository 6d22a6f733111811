#include "catalog/formats.h"

#include <algorithm>
#include <memory>

#include "catalog/resource_facts.h"
#include "snapshot/snapshot_objects.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

// What a literal identifier is held against: the reference may know too few forms of the ARN.
constexpr const char* kAnyArn = "^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$";

using snapshot::ResourceTypeT;
using snapshot::SchemaT;

uint32_t Add(std::unique_ptr<SchemaT> node, ResourceTypeT& type) {
  type.schemas.push_back(std::move(node));
  return static_cast<uint32_t>(type.schemas.size() - 1);
}

void SetFormat(const Formats& formats, const std::string& format, SchemaT& node) {
  node.format = format;
  node.format_pattern = formats.patterns.at(format);
}

// A node that says what `schema` does, and that a text has one of the formats. The definition that
// the other one refers to may be that of other properties, too.
uint32_t AddFormatted(const Formats& formats, const std::vector<std::string>& names,
                      uint32_t schema, ResourceTypeT& type) {
  auto node = std::make_unique<SchemaT>();
  node->all_of = {schema};
  if (names.size() == 1) SetFormat(formats, names.front(), *node);
  for (size_t i = 0; names.size() > 1 && i < names.size(); ++i) {
    auto one = std::make_unique<SchemaT>();
    SetFormat(formats, names[i], *one);
    node->any_of.push_back(Add(std::move(one), type));
  }
  return Add(std::move(node), type);
}

// Where a node has the number of another one; nowhere by default.
struct Slot {
  uint32_t* member = nullptr;
  int32_t* items = nullptr;

  explicit operator bool() const { return member != nullptr || items != nullptr; }
  uint32_t Get() const { return member != nullptr ? *member : static_cast<uint32_t>(*items); }
  void Set(uint32_t index) const {
    if (member != nullptr) *member = index;
    if (items != nullptr) *items = static_cast<int32_t>(index);
  }
};

SchemaT& Follow(uint32_t index, ResourceTypeT& type) {
  constexpr int kMostReferences = 64;
  for (int steps = 0; steps < kMostReferences && type.schemas[index]->ref >= 0; ++steps) {
    index = static_cast<uint32_t>(type.schemas[index]->ref);
  }
  return *type.schemas[index];
}

Slot StepFrom(SchemaT& node, std::string_view step) {
  if (step == "*") return {.items = node.items < 0 ? nullptr : &node.items};
  const auto found = std::ranges::find(
      node.properties, step, [](const auto& property) { return std::string_view(property->name); });
  return {.member = found == node.properties.end() ? nullptr : &(*found)->schema};
}

// Leaves out the format that a schema says, which is narrower than what the service takes.
void DropFormat(const Formats::Reference& reference, const Slot& slot, ResourceTypeT& type) {
  const SchemaT& node = Follow(slot.Get(), type);
  if (node.format.empty() || reference.formats == std::vector{node.format}) return;
  auto open = std::make_unique<SchemaT>(node);
  open->format.clear();
  open->format_pattern.clear();
  slot.Set(Add(std::move(open), type));
}

bool HasFormat(uint32_t index, ResourceTypeT& type) {
  const SchemaT& node = Follow(index, type);
  return !node.format.empty() || std::ranges::any_of(node.any_of, [&](uint32_t branch) {
    return !type.schemas[branch]->format.empty();
  });
}

// Where a JSON pointer leads from the type; nowhere if it has no such property.
Slot SlotAt(std::string_view pointer, ResourceTypeT& type) {
  Slot slot;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);  // the slash
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    slot = StepFrom(Follow(slot ? slot.Get() : 0, type), step);
    if (!slot) return slot;
  }
  return slot;
}

// Lists the values of a property, unless its schema does.
void ApplyValues(const Formats::Listed& listed, ResourceTypeT& type) {
  const Slot slot = SlotAt(listed.pointer, type);
  if (!slot) return;
  const SchemaT& node = Follow(slot.Get(), type);
  if (!node.enumeration.empty()) return;
  auto closed = std::make_unique<SchemaT>(node);
  for (const std::string& text : listed.texts) {
    auto literal = std::make_unique<snapshot::LiteralT>();
    literal->type = snapshot::Type::String;
    literal->text = text;
    closed->enumeration.push_back(std::move(literal));
  }
  closed->any_case = listed.any_case;
  slot.Set(Add(std::move(closed), type));
}

void ApplyReference(const Formats& formats, const Formats::Reference& reference,
                    ResourceTypeT& type) {
  const Slot slot = SlotAt(reference.pointer, type);
  if (!slot) return;
  DropFormat(reference, slot, type);
  if (HasFormat(slot.Get(), type)) return;
  slot.Set(AddFormatted(formats, reference.formats, slot.Get(), type));
}

// The format of what a relation leads to; empty if it is not known.
std::string FormatOf(const Formats& formats, const snapshot::RelationT& relation) {
  for (const auto* all : {&formats.properties, &formats.related}) {
    const auto type = all->find(relation.type_name);
    if (type == all->end()) continue;
    for (const auto& [name, format] : type->second) {
      if ("/" + name == relation.property) return format;
    }
  }
  return {};
}

// What a schema relates to a property of another type.
void ApplyRelations(const Formats& formats, ResourceTypeT& type) {
  const auto found = formats.unsure.find(type.type_name);
  const std::vector<std::string> unsure =
      found == formats.unsure.end() ? std::vector<std::string>() : found->second;
  for (const auto& node : type.schemas) {
    if (node->relations.size() != 1 || !node->format.empty()) continue;
    const snapshot::RelationT& relation = *node->relations.front();
    if (std::ranges::find(unsure, relation.type_name) != unsure.end()) continue;
    const std::string format = FormatOf(formats, relation);
    if (!format.empty()) SetFormat(formats, format, *node);
  }
}

// What the one property that identifies the type says of its form.
void SetIdentifierPattern(const Formats& formats, ResourceTypeT& type) {
  if (type.primary_identifier.size() != 1 || !type.identifier_pattern.empty()) return;
  for (const auto& property : type.schemas[0]->properties) {
    if ("/" + property->name != type.primary_identifier[0]) continue;
    const std::string& format = type.schemas[property->schema]->format;
    const auto known = formats.patterns.find(format);
    if (known == formats.patterns.end()) return;
    type.identifier_pattern = format.ends_with(".Arn") ? kAnyArn : known->second;
  }
}

}  // namespace

void AddFormats(const Values& values, ValueId document, Formats& formats) {
  for (const Member& member : values.Members(values.Find(document, "patterns"))) {
    formats.patterns.emplace(values.Text(member.key), values.Text(member.value));
  }
  const auto add = [&](std::string_view member, auto& all) {
    for (const Member& type : values.Members(values.Find(document, member))) {
      auto& properties = all[std::string(values.Text(type.key))];
      for (const Member& property : values.Members(type.value)) {
        properties.emplace_back(values.Text(property.key), values.Text(property.value));
      }
    }
  };
  add("properties", formats.properties);
  add("related", formats.related);
  for (const Member& type : values.Members(values.Find(document, "references"))) {
    auto& references = formats.references[std::string(values.Text(type.key))];
    for (const Member& reference : values.Members(type.value)) {
      references.push_back({.pointer = std::string(values.Text(reference.key))});
      const bool one = values[reference.value].kind == Kind::kString;
      references.back().formats = one ? std::vector{std::string(values.Text(reference.value))}
                                      : TextsOf(values, reference.value);
    }
  }
  for (const bool any_case : {false, true}) {
    const char* const name = any_case ? "valuesOfAnyCase" : "values";
    for (const Member& type : values.Members(values.Find(document, name))) {
      auto& listed = formats.values[std::string(values.Text(type.key))];
      for (const Member& property : values.Members(type.value)) {
        listed.push_back({.pointer = std::string(values.Text(property.key)),
                          .texts = TextsOf(values, property.value),
                          .any_case = any_case});
      }
    }
  }
  for (const Member& type : values.Members(values.Find(document, "unsure"))) {
    formats.unsure.emplace(values.Text(type.key), TextsOf(values, type.value));
  }
}

std::string LostPointer(const Formats& formats, ResourceTypeT& type) {
  const auto known = formats.values.find(type.type_name);
  if (known == formats.values.end()) return {};
  for (const Formats::Listed& listed : known->second) {
    if (!SlotAt(listed.pointer, type)) return listed.pointer;
  }
  return {};
}

void ApplyFormats(const Formats& formats, ResourceTypeT& type) {
  ApplyRelations(formats, type);
  if (const auto known = formats.references.find(type.type_name);
      known != formats.references.end()) {
    for (const Formats::Reference& reference : known->second) {
      ApplyReference(formats, reference, type);
    }
  }
  if (const auto known = formats.values.find(type.type_name); known != formats.values.end()) {
    for (const Formats::Listed& listed : known->second) ApplyValues(listed, type);
  }
  if (const auto known = formats.properties.find(type.type_name);
      known != formats.properties.end()) {
    for (const auto& [name, format] : known->second) {
      for (const auto& property : type.schemas[0]->properties) {
        // What the schema itself says counts.
        if (property->name != name || !type.schemas[property->schema]->format.empty()) continue;
        property->schema = AddFormatted(formats, {format}, property->schema, type);
      }
    }
  }
  SetIdentifierPattern(formats, type);
}

}  // namespace stackql::catalog
