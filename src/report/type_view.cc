#include "report/type_view.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/ascii.h"
#include "catalog/resource_facts.h"
#include "catalog/schema_compiler.h"
#include "snapshot/schema.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::report {
namespace {

using snapshot::ResourceType;
using snapshot::Schema;
using snapshot::Verb;
using Texts = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

constexpr int kDeepest = 8;
constexpr uint32_t kMostProperties = 5'000;  // of one type, nested ones included

std::vector<std::string> ListOf(const Texts* texts) {
  std::vector<std::string> list;
  if (texts == nullptr) return list;
  for (const auto* text : *texts) list.push_back(text->str());
  return list;
}

bool Has(const Texts* texts, std::string_view wanted) {
  return texts != nullptr && std::any_of(texts->begin(), texts->end(), [&](const auto* text) {
           return text->string_view() == wanted;
         });
}

std::string TypeNames(snapshot::Type types) {
  std::string names;
  for (const snapshot::Type type : snapshot::EnumValuesType()) {
    if ((types & type) == snapshot::Type::NONE) continue;
    const std::string name = Lower(snapshot::EnumNameType(type));
    names += (names.empty() ? "" : " or ") + (name == "bool" ? "boolean" : name);
  }
  return names;
}

SchemaView ViewOf(const Schema& node) {
  SchemaView view = {.types = TypeNames(node.types()),
                     .min_length = node.min_length(),
                     .max_length = node.max_length(),
                     .min_items = node.min_items(),
                     .max_items = node.max_items(),
                     .minimum = flatbuffers::GetString(node.minimum()),
                     .maximum = flatbuffers::GetString(node.maximum()),
                     .exclusive_minimum = flatbuffers::GetString(node.exclusive_minimum()),
                     .exclusive_maximum = flatbuffers::GetString(node.exclusive_maximum()),
                     .unique_items = node.unique_items(),
                     .pattern = flatbuffers::GetString(node.pattern())};
  if (node.enumeration() == nullptr) return view;
  for (const auto* literal : *node.enumeration()) view.allowed.push_back(literal->text()->str());
  return view;
}

// Reads the properties of one type.
class PropertyReader {
 public:
  explicit PropertyReader(const ResourceType& type) : type_(type) {}

