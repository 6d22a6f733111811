#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "catalog/resource_facts.h"
#include "catalog/schema_compiler.h"
#include "rules/config.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

using snapshot::Handler;
using snapshot::ResourceTypeT;
using snapshot::TableKind;
using snapshot::Verb;

Verb VerbsOf(const ResourceTypeT& type) {
  Verb verbs = Verb::NONE;
  const auto allow = [&](Handler handler, Verb verb) {
    for (const auto& permissions : type.handlers) {
      if (permissions->handler == handler) verbs = verbs | verb;
    }
  };
  allow(Handler::Create, Verb::Insert);
  allow(Handler::Read, Verb::Select);
  allow(Handler::Update, Verb::Update);
  allow(Handler::Delete, Verb::Delete);
  return verbs;
}

// The tables that "x-stackql" names, with the columns that the provider's generator would give.
std::vector<std::unique_ptr<snapshot::SqlTableT>> TablesOf(const Values& values, ValueId document,
                                                           const ResourceTypeT& type) {
  std::vector<std::unique_ptr<snapshot::SqlTableT>> tables;
  const ValueId names = values.Find(document, "x-stackql");
  const auto add = [&](std::string_view key, TableKind kind) -> snapshot::SqlTableT* {
    std::string name = TextOf(values, names, key);
    if (name.empty()) return nullptr;
    tables.push_back(std::make_unique<snapshot::SqlTableT>());
    tables.back()->name = std::move(name);
    tables.back()->kind = kind;
    tables.back()->type_name = type.type_name;
    return tables.back().get();
  };
  if (snapshot::SqlTableT* table = add("table", TableKind::Resources)) {
    table->verbs = VerbsOf(type);
    table->columns = {"region", "Identifier"};
    for (const Member& member : values.Members(values.Find(document, "properties"))) {
      table->columns.push_back(ColumnName(values.Text(member.key)));
    }
  }
  if (snapshot::SqlTableT* table = add("listTable", TableKind::List)) {
    table->verbs = Verb::Select;
    table->columns = {"region"};
    for (const std::string& pointer : type.primary_identifier) {
      table->columns.push_back(
          ColumnName(std::string_view(pointer).substr(pointer.rfind('/') + 1)));
    }
  }
  return tables;
}

// The properties of a parent that the list handler's schema requires.
std::vector<std::string> ListParents(const Values& values, ValueId document) {
  ValueId at = document;
  for (const std::string_view name : {"handlers", "list", "handlerSchema", "required"}) {
    at = at == kNoValue ? at : values.Find(at, name);
  }
  std::vector<std::string> parents = TextsOf(values, at);
  std::ranges::sort(parents);
  return parents;
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
  type.list_parents = ListParents(values, document);
  FillTagging(values, values.Find(document, "tagging"), type);
  FillIdentifierPattern(values, values.Find(document, "properties"), type);
}

}  // namespace

CompiledType CompileResourceType(const Values& values, ValueId document, Problems& problems) {
  const auto fail = [&](ValueId at, std::string_view detail) {
    problems.push_back({.what = rules::InvalidSchema{.detail = detail}, .where = values.Where(at)});
    return CompiledType();
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
  CompiledType compiled = {
      .type = CompileType(values, document, std::string(values.Text(name)), problems)};
  compiled.tables = TablesOf(values, document, *compiled.type);
  return compiled;
}

std::unique_ptr<ResourceTypeT> CompileType(const Values& values, ValueId document,
                                           std::string type_name, Problems& problems,
                                           const Formats* formats) {
  auto type = std::make_unique<ResourceTypeT>();
  type->type_name = std::move(type_name);
  SchemaCompiler compiler(values, problems, SchemaCompiler::Mode::kRegistry, nullptr, formats);
  compiler.Add(document, document);
  type->schemas = std::move(compiler.nodes());
  type->schemas[0]->types = snapshot::Type::Object;
  FillFacts(values, document, *type);
  if (formats != nullptr) ApplyFormats(*formats, *type);
  return type;
}

}  // namespace stackql::catalog
