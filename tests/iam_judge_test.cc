// Policies judged by what operations need, without files: what is missing, and what is too much.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "iam/judge_policies.h"
#include "iam/policy_checks.h"
#include "iam/policy_problems.h"
#include "iam/read_policy.h"
#include "snapshot/snapshot_tables.h"
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
    PolicyLayer layer = {.kind = kind};
    if (kind == PolicyKind::kBoundary) layer.name = "the permissions boundary";
    if (kind == PolicyKind::kControl) layer.name = "the service control policy 'policy.json'";
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
  return JudgePolicies(policies.layers, operations, {}, Actions());
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
  need.request_tags->complete = false;
  EXPECT_EQ(decided(keys), Outcome::kConditional);
  need.request_tags->values["TEAM"] = "audio";
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/Team": "other"})"), Outcome::kConditional);
  need.request_tags.reset();
  EXPECT_EQ(decided(R"("StringEquals": {"aws:RequestTag/cost": "a"})"), Outcome::kConditional);
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

TEST(JudgePolicies, PassesOverOperationsThatAreNotResolved) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("ivs:GetStage", "*"));
  OperationNeeds unresolved = Reading({NeedOf("ivs:CreateStage", kStage)});
  unresolved.needs.unresolved = "type 'AWS::IVS::Stage' is not in the catalog";
  const PolicyJudgement judgement = Judged(policies, {unresolved});
  EXPECT_EQ(judgement.totals.operations, 0U);
  EXPECT_TRUE(judgement.missing.empty());
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
  const std::string name = R"({"StringEquals": {"aws:username": "ann"}})";
  EXPECT_EQ(outcome(name, user), Outcome::kAllowed);
  EXPECT_EQ(outcome(name, role), Outcome::kMissing);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:PrincipalType": "AssumedRole"}})", role),
            Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"Bool": {"aws:PrincipalIsAWSService": "false"}})", {}), Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"Null": {"aws:PrincipalServiceName": "true"}})", {}), Outcome::kAllowed);
  EXPECT_EQ(outcome(R"({"StringEquals": {"aws:ResourceAccount": "111122223333"}})", {}),
            Outcome::kAllowed);
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
  pass.passed_to = "s3.amazonaws.com";
  EXPECT_EQ(outcome(passed, pass), Outcome::kAllowed);
  pass.passed_to = "lambda.amazonaws.com";
  EXPECT_EQ(outcome(passed, pass), Outcome::kMissing);
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

// "RULE.message name=value, name=value. Help.", one a problem.
std::vector<std::string> Described(const Problems& problems) {
  std::vector<std::string> all;
  for (const Problem& problem : problems) {
    std::string text = problem.what.rule.Text() + "." + std::string(problem.what.id);
    for (const auto& [name, value] : problem.what.args) {
      text += (&name == &problem.what.args.front().first ? " " : ", ") + std::string(name) + "=" +
              value;
    }
    all.push_back(problem.help.empty() ? text : text + ". " + problem.help);
  }
  return all;
}

std::vector<std::string> Missing(const Policies& policies,
                                 const std::vector<OperationNeeds>& operations) {
  Problems problems;
  ReportMissing(
      Judged(policies, operations), policies.layers, [](const OperationView&) { return Loc{}; },
      problems);
  return Described(problems);
}

