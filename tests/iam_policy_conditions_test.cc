// What is wrong with a policy's conditions and variables: each mistake with its message's values,
// its place and its help, and what only looks like one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/policy_file.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Allow;
using testing_support::File;
using testing_support::Policy;

std::string Tested(const std::string& tests, const std::string& effect = "Allow") {
  return Policy(R"({"Effect": ")" + effect +
                R"(", "Action": "a:B", "Resource": "*", "Condition": )" + tests + "}");
}

std::vector<std::string> OfTest(const std::string& tests) {
  return File(Tested(tests)).Conditions();
}

TEST(PolicyConditions, HaveOperatorsThatExist) {
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:SourceVpc": "a"}})"), IsEmpty());
  EXPECT_THAT(OfTest(R"({"StringEqual": {"aws:SourceVpc": "a"}})"),
              ElementsAre("IAM018.default 'StringEqual' op=StringEqual. Did you mean "
                          "'StringEquals'?"));
  for (const auto& [wrong, right] :
       std::vector<std::pair<std::string, std::string>>{{"stringNotEquals", "StringNotEquals"},
                                                        {"StringLik", "StringLike"},
                                                        {"StringNotLikes", "StringNotLike"},
                                                        {"Boolean", ""},
                                                        {"Boo", "Bool"},
                                                        {"Nulll", "Null"},
                                                        {"ArnLikes", "ArnLike"},
                                                        {"ArnNotLikes", "ArnNotLike"},
                                                        {"IPAddress", "IpAddress"},
                                                        {"NumericEqual", "NumericEquals"},
                                                        {"DateEqual", "DateEquals"},
                                                        {"Xylophone", ""}}) {
    EXPECT_THAT(OfTest(R"({")" + wrong + R"(": {"aws:SourceVpc": "a"}})"),
                ElementsAre("IAM018.default '" + wrong + "' op=" + wrong +
                            (right.empty() ? "" : ". Did you mean '" + right + "'?")));
  }
}

TEST(PolicyConditions, HaveKeysThatExist) {
  for (const char* known : {"aws:SourceVpc", "AWS:sourcevpc", "aws:RequestTag/team", "s3:prefix",
                            "iam:PassedToService", "example.com:aud", "nosuchservice:Key"}) {
    EXPECT_THAT(OfTest(R"({"StringEquals": {")" + std::string(known) + R"(": "a"}})"), IsEmpty())
        << known;
  }
  for (const std::string unknown :
       {"aws:Xylophone", "SourceVpc", "ivs:Xylophone", "AWS:Sourcevp"}) {
    EXPECT_THAT(OfTest(R"({"StringEquals": {")" + unknown + R"(": "a"}})"),
                ElementsAre("IAM019.default '" + unknown + "' key=" + unknown));
  }
}

// "Set operators for multivalued context keys": without the key, ForAllValues holds.
TEST(PolicyConditions, ForAllValuesAreForKeysWithSeveral) {
  for (const std::string key :
       {"aws:CurrentTime", "aws:EpochTime", "aws:MultiFactorAuthAge", "aws:PrincipalAccount",
        "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalType", "aws:RequestedRegion",
        "aws:ResourceAccount", "aws:ResourceOrgID", "aws:SecureTransport", "aws:SourceAccount",
        "aws:SourceArn", "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:userid",
        "AWS:Username", "s3:prefix"}) {
    EXPECT_THAT(OfTest(R"({"ForAllValues:StringLike": {")" + key + R"(": "a"}})"),
                ElementsAre("IAM028.default 'ForAllValues:StringLike' key=" + key +
                            ". Write 'StringLike'."));
  }
  for (const char* test : {R"({"ForAllValues:StringEquals": {"aws:TagKeys": "a"}})",
                           R"({"ForAllValues:StringEquals": {"aws:CalledVia": "a"}})",
                           R"({"ForAllValues:StringEquals": {"dynamodb:Attributes": "a"}})",
                           R"({"ForAllValues:StringEquals": {"nosuchservice:Key": "a"}})",
                           R"({"ForAnyValue:StringEquals": {"aws:SourceVpc": "a"}})"}) {
    EXPECT_THAT(OfTest(test), IsEmpty()) << test;
  }
  EXPECT_THAT(
      File(Tested(R"({"ForAllValues:StringEquals": {"aws:SourceVpc": "a"}})", "Deny")).Conditions(),
      IsEmpty());
}

