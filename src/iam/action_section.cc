#include "iam/action_section.h"

#include <algorithm>

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

template <typename Elements, typename Name>
void Sort(Elements& elements, const Name& name) {
  std::sort(elements.begin(), elements.end(),
            [&](const auto& a, const auto& b) { return name(*a) < name(*b); });
}

}  // namespace

std::string ServiceSection(snapshot::ActionServiceT service) {
  Sort(service.actions, [](const auto& action) { return Lower(action.name); });
  Sort(service.arn_types, [](const auto& type) { return type.name; });
  service.regional = IsRegional(service);
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
