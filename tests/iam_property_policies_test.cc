// What is wrong with the policies that operations write into properties.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/property_policies.h"
#include "json/json.h"
#include "operation/properties.h"
#include "support/action_facts.h"
#include "support/told.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace)
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using testing_support::Actions;
using Texts = std::vector<std::string>;

// In the desired state \xFF\xFF\xFF is a hole.
Texts Told(const std::string& type, const std::string& desired, Texts* repaired = nullptr,
           Call call = Call::kCreate) {
  Sources sources;
  Values values(sources);
  Operation operation = {.call = call, .type_name = type};
  if (!desired.empty()) {
    const TextId file = sources.AddFile("desired.json", desired);
    operation.desired = json::Parse(values, sources.All(file)).value;
    EXPECT_NE(operation.desired, kNoValue) << desired;
  }
  Problems problems;
  CheckPropertyPolicies(values, operation, Actions(), {"eu-west-1"}, problems);
  if (repaired != nullptr) *repaired = testing_support::Repaired(sources, problems);
  return testing_support::Told(sources, problems);
}

std::string Document(const std::string& statement) {
  return R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}";
}

std::string Allow(const std::string& principal, const std::string& action,
                  const std::string& more = R"(, "Resource": "*")") {
  return R"({"Effect": "Allow", "Principal": )" + principal + R"(, "Action": )" + action + more +
         "}";
}

// Of the policy of a queue: one of a resource, of the service sqs.
Texts OfQueue(const std::string& statement) {
  return Told("AWS::SQS::QueueInlinePolicy", R"({"PolicyDocument": )" + Document(statement) + "}");
}

Texts Trusting(const std::string& statement) {
  return Told("AWS::IAM::Role", R"({"AssumeRolePolicyDocument": )" + Document(statement) + "}");
}

constexpr const char* kOther = R"({"AWS": "111122223333"})";

TEST(PropertyPolicy, IsReadWhereTheTypeHasIt) {
  const std::string wrong =
      Document(R"({"Effect": "Allow", "Action": "ivs:GetStagge", "Resource": "*"})");
  const auto action = ElementsAre(
      testing::StartsWith("unknown-action.default 'ivs:GetStagge' action=ivs:GetStagge"));
  EXPECT_THAT(Told("AWS::IAM::RolePolicy", R"({"PolicyDocument": )" + wrong + "}"), action);
  const std::string listed =
      R"({"Policies": [{"PolicyDocument": 8}, 7, {"PolicyDocument": )" + wrong + "}]}";
  EXPECT_THAT(Told("AWS::IAM::Group", listed), action);
  EXPECT_THAT(Told("AWS::IAM::Role", listed), action);
  const std::string table = R"({"ResourcePolicy": {"PolicyDocument": )" +
                            Document(Allow(kOther, R"("dynamodb:GetItm")")) + "}}";
  EXPECT_THAT(Told("AWS::DynamoDB::Table", table),
              ElementsAre(testing::StartsWith("unknown-action.default 'dynamodb:GetItm'")));
  for (const auto& [type, desired] : std::vector<std::pair<std::string, std::string>>{
           {"AWS::IAM::RolePolicy", ""},
           {"AWS::IAM::RolePolicy", "[]"},
           {"AWS::IAM::RolePolicy", R"({"Document": )" + wrong + "}"},
           {"AWS::IAM::RolePolicy", R"({"PolicyDocument": "text"})"},
           {"AWS::SNS::TopicPolicy", R"({"PolicyDocument": {"Version": "2008"}})"},
           {"AWS::IAM::Group", R"({"PolicyDocument": )" + wrong + "}"},
           {"AWS::IAM::Group", R"({"Policies": {"PolicyDocument": )" + wrong + "}}"},
           {"AWS::IAM::Group", R"({"Policies": {"*": {"PolicyDocument": )" + wrong + "}}}"},
           {"AWS::S3::Bucket", R"({"PolicyDocument": )" + wrong + "}"}}) {
    EXPECT_THAT(Told(type, desired), IsEmpty()) << type << " " << desired;
  }
}

