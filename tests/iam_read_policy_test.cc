// Policies in files: where they stand, what is in them, and which parts a template leaves open.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/read_policy.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string TextOf(const PolicyText& text) {
  std::string shown = text.text;
  for (size_t at = shown.find(kHoleBytes); at != std::string::npos; at = shown.find(kHoleBytes)) {
    shown.replace(at, kHoleBytes.size(), "HOLE");
  }
  return shown;
}

// " given Prod not Test": the conditions of the template.
std::string Given(const Choices& choices) {
  std::string text;
  for (const Choice& each : choices) text += (each.holds ? " given " : " not ") + each.condition;
  return text;
}

std::string Joined(const std::vector<PolicyText>& texts) {
  std::string joined;
  for (const PolicyText& text : texts) {
    joined += (joined.empty() ? "" : ",") + TextOf(text) + Given(text.given);
  }
  return joined;
}

class File {
 public:
  explicit File(const std::string& text, const std::string& name = "policy.json")
      : documents(ReadPolicies(values_, sources_.AddFile(name, text), problems_)) {}

  // "Allow sid !action,action on !resource if op key=value,value ..." of each statement, ! for
  // Not...;
  // "..." after it if there may be more.
  std::vector<std::string> Statements() const {
    std::vector<std::string> all;
    for (const PolicyDocument& document : documents) {
      for (const PolicyStatement& statement : document.statements) {
        all.push_back(Shown(statement) + Given(document.given));
      }
    }
    return all;
  }
  // "message 'place' name=value".
  std::vector<std::string> Problems() const {
    std::vector<std::string> all;
    for (const Problem& problem : problems_) {
      std::string text = std::string(problem.what.id) + " '" + Spelled(problem.where) + "'";
      for (const auto& [name, value] : problem.what.args) {
        text += " " + std::string(name) + "=" + value;
      }
      all.push_back(text);
    }
    return all;
  }
  std::string Spelled(Loc where) const {
    return std::string(sources_.Bytes(sources_.Resolve(where).at));
  }

 private:
  static std::string Shown(const PolicyStatement& statement) {
    std::string text = statement.effect == Effect::kAllow  ? "Allow"
                       : statement.effect == Effect::kDeny ? "Deny"
                                                           : "?";
    if (!statement.sid.text.empty()) text += " " + TextOf(statement.sid);
    text += std::string(" ") + (statement.not_action ? "!" : "") + Joined(statement.actions) +
            " on " + (statement.not_resource ? "!" : "") + Joined(statement.resources);
    for (const PolicyTest& test : statement.tests) {
      text += " if " + TextOf(test.op) + " " + TextOf(test.key) + "=" + Joined(test.values) +
              (test.understood ? "" : "?");
    }
    text += Given(statement.given);
    return statement.complete ? text : text + "...";
  }

  Sources sources_;
  Values values_{sources_};
  stackql::Problems problems_;

 public:
  std::vector<PolicyDocument> documents;
};

std::string Statement(const std::string& statement) {
  return R"({"Version": "2012-10-17", "Statement": )" + statement + "}";
}

constexpr const char* kAllow = R"({"Effect": "Allow", "Action": "a:B", "Resource": "*"})";

TEST(PolicyFiles, HaveStatements) {
  EXPECT_THAT(File(Statement(kAllow)).Statements(), ElementsAre("Allow a:B on *"));
  EXPECT_THAT(File(Statement(R"([{"Sid": "One", "Effect": "Deny", "NotAction": ["a:B", "a:C"],
                          "NotResource": ["x", "y"]}, )" +
                             std::string(kAllow) + "]"))
                  .Statements(),
              ElementsAre("Deny One !a:B,a:C on !x,y", "Allow a:B on *"));
  const File both(R"({"Statement": [{"Effect": "Allow"}, {"Effect": "perhaps"}, {"Sid": "x"}]})");
  EXPECT_THAT(both.Statements(), ElementsAre("Allow  on ", "?  on ", "? x  on "));
  EXPECT_EQ(both.documents[0].version.text, "");
  EXPECT_EQ(both.Spelled(both.documents[0].where), "Statement");
  EXPECT_EQ(both.Spelled(both.documents[0].statements[0].where), "Allow");
  EXPECT_EQ(both.Spelled(both.documents[0].statements[2].where), "Sid");
  EXPECT_TRUE(both.documents[0].complete);
}

