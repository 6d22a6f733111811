// What is told of permissions that are missing, and of those that are too much.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/policy_problems.h"
#include "support/judged_policies.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;

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
               {"StringEquals": {"aws:username": "a", "aws:PrincipalTag/team": "b"}}})"),
              ElementsAre("IAM002.default " + what +
                          "keys='aws:PrincipalTag/team' and 'aws:username', resource=" + stage));
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
  EXPECT_THAT(Missing(policies, {Reading({need})}),
              ElementsAre("IAM003.default action=ivs:GetStage, "
                          "resource=arn:aws:ivs:us-east-1:*:stage/a, unknown=the account "
                          "(--account). Set --account."));
  // What is not known for one reason is one finding.
  Need other = need;
  other.action = "ivs:ListTagsForResource";
  Policies both;
  both.Add(PolicyKind::kIdentity, Allow("*", kStage));
  EXPECT_THAT(Missing(both, {Reading({need, other})}),
              ElementsAre("IAM003.several actions=ivs:GetStage', 'ivs:ListTagsForResource, "
                          "count=2, unknown=the account (--account). Set --account."));
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
                 .count = 2,
                 .action = "ivs:DeleteStage",
                 .level = "Write",
                 .needed = {"ivs:GetStage", "ivs:CreateStage"}},
                {.element = &single, .count = 1, .action = "ivs:GetStage", .level = "Read"},
                {.element = &one, .count = 1, .action = "xray:GetIndexes", .level = "Read"},
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

}  // namespace
}  // namespace stackql::iam
