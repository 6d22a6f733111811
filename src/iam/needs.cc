#include "iam/needs.h"

#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "catalog/resource_facts.h"
#include "iam/policy_pattern.h"
#include "iam/scope.h"
#include "iam/tags.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using snapshot::Handler;

constexpr std::string_view kRequestTag = "aws:RequestTag/${TagKey}";

std::vector<Handler> HandlersOf(Call call) {
  switch (call) {
    case Call::kCreate:
      return {Handler::Create};
    case Call::kRead:
      return {Handler::Read};
    case Call::kUpdate:
      return {Handler::Update, Handler::Read};
    case Call::kDelete:
      return {Handler::Delete};
    case Call::kList:
      return {Handler::List};
    default:
      return {};
  }
}

// prefix:Name, as IAM accepts actions ("IAM JSON policy elements: Action"); it refuses policies
// with other characters as a whole.
bool IsWellFormed(std::string_view entry) {
  const size_t colon = entry.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == entry.size()) return false;
  return All(entry.substr(0, colon), [](char c) { return IsAlnum(c) || c == '-'; }) &&
         All(entry.substr(colon + 1),
             [](char c) { return IsAlnum(c) || c == '-' || c == '*' || c == '?'; });
}

// The role that a request names, or else is to name.
Arn ServiceRoleOf(const Operation& operation, const Values& values, const AwsContext& context) {
  if (operation.service_role != kNoValue) return PartOf(values, operation.service_role);
  if (context.service_role.empty()) return {};
  return {{.text = context.service_role}};
}

class NeedFinder {
 public:
  NeedFinder(const Operation& operation, const Values& values, const StackCalls& calls,
             const ActionReference& actions, const AwsContext& context, Scope scope)
      : operation_(operation),
        actions_(actions),
        service_role_(ServiceRoleOf(operation, values, context)),
        shows_role_(!context.service_role.empty()),
        scoper_(operation, values, calls, actions, context, scope),
        tags_(TagsOf(operation, values)) {}

  Needs Find() {
    found_.known.push_back(
        {.action = std::string(actions_.CloudControlAction(Name(operation_.call))),
         .resources = {StarArn()},
         .reason = operation_.call == Call::kTags ? Reason::kStarOnly : Reason::kCloudControl,
         .cloud_control = true,
         .region = scoper_.region()});
    const std::vector<Handler> handlers = HandlersOf(operation_.call);
    if (handlers.empty()) return std::move(found_);
    if (!service_role_.empty()) AddServiceRole();
    // What the handlers need is then the role's to have.
    if (!service_role_.empty() && !shows_role_) return std::move(found_);
    if (operation_.type == nullptr) {
      found_.unresolved = operation_.type_name.empty()
                              ? "the catalog has no type for '" + operation_.table + "'"
                              : "type '" + operation_.type_name + "' is not in the catalog";
      return std::move(found_);
    }
    for (const Handler handler : handlers) AddHandler(handler);
    AddUnlisted(handlers.front());
    return std::move(found_);
  }

 private:
  // The caller hands it to Cloud Control (Service Authorization Reference, dependent actions).
  void AddServiceRole() {
    found_.known.push_back({.action = std::string(kPassRole),
                            .resources = {service_role_},
                            .reason = Reason::kAsked,
                            .cloud_control = true,
                            .for_service = "cloudformation.amazonaws.com"});
  }

  void AddHandler(Handler handler) {
    const snapshot::Permissions* listed = catalog::FindHandler(*operation_.type, handler);
    if (listed == nullptr || listed->actions() == nullptr) {
      if (!found_.unresolved.empty()) return;
      found_.unresolved = "the documents of '" + operation_.type_name + "' do not list what its " +
                          snapshot::EnumNameHandler(handler) + " handler needs";
      return;
    }
    for (const auto* entry : *listed->actions()) {
      const std::string_view name = entry->string_view();
      const ListedBy by = Has(listed->documents_only(), name)  ? ListedBy::kDocuments
                          : Has(listed->registry_only(), name) ? ListedBy::kRegistry
                                                               : ListedBy::kAll;
      AddEntry(Trim(name, " "), {handler, by});
    }
  }

  // What is known to be needed although no list has it.
  void AddUnlisted(Handler handler) {
    const snapshot::TypeArn* facts = actions_.FindType(operation_.type_name);
    if (facts == nullptr || facts->adds() == nullptr) return;
    for (const snapshot::AddedAction* each : *facts->adds()) {
      if (!scoper_.IsNeeded(*each)) continue;
      Add(each->action()->str(), actions_.FindAction(each->action()->string_view()),
          ListingStatus::kImplied, {handler}, operation_.type_name,
          flatbuffers::GetStringView(each->arn()));
    }
  }

  // Where an entry is listed.
  struct Source {
    Handler handler = {};
    ListedBy listed_by = ListedBy::kAll;
  };