TEST(PolicyFiles, SayWhatTheirConditionsCannotBe) {
  const auto of = [](const std::string& condition) {
    return File(Statement(R"({"Effect": "Allow", "Action": "a:B", "Resource": "*", "Condition": )" +
                          condition + "}"))
        .Problems();
  };
  EXPECT_THAT(of(R"([{"StringEquals": {"a:b": "c"}}])"),
              ElementsAre(testing::StartsWith("condition '[")));
  EXPECT_THAT(of(R"({"StringEquals": "c"})"),
              ElementsAre("condition 'c' element=StringEquals kind=a string"));
  EXPECT_THAT(of(R"({"StringEquals": {"a:b": {"c": "d"}}})"),
              ElementsAre(testing::StartsWith("condition-value '{")));
  EXPECT_THAT(of(R"({"StringEquals": {"a:b": ["c", ["d"], null]}})"), testing::SizeIs(2));
  for (const char* right : {R"({"StringEquals": {"a:b": ["c", 7, true, {"Ref": "d"}]}})",
                            R"({"Fn::If": ["A", {}, {}]})", R"({"StringEquals": {"Ref": "A"}})"}) {
    EXPECT_THAT(of(right), IsEmpty()) << right;
  }
  EXPECT_THAT(File("Statement:\n  Effect: Allow\n  Action: a:B\n  Resource: '*'\n  Condition: !If "
                   "[A, {}, {}]\n")
                  .Problems(),
              IsEmpty());
}

TEST(PolicyFiles, MayBeginWithAByteOrderMark) {
  const std::string json =
      R"({"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}})";
  const std::string yaml = "Statement:\n  Effect: Allow\n  Action: s3:GetObject\n  Resource: '*'\n";
  for (const std::string& text : {json, yaml}) {
    const File file("\xEF\xBB\xBF" + text);
    EXPECT_EQ(file.Statements(), File(text).Statements());
    EXPECT_EQ(file.Statements().size(), 1U);
    EXPECT_THAT(file.Problems(), IsEmpty()) << text;
  }
}

TEST(PolicyFiles, HaveConditions) {
  EXPECT_THAT(File(Statement(R"({"Effect": "Allow", "Condition": {
                "StringEquals": {"k": ["a", "b"], "l": "c"}, "Bool": {"m": true},
                "NumericEquals": {"n": 10}, "Null": {"o": null}, "ArnLike": {"p": [["q"], "r"]}}})"))
                  .Statements(),
              ElementsAre("Allow  on  if StringEquals k=a,b if StringEquals l=c if Bool m=true if "
                          "NumericEquals n=10 if Null o=? if ArnLike p=r?"));
  for (const char* unknown : {R"("x")", "[]", R"({"Ref": "Conditions"})",
                              R"({"StringEquals": "x"})", R"({"StringEquals": {"Ref": "Test"}})"}) {
    EXPECT_THAT(File(Statement(R"({"Effect": "Allow", "Condition": )" + std::string(unknown) + "}"))
                    .Statements(),
                ElementsAre("Allow  on ..."))
        << unknown;
  }
}

TEST(PolicyFiles, SayWhatTheirStatementsCannotBe) {
  const File number(Statement("[7]"));
  EXPECT_THAT(number.Problems(), ElementsAre("statement '7' kind=a number"));
  EXPECT_THAT(number.Statements(), ElementsAre("?  on ..."));
  EXPECT_FALSE(IsComplete(number.documents[0]));
  const File function(Statement(R"({"Ref": "Statement"})"));
  EXPECT_THAT(function.Problems(), IsEmpty());
  EXPECT_THAT(function.Statements(), ElementsAre("?  on ..."));
  const File none(R"({"PolicyDocument": {"Version": "2012-10-17"}})");
  ASSERT_EQ(none.documents.size(), 1U);
  EXPECT_FALSE(none.documents[0].complete);
  ASSERT_EQ(none.Problems().size(), 1U);
  EXPECT_THAT(none.Problems()[0], testing::StartsWith("missing '"));
  EXPECT_THAT(none.Problems()[0], testing::EndsWith("element=Statement"));
  // IAM refuses these, so that they allow nothing.
  EXPECT_THAT(File(Statement(R"({"Effect": "Allow", "Action": "a:B", "NotAction": "a:C"})"))
                  .Statements()[0],
              testing::AllOf(testing::StartsWith("? "), testing::EndsWith("...")));
  EXPECT_THAT(File(Statement(R"({"Effect": "Allow", "NotResource": "x", "Resource": "y"})"))
                  .Statements()[0],
              testing::AllOf(testing::StartsWith("? "), testing::EndsWith("...")));
}

