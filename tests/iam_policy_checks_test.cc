// What is wrong with a policy by itself: each mistake with its message's values, its place and its
// help, and what only looks like one.
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

constexpr const char* kStage = "arn:aws:ivs:us-east-1:111122223333:stage/a";

// --- elements ------------------------------------------------------------------------------------

TEST(PolicyElements, NeedTheVersionOfToday) {
  const std::string help = R"(. Write "Version": "2012-10-17".)";
  const auto of = [](const std::string& version) {
    return File("{" + version + R"("Statement": [)" + Allow("\"a:B\"", "\"*\"") + "]}").Elements();
  };
  EXPECT_THAT(of(R"("Version": "2012-10-17", )"), IsEmpty());
  EXPECT_THAT(of(R"("Version": "2008-10-17", )"),
              ElementsAre("IAM011.old '2008-10-17' version=2008-10-17" + help));
  EXPECT_THAT(of(R"("Version": "2012-10-18", )"),
              ElementsAre("IAM011.default '2012-10-18' version=2012-10-18" + help));
  EXPECT_THAT(of(""), ElementsAre("IAM011.missing 'Statement' version=2008-10-17" + help));
  EXPECT_THAT(of(R"("Version": {"Ref": "Version"}, )"), IsEmpty());
}

TEST(PolicyElements, AreThoseOfTheGrammar) {
  const auto with = [](const std::string& member) {
    return File(Policy(Allow("\"a:B\"", "\"*\"", ", " + member))).Elements();
  };
  EXPECT_THAT(with(R"("Sid": "A1")"), IsEmpty());
  for (const char* empty : {R"("Condition": {})", R"("Condition": {"Bool": {}})",
                            R"("Condition": {"Bool": {"a:b": []}})"}) {
    EXPECT_THAT(with(empty), ElementsAre(testing::StartsWith("IAM032.default"))) << empty;
  }
  EXPECT_THAT(with(R"("Conditions": {})"),
              ElementsAre("IAM012.default 'Conditions' element=Conditions. Did you mean "
                          "'Condition'?"));
  for (const std::string name : {"Sid", "Effect", "NotResource", "Principal", "NotPrincipal"}) {
    const std::string written = "x" + name;
    EXPECT_THAT(with("\"" + written + "\": {}"),
                ElementsAre("IAM012.default '" + written + "' element=" + written +
                            ". Did you mean '" + name + "'?"));
  }
  EXPECT_THAT(with(R"("Xylophone": {})"),
              ElementsAre("IAM012.default 'Xylophone' element=Xylophone"));
  EXPECT_THAT(with(R"("Principal": "*")"),
              ElementsAre("IAM012.principal 'Principal' element=Principal"));
  EXPECT_THAT(with(R"("NotPrincipal": "*")"),
              ElementsAre("IAM012.principal 'NotPrincipal' element=NotPrincipal"));
  EXPECT_THAT(with(R"("Fn::Transform": {"Name": "More"})"), IsEmpty());
}

TEST(PolicyElements, AreThereOnce) {
  const auto of = [](const std::string& members) {
    return File(Policy("{" + members + "}")).Elements();
  };
  EXPECT_THAT(of(R"("Action": "a:B", "Resource": "*")"),
              ElementsAre("IAM012.missing 'Action' element=Effect"));
  EXPECT_THAT(of(R"("Effect": "Allow", "Resource": "*")"),
              ElementsAre("IAM012.missing 'Allow' element=Action"));
  EXPECT_THAT(of(R"("Effect": "Deny", "NotAction": "a:B")"),
              ElementsAre("IAM012.missing 'Deny' element=Resource"));
  EXPECT_THAT(of(R"("Effect": "Deny", "NotAction": "a:B", "NotResource": "*")"), IsEmpty());
  EXPECT_THAT(of(R"("Effect": "Allow", "Action": "a:B", "NotAction": "a:C", "Resource": "*")"),
              ElementsAre("IAM012.both 'NotAction' element=NotAction, other=Action"));
  EXPECT_THAT(of(R"("Effect": "Allow", "Action": "a:B", "Resource": "*", "NotResource": "*")"),
              ElementsAre("IAM012.both 'NotResource' element=NotResource, other=Resource"));
  // Of a statement that is refused already, nothing is missing.
  EXPECT_THAT(of(R"("Action": "a:B", "NotAction": "a:C")"),
              ElementsAre("IAM012.both 'NotAction' element=NotAction, other=Action"));
}

TEST(PolicyElements, AreReportedOnceIfMisspelled) {
  const auto of = [](const std::string& members) {
    return File(Policy("{" + members + "}")).Elements();
  };
  EXPECT_THAT(of(R"("Effect": "Allow", "Actions": "a:B", "Resources": "*")"),
              ElementsAre(testing::StartsWith("IAM012.default 'Actions'"),
                          testing::StartsWith("IAM012.default 'Resources'")));
  EXPECT_THAT(of(R"("Efect": "Allow", "Action": "a:B", "Resource": "*")"),
              ElementsAre(testing::StartsWith("IAM012.default 'Efect'")));
  // What it cannot be was said where it was read.
  EXPECT_THAT(of(R"("Effect": "Allow", "Action": "a:B", "Resource": "*", "Condition": [])"),
              IsEmpty());
}

