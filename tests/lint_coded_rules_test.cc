// What the rules that are code say of properties, and where they stay silent since part of a value
// is not known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lint/json_text_checks.h"
#include "lint/notification_checks.h"
#include "lint/password_checks.h"
#include "lint/rule_documents.h"
#include "lint/security_group_checks.h"
#include "lint/state_machine_checks.h"
#include "lint/window_checks.h"
#include "rules/resource.h"
#include "snapshot/snapshot_objects.h"
#include "support/made_rules.h"
#include "support/schema_text.h"
#include "support/told.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using namespace std::string_literals;  // NOLINT(google-build-using-namespace)
using Lines = std::vector<std::string>;

const std::string kHole = "%";  // a part that is not known

using Check = std::function<void(const Values&, const Operation&, Problems&)>;

Lines Found(const std::string& type_name, const std::string& desired, const Check& check) {
  snapshot::ResourceTypeT native = TypeWith("{}");
  native.type_name = type_name;
  native.write_only = {"/MasterPassword", "/Secret"};
  const Packed<snapshot::ResourceType> type(native);
  Workbench bench;
  Operation operation = {.call = Call::kCreate, .type = &*type, .type_name = type_name};
  operation.desired = bench.Read(desired);
  Problems problems;
  check(bench.values, operation, problems);
  return Told(bench.sources, problems);
}

// Of a rule whose targets are listed: here the whole resource, or its property Of.
Lines FoundBy(RuleId rule, const std::string& path, const std::string& desired,
              void (*check)(const Values&, const Operation&, TargetedRules, Problems&)) {
  snapshot::RulesT rules;
  rules.rules.push_back(std::make_unique<snapshot::RuleT>());
  snapshot::RuleT& made = *rules.rules.back();
  made.id = rule.Text();
  made.name = made.summary = made.why = "x";
  made.targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  made.targets[0]->type_name = "AWS::Test::Thing";
  made.targets[0]->path = path;
  const std::string bytes = RuleSnapshot(std::move(rules));
  const RuleSet set(snapshot::Snapshot::Open(bytes));
  return Found("AWS::Test::Thing", desired,
               [&](const Values& values, const Operation& operation, Problems& problems) {
                 check(values, operation, set.About(operation.type_name), problems);
               });
}

// --- notifications -------------------------------------------------------------------------------

Lines Notified(const std::string& one, const std::string& other,
               const std::string& type = "AWS::S3::Bucket") {
  return Found(type,
               R"({"NotificationConfiguration": {"LambdaConfigurations": [)" + one +
                   R"(], "QueueConfigurations": [)" + other + "]}}",
               CheckNotifications);
}

std::string Filtered(const std::string& rules) {
  return R"({"Event": "s3:ObjectCreated:*", "Filter": {"S3Key": {"Rules": [)" + rules + "]}}}";
}

std::string Filter(const std::string& name, const std::string& value) {
  return R"({"Name": ")" + name + R"(", "Value": ")" + value + "\"}";
}

TEST(Notifications, AreOfEventsOfTheirOwn) {
  const auto of = [](const std::string& one, const std::string& other) {
    const auto event = [](const std::string& name) { return R"({"Event": ")" + name + "\"}"; };
    const size_t found = Notified(event(one), event(other)).size();
    EXPECT_EQ(Notified(event(other), event(one)).size(), found) << one << other;
    return found == 1;
  };
  EXPECT_TRUE(of("s3:ObjectCreated:*", "s3:ObjectCreated:Put"));
  EXPECT_TRUE(of("s3:ObjectCreated:Put", "s3:ObjectCreated:Put"));
  EXPECT_TRUE(of("s3:*", "s3:ObjectCreated:*"));
  EXPECT_FALSE(of("s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"));
  EXPECT_FALSE(of("s3:ObjectCreated:Put", "s3:ObjectCreated:Post"));
  const std::string all = R"({"Event": "s3:ObjectCreated:*"})";
  EXPECT_THAT(Notified(all, R"({"Event": "s3:ObjectCreated:Put"})"),
              ElementsAre("overlapping-notifications.default 's3:ObjectCreated:Put' "
                          "event=s3:ObjectCreated:Put (the other one is here at "
                          "'s3:ObjectCreated:*')"));
  EXPECT_THAT(Notified(all, all, "AWS::Test::Thing"), IsEmpty());
  EXPECT_THAT(Notified(all + ", " + all, all), testing::SizeIs(2));
}

