#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "operation/bind.h"
#include "operation/binders.h"
#include "operation/properties.h"
#include "rules/manifest.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::ResourceType;

class UnqueriedBinder {
 public:
  UnqueriedBinder(Binding& binding, std::span<const ResourceType* const> types)
      : binding_(binding), types_(types) {}

  void Bind(const UnqueriedResource& unqueried) {
    const std::vector<const ResourceType*> candidates = Candidates(unqueried);
    const std::string& name = unqueried.resource->name;
    if (candidates.empty()) return LeaveOut(unqueried);
    if (candidates.size() > 1) {
      binding_.problems.push_back(
          {.what = rules::UnboundResource{.first = candidates[0]->type_name()->str(),
                                          .name = name,
                                          .second = candidates[1]->type_name()->str()},
           .where = binding_.values.Where(unqueried.resource->name_at)});
      return LeaveOut(unqueried);
    }
    const ResourceType& type = *candidates[0];
    Operation operation = {.call = Call::kCreate,
                           .type = &type,
                           .where = binding_.values.Where(unqueried.resource->name_at),
                           .resource = name};
    operation.type_name = type.type_name()->str();
    operation.table = "awscc." + type.service()->str() + "." +
                      binding_.catalog.TablesOf(type).resources->name()->str();
    operation.statement = operation.where;
    std::vector<Member> members;
    for (const Member& prop : unqueried.props) {
      const snapshot::Property* property = FindProperty(type, binding_.values.Text(prop.key));
      ValueId content = prop.value;
      if (property != nullptr) {
        content = PropertyValue(binding_.values, prop.value, type, *property, binding_.problems);
        if (CheckPlaceholder(binding_.values, content, binding_.problems)) continue;
      }
      members.push_back({prop.key, content});
    }
    operation.desired = binding_.values.AddObject(operation.where, members, false);
    binding_.bound.operations.push_back(std::move(operation));
  }

 private:
  void LeaveOut(const UnqueriedResource& unqueried) {
    binding_.LeaveUnresolved(binding_.values.Where(unqueried.resource->name_at),
                             "a resource without a query file");
    binding_.CountUnchecked("resource '" + unqueried.resource->name + "' without a query file",
                            binding_.values.Where(unqueried.resource->name_at));
  }

  // The types that a resource may have: those of its name (stage, stages, Stage) that have most of
  // its properties. Tags do not count, because most types have them.
  std::vector<const ResourceType*> Candidates(const UnqueriedResource& unqueried) const {
    std::vector<const ResourceType*> found;
    ptrdiff_t most = 1;
    for (const ResourceType* type : types_) {
      if (!NamedLike(*type, unqueried.resource->name)) continue;
      const ptrdiff_t fits =
          std::ranges::count_if(unqueried.resource->props, [&](const Prop& prop) {
            return prop.name != "Tags" && FindProperty(*type, prop.name) != nullptr;
          });
      if (fits < most) continue;
      if (fits > most) found.clear();
      most = fits;
      found.push_back(type);
    }
    return found;
  }

  bool NamedLike(const ResourceType& type, std::string_view name) const {
    const std::string_view full = type.type_name()->string_view();
    const std::string_view last = full.substr(full.rfind(':') + 1);
    if (name.empty() || Lower(name.front()) != Lower(last.front())) return false;
    const snapshot::SqlTable* table = binding_.catalog.TablesOf(type).resources;
    if (table == nullptr) return false;
    return name == table->name()->string_view() || catalog_name(name) == catalog_name(last);
  }

  // Lower case without underscores and hyphens, to compare resource names with type names.
  static std::string catalog_name(std::string_view name) {
    std::string folded;
    for (const char c : name) {
      if (c != '_' && c != '-') folded += Lower(c);
    }
    return folded;
  }

  Binding& binding_;
  std::span<const ResourceType* const> types_;  // all that there are
};

}  // namespace

std::vector<Bound> BindUnqueried(Values& values, const catalog::Catalog& catalog,
                                 std::span<const UnqueriedResource> resources) {
  std::vector<Bound> all;
  if (resources.empty()) return all;
  const std::vector<const ResourceType*> types = catalog.Types();
  for (const UnqueriedResource& resource : resources) {
    Binding binding(values, catalog);
    UnqueriedBinder(binding, types).Bind(resource);
    all.push_back(std::move(binding.bound));
  }
  return all;
}

}  // namespace stackql
