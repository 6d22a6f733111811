#pragma once

#include <string_view>
#include <vector>

#include "iam/action_reference.h"
#include "iam/arn.h"
#include "iam/need.h"
#include "iam/own_resource.h"
#include "operation/operation.h"
#include "value/value.h"

namespace stackql::iam {

// The resources that an action is needed on: all of them.
struct Scoped {
  std::vector<Arn> resources = {};
  Reason reason = Reason::kStarOnly;
};

// Finds the resources that an operation's actions are authorised on, from the Service Authorization
// Reference's resource types and ARN templates. What is not certain widens.
class Scoper {
 public:
  Scoper(const Operation& operation, const Values& values, const ActionReference& actions,
         const AwsContext& context, Scope scope);

  // `action` is what the reference has on the name; null: nothing.
  Scoped ResourcesOf(std::string_view name, const snapshot::Action* action) const;
  // The region that the operation goes to; empty if that is not known.
  std::string region() const { return own_.region(); }

 private:
  Scoped Collection(std::string_view prefix, const snapshot::Action& action) const;
  Scoped Optional(std::string_view prefix, const snapshot::Action& action, bool one) const;
  bool Enumerates(const snapshot::Action& action) const;
  void AddOwn(std::string_view prefix, std::string_view arn_type, bool one, Scoped& scoped) const;
  void AddOther(std::string_view prefix, std::string_view arn_type, Scoped& scoped) const;
  bool AddLinked(std::string_view prefix, std::string_view arn_type, Scoped& scoped) const;
  bool IsPlainlyUnused(std::string_view prefix, std::string_view arn_type) const;
  std::vector<std::string_view> TemplatesOf(std::string_view prefix,
                                            std::string_view arn_type) const;

  const Operation& operation_;
  const Values& values_;
  const ActionReference& actions_;
  OwnResource own_;
  Scope scope_;
};

}  // namespace stackql::iam
