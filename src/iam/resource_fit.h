#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "iam/action_reference.h"
#include "lang/globs.h"

namespace stackql::iam {

// Which resource types of the reference have ARNs that some patterns match. A type is looked at
// once, when it is first asked for. The facts must outlive it.
class ResourceFit {
 public:
  ResourceFit(std::vector<lang::Glob> patterns, const ActionReference& actions);
  ResourceFit(ResourceFit&&) = default;
  ResourceFit(const ResourceFit&) = delete;
  ResourceFit& operator=(const ResourceFit&) = delete;
  ~ResourceFit() = default;

  // Whether an action of the service applies to any of them. It has resource types.
  bool Holds(std::string_view prefix, const snapshot::Action& action);

  // False: no action of the service applies to any of them.
  bool MayHoldAny(std::string_view prefix);

  // Whether one of the patterns may match the ARN that the action alone is on, if there is such.
  bool HoldsOwn(std::string_view prefix, const snapshot::Action& action) const;

  const std::vector<lang::Glob>& patterns() const { return patterns_; }

 private:
  struct Service {
    const snapshot::ActionService* facts = nullptr;
    bool possible = true;        // some type's ARNs have the service of a pattern
    bool further = false;        // some of its actions are on resources that are not listed
    std::vector<Tri> fits = {};  // of each type of the service; kUnknown: not looked at yet
  };

  Service& Find(std::string_view prefix);
  bool HoldsType(Service& service, std::string_view name);
  bool HoldsFurther(std::string_view prefix, const snapshot::Action& action) const;
  bool MayHold(const snapshot::ArnType& type) const;
  bool MayBeOf(std::string_view arn_template) const;
  bool HoldsTemplate(std::string_view arn_template) const;
  bool LookAt(std::string_view arn_template) const;

  std::vector<lang::Glob> patterns_;
  std::vector<std::u32string> services_;  // in the ARNs of each; empty: not one alone
  const ActionReference& actions_;
  std::map<std::string_view, Service> known_ = {};  // by prefix
  mutable std::unordered_map<std::string_view, bool> templates_ = {};
  // The last one that was asked for: actions come service by service.
  std::string_view last_ = {};
  Service* last_service_ = nullptr;
};

}  // namespace stackql::iam