TEST(PolicyConditions, HaveValuesThatCanBeRead) {
  const auto of = [](const std::string& op, const std::string& value) {
    return OfTest("{\"" + op + R"(": {"aws:EpochTime": ")" + value + "\"}}");
  };
  const auto expected = [](const std::string& what, const std::string& op,
                           const std::string& value) {
    return "IAM029.default '" + value + "' expected=" + what + ", op=" + op + ", value=" + value;
  };
  for (const auto& [op, value] :
       std::vector<std::pair<std::string, std::string>>{{"NumericEquals", "5"},
                                                        {"NumericLessThan", "-5.5"},
                                                        {"DateEquals", "2026-01-31T00:00:00Z"},
                                                        {"DateLessThan", "1767225600"},
                                                        {"DateEquals", "2026"},
                                                        {"DateEquals", "2026-W05"},
                                                        {"Bool", "TRUE"},
                                                        {"Null", "false"},
                                                        {"IpAddress", "10.0.0.0/8"},
                                                        {"NotIpAddress", "2001:db8::1"},
                                                        {"NumericEquals", "${aws:EpochTime}"},
                                                        {"StringEquals", "x"}}) {
    EXPECT_THAT(of(op, value), IsEmpty()) << op << " " << value;
  }
  const std::string date = "a date such as 2026-01-31T00:00:00Z";
  const std::string truth = "true or false";
  const std::string address = "an IP address or a CIDR range";
  for (const auto& [op, value, what] :
       std::vector<std::array<std::string, 3>>{{"NumericEquals", "five", "a number"},
                                               {"NumericGreaterThan", "5x", "a number"},
                                               {"DateEquals", "soon", date},
                                               {"DateGreaterThan", "202x", date},
                                               {"DateNotEquals", "20x", date},
                                               {"Bool", "yes", truth},
                                               {"Null", "0", truth},
                                               {"IpAddress", "300.1.1.1", address},
                                               {"IpAddress", "10.0.0.0/33", address},
                                               {"NotIpAddress", "host", address}}) {
    EXPECT_THAT(of(op, value), ElementsAre(expected(what, op, value)));
  }
}

TEST(PolicyConditions, MatchWildcardsOnlyWithLike) {
  const auto of = [](const std::string& op, const std::string& value) {
    return OfTest("{\"" + op + R"(": {"aws:SourceVpc": ")" + value + "\"}}");
  };
  EXPECT_THAT(
      of("StringEquals", "vpc-*"),
      ElementsAre("IAM020.default 'vpc-*' op=StringEquals, value=vpc-*. Use 'StringLike'."));
  EXPECT_THAT(
      of("StringNotEquals", "vpc-*"),
      ElementsAre("IAM020.default 'vpc-*' op=StringNotEquals, value=vpc-*. Use 'StringNotLike'."));
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:SourceVpc": ["a", "b*", "c", "d*"]}})"),
              ElementsAre("IAM020.default 'b*' op=StringEquals, value=b*. Use 'StringLike'.",
                          "IAM020.default 'd*' op=StringEquals, value=d*. Use 'StringLike'."));
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:SourceVpc": ["${aws:username}", "b*"]}})"),
              ElementsAre("IAM020.default 'b*' op=StringEquals, value=b*. Use 'StringLike'."));
  EXPECT_THAT(of("StringLike", "vpc-*"), IsEmpty());
  EXPECT_THAT(of("ArnEquals", "arn:*"), IsEmpty());
  EXPECT_THAT(of("StringEquals", "vpc-${*}"), IsEmpty());
}

// "IAM policy elements: Variables and tags".
TEST(PolicyConditions, VariablesAreOfTheNewVersionAndOfTheResourcesOwnPart) {
  const auto of = [](const std::string& version, const std::string& resource,
                     const std::string& value) {
    return File(R"({"Version": ")" + version + R"(", "Statement": [)" +
                Allow("\"a:B\"", "\"" + resource + "\"",
                      R"(, "Condition": {"StringEquals": {"aws:SourceVpc": ")" + value + "\"}}") +
                "]}")
        .Conditions();
  };
  const std::string own = "arn:aws:s3:::home-${aws:username}";
  const std::string place = "arn:aws:s3:${aws:RequestedRegion}:a:b";
  const std::string help = R"(. Write "Version": "2012-10-17".)";
  EXPECT_THAT(of("2012-10-17", own, "${aws:username}"), IsEmpty());
  EXPECT_THAT(of("2012-10-17", "${aws:username}", "a"), IsEmpty());
  EXPECT_THAT(of("2012-10-17", place, "a"),
              ElementsAre("IAM021.default '" + place + "' text=" + place));
  EXPECT_THAT(of("2008-10-17", own, "${aws:username}"),
              ElementsAre("IAM021.old '${aws:username}' text=${aws:username}" + help,
                          "IAM021.old '" + own + "' text=" + own + help));
  EXPECT_EQ(of("2008-10-17", place, "a").size(), 1U);
  EXPECT_THAT(of("2008-10-17", "*", "a"), IsEmpty());
}

}  // namespace
}  // namespace stackql::iam
