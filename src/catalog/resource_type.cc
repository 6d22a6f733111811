#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "catalog/resource_facts.h"
#include "catalog/schema_compiler.h"
#include "rules/config.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

using snapshot::Handler;
using snapshot::ResourceTypeT;
using snapshot::Verb;

void FillTables(const Values& values, ValueId document, ResourceTypeT& type) {
  const ValueId tables = values.Find(document, "x-stackql");
  type.table = TextOf(values, tables, "table");
  type.list_table = TextOf(values, tables, "listTable");
  const auto allow = [&](Handler handler, Verb verb) {
    for (const auto& permissions : type.handlers) {
      if (permissions->handler == handler) type.verbs = type.verbs | verb;
    }
  };
  allow(Handler::Create, Verb::Insert);
  allow(Handler::Read, Verb::Select);
  allow(Handler::Update, Verb::Update);
  allow(Handler::Delete, Verb::Delete);
}

void FillColumns(const Values& values, ValueId document, ResourceTypeT& type) {
  type.columns = {"region", "Identifier"};
  type.list_columns = {"region"};
  for (const Member& member : values.Members(values.Find(document, "properties"))) {
    type.columns.push_back(ColumnName(values.Text(member.key)));
  }
  for (const std::string& pointer : type.primary_identifier) {
    type.list_columns.push_back(
        ColumnName(std::string_view(pointer).substr(pointer.rfind('/') + 1)));
  }
}

void FillFacts(const Values& values, ValueId document, ResourceTypeT& type) {
  const auto pointers = [&](std::string_view member) {
    return PointersOf(values, values.Find(document, member));
  };
  const std::string_view name = type.type_name;
  const size_t service = name.find("::") + 2;
  type.service = Lower(name.substr(service, name.find("::", service) - service));
  type.read_only = pointers("readOnlyProperties");
  type.create_only = pointers("createOnlyProperties");
  type.conditional_create_only = pointers("conditionalCreateOnlyProperties");
  type.write_only = pointers("writeOnlyProperties");
  type.deprecated = pointers("deprecatedProperties");
  type.primary_identifier = pointers("primaryIdentifier");
  type.replaced_on_update = TextOf(values, document, "replacementStrategy") == "delete_then_create";
  FillHandlers(values, values.Find(document, "handlers"), type);
  FillTagging(values, values.Find(document, "tagging"), type);
  FillTables(values, document, type);
  FillColumns(values, document, type);
  FillIdentifierPattern(values, values.Find(document, "properties"), type);
}

}  // namespace

std::unique_ptr<ResourceTypeT> CompileResourceType(const Values& values, ValueId document,
                                                   Problems& problems) {
  const auto fail = [&](ValueId at, std::string_view detail) {
    problems.push_back({.what = rules::InvalidSchema{.detail = detail}, .where = values.Where(at)});
    return nullptr;
  };
  if (values[document].kind != Kind::kObject) return fail(document, "a schema must be an object");
  const ValueId name = values.Find(document, "typeName");
  if (name == kNoValue || !IsTypeName(values.Text(name))) {
    return fail(name == kNoValue ? document : name, "'typeName' must look like AWS::Service::Type");
  }
  const ValueId properties = values.Find(document, "properties");
  if (properties == kNoValue || values[properties].kind != Kind::kObject) {
    return fail(document, "a resource type must have 'properties'");
  }
  auto type = std::make_unique<ResourceTypeT>();
  type->type_name = values.Text(name);
  SchemaCompiler compiler(values, problems);
  compiler.Add(document, document);
  type->schemas = std::move(compiler.nodes());
  type->schemas[0]->types = snapshot::Type::Object;
  FillFacts(values, document, *type);
  return type;
}

}  // namespace stackql::catalog