TEST(PolicyElements, SayAllowOrDeny) {
  const auto of = [](const std::string& effect) {
    return File(Policy(R"({"Effect": )" + effect + R"(, "Action": "a:B", "Resource": "*"})"))
        .Elements();
  };
  EXPECT_THAT(of(R"("Deny")"), IsEmpty());
  EXPECT_THAT(of(R"({"Ref": "Effect"})"), IsEmpty());
  EXPECT_THAT(of(R"("allow")"),
              ElementsAre("IAM012.effect 'allow' element=allow. Did you mean 'Allow'?"));
}

TEST(PolicyElements, AreNotEmpty) {
  EXPECT_THAT(File(Policy(Allow("[]", "\"*\""))).Elements(),
              ElementsAre("IAM012.empty 'Action' element=Action"));
  EXPECT_THAT(File(Policy(Allow("\"a:B\"", "{}"))).Elements(),
              ElementsAre("IAM012.empty 'Resource' element=Resource"));
  EXPECT_THAT(File(Policy(Allow(R"(["a:B"])", R"({"Ref": "Arn"})"))).Elements(), IsEmpty());
}

TEST(PolicyElements, AreInAListThatIsNotEmpty) {
  EXPECT_THAT(File(R"({"Version": "2012-10-17", "Statement": []})").Elements(),
              ElementsAre(testing::StartsWith("IAM032.default ")));
}

TEST(PolicyElements, HaveSidsOfTheirOwn) {
  const auto of = [](const std::string& first, const std::string& second) {
    return File(Policy(Allow("\"a:B\"", "\"*\"", R"(, "Sid": )" + first) + "," +
                       Allow("\"a:C\"", "\"*\"", R"(, "Sid": )" + second)))
        .Elements();
  };
  EXPECT_THAT(of("\"A\"", "\"B\""), IsEmpty());
  EXPECT_THAT(of("\"A\"", "\"a\""), IsEmpty());
  EXPECT_THAT(of("\"\"", "\"\""), IsEmpty());
  EXPECT_THAT(of(R"({"Ref": "A"})", R"({"Ref": "A"})"), IsEmpty());
  EXPECT_THAT(of("\"A-1\"", "\"B\""), ElementsAre("IAM012.sid 'A-1' element=A-1"));
  // Services are not as strict as IAM.
  const std::string named =
      R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
                              "Sid": "Enforce TLS"})";
  EXPECT_THAT(File(Policy(named)).Elements(PolicyKind::kResource), IsEmpty());
  EXPECT_THAT(of("\"A1\"", "\"A1\""),
              ElementsAre("IAM012.repeated 'A1' element=A1 (first given here at 'A1' 102)"));
}

// A template's function in place of a statement may be anything.
TEST(PolicyElements, AreNotWantedOfFunctions) {
  EXPECT_THAT(File(Policy(R"({"Fn::If": ["IsProd", {"Ref": "y"}, {"Ref": "x"}]})")).Elements(),
              IsEmpty());
  EXPECT_THAT(File(Policy(R"({"Ref": "Statement"})")).Elements(), IsEmpty());
  File number(Policy("7"));
  EXPECT_THAT(number.Elements(), IsEmpty());
  EXPECT_THAT(File(Policy(R"(7, {"Action": "a:B", "Resource": "*"})")).Elements(),
              ElementsAre("IAM012.missing 'Action' element=Effect"));
  EXPECT_THAT(number.Described(number.reading()),
              ElementsAre("IAM010.statement '7' kind=a number"));
}

// --- actions and resources -----------------------------------------------------------------------

std::vector<std::string> OfAction(const std::string& action) {
  return File(Policy(Allow("\"" + action + "\"", "\"*\""))).Grants();
}

TEST(PolicyActions, AreServiceAndName) {
  const std::string help = ". Write 'service:Action'.";
  EXPECT_THAT(OfAction("ivs:GetStage"), IsEmpty());
  for (const std::string wrong :
       {"GetStage", "ivs:Get Stage", "ivs:GetStage,ivs:GetChannel", "ivs*"}) {
    EXPECT_THAT(OfAction(wrong),
                ElementsAre("IAM015.default '" + wrong + "' action=" + wrong + help));
  }
}

TEST(PolicyActions, OfCloudControlHaveAnotherPrefix) {
  EXPECT_THAT(OfAction("cloudcontrol:GetResource"),
              ElementsAre("IAM013.default 'cloudcontrol:GetResource' "
                          "action=cloudcontrol:GetResource. Write 'cloudformation:GetResource'."));
  EXPECT_THAT(OfAction("CloudControlApi:*"),
              ElementsAre("IAM013.default 'CloudControlApi:*' action=CloudControlApi:*. Write "
                          "'cloudformation:*'."));
}

