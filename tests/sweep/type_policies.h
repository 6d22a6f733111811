#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "iam/action_reference.h"
#include "iam/grant.h"
#include "iam/need.h"

namespace stackql::sweep {

inline constexpr std::array<std::pair<std::string_view, iam::Scope>, 3> kScopes = {
    {{"safe", iam::Scope::kSafe}, {"strict", iam::Scope::kStrict}, {"star", iam::Scope::kStar}}};

// An action on a concrete resource; "*" where the action names none, or nothing is known of it.
struct SampleRequest {
  std::string action = {};
  std::string resource = {};
  friend auto operator<=>(const SampleRequest&, const SampleRequest&) = default;
};

// A grant with why its resource is what it is.
struct ReasonedGrant {
  iam::Grant grant = {};
  iam::Reason reason = {};
};

// An operation with the policies that are generated for it, and requests that it may make.
struct TypePolicies {
  std::string type = {};                             // AWS::IVS::Stage
  std::string call = {};                             // create
  std::string of = {};                               // "type", or the statement: "INSERT with all"
  std::array<iam::GrantDocument, 3> documents = {};  // by kScopes
  std::vector<SampleRequest> requests = {};          // that each document has to allow
  std::vector<SampleRequest> of_safe = {};           // that only `safe` has to
  std::vector<std::string> unlisted = {};            // actions that the reference does not have
  std::vector<ReasonedGrant> wider = {};             // granted in scope safe, but not in strict
  std::vector<ReasonedGrant> on_all = {};            // on "*" in scope safe
};

// Of everything that may be done with resources of a type; and by statements that set what is
// required, or all there is.
std::vector<TypePolicies> PoliciesOfType(const std::string& type, const catalog::Catalog& catalog,
                                         const iam::ActionReference& actions);

}  // namespace stackql::sweep
