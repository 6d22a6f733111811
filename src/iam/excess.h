#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_reference.h"
#include "iam/policy.h"
#include "lang/globs.h"

namespace stackql::iam {

// The resources that each action is needed on, by its name in lowercase letters.
using NeededResources = std::map<std::string, std::vector<lang::Glob>, std::less<>>;

// An element of an Allow statement that grants what nothing needs.
struct Excess {
  const PolicyText* element = nullptr;    // an action or a resource of the statement
  bool of_resource = false;               // the resource is needed for no action
  std::vector<std::string> actions = {};  // that nothing needs, the most powerful one first
  std::vector<std::string> needed = {};   // of the same element, those that are needed
  std::string level = {};                 // of the first action: "Write"
};

struct ExcessFound {
  std::vector<Excess> elements = {};
  size_t grants = 0;  // pairs of an action and a resource pattern that nothing needs
};

// What the Allow statements of a policy grant beyond what is needed. Statements with NotAction or
// NotResource, and parts that are not known, are passed over.
ExcessFound FindExcess(const PolicyDocument& document, const NeededResources& needed,
                       const ActionReference& actions);

}  // namespace stackql::iam
