#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/aws/sigv4.h"

// What the double of AWS knows: everything it answers comes from these values.
namespace stackql::aws_double {

// How ListResources pages the resources of a type.
enum class Paging : uint8_t {
  kPlain,
  kEmptyPage,      // the second page is empty and has a token
  kRepeatedToken,  // every page after the first ends in the token that asked for it
  kExpiredToken,   // no token is taken
};

struct Type {
  std::string name = {};
  std::vector<std::string> primary = {};         // properties of the identifier, in schema order
  std::vector<std::string> write_only = {};      // "Password" or "Login/Password": never answered
  std::vector<std::string> reversed = {};        // arrays that come back in another order
  std::vector<std::string> required_model = {};  // what ResourceModel must hold to list
  bool readable = true;                          // false: no read handler
  bool listable = true;                          // false: no list handler
  bool listed_whole = false;                     // lists show more than identifiers
  Paging paging = Paging::kPlain;
  std::string schema = {};  // what DescribeType answers; empty: one made of the name
  std::string provisioning = "FULLY_MUTABLE";
  std::string deprecated = "LIVE";
};

struct Resource {
  std::string type = {};
  std::string properties = "{}";  // JSON, as somebody wrote it
  std::string read_only = "{}";   // JSON, what AWS added
  std::string identifier = {};    // empty: made of the primary identifier's properties
};

// What SimulatePrincipalPolicy says of an action; of all others, implicitDeny.
struct Decision {
  std::string decision = "allowed";
  std::vector<std::string> missing_context = {};
  bool allowed_by_organizations = true;
  std::vector<std::pair<std::string, std::string>> of_resources = {};  // ARN, decision
};

// A finding of ValidatePolicy about every policy whose text holds `within`.
struct PolicyFinding {
  std::string within = {};
  std::string json = {};
};

struct World {
  std::string account = "123456789012";
  std::string caller = "arn:aws:iam::123456789012:user/canary";
  std::string user_id = "AIDACANARY";
  std::vector<Credentials> credentials = {
      {.key = "AKIACANARY0KEY000001", .secret = "canary/secret+000001", .token = ""}};
  std::vector<std::string> regions = {"us-east-1"};
  std::string iam_region = "us-east-1";

  std::vector<Type> types = {};
  std::vector<Resource> resources = {};
  std::map<std::string, std::string> requests = {};  // request token to ProgressEvent, JSON
  size_t page_size = 100;

  std::vector<std::string> principals = {};        // ARNs that policies can be simulated of
  std::map<std::string, Decision> decisions = {};  // by action
  size_t simulation_page = 100;
  std::map<std::string, std::string> roles = {};  // name to ARN

  std::vector<PolicyFinding> findings = {};
  size_t findings_page = 100;

  // What the container route and AssumeRoleWithWebIdentity give; taken like `credentials`.
  Credentials issued = {.key = "ASIACANARY0KEY000002",
                        .secret = "canary/secret+000002",
                        .token = "canary/session+token=000002",
                        .expires = 4102444800};
  std::string container_path = "/credentials";
  std::string container_token = "canary-container-token";
  std::string web_identity_role = "arn:aws:iam::123456789012:role/web";
  std::string web_identity_token = "canary.web.identity";

  const Type* FindType(const std::string& name) const;
};

}  // namespace stackql::aws_double
