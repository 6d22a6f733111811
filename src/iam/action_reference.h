#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn.h"
#include "snapshot/snapshot.h"

namespace stackql::iam {

// Whether an action has an access level; some have several.
bool Has(const snapshot::Action& action, snapshot::AccessLevel level);

// What is known of IAM actions (AWS Service Authorization Reference), looked up in place: cheap to
// copy, safe to share. Names of services, actions and condition keys are found in any case, as IAM
// compares them.
class ActionReference {
 public:
  // `overriding` goes before `builtin` for the services that it has; both outlive the reference.
  explicit ActionReference(snapshot::Snapshot builtin, snapshot::Snapshot overriding = {});

  // By prefix: "ivs". Null if there is no such service.
  const snapshot::ActionService* FindService(std::string_view prefix) const;
  // "ivs:CreateStage"; null if the reference does not list it.
  const snapshot::Action* FindAction(std::string_view action) const;
  // A service's resource type, by its exact name.
  const snapshot::ArnType* FindArnType(std::string_view prefix, std::string_view name) const;
  // What is known of a CloudFormation type's ARNs; null if nothing is.
  const snapshot::TypeArn* FindType(std::string_view type_name) const;
  // The properties of a CloudFormation type that hold policy documents.
  std::vector<const snapshot::PropertyPolicy*> PoliciesOf(std::string_view type_name) const;
  // Ways to permissions that a caller does not have, and to data: see `actions.fbs`.
  std::vector<const snapshot::EscalationPath*> EscalationPaths() const;
  std::vector<const snapshot::Exposure*> Exposures() const;
  // The CloudFormation types whose resources are of a service's resource type.
  std::vector<const snapshot::TypeArn*> TypesOf(std::string_view prefix,
                                                std::string_view arn_type) const;
  // Whether a property, at any depth, holds a policy or other document, or free text: the ARNs in
  // it name no resources of the call. `type`: the facts of its type; null: there are none.
  bool IsFree(const snapshot::TypeArn* type, std::string_view property) const;
  // What stands for the placeholder of an ARN template is made of.
  Piece::Alphabet AlphabetOf(std::string_view placeholder) const;
  // What is known of an entry of a handler's list ("read" of "AWS::Lambda::Function") that is not
  // an action, or is the wrong one, or not the only one that is needed.
  const snapshot::ActionRepair* FindRepair(std::string_view entry, std::string_view type_name,
                                           std::string_view handler) const;
  // How an action may give its caller permissions that it does not have though its access level
  // does not tell, as the rest of a sentence. Empty if that is not known.
  std::string_view FindEscalation(std::string_view action) const;
  // Whether requests need an action only if they name its resource: the role that is passed.
  bool IsByName(std::string_view action) const;
  // Whether a List-level action is known to be of one resource all the same.
  bool IsOfOne(std::string_view action) const;
  // Whether an action is on one resource at a time, whatever types it takes: tagging.
  bool IsSingle(std::string_view action) const;
  // Actions on roles that types with service-linked roles do to these.
  bool IsOfLinkedRole(std::string_view action) const;
  // Whether handlers are known to use an action on collections for the resource of a name.
  bool AsksByName(std::string_view action) const;
  // Whether a request is about one of that type though it names none: a default one, or a new one.
  bool HasDefault(std::string_view prefix, std::string_view arn_type) const;
  // Whether a service's condition key is in requests of other actions than those that list it.
  bool IsOfAnyAction(std::string_view key) const;
  // Whether a prefix was that of a service that AWS no longer has.
  bool IsRetired(std::string_view prefix) const;
  // The prefix of a service that is often called by another name ("stepfunctions"); empty: not
  // known.
  std::string_view PrefixOfName(std::string_view name) const;
  // Services as principals of policies, without ".amazonaws.com".
  std::vector<std::string_view> Principals() const;
  // The region of the only endpoint that a service has in the partition aws; empty: there are
  // others.
  std::string_view RegionOfService(std::string_view prefix) const;
  // The ARN template of the resources of a service's action, where those of its types say too
  // little.
  std::string_view ArnOf(std::string_view prefix, std::string_view name) const;
  // ARN templates of resources that an action applies to but that the reference does not list for
  // it.
  std::vector<std::string_view> FurtherArnsOf(std::string_view prefix, std::string_view name) const;
  // Whether some action of the service has such.
  bool HasFurtherArns(std::string_view prefix) const;
  // Whether resource control policies apply to an action: of these services, those on resources.
  bool IsUnderResourceControl(std::string_view action) const;
  // The action that a call of the Cloud Control API needs itself, by the call's name.
  std::string_view CloudControlAction(std::string_view call) const;
  // "aws:RequestTag/team" is found as "aws:RequestTag/${TagKey}".
  const snapshot::ConditionKey* FindKey(std::string_view key) const;

  // Every action that a policy's Action pattern matches, in alphabetical order within a service.
  using Visitor = std::function<void(std::string_view prefix, const snapshot::Action& action)>;
  void Expand(std::string_view pattern, const Visitor& visit) const;
  // The same of those services that `asked` holds for: a pattern may match all of them.
  using Asked = std::function<bool(std::string_view prefix)>;
  void Expand(std::string_view pattern, const Visitor& visit, const Asked& asked) const;

  // Prefixes of all services, sorted.
  std::vector<std::string_view> Services() const;
  // What the facts come from, with versions.
  std::vector<std::string_view> sources() const;

 private:
  snapshot::Snapshot builtin_;
  snapshot::Snapshot overriding_;
  const snapshot::ActionFacts* facts_ = nullptr;
};

// The name of an action in the reference's spelling if `listed`, which FindAction() gave for it, is
// not null; else as given.
std::string CanonicalName(std::string_view action, const snapshot::Action* listed);

}  // namespace stackql::iam
