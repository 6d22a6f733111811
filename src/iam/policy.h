#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/sources.h"
#include "value/fwd.h"

namespace stackql::iam {

// What the parts of a policy that a template fills in may depend on, in words.
inline constexpr const char* kUnknownParts = "unknown parts of the policy";
inline constexpr const char* kUnknownAccount = "the account (--account)";
inline constexpr const char* kUnknownRegion = "the region (--region)";
inline constexpr const char* kUnknownPartition = "the partition (--partition)";

// A condition of a template, and whether it holds where something is there.
struct Choice {
  std::string condition = {};
  bool holds = true;

  friend auto operator<=>(const Choice&, const Choice&) = default;
};
// All of them, for something to be there; empty: it always is.
using Choices = std::vector<Choice>;

// A string of a policy. Parts that its template or a program fills in are holes.
struct PolicyText {
  std::string text = {};
  Loc where = {};
  std::set<std::string> unknown = {};  // what the holes of a template depend on; empty: not told
  Choices given = {};
};

// Whether it is not all known or always there, or a request fills in a part of it.
inline bool IsOpen(const PolicyText& text) {
  return HasHole(text.text) || text.text.find("${") != std::string::npos || !text.given.empty();
}

// One operator and key of a Condition.
struct PolicyTest {
  PolicyText op = {};   // "ForAllValues:StringEqualsIfExists"
  PolicyText key = {};  // "aws:RequestTag/team"
  std::vector<PolicyText> values = {};
  bool understood = true;  // its values are texts
};

// Principals of one kind.
struct PolicyPrincipals {
  PolicyText element = {};  // "Principal", "NotPrincipal"
  PolicyText kind = {};     // "AWS"; empty: what is written in place of kinds, such as "*"
  std::vector<PolicyText> names = {};
  bool complete = true;  // all of them are texts
};

enum class Effect : uint8_t { kAllow, kDeny, kUnknown };

struct PolicyStatement {
  Loc where = {};  // its Effect, or else what comes first
  Effect effect = Effect::kUnknown;
  PolicyText effect_text = {};  // empty, of no place: there is none
  PolicyText sid = {};
  bool not_action = false;
  bool not_resource = false;
  std::vector<PolicyPrincipals> principals = {};
  std::vector<PolicyText> actions = {};
  std::vector<PolicyText> resources = {};
  std::vector<PolicyTest> tests = {};
  bool complete = true;  // everything in it was understood
  Choices given = {};
  ValueId value = kNoValue;
};

// Whether a statement may allow or deny: of which, a template decides. One with another effect, or
// with an element that excludes another, says nothing: IAM refuses it.
inline bool HasOpenEffect(const PolicyStatement& statement) {
  const PolicyText& effect = statement.effect_text;
  return statement.effect == Effect::kUnknown &&
         (effect.where ? HasHole(effect.text) : !statement.complete);
}

// Whether a template decides if it is there, or what it is about.
inline bool IsChosen(const PolicyStatement& statement) {
  const auto chosen = [](const PolicyText& text) { return !text.given.empty(); };
  return !statement.given.empty() || std::ranges::any_of(statement.actions, chosen) ||
         std::ranges::any_of(statement.resources, chosen);
}

// What a policy is for ("Policies and permissions in IAM").
enum class PolicyKind : uint8_t {
  kIdentity,         // grants
  kBoundary,         // limits one identity
  kSession,          // limits one session of a role
  kControl,          // limits the identities of an organization's accounts
  kResourceControl,  // limits the resources of an organization's accounts
  kTrust,            // says who may assume a role
  kResource,         // says who may use a resource
};

// A policy document in a file.
struct PolicyDocument {
  Loc where = {};  // the key of its statements, or its first byte
  ValueId value = kNoValue;
  PolicyText version = {};  // empty: none
  std::vector<PolicyStatement> statements = {};
  bool complete = true;  // these are all of them; what they say, they may not know entirely
  Choices given = {};
};

// The version in which variables are replaced; without any, it is the one before.
inline constexpr std::string_view kPolicyVersion = "2012-10-17";
inline bool HasOldVersion(const PolicyDocument& document) {
  return document.version.text != kPolicyVersion && !HasHole(document.version.text);
}
inline std::string WriteVersion() {
  return R"(Write "Version": ")" + std::string(kPolicyVersion) + "\".";
}

// Whether everything in it was understood.
inline bool IsComplete(const PolicyDocument& document) {
  return document.complete && std::ranges::all_of(document.statements, &PolicyStatement::complete);
}

}  // namespace stackql::iam