TEST(Notifications, AreOfObjectsOfTheirOwn) {
  const auto of = [](const std::string& one, const std::string& other) {
    const size_t found = Notified(Filtered(one), Filtered(other)).size();
    EXPECT_EQ(Notified(Filtered(other), Filtered(one)).size(), found) << one << other;
    return found == 1;
  };
  EXPECT_TRUE(of("", ""));
  EXPECT_TRUE(of("", Filter("prefix", "a/")));
  EXPECT_TRUE(of(Filter("prefix", "a/"), Filter("Prefix", "a/b")));
  EXPECT_TRUE(of(Filter("suffix", ".jpg"), Filter("suffix", "x.jpg")));
  EXPECT_TRUE(of(Filter("suffix", ".jpg"), Filter("prefix", "a/")));
  EXPECT_FALSE(of(Filter("prefix", "a/"), Filter("prefix", "b/")));
  EXPECT_FALSE(of(Filter("suffix", ".jpg"), Filter("suffix", ".png")));
  EXPECT_FALSE(of(Filter("prefix", "a/") + ", " + Filter("suffix", ".jpg"),
                  Filter("prefix", "a/") + ", " + Filter("suffix", ".png")));
  EXPECT_FALSE(of(Filter("other", "a/"), "")) << "nothing is known of it";
}

TEST(Notifications, ThatAreNotKnownAreNotCompared) {
  const std::string all = R"({"Event": "s3:ObjectCreated:*"})";
  for (const std::string& other :
       {R"({"Event": "s3:ObjectCreated:*", )" + kHole + "}", R"({"Event": )" + kHole + "}",
        R"({"Event": "s3:)" + kHole + R"("})", std::string(R"({"Event": 5})"), std::string("{}"),
        std::string("5"), kHole, R"({"Event": "s3:ObjectCreated:*", "Filter": )" + kHole + "}",
        R"({"Event": "s3:ObjectCreated:*", "Filter": {"S3Key": )" + kHole + "}}",
        std::string(R"({"Event": "s3:ObjectCreated:*", "Filter": {"S3Key": {"Rules": "a"}}})"),
        Filtered(kHole), Filtered(Filter("prefix", "a") + ", " + kHole),
        Filtered(Filter(kHole, "a")), Filtered(Filter("prefix", kHole)),
        Filtered(R"({"Name": "prefix", "Value": 5})"), Filtered(R"({"Name": 5, "Value": "a"})"),
        Filtered(R"({"Name": "prefix"})"), Filtered(R"({"Value": "a"})")}) {
    EXPECT_THAT(Notified(all, other), IsEmpty()) << other;
  }
}

TEST(Notifications, OfAllEventsOfAKindAreOfThatKind) {
  const auto event = [](const std::string& name) { return R"({"Event": ")" + name + "\"}"; };
  EXPECT_THAT(Notified(event("s3:ObjectCreated:*"), event("s3:ObjectCreated:Put")),
              testing::SizeIs(1));
  EXPECT_THAT(Notified(event("s3:ObjectCreated:*"), event("s3:ObjectCreatedBefore")), IsEmpty());
  EXPECT_THAT(Notified(event("s3:ObjectCreated:Put"), event("s3:ObjectCreated:PutMore")),
              IsEmpty());
}

// --- rules of security groups --------------------------------------------------------------------

Lines Secured(const std::string& one, const std::string& other,
              const std::string& type = "AWS::EC2::SecurityGroup") {
  return Found(type, R"({"SecurityGroupIngress": [)" + one + ", " + other + "]}",
               CheckSecurityRules);
}

