#include "catalog/resource_facts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "snapshot/snapshot_objects.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

using snapshot::Handler;

constexpr std::array<std::pair<std::string_view, Handler>, 5> kHandlers = {{
    {"create", Handler::Create},
    {"read", Handler::Read},
    {"update", Handler::Update},
    {"delete", Handler::Delete},
    {"list", Handler::List},
}};

// Documents spell the properties between names as well, at the front or throughout.
constexpr std::string_view kProperties = "/properties/";

std::string Pointer(std::string path) {
  if (path.empty() || path.front() != '/') path.insert(path.begin(), '/');
  for (size_t at = path.find(kProperties); at != std::string::npos;
       at = path.find(kProperties, at + 1)) {
    path.erase(at, kProperties.size() - 1);
  }
  return path;
}

bool IsPropertyPath(std::string_view path) {
  constexpr size_t kLongestPath = 256;
  return path.size() > 1 && path.size() <= kLongestPath && path.front() == '/' &&
         All(path, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

bool IsTypeName(std::string_view name) {
  constexpr size_t kLongestName = 64;
  for (int parts = 1;; ++parts) {
    const size_t size = std::min(name.find("::"), name.size());
    const std::string_view part = name.substr(0, size);
    const bool plain = All(part, IsAlnum);
    if (part.empty() || part.size() > kLongestName || !plain) return false;
    if (size == name.size()) return parts == 3;
    name.remove_prefix(size + 2);
  }
}

std::string TextOf(const Values& values, ValueId object, std::string_view member) {
  const ValueId value = object == kNoValue ? kNoValue : values.Find(object, member);
  return value == kNoValue ? std::string() : std::string(values.Text(value));
}

std::vector<std::string> TextsOf(const Values& values, ValueId list) {
  std::vector<std::string> texts;
  if (list == kNoValue) return texts;
  for (const ValueId item : values.Elements(list)) texts.emplace_back(values.Text(item));
  return texts;
}

std::vector<std::string> PointersOf(const Values& values, ValueId list) {
  std::vector<std::string> pointers = TextsOf(values, list);
  for (std::string& pointer : pointers) pointer = Pointer(std::move(pointer));
  return pointers;
}

std::unique_ptr<snapshot::RelationT> RelationOf(const Values& values, ValueId relationship) {
  auto relation = std::make_unique<snapshot::RelationT>();
  relation->type_name = TextOf(values, relationship, "typeName");
  relation->property = TextOf(values, relationship, "propertyPath");
  if (!IsTypeName(relation->type_name) || !IsPropertyPath(relation->property)) return nullptr;
  relation->property = Pointer(std::move(relation->property));
  return relation;
}

std::string_view HandlerName(Handler handler) {
  const auto* found =
      std::ranges::find(kHandlers, handler, &decltype(kHandlers)::value_type::second);
  return found->first;
}

void FillHandlers(const Values& values, ValueId handlers, snapshot::ResourceTypeT& type) {
  if (handlers == kNoValue) return;
  for (const auto& entry : kHandlers) {
    const ValueId handler = values.Find(handlers, entry.first);
    if (handler == kNoValue) continue;
    const bool list = values[handler].kind == Kind::kArray;
    auto permissions = std::make_unique<snapshot::PermissionsT>();
    permissions->handler = entry.second;
    permissions->actions = TextsOf(values, list ? handler : values.Find(handler, "permissions"));
    type.handlers.push_back(std::move(permissions));
  }
}

void FillTagging(const Values& values, ValueId tagging, snapshot::ResourceTypeT& type) {
  if (tagging == kNoValue) return;
  const auto holds = [&](std::string_view member) {
    return TextOf(values, tagging, member) == "true";
  };
  type.tagging = std::make_unique<snapshot::TaggingT>();
  type.tagging->taggable = holds("taggable");
  type.tagging->on_create = holds("tagOnCreate");
  type.tagging->updatable = holds("tagUpdatable");
  type.tagging->system_tags = TextOf(values, tagging, "cloudFormationSystemTags") != "false";
  const std::string property = TextOf(values, tagging, "tagProperty");
  if (!property.empty()) type.tagging->property = Pointer(property);
  type.tagging->permissions = TextsOf(values, values.Find(tagging, "permissions"));
}

void FillIdentifierPattern(const Values& values, ValueId properties,
                           snapshot::ResourceTypeT& type) {
  if (properties == kNoValue || type.primary_identifier.size() != 1) return;
  const std::string& pointer = type.primary_identifier.front();
  const ValueId only = values.Find(properties, std::string_view(pointer).substr(1));
  if (only != kNoValue) type.identifier_pattern = TextOf(values, only, "pattern");
}

void SortByName(snapshot::ServiceT& service) {
  std::ranges::sort(service.types, {}, [](const auto& type) { return type->type_name; });
  std::ranges::sort(service.tables, {}, [](const auto& table) { return table->name; });
}

}  // namespace stackql::catalog
