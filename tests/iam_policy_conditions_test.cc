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
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:SourceVpc": "${aws:username}"}})"), IsEmpty());
  EXPECT_THAT(OfTest(R"({"StringEqual": {"aws:SourceVpc": "${aws:username}"}})"),
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
    EXPECT_THAT(OfTest(R"({")" + wrong + R"(": {"aws:SourceVpc": "${aws:username}"}})"),
                ElementsAre("IAM018.default '" + wrong + "' op=" + wrong +
                            (right.empty() ? "" : ". Did you mean '" + right + "'?")));
  }
}

// It tests whether a key is there, so that nothing can be said of its absence or its values.
TEST(PolicyConditions, HaveNullAlone) {
  for (const std::string op : {"NullIfExists", "ForAnyValue:Null"}) {
    EXPECT_THAT(OfTest(R"({")" + op + R"(": {"aws:SourceVpc": "true"}})"),
                ElementsAre("IAM018.null '" + op + "' op=" + op + ". Write 'Null'."));
  }
  EXPECT_THAT(OfTest(R"({"Null": {"aws:SourceVpc": "true"}})"), IsEmpty());
  EXPECT_THAT(OfTest("{\"\xFF\xFF\xFFNull\": {\"aws:SourceVpc\": \"true\"}}"), IsEmpty());
}

TEST(PolicyConditions, HaveOneTruth) {
  for (const std::string op : {"Bool", "Null"}) {
    EXPECT_THAT(OfTest(R"({")" + op + R"(": {"aws:SourceVpc": ["true", "false"]}})").back(),
                "IAM029.several 'false' op=" + op + ". Write one value: true or false.");
  }
  EXPECT_THAT(OfTest(R"({"Bool": {"aws:SecureTransport": ["true"]}})"), IsEmpty());
}

TEST(PolicyConditions, HaveEachValueOnce) {
  const auto of = [](const std::string& op, const std::string& values) {
    return OfTest(R"({")" + op + R"(": {"aws:PrincipalTag/a": [)" + values + "]}}");
  };
  const auto told = [](const std::string& value, const std::string& by) {
    return "IAM025.value '" + value + "' action=" + value + ", by=" + by;
  };
  EXPECT_THAT(of("StringEquals", R"("${aws:username}", "b", "${aws:username}")"),
              ElementsAre(told("${aws:username}", "${aws:username}")));
  EXPECT_THAT(of("StringLike", R"("ab", "a*", "b")"), ElementsAre(told("ab", "a*")));
  EXPECT_THAT(of("StringNotLike", R"("a*", "ab", "a??")"),
              ElementsAre(told("ab", "a*"), told("a??", "a*")));
  EXPECT_THAT(of("StringEquals", R"("ab", "a?")"), IsEmpty());
  EXPECT_THAT(of("StringLike", R"("a*", "b*")"), IsEmpty());
  EXPECT_THAT(of("StringLike", R"("a*", "a${aws:username}")"), IsEmpty());
  EXPECT_THAT(of("StringLike", R"("a${aws:username}*", "a${aws:username}")"), IsEmpty());
  EXPECT_THAT(of("StringLike", "\"a*\", \"a\xFF\xFF\xFF\""), IsEmpty());
  EXPECT_THAT(of("StringLike", "\"a\xFF\xFF\xFF\", \"a\xFF\xFF\xFF\""), IsEmpty());
  const auto many = [&](size_t count) {
    std::string values = R"("0")";
    for (size_t i = 1; i < count; ++i) values += ", \"" + std::to_string(i % (count - 1)) + "\"";
    return of("StringEquals", values);
  };
  EXPECT_THAT(many(300), ElementsAre(told("0", "0")));
  EXPECT_THAT(many(3000), ElementsAre(told("0", "0")));
}