TEST(SecurityRules, AreThereOnce) {
  const auto rule = [](const std::string& protocol, const std::string& more) {
    return R"({"IpProtocol": ")" + protocol + "\", " + more + "}";
  };
  const std::string ports = R"("FromPort": 80, "ToPort": 80, )";
  const std::string block = R"("CidrIp": "10.0.0.0/8")";
  const std::string one = rule("tcp", ports + block);
  EXPECT_THAT(Secured(one, rule("tcp", R"("Description": "a", )" + ports + block)),
              ElementsAre(StartsWith("repeated-security-rule.default '{")));
  EXPECT_THAT(Secured(one, one, "AWS::Test::Thing"), IsEmpty());
  EXPECT_THAT(
      Found("AWS::EC2::SecurityGroup",
            R"({"SecurityGroupIngress": [)" + one + R"(], "SecurityGroupEgress": [)" + one + "]}",
            CheckSecurityRules),
      IsEmpty());
  EXPECT_THAT(Found("AWS::EC2::SecurityGroup",
                    R"({"SecurityGroupEgress": [)" + one + ", " + one + "]}", CheckSecurityRules),
              ElementsAre(testing::AllOf(testing::HasSubstr(" property=SecurityGroupEgress "),
                                         testing::HasSubstr("(the same rule is here at '{"))));
  EXPECT_THAT(Secured(one, "5"), IsEmpty());
  const std::string three = one + ", " + rule("udp", block) + ", " + one;
  EXPECT_THAT(Secured(rule("icmp", block), three), testing::SizeIs(1));
  for (const char* ports_alone : {R"("FromPort": 80, "ToPort": 80)", R"("Description": "a")"}) {
    EXPECT_THAT(Secured(rule("tcp", ports_alone), rule("tcp", ports_alone)), IsEmpty());
  }
  for (const char* same : {"TCP", "6"}) {
    EXPECT_THAT(Secured(one, rule(same, ports + block)), testing::SizeIs(1)) << same;
  }
  for (const auto& [name, number] : std::vector<std::pair<std::string, std::string>>{
           {"icmp", "1"}, {"udp", "17"}, {"icmpv6", "58"}}) {
    EXPECT_THAT(Secured(rule(name, block), rule(number, block)), testing::SizeIs(1)) << name;
    EXPECT_THAT(Secured(one, rule(number, ports + block)), IsEmpty()) << name;
  }
  // All protocols have no ports.
  EXPECT_THAT(Secured(rule("-1", ports + block), rule("-1", block)), testing::SizeIs(1));
  EXPECT_THAT(Secured(rule("tcp", ports + block), rule("tcp", block)), IsEmpty());
  for (const char* other :
       {R"("CidrIpv6": "::/0")", R"("SourcePrefixListId": "a")", R"("SourceSecurityGroupId": "a")",
        R"("DestinationPrefixListId": "a")", R"("DestinationSecurityGroupId": "a")"}) {
    const std::string another = rule("tcp", ports + other);
    EXPECT_THAT(Secured(one, another), IsEmpty()) << other;
    EXPECT_THAT(Secured(another, another), testing::SizeIs(1)) << other;
  }
}

TEST(SecurityRules, ThatAreNotKnownAreNotCompared) {
  const std::string begin = R"({"IpProtocol": "tcp", "CidrIp": "10.0.0.0/8")";
  ASSERT_THAT(Secured(begin + "}", begin + "}"), testing::SizeIs(1));
  for (const std::string& rule :
       {begin + ", " + kHole + "}", begin + R"(, "FromPort": )" + kHole + "}",
        begin + R"(, "ToPort": [1]})", begin + R"(, "SourceSecurityGroupName": "a"})",
        begin + R"(, "SourceSecurityGroupOwnerId": "a"})",
        R"({"IpProtocol": "tcp", "CidrIp": ")" + kHole + "\"}",
        R"({"IpProtocol": ")" + kHole + R"(", "CidrIp": "10.0.0.0/8"})",
        std::string(R"({"CidrIp": "10.0.0.0/8"})"), std::string(R"({"IpProtocol": "tcp"})"),
        std::string("5")}) {
    EXPECT_THAT(Secured(rule, rule), IsEmpty()) << rule;
  }
}

// --- windows -------------------------------------------------------------------------------------

bool Meet(const std::string& backup, const std::string& maintenance) {
  return !FoundBy(rules::OverlappingWindows::kRule, "",
                  R"({"PreferredBackupWindow": ")" + backup +
                      R"(", "PreferredMaintenanceWindow": ")" + maintenance + "\"}",
                  CheckWindows)
              .empty();
}

