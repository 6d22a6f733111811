// Messages of denied requests, and what explains them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/denial.h"
#include "iam/explain_denial.h"
#include "support/action_facts.h"
#include "support/coverage_bench.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Actions;

std::vector<std::string> Told(std::string_view text) {
  std::vector<std::string> told;
  for (const Denial& denial : ReadDenials(text).all) {
    told.push_back(denial.action + " on " + denial.resource + " for " + denial.principal + " " +
                   (denial.by_deny ? "deny: " : "no allow: ") + denial.policy);
  }
  return told;
}

constexpr const char* kUser = "User: arn:aws:sts::111122223333:assumed-role/deploy/ci is ";

TEST(Denials, AreReadFromMessages) {
  const std::string user = kUser;
  EXPECT_THAT(Told(user + "not authorized to perform: ivs:CreateStage on resource: "
                          "arn:aws:ivs:us-east-1:111122223333:stage/* because no identity-based "
                          "policy allows the ivs:CreateStage action (Service: Ivs)"),
              ElementsAre("ivs:CreateStage on arn:aws:ivs:us-east-1:111122223333:stage/* for "
                          "arn:aws:sts::111122223333:assumed-role/deploy/ci no allow: "
                          "identity-based policy"));
  EXPECT_THAT(Told(user + "not authorized to perform: s3:PutObject on resource: "
                          "\"arn:aws:s3:::b/k\" with an explicit deny in a service control policy"),
              ElementsAre("s3:PutObject on arn:aws:s3:::b/k for "
                          "arn:aws:sts::111122223333:assumed-role/deploy/ci deny: service control "
                          "policy"));
  EXPECT_THAT(Told(user + "not authorized to perform: sts:AssumeRole."),
              ElementsAre("sts:AssumeRole on  for "
                          "arn:aws:sts::111122223333:assumed-role/deploy/ci no allow: "));
  EXPECT_THAT(Told("User: max is not authorized to perform: xray:GetIndexes on resource: ax"),
              ElementsAre("xray:GetIndexes on ax for max no allow: "));
  EXPECT_THAT(Told("You are not authorized to perform this operation."), IsEmpty());
  EXPECT_THAT(Told("nothing"), IsEmpty());
  EXPECT_THAT(Told(""), IsEmpty());
}

// What is farther away belongs to something else.
TEST(Denials, HaveTheirPartsNearby) {
  const auto told = [](size_t before, size_t behind) {
    const std::string user = "User: a";
    return Told(user + std::string(before - user.size(), ' ') + "not authorized to perform: a:B" +
                std::string(behind - 30, ' ') + "on resource: r");
  };
  EXPECT_THAT(told(1999, 1986), ElementsAre("a:B on r for a no allow: "));
  EXPECT_THAT(told(2000, 1986), ElementsAre("a:B on r for  no allow: "));
  EXPECT_THAT(told(1999, 1987), ElementsAre("a:B on  for a no allow: "));
  // In a long log, the user stands before the action.
  EXPECT_THAT(Told(std::string(5000, '-') + "User: a is not authorized to perform: a:B"),
              ElementsAre("a:B on  for a no allow: "));
  EXPECT_THAT(Told("not authorized to perform: a:B\non resource: r"),
              ElementsAre("a:B on  for  no allow: "));
}

// Each kind of policy that messages name.
TEST(Denials, SayWhichPolicyDecided) {
  const std::string begin = "not authorized to perform: a:B ";
  for (const std::string kind : {"service control policy", "resource control policy",
                                 "permissions boundary", "session policy", "identity-based policy",
                                 "resource-based policy", "VPC endpoint policy"}) {
    EXPECT_THAT(Told(begin + "with an explicit deny in a " + kind),
                ElementsAre("a:B on  for  deny: " + kind));
    EXPECT_THAT(Told(begin + "because no " + kind + " allows the a:B action"),
                ElementsAre("a:B on  for  no allow: " + kind));
  }
  EXPECT_THAT(Told(begin + "with an explicit deny in a" + std::string(20, ' ') + "session policy"),
              ElementsAre("a:B on  for  deny: session policy"));
  EXPECT_THAT(Told(begin + "with an explicit deny in a" + std::string(30, ' ') + "session policy"),
              ElementsAre("a:B on  for  deny: "))
      << "of something else";
}

// Of what is around an action, only its letters count.
TEST(Denials, AreOfActions) {
  for (const std::string action : {"a:B", "'a:B'", "\"a:B\".", "a:B, c", "a:B;", "a:B)\n"}) {
    EXPECT_THAT(Told("not authorized to perform: " + action),
                ElementsAre("a:B on  for  no allow: "))
        << action;
  }
  EXPECT_THAT(Told("not authorized to perform: a-b:C1"), ElementsAre("a-b:C1 on  for  no allow: "));
  for (const std::string none : {"a", "a:", ":B", "a_b:C", "a:B:C", "a:B/c"}) {
    EXPECT_THAT(Told("not authorized to perform: " + none), IsEmpty()) << none;
  }
}

