#include "support/aws/rest_services.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace stackql::aws_double {
namespace {

constexpr std::array<std::string_view, 4> kPolicyTypes = {
    "IDENTITY_POLICY", "RESOURCE_POLICY", "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"};

// The content of a member that is a string, else nothing.
std::string TextOf(const Json& input, const char* name) {
  const auto found = input.find(name);
  return found != input.end() && found->is_string() ? found->get<std::string>() : "";
}

Response Invalid(const Call& call, const std::string& reason, const std::string& message) {
  Response reply = ErrorReply(call, 400, "ValidationException", message);
  reply.body = Json{{"message", message}, {"reason", reason}, {"fieldList", Json::array()}}.dump();
  return reply;
}

}  // namespace

Response ValidatePolicy(const Call& call, const std::string& body, const World& world,
                        Pages& pages) {
  const Json input = Json::parse(body, nullptr, false);
  if (!input.is_object()) return Invalid(call, "cannotParse", "The body is not an object.");
  const std::string policy = TextOf(input, "policyDocument");
  const std::string type = TextOf(input, "policyType");
  if (std::find(kPolicyTypes.begin(), kPolicyTypes.end(), type) == kPolicyTypes.end()) {
    return Invalid(call, "fieldValidationFailed", "Bad policyType.");
  }
  if (!Json::parse(policy, nullptr, false).is_object()) {
    return Invalid(call, "fieldValidationFailed", "The policy is not a JSON object.");
  }
  std::vector<const PolicyFinding*> all;
  for (const PolicyFinding& finding : world.findings) {
    if (policy.find(finding.within) != std::string::npos) all.push_back(&finding);
  }
  size_t wanted = 100;
  const std::string most(Find(call.parameters, "maxResults"));
  std::from_chars(most.data(), most.data() + most.size(), wanted);
  const std::string token(Find(call.parameters, "nextToken"));
  const std::string question = "validate " + type + policy;
  const std::optional<Page> page = token.empty() ? Page() : pages.Take(question, token);
  if (!page) return Invalid(call, "fieldValidationFailed", "Bad nextToken.");
  const size_t end = std::min(page->begin + std::min(wanted, world.findings_page), all.size());
  Json reply = {{"findings", Json::array()}};
  for (size_t i = page->begin; i < end; ++i) {
    reply["findings"].push_back(Json::parse(all[i]->json, nullptr, false));
  }
  if (end < all.size()) reply["nextToken"] = pages.Give(question, {.begin = end});
  return JsonReply(call, reply);
}

Response ContainerCredentials(const Call& call, const Request& request, const World& world) {
  if (request.Get("authorization") != world.container_token) {
    return ErrorReply(call, 403, "AccessDenied", "Bad container token");
  }
  return JsonReply(call, {{"AccessKeyId", world.issued.key},
                          {"SecretAccessKey", world.issued.secret},
                          {"Token", world.issued.token},
                          {"Expiration", IsoTime(world.issued.expires)},
                          {"RoleArn", world.web_identity_role}});
}

}  // namespace stackql::aws_double