TEST(PropertyPolicy, IsCheckedByItsKind) {
  const std::string statement = R"({"Effect": "Allow", "Action": "sqs:SendMessage",
                                    "Resource": "*"})";
  EXPECT_THAT(OfQueue(statement), ElementsAre(testing::HasSubstr("Principal")));
  EXPECT_THAT(Told("AWS::IAM::RolePolicy", R"({"PolicyDocument": )" + Document(statement) + "}"),
              IsEmpty());
  EXPECT_THAT(
      Told("AWS::IAM::RolePolicy",
           R"({"PolicyDocument": )" + Document(Allow(kOther, R"("sqs:SendMessage")")) + "}"),
      ElementsAre(testing::HasSubstr("Principal")));
  // Conditions and regions, too.
  EXPECT_THAT(OfQueue(Allow(kOther, R"("sqs:SendMessage")", R"(, "Resource": "*", "Condition":
                            {"StringEqual": {"aws:SourceVpc": "a"}})")),
              ElementsAre(testing::StartsWith("condition-operator.default 'StringEqual'")));
  EXPECT_THAT(OfQueue(Allow(kOther, R"("sqs:SendMessage")",
                            R"(, "Resource": "arn:aws:sqs:eu-vest-1:111122223333:q")")),
              ElementsAre(testing::HasSubstr("eu-vest-1")));
}

// What is not known may be what is missing.
TEST(PropertyPolicy, HasWhatIsNotKnownOfIt) {
  const auto of = [](const std::string& document) {
    return Told("AWS::IAM::RolePolicy", R"({"PolicyDocument": {)" + document + "}}");
  };
  const std::string statement =
      R"("Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}])";
  EXPECT_THAT(of(statement), ElementsAre(testing::StartsWith("policy-version.missing")));
  EXPECT_THAT(of(statement + ", \xFF\xFF\xFF"), IsEmpty());
  EXPECT_THAT(of("\"Version\": \"2012-10-17\", \"Statement\": \xFF\xFF\xFF"), IsEmpty());
  EXPECT_THAT(of("\"Version\": \"2012-10-17\", \xFF\xFF\xFF"), IsEmpty());
}

TEST(PropertyPolicy, HasStatements) {
  for (const char* unknown : {"\"\xFF\xFF\xFF\"", "\xFF\xFF\xFF", "{\xFF\xFF\xFF}"}) {
    EXPECT_THAT(Told("AWS::IAM::RolePolicy", R"({"PolicyDocument": )" + Document(unknown) + "}"),
                IsEmpty())
        << unknown;
  }
  for (const std::string wrong : {"7", "\"text\"", "true"}) {
    EXPECT_THAT(Told("AWS::IAM::RolePolicy", R"({"PolicyDocument": )" + Document(wrong) + "}"),
                ElementsAre(testing::StartsWith("policy-structure.statement '")))
        << wrong;
  }
}

TEST(TrustPolicy, OnlyAssumesTheRole) {
  for (const char* action :
       {"sts:AssumeRole", "STS:assumerole", "sts:AssumeRoleWithSAML",
        "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity",
        "sts:SetContext", "sts:*", "sts:Assume*", "*", "sts:\xFF\xFF\xFF"}) {
    // Each kind of principal has its own.
    const std::string who = R"({"AWS": "111122223333", "Federated": ["accounts.google.com",)"
                            R"( "arn:aws:iam::111122223333:saml-provider/a"]})";
    EXPECT_THAT(Trusting(Allow(who, "\"" + std::string(action) + "\"", "")), IsEmpty()) << action;
  }
  EXPECT_THAT(Trusting(Allow(kOther, R"(["sts:TagSession", "sts:GetCallerIdentity"])", "")),
              ElementsAre("trust-action.default 'sts:GetCallerIdentity' "
                          "action=sts:GetCallerIdentity. Write 'sts:AssumeRole'."));
  Texts repaired;
  Told("AWS::IAM::Role",
       R"({"AssumeRolePolicyDocument": )" + Document(Allow(kOther, R"("sts:Get*")", "")) + "}",
       &repaired);
  EXPECT_THAT(repaired, ElementsAre("'sts:Get*' -> sts:AssumeRole"));
  EXPECT_THAT(Trusting(R"({"Effect": "Deny", "Principal": {"AWS": "111122223333"},
                           "NotAction": "sts:GetCallerIdentity"})"),
              IsEmpty());
}

