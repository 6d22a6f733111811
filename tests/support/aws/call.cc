#include "support/aws/call.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace stackql::aws_double {
namespace {

struct QueryOperation {
  std::string_view service;
  std::string_view version;
  std::string_view name;
};

constexpr std::array kQueryOperations = {
    QueryOperation{"cloudformation", "2010-05-15", "DescribeType"},
    QueryOperation{"sts", "2011-06-15", "GetCallerIdentity"},
    QueryOperation{"sts", "2011-06-15", "AssumeRoleWithWebIdentity"},
    QueryOperation{"iam", "2010-05-08", "SimulatePrincipalPolicy"},
    QueryOperation{"iam", "2010-05-08", "GetRole"},
};

constexpr std::array<std::string_view, 3> kCloudControl = {"GetResource", "ListResources",
                                                           "GetResourceRequestStatus"};

void ClassifyJson(const Request& request, Call& call) {
  call.protocol = Protocol::kJson;
  call.service = "cloudcontrolapi";
  call.operation = request.Get("x-amz-target");
  constexpr std::string_view kPrefix = "CloudApiService.";
  if (call.operation.rfind(kPrefix, 0) != 0) return;
  call.operation.erase(0, kPrefix.size());
  call.known =
      request.method == "POST" && request.path == "/" && request.query.empty() &&
      request.Get("content-type") == "application/x-amz-json-1.0" &&
      std::find(kCloudControl.begin(), kCloudControl.end(), call.operation) != kCloudControl.end();
}

void ClassifyQuery(const Request& request, Call& call) {
  call.protocol = Protocol::kQuery;
  call.operation = Find(call.parameters, "Action");
  const std::string_view version = Find(call.parameters, "Version");
  for (const QueryOperation& operation : kQueryOperations) {
    if (operation.version == version) call.service = operation.service;
    if (operation.version != version || operation.name != call.operation) continue;
    call.known = request.method == "POST" && request.path == "/" && request.query.empty();
  }
  call.is_signed = call.operation != "AssumeRoleWithWebIdentity";
}

}  // namespace

std::string Call::RequestId() const {
  std::array<char, 48> text = {};
  std::snprintf(text.data(), text.size(), "00000000-0000-4000-8000-%012zu", number);
  return text.data();
}

Call Classify(const Request& request, const World& world) {
  Call call;
  call.parameters = ReadParameters(request.query, false);
  const bool form =
      request.Get("content-type").substr(0, 33) == "application/x-www-form-urlencoded";
  if (form) {
    const Parameters sent = ReadParameters(request.body, true);
    call.parameters.insert(call.parameters.end(), sent.begin(), sent.end());
  }
  if (request.Has("x-amz-target")) {
    ClassifyJson(request, call);
  } else if (!Find(call.parameters, "Action").empty()) {
    ClassifyQuery(request, call);
  } else if (request.path == "/policy/validation") {
    call.protocol = Protocol::kRest;
    call.service = "access-analyzer";
    call.operation = "ValidatePolicy";
    call.known = request.method == "POST";
  } else if (request.path == world.container_path && request.method == "GET") {
    call.operation = "ContainerCredentials";
    call.known = true;
    call.is_signed = false;
  } else {
    call.operation = request.method + " " + request.path;
  }
  return call;
}

}  // namespace stackql::aws_double
