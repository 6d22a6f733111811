// What ARNs say, by the templates of the Service Authorization Reference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/read_arn.h"
#include "iam/service_reference.h"
#include "support/action_facts.h"
#include "support/temporary_folder.h"

namespace stackql::iam {
namespace {

using testing::IsEmpty;

// "prefix type region account name=value ...", a line for each reading.
std::string Read(std::string_view text) {
  std::string lines;
  for (const ReadArn& arn : ReadAsArn(text, testing_support::Actions())) {
    lines += arn.prefix + " " + arn.arn_type + " " + (arn.region.empty() ? "-" : arn.region) + " " +
             (arn.account.empty() ? "-" : arn.account);
    for (const auto& [name, value] : arn.parts) lines += " " + name + "=" + value;
    lines += "\n";
  }
  return lines;
}

TEST(ReadArn, TellsServiceTypePlaceAndName) {
  EXPECT_EQ(Read("arn:aws:ivs:us-east-1:111122223333:storage-configuration/AbCd"),
            "ivs Storage-Configuration us-east-1 111122223333 ResourceId=AbCd\n");
  EXPECT_EQ(Read("arn:aws-cn:sqs:cn-north-1:111122223333:jobs"),
            "sqs queue cn-north-1 111122223333 QueueName=jobs\n");
  EXPECT_EQ(Read("arn:aws:s3:::logs"), "s3 bucket - - BucketName=logs\n");
}

TEST(ReadArn, TakesTheClosestTemplate) {
  EXPECT_EQ(Read("arn:aws:iam::111122223333:role/web"), "iam role - 111122223333 RoleName=web\n");
  EXPECT_EQ(Read("arn:aws:iam::111122223333:role/team/web"),
            "iam role - 111122223333 Path=team RoleName=web\n");
}

TEST(ReadArn, TakesEachOfTheClosestTemplates) {
  EXPECT_EQ(Read("arn:aws:iot:us-east-1:111122223333:thinggroup/a"),
            "iot dynamicthinggroup us-east-1 111122223333 ThingGroupName=a\n"
            "iot thinggroup us-east-1 111122223333 ThingGroupName=a\n");
}

TEST(ReadArn, ReadsLogGroupsWithAndWithoutTheirStar) {
  const std::string arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/web";
  EXPECT_THAT(Read(arn), testing::HasSubstr("LogGroupName=/aws/lambda/web"));
  EXPECT_EQ(Read(arn), Read(arn + ":*"));
}

TEST(ReadArn, DoesNotAskForThePartition) {
  EXPECT_EQ(Read("arn::sqs:us-east-1:111122223333:jobs"),
            "sqs queue us-east-1 111122223333 QueueName=jobs\n");
}

TEST(ReadArn, IsNothingElse) {
  for (const char* text :
       {"", "arn:", "arn:aws", "arn:aws:", "arn:aws:iam", "arn:aws:iam::", "web",
        "arn:aws:nothing:us-east-1:111122223333:x",
        "arn:aws:sqs:us-east-1:111122223333:", "arn:aws:iam::111122223333:role/*",
        "arn:aws:iam::111122223333:role/we?", "arn:aws:iam:us-east-1:aws:"}) {
    EXPECT_THAT(Read(text), IsEmpty()) << text;
  }
}

// What comes before the resource's own part may be empty and has no colon.
TEST(ReadArn, KnowsWhereTheResourcesOwnPartBegins) {
  EXPECT_EQ(Read("arn:aws:sqs:us-east-1::jobs"), "sqs queue us-east-1 - QueueName=jobs\n");
  EXPECT_EQ(Read("arn:aws:sqs::1:jobs"), "sqs queue - 1 QueueName=jobs\n");
  EXPECT_EQ(Read("arn:aws:sqs:us-east-1:1:a:b:jobs"), "sqs queue us-east-1 1 QueueName=a:b:jobs\n");
  EXPECT_EQ(Read("arn:aws:sqs:a:b:x:sqs:c:d:e"), "sqs queue a b QueueName=x:sqs:c:d:e\n");
}

TEST(ReadArn, ReadsWholeTexts) {
  EXPECT_EQ(Read("arn:aws:s3:::logs:*"), Read("arn:aws:s3:::logs"));
  EXPECT_THAT(Read(":*"), IsEmpty());
  EXPECT_EQ(Read("arn:aws:s3:::a/b/c"), "s3 object - - BucketName=a/b ObjectName=c\n");
  EXPECT_EQ(Read("arn:aws:ivs::111122223333:stage/a"), "ivs Stage - 111122223333 ResourceId=a\n");
  const std::string longest(2048 - std::string("arn:aws:s3:::").size(), 'a');
  EXPECT_THAT(Read("arn:aws:s3:::" + longest), testing::StartsWith("s3 bucket"));
  EXPECT_THAT(Read("arn:aws:s3:::" + longest + "a"), IsEmpty());
}

// The closest has most letters of its own, however long its placeholders are called.
TEST(ReadArn, CountsLettersOutsideOfPlaceholders) {
  testing_support::TemporaryFolder folder;
  folder.Write("y.json", R"({"Name": "y", "Actions": []})");
  folder.Write("x.json", R"({"Name": "x", "Actions": [], "Resources": [{"Name": "bare"},
    {"Name": "any", "ARNFormats": ["arn:${Partition}:x:${Region}:${Account}:${ALongNameOfAThing}"]},
    {"Name": "job", "ARNFormats": ["arn:${Partition}:x:${Region}:${Account}:job/${Id}"]}]})");
  std::vector<std::string> errors;
  const std::string bytes =
      CompileServiceReference(folder.path().string(), testing_support::Actions(), errors);
  const ActionReference actions{snapshot::Snapshot(), snapshot::Snapshot::Open(bytes)};
  const auto types = [&](std::string_view text) {
    std::string all;
    for (const ReadArn& arn : ReadAsArn(text, actions)) all += arn.arn_type + " ";
    return all;
  };
  EXPECT_EQ(types("arn:aws:x:r:1:job/a"), "job ");
  EXPECT_EQ(types("arn:aws:x:r:1:jobs"), "any ");
  EXPECT_EQ(types("arn:aws:y:r:1:jobs"), "") << "a service without any";
}

TEST(ReadArn, IsBounded) {
  EXPECT_THAT(Read("arn:aws:iam::111122223333:role/" + std::string(2048, 'a')), IsEmpty());
  // As many ways to split it as there are.
  std::string slashes = "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener-rule/app";
  while (slashes.size() < 2000) slashes += "/a";
  Read(slashes + "!");
}

}  // namespace
}  // namespace stackql::iam
