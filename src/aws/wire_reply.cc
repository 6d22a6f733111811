#include "aws/wire_reply.h"

#include <algorithm>

#include "aws/json_document.h"
#include "aws/xml.h"

namespace stackql::aws {
namespace {

bool IsJsonObject(const std::string& text) { return JsonDocument(text).root().IsObject(); }

// The result within the reply to `call`: <CallResponse><CallResult>.
const XmlElement* ReadResult(const std::string& body, Call call, XmlElement& root) {
  const std::string name(FactsOf(call).name);
  if (!ParseXml(body, root) || root.name != name + "Response") return nullptr;
  return root.Child(name + "Result");
}

bool IsDecision(const std::string& text) {
  return text == "allowed" || text == "explicitDeny" || text == "implicitDeny";
}

bool ReadSimulated(const XmlElement& element, Simulated& result) {
  result.action = element.TextOf("EvalActionName");
  result.resource = element.TextOf("EvalResourceName");
  result.decision = element.TextOf("EvalDecision");
  for (const XmlElement* key : element.ListOf("MissingContextValues")) {
    result.missing_context.push_back(key->text);
  }
  for (const XmlElement* each : element.ListOf("ResourceSpecificResults")) {
    result.resources.push_back(
        {each->TextOf("EvalResourceName"), each->TextOf("EvalResourceDecision")});
  }
  return !result.action.empty() && IsDecision(result.decision) &&
         std::all_of(result.resources.begin(), result.resources.end(),
                     [](const ResourceDecision& each) { return IsDecision(each.decision); });
}

bool ReadFinding(const JsonNode& node, PolicyFinding& finding) {
  finding.type = node["findingType"].Text();
  finding.code = node["issueCode"].Text();
  finding.details = node["findingDetails"].Text();
  finding.link = node["learnMoreLink"].Text();
  for (const JsonNode& location : node["locations"].Elements()) {
    const std::optional<uint64_t> begin = location["span"]["start"]["offset"].Number();
    const std::optional<uint64_t> end = location["span"]["end"]["offset"].Number();
    if (begin && end && *begin <= *end) finding.spans.push_back({*begin, *end});
  }
  return !finding.type.empty() && !finding.code.empty();
}

}  // namespace

bool Decode(const std::string& body, Resource& reply) {
  const JsonDocument document(body);
  const JsonNode resource = document.root()["ResourceDescription"];
  reply.identifier = resource["Identifier"].Text();
  reply.properties = resource["Properties"].Text();
  return resource["Identifier"].IsString() && IsJsonObject(reply.properties);
}

bool Decode(const std::string& body, TypeDescription& reply) {
  XmlElement root;
  const XmlElement* result = ReadResult(body, Call::kDescribeType, root);
  if (result == nullptr) return false;
  reply.type_name = result->TextOf("TypeName");
  reply.arn = result->TextOf("Arn");
  reply.schema = result->TextOf("Schema");
  reply.provisioning_type = result->TextOf("ProvisioningType");
  reply.deprecated_status = result->TextOf("DeprecatedStatus");
  reply.visibility = result->TextOf("Visibility");
  return !reply.type_name.empty() && IsJsonObject(reply.schema);
}

bool Decode(const std::string& body, Identity& reply) {
  XmlElement root;
  const XmlElement* result = ReadResult(body, Call::kGetCallerIdentity, root);
  if (result == nullptr) return false;
  reply.account = result->TextOf("Account");
  reply.arn = result->TextOf("Arn");
  reply.user_id = result->TextOf("UserId");
  return !reply.account.empty() && !reply.arn.empty();
}

bool Decode(const std::string& body, Role& reply) {
  XmlElement root;
  const XmlElement* result = ReadResult(body, Call::kGetRole, root);
  const XmlElement* role = result == nullptr ? nullptr : result->Child("Role");
  if (role == nullptr) return false;
  reply.arn = role->TextOf("Arn");
  return !reply.arn.empty();
}

bool Decode(const std::string& body, SimulationPage& reply) {
  XmlElement root;
  const XmlElement* result = ReadResult(body, Call::kSimulatePrincipalPolicy, root);
  if (result == nullptr) return false;
  for (const XmlElement* each : result->ListOf("EvaluationResults")) {
    if (!ReadSimulated(*each, reply.results.emplace_back())) return false;
  }
  reply.truncated = result->TextOf("IsTruncated") == "true";
  reply.marker = result->TextOf("Marker");
  return result->Child("EvaluationResults") != nullptr &&
         (!reply.truncated || !reply.marker.empty());
}

bool Decode(const std::string& body, ValidationPage& reply) {
  const JsonDocument document(body);
  const JsonNode list = document.root()["findings"];
  for (const JsonNode& node : list.Elements()) {
    if (!ReadFinding(node, reply.findings.emplace_back())) return false;
  }
  reply.next_token = document.root()["nextToken"].Text();
  return list.IsArray();
}

}  // namespace stackql::aws