TEST(ReportMissing, SaysWhy) {
  const std::string stage = kStage;
  const std::vector<OperationNeeds> operations = {Reading({NeedOf("ivs:GetStage", stage)})};
  const std::string what = "action=ivs:GetStage, ";
  const std::string whose = "type=AWS::IVS::Stage, verb=read, where=on '" + stage + "'";
  const std::string help = ". Allow it on '" + stage + "'.";
  const auto told = [&](PolicyKind kind, const std::string& statements) {
    Policies policies;
    if (kind != PolicyKind::kIdentity) policies.Add(PolicyKind::kIdentity, Allow("*", "*"));
    policies.Add(kind, statements);
    return Missing(policies, operations);
  };
  const std::string other = Allow("s3:*", "*");
  EXPECT_THAT(told(PolicyKind::kIdentity, other),
              ElementsAre("IAM001.default " + what + whose + help));
  EXPECT_THAT(
      told(PolicyKind::kBoundary, other),
      ElementsAre("IAM001.layer " + what + "layer=the permissions boundary, " + whose + help));
  EXPECT_THAT(told(PolicyKind::kControl, other),
              ElementsAre("IAM001.layer " + what +
                          "layer=the service control policy 'policy.json', " + whose + help));
  const std::string deny = R"({"Effect": "Deny", "Action": "ivs:*", "Resource": "*"})";
  EXPECT_THAT(
      told(PolicyKind::kControl, R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})"),
      ElementsAre(testing::HasSubstr("give it too: '--scp FILE,FullAWSAccess'.")));
  EXPECT_THAT(told(PolicyKind::kIdentity, Allow("*", "*") + ", " + deny),
              ElementsAre("IAM001.denied " + what + whose));
  EXPECT_THAT(told(PolicyKind::kIdentity,
                   R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition":
               {"StringEquals": {"aws:username": "a", "aws:RequestTag/team": "b"}}})"),
              ElementsAre("IAM002.default " + what +
                          "keys='aws:RequestTag/team' and 'aws:username', resource=" + stage));
  EXPECT_THAT(told(PolicyKind::kIdentity, Allow("*", "arn:aws:ivs:*:stage/*")),
              ElementsAre("IAM004.default " + what + "resource=" + stage));
}

// "on any": none; "on every": not on all; "on some": a Deny is about one.
TEST(ReportMissing, SaysOnWhichResources) {
  Need need = NeedOf("ivs:GetStage", "");
  const std::string stages = "arn:aws:ivs:us-east-1:111122223333:stage/";
  need.resources = {{{.text = stages}, {.kind = Piece::Kind::kAny}}};
  const auto where = [&](const std::string& statements) {
    Policies policies;
    policies.Add(PolicyKind::kIdentity, statements);
    const std::string told = Missing(policies, {Reading({need})}).at(0);
    return told.substr(told.find("where=") + 6);
  };
  const auto deny = [](const std::string& resource) {
    return Allow("*", "*") + R"(, {"Effect": "Deny", "Action": "ivs:*", "Resource": ")" + resource +
           "\"}";
  };
  EXPECT_EQ(where(Allow("s3:*", "*")), "on any '" + stages + "*'. Allow it on '" + stages + "*'.");
  EXPECT_EQ(where(Allow("ivs:*", stages + "a")), "on every '" + stages + "*' (not on '" + stages +
                                                     "x', for example). Allow it on '" + stages +
                                                     "*'.");
  EXPECT_EQ(where(deny("*")), "on every '" + stages + "*'");
  EXPECT_EQ(where(deny(stages + "b")),
            "on some '" + stages + "*' ('" + stages + "b', for example)");
}

TEST(ReportMissing, SaysWhatIsNotKnown) {
  Need need = NeedOf("ivs:GetStage", "");
  need.resources = {{{.text = "arn:aws:ivs:us-east-1:"},
                     {.kind = Piece::Kind::kUnsure, .text = "account"},
                     {.text = ":stage/a"}}};
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("*", kStage));
  EXPECT_THAT(
      Missing(policies, {Reading({need})}),
      ElementsAre("IAM003.default action=ivs:GetStage, "
                  "resource=arn:aws:ivs:us-east-1:*:stage/a, unknown=the account (--account)"));
}

TEST(ReportMissing, NamesTheTableWhereThereIsNoType) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("s3:*", "*"));
  OperationNeeds tags = Reading({NeedOf("tag:GetResources", "*")});
  tags.operation.type = "";
  tags.operation.table = "awscc.tagging.tagged_resources";
  tags.operation.call = Call::kTags;
  Problems problems;
  ReportMissing(
      Judged(policies, {tags}), policies.layers,
      [&](const OperationView&) { return policies.first().where; }, problems);
  EXPECT_THAT(
      Described(problems),
      ElementsAre(
          "IAM001.default action=tag:GetResources, "
          "type=awscc.tagging.tagged_resources, verb=tags, where=on '*'. Allow it on '*'."));
  ASSERT_EQ(problems[0].related.size(), 1U);
  EXPECT_EQ(problems[0].related[0].message, "needed here");
}