TEST(PolicyFiles, LeaveOpenWhatFunctionsGive) {
  const auto action = [](const std::string& value) {
    const File file(Statement(R"({"Effect": "Allow", "Action": )" + value + "}"));
    EXPECT_EQ(IsComplete(file.documents[0]), !file.Statements()[0].ends_with("...")) << value;
    return file.Statements()[0];
  };
  EXPECT_EQ(action(R"({"Ref": "A"})"), "Allow HOLE on ");
  EXPECT_EQ(action(R"({"Fn::GetAtt": ["A", "Arn"]})"), "Allow HOLE on ");
  EXPECT_EQ(action(R"(["a:B", {"Ref": "A"}])"), "Allow a:B,HOLE on ");
  EXPECT_EQ(action(R"({"Fn::Sub": "a:${Verb}Thing"})"), "Allow a:HOLEThing on ");
  EXPECT_EQ(action(R"({"Fn::Sub": "${!aws:username}/${A}${B}"})"),
            "Allow ${aws:username}/HOLEHOLE on ");
  EXPECT_EQ(action(R"({"Fn::Sub": "a:B${Open"})"), "Allow a:B${Open on ");
  EXPECT_EQ(action(R"({"Fn::Sub": "${}b"})"), "Allow HOLEb on ");
  EXPECT_EQ(action(R"({"Fn::Sub": ["a:${X}${Z}", {"X": "y"}]})"), "Allow a:yHOLE on ");
  EXPECT_EQ(action(R"({"Fn::Join": [":", ["a", {"Ref": "A"}, "C"]]})"), "Allow a:HOLE:C on ");
  EXPECT_EQ(action(R"({"Fn::Join": [":", {"Ref": "A"}]})"), "Allow HOLE on ");
  EXPECT_EQ(action(R"({"Fn::If": ["C", "a:B", ["a:C", {"Ref": "AWS::NoValue"}]]})"),
            "Allow a:B given C,a:C not C on ");
  EXPECT_EQ(action(R"([{"Ref": "AWS::NoValue"}, "a:B"])"), "Allow a:B on ");
  EXPECT_EQ(action(R"({"Name": "A"})"), "Allow  on ...");
  EXPECT_EQ(action(R"({"Ref": "A", "Fn::Sub": "b"})"), "Allow  on ...");
  EXPECT_EQ(action("null"), "Allow  on ...");
  EXPECT_EQ(action(R"(["a:B", null, ["a:C"], {"Name": "A"}])"), "Allow a:B on ...");
  EXPECT_EQ(action(R"({"Fn::If": ["C", {"Name": "A"}, "a:B"]})"), "Allow a:B not C on ...");
  EXPECT_EQ(action(R"({"Fn::If": ["C", "a:B", {"Name": "A"}]})"), "Allow a:B given C on ...");
  EXPECT_EQ(action(R"([["a:C"], "a:B"])"), "Allow a:B on ...");
  // Functions of another form than CloudFormation describes.
  for (const char* other :
       {R"({"Ref": ["A"]})", R"({"Fn::Sub": ["a:B"]})", R"({"Fn::Sub": [7, {}]})",
        R"({"Fn::Sub": ["a:B", {}, {}]})", R"({"Fn::Join": ":"})", R"({"Fn::Join": [":"]})",
        R"({"Fn::Join": [7, ["a", "B"]]})", R"({"Fn::Join": [":", "a"]})", R"({"Fn::If": "C"})",
        R"({"Fn::Sub": {"Ref": "A"}})"}) {
    EXPECT_EQ(action(other), "Allow HOLE on ") << other;
  }
  EXPECT_EQ(action(R"({"Fn::Sub": ["a:${X}", 7]})"), "Allow a:HOLE on ");
  EXPECT_EQ(action(R"({"Fn::Join": [":", []]})"), "Allow  on ");
  // At most 20 in each other.
  const auto nested = [&](int depth) {
    std::string text = "\"b\"";
    for (int i = 0; i < depth; ++i) text = R"({"Fn::Join": ["", ["a", )" + text + "]]}";
    return action(text);
  };
  EXPECT_EQ(nested(20), "Allow " + std::string(20, 'a') + "b on ");
  EXPECT_EQ(nested(21), "Allow " + std::string(20, 'a') + "HOLEHOLE on ");
  EXPECT_EQ(action("7"), "Allow 7 on ");
  EXPECT_EQ(action("true"), "Allow true on ");
}

// CloudFormation, "Condition functions": in place of a statement, of all, or of a document.
TEST(PolicyFiles, ReadBothBranchesOfAnIf) {
  const auto read = [](const std::string& document) {
    const File file("PolicyDocument:" + document, "policy.yaml");
    EXPECT_THAT(file.Problems(), testing::IsEmpty()) << document;
    for (const PolicyDocument& each : file.documents) EXPECT_TRUE(each.complete) << document;
    return file.Statements();
  };
  const std::string allow = R"({Effect: Allow, Action: "a:B", Resource: "*"})";
  const std::string none = "!Ref AWS::NoValue";
  const std::string given = "Allow a:B on * given Prod";
  EXPECT_THAT(read(" {Statement: [!If [Prod, " + allow + ", " + none + "]]}"), ElementsAre(given));
  EXPECT_THAT(read(" {Statement: [{Fn::If: [Prod, " + allow + ", {Ref: AWS::NoValue}]}]}"),
              ElementsAre(given));
  EXPECT_THAT(
      read("\n  Statement:\n  - !If\n    - Prod\n    - " + allow + "\n    - " + allow + "\n"),
      ElementsAre(given, "Allow a:B on * not Prod"));
  EXPECT_THAT(read(" {Statement: !If [Prod, [" + allow + "], []]}"), ElementsAre(given));
  EXPECT_THAT(read(" {Statement: [" + none + ", " + allow + "]}"), ElementsAre("Allow a:B on *"));
  EXPECT_THAT(read(" {Statement: " + none + "}"), IsEmpty());
  EXPECT_THAT(read(" !If [Prod, {Statement: [" + allow + "]}, " + none + "]"), ElementsAre(given));
  EXPECT_THAT(read(" {Fn::If: [Prod, {Statement: [" + allow + "]}, {Ref: AWS::NoValue}]}"),
              ElementsAre(given));
}

// It is a policy all the same, of which nothing is known.
TEST(PolicyFiles, LeaveOpenWhatStandsInPlaceOfADocument) {
  for (const std::string document :
       {"{Ref: Given}", "{Fn::Transform: {Name: More}}", "{Fn::If: Prod}",
        "!If [Prod, !Transform {Name: More}]", "{Fn::If: [Prod, {Fn::If: Test}]}"}) {
    const File file("PolicyDocument: " + document, "policy.yaml");
    EXPECT_THAT(file.Problems(), IsEmpty()) << document;
    ASSERT_EQ(file.documents.size(), 1U) << document;
    EXPECT_FALSE(file.documents[0].complete) << document;
    EXPECT_EQ(file.documents[0].version.text, kHoleBytes) << document;
  }
}

TEST(PolicyFiles, LeaveOpenWhatShortFunctionsGive) {
  const auto action = [](const std::string& value) {
    const File file(
        "PolicyDocument:\n  Statement:\n    - Effect: Allow\n      Action: " + value + "\n",
        "policy.yaml");
    EXPECT_THAT(file.Problems(), IsEmpty()) << value;
    return file.Statements()[0];
  };
  EXPECT_EQ(action("a:B"), "Allow a:B on ");
  EXPECT_EQ(action("!Ref A"), "Allow HOLE on ");
  EXPECT_EQ(action("!Sub 'a:${Verb}Thing'"), "Allow a:HOLEThing on ");
  EXPECT_EQ(action("\n        - !Sub 'a:${Verb}'\n        - a:C"), "Allow a:HOLE,a:C on ");
  EXPECT_EQ(action("!GetAtt A.Arn"), "Allow HOLE on ");
  EXPECT_EQ(action("!Join [':', [a, !Ref A, C]]"), "Allow a:HOLE:C on ");
  EXPECT_EQ(action("!Join [':', !Split ['/', a/B]]"), "Allow HOLE on ");
  EXPECT_EQ(action("!Split [':', 'a:B']"), "Allow  on ...");
  EXPECT_EQ(action("[a:B, !Join [':', [a, C]]]"), "Allow a:B,a:C on ");
  EXPECT_EQ(action("{Fn::Sub: !Ref A}"), "Allow HOLE on ");
}

TEST(PolicyFiles, AreReadOnceWhereTheyAreShared) {
  const File file(
      "a: &a\n  PolicyDocument:\n    Statement:\n      Effect: Deny\nb: *a\nc: [*a, *a]\n",
      "policy.yaml");
  EXPECT_EQ(file.documents.size(), 1U);
}

// Wherever the policies of a file are: IAM's own answers, templates, and Terraform's plans.
TEST(PolicyFiles, HavePoliciesInside) {
  const std::string policy = Statement(kAllow);
  std::string quoted;
  for (const char c : policy) quoted += c == '"' ? "\\\"" : std::string(1, c);
  quoted = "\"" + quoted + "\"";
  for (const std::string& file :
       {R"({"PolicyVersion": {"Document": )" + policy + R"(, "VersionId": "v1"}})",
        R"({"a": [[{"PolicyDocument": )" + policy + "}]]}", R"({"PolicyDocument": )" + quoted + "}",
        R"({"type": "aws_iam_policy", "values": {"policy": )" + quoted + "}}",
        R"({"type": "aws_iam_role_policy", "values": {"policy": )" + quoted + "}}",
        R"({"type": "aws_iam_user_policy", "values": {"policy": )" + quoted + "}}",
        R"({"type": "aws_iam_group_policy", "values": {"policy": )" + quoted + "}}"}) {
    const File read(file);
    EXPECT_THAT(read.Statements(), ElementsAre("Allow a:B on *")) << file;
    EXPECT_THAT(read.Problems(), IsEmpty()) << file;
  }
  EXPECT_EQ(File(R"([{"PolicyDocument": )" + policy + R"(}, {"PolicyDocument": )" + policy + "}]")
                .documents.size(),
            2U);
  for (const std::string& file : std::vector<std::string>{
           R"({"Document": )" + policy + "}",
           R"({"type": "aws_sqs_queue_policy", "values": {"policy": )" + quoted + "}}",
           R"({"type": "aws_iam_policy", "values": {"name": "x"}})",
           R"({"type": "aws_iam_policy", "values": )" + quoted + "}",
           R"({"type": "aws_iam_policy", "values": {"policy": null}})",
           R"({"PolicyDocument": "[]"})", R"({"PolicyDocument": 7})", "[]", "{}"}) {
    EXPECT_THAT(File(file).documents, IsEmpty()) << file;
    EXPECT_THAT(File(file).Problems(), ElementsAre("none '' file=policy.json")) << file;
  }
}

// A resource of a template that has a condition, and functions around it.
TEST(PolicyFiles, AreThereUnderTheConditionsOfATemplate) {
  const std::string properties =
      "Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: 'a:B', Resource: '*'}]}}";
  const auto read = [](const std::string& resource) {
    return File("Resources: {P: " + resource + "}", "a.yml").Statements();
  };
  const std::string type = "{Type: 'AWS::IAM::ManagedPolicy', ";
  EXPECT_THAT(read(type + properties + "}"), ElementsAre("Allow a:B on *"));
  EXPECT_THAT(read(type + "Condition: Prod, " + properties + "}"),
              ElementsAre("Allow a:B on * given Prod"));
  EXPECT_THAT(read(type + "Condition: Prod, Properties: {PolicyDocument: {Statement: !If [Test, "
                          "{Effect: Deny}, {Effect: Allow}]}}}"),
              ElementsAre("Deny  on  given Test given Prod", "Allow  on  not Test given Prod"));
  // What is no resource has no condition of its own.
  EXPECT_THAT(read("{Condition: Prod, " + properties + "}"), ElementsAre("Allow a:B on *"));
  EXPECT_THAT(read("{Type: [a], Condition: Prod, " + properties + "}"),
              ElementsAre("Allow a:B on *"));
  EXPECT_THAT(read(type + "Condition: [Prod], " + properties + "}"), ElementsAre("Allow a:B on *"));
  EXPECT_THAT(read(type + "Condition: Prod, PolicyDocument: {Statement: {Effect: Deny}}}"),
              ElementsAre("Deny  on "));
  EXPECT_THAT(read("{Properties: {PolicyDocument: !Ref 'AWS::NoValue'}, PolicyDocument: "
                   "{Statement: {Effect: Deny}}}"),
              ElementsAre("Deny  on "));
  EXPECT_THAT(read("{Type: 'AWS::IAM::Role', Properties: !If [Test, {Policies: [{PolicyDocument: "
                   "{Statement: {Effect: Deny}}}]}, !Ref 'AWS::NoValue']}"),
              ElementsAre("Deny  on  given Test"));
}

TEST(PolicyFiles, KnowWhereATemplateIsDeployed) {
  const std::string text = R"(PolicyDocument:
  Statement:
    - Effect: Allow
      Action: a:B
      Resource:
        - !Sub 'arn:${AWS::Partition}:a:${AWS::Region}:${AWS::AccountId}:b/*'
        - Fn::Join: [':', [arn, !Ref AWS::Partition, a, !Ref AWS::Region, {Ref: AWS::AccountId}, c]]
)";
  const auto read = [&](const TemplatePlace& place) {
    Sources sources;
    Values values(sources);
    stackql::Problems problems;
    return ReadPolicies(values, sources.AddFile("a.yml", text), problems, place)
        .at(0)
        .statements.at(0)
        .resources;
  };
  const std::vector<PolicyText> known = read({"111122223333", "eu-west-1", "aws"});
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].text, "arn:aws:a:eu-west-1:111122223333:b/*");
  EXPECT_EQ(known[1].text, "arn:aws:a:eu-west-1:111122223333:c");
  const std::vector<PolicyText> open = read({"", "eu-west-1", "aws"});
  EXPECT_EQ(TextOf(open[0]), "arn:aws:a:eu-west-1:HOLE:b/*");
  EXPECT_THAT(open[1].unknown, ElementsAre(kUnknownAccount));
}