// Of keys that hold IDs of one kind.
TEST(PolicyConditions, HaveValuesOfTheirForm) {
  const auto of = [](const std::string& op, const std::string& key, const std::string& value) {
    return OfTest("{\"" + op + "\": {\"" + key + "\": \"" + value + "\"}}").size();
  };
  EXPECT_EQ(of("StringEquals", "aws:SourceVpc", "vpc-1a2b3c4d"), 0U);
  EXPECT_EQ(of("StringNotEquals", "aws:SourceVpc", "vpce-1a2b3c4d"), 1U);
  EXPECT_EQ(of("StringEquals", "aws:SourceVpce", "vpc-1a2b3c4d"), 1U);
  EXPECT_EQ(of("StringEquals", "aws:PrincipalOrgID", "111122223333"), 1U);
  EXPECT_EQ(of("StringLike", "aws:PrincipalOrgID", "o-*"), 0U);
  EXPECT_EQ(of("StringEquals", "aws:SourceVpc", "$x"), 0U);
  EXPECT_EQ(of("ArnEquals", "aws:SourceArn", "MyTopic"), 1U);
  EXPECT_EQ(of("ArnLike", "aws:SourceArn", "*:topic"), 0U);
  EXPECT_EQ(of("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:topic"), 0U);
}

// Each key that holds IDs of one kind, and what its IDs look like.
TEST(PolicyConditions, SayWhichFormValuesHave) {
  const std::string organization = "the ID of an organization, 'o-...'";
  for (const auto& [key, right, expected] : std::vector<std::array<std::string, 3>>{
           {"aws:SourceVpc", "vpc-1a2b3c4d", "the ID of a VPC, 'vpc-...'"},
           {"aws:SourceVpce", "vpce-1a2b3c4d", "the ID of a VPC endpoint, 'vpce-...'"},
           {"aws:PrincipalOrgID", "o-a1b2", organization},
           {"aws:ResourceOrgID", "o-a1b2", organization},
           {"aws:SourceOrgID", "o-a1b2", organization},
           {"kms:ViaService", "ec2.us-east-1.amazonaws.com",
            "a service with its region, 'ec2.us-east-1.amazonaws.com'"}}) {
    const auto of = [&name = key](const std::string& value) {
      return File(Policy(R"({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",)"
                         R"( "Condition": {"StringEquals": {")" +
                         name + R"(": ")" + value + "\"}}}"))
          .Conditions();
    };
    EXPECT_THAT(of(right), IsEmpty()) << key;
    EXPECT_THAT(of("x-1"), ElementsAre("IAM029.default 'x-1' expected=" + expected +
                                       ", op=StringEquals, value=x-1"));
  }
  EXPECT_THAT(OfTest(R"({"ArnLikeIfExists": {"aws:SourceArn": "topic"}})"),
              ElementsAre("IAM029.default 'topic' expected=an ARN, op=ArnLikeIfExists, "
                          "value=topic"));
}

TEST(PolicyConditions, HaveKeysThatExist) {
  for (const char* known : {"aws:SourceVpc", "AWS:sourcevpc", "aws:RequestTag/team", "s3:prefix",
                            "iam:PassedToService", "example.com:aud", "nosuchservice:Key"}) {
    EXPECT_THAT(OfTest(R"({"StringEquals": {")" + std::string(known) + R"(": "${aws:username}"}})"),
                IsEmpty())
        << known;
  }
  for (const std::string unknown :
       {"aws:Xylophone", "SourceVpc", "ivs:Xylophone", "AWS:Sourcevp"}) {
    EXPECT_THAT(OfTest(R"({"StringEquals": {")" + unknown + R"(": "${aws:username}"}})"),
                ElementsAre("IAM019.default '" + unknown + "' key=" + unknown));
  }
}

