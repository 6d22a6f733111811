#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_reference.h"
#include "iam/arn.h"
#include "iam/known_values.h"
#include "iam/need.h"
#include "iam/own_resource.h"
#include "iam/stack_calls.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql::iam {

// The resources that an action is needed on, as of a Need.
struct Scoped {
  std::vector<Arn> resources = {};
  bool any_of = false;
  std::vector<Arn> perhaps = {};
  Reason reason = Reason::kStarOnly;
};

// Finds the resources that an operation's actions are authorised on, from the Service Authorization
// Reference's resource types and ARN templates. What is not certain widens.
class Scoper {
 public:
  Scoper(const Operation& operation, const Values& values, const StackCalls& calls,
         const ActionReference& actions, const AwsContext& context, Scope scope);

  // `action` is what the reference has on the name; null: nothing.
  // `service`: the one that a service-linked role is for; empty: not known.
  Scoped ResourcesOf(std::string_view name, const snapshot::Action* action,
                     std::string_view service) const;
  // Those of an ARN template, for the parts of which the operation's properties may stand.
  Scoped ResourcesOf(std::string_view arn_template) const;
  // Whether a request surely has no such property.
  bool Lacks(std::string_view property) const;
  // Whether the operation needs what requests with a property do; where that is not known, a scope
  // may include it.
  bool IsNeeded(const snapshot::AddedAction& added) const;
  // The region that the operation goes to; empty if that is not known.
  std::string region() const { return own_.region(); }
  // That of the region, or the one to assume.
  std::string partition() const { return own_.partition(); }

 private:
  struct Asked {
    std::string_view name = {};
    std::string_view prefix = {};
    const snapshot::Action& action;
  };
  // How requests name resources of a type that is not the operation's own.
  struct Use {
    enum How {
      kNamed,    // by a property that is set
      kPerhaps,  // by a property that may be set
      kNot,      // not at all: no property that could name one is set
      kUnknown,  // no property is known to name one
    };
    How how = kUnknown;
    bool exact = true;  // `arns` are those that are named, else all that may be
    std::vector<Arn> arns = {};
  };

  std::span<const Operation* const> CreationsOf(const Operation& operation) const;
  Scoped OnPath(const Asked& asked) const;
  std::string_view CollectionOf(const Asked& asked, std::string_view own) const;
  Arn CreatedUnder() const;
  Scoped OnLinkedRoles() const;
  Scoped OwnOf(const Asked& asked, bool one) const;
  Scoped Required(const Asked& asked, bool one) const;
  Scoped OptionalOwn(const Asked& asked, bool one) const;
  Scoped Collection(const Asked& asked) const;
  Scoped Optional(const Asked& asked) const;
  bool OnPart(const Asked& asked) const;
  bool Enumerates(const snapshot::Action& action) const;
  static bool AddIfFits(const Arn& text, const std::vector<std::string_view>& templates,
                        std::vector<Arn>& arns);
  Use UseOf(std::string_view prefix, std::string_view arn_type) const;
  bool IsPart(std::string_view prefix, std::string_view arn_type) const;
  void AddOwn(std::string_view prefix, std::string_view arn_type, bool one, Scoped& scoped) const;
  Use::How AddForeign(std::string_view prefix, std::string_view arn_type, bool required,
                      Scoped& scoped) const;
  void AddPerhaps(std::string_view prefix, std::string_view arn_type, Scoped& scoped) const;
  void AddLinked(const std::vector<std::string_view>& templates, std::vector<Arn>& linked) const;
  std::vector<Arn> ArnsOfRows(ValueId text, std::string_view prefix,
                              std::string_view arn_type) const;
  std::vector<std::string_view> TemplatesOf(std::string_view prefix,
                                            std::string_view arn_type) const;

  const Operation& operation_;
  const Values& values_;
  const StackCalls& calls_;
  const ActionReference& actions_;
  const AwsContext& context_;
  Scope scope_;
  HoleTexts known_;
  OwnResource own_;
  Skips free_;  // properties that hold documents or free text
};

}  // namespace stackql::iam
