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
  // All of a path, in any statements.
  EXPECT_THAT(Of(Allow(R"("iam:PassRole")", R"("*")") + ", " +
                 Allow(R"("EC2:runinstances")", R"(["a", "*"])")),
              ElementsAre("IAM035.default 'iam:PassRole' path=iam:PassRole + ec2:RunInstances (and "
                          "with this at 'EC2:runinstances' 135)"));
  EXPECT_THAT(Of(Allow(R"("iam:PassRole")", R"("*")")), IsEmpty());
  EXPECT_THAT(Of(Allow(R"("ec2:RunInstances")", R"("*")")), IsEmpty());
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
              ElementsAre("IAM036.default 'dynamodb:S*n' action=dynamodb:Scan, what=items of every "
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
        Allow(R"("*")", R"("*")"), Allow("\"iam:Create\xFF\xFF\xFF\"", R"("*")"),
        Allow(R"("ivs:GetStage")", R"("*")")}) {
    EXPECT_THAT(Of(statement), IsEmpty()) << statement;
  }
  EXPECT_THAT(Of(Allow(R"("*")", R"("*")") + ", " + Allow(action, R"("*")")), testing::SizeIs(1))
      << "whatever else there is";
}

}  // namespace
}  // namespace stackql::iam