TEST(PolicyActions, AreListedByAws) {
  EXPECT_THAT(OfAction("IVS:getstage"), IsEmpty());
  EXPECT_THAT(OfAction("ivs:Get*"), IsEmpty());
  EXPECT_THAT(
      OfAction("iv?:Nothing"),
      ElementsAre("IAM015.wildcard 'iv?:Nothing' action=iv?:Nothing. Name the service; list an "
                  "action for each."));
  EXPECT_THAT(
      OfAction("ivs:Get:Stage"),
      ElementsAre("IAM015.colons 'ivs:Get:Stage' action=ivs:Get:Stage. Write 'service:Action'."));
  EXPECT_THAT(OfAction("dynamodbx:GetItem"),
              ElementsAre("IAM014.service 'dynamodbx:GetItem' prefix=dynamodbx. Did you mean "
                          "'dynamodb'?"));
  // Not what looks like it, but what people call so.
  EXPECT_THAT(OfAction("stepfunctions:StartExecution"),
              ElementsAre("IAM014.service 'stepfunctions:StartExecution' prefix=stepfunctions. Did "
                          "you mean 'states'?"));
  EXPECT_THAT(OfAction("qqqqqqqqqqqqqqqqqqqqqqqq:GetStage"),
              ElementsAre("IAM014.service 'qqqqqqqqqqqqqqqqqqqqqqqq:GetStage' "
                          "prefix=qqqqqqqqqqqqqqqqqqqqqqqq"));
  EXPECT_THAT(OfAction("ivs:GetStge"),
              ElementsAre("IAM014.default 'ivs:GetStge' action=ivs:GetStge. Did you mean "
                          "'ivs:GetStage'?"));
  EXPECT_THAT(OfAction("ivs:Xylophone"),
              ElementsAre("IAM014.default 'ivs:Xylophone' action=ivs:Xylophone"));
  EXPECT_THAT(OfAction("ivs:GetStge*"),
              ElementsAre("IAM014.pattern 'ivs:GetStge*' action=ivs:GetStge*"));
}

// What AWS does not list needs no resource that fits.
TEST(PolicyActions, ThatAreWrongAreToldOnce) {
  for (const std::string wrong : {"GetStage", "cloudcontrol:GetResource", "dynamodbx:GetItem",
                                  "ivs:GetStge", "ivs:GetStge*", "mobilehub:GetProject"}) {
    const std::string action = "\"" + wrong + "\"";
    EXPECT_THAT(File(Policy(Allow(action, R"("arn:aws:s3:::b")"))).Grants(), testing::SizeIs(1))
        << wrong;
  }
}

std::vector<std::string> OfResource(const std::string& resource) {
  return File(Policy(R"({"Effect": "Deny", "Action": "*", "Resource": ")" + resource + "\"}"))
      .Grants();
}

// "IAM JSON policy elements: Resource"; "Amazon Resource Names (ARNs)".
TEST(PolicyResources, AreStarsOrArns) {
  for (const char* right :
       {"*", "arn:*", "arn:aws:s3", "arn:aws:s3:*", "a*", "arn*", kStage, "arn:aws:s3:::bucket",
        "a?n:aws:s3:::bucket", "*:aws:s3:::bucket", "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws-cn:s3:::bucket", "arn:*:s3:::bucket", "arn:aws:ivs:us-east-1:1111*:stage/a",
        "arn:aws:ivs:us-east-1:${aws:PrincipalAccount}:stage/a"}) {
    EXPECT_THAT(OfResource(right), IsEmpty()) << right;
  }
  for (const std::string wrong : {"bucket", "bucket*", "aws:s3:::a:b:c", "http*"}) {
    EXPECT_THAT(OfResource(wrong),
                ElementsAre("IAM016.default '" + wrong + "' resource=" + wrong +
                            ". Write '*' or 'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'."))
        << wrong;
  }
}

TEST(PolicyResources, HavePartitionsAndAccounts) {
  for (const std::string account : {"12345", "11112222333x", "1111222233334"}) {
    const std::string arn = "arn:aws:ivs:us-east-1:" + account + ":stage/a";
    EXPECT_THAT(OfResource(arn),
                ElementsAre("IAM016.account '" + arn + "' account=" + account +
                            ", resource=" + arn + ". An account ID has 12 digits."));
  }
  EXPECT_THAT(OfResource("arn:asw:s3:::bucket"),
              ElementsAre("IAM016.partition 'arn:asw:s3:::bucket' partition=asw, "
                          "resource=arn:asw:s3:::bucket. Did you mean 'aws'?"));
  EXPECT_THAT(OfResource("arn:amazon:s3:::bucket"),
              ElementsAre("IAM016.partition 'arn:amazon:s3:::bucket' partition=amazon, "
                          "resource=arn:amazon:s3:::bucket. Partitions are aws, aws-cn, aws-us-gov "
                          "and similar."));
}