TEST(Windows, HaveNoMinuteInCommon) {
  for (const auto& [backup, maintenance] :
       std::vector<std::pair<std::string, std::string>>{{"05:00-05:30", "sun:05:29-sun:06:00"},
                                                        {"05:00-05:30", "Mon:04:00-Mon:05:01"},
                                                        {"05:00-05:30", "sun:23:00-mon:06:00"},
                                                        {"23:30-00:30", "sun:23:59-mon:00:10"},
                                                        {"23:30-00:30", "mon:00:00-mon:00:10"},
                                                        {"23:30-00:30", "tue:00:29-tue:01:00"},
                                                        {"00:00-00:30", "sat:00:10-sat:00:20"},
                                                        {"00:00-00:00", "wed:10:10-wed:10:40"},
                                                        {"05:00-05:30", "fri:05:00-thu:05:30"},
                                                        {"05:00-05:30", "wed:06:00-wed:06:00"}}) {
    EXPECT_TRUE(Meet(backup, maintenance)) << backup << " " << maintenance;
  }
  for (const auto& [backup, maintenance] :
       std::vector<std::pair<std::string, std::string>>{{"05:00-05:30", "sun:05:30-sun:06:00"},
                                                        {"05:00-05:30", "sun:04:00-sun:05:00"},
                                                        {"23:30-00:30", "mon:00:30-mon:01:00"},
                                                        {"23:30-00:30", "sun:22:30-sun:23:30"},
                                                        // What is no window is told elsewhere.
                                                        {"24:00-24:30", "mon:00:00-mon:00:30"},
                                                        {"05:60-07:00", "mon:06:00-mon:06:30"},
                                                        {"-1:00-07:00", "mon:06:00-mon:06:30"},
                                                        {"05:-1-07:00", "mon:06:00-mon:06:30"},
                                                        {"05-07:00", "mon:06:00-mon:06:30"},
                                                        {"05:00", "mon:06:00-mon:06:30"},
                                                        {"05:00-07:00", "day:06:00-day:06:30"},
                                                        {"05:00-07:00", "mon"},
                                                        {"05:00-07:00", "mon-mon:06:30"},
                                                        {"05:00-07:00", "mon.06:00-mon.06:30"},
                                                        {"05:00-07:00", "mon:06:00"}}) {
    EXPECT_FALSE(Meet(backup, maintenance)) << backup << " " << maintenance;
  }
  for (const char* one : {R"({"PreferredBackupWindow": "05:00-07:00"})",
                          R"({"PreferredMaintenanceWindow": "mon:06:00-mon:06:30"})"}) {
    EXPECT_THAT(FoundBy(rules::OverlappingWindows::kRule, "", one, CheckWindows), IsEmpty());
  }
}

// --- passwords -----------------------------------------------------------------------------------

TEST(Passwords, AreNotWrittenInProperties) {
  const auto of = [](const std::string& property, const std::string& value) {
    return Found("AWS::Test::Thing", R"({")" + property + R"(": )" + value + "}",
                 [](const Values& values, const Operation& operation, Problems& problems) {
                   CheckPasswords(values, operation, {}, problems);
                 });
  };
  EXPECT_THAT(of("MasterPassword", R"("hunter2")"),
              ElementsAre(StartsWith("literal-password.default 'hunter2' "
                                     "property=MasterPassword")));
  EXPECT_THAT(of("MasterPassword", R"("/a/path")"), testing::SizeIs(1));
  EXPECT_THAT(of("Secret", R"("hunter2")"), IsEmpty());
  for (const std::string& value :
       {std::string(R"("")"), std::string("5"), std::string("true"), std::string(R"("True")"),
        std::string(R"("0")"), std::string(R"("arn:aws:secretsmanager:a")"),
        std::string(R"("{{resolve:ssm:a}}")"), "\"" + kHole + "\"", "\"a" + kHole + "\"", kHole}) {
    EXPECT_THAT(of("MasterPassword", value), IsEmpty()) << value;
  }
}

