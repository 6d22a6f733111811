#include "catalog/schema_compiler.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/ascii.h"
#include "base/number.h"
#include "catalog/resource_facts.h"
#include "catalog/schema_keywords.h"
#include "diag/suggest.h"
#include "lang/patterns.h"
#include "rules/config.h"
#include "value/value.h"

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
    case Kind::kNull:
      return Type::Null;
    case Kind::kBool:
      return Type::Bool;
    case Kind::kNumber:
      return Type::Number;
    case Kind::kArray:
      return Type::Array;
    case Kind::kObject:
      return Type::Object;
    default:
      return Type::String;
  }
}

constexpr size_t kMostNodes = 100'000;
constexpr size_t kMostText = 16 << 20;

// One step of a JSON pointer.
std::string DecodeStep(std::string_view step) {
  std::string name;
  for (size_t at = 0; at < step.size(); ++at) {
    const bool escaped = step[at] == '~' && at + 1 < step.size();
    name += !escaped ? step[at] : step[++at] == '0' ? '~' : '/';
  }
  return name;
}

}  // namespace

void SchemaCompiler::Report(SchemaT& node, ValueId at, std::string detail, std::string help) {
  Doubt(node);
  problems_.push_back({.what = rules::InvalidSchema{.detail = std::move(detail)},
                       .where = values_.Where(at),
                       .help = std::move(help)});
}

void SchemaCompiler::Doubt(SchemaT& node) {
  if (doubt_ < 0) {
    doubt_ = static_cast<int32_t>(nodes_.size());
    nodes_.push_back(std::make_unique<SchemaT>());
    nodes_.back()->untrusted = true;
  }
  const auto doubt = static_cast<uint32_t>(doubt_);
  if (node.all_of.empty() || node.all_of.back() != doubt) node.all_of.push_back(doubt);
}

std::string SchemaCompiler::Copy(ValueId text) {
  const std::string_view bytes = values_.Text(text);
  copied_ += bytes.size();
  full_ = full_ || copied_ > kMostText;
  return full_ ? std::string() : std::string(bytes);
}

std::vector<ValueId> SchemaCompiler::List(SchemaT& node, ValueId list, std::string_view keyword) {
  if (list == kNoValue) return {};
  if (values_[list].kind != Kind::kArray) {
    Report(node, list, "'" + std::string(keyword) + "' must be a list");
    return {};
  }
  const std::span<const ValueId> elements = values_.Elements(list);
  copied_ += elements.size();
  full_ = full_ || copied_ > kMostText;
  return full_ ? std::vector<ValueId>() : std::vector<ValueId>(elements.begin(), elements.end());
}