// The first of several mistakes in one ARN may be the reason of the others.
TEST(PolicyResources, AreReportedForOneMistakeEach) {
  for (const auto& [wrong, first] : std::vector<std::pair<std::string, std::string>>{
           {"arn:asw:iv*:us-est-1:12345:stage/a", "partition"},
           {"arn:aws:iv*:us-est-1:12345:stage/a", "service"},
           {"arn:aws:ivs:us-est-1:12345:stage/a", "region"},
           {"arn:aws:ivs:cn-north-1:12345:stage/a", "place"},
           {"arn:aws:s3::12345:b", "account"},
           {"arn:aws:iam:us-east-1:12345:role/a", "account"}}) {
    EXPECT_THAT(OfResource(wrong), ElementsAre(testing::StartsWith("IAM016." + first + " ")))
        << wrong;
  }
}

TEST(PolicyResources, HaveRegionsAndOneService) {
  for (const std::string spelled : {"useast-1", "us-east1", "US-EAST-1", "us_east_1"}) {
    EXPECT_THAT(
        OfResource("arn:aws:ivs:" + spelled + ":*:stage/a"),
        ElementsAre("IAM016.region 'arn:aws:ivs:" + spelled + ":*:stage/a' region=" + spelled +
                    ", resource=arn:aws:ivs:" + spelled + ":*:stage/a. Did you mean 'us-east-1'?"));
  }
  EXPECT_THAT(OfResource("arn:aws:iam:us-east-1:111122223333:role/a"),
              ElementsAre(testing::StartsWith("IAM016.global")));
  EXPECT_THAT(OfResource("arn:aws:ivs:us-est-1:*:stage/a"),
              ElementsAre("IAM016.region 'arn:aws:ivs:us-est-1:*:stage/a' region=us-est-1, "
                          "resource=arn:aws:ivs:us-est-1:*:stage/a. Did you mean 'us-east-1'?"));
  // One that is like none may be new.
  for (const char* right : {"arn:aws:ivs:zz-moon-9:*:stage/a", "arn:aws:ivs:us-*:*:stage/a",
                            "arn:aws:ivs:us-east-?:*:stage/a", "arn:aws:*:us-east-1:*:stage/a",
                            "arn:aws:ivs:us-east:*:stage/a", "arn:aws:ivs:us-east-x:*:stage/a"}) {
    EXPECT_THAT(OfResource(right), IsEmpty()) << right;
  }
  EXPECT_THAT(OfResource("arn:aws:iv*:*:*:stage/a"),
              ElementsAre("IAM016.service 'arn:aws:iv*:*:*:stage/a' "
                          "resource=arn:aws:iv*:*:*:stage/a, service=iv*. Write an ARN for each "
                          "service."));
  const std::string two = "arn:aws:s3:::a, arn:aws:s3:::b";
  EXPECT_THAT(OfResource(two), ElementsAre("IAM016.several '" + two + "' resource=" + two +
                                           ". Write a list of them."));
}

TEST(PolicyResources, HaveAllTheirParts) {
  for (const std::string arn : {"arn:aws:s3::my-bucket/*", "arn:aws:s3:b/*", "arn:aws:s3:b/k"}) {
    EXPECT_THAT(OfResource(arn),
                ElementsAre("IAM016.default '" + arn + "' resource=" + arn +
                            ". Write 'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'; REGION and "
                            "ACCOUNT may be empty."));
  }
  for (const char* right : {"arn:aws:s3:::b/*", "arn:aws:ivs", "arn:aws:ivs:*", "arn:aws:s3:*",
                            "arn:aws:ivs:*:stage/*", "arn:*:s3:b/*"}) {
    EXPECT_THAT(OfResource(right), IsEmpty()) << right;
  }
  EXPECT_THAT(OfResource("arn:aws:s3:::b/* "),
              ElementsAre("IAM016.blank 'arn:aws:s3:::b/* ' resource=arn:aws:s3:::b/* . Remove the "
                          "blank at the end."));
}

// A zone, and the region of another partition.
TEST(PolicyResources, AreInRegionsOfTheirPartition) {
  const std::string zone = "arn:aws:ivs:us-east-1a:*:stage/a";
  EXPECT_THAT(OfResource(zone),
              ElementsAre("IAM016.region '" + zone + "' region=us-east-1a, resource=" + zone +
                          ". Did you mean 'us-east-1'?"));
  const std::string china = "arn:aws:ivs:cn-north-1:*:stage/a";
  EXPECT_THAT(OfResource(china), ElementsAre("IAM016.place '" + china +
                                             "' partition=aws, region=cn-north-1, resource=" +
                                             china + ". It is in the partition 'aws-cn'."));
  EXPECT_THAT(OfResource("arn:*:ivs:cn-north-1:*:stage/a"), IsEmpty());
  EXPECT_THAT(OfResource("arn:aws-cn:ivs:cn-north-1:*:stage/a"), IsEmpty());
}