// "Set operators for multivalued context keys": without the key, ForAllValues holds.
TEST(PolicyConditions, ForAllValuesAreForKeysWithSeveral) {
  for (const std::string key :
       {"aws:CurrentTime", "aws:EpochTime", "aws:MultiFactorAuthAge", "aws:PrincipalAccount",
        "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalType", "aws:RequestedRegion",
        "aws:ResourceAccount", "aws:ResourceOrgID", "aws:SecureTransport", "aws:SourceAccount",
        "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:userid", "AWS:Username",
        "s3:prefix"}) {
    EXPECT_THAT(OfTest(R"({"ForAllValues:StringLike": {")" + key + R"(": "${aws:username}"}})"),
                ElementsAre("IAM028.default 'ForAllValues:StringLike' key=" + key +
                            ". Write 'StringLike'."));
  }
  // A token has one subject.
  EXPECT_THAT(OfTest(R"({"ForAllValues:StringLike": {"id.example.com:sub": "a"}})"),
              ElementsAre("IAM028.default 'ForAllValues:StringLike' key=id.example.com:sub. Write "
                          "'StringLike'."));
  EXPECT_THAT(OfTest(R"({"ForAllValues:StringLike": {"id.example.com:aud": "a"}})"), IsEmpty());
  EXPECT_EQ(OfTest(R"({"ForAllValues:IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})").size(), 1U);
  for (const char* test :
       {R"({"ForAllValues:StringEquals": {"aws:TagKeys": "${aws:username}"}})",
        R"({"ForAllValues:StringEquals": {"aws:CalledVia": "${aws:username}"}})",
        R"({"ForAllValues:StringEquals": {"aws:PrincipalTag/a": "${aws:username}"}})",
        R"({"ForAllValues:StringEquals": {"dynamodb:Attributes": "${aws:username}"}})",
        R"({"ForAllValues:StringEquals": {"nosuchservice:Key": "${aws:username}"}})",
        R"({"ForAnyValue:StringEquals": {"aws:SourceVpc": "${aws:username}"}})"}) {
    EXPECT_THAT(OfTest(test), IsEmpty()) << test;
  }
  EXPECT_THAT(
      File(Tested(R"({"ForAllValues:StringEquals": {"aws:SourceVpc": "${aws:username}"}})", "Deny"))
          .Conditions(),
      IsEmpty());
}

TEST(PolicyConditions, KeysWithSeveralValuesNeedASetOperator) {
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:tagkeys": "${aws:username}"}})"),
              ElementsAre("IAM028.missing 'StringEquals' key=aws:tagkeys. Write "
                          "'ForAnyValue:StringEquals' or 'ForAllValues:StringEquals'."));
  EXPECT_THAT(OfTest(R"({"Null": {"aws:TagKeys": "true"}})"), IsEmpty());
}