TEST(Passwords, AreNotWrittenInVariables) {
  const auto of = [](const std::string& object) {
    return FoundBy(rules::LiteralPassword::kRule, "/Of", R"({"Of": )" + object + "}",
                   CheckPasswords);
  };
  EXPECT_THAT(of(R"({"Name": "DB_PASSWORD", "Value": "hunter2"})"),
              ElementsAre(StartsWith("literal-password.variable 'hunter2' "
                                     "property=DB_PASSWORD")));
  EXPECT_THAT(of(R"({"dbPassword": "hunter2", "Other": "a"})"), testing::SizeIs(1));
  EXPECT_THAT(of(R"({"Name": "a", "password": "hunter2"})"), testing::SizeIs(1));
  for (const std::string& object :
       {std::string(R"({"Name": "DB_USER", "Value": "hunter2"})"),
        std::string(R"({"Name": 5, "Value": "hunter2"})"),
        R"({"Name": "DB_)" + kHole + R"(PASSWORD", "Value": "hunter2"})",
        std::string(R"({"password": "arn:a"})"), std::string(R"({"password": "/a/path"})"),
        std::string(R"({"password": "yes"})"), std::string(R"({"password": ""})"),
        std::string(R"({"password_file": "a"})"), R"({"password": ")" + kHole + "\"}"}) {
    EXPECT_THAT(of(object), IsEmpty()) << object;
  }
}

// --- JSON texts ----------------------------------------------------------------------------------

TEST(JsonTexts, AreObjects) {
  const auto of = [](const std::string& value) {
    return FoundBy(rules::JsonText::kRule, "/Of", R"({"Of": )" + value + "}", CheckJsonTexts);
  };
  EXPECT_THAT(of(R"("no JSON")"), ElementsAre(StartsWith("json-text.default 'no JSON' "
                                                         "property=Of")));
  EXPECT_THAT(FoundBy(rules::JsonText::kRule, "/Of/*", R"({"Of": [{}, "no JSON", 5, "nor this"]})",
                      CheckJsonTexts),
              testing::SizeIs(2));
  EXPECT_THAT(FoundBy(rules::LiteralPassword::kRule, "/Of", R"({"Of": "no JSON"})", CheckJsonTexts),
              IsEmpty());
  for (const std::string& value : {std::string("{}"), std::string("5"), "\"" + kHole + "\"",
                                   "\"a" + kHole + "\"", std::string(R"("${Definition}")")}) {
    EXPECT_THAT(of(value), IsEmpty()) << value;
  }
}

// --- state machines ------------------------------------------------------------------------------

Lines OfStates(const std::string& machine,
               const std::string& type = "AWS::StepFunctions::StateMachine") {
  return Found(type, R"({"Definition": )" + machine + "}", CheckStateMachine);
}

std::string Machine(const std::string& states, const std::string& start = "\"A\"") {
  return R"({"StartAt": )" + start + R"(, "States": {)" + states + "}}";
}

TEST(StateMachines, NameStatesThatExist) {
  const std::string end = R"("Beta": {"Type": "Succeed"})";
  EXPECT_THAT(OfStates(Machine(R"("A": {"Type": "Pass", "Next": "Beta"}, )" + end)), IsEmpty());
  EXPECT_THAT(OfStates(Machine(R"("A": {"Type": "Pass", "Next": "Bea"}, )" + end)),
              ElementsAre("unknown-state.default 'Bea' name=Bea. Did you mean 'Beta'?"));
  EXPECT_THAT(OfStates(Machine(end)), ElementsAre(StartsWith("unknown-state.default 'A' ")));
  EXPECT_THAT(
      OfStates(Machine(R"("A": {"Type": "Pass", "Next": "Bea"}, )" + end), "AWS::Test::Thing"),
      IsEmpty());
  for (const char* leads :
       {R"("Default": "C")", R"("Catch": [{"Next": "C"}])", R"("Choices": [{"Next": "C"}])"}) {
    EXPECT_THAT(OfStates(Machine(R"("A": {"Type": "Choice", )" + std::string(leads) + "}")),
                ElementsAre(StartsWith("unknown-state.default 'C' ")))
        << leads;
  }
  for (const std::string& next :
       {"\"" + kHole + "\"", std::string("5"), kHole, std::string("\"${Next}\"")}) {
    EXPECT_THAT(OfStates(Machine(R"("A": {"Type": "Pass", "Next": )" + next + "}, " + end)),
                IsEmpty())
        << next;
  }
  // Where names are not known, one may be that.
  for (const std::string& more : {kHole, "\"" + kHole + R"(": {"Type": "Succeed"})",
                                  std::string(R"("${Name}": {"Type": "Succeed"})")}) {
    EXPECT_THAT(OfStates(Machine(R"("A": {"Type": "Pass", "Next": "Bea"}, )" + more)), IsEmpty())
        << more;
  }
}

