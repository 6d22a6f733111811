// Messages of denied requests, and what explains them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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
  EXPECT_THAT(Told("not authorized to perform: a:B\n\non resource: r"),
              ElementsAre("a:B on  for  no allow: "));
  EXPECT_THAT(Told("User: a did it.\n\nYou are not authorized to perform: a:B"),
              ElementsAre("a:B on  for  no allow: "));
}

// Terminals wrap lines, and Terraform puts them in a box.
TEST(Denials, AreReadFromWrappedLines) {
  const std::string read = "a:B on arn:x for max no allow: session policy";
  for (const std::string line : {"\n", "\r\n", "\n   ", "\n\u2502 ", "\n\t", " \n", " \r\n"}) {
    EXPECT_THAT(Told("User: max is not authorized to" + line + "perform: a:B on" + line +
                     "resource: arn:x because no session" + line + "policy allows it"),
                ElementsAre(read))
        << line;
  }
}

TEST(Denials, MayBeginWithEmptyLines) {
  EXPECT_THAT(Told("\n\n not authorized to perform: a:B\n \r\n on resource: arn:x"),
              ElementsAre("a:B on  for  no allow: "));
}

// The ARN may come directly before "is not authorized".
TEST(Denials, NameWhoAsks) {
  EXPECT_THAT(Told("Bob is not authorized to perform: a:B"),
              ElementsAre("a:B on  for  no allow: "));
  EXPECT_THAT(Told("ERROR arn:aws:iam::1:user/a is not authorized to perform: a:B"),
              ElementsAre("a:B on  for arn:aws:iam::1:user/a no allow: "));
  EXPECT_THAT(Told("arn:aws:iam::1:user/a was seen. You are not authorized to perform: a:B"),
              ElementsAre("a:B on  for  no allow: "));
}

// Of services that say no more, and the form that CloudFormation gives it.
TEST(Denials, AreReadFromTheCallAlone) {
  EXPECT_THAT(Told("An error occurred (AccessDenied) when calling the CreateBucket operation: "
                   "Access Denied"),
              ElementsAre("CreateBucket on  for  no allow: "));
  EXPECT_THAT(Told("API: s3:CreateBucket Access Denied"),
              ElementsAre("s3:CreateBucket on  for  no allow: "));
  EXPECT_THAT(Told("An error occurred (UnauthorizedOperation) when calling the DescribeVpcs "
                   "operation: You are not authorized to perform this operation."),
              ElementsAre("ec2:DescribeVpcs on  for  no allow: "));
  EXPECT_THAT(
      Told("You do not have permission to call cloudformation:GetResource. You do not "
           "have permission to call it, nor have permission to call a:B"),
      ElementsAre("cloudformation:GetResource on  for  no allow: ", "a:B on  for  no allow: "));
  EXPECT_THAT(Told("Error in the GetObject operation: Access Denied"), IsEmpty());
  EXPECT_THAT(Told("API: a_b Access Denied"), IsEmpty());
  EXPECT_THAT(Told("API: CreateBucket Access Denied, API: s3:ListBucket Access Denied"),
              ElementsAre("CreateBucket on  for  no allow: ", "s3:ListBucket on  for  no allow: "));
  EXPECT_THAT(Told("403 Access Denied"), IsEmpty());
  EXPECT_THAT(Told("Access Denied"), IsEmpty());
}

TEST(Denials, NameThePolicy) {
  const auto arn = [](const std::string& end) {
    return ReadDenials(
               "not authorized to perform: a:B with an explicit deny in a service control "
               "policy" +
               end)
        .all.at(0)
        .policy_arn;
  };
  EXPECT_EQ(arn(": arn:aws:organizations::1:policy/o-a/service_control_policy/p-b."),
            "arn:aws:organizations::1:policy/o-a/service_control_policy/p-b");
  EXPECT_EQ(arn(""), "");
  EXPECT_EQ(arn(": p"), "");
}

