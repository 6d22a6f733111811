// Policies judged by what operations need, without files: what is missing, and what is too much.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/judge_policies.h"
#include "iam/policy_checks.h"
#include "iam/policy_problems.h"
#include "support/judged_policies.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing_support::Actions;

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

// AWS::Lex::Bot publishes an action that no page of AWS describes.
TEST(JudgePolicies, TakesAnyResourceForAnActionOfWhichNothingIsKnown) {
  Need need = NeedOf("lex:ListCustomVocabularies", "");
  need.resources = {{{.kind = Piece::Kind::kUnsure, .text = "resource"}}};
  need.reason = Reason::kUncatalogued;
  const auto decided = [&](const std::string& statement) {
    Policies policies;
    policies.Add(PolicyKind::kIdentity, statement);
    const std::vector<OperationNeeds> operations = {Reading({need})};
    const PolicyJudgement judgement = Judged(policies, operations);
    return judgement.missing.empty() ? Outcome::kAllowed : judgement.missing[0].verdict.outcome;
  };
  const std::string bots = "arn:aws:lex:eu-west-1:111122223333:bot/*";
  EXPECT_EQ(decided(Allow("lex:*", bots)), Outcome::kAllowed);
  EXPECT_EQ(decided(R"({"Effect": "Allow", "Action": "lex:*", "Resource": "*",
                        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})"),
            Outcome::kConditional);
  EXPECT_EQ(decided(Allow("lex:ListBots", "*")), Outcome::kMissing);
  need.reason = Reason::kOptionalOnly;
  EXPECT_EQ(decided(Allow("lex:*", bots)), Outcome::kNotProven);
}

Outcome Decided(const Need& need, const std::string& condition) {
  Policies policies;
  policies.Add(
      PolicyKind::kIdentity,
      R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {)" + condition + "}}");
  const std::vector<OperationNeeds> operations = {Reading({need})};
  const PolicyJudgement judgement = Judged(policies, operations);
  return judgement.missing.empty() ? Outcome::kAllowed : judgement.missing[0].verdict.outcome;
}

// Whether the tags are set by this call, or by another one, its handler decides.
TEST(JudgePolicies, KnowsTheTagsThatARequestMaySet) {
  Need need = NeedOf("ivs:CreateStage", kStage);
  need.request_tags = {.values = {{"team", "video"}, {"Stage", std::nullopt}}};
  const auto decided = [&](const std::string& condition) { return Decided(need, condition); };
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/Team": "audio"})"), Outcome::kMissing);
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/Team": "video"})"), Outcome::kConditional);
  EXPECT_EQ(decided(R"("StringEqualsIfExists": {"aws:RequestTag/team": "video"})"),
            Outcome::kAllowed);
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/stage": "a"})"), Outcome::kConditional);
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/cost": "a"})"), Outcome::kMissing);
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/aws:x": "a"})"), Outcome::kConditional);
  const std::string keys = R"("ForAllValues:StringEquals": {"aws:TagKeys": ["team", "Stage"]})";
  EXPECT_EQ(decided(keys), Outcome::kAllowed);
  EXPECT_EQ(decided(R"("ForAnyValue:StringEquals": {"aws:TagKeys": ["other"]})"),
            Outcome::kMissing);
  EXPECT_EQ(decided(R"("StringEquals": {"aws:username": "a"})"), Outcome::kConditional);
  need.request_tags->complete = false;
  EXPECT_EQ(decided(keys), Outcome::kConditional);
  need.request_tags->values["TEAM"] = "audio";
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/Team": "other"})"), Outcome::kConditional);
  need.request_tags.reset();
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/cost": "a"})"), Outcome::kConditional);
}