TEST(PolicyConditions, OperatorsCompareTheTypeOfTheKey) {
  const auto of = [](const std::string& op, const std::string& key, const std::string& value) {
    return OfTest("{\"" + op + "\": {\"" + key + "\": \"" + value + "\"}}");
  };
  EXPECT_THAT(of("Bool", "aws:SourceArn", "true"),
              ElementsAre("IAM031.default 'Bool' key=aws:SourceArn, kind=ARN, op=Bool"));
  EXPECT_THAT(of("Bool", "backup:FrameworkArns", "true"),
              ElementsAre(testing::StartsWith("IAM031.default 'Bool' key=backup:FrameworkArns, "
                                              "kind=ARN")));
  EXPECT_THAT(of("NumericEquals", "aws:SecureTransport", "1"),
              ElementsAre("IAM031.default 'NumericEquals' key=aws:SecureTransport, kind=Bool, "
                          "op=NumericEquals"));
  EXPECT_THAT(of("StringNotLike", "aws:SourceIp", "203.0.113.*"),
              ElementsAre("IAM031.default 'StringNotLike' key=aws:SourceIp, kind=IPAddress, "
                          "op=StringNotLike. Use 'IpAddress' or 'NotIpAddress'."));
  const std::string age = "aws:MultiFactorAuthAge";
  for (const auto& [op, value, right, wrong] : std::vector<std::array<std::string, 4>>{
           {"NumericLessThan", "1", age, "aws:SourceArn"},
           {"DateLessThan", "1", "aws:CurrentTime", "aws:SourceArn"},
           {"Bool", "true", "aws:SecureTransport", age},
           {"IpAddress", "203.0.113.1", "aws:SourceIp", age},
           {"NotIpAddress", "203.0.113.1", "aws:SourceIp", "aws:SourceArn"},
           {"ArnLike", "arn:aws:sns:*", "aws:SourceArn", "aws:SourceIp"},
           // Dates are also numbers of seconds.
           {"NumericLessThan", "1", "aws:CurrentTime", "aws:SecureTransport"},
           {"DateLessThan", "1", age, "aws:SourceIp"}}) {
    EXPECT_THAT(of(op, right, value), IsEmpty()) << op << " " << right;
    EXPECT_THAT(of(op, wrong, value), ElementsAre(testing::StartsWith("IAM031.default '" + op)))
        << wrong;
  }
  EXPECT_THAT(of("StringLike", "aws:SourceArn", "arn:aws:sns:*"), IsEmpty());
  EXPECT_THAT(of("NumericLessThan", "aws:EpochTime", "1767225600"), IsEmpty());
  EXPECT_THAT(of("DateLessThan", "aws:CurrentTime", "2026-01-31T00:00:00Z"), IsEmpty());
  EXPECT_THAT(of("ArnLike", "aws:PrincipalTag/role", "arn:aws:iam::*:role/a"), IsEmpty());
}

// Values of these keys are never numbers, dates or ARNs; account IDs can be compared as numbers.
TEST(PolicyConditions, OperatorsDoNotCompareWhatIsOnlyText) {
  const auto of = [](const std::string& op, const std::string& key, const std::string& value) {
    return OfTest("{\"" + op + "\": {\"" + key + "\": \"" + value + "\"}}");
  };
  EXPECT_THAT(of("NumericEquals", "aws:SourceVpc", "1"),
              ElementsAre("IAM031.default 'NumericEquals' key=aws:SourceVpc, kind=String, "
                          "op=NumericEquals"));
  for (const char* key :
       {"aws:sourcevpce", "aws:SourceVpc", "aws:PrincipalOrgID", "aws:ResourceOrgID",
        "aws:SourceOrgID", "aws:PrincipalType", "aws:RequestedRegion"}) {
    EXPECT_EQ(of("ArnLike", key, "arn:aws:s3:::b").size(), 1U) << key;
    EXPECT_EQ(of("Bool", key, "true").size(), 1U) << key;
    EXPECT_THAT(of("StringLike", key, "${aws:username}"), IsEmpty()) << key;
  }
  for (const std::string each :
       {"aws:SourceAccount", "aws:PrincipalAccount", "aws:ResourceAccount"}) {
    EXPECT_EQ(of("ArnLike", each, "arn:aws:s3:::b").size(), 1U) << each;
    EXPECT_EQ(of("StringLike", each, "12345").size(), 1U) << each;
    EXPECT_THAT(of("NumericEquals", each, "111122223333"), IsEmpty()) << each;
    EXPECT_THAT(of("DateEquals", each, "2026-01-31"), IsEmpty()) << each;
  }
  EXPECT_THAT(of("ArnLike", "aws:userid", "arn:aws:s3:::b"), IsEmpty());
}

