// What policies allow of which a template or a program fills in parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/coverage.h"
#include "support/coverage_bench.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;

// A statement of which a part is not known may say anything.
TEST(Coverage, IsNeverSureOfStatementsThatAreNotAllKnown) {
  const std::string function = R"({"Fn::If": ["A", "ivs:*", "s3:*"]})";
  const auto statement = [&](const std::string& effect) {
    return R"({"Effect": ")" + effect + R"(", "Action": )" + function + R"(, "Resource": "*"})";
  };
  EXPECT_EQ(Bench({Policy(statement("Allow"))}).Of("ivs:GetStage", kStage), Outcome::kConditional);
  EXPECT_EQ(Bench({Policy(Allow("*", "*") + "," + statement("Deny"))}).Of("ivs:GetStage", kStage),
            Outcome::kConditional);
  EXPECT_EQ(Bench({Policy(Allow("*", "*") + "," + statement("Allow"))}).Of("ivs:GetStage", kStage),
            Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(R"({"Effect": "Allow", "Action": "ivs:*", "Resource": {"Name": "A"}})")})
                .Of("s3:GetObject", "*"),
            Outcome::kConditional);
  // The others are looked at all the same.
  EXPECT_EQ(
      Bench({Policy(statement("Allow")), Policy(Allow("ivs:*", "*"))}).Of("ivs:GetStage", kStage),
      Outcome::kConditional);
  EXPECT_EQ(
      Bench({Policy(statement("Allow") + "," + Deny("ivs:Get*", "*"))}).Of("ivs:GetStage", kStage),
      Outcome::kMissing);
}

// An effect that a template fills in may be either.
TEST(Coverage, IsNeverSureOfStatementsWithoutAKnownEffect) {
  const auto with = [](const std::string& action, const std::string& resource) {
    return R"({"Effect": {"Ref": "E"}, "Action": ")" + action + R"(", "Resource": ")" + resource +
           "\"}";
  };
  const auto outcome = [](const std::string& statements) {
    return Bench({Policy(statements)}).Of("ivs:GetStage", kStage);
  };
  const std::string all = Allow("*", "*") + ",";
  EXPECT_EQ(outcome(all + with("*", "*")), Outcome::kConditional);
  EXPECT_EQ(outcome(all + with("ivs:Get*", kStage)), Outcome::kConditional);
  EXPECT_EQ(outcome(all + with("s3:*", "*")), Outcome::kAllowed);
  EXPECT_EQ(outcome(all + with("*", "arn:aws:s3:::b")), Outcome::kAllowed);
  EXPECT_EQ(outcome(with("*", "*")), Outcome::kConditional);
  EXPECT_EQ(outcome(with("s3:*", "*")), Outcome::kMissing);
  EXPECT_EQ(outcome(with("*", "*") + "," + Deny("ivs:*", "*")), Outcome::kMissing);
  // What IAM refuses says nothing.
  EXPECT_EQ(outcome(R"({"Effect": "Alow", "Action": "*", "Resource": "*"})"), Outcome::kMissing);
  EXPECT_EQ(outcome(R"({"Action": "*", "Resource": "*"})"), Outcome::kMissing);
  // It is one of those that may deny what AWS says is denied.
  std::set<std::string> open;
  const Bench bench({Policy(all + with("*", "*"))});
  const auto nothing = [](std::string_view) { return KeyValues{}; };
  EXPECT_EQ(bench.coverage().Denying("ivs:GetStage", kStage, nothing, open).size(), 1U);
}

// Statements, or documents, that only the deploy has may say anything.
TEST(Coverage, ProvesNothingIfStatementsAreMissing) {
  const std::string transform = R"({"Fn::Transform": {"Name": "AWS::Include"}})";
  EXPECT_EQ(Bench({Policy(Allow("*", "*") + "," + transform)}).Of("ivs:GetStage", kStage),
            Outcome::kConditional);
  EXPECT_EQ(Bench({Policy(transform)}).Of("ivs:GetStage", kStage), Outcome::kConditional);
  const std::string documents = R"({"Resources": {"P": {"PolicyDocument": )" +
                                Policy(Allow("*", "*")) + R"(}, "Q": {"PolicyDocument": )" +
                                transform + "}}}";
  EXPECT_EQ(Bench({documents}).Of("ivs:GetStage", kStage), Outcome::kNotProven);
  EXPECT_EQ(Bench({R"({"Resources": {"Q": {"PolicyDocument": )" + transform + "}}}"})
                .Of("ivs:GetStage", kStage),
            Outcome::kNotProven);
}