// "Policy resources for Amazon S3": a bucket's ARN has neither region nor account.
TEST(PolicyGrants, OfBucketsNameNoAccount) {
  const std::string bucket = "arn:aws:s3::111122223333:b";
  EXPECT_THAT(OfResource(bucket), ElementsAre("IAM016.bucket '" + bucket + "' resource=" + bucket +
                                              ". Write 'arn:aws:s3:::b'."));
  EXPECT_THAT(OfResource("arn:aws:s3:us-east-1::b"), testing::SizeIs(1));
  for (const char* right : {"arn:aws:s3:::b", "arn:aws:s3:*:*:b", "arn:aws:s3::111122223333:*",
                            "arn:aws:s3:us-east-1:111122223333:accesspoint/a",
                            "arn:aws:s3-outposts:us-east-1:111122223333:b"}) {
    EXPECT_THAT(OfResource(right), testing::Not(testing::Contains(testing::StartsWith("IAM016"))))
        << right;
  }
}

TEST(PolicyGrants, OfAllButSomeAreTold) {
  EXPECT_THAT(
      File(Policy(R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})")).Grants(),
      ElementsAre("IAM022.default 'Allow' element=NotAction"));
  EXPECT_THAT(File(Policy(R"({"Effect": "Allow", "Action": "ivs:*", "NotResource": ")" +
                          std::string(kStage) + R"("})"))
                  .Grants(),
              ElementsAre("IAM022.default 'Allow' element=NotResource"));
  EXPECT_THAT(
      File(Policy(R"({"Effect": "Deny", "NotAction": "iam:*", "NotResource": "*"})")).Grants(),
      IsEmpty());
}

TEST(PolicyGrants, NameEachActionOnce) {
  const auto of = [](const std::string& actions) {
    return File(Policy(Allow("[" + actions + "]", "\"*\""))).Grants();
  };
  EXPECT_THAT(of(R"("ivs:GetStage", "ivs:GetChannel")"), IsEmpty());
  EXPECT_THAT(of(R"("ivs:GetStage", "IVS:getstage")"),
              ElementsAre("IAM025.default 'IVS:getstage' action=IVS:getstage, by=ivs:GetStage"));
  EXPECT_THAT(of(R"("ivs:GetStage", "ivs:Get*")"),
              ElementsAre("IAM025.default 'ivs:GetStage' action=ivs:GetStage, by=ivs:Get*"));
  EXPECT_THAT(of(R"("ivs:Get*", "ivs:GetStage", "ivs:GetS*")"),
              ElementsAre("IAM025.default 'ivs:GetStage' action=ivs:GetStage, by=ivs:Get*",
                          "IAM025.default 'ivs:GetS*' action=ivs:GetS*, by=ivs:Get*"));
  EXPECT_THAT(of(R"("ivs:GetStage", "ivs:List*", "ivs:GetChannel", "ivs:Get*")"),
              ElementsAre("IAM025.default 'ivs:GetStage' action=ivs:GetStage, by=ivs:Get*",
                          "IAM025.default 'ivs:GetChannel' action=ivs:GetChannel, by=ivs:Get*"));
  EXPECT_THAT(of(R"("ivs:GetStage", "ivs:GetStage", "ivs:Get*")"),
              ElementsAre("IAM025.default 'ivs:GetStage' action=ivs:GetStage, by=ivs:Get*",
                          "IAM025.default 'ivs:GetStage' action=ivs:GetStage, by=ivs:GetStage"));
  EXPECT_THAT(of(R"("ivs:Get*", "ivs:Get*", "ivs:Get*")"),
              ElementsAre("IAM025.default 'ivs:Get*' action=ivs:Get*, by=ivs:Get*",
                          "IAM025.default 'ivs:Get*' action=ivs:Get*, by=ivs:Get*"));
  EXPECT_THAT(of(R"({"Ref": "Action"}, "ivs:GetStage", {"Ref": "Action"}, {"Ref": "Other"})"),
              IsEmpty());
  EXPECT_THAT(of(R"({"Fn::If": ["A", "ivs:GetStage", "ivs:GetChannel"]}, "ivs:GetStage")"),
              IsEmpty());
}