TEST(JudgePolicies, KnowsThatRequestsWhichReadSetNoTags) {
  const auto decided = [](const std::string& action, const std::string& condition) {
    Need need = NeedOf(action, "arn:aws:sqs:eu-west-1:111122223333:q");
    need.request_tags = RequestTags{.values = {{"team", "a"}}, .complete = true};
    return Decided(need, condition);
  };
  const std::string team = R"("StringEquals": {"aws:RequestTag/team": "a"})";
  EXPECT_EQ(decided("sqs:GetQueueAttributes", team), Outcome::kMissing);
  EXPECT_EQ(decided("sqs:TagQueue", team), Outcome::kConditional);
  // The reference may leave a key out of an action that writes.
  EXPECT_EQ(decided("sqs:SetQueueAttributes", team), Outcome::kConditional);
  EXPECT_EQ(decided("sqs:ListQueueTags", R"("ForAnyValue:StringEquals": {"aws:TagKeys": "team"})"),
            Outcome::kMissing);
  EXPECT_EQ(decided("sqs:ListQueues", team), Outcome::kMissing);
  EXPECT_EQ(decided("s3:ListBucket", team), Outcome::kMissing);
  EXPECT_EQ(decided("nosuch:GetThing", team), Outcome::kConditional);
  EXPECT_EQ(decided("iam:PutRolePolicy", team), Outcome::kConditional);
  EXPECT_EQ(decided("sqs:ListQueueTags", R"("ForAllValues:StringEquals": {"aws:TagKeys": "x"})"),
            Outcome::kAllowed);
}

// "AWS: Denies access to AWS based on the requested Region" names services with one endpoint.
TEST(JudgePolicies, KnowsTheRegionOfServicesWithOneEndpoint) {
  const auto decided = [](const std::string& action, const std::string& region,
                          const std::string& wanted) {
    Need need = NeedOf(action, "*");
    need.region = region;
    return Decided(need, R"("StringEquals": {"aws:RequestedRegion": ")" + wanted + "\"}");
  };
  EXPECT_EQ(decided("iam:CreateRole", "eu-west-1", "us-east-1"), Outcome::kAllowed);
  EXPECT_EQ(decided("iam:CreateRole", "eu-west-1", "eu-west-1"), Outcome::kMissing);
  EXPECT_EQ(decided("route53:ListHostedZones", "us-east-1", "us-east-1"), Outcome::kAllowed);
  EXPECT_EQ(decided("iam:CreateRole", "cn-north-1", "us-east-1"), Outcome::kConditional);
  EXPECT_EQ(decided("iam:CreateRole", "", "us-east-1"), Outcome::kConditional);
  EXPECT_EQ(decided("ivs:CreateStage", "eu-west-1", "eu-west-1"), Outcome::kAllowed);
  EXPECT_EQ(decided("ivs:CreateStage", "", "eu-west-1"), Outcome::kConditional);
  EXPECT_EQ(decided("s3:CreateBucket", "eu-west-1", "eu-west-1"), Outcome::kConditional);
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

// Those that depend on something else are for themselves.
TEST(JudgePolicies, TellsWhatEachMissingPermissionDependsOn) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", kStage));
  Need one = NeedOf("ivs:GetStage", kStage);
  Need other = one;
  const auto unsure = [](const std::string& what) {
    return Piece{.kind = Piece::Kind::kUnsure, .text = what};
  };
  one.resources = {{{.text = "arn:aws:ivs:us-east-1:"}, unsure("account"), {.text = ":stage/a"}}};
  other.resources = {
      {{.text = "arn:aws:ivs:"}, unsure("region"), {.text = ":111122223333:stage/a"}}};
  const std::vector<OperationNeeds> operations = {Reading({one, other})};
  const PolicyJudgement judgement = Judged(policies, operations);
  ASSERT_EQ(judgement.missing.size(), 2U);
  EXPECT_THAT(judgement.missing[0].verdict.open, ElementsAre("the account (--account)"));
  EXPECT_THAT(judgement.missing[1].verdict.open, ElementsAre("the region (--region)"));
}

TEST(JudgePolicies, PassesOverOperationsThatAreNotResolved) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", "*"));
  OperationNeeds unresolved = Reading({NeedOf("ivs:CreateStage", kStage)});
  unresolved.needs.unresolved = "type 'AWS::IVS::Stage' is not in the catalog";
  const PolicyJudgement judgement = Judged(policies, {unresolved});
  EXPECT_EQ(judgement.totals.operations, 0U);
  EXPECT_TRUE(judgement.missing.empty());
  EXPECT_EQ(Judged(policies, {Reading({})}).totals.operations, 0U) << "it calls nothing";
}