TEST(ReadPolicy, FindsPoliciesWhereTheyStand) {
  const std::string inner =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:B","Resource":"*"}})";
  std::string escaped;
  for (const char c : inner) escaped += c == '"' ? "\\\"" : std::string(1, c);
  const std::vector<std::string> files = {
      inner, R"({"PolicyVersion": {"VersionId": "v1", "Document": )" + inner + "}}",
      R"({"RoleName": "r", "PolicyName": "p", "PolicyDocument": )" + inner + "}",
      R"({"planned_values": {"root_module": {"child_modules": [{"resources": [{"type": "aws_iam_role_policy", "values": {"name": "x", "policy": ")" +
          escaped + R"("}}]}]}}})",
      R"(Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: a:B
            Resource: '*'
)"};
  for (const std::string& file : files) {
    Bench bench({file});
    EXPECT_TRUE(bench.problems().empty()) << file;
    ASSERT_EQ(bench.documents(0).size(), 1U) << file;
    const PolicyDocument& document = bench.documents(0)[0];
    EXPECT_TRUE(document.complete) << file;
    ASSERT_EQ(document.statements.size(), 1U) << file;
    EXPECT_EQ(document.version.text, "2012-10-17");
    EXPECT_EQ(document.statements[0].actions.at(0).text, "a:B");
    EXPECT_EQ(bench.Spelled(document.statements[0].actions[0].where), "a:B") << file;
    EXPECT_EQ(bench.Spelled(document.statements[0].where), "Allow") << file;
    EXPECT_EQ(bench.Of("a:B", "*"), Outcome::kAllowed) << file;
  }
}

// A statement that a template has under a condition may not be there.
TEST(Coverage, DependsOnConditionsOfTheTemplate) {
  const auto decided = [](const std::string& statements) {
    return Bench({"PolicyDocument: {Version: '2012-10-17', Statement: [" + statements + "]}"})
        .Decide("ivs:GetStage", {{.text = kStage}});
  };
  const std::string allow = "{Effect: Allow, Action: 'ivs:*', Resource: '*'}";
  const std::string deny = "{Effect: Deny, Action: 'ivs:*', Resource: '*'}";
  const auto given = [](const std::string& statement) {
    return "!If [Prod, " + statement + ", !Ref AWS::NoValue]";
  };
  const Verdict verdict = decided(given(allow));
  EXPECT_EQ(verdict.outcome, Outcome::kConditional);
  EXPECT_THAT(verdict.open, ElementsAre("the condition 'Prod' of the template"));
  EXPECT_EQ(decided(allow + ", " + given(allow)).outcome, Outcome::kAllowed);
  EXPECT_EQ(decided(allow + ", " + given(deny)).outcome, Outcome::kConditional);
  EXPECT_EQ(decided(deny + ", " + given(allow)).outcome, Outcome::kMissing);
}