  template <typename List>
  static bool Has(const List* list, std::string_view name) {
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](const auto* entry) {
             return entry->string_view() == name;
           });
  }

  void AddEntry(std::string_view entry, Source source) {
    if (!IsWellFormed(entry)) {
      found_.left_out.emplace_back(entry);
      return;
    }
    const snapshot::Action* listed = actions_.FindAction(entry);
    const snapshot::ActionRepair* repair =
        actions_.FindRepair(entry, operation_.type_name, catalog::HandlerName(source.handler));
    if (repair != nullptr && repair->actions() != nullptr) {
      for (const auto* action : *repair->actions()) {
        Add(action->str(), actions_.FindAction(action->string_view()),
            listed == nullptr ? ListingStatus::kRepaired : ListingStatus::kImplied, source, entry);
      }
    }
    if (repair != nullptr && repair->replaces()) return;
    Add(CanonicalName(entry, listed), listed, StatusOf(entry, listed), source);
  }

  ListingStatus StatusOf(std::string_view entry, const snapshot::Action* listed) const {
    if (listed != nullptr) return ListingStatus::kListed;
    if (HasWildcard(entry)) return ListingStatus::kWildcard;
    const bool service = actions_.FindService(entry.substr(0, entry.find(':'))) != nullptr;
    return service ? ListingStatus::kUnlisted : ListingStatus::kUnknownService;
  }

  // `arn`: the template of its resources, if those of the reference are not meant.
  void Add(const std::string& action, const snapshot::Action* listed, ListingStatus status,
           Source source, std::string_view added_for = {}, std::string_view arn = {}) {
    if (!seen_.emplace(action, arn).second) return;
    for (const std::string& service : ServicesOf(action)) {
      Add(action, listed, status, source, added_for,
          arn.empty() ? scoper_.ResourcesOf(action, listed, service) : scoper_.ResourcesOf(arn),
          service);
    }
  }

  void Add(const std::string& action, const snapshot::Action* listed, ListingStatus status,
           Source source, std::string_view added_for, Scoped scoped, std::string_view service) {
    if (scoped.resources.empty() && scoped.perhaps.empty())
      return;  // there is nothing to call it on
    Need need = {.action = action,
                 .resources = std::move(scoped.resources),
                 .any_of = scoped.any_of,
                 .perhaps = std::move(scoped.perhaps),
                 .reason = scoped.reason,
                 .status = status,
                 .added_for = std::string(added_for),
                 .listed_by = source.listed_by,
                 .handler = source.handler,
                 .for_service = std::string(service),
                 .region = scoper_.region(),
                 .request_tags = RequestTagsOf(listed, scoped.reason)};
    found_.known.push_back(std::move(need));
  }

  // Of the calls that may set the tags of the operation's own resource; one that does nothing else
  // is not made without tags.
  std::optional<RequestTags> RequestTagsOf(const snapshot::Action* listed, Reason reason) const {
    const bool own = reason == Reason::kOwnType || reason == Reason::kNamed;
    if (!own || listed == nullptr || !Has(listed->conditions(), kRequestTag)) return std::nullopt;
    const bool tagging = iam::Has(*listed, snapshot::AccessLevel::Tagging);
    return tagging && tags_ && tags_->values.empty() ? std::nullopt : tags_;
  }

  // The services that an action on a role is for; one that is empty if they are not known. Some
  // have another principal in China ("AWS services in China", differences in IAM).
  std::vector<std::string> ServicesOf(std::string_view action) const {
    const snapshot::TypeArn* facts = actions_.FindType(operation_.type_name);
    std::vector<std::string> unknown = {""};
    if (facts == nullptr || ServiceKeyOf(action).empty() || scoper_.partition() == "aws-cn")
      return unknown;
    if (action == kPassRole) {
      const std::string_view other = flatbuffers::GetStringView(facts->passes_elsewhere());
      const bool sure = facts->passes_to() != nullptr && (other.empty() || scoper_.Lacks(other));
      return sure ? std::vector<std::string>{facts->passes_to()->str()} : unknown;
    }
    if (facts->linked_services() == nullptr) return unknown;
    std::vector<std::string> services;
    for (const auto* each : *facts->linked_services()) services.push_back(each->str());
    return services;
  }

  const Operation& operation_;
  const ActionReference& actions_;
  Arn service_role_;  // empty: the handlers run as the caller
  bool shows_role_;   // what it needs is asked for, too
  Scoper scoper_;
  std::optional<RequestTags> tags_;
  std::set<std::pair<std::string, std::string>, std::less<>> seen_;  // with the ARN's template
  Needs found_;
};

}  // namespace

std::string_view Name(Reason reason) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"front-door", "star-only", "uncatalogued", "own-type", "identifier", "named", "enumerates",
       "linked", "other-type", "optional-only", "asked"});
  return kNames.at(static_cast<size_t>(reason));
}

std::string_view ServiceKeyOf(std::string_view action) {
  if (action == kPassRole) return "iam:PassedToService";
  return action == "iam:CreateServiceLinkedRole" ? "iam:AWSServiceName" : std::string_view();
}

Needs NeedsOf(const Operation& operation, const Values& values, const StackCalls& calls,
              const ActionReference& actions, const AwsContext& context, Scope scope) {
  return NeedFinder(operation, values, calls, actions, context, scope).Find();
}

}  // namespace stackql::iam