// Which of the resources a request names, its handler decides.
TEST(JudgePolicies, LeavesOpenWhichResourceIsNamed) {
  const std::string other = "arn:aws:ivs:us-east-1:111122223333:stage/b";
  Need need = NeedOf("ivs:GetStage", kStage);
  need.resources.push_back({{.text = other}});
  const auto judged = [&](const std::string& resource) {
    Policies policies;
    policies.Add(PolicyKind::kIdentity, Allow("ivs:*", resource));
    const std::vector<OperationNeeds> operations = {Reading({need})};
    const PolicyJudgement judgement = Judged(policies, operations);
    std::string told =
        std::to_string(judgement.totals.allowed) + " of " + std::to_string(judgement.totals.needs);
    for (const MissingPermission& missing : judgement.missing) {
      told += missing.verdict.outcome == Outcome::kNotProven ? ", perhaps " : ", not ";
      told += missing.first.substr(missing.first.size() - 1);
      for (const std::string& open : missing.verdict.open) told += " (" + open + ")";
    }
    return told;
  };
  EXPECT_EQ(judged("*"), "2 of 2");
  EXPECT_EQ(judged(other), "1 of 2, not a");
  need.any_of = true;
  EXPECT_EQ(judged("*"), "1 of 1");
  EXPECT_EQ(judged(kStage), "0 of 1, perhaps a (which of its resources the request names)");
  EXPECT_EQ(judged(other), "0 of 1, perhaps a (which of its resources the request names)");
  EXPECT_EQ(judged("arn:aws:s3:::b"), "0 of 1, not a");
  need.any_of = false;
  need.perhaps = {need.resources[1]};
  need.resources.resize(1);
  EXPECT_EQ(judged("*"), "2 of 2");
  EXPECT_EQ(judged(kStage), "1 of 2, perhaps b (whether the request names it)");
  EXPECT_EQ(judged(other), "1 of 2, not a");
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
  EXPECT_EQ(policies.layers[judgement.missing[0].verdict.layer].kind, PolicyKind::kBoundary);
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
  Problems problems;
  ReportMissing(
      judgement, policies.layers, [](const OperationView&) { return Loc{}; }, problems);
  EXPECT_EQ(problems.at(0).what.rule.Text(), "IAM005");
  EXPECT_EQ(problems[0].what.args.at(0).second, "cloudformation:GetResource");
  // Of one region only, it depends on the region.
  Policies placed;
  placed.Add(PolicyKind::kIdentity,
             Allow("cloudformation:GetResource", "arn:aws:cloudformation:a:*:resource/*"));
  EXPECT_THAT(Judged(placed, operations).missing.at(0).verdict.open,
              testing::UnorderedElementsAre("the partition (--partition)", "the region (--region)",
                                            "the account (--account)"));
  // As of one account it does on the account.
  Policies owned;
  owned.Add(PolicyKind::kIdentity,
            Allow("cloudformation:GetResource", "arn:*:cloudformation:*:111122223333:resource/*"));
  EXPECT_EQ(Judged(owned, operations).missing.at(0).verdict.outcome, Outcome::kNotProven);
  // With no part of it known, it depends on every one.
  Policies whole;
  whole.Add(PolicyKind::kIdentity,
            Allow("cloudformation:GetResource",
                  "arn:aws:cloudformation:us-east-1:111122223333:resource/*"));
  EXPECT_EQ(Judged(whole, operations).missing.at(0).verdict.outcome, Outcome::kNotProven);
  // Allowed wherever it is, it is told all the same, and counts as allowed; denied, it is not.
  Policies everywhere;
  everywhere.Add(PolicyKind::kIdentity,
                 Allow("cloudformation:GetResource", "arn:*:cloudformation:*:*:resource/*"));
  const PolicyJudgement told = Judged(everywhere, operations);
  EXPECT_EQ(told.totals.allowed, 1U);
  EXPECT_TRUE(told.missing.at(0).undocumented);
  EXPECT_EQ(told.missing[0].verdict.outcome, Outcome::kAllowed);
  Policies none;
  none.Add(PolicyKind::kIdentity, Allow("cloudformation:GetResource", "arn:aws:s3:::b"));
  EXPECT_FALSE(Judged(none, operations).missing.at(0).undocumented);
  // The role that is handed over is of IAM, not of Cloud Control.
  Policies role;
  role.Add(PolicyKind::kIdentity, Allow("iam:PassRole", "arn:*:cloudformation:*:*:resource/*"));
  const std::vector<OperationNeeds> passing = {Reading({CloudControl("iam:PassRole")})};
  EXPECT_FALSE(Judged(role, passing).missing.at(0).undocumented);
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
        JudgePolicies(policies.layers, operations, {.account = account}, Actions());
    return judgement.missing.empty() ? Outcome::kAllowed : judgement.missing[0].verdict.outcome;
  };
  EXPECT_EQ(outcome("111122223333"), Outcome::kAllowed);
  EXPECT_EQ(outcome("444455556666"), Outcome::kMissing);
  EXPECT_EQ(outcome(""), Outcome::kConditional);
}

