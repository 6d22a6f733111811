// Policies in properties that read exports of the stack: ARNs and names that nobody knows yet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/property_policies.h"
#include "operation/operation.h"
#include "support/action_facts.h"
#include "support/exported_values.h"
#include "support/told.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using testing_support::Actions;
using testing_support::ExportedValues;
using Texts = std::vector<std::string>;

// A stack with two buckets, of which the second is made by another resource of the manifest.
class Stack : public ExportedValues {
 public:
  Stack() {
    const Loc one = Query("SELECT one");
    const Loc two = Query("SELECT two");
    const auto of = [](const std::string& type, const std::string& property, Loc where,
                       size_t creator) {
      return HoleContent{.type = type, .property = property, .where = where, .creator = creator};
    };
    const std::string bucket = "AWS::S3::Bucket";
    Export("name", {of(bucket, "BucketName", one, 1)});
    Export("arn", {of(bucket, "Arn", one, 1)});
    Export("other_name", {of(bucket, "BucketName", two, 2)});
    Export("other_arn", {of(bucket, "Arn", two, 2)});
    Export("domain", {of(bucket, "DomainName", two, 2)});
    Export("unmade_name", {of(bucket, "BucketName", two, 0)});
    Export("unmade_arn", {of(bucket, "Arn", two, 0)});
    Export("either_arn", {of(bucket, "Arn", one, 1), of(bucket, "Arn", two, 2)});
    Export("table_arn", {of("AWS::S3Tables::Table", "Arn", two, 2)});
    Export("topic_arn", {of("AWS::SNS::Topic", "TopicArn", two, 3)});
    Export("mixed_arn", {of(bucket, "Arn", one, 1), of("AWS::SNS::Topic", "TopicArn", two, 3)});
    Export("group_arn", {of("AWS::Logs::LogGroup", "Arn", two, 4)});
    Export("strange_arn", {of("AWS::X::Y", "Arn", two, 5)});
    Export("role_arn", {of("AWS::IAM::Role", "Arn", two, 6)});
    HoleContent role = of("AWS::IAM::Role", "RoleName", two, 6);
    role.patterns = {"^role-[a-z]+$"};
    Export("role_name", {role});
    HoleContent key = of("AWS::KMS::Key", "Arn", two, 7);
    key.patterns = {"^arn:aws:kms:.*$"};
    Export("key_arn", {key});
  }

  Texts Told(const std::string& type, const std::string& desired) {
    Operation operation = {.call = Call::kCreate, .type_name = type};
    operation.desired = Json(desired);
    EXPECT_NE(operation.desired, kNoValue) << desired;
    Problems problems;
    CheckPropertyPolicies(values, operation, Actions(), {"us-east-1"}, problems);
    return testing_support::Told(sources, problems);
  }
};

std::string Document(const std::string& statement) {
  return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )" + statement + "}]}";
}

// --- the bucket of a bucket's policy -------------------------------------------------------------

Texts OfBucket(const std::string& bucket, const std::string& resources) {
  return Stack().Told("AWS::S3::BucketPolicy",
                      R"({"Bucket": )" + bucket + R"(, "PolicyDocument": )" +
                          Document(R"("Principal": {"AWS": "111122223333"}, "Action": "s3:*", )"
                                   R"("Resource": )" +
                                   resources) +
                          "}");
}

