#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_reference.h"
#include "iam/arn.h"
#include "iam/arn_template.h"
#include "iam/known_values.h"
#include "iam/need.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql::iam {

// What is known of where operations go, besides what the stack says.
struct AwsContext {
  std::string account = {};    // 12 digits; empty: not known
  std::string region = {};     // for operations that leave it open; empty: not known
  std::string partition = {};  // for operations whose region is not known; empty: aws
  // The role that Cloud Control is given to run handlers with; empty: none, they run as the caller.
  std::string service_role = {};
};

// The resource that an operation is about, as far as ARN templates can be filled with it.
class OwnResource {
 public:
  // `holes`: what they hold. `creations`: calls of the stack that create it, if it can be assumed
  // that one of them did.
  OwnResource(const Operation& operation, const Values& values, const ActionReference& actions,
              const AwsContext& context, HoleTexts holes = {},
              std::span<const Operation* const> creations = {});

  // Whether the reference's resource type is the operation's.
  bool Is(std::string_view prefix, std::string_view arn_type) const;
  // Whether the type's own resource types are those of the service.
  bool IsOfService(std::string_view prefix) const;
  // Whether it is one of the type's own, but not that of this resource: a rule of another bus.
  bool IsOther(std::string_view prefix, std::string_view arn_type) const;
  // Of the templates of a resource type of the service, those that the CloudFormation type uses: an
  // API of the first generation has other ARNs than one of the second.
  std::vector<std::string_view> OfType(const std::vector<std::string_view>& arn_templates) const;
  // Whether resources of the other template lie within it: objects of a bucket.
  bool Contains(std::string_view prefix, std::string_view arn_template) const;
  // Whether the operation certainly does not need an action, because a property is not set.
  bool IsIdle(std::string_view action) const;
  // Whether it has a property, or is of a resource that the stack creates with it.
  Tri Has(std::string_view property) const;
  // The ARN templates of its own resource types.
  const std::vector<std::string>& templates() const { return templates_; }
  // Whether the optional parts of the ARN, such as the path of a role, are known.
  bool IsFormed(std::string_view arn_template) const;
  // What is known of the properties that hold ARNs of the reference's type.
  const snapshot::TypeArn* facts() const { return facts_; }
  // The resource itself, in a template of its type; or another one, filled with where it is.
  Arn One(std::string_view arn_template) const;
  // Every resource of the template there, as far as it is not this one's.
  Arn Any(std::string_view arn_template) const;
  // A resource of another type, which is not known, or of which one placeholder is.
  Arn Other(std::string_view arn_template) const;
  Arn Other(std::string_view arn_template, std::string_view placeholder, const Arn& text) const;
  // The one that the identifier is the ARN of, or of a part of; empty if it is not.
  std::vector<Arn> OfIdentifier(const std::vector<std::string_view>& arn_templates) const;
  // Those of the template that lie within this one.
  Arn Within(std::string_view arn_template) const;
  // The region that it is in; empty if that is not known.
  std::string region() const;
  std::string partition() const;
  // Why One() is as narrow as it is.
  Reason reason() const { return reason_; }

 private:
  using Fills = TemplateParts;

  void Pick(const Values& values);
  void AddTemplates(const ActionReference& actions);
  void FillFromName(const Values& values);
  void FillFromFills(const Values& values);
  void FillFromIdentifier(const Values& values);
  void FillFromPart(const Arn& part, std::string_view property);
  bool FillFromSpelling(const Arn& text, std::string_view property);
  Arn FormOf(std::string_view placeholder, bool own) const;
  Arn FormOf(std::string_view placeholder, const Operation& creation) const;
  Arn Fill(std::string_view arn_template, const Fills& fills, const Piece& otherwise) const;
  Arn Spelled(std::string_view placeholder, Arn text) const;
  Arn Extended(std::string_view arn_template, const Piece& otherwise) const;

  const Operation& operation_;
  const ActionReference& actions_;
  const snapshot::TypeArn* facts_ = nullptr;      // null: nothing is known of the type's ARNs
  std::vector<std::string_view> arn_types_ = {};  // the own ones
  std::vector<std::string_view> others_ = {};     // ... that are not this resource's
  std::vector<std::string> templates_ = {};       // of the ARN types
  const Values& values_;
  HoleTexts known_;
  std::vector<const Operation*> creations_ = {};
  Fills places_;        // Partition, Region, Account
  Fills fills_;         // the type's own placeholders
  Piece unknown_ = {};  // for those without
  Arn given_ = {};      // the identifier, if that is an ARN
  Reason reason_ = Reason::kOwnType;
};

}  // namespace stackql::iam
