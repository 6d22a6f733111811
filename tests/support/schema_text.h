#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_objects.h"
#include "value/value.h"

// Values and schema nodes from JSON texts, for tests. In the text of a value each `%` is a hole.
namespace stackql::testing_support {

class Workbench {
 public:
  Sources sources;
  Values values{sources};

  ValueId Read(std::string text) {
    const TextId file = sources.AddFile("value.json", std::move(text));
    const std::string_view bytes = sources.Bytes(file);
    TextBuilder builder(sources);
    uint32_t from = 0;
    for (uint32_t at = 0; at <= bytes.size(); ++at) {
      if (at < bytes.size() && bytes[at] != '%') continue;
      builder.Copy({file, {from, at}});
      if (at < bytes.size()) builder.Hole({file, {at, at + 1}});
      from = at + 1;
    }
    const json::Parsed parsed =
        json::Parse(values, builder.Finish(Step::kRender, sources.All(file)));
    EXPECT_NE(parsed.value, kNoValue) << bytes << " expected " << parsed.expected;
    return parsed.value == kNoValue ? values.AddUnknown({}) : parsed.value;
  }
};

// Compiles a JSON schema to nodes, the root first. Knows no "$ref" but "#/definitions/<index>",
// which names a node.
class SchemaText {
 public:
  explicit SchemaText(std::string text) {
    ValueId root = bench_.Read(std::move(text));
    Add(root);
  }
  std::vector<std::unique_ptr<snapshot::SchemaT>> Take() { return std::move(nodes_); }

 private:
  int64_t Number(ValueId object, std::string_view key, int64_t otherwise) {
    const ValueId id = bench_.values.Find(object, key);
    return id == kNoValue ? otherwise : std::stoll(std::string(bench_.values.Text(id)));
  }
  std::string Text(ValueId object, std::string_view key) {
    const ValueId id = bench_.values.Find(object, key);
    return id == kNoValue ? std::string() : std::string(bench_.values.Text(id));
  }
  bool True(ValueId object, std::string_view key) { return Text(object, key) == "true"; }
  int32_t Sub(ValueId object, std::string_view key) {
    const ValueId id = bench_.values.Find(object, key);
    return id == kNoValue ? -1 : static_cast<int32_t>(Add(id));
  }
  std::vector<uint32_t> Subs(ValueId object, std::string_view key) {
    std::vector<uint32_t> subs;
    const ValueId id = bench_.values.Find(object, key);
    if (id == kNoValue) return subs;
    for (const ValueId element : bench_.values.Elements(id)) subs.push_back(Add(element));
    return subs;
  }

  static snapshot::Type TypeOf(std::string_view name) {
    using enum snapshot::Type;
    if (name == "null") return Null;
    if (name == "boolean") return Bool;
    if (name == "integer") return Integer;
    if (name == "number") return snapshot::Type::Number;
    if (name == "string") return String;
    return name == "array" ? Array : Object;
  }

  void AddTypes(ValueId id, snapshot::SchemaT& node) {
    const ValueId types = bench_.values.Find(id, "type");
    if (types == kNoValue) return;
    if (bench_.values[types].kind == Kind::kString) node.types = TypeOf(bench_.values.Text(types));
    for (const ValueId one : bench_.values.Elements(types)) {
      node.types |= TypeOf(bench_.values.Text(one));
    }
  }

  void AddLiteral(ValueId id, snapshot::SchemaT& node) {
    auto literal = std::make_unique<snapshot::LiteralT>();
    literal->text = std::string(bench_.values.Text(id));
    const Kind kind = bench_.values[id].kind;
    literal->type = kind == Kind::kString   ? snapshot::Type::String
                    : kind == Kind::kNumber ? snapshot::Type::Number
                    : kind == Kind::kBool   ? snapshot::Type::Bool
                    : kind == Kind::kArray  ? snapshot::Type::Array
                    : kind == Kind::kObject ? snapshot::Type::Object
                                            : snapshot::Type::Null;
    node.enumeration.push_back(std::move(literal));
  }

  void AddObject(ValueId id, snapshot::SchemaT& node) {
    const Values& values = bench_.values;
    if (const ValueId all = values.Find(id, "properties"); all != kNoValue) {
      const std::vector<Member> members(values.Members(all).begin(), values.Members(all).end());
      for (const Member& member : members) {
        auto property = std::make_unique<snapshot::PropertyT>();
        property->name = std::string(values.Text(member.key));
        property->schema = Add(member.value);
        node.properties.push_back(std::move(property));
      }
      std::sort(node.properties.begin(), node.properties.end(),
                [](const auto& a, const auto& b) { return a->name < b->name; });
    }
    if (const ValueId all = values.Find(id, "patternProperties"); all != kNoValue) {
      const std::vector<Member> members(values.Members(all).begin(), values.Members(all).end());
      for (const Member& member : members) {
        auto property = std::make_unique<snapshot::PatternPropertyT>();
        property->pattern = std::string(values.Text(member.key));
        property->schema = Add(member.value);
        node.pattern_properties.push_back(std::move(property));
      }
    }
    const ValueId additional = values.Find(id, "additionalProperties");
    if (additional == kNoValue) return;
    node.closed = values.Text(additional) == "false";
    if (!node.closed) node.additional = static_cast<int32_t>(Add(additional));
  }