TEST(ReadPolicy, LeavesFunctionsOfTemplatesOpen) {
  Bench bench({R"(Resources:
  P:
    Properties:
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: s3:*
            Resource: !Sub 'arn:aws:s3:::${Name}-logs'
          - Effect: Allow
            Action: ivs:*
            Resource: !Ref Stage
          - Effect: Allow
            Action: ec2:*
            Resource: {'Fn::Sub': 'arn:${AWS::Partition}:ec2:*:*:vpc/*'}
)"});
  EXPECT_EQ(bench.Of("s3:CreateBucket", "arn:aws:s3:::my-logs"), Outcome::kConditional);
  EXPECT_EQ(bench.Of("s3:CreateBucket", "arn:aws:s3:::my-data"), Outcome::kMissing);
  EXPECT_EQ(bench.Of("ivs:GetStage", kStage), Outcome::kConditional);
  EXPECT_EQ(bench.Of("ec2:ModifyVpcAttribute", "arn:aws:ec2:r:1:vpc/x"), Outcome::kNotProven);
}

// Of which documents, or which actions, nothing is known first or last.
TEST(Coverage, DependsOnEachDocumentAndAction) {
  const std::string transform = R"({"Fn::Transform": {"Name": "AWS::Include"}})";
  EXPECT_EQ(Bench({R"({"Resources": {"P": {"PolicyDocument": )" + transform +
                   R"(}, "Q": {"PolicyDocument": )" + Policy(Allow("*", "*")) + "}}}"})
                .Of("ivs:GetStage", kStage),
            Outcome::kNotProven);
  const auto allowing = [](const std::string& actions) {
    return Bench({"PolicyDocument: {Statement: {Effect: Allow, Action: " + actions +
                  ", Resource: '*'}}"})
        .Of("ivs:GetStage", kStage);
  };
  EXPECT_EQ(allowing("!Sub 'ivs:Get${Name}'"), Outcome::kConditional);
  EXPECT_EQ(allowing("!Sub 'ivs:Put${Name}'"), Outcome::kMissing);
  EXPECT_EQ(allowing("[!Sub 'ivs:Get${Name}', 'ivs:GetStage']"), Outcome::kAllowed);
}

// Which account or region is meant is known, if not which one that is.
TEST(Coverage, DependsOnWhereATemplateIsDeployed) {
  const auto decided = [](const std::string& resource, const std::string& more = "") {
    return Bench({"PolicyDocument: {Statement: {Effect: Allow, Action: 'ivs:*', Resource: !Sub '" +
                  resource + "'" + more + "}}"})
        .Decide("ivs:GetStage", {{.text = kStage}});
  };
  const auto open = [&](const std::string& resource) {
    const Verdict verdict = decided(resource);
    EXPECT_EQ(verdict.outcome, Outcome::kNotProven) << resource;
    return verdict.open;
  };
  EXPECT_THAT(open("arn:aws:ivs:*:${AWS::AccountId}:stage/*"),
              ElementsAre("the account (--account)"));
  EXPECT_THAT(open("arn:aws:ivs:${AWS::Region}:*:stage/*"), ElementsAre("the region (--region)"));
  EXPECT_THAT(open("arn:${AWS::Partition}:ivs:*:*:stage/*"),
              ElementsAre("the partition (--partition)"));
  EXPECT_EQ(decided("arn:aws:ivs:*:${AWS::AccountId}:stage/${Name}").outcome,
            Outcome::kConditional);
  EXPECT_EQ(decided("arn:aws:ivs:*:${AWS::AccountId}:stage/*",
                    ", Condition: {StringEquals: {'aws:username': a}}")
                .outcome,
            Outcome::kConditional);
}

// Of more than six conditions the cases are not told apart.
TEST(Coverage, LeavesOpenTheCasesOfManyConditions) {
  const auto decided = [](int conditions, const std::string& last) {
    std::string statements;
    for (int i = 1; i < conditions; ++i) {
      statements += "!If [C" + std::to_string(i) +
                    ", {Effect: Allow, Action: 's3:*', Resource: '*'}, !Ref AWS::NoValue], ";
    }
    return Bench({"PolicyDocument: {Statement: [" + statements + last + "]}"})
        .Decide("ivs:GetStage", {{.text = kStage}});
  };
  const std::string either =
      "{Effect: Allow, Action: 'ivs:*', Resource: !If [D, 'arn:aws:ivs:*', '*']}";
  EXPECT_EQ(decided(6, either).outcome, Outcome::kAllowed);
  const Verdict resources = decided(7, either);
  EXPECT_EQ(resources.outcome, Outcome::kConditional);
  EXPECT_THAT(resources.open, ElementsAre("the condition 'D' of the template"));
  EXPECT_EQ(
      decided(7, "{Effect: Allow, Action: [!If [D, 'ivs:*', 'ivs:Get*']], Resource: '*'}").outcome,
      Outcome::kConditional);
  const std::string allow = "{Effect: Allow, Action: 'ivs:*', Resource: '*'}";
  const Verdict statement = decided(7, "!If [D, " + allow + ", " + allow + "]");
  EXPECT_EQ(statement.outcome, Outcome::kConditional);
  EXPECT_THAT(statement.open, ElementsAre("the condition 'D' of the template"));
}

// What is only so in one of the cases may be so.
TEST(Coverage, RunsOnInSomeCases) {
  const auto decided = [](const std::string& one, const std::string& other) {
    return Bench({"PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: !If [C, '" +
                  one + "', '" + other + "']}}"})
        .Decide("ivs:GetStage", {{.text = kStage}});
  };
  const std::string runs = "arn:aws:ivs:*:stage/a";
  for (const Verdict& verdict : {decided(runs, "*"), decided("*", runs)}) {
    EXPECT_EQ(verdict.outcome, Outcome::kAllowed);
    EXPECT_TRUE(verdict.run_on);
  }
  EXPECT_FALSE(decided("*", "arn:aws:ivs:*").run_on);
}

// A statement that may deny is named once, in how many cases it may.
TEST(Coverage, NamesADenyOfSeveralCasesOnce) {
  const Bench bench(
      {"PolicyDocument: {Statement: [{Effect: Allow, Action: !If [C, '*', 'ivs:*'], "
       "Resource: '*'}, {Effect: Deny, Action: 'ivs:*', Resource: '*', Condition: "
       "{StringEquals: {'aws:username': a}}}]}"});
  std::set<std::string> open;
  const auto nothing = [](std::string_view) { return KeyValues{}; };
  EXPECT_EQ(bench.coverage().Denying("ivs:GetStage", kStage, nothing, open).size(), 1U);
  EXPECT_THAT(open, ElementsAre("aws:username"));
}

// Whether a template's condition holds does not matter where either case allows.
TEST(Coverage, LooksAtEachCaseOfATemplatesConditions) {
  const auto decide = [](const std::string& statements, const std::string& before = "") {
    return Bench({"Resources:\n  P:\n" + before +
                  "    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n"
                  "        Version: '2012-10-17'\n        Statement: " +
                  statements + "\n"})
        .Decide("ivs:GetStage", {{.text = kStage}});
  };
  const std::string all = "{Effect: Allow, Action: '*', Resource: '*'}";
  const std::string ivs = "{Effect: Allow, Action: 'ivs:*', Resource: '*'}";
  const std::string s3 = "{Effect: Allow, Action: 's3:*', Resource: '*'}";
  const std::string deny = "{Effect: Deny, Action: 'ivs:*', Resource: '*'}";
  EXPECT_EQ(decide("[!If [C, " + all + ", " + ivs + "]]").outcome, Outcome::kAllowed);
  EXPECT_EQ(decide("[!If [C, " + s3 + ", " + s3 + "]]").outcome, Outcome::kMissing);
  EXPECT_EQ(decide("[" + all + ", !If [C, " + deny + ", " + deny + "]]").outcome,
            Outcome::kMissing);
  const std::vector<std::string> conditional = {
      "[!If [C, " + all + ", " + s3 + "]]",
      "[!If [C, !If [D, " + all + ", " + ivs + "], !Ref AWS::NoValue]]",
      "[" + all + ", !If [C, " + deny + ", !Ref AWS::NoValue]]",
      "[{Effect: Allow, Action: [!If [C, 'ivs:*', 's3:*']], Resource: '*'}]",
      "[{Effect: Allow, Action: '*', Resource: !If [C, '*', 'arn:aws:s3:::b']}]"};
  for (const std::string& statements : conditional) {
    const Verdict verdict = decide(statements);
    EXPECT_EQ(verdict.outcome, Outcome::kConditional) << statements;
    EXPECT_THAT(verdict.open, ElementsAre("the condition 'C' of the template")) << statements;
  }
  EXPECT_EQ(decide("[{Effect: Allow, Action: '*', Resource: !If [C, '*', '" + std::string(kStage) +
                   "']}]")
                .outcome,
            Outcome::kAllowed);
  const Verdict resource = decide("[" + all + "]", "    Condition: C\n");
  EXPECT_EQ(resource.outcome, Outcome::kConditional);
  EXPECT_THAT(resource.open, ElementsAre("the condition 'C' of the template"));
  // Of many, each case is not looked at.
  std::string many = "[" + s3;
  for (const char* name : {"A", "B", "C", "D", "E", "F", "G"}) {
    many += ", !If [" + std::string(name) + ", " + ivs + ", " + ivs + "]";
  }
  EXPECT_EQ(decide(many + "]").outcome, Outcome::kConditional);
  EXPECT_EQ(decide(many + ", " + all + "]").outcome, Outcome::kAllowed);
}

TEST(ReadPolicy, SaysWhatIsNoPolicy) {
  for (const char* text : {"", "{", "[]", "{}", "7", R"({"Statement": 7})", R"({"Statement": [7]})",
                           R"({"PolicyDocument": {}})", "a: [", R"({"PolicyDocument": "{"})"}) {
    Bench bench({text});
    EXPECT_FALSE(bench.problems().empty()) << text;
    EXPECT_NE(bench.Of("a:B", "*"), Outcome::kAllowed) << text;
  }
  Bench deep({std::string(100'000, '[')});
  EXPECT_FALSE(deep.problems().empty());
}

}  // namespace
}  // namespace stackql::iam