// Those of a plan are what it will make, as far as it knows that.
TEST(PolicyFiles, AreReadInPlans) {
  const std::string inlined =
      R"({"planned_values": {"resources": [{"type": "aws_iam_role", "values": {"inline_policy": [
      {"name": "a", "policy": "{\"Statement\": {\"Effect\": \"Deny\"}}"}, {"name": ""}]}}]})";
  EXPECT_THAT(File(inlined + "}").Statements(), ElementsAre("Deny  on "));
  const std::string before =
      R"(, "prior_state": {"resources": [{"type": "aws_iam_policy", "values": {
      "policy": "{\"Statement\": {\"Effect\": \"Allow\"}}"}}]})";
  EXPECT_THAT(File(inlined + before + "}").Statements(), ElementsAre("Deny  on "));
  const std::string changes = R"("resource_changes": [
      {"address": "aws_iam_policy.a", "type": "aws_iam_policy",
       "change": {"after_unknown": {"policy": true}}},
      {"address": "aws_iam_role.b", "type": "aws_iam_role",
       "change": {"after_unknown": {"inline_policy": [{"policy": true}]}}},
      {"address": "aws_iam_role.c", "type": "aws_iam_role",
       "change": {"after_unknown": {"arn": true, "inline_policy": [{}]}}},
      {"address": "aws_iam_role.d", "type": "aws_iam_role",
       "change": {"after_unknown": {"inline_policy": true}}}]})";
  EXPECT_THAT(File(R"({"planned_values": {}, )" + changes).Problems(),
              ElementsAre("later 'aws_iam_policy.a' address=aws_iam_policy.a",
                          "later 'aws_iam_role.b' address=aws_iam_role.b",
                          "later 'aws_iam_role.d' address=aws_iam_role.d"));
  // What is no change to a policy that is not known yet.
  for (
      const char* none :
      {R"(7)", R"([7, "a"])", R"([{"address": "a", "type": "aws_s3_bucket",
                                    "change": {"after_unknown": {"policy": true}}}])",
       R"([{"address": "a", "type": "aws_iam_policy", "change": 7}])",
       R"([{"address": "a", "type": "aws_iam_policy", "change": {"after_unknown": 7}}])",
       R"([{"address": "a", "type": "aws_iam_policy", "change": {"after_unknown": {"arn": true}}}])",
       R"([{"type": "aws_iam_policy", "change": {"after_unknown": {"policy": true}}}])"}) {
    EXPECT_THAT(
        File(R"({"planned_values": {}, "resource_changes": )" + std::string(none) + "}").Problems(),
        ElementsAre(testing::StartsWith("none ")))
        << none;
  }
  EXPECT_THAT(File(R"({"planned_values": {"type": "aws_iam_role", "values": {"inline_policy":
                       {"policy": "{\"Statement\": {}}"}}}})")
                  .documents,
              IsEmpty());
  const File some(inlined + ", " + changes);
  EXPECT_THAT(some.Problems(), IsEmpty());
  ASSERT_EQ(some.documents.size(), 4U);
  EXPECT_FALSE(some.documents[1].complete);
}

