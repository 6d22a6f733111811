// What is wrong with a policy as a whole: statements that others cover, and its size.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/policy_file.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Allow;
using testing_support::File;
using testing_support::Policy;

constexpr const char* kStage = "arn:aws:ivs:us-east-1:111122223333:stage/a";

TEST(PolicyRedundancy, IsAStatementThatAnotherCovers) {
  const auto of = [](const std::string& first, const std::string& second) {
    return File(Policy(first + ", " + second)).Redundancy();
  };
  const std::string get = Allow("\"ivs:GetStage\"", "\"*\"");
  const std::string all = Allow(R"(["IVS:Get*", "ivs:List*"])", "\"*\"");
  const std::string tests = R"(, "Condition": {"StringEquals": {"aws:SourceVpc": "a"}})";
  const auto found = [](int number, int other, int at) {
    return "IAM027.default 'Allow' number=" + std::to_string(number) +
           ", other=" + std::to_string(other) + ". Remove it. (covered by this statement at " +
           "'Allow' " + std::to_string(at) + ")";
  };
  const int second = static_cast<int>(Policy(get + ", {\"Effect\": \"").size()) - 2;
  EXPECT_THAT(of(get, get), ElementsAre(found(2, 1, 52)));
  EXPECT_THAT(of(all, get), ElementsAre(found(2, 1, 52)));
  EXPECT_THAT(of(get, all), ElementsAre(found(1, 2, second)));
  EXPECT_THAT(of(get, Allow("\"ivs:GetStage\"", "\"*\"", tests)), ElementsAre(found(2, 1, 52)));
  const std::string tested = Allow("\"ivs:GetStage\"", "\"*\"", tests);
  EXPECT_THAT(of(tested, tested), ElementsAre(found(2, 1, 52)));
  // None of these covers the other.
  for (const std::string& other :
       {Allow("\"ivs:GetChannel\"", "\"*\""),
        std::string(R"({"Effect": "Deny", "Action": "ivs:GetStage", "Resource": "*"})"),
        std::string(R"({"Effect": "Allow", "NotAction": "ivs:Get*", "Resource": "*"})"),
        std::string(R"({"Effect": "Allow", "Action": "ivs:GetStage", "NotResource": "*"})"),
        std::string(R"({"Effect": "Perhaps", "Action": "ivs:GetStage", "Resource": "*"})"),
        Allow(R"({"Ref": "Action"})", "\"*\""), Allow("\"ivs:GetStage\"", "[]"),
        Allow("[]", "\"*\""), Allow("7.5", R"({"Fn::If": []})")}) {
    EXPECT_THAT(of(get, other), IsEmpty()) << other;
  }
  const std::string one = Allow("\"ivs:GetStage\"", "\"" + std::string(kStage) + "\"");
  const std::string upper = "arn:aws:ivs:us-east-1:111122223333:stage/A";
  EXPECT_THAT(of(one, Allow("\"ivs:GetStage\"", "\"" + upper + "\"")), IsEmpty());
  EXPECT_THAT(
      of(one, get),
      ElementsAre(found(1, 2, static_cast<int>(Policy(one + ", {\"Effect\": \"").size()) - 2)));
  for (const char* condition :
       {R"({"StringEquals": {"aws:SourceVpc": "b"}})", R"({"StringLike": {"aws:SourceVpc": "a"}})",
        R"({"StringEquals": {"aws:SourceVpce": "a"}})",
        R"({"StringEquals": {"aws:SourceVpc": "a", "aws:username": "a"}})"}) {
    EXPECT_THAT(of(tested, Allow("\"ivs:GetStage\"", "\"*\"",
                                 ", \"Condition\": " + std::string(condition))),
                IsEmpty())
        << condition;
  }
  EXPECT_THAT(of(tested, Allow("\"ivs:GetStage\"", "\"*\"",
                               R"(, "Condition": {"StringEquals": {"AWS:sourcevpc": "a"}})")),
              ElementsAre(found(2, 1, 52)));
}

// The values of one test look like another test.
TEST(PolicyRedundancy, IsNotToldOfOtherConditions) {
  const auto under = [](const std::string& tests) {
    return Allow("\"ivs:GetStage\"", "\"*\"",
                 R"(, "Condition": {"StringEquals": {)" + tests + "}}");
  };
  const std::string two = under(R"("aws:sourcevpc": "a", "aws:sourcevpce": "b")");
  const std::string one = under(R"("aws:sourcevpc": ["a", "StringEquals", "aws:sourcevpce", "b"])");
  EXPECT_THAT(File(Policy(two + ", " + one)).Redundancy(), IsEmpty());
  EXPECT_THAT(File(Policy(two + ", " + two)).Redundancy(), testing::SizeIs(1));
}

