// The grants that give what is needed, and what policies grant beyond it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "iam/excess.h"
#include "iam/grants_of.h"
#include "iam/read_policy.h"
#include "support/action_facts.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Actions;
using Texts = std::vector<std::string>;

// "action on resource if operator key = value", one a grant.
Texts Of(const std::vector<Need>& needs, const GrantOptions& options = {}) {
  Texts lines;
  for (const Grant& grant : GrantsOf(needs, Actions(), options)) {
    std::string line = grant.action + " on " + grant.resource;
    for (const ConditionTest& test : grant.conditions) {
      line += " if " + test.op + " " + test.key + " =";
      for (const std::string& value : test.values) line += " " + value;
    }
    lines.push_back(line);
  }
  return lines;
}

Arn Text(const std::string& text) { return {{.text = text}}; }

TEST(GrantsOf, IsOneForEachResourceAndForm) {
  const Arn forms = {{.text = "b"},
                     {.kind = Piece::Kind::kUnsure, .text = "form", .forms = {"", ":*"}}};
  EXPECT_THAT(Of({{.action = "s3:GetObject", .resources = {Text("a"), forms}},
                  {.action = "s3:ListAllMyBuckets", .resources = {StarArn()}}}),
              ElementsAre("s3:GetObject on a", "s3:GetObject on b", "s3:GetObject on b:*",
                          "s3:ListAllMyBuckets on *"));
  EXPECT_THAT(Of({}), IsEmpty());
}

TEST(GrantsOf, RestrictsRolesToTheirService) {
  EXPECT_THAT(Of({{.action = "iam:PassRole",
                   .resources = {Text("r")},
                   .for_service = "lambda.amazonaws.com"}}),
              ElementsAre("iam:PassRole on r if StringEquals iam:PassedToService = "
                          "lambda.amazonaws.com"));
}

TEST(GrantsOf, RestrictsRegionalActionsToTheirRegion) {
  const Need regional = {.action = "ivs:GetStage", .resources = {Text("s")}, .region = "eu-west-1"};
  EXPECT_THAT(Of({regional}), ElementsAre("ivs:GetStage on s"));
  const GrantOptions options = {.requested_region = true};
  EXPECT_THAT(Of({regional}, options),
              ElementsAre("ivs:GetStage on s if StringEquals aws:RequestedRegion = eu-west-1"));
  EXPECT_THAT(Of({{.action = "ivs:GetStage", .resources = {Text("s")}}}, options),
              ElementsAre("ivs:GetStage on s"));
  // A request to another region is not made with this one.
  const std::string key = "arn:aws:kms:us-west-2:111122223333:key/k";
  EXPECT_THAT(Of({{.action = "kms:ReplicateKey", .resources = {Text(key)}, .region = "eu-west-1"}},
                 options),
              ElementsAre("kms:ReplicateKey on " + key));
  EXPECT_THAT(Of({{.action = "kms:ReplicateKey", .resources = {Text(key)}, .region = "us-west-2"}},
                 options),
              ElementsAre("kms:ReplicateKey on " + key +
                          " if StringEquals aws:RequestedRegion = us-west-2"));
  // Roles have no region, and of a service that nobody knows nothing is certain.
  for (const char* action : {"iam:GetRole", "nosuch:Thing"}) {
    EXPECT_THAT(Of({{.action = action, .resources = {Text("s")}, .region = "eu-west-1"}}, options),
                ElementsAre(std::string(action) + " on s"));
  }
}

TEST(GrantsOf, RestrictsToTheStacksTag) {
  const Need tagged = {
      .action = "ivs:GetStage", .resources = {Text("s")}, .supports_stack_tag = true};
  EXPECT_THAT(Of({tagged}), ElementsAre("ivs:GetStage on s"));
  EXPECT_THAT(
      Of({tagged}, {.stack_tag = "demo"}),
      ElementsAre("ivs:GetStage on s if StringEquals aws:ResourceTag/stackql:stack-name = demo"));
  EXPECT_THAT(Of({{.action = "ivs:GetStage", .resources = {Text("s")}}}, {.stack_tag = "demo"}),
              ElementsAre("ivs:GetStage on s"));
}