TEST(ResourcePolicy, IsAboutItsService) {
  for (const std::string action : {"SQS:SendMessage", "*"}) {
    EXPECT_THAT(OfQueue(Allow(kOther, "\"" + action + "\"")), IsEmpty()) << action;
  }
  EXPECT_THAT(OfQueue(Allow(kOther, R"(["\u00ff\u00ff", "sns:Publish", "sqs:SendMessage"])")),
              testing::Contains("foreign-action.default 'sns:Publish' action=sns:Publish, "
                                "service=sqs"));
  EXPECT_THAT(OfQueue(Allow(kOther, "\"sns:\xFF\xFF\xFF\"")), IsEmpty());
  const auto of_secret = [](const std::string& actions) {
    return Told("AWS::SecretsManager::ResourcePolicy",
                R"({"ResourcePolicy": )" + Document(Allow(kOther, actions)) + "}");
  };
  EXPECT_THAT(of_secret(R"(["secretsmanager:GetSecretValue", "*", "SecretsManager:*"])"),
              Not(testing::Contains(testing::HasSubstr("ineffective-action"))));
  EXPECT_THAT(of_secret(R"(["secretsmanager:GetSecretValue", "kms:Decrypt"])"),
              testing::Contains("ineffective-action.default 'kms:Decrypt' action=kms:Decrypt, "
                                "service=secretsmanager"));
  // Others may be about any.
  EXPECT_THAT(
      Told("AWS::IAM::RolePolicy",
           R"({"PolicyDocument": )" +
               Document(R"({"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"})") + "}"),
      IsEmpty());
}

// Of devices and APIs: keys, actions and short ARNs that only these know.
TEST(ResourcePolicy, HasWordsOfItsService) {
  EXPECT_THAT(Told("AWS::IoT::Policy", R"({"PolicyDocument": )" +
                                           Document(R"({"Effect": "Allow", "Action": "iot:Connect",
                                       "Resource": "arn:aws:iot:eu-west-1:111122223333:client/a",
                                       "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": "true"},
                                                     "StringEquals": {"iot:ClientId": "a"}}},
                                       {"Effect": "Allow", "Resource": "*",
                                        "Action": "iot:AssumeRoleWithCertificate"})") +
                                           "}"),
              IsEmpty());
  const std::string invoke =
      R"({"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
          "Resource": ["execute-api:/*", "execute-apy:/*"]})";
  EXPECT_THAT(Told("AWS::ApiGateway::RestApi", R"({"Policy": )" + Document(invoke) + "}"),
              ElementsAre(testing::HasSubstr("invalid-resource.default 'execute-apy:/*'")));
}

TEST(PublicPolicy, IsOneForEveryone) {
  const std::string send = R"("sqs:SendMessage")";
  const std::string told = "public-principal.default '*' type=AWS::SQS::QueueInlinePolicy";
  for (const char* everyone : {R"("*")", R"({"AWS": "*"})", R"({"AWS": ["111122223333", "*"]})",
                               R"({"AWS": ["*", "*"]})"}) {
    EXPECT_THAT(OfQueue(Allow(everyone, send)), ElementsAre(told)) << everyone;
  }
  for (const char* some :
       {R"({"AWS": "111122223333"})", R"({"Service": "sns.amazonaws.com"})", "\"\xFF\xFF\xFF\"",
        R"({"AWS": ["arn:aws:iam::111122223333:root", "444455556666"]})"}) {
    EXPECT_THAT(OfQueue(Allow(some, send)), IsEmpty()) << some;
  }
  EXPECT_THAT(OfQueue(Allow(R"("*")", send, R"(, "Resource": "*", "Condition":
                            {"StringEquals": {"aws:SourceAccount": "111122223333"}})")),
              IsEmpty());
  EXPECT_THAT(OfQueue(R"({"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage",
                          "Resource": "*"})"),
              IsEmpty());
  EXPECT_THAT(OfQueue(Allow(R"("*")", send, ", \"Resource\": \"*\", \xFF\xFF\xFF")), IsEmpty())
      << "a condition may be among what is not known";
  EXPECT_THAT(Trusting(Allow(R"("*")", R"("sts:AssumeRole")", "")),
              ElementsAre("public-principal.trust '*' type=AWS::IAM::Role"));
  // Who reaches an endpoint is for its network to say.
  EXPECT_THAT(Told("AWS::EC2::VPCEndpoint",
                   R"({"PolicyDocument": )" + Document(Allow(R"("*")", R"("s3:GetObject")")) + "}"),
              IsEmpty());
}