// What is under the condition of a template may not be there, nor what a test has that is no text.
TEST(PolicyRedundancy, IsNotToldOfWhatIsOpen) {
  const std::string get = Allow("\"ivs:GetStage\"", "\"*\"");
  const std::string chosen = Allow(R"({"Fn::If": ["A", "ivs:Get*", "ivs:GetStage"]})", "\"*\"");
  EXPECT_THAT(File(Policy(get + ", " + chosen)).Redundancy(), IsEmpty());
  EXPECT_THAT(File(Policy(R"({"Fn::If": ["A", )" + get + ", " + get + "]}, " + get)).Redundancy(),
              IsEmpty());
  const auto tested = [](const std::string& tests) {
    return Allow("\"ivs:GetStage\"", "\"*\"", R"(, "Condition": )" + tests);
  };
  const std::string open = tested(R"({"Bool": {"aws:SecureTransport": [["true"]]}})");
  EXPECT_THAT(File(Policy(open + ", " + open)).Redundancy(), IsEmpty());
  const std::string second =
      tested(R"({"Bool": {"aws:ViaAWSService": [["true"]], "aws:SecureTransport": "true"}})");
  EXPECT_THAT(File(Policy(second + ", " + second)).Redundancy(), IsEmpty());
}

// However many texts they have that differ at the end.
TEST(PolicyRedundancy, IsFoundAmongLongStatements) {
  std::string actions = "\"ivs:A*\"";
  for (int i = 0; i < 150; ++i) actions += ", \"ivs:Get" + std::to_string(i) + "\"";
  std::string statements;
  for (int i = 0; i < 60; ++i) {
    const std::string last = ", \"ivs:Last" + std::to_string(i / 2) + "\"";
    statements += (i == 0 ? "" : ",") + Allow("[" + actions + last + "]", "\"*\"");
  }
  EXPECT_EQ(File(Policy(statements)).Redundancy().size(), 30U);
}

// All that goes is covered by what stays.
TEST(PolicyRedundancy, LeavesOneOfSeveralThatCoverEachOther) {
  const auto of = [](const std::string& statements) {
    std::vector<std::string> told = File(Policy(statements)).Redundancy();
    for (std::string& each : told) each = each.substr(0, each.find(". "));
    return told;
  };
  const std::string a = Allow("[\"ivs:Get*\", \"ivs:Get**\"]", "\"*\"");
  const std::string b = Allow("\"ivs:Get**\"", "\"**\"");
  EXPECT_THAT(of(a + "," + b + "," + a), ElementsAre("IAM027.default 'Allow' number=2, other=1",
                                                     "IAM027.default 'Allow' number=3, other=1"));
  EXPECT_THAT(
      File(Policy(Allow(R"(["ivs:Get*", "ivs:CreateStage", "ivs:Get**"])", "\"*\""))).Repairs(),
      ElementsAre("'ivs:Get**' removed"));
  EXPECT_THAT(
      File(Policy(Allow("\"ivs:GetStage\"", R"(["arn:aws:ivs:*", "arn:aws:ivs:**"])"))).Repairs(),
      ElementsAre("'arn:aws:ivs:**' removed"));
  EXPECT_THAT(File(Policy(Allow("\"ivs:GetStage\"", "\"*\"",
                                R"(, "Condition": {"StringLike": {"aws:PrincipalTag/a": )"
                                R"(["x*", "x**"]}})")))
                  .Repairs(),
              ElementsAre("'x**' removed"));
}

TEST(PolicyRedundancy, ComparesAtMost300Statements) {
  const auto of = [](int count) {
    std::string statements = Allow("\"ivs:GetStage\"", "\"*\"");
    for (int i = 1; i < count; ++i) statements += "," + Allow("\"ivs:GetStage\"", "\"*\"");
    return File(Policy(statements)).Redundancy().size();
  };
  EXPECT_EQ(of(300), 299U);
  EXPECT_EQ(of(301), 0U);
}

// --- size ----------------------------------------------------------------------------------------

