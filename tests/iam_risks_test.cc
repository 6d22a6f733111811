// What a policy allows on every resource that gives more permissions, or data.
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

std::vector<std::string> Of(const std::string& statements) {
  return File(Policy(statements)).Risks();
}

TEST(Risks, AreActionsThatEscalate) {
  EXPECT_THAT(Of(Allow(R"("iam:CreateAccessKey")", R"("*")")),
              ElementsAre("IAM035.default 'iam:CreateAccessKey' path=iam:CreateAccessKey"));
  // A message names five.
  EXPECT_THAT(Of(Allow(R"("iam:*")", R"("*")")),
              testing::Contains(testing::HasSubstr("iam:UpdateLoginProfile and 5 other ways")));
  // All of a path, in any statements.
  const std::string passes = "IAM023.default 'iam:PassRole' action=iam:PassRole";
  EXPECT_THAT(Of(Allow(R"("iam:PassRole")", R"("*")") + ", " +
                 Allow(R"("EC2:runinstances")", R"(["a", "*"])")),
              ElementsAre(passes,
                          "IAM035.default 'iam:PassRole' path=iam:PassRole + ec2:RunInstances (and "
                          "with this at 'EC2:runinstances' 135)"));
  EXPECT_THAT(Of(Allow(R"("iam:PassRole")", R"("*")")), ElementsAre(passes));
  EXPECT_THAT(Of(Allow(R"("ec2:RunInstances")", R"("*")")), IsEmpty());
  // One element may be several steps of a path; it is pointed at once.
  EXPECT_THAT(Of(Allow(R"("iam:PassRole")", R"("*")") + ", " + Allow(R"("lambda:*")", R"("*")")),
              ElementsAre(passes,
                          "IAM035.several 'iam:PassRole' element=iam:PassRole, paths=iam:PassRole "
                          "+ lambda:CreateFunction + lambda:CreateEventSourceMapping, iam:PassRole "
                          "+ lambda:CreateFunction + lambda:InvokeFunction (and with this at "
                          "'lambda:*' 135)",
                          "IAM035.default 'lambda:*' path=lambda:UpdateFunctionCode"));
  // One element may be all of it.
  EXPECT_THAT(Of(Allow(R"("codebuild:*Build")", R"("*")") + ", " +
                 Allow(R"("codebuild:U?dateProject")", R"("*")")),
              ElementsAre("IAM035.default 'codebuild:U?dateProject' path=codebuild:UpdateProject + "
                          "codebuild:StartBuild (and with this at 'codebuild:*Build' 71)"));
  EXPECT_THAT(Of(Allow(R"("codebuild:*")", R"("*")")),
              ElementsAre("IAM035.default 'codebuild:*' path=codebuild:UpdateProject + "
                          "codebuild:StartBuild"));
}

TEST(Risks, AreActionsThatReadData) {
  EXPECT_THAT(Of(Allow(R"(["s3:GetObject", "s3:GetObjectAcl", "dynamodb:S*n"])", R"("*")")),
              ElementsAre("IAM036.default 'dynamodb:S*n' action=dynamodb:S*n, what=items of every "
                          "table",
                          "IAM036.default 's3:GetObject' action=s3:GetObject, what=objects of "
                          "every bucket"));
}

TEST(Risks, AreOnEveryResourceWithoutACondition) {
  const std::string action = R"("iam:CreateAccessKey")";
  for (const std::string& statement :
       {Allow(action, R"("arn:aws:iam::*:user/a")"),
        Allow(action, R"("*")", R"(, "Condition": {"Bool": {"aws:SecureTransport": "true"}})"),
        std::string(R"({"Effect": "Deny", "Action": "iam:CreateAccessKey", "Resource": "*"})"),
        std::string(R"({"Effect": "Allow", "NotAction": "iam:CreateAccessKey", "Resource": "*"})"),
        std::string(R"({"Effect": "Allow", "Action": "iam:CreateAccessKey", "NotResource": "*"})"),
        Allow("\"iam:Create\xFF\xFF\xFF\"", R"("*")"), Allow(R"("ivs:GetStage")", R"("*")"),
        Allow(R"("iam:CreateAccess${aws:username}")", R"("*")")}) {
    EXPECT_THAT(Of(statement), IsEmpty()) << statement;
  }
}

