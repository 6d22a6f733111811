#include "iam/escalation.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "iam/policy_pattern.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

using snapshot::AccessLevel;

std::string_view WhyKnown(std::string_view action, const snapshot::Action* facts,
                          const ActionReference& actions) {
  if (const std::string_view why = actions.FindEscalation(action); !why.empty()) return why;
  const bool manages = facts != nullptr && Has(*facts, AccessLevel::PermissionsManagement);
  return manages ? "changes permissions" : std::string_view();
}

}  // namespace

std::string WhyEscalates(std::string_view action, const ActionReference& actions) {
  if (!HasWildcard(action)) {
    return std::string(WhyKnown(action, actions.FindAction(action), actions));
  }
  std::string why;
  actions.Expand(action, [&](std::string_view prefix, const snapshot::Action& each) {
    if (!why.empty()) return;
    const std::string name = std::string(prefix) + ":" + each.name()->str();
    const std::string_view known = WhyKnown(name, &each, actions);
    if (!known.empty()) why = "matches '" + name + "', which " + std::string(known);
  });
  return why;
}

}  // namespace stackql::iam
