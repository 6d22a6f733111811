#include "catalog/schema_compiler.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace stackql::catalog {
namespace {

using snapshot::SchemaT;
using snapshot::Type;

constexpr int kDeepest = 100;

constexpr std::array<std::pair<std::string_view, Type>, 7> kTypes = {{
    {"null", Type::Null},
    {"boolean", Type::Bool},
    {"integer", Type::Integer},
    {"number", Type::Number},
    {"string", Type::String},
    {"array", Type::Array},
    {"object", Type::Object},
}};

Type LiteralType(const Value& value) {
  switch (value.kind) {
    case Kind::kNull: return Type::Null;
    case Kind::kBool: return Type::Bool;
    case Kind::kNumber: return Type::Number;
    case Kind::kArray: return Type::Array;
    case Kind::kObject: return Type::Object;
    default: return Type::String;
  }
}

}  // namespace

void SchemaCompiler::Report(ValueId at, std::string detail) {
  problems_.push_back({.rule = "invalid-schema",
                       .where = values_.Where(at),
                       .args = {{"detail", std::move(detail)}}});
}

uint32_t SchemaCompiler::Add(ValueId schema, ValueId definitions) {
  definitions_ = definitions;
  return AddAt(schema, 0);
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
uint32_t SchemaCompiler::AddAt(ValueId schema, int depth) {
  const auto index = static_cast<uint32_t>(nodes_.size());
  nodes_.push_back(std::make_unique<SchemaT>());
  SchemaT& node = *nodes_.back();
  const Value& value = values_[schema];
  if (value.kind == Kind::kBool) {
    node.never = values_.Text(schema) == "false";
  } else if (value.kind != Kind::kObject) {
    Report(schema, "a schema is an object");
  } else if (depth > kDeepest) {
    Report(schema, "schemas nest too deeply");
  } else {
    Fill(node, schema, depth);
  }
  return index;
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
void SchemaCompiler::Fill(SchemaT& node, ValueId schema, int depth) {
  if (const ValueId ref = values_.Find(schema, "$ref"); ref != kNoValue) {
    return AddReference(node, ref, depth);
  }
  if (const ValueId type = values_.Find(schema, "type"); type != kNoValue) FillTypes(node, type);
  FillBounds(node, schema);
  FillEnumeration(node, schema);
  FillObject(node, schema, depth);
  node.items = AddOptional(schema, "items", depth);
  node.any_of = AddAll(values_.Find(schema, "anyOf"), depth);
  node.one_of = AddAll(values_.Find(schema, "oneOf"), depth);
  node.all_of = AddAll(values_.Find(schema, "allOf"), depth);
  node.not_schema = AddOptional(schema, "not", depth);
  node.if_schema = AddOptional(schema, "if", depth);
  node.then_schema = AddOptional(schema, "then", depth);
  node.else_schema = AddOptional(schema, "else", depth);
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest, and each definition is added once
void SchemaCompiler::AddReference(SchemaT& node, ValueId ref, int depth) {
  constexpr std::string_view kPrefix = "#/definitions/";
  const std::string text(values_.Text(ref));
  const ValueId target = definitions_ == kNoValue || text.rfind(kPrefix, 0) != 0
                             ? kNoValue
                             : values_.Find(definitions_, text.substr(kPrefix.size()));
  if (target == kNoValue) return Report(ref, "'" + text + "' refers to nothing");
  const auto known = references_.find({definitions_, text});
  if (known != references_.end()) {
    node.ref = static_cast<int32_t>(known->second);
    return;
  }
  // The index is known before the definition is read, so that it may refer to itself.
  references_.emplace(std::make_pair(definitions_, text), static_cast<uint32_t>(nodes_.size()));
  node.ref = static_cast<int32_t>(AddAt(target, depth + 1));
}

void SchemaCompiler::FillTypes(SchemaT& node, ValueId type) {
  const auto add = [&](ValueId name) {
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& entry) {
      return entry.first == values_.Text(name);
    });
    if (found == kTypes.end()) {
      return Report(name, "no type '" + std::string(values_.Text(name)) + "'");
    }
    node.types = node.types | found->second;
  };
  if (values_[type].kind != Kind::kArray) return add(type);
  for (const ValueId name : values_.Elements(type)) add(name);
}

void SchemaCompiler::FillBounds(SchemaT& node, ValueId schema) {
  const auto count = [&](std::string_view keyword, int64_t& bound) {
    const ValueId value = values_.Find(schema, keyword);
    if (value == kNoValue) return;
    const std::string text(values_.Text(value));
    char* end = nullptr;
    const long long number = std::strtoll(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0' || number < 0) {
      return Report(value, "'" + std::string(keyword) + "' takes a whole number");
    }
    bound = number;
  };
  const auto number = [&](std::string_view keyword, std::string& bound) {
    const ValueId value = values_.Find(schema, keyword);
    if (value == kNoValue) return;
    if (values_[value].kind != Kind::kNumber) {
      return Report(value, "'" + std::string(keyword) + "' takes a number");
    }
    bound = values_.Text(value);
  };
  count("minLength", node.min_length);
  count("maxLength", node.max_length);
  count("minItems", node.min_items);
  count("maxItems", node.max_items);
  number("minimum", node.minimum);
  number("maximum", node.maximum);
  number("exclusiveMinimum", node.exclusive_minimum);
  number("exclusiveMaximum", node.exclusive_maximum);
  if (const ValueId pattern = values_.Find(schema, "pattern"); pattern != kNoValue) {
    node.pattern = values_.Text(pattern);
  }
  const ValueId unique = values_.Find(schema, "uniqueItems");
  node.unique_items = unique != kNoValue && values_.Text(unique) == "true";
}

void SchemaCompiler::FillEnumeration(SchemaT& node, ValueId schema) {
  const auto add = [&](ValueId value) {
    auto literal = std::make_unique<snapshot::LiteralT>();
    literal->type = LiteralType(values_[value]);
    literal->text = values_.Text(value);
    node.enumeration.push_back(std::move(literal));
  };
  if (const ValueId only = values_.Find(schema, "const"); only != kNoValue) return add(only);
  const ValueId list = values_.Find(schema, "enum");
  if (list == kNoValue) return;
  for (const ValueId value : values_.Elements(list)) add(value);
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
void SchemaCompiler::FillObject(SchemaT& node, ValueId schema, int depth) {
  if (const ValueId properties = values_.Find(schema, "properties"); properties != kNoValue) {
    const std::vector<Member> members(values_.Members(properties).begin(),
                                      values_.Members(properties).end());
    for (const Member& member : members) {
      auto property = std::make_unique<snapshot::PropertyT>();
      property->name = values_.Text(member.key);
      property->schema = AddAt(member.value, depth + 1);
      const ValueId standard = values_.Find(member.value, "default");
      if (standard != kNoValue) {
        property->default_text = values_.sources().Bytes(values_[standard].token);
      }
      node.properties.push_back(std::move(property));
    }
    std::sort(node.properties.begin(), node.properties.end(),
              [](const auto& a, const auto& b) { return a->name < b->name; });
  }
  if (const ValueId patterns = values_.Find(schema, "patternProperties"); patterns != kNoValue) {
    const std::vector<Member> members(values_.Members(patterns).begin(),
                                      values_.Members(patterns).end());
    for (const Member& member : members) {
      auto property = std::make_unique<snapshot::PatternPropertyT>();
      property->pattern = values_.Text(member.key);
      property->schema = AddAt(member.value, depth + 1);
      node.pattern_properties.push_back(std::move(property));
    }
  }
  if (const ValueId required = values_.Find(schema, "required"); required != kNoValue) {
    for (const ValueId name : values_.Elements(required)) {
      node.required.emplace_back(values_.Text(name));
    }
  }
  const ValueId additional = values_.Find(schema, "additionalProperties");
  if (additional == kNoValue) return;
  if (values_[additional].kind == Kind::kBool) {
    node.closed = values_.Text(additional) == "false";
  } else {
    node.additional = static_cast<int32_t>(AddAt(additional, depth + 1));
  }
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
std::vector<uint32_t> SchemaCompiler::AddAll(ValueId list, int depth) {
  std::vector<uint32_t> added;
  if (list == kNoValue) return added;
  const std::vector<ValueId> schemas(values_.Elements(list).begin(), values_.Elements(list).end());
  for (const ValueId schema : schemas) added.push_back(AddAt(schema, depth + 1));
  return added;
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
int32_t SchemaCompiler::AddOptional(ValueId schema, std::string_view keyword, int depth) {
  const ValueId value = values_.Find(schema, keyword);
  return value == kNoValue ? -1 : static_cast<int32_t>(AddAt(value, depth + 1));
}

}  // namespace stackql::catalog