// One finding of each kind for an element, whatever it is written as.
TEST(Risks, AreToldOncePerElement) {
  const auto of = [](const std::string& element) {
    std::vector<std::string> told = Of(Allow("\"" + element + "\"", R"("*")"));
    for (std::string& each : told) each = each.substr(0, each.find('\''));
    return told;
  };
  const auto all =
      ElementsAre("IAM023.default ", "IAM024.default ", "IAM035.several ", "IAM036.default ");
  EXPECT_THAT(of("*"), all);
  EXPECT_THAT(of("*:*"), all);
  EXPECT_THAT(of("iam:*"), ElementsAre("IAM023.default ", "IAM024.default ", "IAM035.several "));
  EXPECT_THAT(Of(Allow(R"(["glue:UpdateDev*", "lambda:Update*"])", R"("*")")),
              ElementsAre("IAM035.default 'glue:UpdateDev*' path=glue:UpdateDevEndpoint",
                          "IAM035.default 'lambda:Update*' path=lambda:UpdateFunctionCode"));
  EXPECT_THAT(Of(Allow(R"(["iam:*LoginProfile"])", R"("*")")),
              ElementsAre("IAM035.several 'iam:*LoginProfile' element=iam:*LoginProfile, "
                          "paths=iam:CreateLoginProfile, iam:UpdateLoginProfile"));
}

// "Policy evaluation logic": an explicit deny wins, if it is certain.
TEST(Risks, AreNotWhatIsDenied) {
  const auto with = [](const std::string& statement) {
    return Of(Allow(R"("iam:CreateAccessKey")", R"("*")") + ", " + statement).size();
  };
  const auto deny = [](const std::string& action, const std::string& more) {
    return R"({"Effect": "Deny", )" + action + ", " + more + "}";
  };
  const std::string own = R"("Action": "IAM:Create*")";
  const std::string all = R"("Resource": "*")";
  EXPECT_EQ(with(deny(own, all)), 0U);
  EXPECT_EQ(with(deny(R"("NotAction": "s3:*")", all)), 0U);
  EXPECT_EQ(with(deny(R"("NotAction": "iam:Create*")", all)), 1U);
  EXPECT_EQ(with(deny(R"("Action": "iam:Delete*")", all)), 1U);
  EXPECT_EQ(with(deny(own, R"("Resource": "arn:aws:iam::*:user/a")")), 1U);
  EXPECT_EQ(with(deny(own, R"("NotResource": "*")")), 1U);
  EXPECT_EQ(with(deny(own, all + R"(, "Condition": {"Bool": {"aws:SecureTransport": "false"}})")),
            1U);
  EXPECT_EQ(with(R"({"Fn::If": ["A", )" + deny(own, all) + R"(, {"Ref": "AWS::NoValue"}]})"), 1U);
  // What a template fills in may be all of it.
  EXPECT_EQ(with(deny(own, "\"Resource\": \"\xFF\xFF\xFF\"")), 0U);
  EXPECT_EQ(with(deny("\"Action\": \"\xFF\xFF\xFF\"", all)), 0U);
}

TEST(Risks, OfRolesAreNotForEveryResource) {
  const auto of_action = [](const std::string& action) {
    return Of(Allow("\"" + action + "\"", R"("*")"));
  };
  const std::string role = R"("arn:aws:iam::111122223333:role/a")";
  const std::string tested = R"(, "Condition": {"StringEquals": {"aws:RequestedRegion": "a"}})";
  const std::string passes = "IAM023.default 'iam:PassRole' action=iam:PassRole";
  EXPECT_THAT(of_action("IAM:Pass*"), ElementsAre("IAM023.default 'IAM:Pass*' action=IAM:Pass*"));
  EXPECT_THAT(of_action("iam:CreateServiceLinkedRole"),
              ElementsAre("IAM024.default 'iam:CreateServiceLinkedRole' "
                          "action=iam:CreateServiceLinkedRole"));
  EXPECT_THAT(Of(Allow(R"(["iam:GetRole", "iam:PassRole"])", "[" + role + ", \"*\"]")),
              ElementsAre(passes));
  EXPECT_THAT(Of(Allow(R"([{"Ref": "A"}, "iam:PassRole"])", "\"*\"")), ElementsAre(passes));
  const std::string statement = Allow("\"iam:PassRole\"", "\"*\"");
  const std::string template_condition =
      R"({"Fn::If": ["IsProd", )" + statement + R"(, {"Ref": "AWS::NoValue"}]})";
  for (const std::string& none :
       {Allow("\"iam:GetRole\"", "\"*\""), Allow("\"iam:PassRole\"", role),
        Allow("\"iam:PassRole\"", "\"*\"", tested), template_condition,
        std::string(R"({"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"})"),
        std::string(R"({"Effect": {"Ref": "E"}, "Action": "iam:PassRole", "Resource": "*"})"),
        std::string(R"({"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"})"),
        R"({"Effect": "Allow", "Action": "iam:PassRole", "NotResource": )" + role + "}",
        statement + R"(, {"Effect": {"Ref": "E"}, "Action": "iam:*", "Resource": "*"})"}) {
    EXPECT_THAT(Of(none), IsEmpty()) << none;
  }
}

}  // namespace
}  // namespace stackql::iam