TEST(PolicyConditions, NameAccountsAndServices) {
  const auto of = [](const std::string& key, const std::string& value) {
    return OfTest(R"({"StringEquals": {")" + key + R"(": ")" + value + "\"}}");
  };
  EXPECT_THAT(of("aws:PrincipalAccount", "12345678901"),
              ElementsAre("IAM029.default '12345678901' expected=an account ID of 12 digits, "
                          "op=StringEquals, value=12345678901"));
  for (const char* right : {"111122223333", "${aws:ResourceAccount}", "unknown"}) {
    EXPECT_THAT(of("aws:PrincipalAccount", right), IsEmpty()) << right;
  }
  EXPECT_THAT(of("aws:userid", "12345678901"), IsEmpty());
  const auto passing = [](const std::string& service) {
    return File(Policy(R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",)"
                       R"( "Condition": {"StringLike": {"iam:PassedToService": ")" +
                       service + "\"}}}"))
        .Conditions();
  };
  EXPECT_THAT(passing("lamda.amazonaws.com"),
              ElementsAre("IAM037.default 'lamda.amazonaws.com' service=lamda.amazonaws.com. Did "
                          "you mean 'lambda.amazonaws.com'?"));
  EXPECT_EQ(passing("lambda").size(), 1U);
  for (const char* right : {"lambda.amazonaws.com", "lamda*", "ec2.amazonaws.com.cn"}) {
    EXPECT_THAT(passing(right), IsEmpty()) << right;
  }
}

// An address of a VPC is not what aws:SourceIp holds, unless public ones are there too.
TEST(PolicyConditions, SourceIpIsPublic) {
  const auto of = [](const std::string& values) {
    return OfTest(R"({"NotIpAddress": {"aws:SourceIp": [)" + values + "]}}");
  };
  EXPECT_THAT(of(R"("10.1.0.0/16", "192.168.1.1")"),
              ElementsAre("IAM029.private '10.1.0.0/16' value=10.1.0.0/16. Test "
                          "'aws:VpcSourceIp'."));
  EXPECT_THAT(of(R"("10.1.0.0/16", "203.0.113.0/24")"), IsEmpty());
  for (const std::string range :
       {"10.255.0.0/16", "172.16.0.1", "172.31.0.0/16", "192.168.0.0/24"}) {
    EXPECT_EQ(of("\"" + range + "\"").size(), 1U) << range;
    EXPECT_EQ(OfTest(R"({"IpAddress": {"aws:sourceip": ")" + range + "\"}}").size(), 1U) << range;
  }
  for (const std::string range : {"172.32.0.0/16", "172.15.0.1", "11.0.0.0/8", "192.169.0.0/16"}) {
    EXPECT_THAT(of("\"" + range + "\""), IsEmpty()) << range;
  }
  EXPECT_THAT(of(""), IsEmpty());
  for (const std::string none : {"x", "10.0.0.0/40"}) {
    EXPECT_THAT(of("\"10.1.0.0/16\", \"" + none + "\""),
                ElementsAre(testing::StartsWith("IAM029.default '" + none + "'")));
  }
  EXPECT_THAT(OfTest(R"({"IpAddress": {"aws:VpcSourceIp": "10.1.0.0/16"}})"), IsEmpty());
}

TEST(PolicyConditions, AreSilentAboutWhatIsNotKnown) {
  for (const char* test :
       {"{\"StringEquals\": {\"aws:\xFF\xFF\xFF\": \"a\"}}",
        "{\"ForAllValues:StringEquals\": {\"\xFF\xFF\xFF-aws:SourceVpc\": \"a\"}}",
        "{\"\xFF\xFF\xFF\": {\"aws:SourceVpc\": \"a\"}}",
        "{\"StringEquals\": {\"aws:SourceVpc\": \"a*\xFF\xFF\xFF\"}}",
        "{\"StringEquals\": {\"aws:SourceVpc\": \"${aws:nokey\xFF\xFF\xFF}\"}}",
        "{\"Bool\": {\"aws:SecureTransport\": \"\xFF\xFF\xFF\"}}",
        "{\"StringEquals\": {\"aws:sourcevpc\": \"vpc-a\", \"\xFF\xFF\xFF\": \"b\"}}"}) {
    EXPECT_THAT(OfTest(test), IsEmpty()) << test;
  }
}

