// What each call sends and how its reply is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "aws/client.h"
#include "aws/wire_reply.h"
#include "support/fake_aws.h"
#include "support/places.h"

namespace stackql::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::FakeAws;
using testing_support::Response;
using testing_support::Sent;

TEST(Calls, GetResource) {
  FakeAws aws;
  aws.transport().Answer(Response(
      200,
      R"({"TypeName":"AWS::S3::Bucket","ResourceDescription":{"Identifier":"b","Properties":"{\"BucketName\":\"b\"}"}})"));
  const Reply<Resource> result =
      aws.client().GetResource({.type_name = "AWS::S3::Bucket", .identifier = "a\"|\xC3\xA9"});
  ASSERT_TRUE(result.answer) << result.failure.message;
  EXPECT_EQ(result.answer->identifier, "b");
  EXPECT_EQ(result.answer->properties, R"({"BucketName":"b"})");
  ASSERT_EQ(aws.sent().size(), 1U);
  const Sent& sent = aws.sent()[0];
  EXPECT_EQ(sent.request.method, net::Request::Method::kPost);
  EXPECT_EQ(sent.request.url.Text(), "https://cloudcontrolapi.eu-west-1.amazonaws.com/");
  EXPECT_EQ(sent.Header("X-Amz-Target"), "CloudApiService.GetResource");
  EXPECT_EQ(sent.Header("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(sent.request.body,
            "{\"TypeName\":\"AWS::S3::Bucket\",\"Identifier\":\"a\\\"|\xC3\xA9\"}");
  EXPECT_THAT(sent.Header("Authorization"),
              HasSubstr("/20270115/eu-west-1/cloudcontrolapi/aws4_request, SignedHeaders="
                        "content-type;host;x-amz-date;x-amz-security-token;x-amz-target, "));
  EXPECT_EQ(sent.Header("X-Amz-Security-Token"), testing_support::kCanaryToken);
  EXPECT_EQ(sent.limits.connect, net::Milliseconds(3100));
  EXPECT_EQ(sent.limits.timeout, net::Milliseconds(20'000));
}

TEST(Calls, DescribeType) {
  FakeAws aws;
  aws.transport().Answer(Response(
      200,
      "<DescribeTypeResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\">"
      "<DescribeTypeResult><TypeName>AWS::A::B</TypeName><Arn>arn</Arn>"
      "<Schema>{&quot;typeName&quot;:&quot;AWS::A::B&quot;}</Schema>"
      "<ProvisioningType>FULLY_MUTABLE</ProvisioningType><DeprecatedStatus>LIVE</DeprecatedStatus>"
      "<Visibility>PUBLIC</Visibility></DescribeTypeResult>"
      "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DescribeTypeResponse>"));
  const Reply<TypeDescription> result = aws.client().DescribeType({"AWS::A::B"});
  ASSERT_TRUE(result.answer) << result.failure.message;
  EXPECT_EQ(result.answer->schema, R"({"typeName":"AWS::A::B"})");
  EXPECT_EQ(result.answer->provisioning_type, "FULLY_MUTABLE");
  const Sent& sent = aws.sent()[0];
  EXPECT_EQ(sent.request.url.host, "cloudformation.eu-west-1.amazonaws.com");
  EXPECT_EQ(sent.request.body,
            "Action=DescribeType&Version=2010-05-15&Type=RESOURCE&TypeName=AWS%3A%3AA%3A%3AB");
  EXPECT_EQ(sent.Header("Content-Type"), "application/x-www-form-urlencoded; charset=utf-8");
}

TEST(Calls, GetCallerIdentity) {
  FakeAws aws;
  aws.transport().Answer(Response(
      200,
      "<GetCallerIdentityResponse><GetCallerIdentityResult>"
      "<Arn>arn:aws:iam::123456789012:user/x</Arn><UserId>AIDA</UserId>"
      "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"));
  const Reply<Identity> result = aws.client().GetCallerIdentity();
  ASSERT_TRUE(result.answer) << result.failure.message;
  EXPECT_EQ(result.answer->account, "123456789012");
  EXPECT_EQ(result.answer->arn, "arn:aws:iam::123456789012:user/x");
  EXPECT_EQ(aws.sent()[0].request.body, "Action=GetCallerIdentity&Version=2011-06-15");
}

TEST(Calls, GetRole) {
  FakeAws aws;
  aws.transport().Answer(Response(
      200,
      "<GetRoleResponse><GetRoleResult><Role><Path>/a/</Path><RoleName>r</RoleName>"
      "<Arn>arn:aws:iam::123456789012:role/a/r</Arn></Role></GetRoleResult></GetRoleResponse>"));
  const Reply<Role> result = aws.client().GetRole({"r@x"});
  ASSERT_TRUE(result.answer) << result.failure.message;
  EXPECT_EQ(result.answer->arn, "arn:aws:iam::123456789012:role/a/r");
  EXPECT_EQ(aws.sent()[0].request.url.host, "iam.amazonaws.com");
  EXPECT_EQ(aws.sent()[0].request.body, "Action=GetRole&Version=2010-05-08&RoleName=r%40x");
}

TEST(Calls, SimulatePrincipalPolicy) {
  FakeAws aws;
  aws.transport().Answer(Response(
      200,
      "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>"
      "<member><EvalActionName>s3:GetObject</EvalActionName><EvalDecision>implicitDeny"
      "</EvalDecision><EvalResourceName>*</EvalResourceName><MissingContextValues>"
      "<member>aws:SourceIp</member></MissingContextValues><ResourceSpecificResults><member>"
      "<EvalResourceName>arn:a</EvalResourceName><EvalResourceDecision>allowed"
      "</EvalResourceDecision></member></ResourceSpecificResults></member></EvaluationResults>"
      "<IsTruncated>true</IsTruncated><Marker>m</Marker></SimulatePrincipalPolicyResult>"
      "</SimulatePrincipalPolicyResponse>"));
  const Reply<SimulationPage> result =
      aws.client().SimulatePrincipalPolicy({.principal = "arn:p",
                                            .actions = {"s3:GetObject", "s3:Put*"},
                                            .resources = {"arn:a"},
                                            .context = {{.key = "aws:x", .values = {"1", "2 3"}}},
                                            .marker = "m0"});
  ASSERT_TRUE(result.answer) << result.failure.message;
  ASSERT_EQ(result.answer->results.size(), 1U);
  const Simulated& simulated = result.answer->results[0];
  EXPECT_EQ(simulated.decision, "implicitDeny");
  EXPECT_THAT(simulated.missing_context, ElementsAre("aws:SourceIp"));
  EXPECT_EQ(simulated.resources.at(0).decision, "allowed");
  EXPECT_TRUE(result.answer->truncated);
  EXPECT_EQ(result.answer->marker, "m");
  EXPECT_EQ(aws.sent()[0].request.url.host, "iam.amazonaws.com");
  EXPECT_THAT(aws.sent()[0].Header("Authorization"), HasSubstr("/us-east-1/iam/aws4_request"));
  EXPECT_EQ(aws.sent()[0].request.body,
            "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=arn%3Ap"
            "&ActionNames.member.1=s3%3AGetObject&ActionNames.member.2=s3%3APut%2A"
            "&ResourceArns.member.1=arn%3Aa&ContextEntries.member.1.ContextKeyName=aws%3Ax"
            "&ContextEntries.member.1.ContextKeyType=string"
            "&ContextEntries.member.1.ContextKeyValues.member.1=1"
            "&ContextEntries.member.1.ContextKeyValues.member.2=2%203&MaxItems=1000&Marker=m0");
}

TEST(Calls, ValidatePolicy) {
  FakeAws aws;
  aws.transport().Answer(Response(
      200,
      R"({"findings":[{"findingType":"ERROR","issueCode":"MISSING_VERSION","findingDetails":"d","learnMoreLink":"https://l","locations":[{"path":[{"value":"x"}],"span":{"start":{"line":1,"column":0,"offset":3},"end":{"line":1,"column":4,"offset":7}}}]}],"nextToken":"n"})"));
  const Reply<ValidationPage> result =
      aws.client().ValidatePolicy({.document = "{}", .next_token = "a/b+c="});
  ASSERT_TRUE(result.answer) << result.failure.message;
  ASSERT_EQ(result.answer->findings.size(), 1U);
  EXPECT_EQ(result.answer->findings[0].code, "MISSING_VERSION");
  EXPECT_EQ(result.answer->findings[0].spans.at(0).begin, 3U);
  EXPECT_EQ(result.answer->findings[0].spans.at(0).end, 7U);
  EXPECT_EQ(result.answer->next_token, "n");
  const Sent& sent = aws.sent()[0];
  EXPECT_EQ(sent.request.url.Text(),
            "https://access-analyzer.eu-west-1.amazonaws.com/policy/validation"
            "?maxResults=100&nextToken=a%2Fb%2Bc%3D");
  EXPECT_EQ(sent.request.body, R"({"policyDocument":"{}","policyType":"IDENTITY_POLICY"})");
}

TEST(Calls, KeepThePathOfAnEndpoint) {
  SessionOptions options = testing_support::FakeOptions();
  options.endpoints.url = "http://127.0.0.1:8000/proxy/";
  FakeAws aws(std::move(options));
  aws.client().ValidatePolicy({.document = "{}"});
  EXPECT_EQ(aws.sent()[0].request.url.Text(),
            "http://127.0.0.1:8000/proxy/policy/validation?maxResults=100");
}

template <typename Reply>
bool Reads(const std::string& body) {
  Reply reply;
  return Decode(body, reply);
}

// None of these is an answer, although some are good JSON or XML.
TEST(Replies, OfAnotherShapeAreNone) {
  for (const char* body :
       {"", "{", "[]", "{}", "null", "<html></html>", R"({"ResourceDescription":{}})",
        R"({"ResourceDescription":{"Identifier":"a"}})",
        R"({"ResourceDescription":{"Identifier":"a","Properties":"{"}})",
        R"({"ResourceDescription":{"Identifier":"a","Properties":"[]"}})",
        R"({"ResourceDescription":{"Identifier":"a","Properties":{}}})",
        R"({"ResourceDescription":{"Identifier":"a","Properties":"{}"}}x)", "\xEF\xBB\xBF{}",
        "{\"ResourceDescription\":{\"Identifier\":\"\xFF\"}}"}) {
    EXPECT_FALSE(Reads<Resource>(body)) << body;
    EXPECT_FALSE(Reads<TypeDescription>(body)) << body;
    EXPECT_FALSE(Reads<Identity>(body)) << body;
    EXPECT_FALSE(Reads<Role>(body)) << body;
    EXPECT_FALSE(Reads<SimulationPage>(body)) << body;
    EXPECT_FALSE(Reads<ValidationPage>(body)) << body;
  }
  for (const char* role : {"", "<Role/>", "<Role><Arn/></Role>", "<Arn>arn</Arn>"}) {
    EXPECT_FALSE(Reads<Role>(std::string("<GetRoleResponse><GetRoleResult>") + role +
                             "</GetRoleResult></GetRoleResponse>"));
  }
  EXPECT_FALSE(Reads<ValidationPage>(R"({"findings":[{}]})"));
  EXPECT_FALSE(
      Reads<SimulationPage>("<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult/>"
                            "</SimulatePrincipalPolicyResponse>"));
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_FALSE(Reads<ValidationPage>("{\"findings\":" + deep + "}"));
}

// Whatever a byte is changed to, reading ends, and within the text.
TEST(Replies, AreReadSafelyWhenBytesChange) {
  const std::vector<std::string> bodies = {
      R"({"ResourceDescription":{"Identifier":"b","Properties":"{\"A\":[1,\"\u00e9\"]}"}})",
      R"({"findings":[{"findingType":"E","issueCode":"C","locations":[{"span":{"start":{"offset":3},"end":{"offset":7}}}]}]})",
      "<GetCallerIdentityResponse xmlns=\"a\"><GetCallerIdentityResult><Arn>a&#x41;&amp;</Arn>"
      "<Account><![CDATA[1]]></Account></GetCallerIdentityResult><!-- x --><?y?>"
      "</GetCallerIdentityResponse>"};
  int read = 0;
  for (const std::string& body : bodies) {
    for (size_t at = 0; at < body.size(); ++at) {
      for (const char byte : {'\0', '<', '>', '&', ';', '"', '\\', '{', ']', '9', '\x80', '\xFF'}) {
        std::string changed = body;
        changed[at] = byte;
        read += Reads<Resource>(changed) ? 1 : 0;
        read += Reads<ValidationPage>(changed) ? 1 : 0;
        read += Reads<Identity>(changed) ? 1 : 0;
      }
    }
  }
  EXPECT_GT(read, 100) << "a byte within a text is a text still";
}

std::string ReadFile(const char* path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The names behind a prefix.
std::set<std::string> NamesBehind(const std::string& prefix, const std::string& bytes) {
  std::set<std::string> names;
  for (size_t at = bytes.find(prefix); at != std::string::npos; at = bytes.find(prefix, at + 1)) {
    const size_t begin = at + prefix.size();
    size_t end = begin;
    while (end < bytes.size() && std::isalpha(static_cast<unsigned char>(bytes[end])) != 0) ++end;
    names.insert(bytes.substr(begin, end - begin));
  }
  return names;
}

// The strings of the library name no operation of Cloud Control but this.
TEST(Library, KnowsNoOperationThatChangesAnything) {
  const std::string bytes = ReadFile(testing_support::kAwsLibrary);
  EXPECT_THAT(NamesBehind("CloudApiService.", bytes), ElementsAre("GetResource"));
  for (const char* name : {"CreateResource", "UpdateResource", "DeleteResource", "CancelResource",
                           "CreateStack", "DeleteStack", "PutRolePolicy", "AttachRolePolicy"}) {
    EXPECT_EQ(bytes.find(name), std::string::npos) << name;
  }
}

TEST(Program, KnowsNoOperationThatChangesAnything) {
  const std::string bytes = ReadFile(testing_support::kProgram);
  if (bytes.empty()) GTEST_SKIP() << testing_support::kProgram << " is not built";
  for (const char* verb : {"Create", "Update", "Delete", "Cancel"}) {
    EXPECT_EQ(bytes.find(std::string("CloudApiService.") + verb), std::string::npos) << verb;
  }
}

}  // namespace
}  // namespace stackql::aws
