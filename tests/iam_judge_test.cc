// Policies judged by what operations need, without files: what is missing, and what is too much.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "iam/judge_policies.h"
#include "iam/policy_checks.h"
#include "iam/policy_problems.h"
#include "iam/read_policy.h"
#include "snapshot/snapshot_generated.h"
#include "support/action_facts.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing_support::Actions;

constexpr const char* kStage = "arn:aws:ivs:us-east-1:111122223333:stage/a";

// Policies of a test, which live as long as it does.
class Policies {
 public:
  // A layer of one document with these statements.
  void Add(PolicyKind kind, const std::string& statements) {
    const TextId file = sources_.AddFile(
        "policy.json", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
    PolicyLayer layer = {.kind = kind, .file = "policy.json"};
    for (PolicyDocument& document : ReadPolicies(values_, file, problems)) {
      documents_.push_back(std::move(document));
      layer.documents.push_back(&documents_.back());
    }
    layers.push_back(layer);
  }
  const PolicyDocument& first() const { return documents_.front(); }
  std::string Spelled(Loc where) const {
    return std::string(sources_.Bytes(sources_.Resolve(where).at));
  }

  std::vector<PolicyLayer> layers;
  Problems problems;

 private:
  Sources sources_;
  Values values_{sources_};
  std::deque<PolicyDocument> documents_;
};

std::string Allow(const std::string& action, const std::string& resource) {
  return R"({"Effect": "Allow", "Action": ")" + action + R"(", "Resource": ")" + resource + "\"}";
}

Need NeedOf(const std::string& action, const std::string& resource) {
  return {
      .action = action, .resources = {{{.text = resource}}}, .handler = snapshot::Handler::Read};
}

Need CloudControl(const std::string& action) {
  return {.action = action,
          .resources = {StarArn()},
          .reason = Reason::kCloudControl,
          .cloud_control = true};
}

OperationNeeds Reading(std::vector<Need> needs, const std::string& file = "a.iql") {
  return {.operation = {.call = Call::kRead,
                        .type = "AWS::IVS::Stage",
                        .phases = {.test = true},
                        .file = file},
          .needs = {.known = needs},
          .widest = {.known = std::move(needs)}};
}

PolicyJudgement Judged(const Policies& policies, const std::vector<OperationNeeds>& operations) {
  return JudgePolicies(policies.layers, operations, "", Actions());
}

TEST(JudgePolicies, CountsWhatIsAllowed) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", "*"));
  const std::vector<OperationNeeds> operations = {
      Reading({NeedOf("ivs:GetStage", kStage), NeedOf("ivs:ListTagsForResource", kStage)})};
  const PolicyJudgement judgement = Judged(policies, operations);
  EXPECT_EQ(judgement.totals.operations, 1U);
  EXPECT_EQ(judgement.totals.needs, 2U);
  EXPECT_EQ(judgement.totals.allowed, 1U);
  EXPECT_TRUE(judgement.totals.lacking.test);
  EXPECT_FALSE(judgement.totals.lacking.build);
  ASSERT_EQ(judgement.missing.size(), 1U);
  EXPECT_EQ(judgement.missing[0].need->action, "ivs:ListTagsForResource");
  EXPECT_EQ(judgement.missing[0].verdict.outcome, Outcome::kMissing);
  EXPECT_THAT(judgement.missing[0].resources, ElementsAre(kStage));
}

TEST(JudgePolicies, JoinsWhatIsMissingForTheSameReason) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", "*"));
  const std::string other = "arn:aws:ivs:us-east-1:111122223333:stage/b";
  const std::vector<OperationNeeds> operations = {
      Reading({NeedOf("ivs:CreateStage", kStage)}),
      Reading({NeedOf("ivs:CreateStage", other)}, "b.iql"),
      Reading({NeedOf("ivs:DeleteStage", other)}, "c.iql")};
  const PolicyJudgement judgement = Judged(policies, operations);
  ASSERT_EQ(judgement.missing.size(), 2U);
  EXPECT_THAT(judgement.missing[0].resources, ElementsAre(kStage, other));
  EXPECT_THAT(judgement.missing[0].needed_by, ElementsAre(&operations[0], &operations[1]));
  EXPECT_THAT(judgement.missing[1].needed_by, ElementsAre(&operations[2]));
}

TEST(JudgePolicies, PassesOverOperationsThatAreNotResolved) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", "*"));
  OperationNeeds unresolved = Reading({NeedOf("ivs:CreateStage", kStage)});
  unresolved.needs.unresolved = "type 'AWS::IVS::Stage' is not in the catalog";
  const PolicyJudgement judgement = Judged(policies, {unresolved});
  EXPECT_EQ(judgement.totals.operations, 0U);
  EXPECT_TRUE(judgement.missing.empty());
}

TEST(JudgePolicies, NamesTheLayerThatDoesNotAllow) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:*", "*"));
  policies.Add(PolicyKind::kBoundary, Allow("ivs:Get*", "*"));
  policies.Add(PolicyKind::kControl, Allow("*", "*"));
  const std::vector<OperationNeeds> operations = {
      Reading({NeedOf("ivs:GetStage", kStage), NeedOf("ivs:CreateStage", kStage)})};
  const PolicyJudgement judgement = Judged(policies, operations);
  ASSERT_EQ(judgement.missing.size(), 1U);
  ASSERT_TRUE(judgement.missing[0].verdict.layer.has_value());
  EXPECT_EQ(policies.layers[*judgement.missing[0].verdict.layer].kind, PolicyKind::kBoundary);
}