TEST(PolicyConditions, KeysDifferInMoreThanCase) {
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:username": "x", "aws:userid": "y"}})"), IsEmpty());
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:username": "x", "aws:username": "y"}})"), IsEmpty());
  // At most 300 are compared with each other.
  const auto after = [](int others) {
    std::string tests;
    for (int i = 0; i < others; ++i) {
      tests += R"("aws:RequestTag/)" + std::to_string(i) + R"(": "x", )";
    }
    return OfTest(R"({"StringEquals": {)" + tests +
                  R"("aws:ResourceTag/a": "x", "aws:resourcetag/a": "x"}})");
  };
  EXPECT_THAT(after(298), testing::SizeIs(1));
  EXPECT_THAT(after(299), IsEmpty());
  EXPECT_THAT(OfTest(R"({"StringEquals": {"aws:ResourceTag/a": "x", "aws:resourcetag/a": "y"}})"),
              ElementsAre(testing::StartsWith("IAM030.default 'aws:resourcetag/a'")));
  EXPECT_THAT(
      OfTest(
          R"({"StringEquals": {"aws:ResourceTag/a": "x"}, "StringLike": {"aws:resourcetag/a": "y"}})"),
      IsEmpty());
}

TEST(PolicyConditions, KeysAreThoseOfTheActions) {
  const auto of = [](const std::string& action, const std::string& key) {
    return File(Policy(R"({"Effect": "Deny", "Action": ")" + action +
                       R"(", "Resource": "*", "Condition": {"StringEquals": {")" + key +
                       R"(": "a"}}})"))
        .Conditions();
  };
  EXPECT_THAT(of("ivs:GetStage", "s3:prefix"),
              ElementsAre("IAM019.other-actions 's3:prefix' key=s3:prefix"));
  EXPECT_THAT(of("s3:GetObject", "s3:prefix"),
              ElementsAre("IAM019.other-actions 's3:prefix' key=s3:prefix"));
  EXPECT_THAT(
      File(Policy(R"({"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*", "Condition":
                      {"StringEquals": {"s3:prefix": "a"}}})"))
          .Conditions(),
      IsEmpty());
  for (const char* action :
       {"s3:ListBucket", "s3:List*", "s3:*", "*", "nosuch:Thing", "s3", "s3:\xFF\xFF\xFF"}) {
    EXPECT_THAT(of(action, "s3:prefix"), IsEmpty()) << action;
  }
  EXPECT_THAT(of("s3:PutObject", "lambda:SourceFunctionArn"), IsEmpty());
  // Among actions that are not all known may be one that has it.
  EXPECT_THAT(File(Policy(R"({"Effect": "Deny", "Action": ["ivs:GetStage", ["a:B"]],
                              "Resource": "*", "Condition": {"StringEquals": {"s3:prefix": "a"}}})"))
                  .Conditions(),
              IsEmpty());
  // The reference lists it with no action at all.
  EXPECT_THAT(of("secretsmanager:GetSecretValue", "secretsmanager:ResourceTag/a"), IsEmpty());
}

TEST(PolicyConditions, VariablesAreWholeKeys) {
  const auto of = [](const std::string& resource) {
    return File(Policy(
                    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::)" +
                    resource + "\"}"))
        .Conditions();
  };
  for (const char* right : {"b/${aws:username}/*", "b/${ aws:PrincipalTag/team , 'none'}", "b/${*}",
                            "b/${graph.facebook.com:id}", "b/{x}", "b/$x",
                            "b/${iot:Connection.Thing.ThingName}", "b/${transfer:HomeBucket}"}) {
    EXPECT_THAT(of(right), IsEmpty()) << right;
  }
  const auto told = [](const std::string& which, const std::string& resource,
                       const std::string& more = "") {
    return "IAM021." + which + " 'arn:aws:s3:::" + resource + "' " + more +
           "text=arn:aws:s3:::" + resource;
  };
  EXPECT_THAT(of("b/${aws:username"),
              ElementsAre(told("unclosed", "b/${aws:username") + ". Add '}'."));
  EXPECT_THAT(of("b/${aws:username}/${aws:user"),
              ElementsAre(told("unclosed", "b/${aws:username}/${aws:user") + ". Add '}'."));
  for (const std::string spaced : {"b/${ aws:username}", "b/${aws:username }"}) {
    EXPECT_THAT(of(spaced), ElementsAre(told("space", spaced) + ". Remove them.")) << spaced;
  }
  for (const std::string empty : {"b/${}", "b/${ }", "b/${,'a'}", "b/${*}/${}"}) {
    EXPECT_THAT(of(empty), ElementsAre(told("empty", empty))) << empty;
  }
  for (const std::string key : {"aws:user", "name", "ivs:Xylophone"}) {
    for (const std::string& resource : {"b/${" + key + "}", "b/${*}/${ " + key + " ,'x'}/c"}) {
      EXPECT_THAT(of(resource), ElementsAre(told("unknown", resource, "key=" + key + ", ")));
    }
  }
  EXPECT_THAT(of("b/${nosuchservice:x}"), IsEmpty());
}

