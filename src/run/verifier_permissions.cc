#include "run/verifier_permissions.h"

#include <utility>
#include <vector>

#include "verify/own_needs.h"

namespace stackql {

StackPermissions VerifierPermissions(const verify::Questions& questions,
                                     const verify::Checks& checks, const std::string& principal,
                                     PermissionOptions options, const catalog::Catalog& catalog,
                                     const iam::ActionReference& actions) {
  std::vector<ResourceTarget> targets;
  for (const verify::ResourceQuestion& question : questions.resources) {
    targets.push_back({question.type, question.region, question.identifier});
  }
  options.calls = {Call::kRead};
  StackPermissions permissions;
  FindTargetPermissions(targets, options, catalog, actions, permissions);
  permissions.operations.push_back({.needs = {.known = verify::OwnNeeds(checks, principal)}});
  return permissions;
}

}  // namespace stackql