TEST(PolicyGrants, AreOnResourcesThatFit) {
  const auto of = [](const std::string& action, const std::string& resources) {
    return File(Policy(Allow("\"" + action + "\"", resources))).Grants();
  };
  const std::string bucket = "arn:aws:s3:::bucket";
  const std::string quoted = "\"" + bucket + "\"";
  const std::string stage = "\"" + std::string(kStage) + "\"";
  EXPECT_THAT(of("ivs:GetStage", stage), IsEmpty());
  EXPECT_THAT(of("ivs:GetStage", "[" + quoted + ", " + stage + "]"), IsEmpty());
  EXPECT_THAT(of("ivs:GetStage", R"("arn:aws:ivs:*")"), IsEmpty());
  EXPECT_THAT(of("*", quoted), IsEmpty());
  EXPECT_THAT(of("ivs:GetStage", "[" + quoted + ", \"*\"]"),
              ElementsAre("IAM025.resource '" + bucket + "' action=" + bucket + ", by=*"));
  // A bucket's name has no slash; all of a service is no narrower than what it can be asked for.
  EXPECT_THAT(of("s3:ListBucket", R"("arn:aws:s3:::b/*")"),
              ElementsAre("IAM017.default 's3:ListBucket' action=s3:ListBucket, "
                          "resource=arn:aws:s3:::b/*"));
  EXPECT_THAT(of("s3:ListBucket", R"(["arn:aws:s3:::b", "arn:aws:s3:::b/*"])"), IsEmpty());
  EXPECT_THAT(of("s3:ListBucket", R"("arn:aws:s3:::b*")"), IsEmpty());
  EXPECT_THAT(of("s3:GetObject", R"("arn:aws:s3:::b/*")"), IsEmpty());
  EXPECT_THAT(of("s3:GetObject", R"("arn:aws:s3:::b")"),
              ElementsAre("IAM017.default 's3:GetObject' action=s3:GetObject, "
                          "resource=arn:aws:s3:::b"));
  EXPECT_THAT(of("s3:ListAllMyBuckets", R"("arn:aws:s3:::*")"), IsEmpty());
  EXPECT_THAT(of("s3:ListAllMyBuckets", R"("arn:aws:s3:::b*")"), testing::SizeIs(1));
  // All of a type may be what the service asks for.
  EXPECT_THAT(
      of("iam:ListRoles", R"("arn:aws:iam::*:role/*")"),
      ElementsAre("IAM017.undocumented 'iam:ListRoles' action=iam:ListRoles, "
                  "resource=arn:aws:iam::*:role/*. Allow it on '*' in a statement of its own."));
  EXPECT_THAT(
      of("iam:ListRoles", R"("arn:aws:iam::*:role/path/*")"),
      ElementsAre(
          "IAM017.star 'iam:ListRoles' action=iam:ListRoles, "
          "resource=arn:aws:iam::*:role/path/*. Allow it on '*' in a statement of its own."));
  EXPECT_THAT(of("iam:ListRoles", R"("arn:aws:iam::*:ro*/*")"),
              ElementsAre(testing::StartsWith("IAM017.star ")));
  EXPECT_THAT(
      of("iam:ListRoles", R"(["arn:aws:iam::*:role/a", "arn:aws:iam::*:user:*"])"),
      ElementsAre(testing::StartsWith("IAM017.undocumented 'iam:ListRoles' "
                                      "action=iam:ListRoles, resource=arn:aws:iam::*:user")));
  EXPECT_THAT(of("iam:\xFF\xFF\xFF", quoted), IsEmpty());
  for (const char* element : {"NotAction", "NotResource"}) {
    const bool actions = element == std::string("NotAction");
    EXPECT_THAT(File(Policy(std::string(R"({"Effect": "Deny", ")") +
                            (actions ? "NotAction" : "Action") + R"(": "ivs:GetStage", ")" +
                            (actions ? "Resource" : "NotResource") + "\": " + quoted + "}"))
                    .Grants(),
                IsEmpty())
        << element;
  }
  EXPECT_THAT(of("ssmmessages:OpenDataChannel", R"("arn:aws:ssm:*:*:session/me-*")"), IsEmpty());
  EXPECT_THAT(of("ssmmessages:OpenDataChannel", R"("arn:aws:ssm:*:*:document/me-*")"),
              testing::SizeIs(1));
  // A star of one field that runs on, as AWS's own policies use it.
  EXPECT_THAT(of("secretsmanager:GetSecretValue", R"("arn:aws:secretsmanager:*:*:app!*")"),
              IsEmpty());
  EXPECT_THAT(of("logs:CreateLogStream", R"("arn:aws:logs:*:*:/aws-glue/*")"), IsEmpty());
  EXPECT_THAT(of("ivs:GetStage", R"("arn:aws:s3:::${aws:username}")"), IsEmpty());
  EXPECT_EQ(File(Policy(Allow(R"(["*", "ivs:GetStage"])", quoted))).Grants().back(),
            "IAM017.default 'ivs:GetStage' action=ivs:GetStage, resource=" + bucket);
  EXPECT_THAT(of("ivs:GetStage", quoted),
              ElementsAre("IAM017.default 'ivs:GetStage' action=ivs:GetStage, resource=" + bucket));
  EXPECT_THAT(of("s3:GetObject", quoted),
              ElementsAre("IAM017.default 's3:GetObject' action=s3:GetObject, resource=" + bucket));
  EXPECT_THAT(of("s3:ListAllMyBuckets", quoted),
              ElementsAre("IAM017.star 's3:ListAllMyBuckets' action=s3:ListAllMyBuckets, "
                          "resource=" +
                          bucket + ". Allow it on '*' in a statement of its own."));
  EXPECT_THAT(
      File(Policy(R"({"Effect": "Deny", "Action": "ivs:GetStage", "NotResource": )" + quoted + "}"))
          .Grants(),
      IsEmpty());
  // One mistake at a time.
  EXPECT_EQ(File(Policy(Allow(R"(["ivs:GetStge", "ivs:GetStage"])", quoted))).Grants().size(), 1U);
  EXPECT_EQ(of("ivs:GetStage", R"(["bucket", )" + quoted + "]").size(), 1U);
  // The form of ARN that denied calls of Cloud Control show.
  EXPECT_THAT(of("cloudformation:GetResource", R"("arn:aws:cloudformation:*:*:resource/*")"),
              IsEmpty());
  EXPECT_EQ(of("cloudformation:GetResource", quoted).size(), 1U);
  EXPECT_EQ(of("s3:ListAllMyBuckets", R"("arn:aws:cloudformation:*:*:resource/*")").size(), 1U);
}

// --- what is superfluous -------------------------------------------------------------------------

// Other pages document resources that the reference leaves out.
TEST(PolicyGrants, FitWhatOtherPagesTell) {
  const auto of = [](const std::string& action, const std::string& resource) {
    return File(Policy(Allow("\"" + action + "\"", "\"" + resource + "\""))).Grants();
  };
  const std::string iot = "arn:aws:iot:us-east-1:111122223333:topic/";
  EXPECT_THAT(of("iot:Publish", iot + "$aws/things/x/shadow"), IsEmpty());
  EXPECT_THAT(of("iot:Publish", "arn:aws:iot:us-east-1:111122223333:thing/x"), testing::SizeIs(1));
  const std::string transform = "arn:aws:cloudformation:*:aws:transform/Serverless-2016-10-31";
  EXPECT_THAT(of("cloudformation:CreateChangeSet", transform), IsEmpty());
  EXPECT_THAT(of("cloudformation:DeleteChangeSet", transform), testing::SizeIs(1));
  EXPECT_THAT(of("swf:PollForDecisionTask", "arn:aws:swf:us-east-1:111122223333:/domain/x"),
              IsEmpty());
  const std::string sns = "arn:aws:sns:us-east-1:111122223333:";
  EXPECT_THAT(of("sns:Publish", sns + "endpoint/GCM/app/1"), IsEmpty());
  EXPECT_THAT(of("sns:Publish", sns + "app/GCM/app"), IsEmpty());
  EXPECT_THAT(of("sns:Publish", "arn:aws:sns::111122223333:t"), testing::SizeIs(1)) << "no region";
  EXPECT_THAT(of("sns:Publish", "arn:aws:sns:*:111122223333:t"), IsEmpty());
  EXPECT_THAT(of("sns:Publish", sns + "other/x"), testing::SizeIs(1));
  EXPECT_THAT(of("sns:CreatePlatformEndpoint", sns + "app/GCM/app"), IsEmpty());
  EXPECT_THAT(of("apigateway:POST", "arn:aws:apigateway:us-east-1::/apis/abc/routes"), IsEmpty());
  EXPECT_THAT(
      of("states:StartExecution", "arn:aws:states:us-east-1:111122223333:stateMachine:x:prod"),
      IsEmpty());
  // Names of alarms may have slashes.
  EXPECT_THAT(of("cloudwatch:PutMetricAlarm",
                 "arn:aws:cloudwatch:*:111122223333:alarm:TargetTracking-table/Books-1"),
              IsEmpty());
}

TEST(PolicyRepairs, AreWhatIsMeant) {
  EXPECT_THAT(File(R"({"Version": "2008-10-17", "Statement": []})").Repairs(),
              ElementsAre("'2008-10-17' -> 2012-10-17"));
  EXPECT_THAT(File(R"({"Statement": []})").Repairs(), IsEmpty());
  EXPECT_THAT(File(Policy(R"({"Effect": "Allow", "Actions": "a:B", "Resource": "*"})")).Repairs(),
              ElementsAre("'Actions' -> Action?"));
  const auto of_actions = [](const std::string& actions) {
    return File(Policy(Allow(actions, R"("*")"))).Repairs();
  };
  EXPECT_THAT(of_actions(R"("cloudcontrol:GetResource")"),
              ElementsAre("'cloudcontrol:GetResource' -> cloudformation:GetResource"));
  EXPECT_THAT(of_actions(R"("ivs:GetStagee")"), ElementsAre("'ivs:GetStagee' -> ivs:GetStage?"));
  EXPECT_THAT(of_actions(R"("dynamodbb:GetItem")"),
              ElementsAre("'dynamodbb:GetItem' -> dynamodb:GetItem?"));
  EXPECT_THAT(of_actions(R"("xylophone:GetItem")"), IsEmpty());
  EXPECT_THAT(of_actions(R"(["ivs:Get*", "ivs:GetStage"])"), ElementsAre("'ivs:GetStage' removed"));
  EXPECT_THAT(
      File(Policy(Allow(R"("s3:GetObject")", R"(["arn:aws:s3:::b/*", "arn:aws:s3:::b/a"])")))
          .Repairs(),
      ElementsAre("'arn:aws:s3:::b/a' removed"));
  const auto of_test = [](const std::string& test) {
    return File(Policy(Allow(R"("ivs:GetStage")", R"("*")", R"(, "Condition": )" + test)))
        .Repairs();
  };
  EXPECT_THAT(of_test(R"({"StringEqual": {"aws:SourceVpc": "a"}})"),
              ElementsAre("'StringEqual' -> StringEquals?"));
  EXPECT_THAT(of_test(R"({"NullIfExists": {"aws:SourceVpc": "true"}})"),
              ElementsAre("'NullIfExists' -> Null"));
  EXPECT_THAT(of_test(R"({"StringEquals": {"aws:SourceVpc": ["a", "a"]}})"),
              ElementsAre("'a' removed"));
}

// What AWS has given up, which the policies of long ago still name.
TEST(PolicyActions, OfRetiredServicesCanGo) {
  EXPECT_THAT(File(Policy(Allow(R"("mobilehub:GetProject")", R"("*")"))).Grants(),
              ElementsAre("IAM014.retired 'mobilehub:GetProject' prefix=mobilehub. Remove it."));
}

// Other kinds of values are told elsewhere.
TEST(PolicyElements, MayBeOfAnyKind) {
  for (const std::string member :
       {R"("Condition": "x")", R"("Condition": {"StringEquals": "x"})",
        R"("Condition": {"StringEquals": {"aws:SourceVpc": "x"}})", "\"\xFF\xFF\xFF\": 1"}) {
    EXPECT_THAT(
        File(Policy(R"({"Effect": "Allow", "Action": "a:B", "Resource": "*", )" + member + "}"))
            .Elements(),
        IsEmpty())
        << member;
  }
  for (const std::string effect : {"\"\xFF\xFF\xFF\"", "7", "[]"}) {
    const auto told =
        File(Policy(R"({"Action": "a:B", "Resource": "*", "Effect": )" + effect + "}")).Elements();
    EXPECT_EQ(told.size(), effect.size() > 2 ? 0U : 1U) << effect;
  }
}

// Who is trusted, and who may use a resource, is said by principals.
TEST(PolicyElements, AreThoseOfTheKind) {
  const auto of = [](PolicyKind kind, const std::string& members) {
    return File(Policy(R"({"Effect": "Allow", "Action": "sts:AssumeRole")" + members + "}"))
        .Elements(kind);
  };
  const std::string who = R"(, "Principal": "*")";
  const std::string all = R"(, "Resource": "*")";
  EXPECT_THAT(of(PolicyKind::kTrust, who), IsEmpty());
  EXPECT_THAT(of(PolicyKind::kTrust, ""), ElementsAre("IAM012.missing 'Allow' element=Principal"));
  for (const std::string element : {"Resource", "NotResource"}) {
    EXPECT_THAT(of(PolicyKind::kTrust, who + ", \"" + element + R"(": "*")"),
                ElementsAre("IAM012.trust '" + element + "' element=" + element + ". Remove it."));
  }
  EXPECT_THAT(of(PolicyKind::kResource, who + all), IsEmpty());
  EXPECT_THAT(of(PolicyKind::kResource, who), IsEmpty()) << "it is that of the policy";
  EXPECT_THAT(of(PolicyKind::kResource, all),
              ElementsAre("IAM012.missing 'Allow' element=Principal"));
  EXPECT_THAT(of(PolicyKind::kIdentity, all + who),
              ElementsAre("IAM012.principal 'Principal' element=Principal"));
  const std::pair<PolicyKind, std::string> others_names[] = {
      {PolicyKind::kBoundary, "a permissions boundary"},
      {PolicyKind::kSession, "a session policy"},
      {PolicyKind::kControl, "a service control policy"}};
  for (const auto& [kind, name] : others_names) {
    EXPECT_THAT(of(kind, all + who),
                ElementsAre("IAM012.other-kind 'Principal' element=Principal, kind=" + name));
  }
  const std::string others = R"(, "NotPrincipal": "*")";
  const auto denying = [](const std::string& members) {
    return File(Policy(R"({"Effect": "Deny", "Action": "sts:AssumeRole")" + members + "}"))
        .Elements(PolicyKind::kResourceControl);
  };
  EXPECT_THAT(denying(all + who), IsEmpty());
  EXPECT_THAT(denying(all + others),
              ElementsAre("IAM012.other-kind 'NotPrincipal' element=NotPrincipal, kind=a resource "
                          "control policy"));
  // Services take Sids that IAM does not.
  EXPECT_THAT(of(PolicyKind::kResource, who + R"(, "Sid": "a b")"), IsEmpty());
  EXPECT_THAT(of(PolicyKind::kTrust, who + R"(, "Sid": "a b")"),
              ElementsAre("IAM012.sid 'a b' element=a b"));
}

// A statement's actions are of several services, each with its own resources.
TEST(PolicyGrants, FitByTheServiceOfEachAction) {
  const std::string bucket = R"("arn:aws:s3:::b")";
  EXPECT_THAT(File(Policy(Allow(R"(["s3:ListBucket", "ivs:GetStage"])", bucket))).Grants(),
              ElementsAre(testing::HasSubstr("'ivs:GetStage'")));
  EXPECT_THAT(File(Policy(Allow(R"(["ivs:GetStage", "s3:ListBucket"])", bucket))).Grants(),
              ElementsAre(testing::HasSubstr("'ivs:GetStage'")));
}

}  // namespace
}  // namespace stackql::iam