TEST(PolicyFiles, SayWhereTheirTextIsWrong) {
  EXPECT_THAT(File(R"({"Statement": })").Problems(),
              ElementsAre(testing::StartsWith("json '}' expected=")));
  const File embedded(R"({"PolicyDocument": "{\"Statement\": }"})");
  EXPECT_THAT(embedded.Problems(),
              ElementsAre(testing::StartsWith("json '}' expected="), "none '' file=policy.json"));
  EXPECT_FALSE(File("a: [").Problems().empty());
  EXPECT_THAT(File(R"({"Statement": {"Effect": "Allow", "Effect": "Deny"}})").Problems().size(),
              1U);
}

TEST(PolicyFiles, SayWhichOfTheirTextsCannotBe) {
  const auto of = [](const std::string& action) {
    return File(Statement(R"({"Effect": "Allow", "Action": )" + action + "}")).Problems();
  };
  EXPECT_THAT(of("\"\""), ElementsAre(R"(empty '""' element=Action)"));
  EXPECT_THAT(of(R"(["a:B", ""])"), ElementsAre(R"(empty '""' element=Action)"));
  EXPECT_THAT(of("null"), ElementsAre("kind 'null' element=Action kind=null"));
  EXPECT_THAT(of(R"(["a:B", ["a:C"]])"),
              ElementsAre("kind '[\"a:C\"]' element=Action kind=a list"));
  EXPECT_THAT(of("[7, true]"), IsEmpty());
  EXPECT_THAT(of("[\"\xFF\xFF\xFF\", {\"Ref\": \"A\"}, \xFF\xFF\xFF]"), IsEmpty());
}