TEST(PolicyConditions, HaveValuesThatCanBeRead) {
  const auto of = [](const std::string& op, const std::string& value) {
    return OfTest("{\"" + op + R"(": {"aws:UserAgent": ")" + value + "\"}}");
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
                                                        {"DateEquals", "2026-01-31 10:00"},
                                                        {"DateEquals", "2026-x1-31"},
                                                        {"DateEquals", "2026-01-3x"},
                                                        {"DateEquals", "2026x01-40"},
                                                        {"DateEquals", "2026-01x40"},
                                                        {"DateEquals", "2026-1-40"},
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
                                               {"DateEquals", "2026-13-01", date},
                                               {"DateEquals", "2026-02-31T00:00:00Z", date},
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
  EXPECT_THAT(of("StringEquals", "vpc-*"),
              ElementsAre("IAM020.default 'vpc-*' like=StringLike, op=StringEquals, value=vpc-*. "
                          "Use 'StringLike'."));
  EXPECT_THAT(of("StringNotEquals", "vpc-*"),
              ElementsAre("IAM020.default 'vpc-*' like=StringNotLike, op=StringNotEquals, "
                          "value=vpc-*. Use 'StringNotLike'."));
  EXPECT_THAT(
      OfTest(R"({"StringEquals": {"aws:SourceVpc": ["vpc-a", "b*", "vpc-c", "d*"]}})"),
      ElementsAre(
          "IAM020.default 'b*' like=StringLike, op=StringEquals, value=b*. Use 'StringLike'.",
          "IAM020.default 'd*' like=StringLike, op=StringEquals, value=d*. Use 'StringLike'."));
  EXPECT_THAT(
      OfTest(R"({"StringEquals": {"aws:SourceVpc": ["${aws:username}", "b*"]}})"),
      ElementsAre(
          "IAM020.default 'b*' like=StringLike, op=StringEquals, value=b*. Use 'StringLike'."));
  EXPECT_THAT(of("StringLike", "vpc-*"), IsEmpty());
  EXPECT_THAT(OfTest(R"({"ArnEquals": {"aws:PrincipalArn": "arn:*"}})"), IsEmpty());
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
  EXPECT_THAT(of("2012-10-17", "${aws:username}", "vpc-a"), IsEmpty());
  EXPECT_THAT(of("2012-10-17", place, "vpc-a"),
              ElementsAre("IAM021.default '" + place + "' text=" + place));
  EXPECT_THAT(of("2008-10-17", own, "${aws:username}"),
              ElementsAre("IAM021.old '${aws:username}' text=${aws:username}" + help,
                          "IAM021.old '" + own + "' text=" + own + help));
  EXPECT_EQ(of("2008-10-17", place, "vpc-a").size(), 1U);
  EXPECT_THAT(of("2008-10-17", "*", "vpc-a"), IsEmpty());
}

}  // namespace
}  // namespace stackql::iam