// "text level: first of count; needed" of each element, then the number of grants.
Texts ExcessOf(const std::string& statement, const std::map<std::string, Texts>& needed) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId file = sources.AddFile(
      "policy.json", R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}");
  const std::vector<PolicyDocument> documents = ReadPolicies(values, file, problems);
  NeededResources resources;
  for (const auto& [action, texts] : needed) {
    for (const std::string& text : texts) resources[action].push_back(lang::ParseGlob(text));
  }
  Texts lines;
  const auto join = [](const Texts& texts) {
    std::string all;
    for (const std::string& text : texts) all += " " + text;
    return all;
  };
  const ExcessFound found = FindExcess(documents.at(0), resources, Actions());
  for (const Excess& each : found.elements) {
    lines.push_back(each.of_resource
                        ? "resource " + each.element->text
                        : each.element->text + " " + each.level + ":" + " " + each.action + " of " +
                              std::to_string(each.count) + ";" + join(each.needed));
  }
  lines.push_back(std::to_string(found.grants));
  return lines;
}

std::string Allow(const std::string& actions, const std::string& resources) {
  return R"({"Effect": "Allow", "Action": )" + actions + R"(, "Resource": )" + resources + "}";
}

constexpr const char* kStage = "arn:aws:ivs:us-east-1:111122223333:stage/a";

TEST(Excess, IsAnActionThatNothingNeeds) {
  const std::map<std::string, Texts> needed = {{"ivs:getstage", {kStage}}};
  EXPECT_THAT(ExcessOf(Allow(R"("ivs:GetStage")", R"("*")"), needed), ElementsAre("0"));
  EXPECT_THAT(ExcessOf(Allow(R"(["ivs:GetStage", "ivs:DeleteStage"])", R"("*")"), needed),
              ElementsAre("ivs:DeleteStage Write: ivs:DeleteStage of 1;", "1"));
  for (const std::string unknown : {"nosuch:Thing", "x:Extra"}) {
    EXPECT_THAT(ExcessOf(Allow("\"" + unknown + "\"", R"("*")"), needed),
                ElementsAre(unknown + " Write: " + unknown + " of 1;", "1"));
  }
}

TEST(Excess, NamesTheMostPowerfulActionOfAPatternFirst) {
  EXPECT_THAT(ExcessOf(Allow(R"("ivs:*Stage")", R"("*")"), {{"ivs:getstage", {kStage}}}),
              ElementsAre("ivs:*Stage Write: ivs:CreateStage of 3; ivs:GetStage", "3"));
}

TEST(Excess, IsAResourceThatNoActionNeeds) {
  const std::map<std::string, Texts> needed = {{"ivs:getstage", {kStage}}};
  const std::string other = "arn:aws:ivs:us-east-1:111122223333:stage/b";
  EXPECT_THAT(
      ExcessOf(Allow(R"("ivs:GetStage")", "[\"" + std::string(kStage) + "\", \"" + other + "\"]"),
               needed),
      ElementsAre("resource " + other, "1"));
  // Where no action is needed at all, that is said once.
  EXPECT_THAT(ExcessOf(Allow(R"("ivs:GetStage")", "\"" + other + "\""), needed),
              ElementsAre("ivs:GetStage Read: ivs:GetStage of 1;", "1"));
}

// What a pattern matches but cannot be done on the resource is not granted.
TEST(Excess, LeavesOutActionsThatCannotBeOnTheResource) {
  EXPECT_THAT(ExcessOf(Allow(R"("ivs:Create*")", "\"" + std::string(kStage) + "\""), {}),
              ElementsAre("ivs:Create* Write: ivs:CreateParticipantToken of 2;", "2"));
  EXPECT_THAT(ExcessOf(Allow(R"("ivs:*Channels")", "\"" + std::string(kStage) + "\""), {}),
              ElementsAre("resource " + std::string(kStage), "0"));
}

