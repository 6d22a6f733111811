#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn.h"
#include "snapshot/fwd.h"

namespace stackql::iam {

// How wide the resources of a need are where the reference leaves a choice.
enum class Scope : uint8_t {
  kStrict,  // the narrowest that AWS documents: for asking whether something is missing
  kSafe,    // never narrower than what a service may evaluate: for what is granted
  kStar,    // "*" throughout
};

// Why a need's resources are what they are.
enum class Reason : uint8_t {
  kCloudControl,  // Cloud Control's own actions name no resources
  kStarOnly,      // the action names no resources
  kUncatalogued,  // nothing is known of the action
  kOwnType,       // the operation's own resource
  kIdentifier,    // ... and its identifier is known
  kNamed,         // ... and the name it will have is known
  kEnumerates,    // the action lists a collection
  kLinked,        // another resource, which a property names
  kOtherType,     // another resource, which is not known
  kOptionalOnly,  // the action may name one of several, none of them the operation's
  kAsked,         // --scope star
};
// "front-door", "star-only", ...
std::string_view Name(Reason reason);

// What is known of an entry of a handler's list.
enum class ListingStatus : uint8_t {
  kListed,          // an action of the reference
  kUnlisted,        // the service has no such action
  kUnknownService,  // the prefix is not that of a service
  kWildcard,        // s3:*
  kRepaired,        // put there for an entry that names an API operation
  kImplied,         // put there because an action that is listed needs it, too
};

// Whether it is an action that AWS lists.
constexpr bool IsAction(ListingStatus status) {
  return status == ListingStatus::kListed || status == ListingStatus::kRepaired ||
         status == ListingStatus::kImplied;
}

// The sources that list an action for a handler.
enum class ListedBy : uint8_t {
  kAll,
  kDocuments,  // StackQL's documents alone
  kRegistry,   // the registry's schema alone, which is newer
};

// The tags that a request sets, if it sets any.
struct RequestTags {
  std::map<std::string, std::optional<std::string>> values = {};  // by key; none: not known
  bool complete = true;  // CloudFormation adds none, whose keys begin with "aws:"

  friend auto operator<=>(const RequestTags&, const RequestTags&) = default;
};

// An IAM action that an operation needs.
struct Need {
  std::string action = {};          // in the reference's spelling where it is listed
  std::vector<Arn> resources = {};  // on each of these
  bool any_of = false;              // ... or rather on one of them; which one is not known
  std::vector<Arn> perhaps = {};    // and on these, if the request names them
  Reason reason = Reason::kStarOnly;
  ListingStatus status = ListingStatus::kListed;
  std::string added_for = {};  // kRepaired, kImplied: the entry
  ListedBy listed_by = ListedBy::kAll;
  bool cloud_control = false;      // to call Cloud Control; else for what the call does
  snapshot::Handler handler = {};  // whose list names it; of no meaning for Cloud Control's own
  std::string for_service = {};    // of an action of ServiceKeyOf(): the only one; empty: not known
  std::string region = {};         // of the request; empty: not known
  std::optional<RequestTags> request_tags = {};  // of the own resource; none: not known
  bool supports_stack_tag = false;  // all its resources have the tags of the operation's own one

  friend auto operator<=>(const Need&, const Need&) = default;
};

// The half of what operations need that one principal has to be allowed, if a service role runs the
// handlers.
enum class Half : uint8_t { kBoth, kCaller, kRole };
inline bool IsOf(Half half, const Need& need) {
  return half == Half::kBoth || (half == Half::kCaller) == need.cloud_control;
}

inline constexpr std::string_view kPassRole = "iam:PassRole";

// The condition key that says for which service an action on a role is; empty if there is none.
std::string_view ServiceKeyOf(std::string_view action);

}  // namespace stackql::iam