  std::vector<PropertyView> Read(uint32_t index, const std::string& path, int depth) {
    std::vector<PropertyView> views;
    const Schema* node = snapshot::Target(*type_.schemas(), index);
    if (node == nullptr || node->properties() == nullptr || depth > kDeepest) return views;
    if (!open_.insert(node).second) return views;
    for (const snapshot::Property* property : *node->properties()) {
      if (++count_ > kMostProperties) break;
      views.push_back(ReadOne(*property, *node, path, depth));
    }
    open_.erase(node);
    return views;
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  PropertyView ReadOne(const snapshot::Property& property, const Schema& parent,
                       const std::string& path, int depth) {
    PropertyView view = {.name = property.name()->str()};
    if (depth == 0) view.column = catalog::ColumnName(view.name);
    const Schema* node = snapshot::Target(*type_.schemas(), property.schema());
    if (node == nullptr) return view;
    view.schema = ViewOf(*node);
    std::string pointer = path + "/" + view.name;
    view.traits = TraitsOf(*node, Has(parent.required(), view.name), pointer);
    if (property.default_text() != nullptr) view.default_value = property.default_text()->str();
    uint32_t below = property.schema();
    if (node->items() >= 0) {
      below = static_cast<uint32_t>(node->items());
      pointer += "/*";
      if (const Schema* item = snapshot::Target(*type_.schemas(), below))
        view.items = ViewOf(*item);
    }
    view.properties = Read(below, pointer, depth + 1);
    return view;
  }

  std::vector<std::string> TraitsOf(const Schema& node, bool required,
                                    const std::string& pointer) const {
    std::vector<std::string> traits;
    const auto add = [&](const char* trait, bool holds) {
      if (holds) traits.emplace_back(trait);
    };
    add("required", required);
    add("readOnly", Has(type_.read_only(), pointer));
    add("createOnly", Has(type_.create_only(), pointer));
    add("conditionalCreateOnly", Has(type_.conditional_create_only(), pointer));
    add("writeOnly", Has(type_.write_only(), pointer));
    add("deprecated", Has(type_.deprecated(), pointer));
    add("unknown", node.untrusted());
    return traits;
  }

  const ResourceType& type_;
  std::set<const Schema*> open_;  // that are being read
  uint32_t count_ = 0;
};

std::vector<std::string> VerbsOf(const snapshot::SqlTable& table) {
  std::vector<std::string> verbs;
  const auto add = [&](Verb verb, const char* name) {
    if ((table.verbs() & verb) != Verb::NONE) verbs.emplace_back(name);
  };
  add(Verb::Insert, "INSERT");
  add(Verb::Update, "UPDATE");
  add(Verb::Delete, "DELETE");
  add(Verb::Select, "SELECT");
  return verbs;
}

std::string OriginOf(const ResourceType& type, const catalog::Catalog& catalog) {
  const std::string version(catalog.version());
  const std::string tables = catalog.provider() == nullptr
                                 ? "built-in tables of awscc " + version
                                 : "tables of the installed awscc " + version;
  switch (catalog.OriginOf(type)) {
    case catalog::Catalog::Origin::kRules:
      return "schema in a rules folder";
    case catalog::Catalog::Origin::kPulled:
      return "schema that was added or pulled; " + tables;
    case catalog::Catalog::Origin::kBuiltin:
      return "built-in registry schema from " + std::string(catalog.builtin_schemas()) + "; " +
             tables;
    case catalog::Catalog::Origin::kDocuments:
      return "installed documents of awscc " + version;
  }
  return {};
}

// "AWS::EC2::VPC" is described on the page aws-resource-ec2-vpc.html.
std::string PageOf(std::string_view type_name) {
  const std::string_view rest = type_name.substr(type_name.find("::") + 2);
  const size_t colons = rest.find("::");
  return "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-" +
         Lower(rest.substr(0, colons)) + "-" + Lower(rest.substr(colons + 2)) + ".html";
}

}  // namespace

TypeView ViewOf(const ResourceType& type, const catalog::Catalog& catalog) {
  TypeView view = {.type = type.type_name()->str(),
                   .origin = OriginOf(type, catalog),
                   .page = PageOf(type.type_name()->string_view())};
  const std::string prefix = "awscc." + type.service()->str() + ".";
  const catalog::Catalog::Tables tables = catalog.TablesOf(type);
  if (tables.resources != nullptr) {
    view.table = prefix + tables.resources->name()->str();
    view.verbs = VerbsOf(*tables.resources);
    view.columns = ListOf(tables.resources->columns());
  }
  if (tables.list != nullptr) {
    view.list_table = prefix + tables.list->name()->str();
    view.list_columns = ListOf(tables.list->columns());
  }
  for (const std::string& pointer : ListOf(type.primary_identifier())) {
    view.identifier.push_back(pointer.substr(1));
  }
  view.properties = PropertyReader(type).Read(0, "", 0);
  if (type.tagging() != nullptr && type.tagging()->property() != nullptr) {
    view.tag_property = type.tagging()->property()->str().substr(1);
  }
  if (type.handlers() == nullptr) return view;
  for (const auto* handler : *type.handlers()) {
    view.handlers.emplace_back(catalog::HandlerName(handler->handler()),
                               ListOf(handler->actions()));
  }
  return view;
}

std::optional<PropertyFound> PropertyAt(const TypeView& type, std::string_view pointer) {
  const std::vector<PropertyView>* among = &type.properties;
  const PropertyView* found = nullptr;
  for (std::string_view rest = pointer; rest.starts_with('/');) {
    const std::string_view before = pointer.substr(0, pointer.size() - rest.size());
    rest.remove_prefix(1);
    const std::string_view step = rest.substr(0, rest.find('/'));
    rest.remove_prefix(step.size());
    const bool item = found != nullptr && found->items && All(step, IsDigit);
    if (item) continue;
    if (found != nullptr && among->empty()) {
      pointer = before;
      break;
    }
    const auto at = std::ranges::find(*among, step, &PropertyView::name);
    if (at == among->end()) return std::nullopt;
    found = &*at;
    among = &found->properties;
  }
  if (found == nullptr) return std::nullopt;
  PropertyFound alone = {.property = *found, .pointer = pointer};
  alone.property.properties.clear();
  return alone;
}

}  // namespace stackql::report
