// The policies that are generated for operations, how two states of stacks differ in what they
// need, and which documents may decide that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/document_trust.h"
#include "iam/permission_diff.h"
#include "iam/policy_json.h"
#include "iam/policy_set.h"
#include "support/action_facts.h"

namespace stackql::iam {
namespace {

using testing::HasSubstr;
using testing_support::Actions;

OperationNeeds Operation(const std::string& action, std::vector<std::string> environments = {},
                         const std::string& resource = "*") {
  return {.operation = {.call = Call::kRead,
                        .type = "AWS::IVS::Stage",
                        .environments = std::move(environments)},
          .needs = {.known = {{.action = action, .resources = {{{.text = resource}}}}}}};
}

std::vector<std::string> TextsOf(const GeneratedPolicy& policy) {
  std::vector<std::string> texts;
  for (const GrantDocument& document : policy.packing.documents) {
    texts.push_back(MinifiedPolicy(document));
  }
  return texts;
}

TEST(MakePolicies, MakesOneForAll) {
  const auto policies = MakePolicies(
      {Operation("ivs:GetStage", {"dev"}), Operation("ivs:ListStages")}, {}, Actions(), {});
  ASSERT_EQ(policies.size(), 1U);
  EXPECT_EQ(policies[0].name, "policy");
  EXPECT_EQ(policies[0].error, "");
  ASSERT_EQ(TextsOf(policies[0]).size(), 1U);
  EXPECT_THAT(TextsOf(policies[0])[0], HasSubstr("ivs:GetStage"));
  EXPECT_THAT(TextsOf(policies[0])[0], HasSubstr("ivs:ListStages"));
}

TEST(MakePolicies, MakesOneForEachEnvironmentThatIsGiven) {
  const auto policies =
      MakePolicies({Operation("ivs:GetStage", {"dev"}), Operation("ivs:ListStages"),
                    Operation("ivs:DeleteStage", {"prod"})},
                   {"dev", "prod"}, Actions(), {});
  ASSERT_EQ(policies.size(), 2U);
  EXPECT_EQ(policies[0].name, "policy-dev");
  EXPECT_THAT(TextsOf(policies[0])[0], HasSubstr("ivs:GetStage"));
  EXPECT_THAT(TextsOf(policies[0])[0], HasSubstr("ivs:ListStages"));
  EXPECT_THAT(TextsOf(policies[0])[0], testing::Not(HasSubstr("ivs:DeleteStage")));
  EXPECT_EQ(policies[1].name, "policy-prod");
  EXPECT_THAT(TextsOf(policies[1])[0], HasSubstr("ivs:DeleteStage"));
}

TEST(MakePolicies, SplitsWhatACallerAndARoleNeed) {
  OperationNeeds both = Operation("ivs:GetStage");
  both.needs.known.push_back(
      {.action = "cloudformation:GetResource", .resources = {StarArn()}, .cloud_control = true});
  const auto policies = MakePolicies({both}, {}, Actions(), {.service_role = true});
  ASSERT_EQ(policies.size(), 2U);
  EXPECT_EQ(policies[0].name, "caller");
  EXPECT_THAT(TextsOf(policies[0])[0], testing::Not(HasSubstr("ivs:")));
  EXPECT_EQ(policies[1].name, "role");
  EXPECT_THAT(TextsOf(policies[1])[0], testing::Not(HasSubstr("cloudformation:")));
}

TEST(MakePolicies, SaysWhyOneCannotBeWritten) {
  EXPECT_THAT(MakePolicies({}, {}, Actions(), {})[0].error, HasSubstr("no operation needs"));
  const std::string name(300, 'a');
  std::vector<OperationNeeds> operations;
  for (int i = 0; i < 12; ++i) {
    operations.push_back(Operation("ivs:GetStage", {}, name + std::to_string(i)));
  }
  const GeneratedPolicy inlined =
      MakePolicies(operations, {}, Actions(), {.limit = kInlineUserSize, .inlined = true})[0];
  EXPECT_THAT(
      inlined.error,
      testing::EndsWith("the inline policies of an identity can have at most 2048 together; "
                        "use a managed policy instead"));
  EXPECT_EQ(MakePolicies(operations, {}, Actions(), {.limit = kInlineUserSize})[0].error, "");
  EXPECT_THAT(MakePolicies(operations, {}, Actions(), {.limit = 200})[0].error,
              HasSubstr("a document of 200 characters cannot contain"));
  for (int i = 12; i < 200; ++i) {
    operations.push_back(Operation("ivs:GetStage", {}, name + std::to_string(i)));
  }
  EXPECT_THAT(MakePolicies(operations, {}, Actions(), {.limit = kInlineUserSize})[0].error,
              HasSubstr("an identity can have at most 20"));
}

// "IAM and AWS STS quotas": at most 20 managed policies of an identity, with a raised quota.
TEST(MakePolicies, MakesAtMostAsManyAsCanBeAttached) {
  const std::string name(300, 'a');
  std::vector<OperationNeeds> operations;
  for (int i = 0; i < 20; ++i) {
    operations.push_back(Operation("ivs:GetStage", {}, name + std::to_string(i)));
  }
  const auto made = [&] { return MakePolicies(operations, {}, Actions(), {.limit = 500})[0]; };
  EXPECT_EQ(made().packing.documents.size(), 20U);
  EXPECT_EQ(made().error, "");
  operations.push_back(Operation("ivs:GetStage", {}, name + "b"));
  EXPECT_EQ(made().error,
            "it needs 21 managed policies, but an identity can have at most 20; use several roles "
            "(see --phase)");
}

TEST(ComparePermissions, TellsWhatIsNewAndWhatIsGone) {
  const std::vector<OperationNeeds> before = {Operation("ivs:GetStage"),
                                              Operation("ivs:ListStages")};
  const std::vector<OperationNeeds> after = {Operation("ivs:GetStage"), Operation("iam:PassRole"),
                                             Operation("iam:PassRole")};
  const PermissionDiff diff = ComparePermissions(before, after, Actions());
  ASSERT_EQ(diff.added.size(), 1U);
  EXPECT_EQ(diff.added[0].grant.action, "iam:PassRole");
  EXPECT_NE(diff.added[0].escalates, "");
  EXPECT_THAT(diff.added[0].causes, testing::ElementsAre(&after[1], &after[2]));
  ASSERT_EQ(diff.removed.size(), 1U);
  EXPECT_EQ(diff.removed[0].grant.action, "ivs:ListStages");
}

TEST(ComparePermissions, PassesOverWhatAWiderGrantCovered) {
  const OperationNeeds one =
      Operation("ivs:GetStage", {}, "arn:aws:ivs:us-east-1:111122223333:stage/a");
  OperationNeeds all = one;
  all.needs.known[0].resources = {
      {{.text = "arn:aws:ivs:us-east-1:111122223333:stage/"}, {.kind = Piece::Kind::kAny}}};
  EXPECT_TRUE(ComparePermissions({all}, {one}, Actions()).added.empty());
  EXPECT_EQ(ComparePermissions({one}, {all}, Actions()).added.size(), 1U);
}

TEST(ComparePermissions, TellsOfNewOperationsThatAreNotResolved) {
  OperationNeeds old_one = Operation("ivs:GetStage");
  old_one.needs = {.unresolved = "a table named by a template"};
  OperationNeeds moved = old_one;
  moved.operation.file = "elsewhere.iql";
  OperationNeeds other = moved;
  other.operation.resource = "stage";
  const std::vector<OperationNeeds> after = {moved, other};
  EXPECT_THAT(ComparePermissions({old_one}, after, Actions()).unresolved,
              testing::ElementsAre(&after[1]));
}

TEST(WhyDistrusted, AsksForAWitnessOfWhatGitTracks) {
  const DocumentOrigin tracked = {.folder = "vendor/awscc", .tracked = true};
  EXPECT_THAT(WhyDistrusted(tracked), HasSubstr("'vendor/awscc'"));
  EXPECT_EQ(WhyDistrusted({.folder = "a", .named = true, .tracked = true}), "");
  EXPECT_EQ(WhyDistrusted({.folder = "a", .tracked = true, .pinned = true}), "");
  EXPECT_EQ(WhyDistrusted({.folder = "a"}), "");
}

}  // namespace
}  // namespace stackql::iam