// "IAM and AWS STS quotas", "Quotas for AWS Organizations"; white space does not count.
TEST(PolicySize, IsBoundedByItsKind) {
  const std::string rest = R"({"Version":"2012-10-17","Statement":[]})";
  const auto of = [&](size_t size, PolicyKind kind) {
    const std::string sid(size - rest.size() - std::string(R"({"Sid":""})").size(), 'a');
    return File(R"({"Version": "2012-10-17", "Statement":   [{"Sid": ")" + sid + "\"}]}")
        .Size(kind);
  };
  const std::string inlined =
      "Split it, or make it an inline policy of a role; all inline policies of a role together "
      "can have 10240 characters.";
  for (const PolicyKind kind : {PolicyKind::kIdentity, PolicyKind::kBoundary}) {
    EXPECT_THAT(of(6144, kind), IsEmpty());
    EXPECT_THAT(of(6145, kind),
                ElementsAre("IAM026.default 'Statement' limit=6144, size=6145. " +
                            (kind == PolicyKind::kIdentity ? inlined : "Split it.")));
  }
  // In characters, however many bytes they have; what a template fills in is not known.
  const auto document = [](const std::string& action) {
    std::string resource = "arn:aws:ivs:*:*:";
    for (int i = 0; i < 3500; ++i) resource += "\u00e9";
    return File(Policy(Allow(action, "\"" + resource + "\"")));
  };
  EXPECT_THAT(document("\"ivs:GetStage\"").Size(PolicyKind::kIdentity), IsEmpty());
  EXPECT_THAT(
      document(R"({"Fn::Sub": ")" + std::string(3000, 'a') + "${A}\"}").Size(PolicyKind::kIdentity),
      IsEmpty());
  EXPECT_THAT(of(10240, PolicyKind::kIdentity),
              ElementsAre("IAM026.default 'Statement' limit=6144, size=10240. " + inlined));
  EXPECT_THAT(of(10241, PolicyKind::kIdentity),
              ElementsAre("IAM026.default 'Statement' limit=6144, size=10241. Split it."));
  EXPECT_THAT(of(5120, PolicyKind::kControl), IsEmpty());
  EXPECT_THAT(of(5121, PolicyKind::kControl),
              ElementsAre("IAM026.control 'Statement' limit=5120, size=5121. Split it."));
  EXPECT_THAT(of(5120, PolicyKind::kResourceControl), IsEmpty());
  EXPECT_THAT(of(5121, PolicyKind::kResourceControl),
              ElementsAre("IAM026.control 'Statement' limit=5120, size=5121. Split it."));
  for (const PolicyKind kind : {PolicyKind::kTrust, PolicyKind::kResource}) {
    EXPECT_THAT(of(20000, kind), IsEmpty()) << "these have other limits";
  }
  // An identity's inline policies have a limit of their own.
  const auto of_inlined = [&](PolicyKind kind) {
    return File(R"({"Statement": [{"Sid": ")" + std::string(2048, 'a') + "\"}]}").Size(kind, 2048);
  };
  EXPECT_THAT(of_inlined(PolicyKind::kIdentity),
              ElementsAre("IAM026.inline 'Statement' limit=2048, size=2074. Split it."));
  EXPECT_THAT(of_inlined(PolicyKind::kBoundary), IsEmpty());
  // What a template fills in may be shorter, wherever it is, and what it chooses may be missing.
  const auto long_one = [](const std::string& more) {
    return File(Policy(Allow("\"a:B\"", "\"" + std::string(7000, 'r') + "\"", more)))
        .Size(PolicyKind::kIdentity);
  };
  EXPECT_THAT(long_one(""), testing::SizeIs(1));
  EXPECT_THAT(long_one(R"(, "Condition": {"StringEquals": {"aws:username": "a"}})"),
              testing::SizeIs(1));
  const std::string hole(kHoleBytes);
  for (const std::string& open :
       {R"(, "Sid": ")" + hole + "\"", R"(, "Condition": {")" + hole + R"(": {"a:b": "c"}})",
        R"(, "Condition": {"Bool": {")" + hole + R"(": "true"}})",
        R"(, "Condition": {"Bool": {"a:b": ")" + hole + "\"}}", ", " + hole}) {
    EXPECT_THAT(long_one(open), IsEmpty()) << open;
  }
  const std::string large = std::string(7000, 'r');
  EXPECT_THAT(File(Policy(Allow("\"a:B\"", R"([")" + large + R"(", ")" + hole + "\"]")))
                  .Size(PolicyKind::kIdentity),
              IsEmpty());
  EXPECT_THAT(File(Policy(R"({"Effect": ")" + hole + R"(", "Action": ")" + large +
                          R"(", "Resource": "*"})"))
                  .Size(PolicyKind::kIdentity),
              IsEmpty());
  EXPECT_THAT(File(Policy(Allow(R"({"Fn::If": ["A", ")" + large + R"(", "a:B"]})", "\"*\"")))
                  .Size(PolicyKind::kIdentity),
              IsEmpty());
  const std::string sid(7000, 'a');
  EXPECT_THAT(
      File(R"({"Statement": [{"Sid": ")" + sid + R"(", "Action": ")" + kHoleBytes.data() + "\"}]}")
          .Size(PolicyKind::kIdentity),
      IsEmpty());
}

}  // namespace
}  // namespace stackql::iam