TEST(JudgePolicies, KnowsThePrincipalOnlyIfItIsGiven) {
  const auto outcome = [](const std::string& test, const RequestFacts& facts) {
    Policies policies;
    policies.Add(
        PolicyKind::kIdentity,
        R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" + test + "}");
    const std::vector<OperationNeeds> operations = {Reading({NeedOf("ivs:GetStage", kStage)})};
    const PolicyJudgement judgement = JudgePolicies(policies.layers, operations, facts, Actions());
    return judgement.missing.empty() ? Outcome::kAllowed : judgement.missing[0].verdict.outcome;
  };
  const RequestFacts role = {.principal_arn = "arn:aws:iam::111122223333:role/ci/deploy"};
  const RequestFacts user = {.principal_arn = "arn:aws:iam::111122223333:user/team/ann"};
  const std::string named = R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ci/*"}})";
  EXPECT_EQ(outcome(named, {}), Outcome::kConditional);
  EXPECT_EQ(outcome(named, role), Outcome::kAllowed);
  EXPECT_EQ(outcome(named, user), Outcome::kMissing);
  // A session does not name the path of its role.
  const RequestFacts session = {.principal_arn =
                                    "arn:aws:sts::111122223333:assumed-role/deploy/user"};
  EXPECT_EQ(outcome(named, session), Outcome::kConditional);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:PrincipalType": "AssumedRole"}})", session),
            Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"Null": {"aws:username": "true"}})", session), Outcome::kAllowed);
  const std::string name = R"({"StringEquals": {"aws:username": "ann"}})";
  EXPECT_EQ(outcome(name, user), Outcome::kAllowed);
  EXPECT_EQ(outcome(name, role), Outcome::kMissing);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:PrincipalType": "AssumedRole"}})", role),
            Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:PrincipalType": "User"}})", user), Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:PrincipalType": "User"}})", role), Outcome::kMissing);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:userid": "a"}})", user), Outcome::kConditional);
  EXPECT_EQ(outcome(R"({"Null": {"aws:PrincipalServiceNamesList": "true"}})", {}),
            Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"Bool": {"aws:PrincipalIsAWSService": "false"}})", {}), Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"Null": {"aws:PrincipalServiceName": "true"}})", {}), Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:ResourceAccount": "111122223333"}})", {}),
            Outcome::kAllowed);
  // What is no ARN, or has no account, tells none.
  for (const char* resource : {"a", "arn:aws:s3", "arn:aws:s3:::b", "arn:aws:ivs:r:1"}) {
    Policies policies;
    policies.Add(PolicyKind::kIdentity,
                 R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition":
                     {"StringEquals": {"aws:ResourceAccount": "111122223333"}}})");
    const std::vector<OperationNeeds> operations = {Reading({NeedOf("ivs:GetStage", resource)})};
    EXPECT_EQ(Judged(policies, operations).missing.at(0).verdict.outcome, Outcome::kConditional)
        << resource;
  }
  // A bucket that operations are about is the account's, for what S3 tells of.
  const auto of_bucket = [](const std::string& key, const char* account, Reason reason) {
    Policies policies;
    policies.Add(PolicyKind::kIdentity,
                 R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition":
                     {"StringEquals": {")" +
                     key + R"(": ")" + account + R"("}}})");
    Need need = NeedOf("s3:DeleteBucket", "arn:aws:s3:::b");
    need.reason = reason;
    const std::vector<OperationNeeds> operations = {Reading({need})};
    const PolicyJudgement judgement =
        JudgePolicies(policies.layers, operations, {.account = "111122223333"}, Actions());
    return judgement.missing.empty() ? Outcome::kAllowed : judgement.missing[0].verdict.outcome;
  };
  for (const char* key : {"aws:ResourceAccount", "s3:ResourceAccount"}) {
    for (const Reason own : {Reason::kIdentifier, Reason::kNamed, Reason::kOwnType}) {
      EXPECT_EQ(of_bucket(key, "111122223333", own), Outcome::kAllowed) << key;
    }
    EXPECT_EQ(of_bucket(key, "444455556666", Reason::kIdentifier), Outcome::kMissing) << key;
    EXPECT_EQ(of_bucket(key, "111122223333", Reason::kLinked), Outcome::kConditional) << key;
  }
  // What is given counts before all else.
  RequestFacts given = user;
  given.context = {{"aws:username", {"bob"}}, {"aws:sourceip", {"203.0.113.7"}}};
  EXPECT_EQ(outcome(name, given), Outcome::kMissing);
  EXPECT_EQ(outcome(R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", given),
            Outcome::kAllowed);
}

TEST(JudgePolicies, KnowsWhatRequestsSay) {
  const auto outcome = [](const std::string& test, const Need& need) {
    Policies policies;
    policies.Add(
        PolicyKind::kIdentity,
        R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" + test + "}");
    const std::vector<OperationNeeds> operations = {Reading({need})};
    const PolicyJudgement judgement = Judged(policies, operations);
    return judgement.missing.empty() ? Outcome::kAllowed : judgement.missing[0].verdict.outcome;
  };
  const Need get = NeedOf("ivs:GetStage", kStage);
  EXPECT_EQ(outcome(R"({"Bool": {"aws:SecureTransport": "true"}})", get), Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"Bool": {"aws:SecureTransport": "false"}})", get), Outcome::kMissing);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:username": "a"}})", get), Outcome::kConditional);
  // Only iam:PassRole says to whom.
  const std::string passed = R"({"StringEquals": {"iam:PassedToService": "s3.amazonaws.com"}})";
  Need pass = NeedOf("iam:PassRole", "arn:aws:iam::111122223333:role/a");
  EXPECT_EQ(outcome(passed, get), Outcome::kMissing);
  EXPECT_EQ(outcome(passed, pass), Outcome::kConditional);
  pass.for_service = "s3.amazonaws.com";
  EXPECT_EQ(outcome(passed, pass), Outcome::kAllowed);
  pass.for_service = "lambda.amazonaws.com";
  EXPECT_EQ(outcome(passed, pass), Outcome::kMissing);
  // ... and the creation of a linked role.
  const std::string linked = R"({"StringEquals": {"iam:AWSServiceName": "ecs.amazonaws.com"}})";
  Need link = NeedOf("iam:CreateServiceLinkedRole", "arn:aws:iam::111122223333:role/a");
  EXPECT_EQ(outcome(linked, get), Outcome::kMissing);
  EXPECT_EQ(outcome(linked, pass), Outcome::kMissing);
  EXPECT_EQ(outcome(linked, link), Outcome::kConditional);
  link.for_service = "ecs.amazonaws.com";
  EXPECT_EQ(outcome(linked, link), Outcome::kAllowed);
  link.for_service = "ec2.amazonaws.com";
  EXPECT_EQ(outcome(linked, link), Outcome::kMissing);
  // Only actions of S3 have its key; an account that is not known begins with what is.
  const std::string owned = R"({"StringEquals": {"s3:ResourceAccount": "111122223333"}})";
  EXPECT_EQ(outcome(owned, get), Outcome::kConditional);
  const std::string account = R"({"StringEquals": {"aws:ResourceAccount": "111122223333"}})";
  Need elsewhere = NeedOf("nosuch:Thing", kStage);
  EXPECT_EQ(outcome(account, elsewhere), Outcome::kAllowed);
  const Piece open = {.kind = Piece::Kind::kUnsure, .text = "account"};
  for (const Arn& arn :
       {Arn{open}, Arn{{.text = "arn:aws:ivs:us-east-1:1111"}, open, {.text = ":stage/a"}},
        Arn{{.text = "arn:aws:ivs:us-east-1:111122223333"}, open}}) {
    elsewhere.resources = {arn};
    EXPECT_EQ(outcome(account, elsewhere), Outcome::kConditional);
  }
  // Not all requests of a service go to the region of its resource.
  const std::string region = R"({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})";
  Need placed = get;
  EXPECT_EQ(outcome(region, placed), Outcome::kConditional);
  placed.region = "eu-west-1";
  EXPECT_EQ(outcome(region, placed), Outcome::kAllowed);
  placed.region = "us-east-1";
  EXPECT_EQ(outcome(region, placed), Outcome::kMissing);
  for (const char* action : {"s3:ListBucket", "nosuch:Thing"}) {
    placed.action = action;
    EXPECT_EQ(outcome(region, placed), Outcome::kConditional) << action;
  }
}

TEST(JudgePolicies, DecidesEachKindOfRequestByItself) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, R"({"Effect": "Allow", "Action": "ivs:GetStage", "Resource":
      "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}})");
  Need here = NeedOf("ivs:GetStage", kStage);
  here.region = "eu-west-1";
  Need there = here;
  there.region = "us-east-1";
  const std::vector<OperationNeeds> operations = {Reading({here, there}), Reading({here})};
  const PolicyJudgement judgement = Judged(policies, operations);
  EXPECT_EQ(judgement.totals.operations, 2U);
  EXPECT_EQ(judgement.totals.needs, 3U);
  EXPECT_EQ(judgement.totals.allowed, 2U);
  ASSERT_EQ(judgement.missing.size(), 1U);
  EXPECT_THAT(judgement.missing[0].needed_by, ElementsAre(&operations[0]));
}

TEST(JudgePolicies, TellsWhichPhasesLackSomething) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", "*"));
  OperationNeeds lacking = Reading({NeedOf("ivs:CreateStage", kStage)});
  lacking.operation.phases = {.build = true, .teardown = true};
  OperationNeeds fine = Reading({NeedOf("ivs:GetStage", kStage)});
  const Phases phases = Judged(policies, {fine, lacking}).totals.lacking;
  EXPECT_TRUE(phases.build);
  EXPECT_FALSE(phases.test);
  EXPECT_TRUE(phases.teardown);
  const Phases none = Judged(policies, {fine}).totals.lacking;
  EXPECT_FALSE(none.build || none.test || none.teardown);
}

TEST(JudgePolicies, TellsOfWildcardsThatRunOnThoughTheyAllow) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", "arn:aws:ivs:*:stage/*"));
  const std::vector<OperationNeeds> operations = {Reading({NeedOf("ivs:GetStage", kStage)})};
  const PolicyJudgement judgement = Judged(policies, operations);
  EXPECT_EQ(judgement.totals.allowed, 1U);
  EXPECT_FALSE(judgement.totals.lacking.test);
  ASSERT_EQ(judgement.missing.size(), 1U);
  EXPECT_EQ(judgement.missing[0].verdict.outcome, Outcome::kAllowed);
  EXPECT_TRUE(judgement.missing[0].verdict.run_on);
}

// --- what is too much ----------------------------------------------------------------------------

TEST(WidestNeeds, AreNoneIfSomethingMayNeedAnything) {
  OperationNeeds read = Reading({NeedOf("ivs:GetStage", kStage)});
  ASSERT_TRUE(WidestNeeds({read}).has_value());
  EXPECT_EQ(WidestNeeds({read})->count("ivs:getstage"), 1U);
  read.widest.unresolved = "type 'AWS::IVS::Stage' is not in the catalog";
  EXPECT_FALSE(WidestNeeds({read}).has_value());
  OperationNeeds unresolved = Reading({NeedOf("ivs:GetStage", kStage)});
  unresolved.needs.unresolved = "type 'AWS::IVS::Stage' is not in the catalog";
  EXPECT_FALSE(WidestNeeds({unresolved}).has_value());
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
  CheckGrants(policies.first(), {.actions = Actions(), .unlisted = UnlistedActions({read})},
              policies.problems);
  EXPECT_TRUE(policies.problems.empty());
  CheckGrants(policies.first(), {.actions = Actions()}, policies.problems);
  ASSERT_EQ(policies.problems.size(), 1U);
  EXPECT_EQ(policies.Spelled(policies.problems[0].where), "IVS:GetEverything");
}

// Handlers have actions of services that the reference does not know.
TEST(UnlistedActions, MayBeOfServicesThatAreNotListed) {
  OperationNeeds read = Reading({NeedOf("managed-fleets:Get*", kStage)});
  read.widest.known[0].status = ListingStatus::kUnlisted;
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("managed-fleets:Get*", kStage));
  CheckGrants(policies.first(), {.actions = Actions(), .unlisted = UnlistedActions({read})},
              policies.problems);
  EXPECT_TRUE(policies.problems.empty());
  CheckGrants(policies.first(), {.actions = Actions()}, policies.problems);
  EXPECT_EQ(policies.problems.size(), 1U);
}

}  // namespace
}  // namespace stackql::iam
