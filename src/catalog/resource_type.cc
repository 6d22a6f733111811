#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "catalog/schema_compiler.h"

namespace stackql::catalog {
namespace {

using snapshot::Handler;
using snapshot::ResourceTypeT;

constexpr std::array<std::pair<std::string_view, Handler>, 5> kHandlers = {{
    {"create", Handler::Create},
    {"read", Handler::Read},
    {"update", Handler::Update},
    {"delete", Handler::Delete},
    {"list", Handler::List},
}};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

class Compiler {
 public:
  Compiler(const Values& values, ValueId document) : values_(values), document_(document) {}

  void Fill(ResourceTypeT& type) const {
    const std::string_view name = type.type_name;
    const size_t service = name.find("::") + 2;
    type.service = Lower(name.substr(service, name.find("::", service) - service));
    const ValueId tables = values_.Find(document_, "x-stackql");
    if (tables != kNoValue) {
      type.table = Text(tables, "table");
      type.list_table = Text(tables, "listTable");
    }
    type.read_only = Pointers("readOnlyProperties");
    type.create_only = Pointers("createOnlyProperties");
    type.write_only = Pointers("writeOnlyProperties");
    type.primary_identifier = Pointers("primaryIdentifier");
    FillHandlers(type);
    FillTagging(type);
    FillColumns(type);
  }

 private:
  std::string Text(ValueId object, std::string_view member) const {
    const ValueId value = values_.Find(object, member);
    return value == kNoValue ? std::string() : std::string(values_.Text(value));
  }

  bool True(ValueId object, std::string_view member) const {
    return Text(object, member) == "true";
  }

  std::vector<std::string> Texts(ValueId list) const {
    std::vector<std::string> texts;
    if (list == kNoValue) return texts;
    for (const ValueId item : values_.Elements(list)) texts.emplace_back(values_.Text(item));
    return texts;
  }

  // "/properties/A/B" is "/A/B" below the resource.
  std::vector<std::string> Pointers(std::string_view member) const {
    constexpr std::string_view kRoot = "/properties";
    std::vector<std::string> pointers = Texts(values_.Find(document_, member));
    for (std::string& pointer : pointers) {
      if (pointer.rfind(kRoot, 0) == 0) pointer.erase(0, kRoot.size());
    }
    return pointers;
  }

  void FillHandlers(ResourceTypeT& type) const {
    const ValueId handlers = values_.Find(document_, "handlers");
    if (handlers == kNoValue) return;
    for (const auto& entry : kHandlers) {
      const ValueId handler = values_.Find(handlers, entry.first);
      if (handler == kNoValue) continue;
      auto permissions = std::make_unique<snapshot::PermissionsT>();
      permissions->handler = entry.second;
      permissions->actions = Texts(values_.Find(handler, "permissions"));
      type.handlers.push_back(std::move(permissions));
    }
  }

  void FillTagging(ResourceTypeT& type) const {
    const ValueId tagging = values_.Find(document_, "tagging");
    if (tagging == kNoValue) return;
    type.tagging = std::make_unique<snapshot::TaggingT>();
    type.tagging->taggable = True(tagging, "taggable");
    type.tagging->on_create = True(tagging, "tagOnCreate");
    type.tagging->updatable = True(tagging, "tagUpdatable");
    type.tagging->system_tags = True(tagging, "cloudFormationSystemTags");
    const std::string property = Text(tagging, "tagProperty");
    type.tagging->property = property.substr(std::min(property.size(), property.rfind('/')));
    type.tagging->permissions = Texts(values_.Find(tagging, "permissions"));
  }

  void FillColumns(ResourceTypeT& type) const {
    type.columns = {"region", "Identifier"};
    type.list_columns = {"region"};
    const ValueId properties = values_.Find(document_, "properties");
    for (const Member& member : values_.Members(properties)) {
      type.columns.push_back(ColumnName(values_.Text(member.key)));
    }
    for (const std::string& pointer : type.primary_identifier) {
      type.list_columns.push_back(
          ColumnName(std::string_view(pointer).substr(pointer.rfind('/') + 1)));
    }
    if (type.primary_identifier.size() != 1 || type.primary_identifier[0].empty()) return;
    const ValueId only =
        values_.Find(properties, std::string_view(type.primary_identifier[0]).substr(1));
    if (only != kNoValue) type.identifier_pattern = Text(only, "pattern");
  }

  const Values& values_;
  ValueId document_;
};

bool IsTypeName(std::string_view name) {
  const size_t first = name.find("::");
  if (first == std::string_view::npos) return false;
  const size_t second = name.find("::", first + 2);
  return second != std::string_view::npos && second > first + 2 && second + 2 < name.size();
}

}  // namespace

std::unique_ptr<ResourceTypeT> CompileResourceType(const Values& values, ValueId document,
                                                   Problems& problems) {
  const auto fail = [&](ValueId at, std::string_view detail) {
    problems.push_back({.rule = "invalid-schema",
                        .where = values.Where(at),
                        .args = {{"detail", std::string(detail)}}});
    return nullptr;
  };
  if (values[document].kind != Kind::kObject) return fail(document, "a schema is an object");
  const ValueId name = values.Find(document, "typeName");
  if (name == kNoValue || !IsTypeName(values.Text(name))) {
    return fail(name == kNoValue ? document : name, "'typeName' reads like AWS::Service::Type");
  }
  const ValueId properties = values.Find(document, "properties");
  if (properties == kNoValue || values[properties].kind != Kind::kObject) {
    return fail(document, "a resource type has 'properties'");
  }
  auto type = std::make_unique<ResourceTypeT>();
  type->type_name = values.Text(name);
  SchemaCompiler compiler(values, problems);
  compiler.Add(document, document);
  type->schemas = std::move(compiler.nodes());
  type->schemas[0]->types = snapshot::Type::Object;
  Compiler(values, document).Fill(*type);
  return type;
}

}  // namespace stackql::catalog
