#pragma once

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/action_reference.h"
#include "lang/globs.h"

namespace stackql::iam {

// Which resource types of the reference have ARNs that some patterns match. Each type is looked at
// once. The facts must outlive it.
class ResourceFit {
 public:
  ResourceFit(std::vector<lang::Glob> patterns, const ActionReference& actions)
      : patterns_(std::move(patterns)), actions_(actions) {}

  // Whether an action of the service applies to any of them. It has resource types.
  bool Holds(std::string_view prefix, const snapshot::Action& action);

  const std::vector<lang::Glob>& patterns() const { return patterns_; }

 private:
  bool HoldsType(std::string_view prefix, std::string_view name);
  bool HoldsTemplate(std::string_view arn_template) const;

  std::vector<lang::Glob> patterns_;
  const ActionReference& actions_;
  std::map<const snapshot::ArnType*, bool> types_;
};

}  // namespace stackql::iam