// A log has many, some of them again.
TEST(Denials, AreReadOnce) {
  const std::string one = std::string(kUser) + "not authorized to perform: ivs:GetStage\n";
  const std::string other = std::string(kUser) + "not authorized to perform: ivs:TagResource\n";
  EXPECT_EQ(Told(one + other + one).size(), 2U);
  const Denials encoded = ReadDenials(
      "You are not authorized to perform this operation. Encoded authorization failure message: "
      "abc");
  EXPECT_THAT(encoded.all, IsEmpty());
  EXPECT_EQ(encoded.encoded, 1U);
  EXPECT_EQ(ReadDenials(R"({"eventSource": "a", "eventName": "B", "errorCode": "AccessDenied",
                            "errorMessage": "not authorized to perform: a:B Encoded authorization failure message: x"})")
                .encoded,
            1U);
}

TEST(Denials, AreReadFromJson) {
  EXPECT_THAT(Told(R"({"ProgressEvent": {"StatusMessage": "User: arn:aws:iam::1:user/a is not )"
                   R"(authorized to perform: ivs:GetStage on resource: arn:x"}})"),
              ElementsAre("ivs:GetStage on arn:x for arn:aws:iam::1:user/a no allow: "));
  EXPECT_THAT(Told(R"({"Records": [
                {"eventSource": "ivs.amazonaws.com", "eventName": "GetStage",
                 "errorCode": "AccessDenied", "userIdentity": {"arn": "arn:aws:iam::1:user/a"},
                 "resources": [{"ARN": "arn:aws:ivs:r:1:stage/a"}]},
                {"eventSource": "ec2.amazonaws.com", "eventName": "RunInstances",
                 "errorCode": "Client.UnauthorizedOperation"},
                {"eventSource": "ivs.amazonaws.com", "eventName": "ListStages"},
                {"eventSource": "ivs.amazonaws.com", "eventName": "GetStage", "errorCode": "NotFound"}]})"),
              ElementsAre("ivs:GetStage on arn:aws:ivs:r:1:stage/a for arn:aws:iam::1:user/a no "
                          "allow: ",
                          "ec2:RunInstances on  for  no allow: "));
  const auto nested = [](size_t depth) {
    return Told(std::string(depth, '[') + R"("not authorized to perform: a:B")" +
                std::string(depth, ']'));
  };
  EXPECT_THAT(nested(50), testing::SizeIs(1));
  EXPECT_THAT(nested(51), IsEmpty());
  // What was called is told by the message, where there is one; an event without one of its own
  // parts is looked into.
  const auto event = [](const std::string& more) {
    return Told(R"({"eventSource": "ivs.amazonaws.com", "eventName": "GetStage")" + more + "}");
  };
  const std::string message = R"(, "errorMessage": "not authorized to perform: a:B")";
  EXPECT_THAT(event(R"(, "errorCode": "AccessDenied")" + message),
              ElementsAre("a:B on  for  no allow: "));
  EXPECT_THAT(event(R"(, "errorCode": "AccessDenied", "errorMessage": "no")"),
              ElementsAre("ivs:GetStage on  for  no allow: "));
  EXPECT_THAT(event(R"(, "errorCode": "AccessDenied", "requestParameters":
                       {"text": "not authorized to perform: a:B"})"),
              ElementsAre("ivs:GetStage on  for  no allow: "));
  EXPECT_THAT(event(R"(, "errorCode": "Other")" + message), IsEmpty());
  EXPECT_THAT(event(R"(, "errorCode": "AccessDenied", "userIdentity": {"arn": 7},
                       "resources": [{"ARN": "r"}, {"ARN": "s"}])"),
              ElementsAre("ivs:GetStage on  for  no allow: "));
  for (const char* part : {R"("eventName": "GetStage")", R"("eventSource": "ivs.amazonaws.com")"}) {
    EXPECT_THAT(Told(std::string("{") + part + R"(, "errorCode": "AccessDenied")" + message + "}"),
                ElementsAre("a:B on  for  no allow: "));
  }
}

Need NeedOf(const std::string& action, const std::string& resource) {
  return {.action = action, .resources = {{{.text = resource}}}};
}

