#include "catalog/provider_document.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalog/resource_facts.h"
#include "catalog/schema_compiler.h"
#include "catalog/view_columns.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

using snapshot::ResourceTypeT;
using snapshot::TableKind;
using snapshot::Verb;

constexpr std::string_view kDefinitions = "#/components/schemas/";
constexpr int kDeepest = 200;

class ServiceCompiler {
 public:
  ServiceCompiler(const Values& values, ValueId document, std::string_view service,
                  Problems& problems)
      : values_(values),
        document_(document),
        service_(service),
        problems_(problems),
        schemas_(Path({"components", "schemas"})),
        resources_(Path({"components", "x-stackQL-resources"})) {}

  std::unique_ptr<snapshot::ServiceT> Run() {
    auto compiled = std::make_unique<snapshot::ServiceT>();
    compiled->name = service_;
    FindSharedDefinitions();
    std::map<std::string, ResourceTypeT*> types;
    for (const Member& member : Members(schemas_)) {
      const std::string name = TextOf(values_, member.value, "x-type-name");
      if (name.empty() || types.count(name) > 0) continue;
      compiled->types.push_back(Type(name, member.value));
      types.emplace(name, compiled->types.back().get());
    }
    for (const Member& member : Members(resources_)) {
      compiled->tables.push_back(Table(member, types));
    }
    SortByName(*compiled);
    return compiled;
  }

 private:
  ValueId Path(std::initializer_list<std::string_view> names) const {
    return Below(document_, names);
  }

  ValueId Below(ValueId at, std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      if (at == kNoValue) return at;
      at = values_.Find(at, name);
    }
    return at;
  }

  std::span<const Member> Members(ValueId object) const {
    return object == kNoValue ? std::span<const Member>() : values_.Members(object);
  }

  // All types of a service share one name space for their definitions, where the last one of a
  // name won: what several types refer to may be another one's.
  void FindSharedDefinitions() {
    for (const Member& member : Members(schemas_)) {
      definitions_.emplace(values_.Text(member.key), Definition{.value = member.value});
    }
    for (const Member& member : Members(schemas_)) {
      if (values_.Find(member.value, "x-type-name") == kNoValue) continue;
      ++type_;
      Visit(member.value, 0);
    }
    for (const auto& entry : definitions_) {
      if (entry.second.users > 1) shared_.insert(std::string(kDefinitions).append(entry.first));
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): each definition once a type, no deeper than kDeepest
  void Visit(ValueId value, int depth) {
    if (depth > kDeepest) return;
    for (const ValueId item : values_.Elements(value)) Visit(item, depth + 1);
    for (const Member& member : Members(value)) {
      if (values_[member.value].kind != Kind::kString) {
        Visit(member.value, depth + 1);
        continue;
      }
      if (values_.Text(member.key) != "$ref") continue;
      const std::string_view target = values_.Text(member.value);
      if (!target.starts_with(kDefinitions)) continue;
      const auto found = definitions_.find(target.substr(kDefinitions.size()));
      if (found == definitions_.end() || found->second.last_user == type_) continue;
      found->second.last_user = type_;
      ++found->second.users;
      Visit(found->second.value, depth + 1);
    }
  }

  std::unique_ptr<ResourceTypeT> Type(const std::string& name, ValueId schema) {
    const auto pointers = [&](std::string_view member) {
      return PointersOf(values_, values_.Find(schema, member));
    };
    auto type = std::make_unique<ResourceTypeT>();
    type->type_name = name;
    type->service = service_;
    type->generated = true;
    type->read_only = pointers("x-read-only-properties");
    type->create_only = pointers("x-create-only-properties");
    type->conditional_create_only = pointers("x-conditional-create-only-properties");
    type->write_only = pointers("x-write-only-properties");
    type->primary_identifier = pointers("x-stackql-primary-identifier");
    type->replaced_on_update =
        TextOf(values_, schema, "x-replacement-strategy") == "delete_then_create";
    FillHandlers(values_, values_.Find(schema, "x-required-permissions"), *type);
    FillTagging(values_, values_.Find(schema, "x-tagging"), *type);
    FillIdentifierPattern(values_, values_.Find(schema, "properties"), *type);
    SchemaCompiler compiler(values_, problems_, SchemaCompiler::Mode::kProvider, &shared_);
    compiler.Add(schema, document_);
    type->schemas = std::move(compiler.nodes());
    // The generator drops the `additionalProperties: false` that registry schemas have.
    type->schemas[0]->types = snapshot::Type::Object;
    type->schemas[0]->closed = true;
    return type;
  }

  std::unique_ptr<snapshot::SqlTableT> Table(
      const Member& resource, const std::map<std::string, ResourceTypeT*>& types) const {
    auto table = std::make_unique<snapshot::SqlTableT>();
    table->name = values_.Text(resource.key);
    const std::string kind = TextOf(values_, resource.value, "x-type");
    const std::string ddl =
        TextOf(values_, Below(resource.value, {"config", "views", "select"}), "ddl");
    const auto type = types.find(TextOf(values_, resource.value, "x-cfn-type-name"));
    const bool list = kind == "cloud_control_view";
    if (type == types.end() || (!list && kind != "cloud_control")) {
      table->kind = TableKind::Other;
      table->type_name = ReadBy(ddl, types);
      return table;
    }
    table->kind = list ? TableKind::List : TableKind::Resources;
    table->type_name = type->first;
    table->columns = ViewColumns(ddl);
    if (!ddl.empty()) table->verbs = Verb::Select;
    if (list) return table;
    const std::vector<std::string> identifiers =
        PointersOf(values_, values_.Find(resource.value, "x-identifiers"));
    if (!identifiers.empty()) type->second->primary_identifier = identifiers;
    const auto allow = [&](std::string_view verb, Verb bit) {
      const ValueId methods = Below(resource.value, {"sqlVerbs", verb});
      if (methods != kNoValue && values_[methods].count > 0) table->verbs = table->verbs | bit;
    };
    allow("insert", Verb::Insert);
    allow("update", Verb::Update);
    allow("delete", Verb::Delete);
    allow("select", Verb::Select);
    return table;
  }

  // A view of the provider's own may list and read a type: its DDL says TypeName = 'AWS::...'.
  static std::string ReadBy(const std::string& ddl,
                            const std::map<std::string, ResourceTypeT*>& types) {
    constexpr std::string_view kNamed = "TypeName = '";
    const size_t named = ddl.find(kNamed);
    if (named == std::string::npos) return {};
    const size_t begin = named + kNamed.size();
    const std::string type = ddl.substr(begin, ddl.find('\'', begin) - begin);
    return types.count(type) > 0 ? type : std::string();
  }

  struct Definition {
    ValueId value = kNoValue;
    uint32_t last_user = 0;
    uint32_t users = 0;
  };

  const Values& values_;
  ValueId document_;
  std::string_view service_;
  Problems& problems_;
  ValueId schemas_;
  ValueId resources_;
  uint32_t type_ = 0;
  std::map<std::string_view, Definition> definitions_;
  SchemaCompiler::Shared shared_;
};

}  // namespace

std::unique_ptr<snapshot::ServiceT> CompileService(const Values& values, ValueId document,
                                                   std::string_view service, Problems& problems) {
  return ServiceCompiler(values, document, service, problems).Run();
}

}  // namespace stackql::catalog
