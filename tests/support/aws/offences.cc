#include "support/aws/offences.h"

namespace stackql::aws_double {
namespace {

struct Secret {
  std::string name;
  std::string text;
};

std::vector<Secret> SecretsOf(const World& world) {
  std::vector<Secret> secrets = {{"the container's token", world.container_token},
                                 {"the web identity token", world.web_identity_token}};
  std::vector<Credentials> credentials = world.credentials;
  credentials.push_back(world.issued);
  for (const Credentials& one : credentials) {
    secrets.push_back({"an access key", one.key});
    secrets.push_back({"a secret key", one.secret});
    secrets.push_back({"a session token", one.token});
  }
  return secrets;
}

// Whether a text holds the secret, as it is or escaped.
bool Holds(const std::string& text, const std::string& secret) {
  if (secret.empty()) return false;
  return text.find(secret) != std::string::npos ||
         PercentDecode(text).find(secret) != std::string::npos;
}

// The secret that a header is for.
bool Belongs(const std::string& header, const Secret& secret) {
  if (header == "authorization") {
    return secret.name == "an access key" || secret.name == "the container's token";
  }
  return header == "x-amz-security-token" && secret.name == "a session token";
}

std::string BodyToSearch(const Request& request, const Call& call) {
  if (call.operation != "AssumeRoleWithWebIdentity") return request.body;
  std::string body;
  for (const auto& [name, value] : call.parameters) {
    if (name != "WebIdentityToken") body.append(name).append("=").append(value).append("&");
  }
  return body;
}

}  // namespace

std::vector<std::string> FindOffences(const Request& request, const Call& call,
                                      const World& world) {
  std::vector<std::string> offences;
  if (!call.known) offences.push_back("MUTATION ATTEMPT: " + call.operation);
  if (call.known && request.body.find("\"RoleArn\"") != std::string::npos) {
    offences.emplace_back("a role is passed");
  }
  const std::string body = BodyToSearch(request, call);
  for (const Secret& secret : SecretsOf(world)) {
    if (Holds(request.path + "?" + request.query, secret.text)) {
      offences.push_back(secret.name + " in the address");
    }
    for (const Header& header : request.headers) {
      const std::string name = Lower(header.first);
      if (!Belongs(name, secret) && Holds(header.second, secret.text)) {
        offences.push_back(secret.name + " in the header " + name);
      }
    }
    if (Holds(body, secret.text)) offences.push_back(secret.name + " in the body");
  }
  return offences;
}

}  // namespace stackql::aws_double
