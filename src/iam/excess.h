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
  const PolicyText* element = nullptr;   // an action or a resource of the statement
  bool of_resource = false;              // the resource is needed for no action
  size_t count = 0;                      // actions that nothing needs
  std::string action = {};               // the most powerful one of them
  std::string level = {};                // of that action: "Write"
  std::vector<std::string> needed = {};  // actions of the same element that are needed
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
