// What is new between two sets of grants, and which of it can escalate privileges.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/compare_grants.h"
#include "iam/escalation.h"
#include "support/action_facts.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_support::Actions;

const Grant kStage = {.action = "ivs:GetStage", .resource = "arn:aws:ivs:*:*:stage/a"};

TEST(CompareGrants, WiderGrantCovers) {
  EXPECT_TRUE(Covers({.action = "ivs:GetStage", .resource = "*"}, kStage));
  EXPECT_TRUE(Covers({.action = "IVS:getstage", .resource = "arn:aws:ivs:*:*:stage/*"}, kStage));
  EXPECT_TRUE(Covers({.action = "ivs:Get*", .resource = kStage.resource}, kStage));
  EXPECT_FALSE(Covers({.action = "ivs:GetStage", .resource = "arn:aws:ivs:*:*:stage/b"}, kStage));
  EXPECT_FALSE(Covers({.action = "ivs:List*", .resource = "*"}, kStage));
  EXPECT_FALSE(Covers(kStage, {.action = "ivs:GetStage", .resource = "*"}));
}

TEST(CompareGrants, ConditionNarrows) {
  Grant conditional = kStage;
  conditional.conditions = {{"StringEquals", "aws:RequestedRegion", {"eu-west-1"}}};
  EXPECT_TRUE(Covers(kStage, conditional));
  EXPECT_TRUE(Covers(conditional, conditional));
  EXPECT_FALSE(Covers(conditional, kStage));
}

TEST(CompareGrants, OnlyWhatNoneCoversIsNew) {
  const Grant create = {.action = "ivs:CreateStage", .resource = "*"};
  const Grant other = {.action = "ivs:GetStage", .resource = "arn:aws:ivs:*:*:stage/b"};
  const std::vector<Grant> before = {other, {.action = "ivs:Create*", .resource = "*"}};
  EXPECT_THAT(NotCovered({create, kStage, other}, before), ElementsAre(kStage));
  EXPECT_THAT(NotCovered({create, kStage}, {}), ElementsAre(create, kStage));
  EXPECT_THAT(NotCovered({}, before), IsEmpty());
}

TEST(Escalation, KnownActionsAndAccessLevels) {
  EXPECT_THAT(WhyEscalates("iam:PassRole", Actions()), HasSubstr("passes a role"));
  EXPECT_THAT(WhyEscalates("IAM:passrole", Actions()), HasSubstr("passes a role"));
  EXPECT_THAT(WhyEscalates("iam:CreateServiceLinkedRole", Actions()), HasSubstr("creates a role"));
  EXPECT_EQ(WhyEscalates("s3:PutBucketPolicy", Actions()), "changes permissions");
  EXPECT_EQ(WhyEscalates("iam:AttachRolePolicy", Actions()), "changes permissions");
  EXPECT_EQ(WhyEscalates("lambda:*FunctionCode", Actions()),
            "matches 'lambda:UpdateFunctionCode', which changes code that runs with another role");
  EXPECT_EQ(WhyEscalates("s3:PutBucketPol?cy", Actions()),
            "matches 's3:PutBucketPolicy', which changes permissions");
  EXPECT_EQ(WhyEscalates("ivs:CreateStage", Actions()), "");
  EXPECT_EQ(WhyEscalates("lambda:GetFunction*", Actions()), "");
  EXPECT_EQ(WhyEscalates("nosuch:Action", Actions()), "");
}

}  // namespace
}  // namespace stackql::iam