TEST(Denials, AreOfAnAccountAndARegionIfTheyAgree) {
  const Denial none;
  const Denial here = {.resource = "arn:aws:ivs:us-east-1:111122223333:stage/a",
                       .principal = "arn:aws:sts::111122223333:assumed-role/deploy/ci"};
  const Denial there = {.resource = "arn:aws:ivs:eu-west-1:444455556666:stage/a",
                        .principal = "arn:aws:sts::444455556666:assumed-role/deploy/ci"};
  const Denial open = {.resource = "arn:aws:ivs:*:*:stage/a", .principal = "AIDAEXAMPLE"};
  EXPECT_EQ(AccountOf({none, here, here}), "111122223333");
  EXPECT_EQ(RegionOf({none, here, here}), "us-east-1");
  for (const std::vector<Denial>& unclear :
       {std::vector<Denial>{}, {none}, {here, there}, {open}}) {
    EXPECT_EQ(AccountOf(unclear), "");
    EXPECT_EQ(RegionOf(unclear), "");
  }
}

TEST(ExplainDenial, NarrowsTheGrantToWhatTheOperationsNeed) {
  const std::string stage = "arn:aws:ivs:us-east-1:111122223333:stage/a";
  const std::vector<OperationNeeds> operations = {
      {.operation = {.call = Call::kRead, .file = "a.iql"},
       .needs = {.known = {NeedOf("ivs:GetStage", stage), NeedOf("ivs:TagResource", stage)}}},
      {.operation = {.call = Call::kDelete, .file = "b.iql"},
       .needs = {.known = {NeedOf("ivs:GetStage", "arn:aws:ivs:us-east-1:111122223333:stage/b")}}}};
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  const DenialAnswer one = ExplainDenial({.action = "IVS:getstage", .resource = stage}, operations,
                                         nullptr, nothing, Actions());
  EXPECT_THAT(one.made_by, ElementsAre(&operations[0]));
  EXPECT_THAT(one.elsewhere, ElementsAre(&operations[1]));
  ASSERT_EQ(one.grant.size(), 1U);
  EXPECT_THAT(one.grant[0].resources, ElementsAre(stage));
  EXPECT_FALSE(one.verdict);
  // AWS's messages have a star where a name is not known yet.
  const DenialAnswer any =
      ExplainDenial({.action = "ivs:GetStage", .resource = "arn:aws:ivs:us-east-1:*:stage/*"},
                    operations, nullptr, nothing, Actions());
  EXPECT_THAT(any.made_by, ElementsAre(&operations[0], &operations[1]));
  // A request may be on what is only perhaps named, or be meant by a wildcard of the lists.
  Need perhaps = NeedOf("ivs:Get*", stage + "1");
  perhaps.perhaps = {{{.text = stage + "2"}}};
  const std::vector<OperationNeeds> unsure = {{.needs = {.known = {perhaps}}}};
  for (const std::string end : {"1", "2"}) {
    const DenialAnswer answer = ExplainDenial({.action = "ivs:GetStage", .resource = stage + end},
                                              unsure, nullptr, nothing, Actions());
    EXPECT_THAT(answer.made_by, ElementsAre(&unsure[0]));
    EXPECT_THAT(answer.elsewhere, IsEmpty());
    EXPECT_THAT(answer.grant.at(0).actions, ElementsAre("ivs:GetStage"));
    EXPECT_THAT(answer.grant[0].resources, ElementsAre(stage + end));
  }
  // Without a resource all of them are meant.
  const DenialAnswer all =
      ExplainDenial({.action = "ivs:GetStage"}, operations, nullptr, nothing, Actions());
  EXPECT_THAT(all.made_by, ElementsAre(&operations[0], &operations[1]));
  EXPECT_THAT(all.grant.at(0).resources, testing::SizeIs(2));
  // What policies say of it.
  Bench bench({Policy(Allow("ivs:GetStage", "*") + "," + Allow("s3:GetObject", stage))});
  const auto outcome = [&](const std::string& action, const std::string& resource) {
    return ExplainDenial({.action = action, .resource = resource}, {}, &bench.coverage(), nothing,
                         Actions())
        .verdict->outcome;
  };
  EXPECT_EQ(outcome("ivs:GetStage", ""), Outcome::kAllowed);
  EXPECT_EQ(outcome("s3:GetObject", ""), Outcome::kMissing);
  EXPECT_EQ(outcome("s3:GetObject", stage), Outcome::kAllowed);
  // What no operation needs is granted as it was asked for.
  const DenialAnswer none =
      ExplainDenial({.action = "s3:PutObject", .resource = "arn:aws:s3:::b/k"}, operations, nullptr,
                    nothing, Actions());
  EXPECT_THAT(none.made_by, IsEmpty());
  EXPECT_THAT(none.grant.at(0).actions, ElementsAre("s3:PutObject"));
  EXPECT_THAT(none.grant.at(0).resources, ElementsAre("arn:aws:s3:::b/k"));
  EXPECT_THAT(ExplainDenial({.action = "s3:PutObject"}, operations, nullptr, nothing, Actions())
                  .grant.at(0)
                  .resources,
              ElementsAre("*"));
}

}  // namespace
}  // namespace stackql::iam
