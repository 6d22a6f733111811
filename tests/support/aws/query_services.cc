#include "support/aws/query_services.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace stackql::aws_double {
namespace {

std::string Parameter(const Call& call, std::string_view name) {
  return std::string(Find(call.parameters, name));
}

// `prefix`.member.1, .2 and so on.
std::vector<std::string> Members(const Call& call, const std::string& prefix) {
  std::vector<std::string> members;
  for (;;) {
    const std::string name = prefix + ".member." + std::to_string(members.size() + 1);
    const std::string value = Parameter(call, name);
    if (value.empty()) return members;
    members.push_back(value);
  }
}

// The first parameter that is neither of the protocol nor among the names (before ".member."); as
// AWS ignores it, it would be a mistake that nobody sees.
std::string Unexpected(const Call& call, const std::set<std::string>& names) {
  for (const auto& [name, value] : call.parameters) {
    const std::string head = name.substr(0, name.find(".member."));
    if (head != "Action" && head != "Version" && names.count(head) == 0) return name;
  }
  return "";
}

Response DescribeType(const Call& call, const World& world) {
  const std::string name = Parameter(call, "TypeName");
  const std::string unexpected = Unexpected(call, {"Type", "TypeName"});
  if (!unexpected.empty() || Parameter(call, "Type") != "RESOURCE" || name.empty()) {
    return ErrorReply(call, 400, "CFNRegistryException", "Unexpected parameters: " + unexpected);
  }
  const Type* type = world.FindType(name);
  if (type == nullptr) {
    return ErrorReply(call, 404, "TypeNotFoundException",
                      "The type '" + name + "' cannot be found.");
  }
  std::string arn_name = name;
  for (size_t at = 0; (at = arn_name.find("::", at)) != std::string::npos;) {
    arn_name.replace(at, 2, "-");
  }
  const std::string schema =
      type->schema.empty() ? R"({"typeName":")" + name + R"(","properties":{}})" : type->schema;
  return XmlReply(call, Element("Arn", "arn:aws:cloudformation:" + world.regions.front() +
                                           "::type/resource/" + arn_name) +
                            Element("Type", "RESOURCE") + Element("TypeName", name) +
                            Element("IsDefaultVersion", "true") + Element("Schema", schema) +
                            Element("ProvisioningType", type->provisioning) +
                            Element("DeprecatedStatus", type->deprecated) +
                            Element("Visibility", "PUBLIC"));
}

Response GetCallerIdentity(const Call& call, const World& world) {
  return XmlReply(call, Element("Arn", world.caller) + Element("UserId", world.user_id) +
                            Element("Account", world.account));
}

Response AssumeRoleWithWebIdentity(const Call& call, const World& world) {
  const std::string unexpected =
      Unexpected(call, {"RoleArn", "RoleSessionName", "WebIdentityToken", "DurationSeconds"});
  const std::string session = Parameter(call, "RoleSessionName");
  if (!unexpected.empty() || session.size() < 2 || session.size() > 64) {
    return ErrorReply(call, 400, "ValidationError", "Unexpected parameters: " + unexpected);
  }
  if (Parameter(call, "WebIdentityToken") != world.web_identity_token) {
    return ErrorReply(call, 400, "InvalidIdentityToken", "The web identity token is not valid.");
  }
  if (Parameter(call, "RoleArn") != world.web_identity_role) {
    return ErrorReply(call, 403, "AccessDenied",
                      "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }
  const std::string& role = world.web_identity_role;
  const std::string name = role.substr(role.rfind('/') + 1);
  const std::string user =
      Element("AssumedRoleId", "AROACANARY:" + session) +
      Element("Arn", "arn:aws:sts::" + world.account + ":assumed-role/" + name + "/" + session);
  return XmlReply(call,
                  Nest("Credentials", Element("AccessKeyId", world.issued.key) +
                                          Element("SecretAccessKey", world.issued.secret) +
                                          Element("SessionToken", world.issued.token) +
                                          Element("Expiration", IsoTime(world.issued.expires))) +
                      Nest("AssumedRoleUser", user));
}

Response GetRole(const Call& call, const World& world) {
  const std::string name = Parameter(call, "RoleName");
  const auto role = world.roles.find(name);
  if (role == world.roles.end()) {
    return ErrorReply(call, 404, "NoSuchEntity",
                      "The role with name " + name + " cannot be found.");
  }
  const std::string& arn = role->second;
  const std::string path = arn.substr(arn.find(":role/") + 5);
  return XmlReply(
      call, Nest("Role", Element("Path", path.substr(0, path.rfind('/') + 1)) +
                             Element("RoleName", name) + Element("RoleId", "AROACANARY") +
                             Element("Arn", arn) + Element("CreateDate", "2023-01-01T00:00:00Z") +
                             Element("AssumeRolePolicyDocument", "%7B%7D")));
}

std::string Evaluation(const std::string& action, const Decision& decision) {
  std::string missing;
  for (const std::string& name : decision.missing_context) missing += Element("member", name);
  std::string specific;
  for (const auto& [arn, verdict] : decision.of_resources) {
    specific +=
        Nest("member", Element("EvalResourceName", arn) + Element("EvalResourceDecision", verdict));
  }
  const std::string organizations =
      Element("AllowedByOrganizations", decision.allowed_by_organizations ? "true" : "false");
  return Nest("member", Element("EvalActionName", action) + Element("EvalResourceName", "*") +
                            Element("EvalDecision", decision.decision) +
                            Nest("MatchedStatements", "") + Nest("MissingContextValues", missing) +
                            Nest("OrganizationsDecisionDetail", organizations) +
                            Nest("ResourceSpecificResults", specific));
}

// What is wrong with the question; empty if nothing is.
std::string SimulationFault(const Call& call, const std::vector<std::string>& actions) {
  const std::string unexpected =
      Unexpected(call, {"PolicySourceArn", "ActionNames", "ResourceArns", "ContextEntries",
                        "MaxItems", "Marker", "CallerArn", "ResourceHandlingOption"});
  if (!unexpected.empty()) return "Unexpected parameter " + unexpected;
  if (actions.empty()) return "No actions";
  for (const std::string& action : actions) {
    if (action.size() < 3 || action.size() > 128) return "Bad length of action " + action;
  }
  const std::string arn = Parameter(call, "PolicySourceArn");
  if (arn.find(":assumed-role/") != std::string::npos) return "Invalid Entity Arn: " + arn;
  return "";
}

Response SimulatePrincipalPolicy(const Call& call, const World& world, Pages& pages) {
  const std::vector<std::string> actions = Members(call, "ActionNames");
  const std::string fault = SimulationFault(call, actions);
  if (!fault.empty()) return ErrorReply(call, 400, "InvalidInput", fault);
  const std::string arn = Parameter(call, "PolicySourceArn");
  if (std::count(world.principals.begin(), world.principals.end(), arn) == 0) {
    return ErrorReply(call, 404, "NoSuchEntity", "The entity " + arn + " cannot be found.");
  }
  std::string question = "simulate " + arn;
  for (const std::string& action : actions) question += " " + action;
  const std::string marker = Parameter(call, "Marker");
  const std::optional<Page> page = marker.empty() ? Page() : pages.Take(question, marker);
  if (!page) return ErrorReply(call, 400, "InvalidInput", "Invalid Marker");
  size_t wanted = 100;
  const std::string most = Parameter(call, "MaxItems");
  std::from_chars(most.data(), most.data() + most.size(), wanted);
  if (wanted < 1 || wanted > 1000) return ErrorReply(call, 400, "InvalidInput", "Bad MaxItems");
  const size_t end =
      std::min(page->begin + std::min(wanted, world.simulation_page), actions.size());
  std::string results;
  for (size_t i = page->begin; i < end; ++i) {
    const auto known = world.decisions.find(actions[i]);
    results += Evaluation(actions[i], known != world.decisions.end()
                                          ? known->second
                                          : Decision{.decision = "implicitDeny"});
  }
  std::string more = Element("IsTruncated", end < actions.size() ? "true" : "false");
  if (end < actions.size()) more += Element("Marker", pages.Give(question, {.begin = end}));
  return XmlReply(call, Nest("EvaluationResults", results) + more);
}

}  // namespace

Response AnswerQuery(const Call& call, const World& world, Pages& pages) {
  if (call.operation == "DescribeType") return DescribeType(call, world);
  if (call.operation == "GetCallerIdentity") return GetCallerIdentity(call, world);
  if (call.operation == "GetRole") return GetRole(call, world);
  if (call.operation == "SimulatePrincipalPolicy") {
    return SimulatePrincipalPolicy(call, world, pages);
  }
  return AssumeRoleWithWebIdentity(call, world);
}

}  // namespace stackql::aws_double