uint32_t SchemaCompiler::Add(ValueId schema, ValueId document) {
  document_ = document;
  return AddAt(schema, 0);
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
uint32_t SchemaCompiler::AddAt(ValueId schema, int depth) {
  const auto index = static_cast<uint32_t>(nodes_.size());
  nodes_.push_back(std::make_unique<SchemaT>());
  SchemaT& node = *nodes_.back();
  node.doubtful = doubtful_;
  const Value& value = values_[schema];
  // Aliases let a short document stand for an endless schema.
  full_ = full_ || nodes_.size() > kMostNodes;
  if (full_) {
    Doubt(node);
  } else if (value.kind == Kind::kBool) {
    node.never = Lower(values_.Text(schema)) == "false";
  } else if (value.kind != Kind::kObject) {
    Report(node, schema, "a schema must be an object");
  } else if (depth > kDeepest) {
    Report(node, schema, "schemas are nested too deeply");
  } else {
    Fill(node, schema, depth);
  }
  if (full_ && !told_full_) {
    told_full_ = true;
    Report(node, schema, std::string(kTooLarge));
  }
  return index;
}

void SchemaCompiler::CheckKeywords(SchemaT& node, ValueId schema) {
  for (const Member& member : values_.Members(schema)) {
    const std::string_view keyword = values_.Text(member.key);
    const Role role = RoleOf(mode_ == Mode::kProvider ? PlainKeyword(keyword) : keyword);
    if (role == Role::kUnderstood || role == Role::kRemark) continue;
    if (keyword == "format" && FillFormat(node, member.value)) continue;
    if (mode_ != Mode::kStrict) {
      if (role == Role::kConstraint) Doubt(node);
      continue;
    }
    const std::string_view meant = Suggest(keyword, UnderstoodKeywords());
    Report(node, member.key, "unknown keyword '" + std::string(keyword.substr(0, 80)) + "'",
           DidYouMean(meant));
  }
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
void SchemaCompiler::Fill(SchemaT& node, ValueId schema, int depth) {
  FillRelations(node, schema);
  if (const ValueId ref = values_.Find(schema, "$ref"); ref != kNoValue) {
    return AddReference(node, ref, depth);
  }
  const std::vector<uint32_t> all = AddAll(node, schema, "allOf", depth);
  node.all_of.insert(node.all_of.begin(), all.begin(), all.end());
  if (const ValueId type = values_.Find(schema, "type"); type != kNoValue) FillTypes(node, type);
  CheckKeywords(node, schema);
  FillBounds(node, schema);
  FillPattern(node, schema);
  FillEnumeration(node, schema);
  FillObject(node, schema, depth);
  const ValueId items = values_.Find(schema, "items");
  if (items != kNoValue && values_[items].kind == Kind::kArray && mode_ != Mode::kStrict) {
    Doubt(node);  // a schema for each position
  } else {
    node.items = AddOptional(schema, "items", depth);
  }
  node.contains = AddOptional(schema, "contains", depth);
  FillComparisons(node, schema);
  node.prefix_items = AddAll(node, schema, "prefixItems", depth);
  node.any_of = AddAll(node, schema, "anyOf", depth);
  node.one_of = AddAll(node, schema, "oneOf", depth);
  node.not_schema = AddOptional(schema, "not", depth);
  node.if_schema = AddOptional(schema, "if", depth);
  node.then_schema = AddOptional(schema, "then", depth);
  node.else_schema = AddOptional(schema, "else", depth);
}

ValueId SchemaCompiler::Keyword(ValueId schema, std::string_view keyword) const {
  const ValueId value = values_.Find(schema, keyword);
  if (value != kNoValue || mode_ != Mode::kProvider) return value;
  return values_.Find(schema, "x-" + std::string(keyword));
}

ValueId SchemaCompiler::Resolve(std::string_view pointer) const {
  if (document_ == kNoValue || pointer.empty() || pointer.front() != '#') return kNoValue;
  pointer.remove_prefix(1);
  ValueId at = document_;
  while (at != kNoValue && !pointer.empty()) {
    if (pointer.front() != '/') return kNoValue;
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    at = values_.Find(at, DecodeStep(step));
  }
  return at;
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest, and each target is added once
void SchemaCompiler::AddReference(SchemaT& node, ValueId ref, int depth) {
  const std::string text = Copy(ref);
  const ValueId target = Resolve(text);
  if (target == kNoValue)
    return Report(node, ref, "'" + text.substr(0, 80) + "' refers to nothing");
  const auto known = references_.find({document_, text});
  if (known != references_.end()) {
    node.ref = static_cast<int32_t>(known->second);
    return;
  }
  // Where a nested shape is meant, a resource of that name is in the provider's documents.
  if (mode_ == Mode::kProvider && values_.Find(target, "x-type-name") != kNoValue) {
    node.untrusted = true;
    return;
  }
  // The index is known before the target is read, so that it may refer to itself.
  references_.emplace(std::make_pair(document_, text), static_cast<uint32_t>(nodes_.size()));
  const bool outside = doubtful_;
  doubtful_ = doubtful_ || (shared_ != nullptr && shared_->find(text) != shared_->end());
  node.ref = static_cast<int32_t>(AddAt(target, depth + 1));
  doubtful_ = outside;
}

void SchemaCompiler::FillTypes(SchemaT& node, ValueId type) {
  const auto add = [&](ValueId name) {
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& entry) {
      return entry.first == values_.Text(name);
    });
    if (found == kTypes.end()) {
      return Report(node, name, "no type '" + std::string(values_.Text(name).substr(0, 80)) + "'");
    }
    node.types = node.types | found->second;
  };
  if (values_[type].kind != Kind::kArray) return add(type);
  for (const ValueId name : List(node, type, "type")) add(name);
}

void SchemaCompiler::FillBounds(SchemaT& node, ValueId schema) {
  const auto find = [&](std::string_view keyword) {
    const ValueId value = values_.Find(schema, keyword);
    if (value == kNoValue || values_[value].kind == Kind::kNumber) return value;
    Report(node, value, "'" + std::string(keyword) + "' must be a number");
    return kNoValue;
  };
  const auto count = [&](std::string_view keyword, int64_t& bound) {
    const ValueId value = find(keyword);
    if (value == kNoValue) return;
    const std::optional<int64_t> number = ParseNumber<int64_t>(values_.Text(value));
    if (!number || *number < 0) {
      return Report(node, value, "'" + std::string(keyword) + "' must be a whole number");
    }
    bound = *number;
  };
  const auto number = [&](std::string_view keyword, std::string& bound) {
    if (const ValueId value = find(keyword); value != kNoValue) bound = Copy(value);
  };
  count("minLength", node.min_length);
  count("maxLength", node.max_length);
  count("minItems", node.min_items);
  count("maxItems", node.max_items);
  number("minimum", node.minimum);
  number("maximum", node.maximum);
  number("exclusiveMinimum", node.exclusive_minimum);
  number("exclusiveMaximum", node.exclusive_maximum);
  const ValueId unique = values_.Find(schema, "uniqueItems");
  if (unique == kNoValue) return;
  if (values_[unique].kind != Kind::kBool) {
    return Report(node, unique, "'uniqueItems' must be true or false");
  }
  node.unique_items = Lower(values_.Text(unique)) == "true";
}

// False if the format is not known.
bool SchemaCompiler::FillFormat(SchemaT& node, ValueId format) {
  if (formats_ == nullptr || values_[format].kind != Kind::kString) return false;
  const auto known = formats_->patterns.find(values_.Text(format));
  if (known == formats_->patterns.end()) return false;
  node.format = known->first;
  node.format_pattern = known->second;
  return true;
}

void SchemaCompiler::FillPattern(SchemaT& node, ValueId schema) {
  const ValueId pattern = values_.Find(schema, "pattern");
  if (pattern == kNoValue) return;
  if (values_[pattern].kind != Kind::kString)
    return Report(node, pattern, "'pattern' must be a string");
  node.pattern = Copy(pattern);
  if (mode_ == Mode::kStrict && ProgramOf(node.pattern) == nullptr) {
    Report(node, pattern, "this pattern cannot be used: " + WhyOnlyOthersTake(node.pattern));
  }
}

void SchemaCompiler::FillEnumeration(SchemaT& node, ValueId schema) {
  const auto add = [&](ValueId value) {
    auto literal = std::make_unique<snapshot::LiteralT>();
    literal->type = LiteralType(values_[value]);
    literal->text = literal->type == Type::Bool ? Lower(values_.Text(value)) : Copy(value);
    node.enumeration.push_back(std::move(literal));
  };
  const ValueId only = Keyword(schema, "const");
  const std::vector<ValueId> list = List(node, values_.Find(schema, "enum"), "enum");
  if (only != kNoValue) return add(only);
  for (const ValueId value : list) add(value);
  if (!list.empty()) return;
  const std::string_view keyword = "enumCaseInsensitive";
  for (const ValueId value : List(node, values_.Find(schema, keyword), keyword)) add(value);
  node.any_case = !node.enumeration.empty();
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
void SchemaCompiler::FillObject(SchemaT& node, ValueId schema, int depth) {
  const auto members = [&](std::string_view keyword) {
    const ValueId value = Keyword(schema, keyword);
    if (value != kNoValue && values_[value].kind != Kind::kObject) {
      Report(node, value, "'" + std::string(keyword) + "' must be an object");
    }
    return value == kNoValue ? std::span<const Member>() : values_.Members(value);
  };
  for (const Member& member : members("properties")) {
    auto property = std::make_unique<snapshot::PropertyT>();
    property->name = Copy(member.key);
    property->schema = AddAt(member.value, depth + 1);
    const ValueId standard = values_.Find(member.value, "default");
    if (standard != kNoValue && values_[standard].token) {
      const std::string_view text = values_.sources().Bytes(values_[standard].token);
      copied_ += text.size();
      if (copied_ <= kMostText) property->default_text = text;
    }
    node.properties.push_back(std::move(property));
  }
  std::stable_sort(node.properties.begin(), node.properties.end(),
                   [](const auto& a, const auto& b) { return a->name < b->name; });
  for (const Member& member : members("patternProperties")) {
    auto property = std::make_unique<snapshot::PatternPropertyT>();
    property->pattern = Copy(member.key);
    property->schema = AddAt(member.value, depth + 1);
    node.pattern_properties.push_back(std::move(property));
  }
  FillPresence(node, schema);
  const ValueId additional = values_.Find(schema, "additionalProperties");
  if (additional == kNoValue) return;
  if (values_[additional].kind == Kind::kBool) {
    node.closed = Lower(values_.Text(additional)) == "false";
  } else {
    node.additional = static_cast<int32_t>(AddAt(additional, depth + 1));
  }
}

std::vector<std::string> SchemaCompiler::Names(SchemaT& node, ValueId list,
                                               std::string_view keyword) {
  std::vector<std::string> names;
  for (const ValueId name : List(node, list, keyword)) names.push_back(Copy(name));
  return names;
}

std::vector<std::unique_ptr<snapshot::DependentsT>> SchemaCompiler::DependentsOf(
    SchemaT& node, ValueId schema, std::string_view keyword) {
  std::vector<std::unique_ptr<snapshot::DependentsT>> all;
  const ValueId value = values_.Find(schema, keyword);
  if (value == kNoValue) return all;
  if (values_[value].kind != Kind::kObject) {
    Report(node, value, "'" + std::string(keyword) + "' must be an object");
  }
  for (const Member& member : values_.Members(value)) {
    all.push_back(std::make_unique<snapshot::DependentsT>());
    all.back()->name = Copy(member.key);
    all.back()->names = Names(node, member.value, keyword);
  }
  return all;
}

// Which members must be there, alone and beside each other.
void SchemaCompiler::FillPresence(SchemaT& node, ValueId schema) {
  node.required = Names(node, values_.Find(schema, "required"), "required");
  node.required_or = Names(node, values_.Find(schema, "requiredOr"), "requiredOr");
  node.required_xor = Names(node, values_.Find(schema, "requiredXor"), "requiredXor");
  node.dependent_required = DependentsOf(node, schema, "dependentRequired");
  node.dependent_excluded = DependentsOf(node, schema, "dependentExcluded");
}

std::vector<std::unique_ptr<snapshot::AmongT>> SchemaCompiler::Pairs(SchemaT& node, ValueId among) {
  std::vector<std::unique_ptr<snapshot::AmongT>> pairs;
  for (const Member& member : values_.Members(among)) {
    pairs.push_back(std::make_unique<snapshot::AmongT>());
    pairs.back()->values = Copy(member.key);
    pairs.back()->others = Names(node, member.value, "among");
  }
  return pairs;
}

// What values say of each other.
void SchemaCompiler::FillComparisons(SchemaT& node, ValueId schema) {
  node.among = Pairs(node, values_.Find(schema, "among"));
  for (const ValueId one : List(node, values_.Find(schema, "distinct"), "distinct")) {
    const bool several = values_[one].kind == Kind::kArray;
    node.distinct.push_back(std::make_unique<snapshot::DistinctT>());
    node.distinct.back()->at =
        several ? Names(node, one, "distinct") : std::vector<std::string>{Copy(one)};
  }
  for (const ValueId one : List(node, values_.Find(schema, "limits"), "limits")) {
    const ValueId margin = values_.Find(one, "margin");
    node.limits.push_back(std::make_unique<snapshot::LimitT>());
    snapshot::LimitT& limit = *node.limits.back();
    limit.value = Copy(values_.Find(one, "value"));
    limit.limit = Copy(values_.Find(one, "limit"));
    if (margin != kNoValue) limit.margin = ParseNumber<int64_t>(values_.Text(margin)).value_or(0);
    const ValueId ratio = values_.Find(one, "ratio");
    if (ratio != kNoValue) limit.ratio = ParseNumber<double>(values_.Text(ratio)).value_or(1);
    if (limit.value.empty() || limit.limit.empty()) {
      Report(node, one, "a limit must have 'value' and 'limit'");
    }
  }
}

void SchemaCompiler::FillRelations(SchemaT& node, ValueId schema) {
  auto relation = RelationOf(values_, Keyword(schema, "relationshipRef"));
  if (relation == nullptr) return;
  copied_ += relation->type_name.size() + relation->property.size();
  if (copied_ <= kMostText) node.relations.push_back(std::move(relation));
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
std::vector<uint32_t> SchemaCompiler::AddAll(SchemaT& node, ValueId schema,
                                             std::string_view keyword, int depth) {
  std::vector<uint32_t> added;
  for (const ValueId one : List(node, values_.Find(schema, keyword), keyword)) {
    added.push_back(AddAt(one, depth + 1));
  }
  return added;
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
int32_t SchemaCompiler::AddOptional(ValueId schema, std::string_view keyword, int depth) {
  const ValueId value = values_.Find(schema, keyword);
  return value == kNoValue ? -1 : static_cast<int32_t>(AddAt(value, depth + 1));
}

}  // namespace stackql::catalog