TEST(JudgePolicies, KnowsTheFormOfArnThatDeniedCallsShow) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity,
               Allow("cloudformation:GetResource", "arn:aws:cloudformation:*:*:resource/*"));
  const std::vector<OperationNeeds> operations = {
      Reading({CloudControl("cloudformation:GetResource")})};
  const PolicyJudgement judgement = Judged(policies, operations);
  ASSERT_EQ(judgement.missing.size(), 1U);
  EXPECT_TRUE(judgement.missing[0].undocumented);
  EXPECT_NE(judgement.missing[0].verdict.outcome, Outcome::kMissing);
  // Handlers that call CloudFormation are no calls of Cloud Control.
  const std::vector<OperationNeeds> handlers = {
      Reading({NeedOf("cloudformation:GetResource", "*")})};
  const PolicyJudgement other = Judged(policies, handlers);
  ASSERT_EQ(other.missing.size(), 1U);
  EXPECT_FALSE(other.missing[0].undocumented);
  EXPECT_EQ(other.missing[0].verdict.outcome, Outcome::kMissing);
}

TEST(JudgePolicies, KnowsTheAccountOnlyIfItIsGiven) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity,
               R"({"Effect": "Allow", "Action": "ivs:GetStage", "Resource": "*", "Condition":
                   {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}})");
  const std::vector<OperationNeeds> operations = {Reading({NeedOf("ivs:GetStage", kStage)})};
  const auto outcome = [&](const std::string& account) {
    const PolicyJudgement judgement =
        JudgePolicies(policies.layers, operations, account, Actions());
    return judgement.missing.empty() ? Outcome::kAllowed : judgement.missing[0].verdict.outcome;
  };
  EXPECT_EQ(outcome("111122223333"), Outcome::kAllowed);
  EXPECT_EQ(outcome("444455556666"), Outcome::kMissing);
  EXPECT_EQ(outcome(""), Outcome::kConditional);
}

// --- problems ------------------------------------------------------------------------------------

TEST(ReportMissing, PlacesAProblemInTheLayerAndNotesStatementsOnce) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:*", "*"));
  policies.Add(PolicyKind::kControl, Allow("ivs:Get*", "*"));
  const std::vector<OperationNeeds> operations = {
      Reading({NeedOf("ivs:CreateStage", kStage)}), Reading({NeedOf("ivs:CreateStage", kStage)}),
      Reading({NeedOf("ivs:CreateStage", kStage)}, "unknown.iql")};
  const Loc place = policies.first().where;
  Problems problems;
  ReportMissing(
      Judged(policies, operations), policies.layers,
      [&](const OperationView& operation) {
        return operation.file == "unknown.iql" ? Loc{} : place;
      },
      problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].where, policies.layers[1].documents[0]->where);
  EXPECT_EQ(problems[0].related.size(), 1U);
  EXPECT_THAT(problems[0].help, testing::HasSubstr(kStage));
  EXPECT_THAT(problems[0].help, testing::Not(testing::HasSubstr("teardown")));
}

TEST(ReportMissing, SaysWhatOnlyTeardownOrAReadHalfNeeds) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:Delete*", "*"));
  OperationNeeds update = Reading({NeedOf("ivs:GetStage", kStage)});
  update.operation.call = Call::kUpdate;
  update.operation.phases = {.teardown = true};
  Problems problems;
  ReportMissing(
      Judged(policies, {update}), policies.layers, [](const OperationView&) { return Loc{}; },
      problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0].help, testing::HasSubstr("this permission is for reading"));
  EXPECT_THAT(problems[0].help, testing::HasSubstr("Only teardown needs it."));
}

// --- what is too much ----------------------------------------------------------------------------

TEST(WidestNeeds, AreNoneIfSomethingMayNeedAnything) {
  OperationNeeds read = Reading({NeedOf("ivs:GetStage", kStage)});
  ASSERT_TRUE(WidestNeeds({read}).has_value());
  EXPECT_EQ(WidestNeeds({read})->count("ivs:getstage"), 1U);
  read.widest.unresolved = "type 'AWS::IVS::Stage' is not in the catalog";
  EXPECT_FALSE(WidestNeeds({read}).has_value());
}

TEST(WidestNeeds, HaveBothFormsOfCloudControlsResources) {
  const auto needed = WidestNeeds({Reading({CloudControl("cloudformation:GetResource")})});
  ASSERT_TRUE(needed.has_value());
  EXPECT_EQ(needed->at("cloudformation:getresource").size(), 2U);
}

TEST(UnlistedActions, AreNoMistakesOfPolicies) {
  OperationNeeds read = Reading({NeedOf("ivs:GetEverything", kStage)});
  EXPECT_TRUE(UnlistedActions({read}).empty());
  read.widest.known[0].status = ListingStatus::kUnlisted;
  EXPECT_THAT(UnlistedActions({read}), ElementsAre("ivs:geteverything"));
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("IVS:GetEverything", kStage));
  CheckGrants(policies.first(), Actions(), UnlistedActions({read}), policies.problems);
  EXPECT_TRUE(policies.problems.empty());
  CheckGrants(policies.first(), Actions(), {}, policies.problems);
  ASSERT_EQ(policies.problems.size(), 1U);
  EXPECT_EQ(policies.Spelled(policies.problems[0].where), "IVS:GetEverything");
}

}  // namespace
}  // namespace stackql::iam
