#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "aws/endpoint.h"

namespace stackql::aws {

// All that is ever asked of AWS with the caller's credentials; none of it changes anything.
enum class Call : uint8_t {
  kGetResource,
  kDescribeType,
  kGetCallerIdentity,
  kGetRole,
  kSimulatePrincipalPolicy,
  kValidatePolicy,
};

// How a service writes requests and replies.
enum class Protocol : uint8_t { kJson, kQuery, kRestJson };

struct CallFacts {
  std::string_view name = {};
  Service service = Service::kCloudControl;
  Protocol protocol = Protocol::kJson;
  uint64_t largest = 0;  // bytes of a reply
};

const CallFacts& FactsOf(Call call);

// cloudcontrol: GetResource.
struct ResourceQuery {
  std::string type_name = {};
  std::string identifier = {};  // values joined by '|', or a JSON object
};
struct Resource {
  std::string identifier = {};
  std::string properties = {};  // JSON text of an object; may hold what nobody should see
};

// cloudformation: DescribeType, of a resource type.
struct TypeQuery {
  std::string type_name = {};
};
struct TypeDescription {
  std::string type_name = {};
  std::string arn = {};
  std::string schema = {};             // JSON text of an object
  std::string provisioning_type = {};  // NON_PROVISIONABLE, IMMUTABLE or FULLY_MUTABLE
  std::string deprecated_status = {};  // LIVE or DEPRECATED
  std::string visibility = {};         // PUBLIC or PRIVATE
};

// sts: GetCallerIdentity, which needs no permission.
struct IdentityQuery {};
struct Identity {
  std::string account = {};
  std::string arn = {};
  std::string user_id = {};
};

// iam: GetRole.
struct RoleQuery {
  std::string name = {};  // without its path, as the ARN of a role's session has it
};
struct Role {
  std::string arn = {};  // with the path
};

// iam: SimulatePrincipalPolicy, a page of it.
struct ContextEntry {
  std::string key = {};
  std::string type = "string";
  std::vector<std::string> values = {};
};
struct SimulationQuery {
  std::string principal = {};  // ARN of a user, group or role; no session of a role
  std::vector<std::string> actions = {};
  std::vector<std::string> resources = {};
  std::vector<ContextEntry> context = {};
  std::string marker = {};
};
struct ResourceDecision {
  std::string resource = {};
  std::string decision = {};
};
struct Simulated {
  std::string action = {};
  std::string resource = {};                      // may be an ARN template
  std::string decision = {};                      // allowed, explicitDeny or implicitDeny
  std::vector<ResourceDecision> resources = {};   // one by one, where IAM says so
  std::vector<std::string> missing_context = {};  // keys that the decision depends on
};
struct SimulationPage {
  std::vector<Simulated> results = {};
  bool truncated = false;  // there are more, however short this page is
  std::string marker = {};
};

// access-analyzer: ValidatePolicy, a page of it.
struct ValidationQuery {
  std::string document = {};
  std::string policy_type = "IDENTITY_POLICY";
  std::string resource_type = {};  // of what a resource policy is attached to; may be empty
  std::string next_token = {};
};
// Half-open offsets into the policy's text, from 0, as the service counts them: bytes as long as
// the text is ASCII.
struct PolicySpan {
  uint64_t begin = 0;
  uint64_t end = 0;
};
struct PolicyFinding {
  std::string type = {};  // ERROR, SECURITY_WARNING, WARNING or SUGGESTION
  std::string code = {};
  std::string details = {};
  std::string link = {};
  std::vector<PolicySpan> spans = {};
};
struct ValidationPage {
  std::vector<PolicyFinding> findings = {};
  std::string next_token = {};
};

}  // namespace stackql::aws