  std::vector<std::string> Names(ValueId list) {
    std::vector<std::string> names;
    if (list == kNoValue) return names;
    for (const ValueId name : bench_.values.Elements(list)) {
      names.emplace_back(bench_.values.Text(name));
    }
    return names;
  }

  std::vector<std::unique_ptr<snapshot::DependentsT>> DependentsOf(ValueId object) {
    std::vector<std::unique_ptr<snapshot::DependentsT>> all;
    if (object == kNoValue) return all;
    for (const Member& member : bench_.values.Members(object)) {
      all.push_back(std::make_unique<snapshot::DependentsT>());
      all.back()->name = bench_.values.Text(member.key);
      all.back()->names = Names(member.value);
    }
    return all;
  }

  uint32_t Add(ValueId id) {
    const auto index = static_cast<uint32_t>(nodes_.size());
    nodes_.push_back(std::make_unique<snapshot::SchemaT>());
    auto node = std::make_unique<snapshot::SchemaT>();
    node->never = bench_.values[id].kind == Kind::kBool && bench_.values.Text(id) == "false";
    AddTypes(id, *node);
    AddObject(id, *node);
    node->required = Names(bench_.values.Find(id, "required"));
    node->required_or = Names(bench_.values.Find(id, "requiredOr"));
    node->required_xor = Names(bench_.values.Find(id, "requiredXor"));
    node->dependent_required = DependentsOf(bench_.values.Find(id, "dependentRequired"));
    node->dependent_excluded = DependentsOf(bench_.values.Find(id, "dependentExcluded"));
    for (const char* keyword : {"enum", "enumCaseInsensitive"}) {
      const ValueId list = bench_.values.Find(id, keyword);
      if (list == kNoValue) continue;
      for (const ValueId literal : bench_.values.Elements(list)) AddLiteral(literal, *node);
      node->any_case = keyword == std::string_view("enumCaseInsensitive");
    }
    if (const ValueId one = bench_.values.Find(id, "const"); one != kNoValue) {
      AddLiteral(one, *node);
    }
    node->min_length = Number(id, "minLength", -1);
    node->max_length = Number(id, "maxLength", -1);
    node->min_items = Number(id, "minItems", -1);
    node->max_items = Number(id, "maxItems", -1);
    node->minimum = Text(id, "minimum");
    node->maximum = Text(id, "maximum");
    node->exclusive_minimum = Text(id, "exclusiveMinimum");
    node->exclusive_maximum = Text(id, "exclusiveMaximum");
    node->pattern = Text(id, "pattern");
    node->format = Text(id, "format");
    node->format_pattern = Text(id, "formatPattern");
    node->unique_items = True(id, "uniqueItems");
    node->untrusted = True(id, "untrusted");
    node->items = Sub(id, "items");
    node->contains = Sub(id, "contains");
    node->prefix_items = Subs(id, "prefixItems");
    node->any_of = Subs(id, "anyOf");
    node->one_of = Subs(id, "oneOf");
    node->all_of = Subs(id, "allOf");
    node->not_schema = Sub(id, "not");
    node->if_schema = Sub(id, "if");
    node->then_schema = Sub(id, "then");
    node->else_schema = Sub(id, "else");
    const std::string ref = Text(id, "$ref");
    if (!ref.empty()) node->ref = std::stoi(ref.substr(ref.rfind('/') + 1));
    nodes_[index] = std::move(node);
    return index;
  }

  Workbench bench_;
  std::vector<std::unique_ptr<snapshot::SchemaT>> nodes_;
};

// A finished FlatBuffer.
template <typename Root>
class Packed {
 public:
  template <typename Native>
  explicit Packed(const Native& native) {
    builder_.Finish(Root::Pack(builder_, &native));
  }
  const Root& operator*() const { return *Get(); }
  const Root* operator->() const { return Get(); }

 private:
  const Root* Get() const { return flatbuffers::GetRoot<Root>(builder_.GetBufferPointer()); }
  flatbuffers::FlatBufferBuilder builder_;
};

// A resource type with this schema.
inline snapshot::ResourceTypeT TypeWith(std::string schema) {
  snapshot::ResourceTypeT type;
  type.type_name = "AWS::Test::Thing";
  type.service = "test";
  type.schemas = SchemaText(std::move(schema)).Take();
  return type;
}

}  // namespace stackql::testing_support