// Strings that hold JSON: what STS decodes, and events of LookupEvents.
TEST(Denials, AreReadFromJsonInJson) {
  const std::string decoded = R"({"allowed": false, "explicitDeny": true, "context": {"action":)"
                              R"( "ec2:RunInstances", "resource": "arn:x", "principal":)"
                              R"( {"arn": "arn:aws:iam::1:user/a"}}})";
  const std::string told = "ec2:RunInstances on arn:x for arn:aws:iam::1:user/a deny: ";
  EXPECT_THAT(Told(decoded), ElementsAre(told));
  EXPECT_THAT(Told(nlohmann::json{{"DecodedMessage", decoded}}.dump()), ElementsAre(told));
  EXPECT_THAT(Told(R"({"allowed": true, "context": {"action": "ec2:RunInstances"}})"), IsEmpty());
  EXPECT_THAT(Told(R"({"allowed": false, "context": {"action": 7, "principal": 8}})"), IsEmpty());
  const std::string event =
      R"({"eventSource": "cloudcontrolapi.amazonaws.com", "eventName": "CreateResource",)"
      R"( "errorCode": "AccessDenied", "errorMessage": "Encoded authorization failure message: x",)"
      R"( "requestParameters": {"typeName": "AWS::IVS::Stage"}})";
  const Denials denials = ReadDenials(nlohmann::json{{"CloudTrailEvent", event}}.dump());
  ASSERT_EQ(denials.all.size(), 1U);
  EXPECT_EQ(denials.all[0].action, "cloudformation:CreateResource");
  EXPECT_EQ(denials.all[0].type_name, "AWS::IVS::Stage");
  EXPECT_EQ(denials.encoded, 1U);
  // Neither a decoded message nor JSON.
  const std::string denied = "not authorized to perform: a:B";
  const std::string plain = "a:B on  for  no allow: ";
  EXPECT_THAT(Told(R"({"allowed": "no", "context": {"action": "a:B"}})"), IsEmpty());
  EXPECT_THAT(Told(R"({"allowed": false, "context": ")" + denied + "\"}"), ElementsAre(plain));
  EXPECT_THAT(Told(R"({"allowed": false, "message": ")" + denied + "\"}"), ElementsAre(plain));
  EXPECT_THAT(Told(R"({"a": 7, "b": null, "c": true, "message": "{)" + denied + "\"}"),
              ElementsAre(plain));
  const auto action = [](const std::string& name) {
    return Told(R"({"eventSource": "lambda.amazonaws.com", "errorCode": "AccessDenied",)"
                R"( "eventName": ")" +
                name + "\"}");
  };
  EXPECT_THAT(action("CreateFunction20150331"),
              ElementsAre("lambda:CreateFunction on  for  no allow: "));
  EXPECT_THAT(action("UpdateFunctionCode20150331v2"),
              ElementsAre("lambda:UpdateFunctionCode on  for  no allow: "));
  EXPECT_THAT(action("CreateX2"), ElementsAre("lambda:CreateX2 on  for  no allow: "));
}

// "CloudTrail record contents": the service by its endpoint, and what the request was about.
TEST(Denials, AreReadFromEvents) {
  const auto of = [](const std::string& source, const std::string& more) {
    return Told(R"({"eventSource": ")" + source +
                R"(.amazonaws.com", "eventName": "GetObject",)"
                R"( "errorCode": "AccessDenied")" +
                more + "}");
  };
  EXPECT_THAT(of("monitoring", ""), ElementsAre("cloudwatch:GetObject on  for  no allow: "));
  EXPECT_THAT(of("tagging", ""), ElementsAre("tag:GetObject on  for  no allow: "));
  const std::string bucket = R"(, "requestParameters": {"bucketName": "b"})";
  const std::string object = R"(, "requestParameters": {"bucketName": "b", "key": "k/l"})";
  const std::string china = R"(, "awsRegion": "cn-north-1")";
  EXPECT_THAT(of("s3", bucket), ElementsAre("s3:GetObject on arn:aws:s3:::b for  no allow: "));
  EXPECT_THAT(of("s3", object), ElementsAre("s3:GetObject on arn:aws:s3:::b/k/l for  no allow: "));
  EXPECT_THAT(of("s3", object + china),
              ElementsAre("s3:GetObject on arn:aws-cn:s3:::b/k/l for  no allow: "));
  EXPECT_THAT(of("s3", R"(, "requestParameters": {"key": "k"})"),
              ElementsAre("s3:GetObject on  for  no allow: "));
  EXPECT_THAT(of("ivs", object), ElementsAre("ivs:GetObject on  for  no allow: "));
  EXPECT_THAT(of("ivs", R"(, "resources": {"ARN": "arn:x"})"),
              ElementsAre("ivs:GetObject on  for  no allow: "));
  // Of a message that names actions, those without a service are left out.
  EXPECT_THAT(of("ivs", R"(, "errorMessage": "not authorized to perform: a:B\nAPI: GetObject )"
                        R"(Access Denied")"),
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

