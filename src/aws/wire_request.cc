#include "aws/wire_request.h"

#include <string_view>

#include "aws/json_document.h"
#include "aws/sign.h"
#include "value/value.h"

namespace stackql::aws {
namespace {

// The operation of Cloud Control, whole: there is no way to name another.
constexpr std::string_view kGetResource = "CloudApiService.GetResource";

constexpr std::string_view kCloudFormationVersion = "2010-05-15";
constexpr std::string_view kStsVersion = "2011-06-15";
constexpr std::string_view kIamVersion = "2010-05-08";

constexpr size_t kPage = 100;  // results; Access Analyzer gives at most so many
constexpr size_t kSimulationPage = 1000;

// The members of an object of strings.
class ObjectText {
 public:
  // An empty value is one that is not given.
  ObjectText& Add(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    text_.append(text_.empty() ? "" : ",").append(JsonQuoted(name)).append(":");
    text_ += JsonQuoted(value);
    return *this;
  }
  std::string Text() const { return "{" + text_ + "}"; }

 private:
  std::string text_ = {};
};

// The body of a request of the query protocol.
class Form {
 public:
  Form(Call call, std::string_view version) : call_(call) {
    Add("Action", FactsOf(call).name);
    Add("Version", version);
  }

  void Add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    body_.append(body_.empty() ? "" : "&").append(name).append("=").append(UriEncode(value));
  }
  void AddList(const std::string& name, const std::vector<std::string>& values) {
    for (size_t i = 0; i < values.size(); ++i) {
      Add(name + ".member." + std::to_string(i + 1), values[i]);
    }
  }
  WireRequest Finish() const {
    return {.call = call_,
            .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
            .body = body_};
  }

 private:
  Call call_;
  std::string body_ = {};
};

}  // namespace

WireRequest Encode(const ResourceQuery& query) {
  return {
      .call = Call::kGetResource,
      .headers = {{"Content-Type", "application/x-amz-json-1.0"},
                  {"X-Amz-Target", std::string(kGetResource)}},
      .body =
          ObjectText().Add("TypeName", query.type_name).Add("Identifier", query.identifier).Text()};
}

WireRequest Encode(const TypeQuery& query) {
  Form form(Call::kDescribeType, kCloudFormationVersion);
  form.Add("Type", "RESOURCE");
  form.Add("TypeName", query.type_name);
  return form.Finish();
}

WireRequest Encode(const IdentityQuery& /*nothing to say*/) {
  return Form(Call::kGetCallerIdentity, kStsVersion).Finish();
}

WireRequest Encode(const RoleQuery& query) {
  Form form(Call::kGetRole, kIamVersion);
  form.Add("RoleName", query.name);
  return form.Finish();
}

WireRequest Encode(const SimulationQuery& query) {
  Form form(Call::kSimulatePrincipalPolicy, kIamVersion);
  form.Add("PolicySourceArn", query.principal);
  form.AddList("ActionNames", query.actions);
  form.AddList("ResourceArns", query.resources);
  for (size_t i = 0; i < query.context.size(); ++i) {
    const ContextEntry& entry = query.context[i];
    const std::string name = "ContextEntries.member." + std::to_string(i + 1);
    form.Add(name + ".ContextKeyName", entry.key);
    form.Add(name + ".ContextKeyType", entry.type);
    form.AddList(name + ".ContextKeyValues", entry.values);
  }
  form.Add("MaxItems", std::to_string(kSimulationPage));
  form.Add("Marker", query.marker);
  return form.Finish();
}

WireRequest Encode(const ValidationQuery& query) {
  WireRequest request = {.call = Call::kValidatePolicy,
                         .headers = {{"Content-Type", "application/json"}}};
  request.path = "/policy/validation?maxResults=" + std::to_string(kPage);
  if (!query.next_token.empty()) request.path += "&nextToken=" + UriEncode(query.next_token);
  request.body = ObjectText()
                     .Add("policyDocument", query.document)
                     .Add("policyType", query.policy_type)
                     .Add("validatePolicyResourceType", query.resource_type)
                     .Text();
  return request;
}

}  // namespace stackql::aws