TEST(ReportMissing, JoinsResourcesAndNotesAtMostTenPlaces) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("s3:*", "*"));
  std::vector<OperationNeeds> operations;
  for (int i = 0; i < 12; ++i) {
    operations.push_back(Reading({NeedOf("ivs:GetStage", i % 2 == 0 ? "a" : "b")}));
    operations.back().operation.span.end = static_cast<uint32_t>(i) + 1;
  }
  Problems problems;
  ReportMissing(
      Judged(policies, operations), policies.layers,
      [&](const OperationView& operation) {
        const Loc where = policies.first().where;
        return Loc{where.text, {0, operation.span.end}};
      },
      problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].help, "Allow it on 'a', 'b'.");
  EXPECT_EQ(problems[0].related.size(), 10U);
  EXPECT_EQ(problems[0].related[0].message, "needed to read AWS::IVS::Stage");
  EXPECT_EQ(problems[0].related[9].where.span.end, 10U);
}

TEST(ReportMissing, TellsOnlyOfReadsThatAnUpdateMakes) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("s3:*", "*"));
  const auto told = [&](Call call, snapshot::Handler handler, bool cloud_control) {
    Need need = NeedOf("ivs:GetStage", kStage);
    need.handler = handler;
    need.cloud_control = cloud_control;
    OperationNeeds operation = Reading({need});
    operation.operation.call = call;
    return Missing(policies, {operation}).at(0).find("this permission is for reading") !=
           std::string::npos;
  };
  EXPECT_TRUE(told(Call::kUpdate, snapshot::Handler::Read, false));
  EXPECT_FALSE(told(Call::kRead, snapshot::Handler::Read, false));
  EXPECT_FALSE(told(Call::kUpdate, snapshot::Handler::Update, false));
  EXPECT_FALSE(told(Call::kUpdate, snapshot::Handler::Read, true));
}

TEST(ReportMissing, TellsWhatOnlyTeardownNeeds) {
  Policies policies;
  policies.Add(PolicyKind::kIdentity, Allow("s3:*", "*"));
  const auto told = [&](const Phases& phases) {
    OperationNeeds down = Reading({NeedOf("ivs:DeleteStage", kStage)});
    down.operation.phases = {.teardown = true};
    OperationNeeds other = down;
    other.operation.phases = phases;
    return Missing(policies, {down, other}).at(0).find("Only teardown needs it.") !=
           std::string::npos;
  };
  EXPECT_TRUE(told({.teardown = true}));
  EXPECT_FALSE(told({.build = true, .teardown = true}));
  EXPECT_FALSE(told({.test = true, .teardown = true}));
  EXPECT_FALSE(told({}));
}

TEST(ReportExcess, SaysWhatIsTooMuch) {
  const PolicyText wild = {.text = "ivs:*"};
  const PolicyText one = {.text = "xray:GetIndexes"};
  const PolicyText single = {.text = "ivs:Get?tage"};
  const PolicyText resource = {.text = "arn:aws:s3:::b"};
  Problems problems;
  ReportExcess({{.element = &wild,
                 .actions = {"ivs:DeleteStage", "ivs:TagResource"},
                 .needed = {"ivs:GetStage", "ivs:CreateStage"},
                 .level = "Write"},
                {.element = &single, .actions = {"ivs:GetStage"}, .level = "Read"},
                {.element = &one, .actions = {"xray:GetIndexes"}, .level = "Read"},
                {.element = &resource, .of_resource = true}},
               problems);
  EXPECT_THAT(
      Described(problems),
      ElementsAre("IAM006.wildcard action=ivs:DeleteStage, count=2, level=Write, pattern=ivs:*. "
                  "Write only what is used: 'ivs:CreateStage', 'ivs:GetStage'.",
                  "IAM006.unused action=ivs:GetStage, level=Read, pattern=ivs:Get?tage",
                  "IAM006.default action=xray:GetIndexes, level=Read",
                  "IAM006.resource resource=arn:aws:s3:::b"));
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
  CheckGrants(policies.first(), {.actions = Actions(), .unlisted = UnlistedActions({read})},
              policies.problems);
  EXPECT_TRUE(policies.problems.empty());
  CheckGrants(policies.first(), {.actions = Actions()}, policies.problems);
  ASSERT_EQ(policies.problems.size(), 1U);
  EXPECT_EQ(policies.Spelled(policies.problems[0].where), "IVS:GetEverything");
}

}  // namespace
}  // namespace stackql::iam