TEST(StateMachines, MayLackWhatIsWrongElsewhere) {
  for (const std::string& machine :
       {std::string(R"({"States": {"A": {"Type": "Succeed"}}})"),
        std::string(R"({"StartAt": "B", "States": []})"), std::string(R"({"StartAt": "B"})"),
        R"({"StartAt": "B", "States": {"A": {"Type": "Succeed"}, )" + kHole + "}}",
        R"({"StartAt": "B", "States": {"${A}": {"Type": "Succeed"}}})"s}) {
    EXPECT_THAT(OfStates(machine), IsEmpty()) << machine;
  }
}

TEST(StateMachines, ReachEachState) {
  const auto unreached = [](const std::string& states) {
    return OfStates(Machine(states + R"(, "Left": {"Type": "Succeed"})"));
  };
  const auto left = ElementsAre("unknown-state.unreached 'Left' name=Left");
  EXPECT_THAT(unreached(R"("A": {"Type": "Succeed"})"), left);
  EXPECT_THAT(unreached(R"("A": {"Type": "Pass", "Next": "Left"})"), IsEmpty());
  EXPECT_THAT(OfStates(Machine(R"("A": {"Type": "Succeed"},
                                  "Left": {"Type": "Pass", "Next": "Left"})")),
              left)
      << "only by itself";
  EXPECT_THAT(unreached(R"("A": {"Type": "Choice", "Default": )" + kHole + "}"), IsEmpty());
  EXPECT_THAT(unreached(R"("A": {"Type": "Choice", "Choices": [)" + kHole + "]}"), IsEmpty());
  EXPECT_THAT(unreached(R"("A": {"Type": "Choice", "Default": "${Default}"})"), IsEmpty());
}

TEST(StateMachines, LeadOnOrEnd) {
  for (const std::string type : {"Pass", "Wait", "Parallel", "Map", "Task"}) {
    const auto state = [&](const std::string& more) {
      return OfStates(Machine(R"("A": {"Type": ")" + type + "\"" + more + "}"));
    };
    EXPECT_THAT(state(""), ElementsAre("unknown-state.no-next 'A' name=A, type=" + type));
    EXPECT_THAT(state(R"(, "End": true)"), IsEmpty());
    EXPECT_THAT(state(R"(, "Next": "A")"), IsEmpty());
    EXPECT_THAT(state(", " + kHole), IsEmpty());
    EXPECT_THAT(state(", \"" + kHole + "\": 1"), IsEmpty());
  }
  for (const char* state : {R"({"Type": "Succeed"})", R"({"Type": "Fail"})", "{}", "5"}) {
    EXPECT_THAT(OfStates(Machine(R"("A": )" + std::string(state))), IsEmpty()) << state;
  }
}

TEST(StateMachines, CallArns) {
  const auto task = [](const std::string& resource) {
    return OfStates(Machine(R"("A": {"Type": "Task", "End": true, "Resource": )" + resource + "}"));
  };
  EXPECT_THAT(task(R"("lambda")"), ElementsAre(StartsWith("task-resource.default 'lambda' ")));
  for (const std::string& right :
       {std::string(R"("arn:aws:states:::lambda:invoke")"), std::string(R"("${Function}")"),
        std::string("5"), kHole, "\"" + kHole + "\""}) {
    EXPECT_THAT(task(right), IsEmpty()) << right;
  }
}

TEST(StateMachines, MayHoldOthers) {
  const std::string inner = Machine(R"("I": {"Type": "Pass", "Next": "J"})", "\"I\"");
  for (const std::string& holds : {R"("Branches": [)" + inner + "]", R"("Iterator": )" + inner,
                                   R"("ItemProcessor": )" + inner}) {
    EXPECT_THAT(OfStates(Machine(R"("A": {"Type": "Map", "End": true, )" + holds + "}")),
                ElementsAre(StartsWith("unknown-state.default 'J' ")))
        << holds;
  }
}

}  // namespace
}  // namespace stackql