TEST(BucketPolicies, AreNotOfAnotherBucketOfTheStack) {
  const std::string name = R"("{{ name }}")";
  for (const std::string foreign :
       {"arn:aws:s3:::{{ other_name }}/*", "arn:aws:s3:::{{ other_name }}", "{{ other_arn }}",
        "{{ other_arn }}/*"}) {
    EXPECT_THAT(
        OfBucket(name, "\"" + foreign + "\""),
        ElementsAre("foreign-resource.default '" + foreign +
                    "' bucket={{ name }}, resource=" + foreign + " (the bucket at '{{ name }}')"))
        << foreign;
  }
  EXPECT_THAT(OfBucket(name, R"(["{{ arn }}", "{{ other_arn }}", "{{ arn }}/*"])"),
              ElementsAre(StartsWith("foreign-resource.default '{{ other_arn }}'")));
  for (const std::string right :
       {"{{ arn }}", "{{ arn }}/*", "arn:aws:s3:::{{ name }}/a", "{{ unmade_arn }}",
        "arn:aws:s3:::{{ unmade_name }}/*", "{{ either_arn }}/*", "{{ nothing }}/*",
        "arn:aws:s3:::{{ nothing }}/*", "arn:aws:s3:::a{{ other_name }}/*", "{{ other_arn }}x",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/{{ other_name }}"}) {
    EXPECT_THAT(OfBucket(name, "\"" + right + "\""), IsEmpty()) << right;
  }
  // Of a bucket that is not one of the stack's, the exports tell nothing.
  for (const char* bucket : {R"("{{ unmade_name }}")", R"("{{ nothing }}")", R"("a-{{ name }}")",
                             R"("{{ domain }}")", R"("acme")", "7"}) {
    EXPECT_THAT(OfBucket(bucket, R"("{{ other_arn }}/*")"), IsEmpty()) << bucket;
  }
  EXPECT_THAT(OfBucket(R"("a-{{ name }}")", R"("arn:aws:s3:::acme/*")"), IsEmpty());
}

// --- resources whose type is known ---------------------------------------------------------------

Texts OfRole(const std::string& action, const std::string& resource) {
  return Stack().Told("AWS::IAM::RolePolicy",
                      R"({"PolicyDocument": )" +
                          Document(R"("Action": )" + action + R"(, "Resource": )" + resource) +
                          "}");
}

TEST(ExportedResources, FitTheActions) {
  const auto told = [](const std::string& action, const std::string& content,
                       const std::string& resource) {
    return "resource-mismatch.export '" + action + "' action=" + action + ", content=" + content +
           ", resource=" + resource;
  };
  const std::string note = " (this resource at '{{ topic_arn }}')";
  EXPECT_THAT(
      OfRole(R"("sqs:SendMessage")", R"("{{ topic_arn }}")"),
      ElementsAre(told("sqs:SendMessage", "'TopicArn' of AWS::SNS::Topic", "{{ topic_arn }}") +
                  note));
  EXPECT_THAT(OfRole(R"("s3:GetObject")", R"("{{ arn }}")"),
              ElementsAre(told("s3:GetObject", "'Arn' of AWS::S3::Bucket", "{{ arn }}") +
                          ". '{{ arn }}/*' is what it has within. (this resource at '{{ arn }}')"));
  EXPECT_THAT(
      OfRole(R"(["sns:Publish", "sqs:SendMessage", "sqs:List*"])", R"(["{{ topic_arn }}"])"),
      ElementsAre(StartsWith("resource-mismatch.export 'sqs:SendMessage'"),
                  StartsWith("resource-mismatch.export 'sqs:List*'")));
  EXPECT_THAT(OfRole(R"("s3:Put*")", R"("{{ topic_arn }}")"),
              ElementsAre(StartsWith("resource-mismatch.export 's3:Put*'")));
  for (const auto& [action, resource] : std::vector<std::pair<std::string, std::string>>{
           {"sns:Publish", R"("{{ topic_arn }}")"},
           {"s3:ListBucket", R"("{{ arn }}")"},
           {"s3:*", R"("{{ arn }}")"},
           {"sqs:\xFF\xFF\xFF", R"("{{ topic_arn }}")"},
           {"sqs:SendMessage", R"(["{{ topic_arn }}", "*"])"},
           {"sqs:SendMessage", R"(["{{ topic_arn }}", "{{ nothing }}"])"},
           {"sqs:SendMessage", R"(["{{ topic_arn }}", {"a": 1}])"},
           {"sqs:SendMessage", R"("{{ topic_arn }}*")"},
           {"sqs:SendMessage", R"("{{ mixed_arn }}")"},
           {"sqs:SendMessage", R"("{{ strange_arn }}")"},
           // A log group's ARN may end in a star.
           {"sqs:SendMessage", R"("{{ group_arn }}")"},
           {"s3:ListBucket", R"(["{{ topic_arn }}", "{{ arn }}"])"},
           // Roles are IAM's, and the reference lists them for STS, too.
           {"sts:AssumeRole", R"("{{ role_arn }}")"}}) {
    const Texts all = OfRole("\"" + action + "\"", resource);
    EXPECT_THAT(all, testing::Not(testing::Contains(StartsWith("resource-mismatch.export"))))
        << action << resource;
  }
  EXPECT_THAT(OfRole(R"("sts:AssumeRole")", R"("{{ topic_arn }}")"),
              ElementsAre(StartsWith("resource-mismatch.export 'sts:AssumeRole'")));
  const auto negated = [](const std::string& members) {
    return Stack().Told("AWS::IAM::RolePolicy",
                        R"({"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect":)"
                        R"( "Deny", )" +
                            members + "}]}}");
  };
  EXPECT_THAT(negated(R"("NotAction": "sqs:SendMessage", "Resource": "{{ topic_arn }}")"),
              IsEmpty());
  EXPECT_THAT(negated(R"("Action": "sqs:SendMessage", "NotResource": "{{ topic_arn }}")"),
              IsEmpty());
  EXPECT_THAT(negated(R"("Action": "*", "Resource": "{{ topic_arn }}")"), IsEmpty());
}

// --- what is read of other resources -------------------------------------------------------------

// "IAM JSON policy elements: Resource", "AWS JSON policy elements: Principal".
TEST(ExportedTexts, AreArnsWhereTheyHaveToBe) {
  const std::string content =
      " content='RoleName' of AWS::IAM::Role, expected=one ARN or '*', "
      "property=Resource, value={{ role_name }}";
  EXPECT_THAT(OfRole(R"("s3:GetObject")", R"("{{ role_name }}")"),
              ElementsAre(StartsWith("wrong-reference.default '{{ role_name }}'" + content)));
  EXPECT_THAT(OfRole(R"("s3:GetObject")", R"(["arn:aws:s3:::b/*", 7, "{{ role_name }}"])"),
              testing::Contains(StartsWith("wrong-reference.default '{{ role_name }}'" + content)));
  // An ARN after the beginning of one.
  const Texts twice = OfRole(R"("kms:Decrypt")", R"("arn:aws:kms:::key/{{ key_arn }}")");
  EXPECT_THAT(twice,
              testing::Contains(testing::AllOf(
                  StartsWith("wrong-reference.default 'arn:aws:kms:::key/{{ key_arn }}'"),
                  testing::HasSubstr("It is an ARN by itself: leave out the text before it."))));
  EXPECT_THAT(OfRole(R"("kms:Decrypt")", R"("{{ key_arn }}")"), IsEmpty());
  EXPECT_THAT(OfRole(R"("s3:GetObject")", R"("arn:aws:s3:::{{ role_name }}/*")"), IsEmpty());
  const auto principal = [](const std::string& element, const std::string& who) {
    return Stack().Told("AWS::SQS::QueueInlinePolicy",
                        R"({"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect":)"
                        R"( "Deny", "Action": "sqs:SendMessage", "Resource": "*", ")" +
                            element + "\": " + who + "}]}}");
  };
  for (const std::string element : {"Principal", "NotPrincipal"}) {
    const auto wrong = testing::Contains(
        testing::AllOf(StartsWith("wrong-reference.default "),
                       testing::HasSubstr("expected=an account or the ARN of a principal, "
                                          "property=" +
                                          element)));
    EXPECT_THAT(principal(element, R"({"AWS": "{{ role_name }}"})"), wrong);
    EXPECT_THAT(principal(element, R"({"AWS": ["111122223333", "{{ key_arn }}"]})"), wrong);
    for (const char* right : {R"({"AWS": "{{ role_arn }}"})", R"({"Service": "{{ role_name }}"})",
                              R"("{{ role_name }}")", R"({"AWS": "{{ nothing }}"})"}) {
      EXPECT_THAT(principal(element, right),
                  testing::Not(testing::Contains(StartsWith("wrong-reference"))))
          << right;
    }
  }
}

}  // namespace
}  // namespace stackql::iam