TEST(Denials, AreReadToABoundedNumber) {
  std::string log;
  for (size_t i = 0; i < kMostDenials; ++i) {
    log += std::string(kUser) + "not authorized to perform: ivs:Get" + std::to_string(i) + "\n";
  }
  const std::string first = log.substr(0, log.find('\n') + 1);
  EXPECT_TRUE(ReadDenials(log + first).complete);
  const Denials all =
      ReadDenials(log + first + kUser + "not authorized to perform: ivs:X\n" + first);
  EXPECT_FALSE(all.complete);
  EXPECT_EQ(all.all.size(), kMostDenials);
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

// What the message names is granted, and who certainly asks for it is named.
TEST(ExplainDenial, GrantsWhatTheMessageNames) {
  const std::string role = "arn:aws:iam::111122223333:role/";
  Need named = NeedOf("iam:PassRole", role + "app");
  named.for_service = "lambda.amazonaws.com";
  Need any = NeedOf("iam:PassRole", "");
  any.resources = {{{.text = role}, {.kind = Piece::Kind::kAny}}};
  const std::vector<OperationNeeds> operations = {
      {.operation = {.type = "AWS::Lambda::Function", .file = "a.iql"},
       .needs = {.known = {named}}},
      {.operation = {.type = "AWS::EC2::Instance", .file = "b.iql"}, .needs = {.known = {any}}}};
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  const auto asked = [&](const Denial& denial) {
    return ExplainDenial(denial, operations, nullptr, nothing, Actions());
  };
  const DenialAnswer app = asked({.action = "iam:PassRole", .resource = role + "app"});
  EXPECT_THAT(app.made_by, ElementsAre(&operations[0]));
  EXPECT_THAT(app.elsewhere, IsEmpty());
  EXPECT_THAT(app.grant.at(0).resources, ElementsAre(role + "app"));
  EXPECT_EQ(app.grant[0].conditions.at(0).values, std::vector{named.for_service});
  const DenialAnswer other = asked({.action = "iam:PassRole", .resource = role + "b/*"});
  EXPECT_THAT(other.made_by, ElementsAre(&operations[1]));
  EXPECT_THAT(other.elsewhere, ElementsAre(&operations[0]));
  EXPECT_THAT(other.grant.at(0).resources, ElementsAre(role + "b/*"));
  EXPECT_THAT(other.grant[0].conditions, IsEmpty());
  // A name in place of an ARN says nothing of it.
  const DenialAnswer name = asked({.action = "iam:PassRole", .resource = "app"});
  EXPECT_THAT(name.made_by, ElementsAre(&operations[0], &operations[1]));
  EXPECT_THAT(asked({.action = "s3:GetObject", .resource = "b"}).grant.at(0).resources,
              ElementsAre("*"));
  // No grant fixes an explicit deny; CloudTrail says which type the call was for.
  EXPECT_THAT(asked({.action = "iam:PassRole", .by_deny = true}).grant, IsEmpty());
  EXPECT_THAT(asked({.action = "iam:PassRole", .type_name = "AWS::EC2::Instance"}).made_by,
              ElementsAre(&operations[1]));
  // If the message names no service, the operations of the stack give it.
  EXPECT_EQ(asked({.action = "PassRole"}).denial.action, "iam:PassRole");
  EXPECT_EQ(asked({.action = "CreateBucket"}).denial.action, "CreateBucket");
  EXPECT_THAT(asked({.action = "CreateBucket"}).grant, IsEmpty());
  EXPECT_EQ(asked({.action = "RunInstances"}).denial.action, "ec2:RunInstances");
}

TEST(ExplainDenial, NamesOperationsOnce) {
  const std::string stage = "arn:aws:ivs:us-east-1:111122223333:stage/";
  Need any = NeedOf("ivs:GetStage", "");
  any.resources = {StarArn()};
  const std::vector<OperationNeeds> operations = {
      {.operation = {.file = "a.iql"},
       .needs = {.known = {NeedOf("ivs:GetStage", stage + "a"), NeedOf("ivs:GetStage", stage + "b"),
                           NeedOf("ivs:GetStage", stage + "a")}}},
      {.operation = {.file = "b.iql"}, .needs = {.known = {any}}},
      {.operation = {.type = "AWS::IVS::Stage", .file = "c.iql"},
       .needs = {
           .known = {NeedOf("ivs:GetStage", stage + "b"), NeedOf("ivs:GetStage", stage + "b")}}}};
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  const auto asked = [&](const Denial& denial) {
    return ExplainDenial(denial, operations, nullptr, nothing, Actions());
  };
  const DenialAnswer one = asked({.action = "ivs:GetStage", .resource = stage + "a"});
  EXPECT_THAT(one.made_by, ElementsAre(&operations[0]));
  EXPECT_THAT(one.elsewhere, ElementsAre(&operations[2]));
  // Where nothing is certain, what is on all resources may be it.
  const DenialAnswer none = asked({.action = "ivs:GetStage", .resource = stage + "c"});
  EXPECT_THAT(none.made_by, ElementsAre(&operations[1]));
  EXPECT_THAT(none.elsewhere, ElementsAre(&operations[0], &operations[2]));
  // An operation of which the type is not known may be of any.
  EXPECT_THAT(asked({.action = "ivs:GetStage", .type_name = "AWS::S3::Bucket"}).made_by,
              ElementsAre(&operations[0], &operations[1]));
}

TEST(ExplainDenial, NamesNoServiceIfOperationsPassARoleToSeveral) {
  const std::string role = "arn:aws:iam::111122223333:role/app";
  const auto passing = [&](const std::string& service) {
    Need need = NeedOf("iam:PassRole", role);
    need.for_service = service;
    return OperationNeeds{.needs = {.known = {need}}};
  };
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  const auto conditions = [&](const std::string& first, const std::string& second) {
    return ExplainDenial({.action = "iam:PassRole", .resource = role},
                         {passing(first), passing(second)}, nullptr, nothing, Actions())
        .grant.at(0)
        .conditions.size();
  };
  EXPECT_EQ(conditions("ec2.amazonaws.com", "ec2.amazonaws.com"), 1U);
  EXPECT_EQ(conditions("ec2.amazonaws.com", "lambda.amazonaws.com"), 0U);
}

// A statement that certainly denies is the reason: no grant helps, and no other is suspected.
TEST(ExplainDenial, GrantsNothingThatAStatementDenies) {
  Bench bench({Policy(Allow("*", "*") + "," + Deny("ivs:*", "*"))});
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  for (const bool by_deny : {false, true}) {
    const DenialAnswer answer =
        ExplainDenial({.action = "ivs:GetStage", .resource = "arn:aws:ivs:::a", .by_deny = by_deny},
                      {}, &bench.coverage(), nothing, Actions());
    EXPECT_NE(answer.verdict->denied_by, nullptr);
    EXPECT_THAT(answer.suspects, IsEmpty());
    EXPECT_THAT(answer.grant, IsEmpty());
  }
  const DenialAnswer allowed = ExplainDenial({.action = "s3:GetObject", .by_deny = true}, {},
                                             &bench.coverage(), nothing, Actions());
  EXPECT_THAT(allowed.suspects, IsEmpty());
}

TEST(ExplainDenial, NamesTheStatementsThatMayDeny) {
  const std::string deny = R"({"Effect": "Deny", "Action": "ivs:*", "Resource": ")";
  const std::string where = R"(", "Condition": {"StringNotEquals": {"aws:SourceVpc": "v"}}})";
  Bench bench({Policy(Allow("*", "*") + "," + deny + "*" + where + "," + deny + "arn:aws:ivs:::a" +
                      where)});
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  const auto asked = [&](bool by_deny) {
    return ExplainDenial(
        {.action = "ivs:GetStage", .resource = "arn:aws:ivs:::b", .by_deny = by_deny}, {},
        &bench.coverage(), nothing, Actions());
  };
  const DenialAnswer answer = asked(true);
  EXPECT_THAT(answer.suspects, testing::SizeIs(1));
  EXPECT_THAT(answer.suspects_open, ElementsAre("aws:SourceVpc"));
  EXPECT_THAT(asked(false).suspects, IsEmpty());
}