TEST(PolicyFiles, SayOnceWhetherTheyAllow) {
  EXPECT_THAT(File(Statement(R"({"Effect": ["Allow"]})")).Problems(),
              ElementsAre("effect-kind '[\"Allow\"]' element=Effect"));
  for (const char* effect : {"!If [Prod, Allow, Deny]", "{Ref: A}", "!Ref A", "Allow"}) {
    EXPECT_THAT(
        File(std::string("PolicyDocument: {Statement: [{Effect: ") + effect + "}]}", "a.yml")
            .Problems(),
        IsEmpty())
        << effect;
  }
}

// What a function makes of a text, or of one branch's branches, is not looked into.
TEST(PolicyFiles, AreNotReadInWhatFunctionsMake) {
  const std::string policy = R"('{"Statement": [{"Effect": "Allow"}]}')";
  EXPECT_EQ(File("PolicyDocument: " + policy, "a.yml").documents.size(), 1U);
  EXPECT_EQ(File("PolicyDocument: !Sub " + policy, "a.yml").documents.size(), 0U);
  const std::string nested =
      "PolicyDocument: !If [A, !If [B, {Statement: []}, {Statement: []}], "
      "{Statement: [{Effect: Deny}]}]";
  EXPECT_THAT(File(nested, "a.yml").Statements(), ElementsAre("Deny  on  not A"));
  EXPECT_THAT(
      File("PolicyDocument: {Statement: [{Effect: Allow, Condition: {Condition: Prod}}]}", "a.yml")
          .Statements(),
      ElementsAre("Allow  on ..."));
}