// What an identity or a role is created with has statements; an update may leave them as they are,
// and other services may take an empty document for none.
TEST(PropertyPolicy, LacksNoStatementsOfAnIdentity) {
  const std::string trust = R"({"AssumeRolePolicyDocument": {}})";
  const auto missing = ElementsAre(testing::StartsWith("policy-structure.missing"));
  EXPECT_THAT(Told("AWS::IAM::Role", trust), missing);
  EXPECT_THAT(Told("AWS::IAM::Role", trust, nullptr, Call::kUpdate), IsEmpty());
  EXPECT_THAT(Told("AWS::IAM::RolePolicy", R"({"PolicyDocument": {"Id": "a"}})"), missing);
  EXPECT_THAT(Told("AWS::KMS::Key", R"({"KeyPolicy": {}})"), IsEmpty());
  EXPECT_THAT(Told("AWS::EC2::VPCEndpoint", R"({"PolicyDocument": {}})"), IsEmpty());
}

TEST(PropertyPolicy, HasPrincipals) {
  const auto of = [](const std::string& principal) {
    return OfQueue(Allow(principal, R"("sqs:SendMessage")"));
  };
  const std::string hole = "\xFF\xFF\xFF";
  for (const std::string& right :
       {R"({"AWS": "111122223333"})"s, R"({"AWS": ["arn:aws:iam::111122223333:root"]})"s,
        R"({"AWS": "arn:aws-cn:sts::111122223333:assumed-role/a/b"})"s,
        R"({"AWS": "AIDAEXAMPLEEXAMPLE01"})"s,
        R"({"Federated": "cognito-identity.amazonaws.com"})"s,
        R"({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"})"s,
        R"({"Service": ["a.amazonaws.com"]})"s, "\"" + hole + "\"", R"({"AWS": ")" + hole + "\"}",
        R"({"AWS": "arn:aws:)" + hole + "\"}", R"({"Fn::If": [1]})"s, R"({"Ref": "A"})"s}) {
    EXPECT_THAT(of(right), IsEmpty()) << right;
  }
  const auto form = ElementsAre(testing::StartsWith("policy-element.principal-form"));
  const auto kind = ElementsAre(testing::StartsWith("policy-element.principal-kind"));
  const auto aws = ElementsAre(testing::StartsWith("policy-element.principal-aws"));
  for (const char* wrong : {R"("arn:aws:iam::111122223333:root")", R"(["111122223333"])", "7"}) {
    EXPECT_THAT(of(wrong), form) << wrong;
  }
  EXPECT_THAT(of(R"({"Services": "a.amazonaws.com"})"), kind);
  for (const char* wrong : {"11112222333", "1111222233334", "arn:aws:s3:::a", "arn:aws", "AIDA",
                            "aidaexampleexample01", ""}) {
    EXPECT_THAT(of(R"({"AWS": ["111122223333", ")" + std::string(wrong) + R"("]})"), aws) << wrong;
  }
}

TEST(PropertyPolicy, AllowsNotAllButSome) {
  const auto of = [](const std::string& effect) {
    return OfQueue(R"({"Effect": ")" + effect + R"(", "NotPrincipal": {"AWS": "111122223333"},)" +
                   R"( "Action": "sqs:SendMessage", "Resource": "*"})");
  };
  EXPECT_THAT(of("Allow"), ElementsAre(testing::StartsWith("allow-all-but")));
  EXPECT_THAT(of("Deny"), IsEmpty());
}