// Of actions on no resource, those of Cloud Control are shown on one in messages of denied calls.
TEST(Excess, KnowsTheResourcesOfActionsThatNameNone) {
  const std::string shown = R"("arn:aws:cloudformation:*:*:resource/*")";
  EXPECT_THAT(
      ExcessOf(Allow(R"("cloudformation:GetResource")", shown), {}),
      ElementsAre("cloudformation:GetResource Read: cloudformation:GetResource of 1;", "1"));
  EXPECT_THAT(ExcessOf(Allow(R"("cloudformation:GetResource")", R"("arn:aws:s3:::b")"), {}),
              ElementsAre("resource arn:aws:s3:::b", "0"));
  EXPECT_THAT(ExcessOf(Allow(R"("s3:ListAllMyBuckets")", shown), {}),
              ElementsAre("resource arn:aws:cloudformation:*:*:resource/*", "0"));
}

TEST(Excess, TellsAccessLevels) {
  const auto level = [](const std::string& action) {
    return ExcessOf(Allow("\"" + action + "\"", R"("*")"), {}).front();
  };
  EXPECT_EQ(level("iam:AttachRolePolicy"),
            "iam:AttachRolePolicy Permissions management: iam:AttachRolePolicy of 1;");
  EXPECT_EQ(level("ivs:TagResource"), "ivs:TagResource Tagging: ivs:TagResource of 1;");
  EXPECT_EQ(level("ivs:CreateStage"), "ivs:CreateStage Write: ivs:CreateStage of 1;");
  EXPECT_EQ(level("ivs:GetStage"), "ivs:GetStage Read: ivs:GetStage of 1;");
  EXPECT_EQ(level("ivs:ListStages"), "ivs:ListStages List: ivs:ListStages of 1;");
  EXPECT_EQ(level("ivs:*Stage*"), "ivs:*Stage* Write: ivs:CreateStage of 7;");
}

TEST(Excess, TellsOfResourcesThoughPatternsGrantTooMuch) {
  EXPECT_THAT(ExcessOf(Allow(R"("ivs:*Stage")",
                             R"(["arn:aws:ivs:*:*:stage/a", "arn:aws:ivs:*:*:stage/b"])"),
                       {{"ivs:getstage", {"arn:aws:ivs:*:*:stage/a"}}}),
              ElementsAre("ivs:*Stage Write: ivs:CreateStage of 3; ivs:GetStage",
                          "resource arn:aws:ivs:*:*:stage/b", "7"));
  // An action that a template fills in may be on it.
  EXPECT_THAT(
      ExcessOf(Allow(R"([{"Ref": "Action"}, "ivs:*Channels"])", R"("arn:aws:ivs:*:*:stage/a")"),
               {}),
      ElementsAre("0"));
}

// One grant each of an action on a resource.
TEST(Excess, CountsGrants) {
  const std::string stages =
      R"(["arn:aws:ivs:*:*:stage/a", "arn:aws:ivs:*:*:stage/b", "arn:aws:ivs:*:*:channel/c"])";
  const Texts lines = ExcessOf(Allow(R"(["ivs:GetStage", "ivs:GetChannel"])", stages),
                               {{"ivs:getstage", {"arn:aws:ivs:*:*:stage/a"}}});
  EXPECT_THAT(lines, ElementsAre("ivs:GetChannel Read: ivs:GetChannel of 1;",
                                 "resource arn:aws:ivs:*:*:stage/b",
                                 "resource arn:aws:ivs:*:*:channel/c", "2"));
}

TEST(Excess, PassesOverWhatIsNotKnown) {
  const std::map<std::string, Texts> none;
  EXPECT_THAT(ExcessOf(R"({"Effect": "Deny", "Action": "ivs:GetStage", "Resource": "*"})", none),
              ElementsAre("0"));
  EXPECT_THAT(
      ExcessOf(R"({"Effect": "Allow", "NotAction": "ivs:GetStage", "Resource": "*"})", none),
      ElementsAre("0"));
  EXPECT_THAT(
      ExcessOf(R"({"Effect": "Allow", "Action": "ivs:GetStage", "NotResource": "a"})", none),
      ElementsAre("0"));
  EXPECT_THAT(
      ExcessOf(Allow(R"("ivs:GetStage")", R"("arn:aws:ivs:*:*:stage/${aws:username}")"), none),
      ElementsAre("0"));
}

}  // namespace
}  // namespace stackql::iam
