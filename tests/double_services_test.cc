#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "double_asking.h"

namespace stackql::aws_double {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// What stands between <name> and </name> for the first time.
std::string Between(const std::string& xml, const std::string& name) {
  const size_t begin = xml.find("<" + name + ">");
  const size_t end = xml.find("</" + name + ">");
  return begin == std::string::npos
             ? ""
             : xml.substr(begin + name.size() + 2, end - begin - name.size() - 2);
}

class DoubleServices : public Asking {
 protected:
  Received Describe(const std::string& type) {
    return Form("cloudformation", "Action=DescribeType&Version=2010-05-15&Type=RESOURCE&TypeName=" +
                                      PercentEncode(type));
  }
  Received Simulate(const std::string& arn, const std::string& more) {
    return Form("iam", "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=" +
                           PercentEncode(arn) + more);
  }
  Received Validate(const json& input, const std::string& query = "") {
    Request request = {.method = "POST",
                       .path = "/policy/validation",
                       .query = query,
                       .headers = {{"Content-Type", "application/json"}},
                       .body = input.dump()};
    return Send(Sign(request, settings_.world.credentials[0], "access-analyzer"));
  }
  static std::string Actions(const std::vector<std::string>& names) {
    std::string text;
    for (size_t i = 0; i < names.size(); ++i) {
      text += "&ActionNames.member." + std::to_string(i + 1) + "=" + PercentEncode(names[i]);
    }
    return text;
  }
};

TEST_F(DoubleServices, DescribeTypes) {
  settings_.world.types[0].schema = R"({"typeName":"AWS::S3::Bucket","description":"a < b & c"})";
  const std::string reply = Describe("AWS::S3::Bucket").body;
  EXPECT_EQ(Between(reply, "Schema"),
            "{&quot;typeName&quot;:&quot;AWS::S3::Bucket&quot;,&quot;description&quot;:&quot;a "
            "&lt; b &amp; c&quot;}");
  EXPECT_EQ(Between(reply, "ProvisioningType"), "FULLY_MUTABLE");
  EXPECT_THAT(reply, HasSubstr("<DescribeTypeResponse xmlns=\"http://cloudformation."));
  EXPECT_EQ(Between(Describe("AWS::Sample::Silent").body, "ProvisioningType"), "NON_PROVISIONABLE");
  const Received missing = Describe("AWS::X::Y");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(Between(missing.body, "Code"), "TypeNotFoundException");
}

TEST_F(DoubleServices, TellWhoCalls) {
  const Received reply = Form("sts", "Action=GetCallerIdentity&Version=2011-06-15");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(Between(reply.body, "Account"), "123456789012");
  EXPECT_EQ(Between(reply.body, "Arn"), "arn:aws:iam::123456789012:user/canary");
}

TEST_F(DoubleServices, GiveCredentialsForAWebIdentity) {
  const std::string question =
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=session&RoleArn=" +
      PercentEncode(settings_.world.web_identity_role) + "&WebIdentityToken=";
  Request request = FormCall(question + settings_.world.web_identity_token);
  request.headers.emplace_back("Connection", "close");
  const Received reply = Send(request);
  EXPECT_EQ(reply.status, 200) << reply.body;
  const Credentials issued = {.key = Between(reply.body, "AccessKeyId"),
                              .secret = Between(reply.body, "SecretAccessKey"),
                              .token = Between(reply.body, "SessionToken")};
  EXPECT_EQ(Between(reply.body, "Expiration"), "2100-01-01T00:00:00Z");
  const Request next = CloudControlCall(
      "GetResource", {{"TypeName", "AWS::S3::Bucket"}, {"Identifier", "bucket-1"}});
  EXPECT_EQ(Send(Sign(next, issued, "cloudcontrolapi")).status, 200) << "they are good";
  request.body = question + "wrong";
  EXPECT_EQ(Between(Send(request).body, "Code"), "InvalidIdentityToken");
}

TEST_F(DoubleServices, GiveCredentialsToAContainer) {
  Request request = {
      .method = "GET",
      .path = "/credentials",
      .headers = {{"Authorization", "canary-container-token"}, {"Connection", "close"}}};
  EXPECT_EQ(Send(request).Json()["AccessKeyId"], settings_.world.issued.key);
  request.headers[0].second = "wrong";
  EXPECT_EQ(Send(request).status, 403);
}

TEST_F(DoubleServices, SimulateInShortPages) {
  const std::string& arn = settings_.world.principals[0];
  const std::string actions = Actions({"s3:CreateBucket", "s3:GetObject", "s3:DeleteBucket"});
  const std::string first = Simulate(arn, actions).body;
  EXPECT_EQ(Between(first, "IsTruncated"), "true");
  EXPECT_THAT(first, HasSubstr("<EvalActionName>s3:CreateBucket</EvalActionName>"));
  EXPECT_THAT(first, HasSubstr("<EvalDecision>implicitDeny</EvalDecision>"));
  EXPECT_THAT(first, HasSubstr("<member>aws:SourceIp</member>"));
  EXPECT_THAT(first, Not(HasSubstr("DeleteBucket")));
  const std::string marker = "&Marker=" + PercentEncode(Between(first, "Marker"));
  const std::string second = Simulate(arn, actions + marker).body;
  EXPECT_EQ(Between(second, "IsTruncated"), "false");
  EXPECT_EQ(Between(second, "EvalDecision"), "explicitDeny");
  EXPECT_EQ(Between(Simulate(arn, Actions({"s3:GetObject"}) + marker).body, "Code"),
            "InvalidInput");
}

TEST_F(DoubleServices, SimulateNobodyUnknown) {
  const std::string actions = Actions({"s3:GetObject"});
  EXPECT_EQ(Simulate("arn:aws:iam::123456789012:user/none", actions).status, 404);
  EXPECT_EQ(Between(Simulate("arn:aws:sts::123456789012:assumed-role/a/b", actions).body, "Code"),
            "InvalidInput");
  EXPECT_EQ(Between(Simulate(settings_.world.principals[0], "&Action.member.1=s3:GetObject").body,
                    "Code"),
            "InvalidInput");
}

TEST_F(DoubleServices, FindRoles) {
  const std::string question = "Action=GetRole&Version=2010-05-08&RoleName=";
  EXPECT_EQ(Between(Form("iam", question + "web").body, "Arn"), settings_.world.web_identity_role);
  EXPECT_EQ(Between(Form("iam", question + "none").body, "Code"), "NoSuchEntity");
}

TEST_F(DoubleServices, ValidatePoliciesPageByPage) {
  const json input = {{"policyType", "IDENTITY_POLICY"},
                      {"policyDocument", R"({"Version":"2012-10-17","Statement":[)"
                                         R"({"Action":"iam:PassRole"}]})"}};
  const json first = Validate(input).Json();
  EXPECT_EQ(first["findings"][0]["findingType"], "SECURITY_WARNING");
  const std::string token = first["nextToken"];
  const json second = Validate(input, "maxResults=10&nextToken=" + PercentEncode(token)).Json();
  EXPECT_EQ(second["findings"][0]["issueCode"], "SAMPLE");
  EXPECT_FALSE(second.contains("nextToken"));
}

TEST_F(DoubleServices, ValidateOnlyPolicies) {
  EXPECT_EQ(Validate({{"policyType", "X"}, {"policyDocument", "{}"}}).status, 400);
  EXPECT_EQ(Validate({{"policyType", 1}, {"policyDocument", json::object()}}).status, 400);
  const Received reply = Validate({{"policyType", "IDENTITY_POLICY"}, {"policyDocument", "{"}});
  EXPECT_EQ(reply.Json()["reason"], "fieldValidationFailed");
  EXPECT_THAT(reply.head, HasSubstr("x-amzn-ErrorType: ValidationException"));
}

}  // namespace
}  // namespace stackql::aws_double
