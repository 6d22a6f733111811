#include "iam/action_section.h"

#include <algorithm>
#include <memory>
#include <set>

#include "base/ascii.h"
#include "snapshot/actions_objects.h"
#include "snapshot/pack.h"

namespace stackql::iam {
namespace {

bool IsRegional(const snapshot::ActionServiceT& service) {
  return !service.arn_types.empty() &&
         std::all_of(service.arn_types.begin(), service.arn_types.end(), [](const auto& type) {
           return !type->arns.empty() && type->arns[0].find("${Region}") != std::string::npos;
         });
}

// Each type that an action names is one of the service's; of those that the source leaves out,
// nothing is known.
void AddMissingTypes(snapshot::ActionServiceT& service) {
  std::set<std::string> known;
  for (const auto& type : service.arn_types) known.insert(type->name);
  for (const auto& action : service.actions) {
    for (const auto& resource : action->resources) {
      if (!known.insert(resource->arn_type).second) continue;
      service.arn_types.push_back(std::make_unique<snapshot::ArnTypeT>());
      service.arn_types.back()->name = resource->arn_type;
    }
  }
}

template <typename Elements, typename Name>
void Sort(Elements& elements, const Name& name) {
  std::sort(elements.begin(), elements.end(),
            [&](const auto& a, const auto& b) { return name(*a) < name(*b); });
}

}  // namespace

std::string ServiceSection(snapshot::ActionServiceT service) {
  Sort(service.actions, [](const auto& action) { return Lower(action.name); });
  service.regional = IsRegional(service);
  AddMissingTypes(service);
  Sort(service.arn_types, [](const auto& type) { return type.name; });
  return snapshot::Pack<snapshot::ActionService>(service);
}

std::string FactsSection(snapshot::ActionFactsT facts) {
  Sort(facts.types, [](const auto& type) { return type.type_name; });
  Sort(facts.repairs, [](const auto& repair) { return Lower(repair.entry); });
  Sort(facts.keys, [](const auto& key) { return Lower(key.name); });
  Sort(facts.escalations, [](const auto& each) { return Lower(each.action); });
  return snapshot::Pack<snapshot::ActionFacts>(facts);
}

}  // namespace stackql::iam