TEST(PolicyFiles, AreReadToABoundedDepth) {
  const auto count = [](int depth, const std::string& open, const std::string& close) {
    std::string text = R"({"PolicyDocument": )" + Statement(kAllow) + "}";
    for (int i = 0; i < depth; ++i) text.insert(0, open).append(close);
    return File(text).documents.size();
  };
  EXPECT_EQ(count(60, R"({"a": )", "}"), 1U);
  EXPECT_EQ(count(61, R"({"a": )", "}"), 0U);
  EXPECT_EQ(count(60, "[", "]"), 1U);
  EXPECT_EQ(count(61, "[", "]"), 0U);
  const auto listed = [](size_t depth) {
    return File(Statement(std::string(depth, '[') + kAllow + std::string(depth, ']'))).Problems();
  };
  EXPECT_THAT(listed(0), IsEmpty());
  EXPECT_THAT(listed(1), IsEmpty());
  for (const size_t depth : {2, 3, 61, 100}) {
    EXPECT_THAT(listed(depth), ElementsAre(testing::StartsWith("statement '["))) << depth;
  }
}

// No AWS service accepts a policy of so many elements.
TEST(PolicyFiles, AreReadToABoundedNumberOfElements) {
  const auto many = [](size_t count, const std::string& element) {
    std::string list = element;
    for (size_t i = 1; i < count; ++i) list += ", " + element;
    return "[" + list + "]";
  };
  const auto actions = [&](size_t count) {
    return File(Statement(R"({"Effect": "Allow", "Action": )" + many(count, R"("a:b")") + "}"));
  };
  const File most = actions(99'999);  // and one statement
  EXPECT_THAT(most.Problems(), IsEmpty());
  EXPECT_TRUE(IsComplete(most.documents.at(0)));
  const File more = actions(100'001);
  EXPECT_THAT(more.Problems(), ElementsAre("elements 'a:b' count=100000"));
  EXPECT_FALSE(IsComplete(more.documents.at(0)));
  EXPECT_EQ(more.documents.at(0).statements.at(0).actions.size(), 99'999U);

  const std::string empty = R"({"Effect": "Allow"})";
  const File statements(Statement(many(100'010, empty)));
  EXPECT_EQ(statements.Problems().size(), 1U);
  EXPECT_FALSE(statements.documents.at(0).complete);
  EXPECT_EQ(statements.documents.at(0).statements.size(), 100'000U);

  std::string keys = R"("x": [])";
  for (int i = 0; i < 100'010; ++i) keys += R"(, "k)" + std::to_string(i) + R"(": [])";
  for (const std::string& element :
       {R"("Principal": {)" + keys + "}", R"("Condition": {"StringEquals": {)" + keys + "}}"}) {
    const File file(Statement(R"([{"Effect": "Allow", )" + element + "}]"));
    EXPECT_EQ(file.Problems().size(), 1U);
    EXPECT_FALSE(IsComplete(file.documents.at(0)));
  }

  // All policies of a file together.
  const std::string document =
      Statement(R"({"Effect": "Allow", "Action": )" + many(60'000, R"("a:b")") + "}");
  const std::string embedded = R"({"PolicyDocument": )" + document + "}";
  const File several("[" + embedded + ", " + embedded + ", " + embedded + "]");
  EXPECT_EQ(several.Problems().size(), 1U);
  ASSERT_EQ(several.documents.size(), 2U);
  EXPECT_TRUE(IsComplete(several.documents[0]));
  EXPECT_FALSE(IsComplete(several.documents[1]));
}

}  // namespace
}  // namespace stackql::iam