// Only what is certainly another one, misspelled.
TEST(PropertyPolicy, NamesServicesThatExist) {
  const auto told = [](const std::string& service) {
    Texts repaired;
    const Texts found = Told("AWS::IAM::Role",
                             R"({"AssumeRolePolicyDocument": )" +
                                 Document(R"({"Effect": "Allow", "Principal": {"Service": )" +
                                          service + R"(}, "Action": "sts:AssumeRole"})") +
                                 "}",
                             &repaired);
    return found.empty() ? "" : repaired.empty() ? found.front() : repaired.front();
  };
  EXPECT_EQ(told(R"("lamda.amazonaws.com")"), "'lamda.amazonaws.com' -> lambda.amazonaws.com?");
  EXPECT_EQ(told(R"(["airflow-env.amazonaws.com", "airflow-envs-next.amazonaws.com"])"), "")
      << "services may have principals that are not listed";
  EXPECT_EQ(told(R"(["ec2.amazonaws.com", "ecs-task.amazonaws.com"])"),
            "'ecs-task.amazonaws.com' -> ecs-tasks.amazonaws.com?");
  EXPECT_EQ(told(R"("lambda.amazon.com")"), "'lambda.amazon.com' -> lambda.amazonaws.com?");
  EXPECT_EQ(told(R"("lambda.aws.amazon.com")"), "'lambda.aws.amazon.com' -> lambda.amazonaws.com?");
  EXPECT_EQ(told(R"("stepfunctions.amazonaws.com")"),
            "'stepfunctions.amazonaws.com' -> states.amazonaws.com?");
  EXPECT_EQ(told(R"("cloudwatchlogs.eu-west-1.amazonaws.com")"),
            "'cloudwatchlogs.eu-west-1.amazonaws.com' -> logs.eu-west-1.amazonaws.com?");
  EXPECT_EQ(told(R"("lambda")"), "'lambda' -> lambda.amazonaws.com?");
  EXPECT_EQ(told(R"("clodtrail.amazonaws.com.cn")"),
            "'clodtrail.amazonaws.com.cn' -> cloudtrail.amazonaws.com.cn?");
  EXPECT_EQ(told(R"("sceduler.eu-west-1.amazonaws.com")"),
            "'sceduler.eu-west-1.amazonaws.com' -> scheduler.eu-west-1.amazonaws.com?");
  for (const char* right :
       {R"("lambda.amazonaws.com")", R"("logs.eu-west-1.amazonaws.com")", R"("ivs.amazonaws.com")",
        R"("edgelambda.amazonaws.com")", R"("vpc-flow-logs.amazonaws.com")",
        R"("ec2.amazonaws.com.cn")", R"("monitoring.rds.amazonaws.com")", R"("*")",
        R"("something-new.amazonaws.com")", R"("sub.lambda.amazonaws.com")",
        R"("mgx.amazonaws.com")", R"("alexa-appkit.amazon.com")", R"("example.com")",
        "\"\xFF\xFF\xFF.amazonaws.com\"", "\"\xFF\xFF\xFF\"", "{}", "7"}) {
    EXPECT_EQ(told(right), "") << right;
  }
}