// A level of control policies that only denies allows nothing either; its statement is the reason.
TEST(ExplainDenial, NamesTheStatementThatDeniesInALevelWithoutAllow) {
  const std::string deny = R"({"Effect": "Deny", "Action": "ivs:*", "Resource": "*"})";
  Bench bench({Policy(Allow("*", "*")), Policy(deny)});
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  const DenialAnswer answer =
      ExplainDenial({.action = "ivs:GetStage", .resource = "arn:aws:ivs:::b", .by_deny = true}, {},
                    &bench.coverage(), nothing, Actions());
  const bool told = answer.verdict->denied_by != nullptr || answer.suspects.size() == 1;
  EXPECT_TRUE(told);
  EXPECT_THAT(answer.suspects_open, IsEmpty());
}

// CloudTrail names API operations, some of which are authorised by another action.
TEST(ExplainDenial, KnowsTheActionsOfApiOperations) {
  const RequestContext nothing = [](std::string_view) { return KeyValues{}; };
  const auto answer = [&](const std::string& event) {
    const Denials denials = ReadDenials(
        R"({"eventSource": "s3.amazonaws.com", "errorCode": "AccessDenied", "awsRegion": "us-east-1",
            "requestParameters": {"bucketName": "b"}, "eventName": ")" +
        event + "\"}");
    return ExplainDenial(denials.all.at(0), {}, nullptr, nothing, Actions());
  };
  const DenialAnswer encryption = answer("PutBucketEncryption");
  EXPECT_EQ(encryption.denial.action, "s3:PutEncryptionConfiguration");
  EXPECT_FALSE(encryption.unknown_action);
  EXPECT_THAT(encryption.grant.at(0).actions, ElementsAre("s3:PutEncryptionConfiguration"));
  EXPECT_THAT(encryption.grant.at(0).resources, ElementsAre("arn:aws:s3:::b"));
  EXPECT_EQ(answer("GetBucketReplication").denial.action, "s3:GetReplicationConfiguration");
  EXPECT_EQ(answer("CreateBucket").denial.action, "s3:CreateBucket");
  const DenialAnswer unknown = answer("FooBar");
  EXPECT_TRUE(unknown.unknown_action);
  EXPECT_THAT(unknown.grant, IsEmpty());
  // A message names the action itself, which may be a new one.
  EXPECT_FALSE(
      ExplainDenial({.action = "s3:FooBar"}, {}, nullptr, nothing, Actions()).grant.empty());
}

TEST(ReadDenials, KnowsThatAPolicyExplicitlyDenies) {
  const std::string begin = "User: u is not authorized to perform: s3:GetObject on resource: r ";
  for (const std::string end : {"because a service control policy explicitly denies the action",
                                "with an explicit deny in a service control policy"}) {
    const Denial denial = ReadDenials(begin + end).all.at(0);
    EXPECT_TRUE(denial.by_deny) << end;
    EXPECT_EQ(denial.policy, "service control policy") << end;
  }
  EXPECT_TRUE(ReadDenials(begin + "with an explicit deny").all.at(0).by_deny);
  EXPECT_FALSE(ReadDenials(begin + "because no identity-based policy allows it").all.at(0).by_deny);
}

}  // namespace
}  // namespace stackql::iam