TEST(BucketPolicy, SaysOnWhat) {
  const auto of = [](const std::string& more) {
    return Told("AWS::S3::BucketPolicy",
                R"({"PolicyDocument": )" + Document(Allow(kOther, "\"s3:GetObject\"", more)) + "}");
  };
  EXPECT_THAT(of(""), ElementsAre("policy-element.missing 'Allow' element=Resource"));
  EXPECT_THAT(of(R"(, "NotResource": "arn:aws:s3:::b/*")"),
              testing::Not(testing::Contains(testing::HasSubstr("element=Resource"))));
}

TEST(BucketPolicy, IsAboutItsBucket) {
  const auto told = [](const std::string& bucket, const std::string& resources) {
    Texts names;
    for (const std::string& text :
         Told("AWS::S3::BucketPolicy",
              R"({"Bucket": )" + bucket + R"(, "PolicyDocument": )" +
                  Document(Allow(kOther, R"("s3:*")", R"(, "Resource": )" + resources)) + "}")) {
      names.push_back(text.substr(0, text.find(' ', text.find('\''))));
    }
    return names;
  };
  const auto foreign = [](const std::string& resource) {
    return ElementsAre("foreign-resource.default '" + resource + "'");
  };
  EXPECT_THAT(told(R"("a-b")", R"(["arn:aws:s3:::a-b", "arn:aws:s3:::a-c/*"])"),
              foreign("arn:aws:s3:::a-c/*"));
  EXPECT_THAT(told(R"("a-b")", R"("arn:aws:s3:::a-b-c")"), foreign("arn:aws:s3:::a-b-c"));
  EXPECT_THAT(told(R"("a-b")", R"("arn:aws:s3:::b-*")"), foreign("arn:aws:s3:::b-*"));
  for (const char* right :
       {R"("arn:aws:s3:::a-b")", R"("arn:aws:s3:::a-b/x/*")", R"("arn:aws-cn:s3:::a-?/*")",
        R"("*")", R"("arn:aws:s3:::*")", R"("arn:aws:s3:::${aws:username}/*")",
        "\"arn:aws:s3:::\xFF\xFF\xFF/*\"", "\"\xFF\xFF\xFF/*\"", "\"\xFF\xFF\xFF\""}) {
    EXPECT_THAT(told(R"("a-b")", right), IsEmpty()) << right;
  }
  EXPECT_THAT(told("\"\xFF\xFF\xFF\"", R"("arn:aws:s3:::a-c/*")"), IsEmpty());
}

// KMS refuses what nobody could change, and passes over statements without a resource.
TEST(KeyPolicy, CanBeChanged) {
  const auto of = [](const std::string& statement, const std::string& more = "") {
    return Told("AWS::KMS::Key", R"({"KeyPolicy": )" + Document(statement) + more + "}");
  };
  const std::string lockout = "key-policy-lockout";
  EXPECT_THAT(of(Allow(kOther, R"("kms:*")")), IsEmpty());
  EXPECT_THAT(of(Allow(kOther, R"(["kms:Decrypt", "KMS:Put*"])")), IsEmpty());
  EXPECT_THAT(of(Allow(kOther, "\"\xFF\xFF\xFF\"")), IsEmpty());
  EXPECT_THAT(of(Allow(kOther, R"("kms:Decrypt")")), ElementsAre(testing::StartsWith(lockout)));
  EXPECT_THAT(of(R"({"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"})"),
              ElementsAre(testing::StartsWith(lockout)));
  EXPECT_THAT(of(Allow(kOther, R"("kms:*")", "")),
              UnorderedElementsAre(testing::StartsWith(lockout),
                                   testing::StartsWith("ineffective-statement")));
  EXPECT_THAT(
      of(Allow(kOther, R"("kms:Decrypt")"), R"(, "BypassPolicyLockoutSafetyCheck": "true")"),
      IsEmpty());
  EXPECT_THAT(of(Allow(kOther, R"("kms:Decrypt")") + ", \"\xFF\xFF\xFF\""), IsEmpty());
}

TEST(ControlPolicy, IsOfTheTypeThatIsSaid) {
  const auto of = [](const std::string& type, const std::string& statement) {
    return Told("AWS::Organizations::Policy",
                R"({"Type": ")" + type + R"(", "Content": )" + Document(statement) + "}");
  };
  const std::string deny = R"({"Effect": "Deny", "Action": "s3:GetObjekt", "Resource": "*")";
  EXPECT_THAT(of("SERVICE_CONTROL_POLICY", deny + R"(, "Principal": "*"})"),
              UnorderedElementsAre(testing::StartsWith("policy-element.other-kind 'Principal'"),
                                   testing::StartsWith("unknown-action")));
  EXPECT_THAT(of("RESOURCE_CONTROL_POLICY", deny + R"(, "Principal": "*"})"),
              ElementsAre(testing::StartsWith("unknown-action")));
  for (const char* other : {"TAG_POLICY", "\xFF\xFF\xFF"}) {
    EXPECT_THAT(of(other, deny + "}"), IsEmpty()) << other;
  }
}

// One action and one principal, of which the statement is made.
TEST(LambdaPermission, HasPartsOfAStatement) {
  const auto of = [](const std::string& action, const std::string& principal) {
    return Told("AWS::Lambda::Permission",
                R"({"Action": ")" + action + R"(", "Principal": ")" + principal + "\"}");
  };
  const std::string invoke = "lambda:InvokeFunction";
  EXPECT_THAT(of("lambda:Invoke", "s3.amazonaws.com"),
              ElementsAre(testing::StartsWith("unknown-action")));
  for (const char* wrong : {"s3.amazon.com", "eventbridge.amazonaws.com", "lamda.amazonaws.com"}) {
    EXPECT_THAT(of(invoke, wrong), ElementsAre(testing::StartsWith("service-principal"))) << wrong;
  }
  for (const char* right : {"*", "111122223333", "arn:aws:iam::111122223333:root", "\xFF\xFF\xFF",
                            "alexa-appkit.amazon.com", "s3.amazonaws.com"}) {
    EXPECT_THAT(of(invoke, right), IsEmpty()) << right;
  }
}

// IAM counts what is written without white space; several inline policies count together.
TEST(PropertyPolicies, HaveSizes) {
  const auto statement = [](size_t count) {
    std::string all;
    for (size_t i = 0; i < count; ++i) {
      all += std::string(i == 0 ? "" : ",  ") +
             R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/)" +
             std::to_string(1000 + i) + "\"}";
    }
    return Document(all);
  };
  // 39 bytes around the statements, which have 75 each, with a comma between.
  const std::string fits = statement(80);   // 6,118
  const std::string large = statement(81);  // 6,194
  const auto managed = [](const std::string& document) {
    return Told("AWS::IAM::ManagedPolicy", R"({"PolicyDocument": )" + document + "}");
  };
  EXPECT_THAT(managed(fits), IsEmpty());
  ASSERT_EQ(managed(large).size(), 1U);
  EXPECT_THAT(managed(large)[0], testing::HasSubstr("policy-size"));
  const auto users = [](const std::string& document) {
    return Told("AWS::IAM::User", R"({"Policies": [{"PolicyDocument": )" + document +
                                      R"(}, {"PolicyDocument": )" + document + "}]}");
  };
  EXPECT_THAT(users(statement(12)), IsEmpty());  // twice 950
  EXPECT_EQ(users(statement(13)).size(), 1U);    // twice 1,026
}

// "string('{...}')" stays a text, in which the policy is.
TEST(PropertyPolicies, AreReadInTexts) {
  Sources sources;
  Values values(sources);
  const std::string text = Document(R"({"Effect": "Alow", "Action": "s3:*", "Resource": "*"})");
  Operation operation = {.call = Call::kCreate, .type_name = "AWS::IAM::ManagedPolicy"};
  const TextId file = sources.AddFile("a.iql", text);
  const ValueId document = values.AddString(sources.All(file), sources.All(file));
  const TextId name = sources.AddFile("b.iql", "PolicyDocument");
  const Member member = {values.AddString(sources.All(name), sources.All(name)), document};
  operation.desired = values.AddObject(sources.All(name), {&member, 1}, false);
  operation.json_texts = JsonTexts(values, operation.desired);
  Problems problems;
  CheckPropertyPolicies(values, operation, Actions(), {"eu-west-1"}, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(sources.Bytes(problems[0].where), "Alow");
}

// What the same document denies is not allowed.
TEST(PropertyPolicies, AllowNothingThatTheyDeny) {
  const auto managed = [](const std::string& statements) {
    return Told("AWS::IAM::ManagedPolicy", R"({"PolicyDocument": )" + Document(statements) + "}");
  };
  const std::string all = R"({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})";
  EXPECT_THAT(managed(all), testing::Not(IsEmpty()));
  EXPECT_THAT(managed(all + R"(, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"})"),
              IsEmpty());
  EXPECT_THAT(managed(all + R"(, {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"})"),
              IsEmpty());
  EXPECT_THAT(managed(all + R"(, {"Effect": "Deny", "Action": "iam:*", "Resource": "*",
                               "Condition": {"Bool": {"aws:SecureTransport": "false"}}})"),
              testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace stackql::iam
