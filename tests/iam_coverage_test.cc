// What policies allow: every rule of matching, of conditions and of combining.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "iam/coverage.h"
#include "support/coverage_bench.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

TEST(Forms, AreEachOfThoseOfAPiece) {
  const Arn plain = {{.text = "arn:a"}};
  EXPECT_EQ(FormsOf(plain), std::vector<Arn>{plain});
  const Arn arn = {{.text = "role/"},
                   {.kind = Piece::Kind::kUnsure, .text = "form", .forms = {"", "*/"}},
                   {.text = "name"}};
  const std::vector<Arn> forms = FormsOf(arn);
  ASSERT_EQ(forms.size(), 2U);
  EXPECT_EQ(PolicyPattern(forms[0]), "role/name");
  EXPECT_EQ(PolicyPattern(forms[1]), "role/*/name");
}

TEST(Coverage, MatchesActionsInAnyCaseAndResourcesInTheirs) {
  EXPECT_EQ(Bench({Policy(Allow("IVS:getstage", "*"))}).Of("ivs:GetStage", kStage),
            Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(Allow("ivs:Get*", "*"))}).Of("ivs:GetStage", kStage), Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(Allow("ivs:GetStag?", "*"))}).Of("ivs:GetStage", kStage),
            Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(Allow("*", "*"))}).Of("ivs:GetStage", kStage), Outcome::kAllowed);
  EXPECT_EQ(
      Bench({Policy(Allow("ivs:GetStage", "arn:aws:ivs:*:*:Stage/*"))}).Of("ivs:GetStage", kStage),
      Outcome::kMissing);
  // Spaces never match.
  EXPECT_EQ(Bench({Policy(Allow("ivs:GetStage ", "*"))}).Of("ivs:GetStage", kStage),
            Outcome::kMissing);
  EXPECT_EQ(Bench({Policy(Allow("cloudcontrol:*", "*"))}).Of("cloudformation:GetResource", "*"),
            Outcome::kMissing);
}

TEST(Coverage, KeepsStarsWithinTheirPart) {
  Bench runs({Policy(Allow("ivs:*", "arn:aws:ivs:*:stage/a"))});
  const Verdict verdict = runs.Decide("ivs:GetStage", {{.text = kStage}});
  EXPECT_EQ(verdict.outcome, Outcome::kAllowed);
  EXPECT_TRUE(verdict.run_on);
  EXPECT_FALSE(Bench({Policy(Allow("ivs:*", "arn:aws:ivs:*:*:stage/*"))})
                   .Decide("ivs:GetStage", {{.text = kStage}})
                   .run_on);
  // Within a part nothing runs on, in an Allow.
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "arn:aws:ivs:us*1:111122223333:stage/a"))})
                .Of("ivs:GetStage", "arn:aws:ivs:us:x1:111122223333:stage/a"),
            Outcome::kMissing);
  // A short one is completed.
  const Verdict completed = Bench({Policy(Allow("s3:*", "arn:aws:s3"))})
                                .Decide("s3:GetObject", {{.text = "arn:aws:s3:::b/k"}});
  EXPECT_EQ(completed.outcome, Outcome::kAllowed);
  EXPECT_FALSE(completed.run_on);
  EXPECT_EQ(
      Bench({Policy(Allow("*", "*") + "," + Deny("*", "arn:aws:ivs"))}).Of("ivs:GetStage", kStage),
      Outcome::kMissing);
  // In a Deny it does.
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "*") + "," + Deny("ivs:*", "arn:aws:ivs:*:stage/a"))})
                .Of("ivs:GetStage", kStage),
            Outcome::kMissing);
}

TEST(Coverage, TellsWhetherAllThatMayBeMeantIsDenied) {
  const Arn any = {{.text = "arn:aws:ivs:us-east-1:111122223333:stage/"}, Any()};
  EXPECT_TRUE(Bench({Policy(Allow("s3:*", "*"))}).Decide("ivs:GetStage", any).all);
  EXPECT_FALSE(Bench({Policy(Allow("ivs:*", kStage))}).Decide("ivs:GetStage", any).all);
}

TEST(Coverage, AsksForEveryResourceThatAwsMayChoose) {
  const Arn any = {{.text = "arn:aws:ivs:us-east-1:111122223333:stage/"}, Any()};
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "arn:aws:ivs:*:*:stage/*"))})
                .Decide("ivs:CreateStage", any)
                .outcome,
            Outcome::kAllowed);
  const Verdict one = Bench({Policy(Allow("ivs:*", kStage))}).Decide("ivs:CreateStage", any);
  EXPECT_EQ(one.outcome, Outcome::kMissing);
  EXPECT_EQ(one.example, "arn:aws:ivs:us-east-1:111122223333:stage/x");
  // Two patterns together.
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "arn:aws:ivs:*:*:stage/") + "," +
                          Allow("ivs:*", "arn:aws:ivs:*:*:stage/?*"))})
                .Decide("ivs:CreateStage", any)
                .outcome,
            Outcome::kAllowed);
}

TEST(Coverage, IsNotProvenIfSomeFillingIsAllowed) {
  const Arn arn = {{.text = "arn:aws:ivs:"}, Unsure("region"),    {.text = ":"},
                   Unsure("account"),        {.text = ":stage/"}, Any()};
  const Verdict verdict =
      Bench({Policy(Allow("ivs:*", "arn:aws:ivs:us-east-1:111122223333:stage/*"))})
          .Decide("ivs:CreateStage", arn);
  EXPECT_EQ(verdict.outcome, Outcome::kNotProven);
  EXPECT_THAT(verdict.open,
              UnorderedElementsAre("the region (--region)", "the account (--account)"));
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "arn:aws:ivs:*:*:stage/*"))})
                .Decide("ivs:CreateStage", arn)
                .outcome,
            Outcome::kAllowed);
  // No region or account makes a channel a stage, or one stage all.
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "arn:aws:ivs:us-east-1:111122223333:channel/*"))})
                .Decide("ivs:CreateStage", arn)
                .outcome,
            Outcome::kMissing);
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", kStage))}).Decide("ivs:CreateStage", arn).outcome,
            Outcome::kMissing);
  // A Deny elsewhere does not matter.
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "*") + "," + Deny("ivs:*", "arn:aws:ivs:eu-west-1:*:*"))})
                .Decide("ivs:CreateStage", arn)
                .outcome,
            Outcome::kNotProven);
  const Arn named = {{.text = "arn:aws:s3:::"}, Unsure("{{ name }}"), {.text = "-logs"}};
  EXPECT_EQ(
      Bench({Policy(Allow("s3:*", "arn:aws:s3:::my-*"))}).Decide("s3:CreateBucket", named).outcome,
      Outcome::kNotProven);
  EXPECT_EQ(Bench({Policy(Allow("s3:*", "arn:aws:s3:::*-data"))})
                .Decide("s3:CreateBucket", named)
                .outcome,
            Outcome::kMissing);
}

// What a resource might be called: the parts of its ARN look like what they are.
TEST(Coverage, ShowsAnExampleThatIsDenied) {
  const Arn arn = {{.text = "arn:"},   Unsure("partition"), {.text = ":ivs:"},   Unsure("region"),
                   {.text = ":"},      Unsure("account"),   {.text = ":stage/"}, Any(),
                   {.text = "/logs/"}, Unsure("name")};
  EXPECT_EQ(Bench({Policy(Allow("s3:*", "*"))}).Decide("ivs:CreateStage", arn).example,
            "arn:aws:ivs:us-east-1:111122223333:stage/x/logs/x");
  const Arn bare = {{.text = "arn:aws:s3:::"}, Any()};
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "*"))}).Decide("s3:CreateBucket", bare).example,
            "arn:aws:s3:::x");
  // A part of which only a half is open is no region.
  const Arn half = {{.text = "arn:aws:ivs:us-"}, Unsure("region"), {.text = ":1:stage/a"}};
  EXPECT_EQ(Bench({Policy(Allow("s3:*", "*"))}).Decide("ivs:GetStage", half).example,
            "arn:aws:ivs:us-x:1:stage/a");
}

// As many characters as are counted, whichever AWS chooses.
TEST(Coverage, AsksForEveryCountedCharacter) {
  const Arn secret = {{.text = "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-"},
                      {.kind = Piece::Kind::kAny, .text = "??????"}};
  const std::string begin = "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-";
  const auto outcome = [&](const std::string& end) {
    return Bench({Policy(Allow("secretsmanager:*", begin + end))})
        .Decide("secretsmanager:GetSecretValue", secret)
        .outcome;
  };
  EXPECT_EQ(outcome("*"), Outcome::kAllowed);
  EXPECT_EQ(outcome("??????"), Outcome::kAllowed);
  EXPECT_EQ(outcome("?????"), Outcome::kMissing);
  EXPECT_EQ(outcome("???????"), Outcome::kMissing);
  EXPECT_EQ(outcome("?????a"), Outcome::kMissing);
}

// One text for an unknown part, wherever it stands and whatever AWS chooses for the others.
TEST(Coverage, FillsUnknownPartsWithOneText) {
  const Arn twice = {{.text = "arn:aws:x:"}, Unsure("region"), {.text = ":1:"},
                     Unsure("region"),       {.text = "/"},    Any()};
  const auto outcome = [&](const std::string& statements, const Arn& arn) {
    return Bench({Policy(statements)}).Decide("x:Y", arn).outcome;
  };
  EXPECT_EQ(outcome(Allow("x:*", "arn:aws:x:a:1:a/*"), twice), Outcome::kNotProven);
  const Arn placed = {{.text = "arn:aws:x:"}, Unsure("region"), {.text = ":"},
                      Unsure("account"),      {.text = ":s/"},  Any()};
  // In every region another half is allowed.
  EXPECT_EQ(outcome(Allow("x:*", "arn:aws:x:a:*:s/a*") + "," + Allow("x:*", "arn:aws:x:b:*:s/b*"),
                    placed),
            Outcome::kMissing);
  EXPECT_EQ(
      outcome(Allow("x:*", "arn:aws:x:a:1:s/*") + "," + Allow("x:*", "arn:aws:x:b:2:s/b*"), placed),
      Outcome::kNotProven);
  // Denied in the region and account that is allowed.
  EXPECT_EQ(
      outcome(Allow("x:*", "arn:aws:x:a:1:*") + "," + Deny("x:*", "arn:aws:x:a:*:s/d"), placed),
      Outcome::kMissing);
  // Where patterns tell more apart than whole parts, nothing is certain.
  EXPECT_EQ(outcome(Allow("x:*", "arn:aws:x:a?:*:s/a*") + "," + Allow("x:*", "arn:aws:x:ab:1:s/b*"),
                    placed),
            Outcome::kNotProven);
  // On a condition of which nothing is known.
  EXPECT_EQ(outcome(Allow("x:*", "arn:aws:x:a:1:s/*",
                          R"(, "Condition": {"StringEquals": {"aws:RequestTag/team": "a"}})"),
                    placed),
            Outcome::kNotProven);
  // Wherever in a statement the pattern stands.
  EXPECT_EQ(outcome(R"({"Effect": "Allow", "Action": "x:*", "Resource": ["arn:aws:x:*:*:t/*",
                        "arn:aws:x:b:2:s/q", "arn:aws:x:a:1:s/*"]})",
                    placed),
            Outcome::kNotProven);
  std::string many;
  for (int i = 0; i < 70; ++i) {
    many += (i == 0 ? "" : ",") + Allow("x:*", "arn:aws:x:r" + std::to_string(i) + ":*:s/a*");
  }
  EXPECT_EQ(outcome(many, placed), Outcome::kNotProven);
  // Whichever of two is tried first, the other does.
  for (const auto& [one, other] : {std::pair("a", "b"), std::pair("b", "a")}) {
    const std::string statements = Allow("x:*", std::string("arn:aws:x:") + one + ":*:s/a*") + "," +
                                   Allow("x:*", std::string("arn:aws:x:") + other + ":*:s/*");
    const Arn repeated = {{.text = "arn:aws:x:"}, Unsure("region"), {.text = ":"},
                          Unsure("region"),       {.text = ":s/"},  Any()};
    EXPECT_EQ(outcome(statements, placed), Outcome::kNotProven) << one;
    EXPECT_EQ(outcome(statements, repeated), Outcome::kNotProven) << one;
  }
  // A part at the end is not one of the first five.
  EXPECT_EQ(outcome(Allow("x:*", "arn:aws:x:a*:1:p") + "," + Allow("x:*", "arn:aws:x:b*:1:q"),
                    {{.text = "arn:aws:x:"}, Any(), {.text = ":1:"}, Unsure("name")}),
            Outcome::kNotProven);
  // Nor is one between later colons.
  for (const std::string begin : {"arn:aws:x:r:1:", "arn:aws:x:r:1:s:"}) {
    EXPECT_EQ(outcome(Allow("x:*", begin + "a:b*") + "," + Allow("x:*", begin + "b:a*"),
                      {{.text = begin}, Unsure("name"), {.text = ":"}, Any()}),
              Outcome::kNotProven);
  }
  // A part of a part may be anything.
  const Arn inside = {{.text = "arn:aws:x:r:1:s/"}, Unsure("name"), {.text = "/"}, Any()};
  EXPECT_EQ(
      outcome(Allow("x:*", "arn:aws:x:r:1:s/a/b*") + "," + Allow("x:*", "arn:aws:x:r:1:s/b/a*"),
              inside),
      Outcome::kNotProven);
}

TEST(Coverage, IsNotProvenIfFormsDiffer) {
  const std::string function = "arn:aws:lambda:us-east-1:1:function:fn";
  const Arn arn = {{.text = function},
                   {.kind = Piece::Kind::kUnsure, .text = "form", .forms = {"", ":*"}}};
  const auto outcome = [&](const std::string& statements) {
    return Bench({Policy(statements)}).Decide("lambda:GetFunction", arn).outcome;
  };
  const std::string plain = Allow("lambda:*", function);
  const std::string versions = Allow("lambda:*", function + ":*");
  EXPECT_EQ(outcome(plain), Outcome::kNotProven);
  EXPECT_EQ(outcome(versions), Outcome::kNotProven);
  EXPECT_EQ(outcome(plain + ", " + versions), Outcome::kAllowed);
  EXPECT_THAT(Bench({Policy(plain)}).Decide("lambda:GetFunction", arn).open,
              ElementsAre("which form of its ARN the service evaluates"));
  EXPECT_EQ(outcome(Allow("lambda:*", "arn:aws:lambda:us-east-1:1:function:g")), Outcome::kMissing);
}

// The wildcard of one form may match across parts, that of the other within one.
TEST(Coverage, RunsOnInOneOfTheForms) {
  const std::string function = "arn:aws:lambda:us-east-1:1:function:fn";
  const auto decided = [&](const std::vector<std::string>& forms) {
    const Arn arn = {{.text = function},
                     {.kind = Piece::Kind::kUnsure, .text = "form", .forms = forms}};
    return Bench({Policy(Allow("lambda:*", function) + "," +
                         Allow("lambda:*", "arn:aws:lambda:*:fn:live"))})
        .Decide("lambda:GetFunction", arn);
  };
  for (const Verdict& verdict : {decided({"", ":live"}), decided({":live", ""})}) {
    EXPECT_EQ(verdict.outcome, Outcome::kAllowed);
    EXPECT_TRUE(verdict.run_on);
  }
  EXPECT_FALSE(decided({"", ""}).run_on);
}

TEST(Coverage, ReadsNotActionAndNotResource) {
  const std::string not_action = R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})";
  EXPECT_EQ(Bench({Policy(not_action)}).Of("ivs:GetStage", kStage), Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(not_action)}).Of("iam:PassRole", "*"), Outcome::kMissing);
  const std::string not_resource =
      R"({"Effect": "Allow", "Action": "ivs:*", "NotResource": "arn:aws:ivs:*:*:channel/*"})";
  EXPECT_EQ(Bench({Policy(not_resource)}).Of("ivs:GetStage", kStage), Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(not_resource)}).Of("ivs:GetStage", "arn:aws:ivs:r:1:channel/a"),
            Outcome::kMissing);
  const std::string deny_others =
      R"({"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:ivs:*:*:stage/*"})";
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "*") + "," + deny_others)}).Of("ivs:GetStage", kStage),
            Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(Allow("ivs:*", "*") + "," + deny_others)})
                .Of("ivs:GetStage", "arn:aws:ivs:r:1:channel/a"),
            Outcome::kMissing);
}

TEST(Coverage, GoesOnBehindANotResource) {
  const std::string others =
      R"({"Effect": "Allow", "Action": "ivs:*", "NotResource": "arn:aws:ivs:*:*:stage/*"})";
  const std::string stages = Allow("ivs:*", "arn:aws:ivs:*:*:stage/*");
  const std::string unrelated = Deny("ivs:Get*", "arn:aws:ivs:*:*:channel/a");
  Bench bench({Policy(others + "," + stages + "," + unrelated)});
  EXPECT_EQ(bench.Of("ivs:GetStage", kStage), Outcome::kAllowed);
  EXPECT_EQ(bench.Of("ivs:GetChannel", "arn:aws:ivs:r:1:channel/b"), Outcome::kAllowed);
  EXPECT_EQ(bench.Of("ivs:GetChannel", "arn:aws:ivs:r:1:channel/a"), Outcome::kMissing);
}

TEST(Coverage, LetsADenyWinAndNamesIt) {
  Bench bench({Policy(Allow("*", "*") + "," + Deny("ivs:Get*", "arn:aws:ivs:*:*:stage/a"))});
  const Verdict verdict = bench.Decide("ivs:GetStage", {{.text = kStage}});
  EXPECT_EQ(verdict.outcome, Outcome::kMissing);
  ASSERT_NE(verdict.denied_by, nullptr);
  EXPECT_EQ(bench.Spelled(verdict.denied_by->where), "Deny");
  EXPECT_EQ(verdict.example, kStage);
  EXPECT_EQ(bench.Of("ivs:UpdateStage", kStage), Outcome::kAllowed);
}

// The first that certainly denies is the reason, whatever may deny before it.
TEST(Coverage, NamesADenyThatIsCertain) {
  const std::string tested = R"(, "Condition": {"StringEquals": {"aws:username": "a"}})";
  Bench bench({Policy(Allow("*", "*") + "," + Deny("ivs:*", "*", tested) + "," +
                      Deny("ivs:*", "arn:aws:ivs:*:*:channel/*") + "," + Deny("ivs:*", "*") + "," +
                      Deny("ivs:Get*", "*"))});
  EXPECT_EQ(bench.Decide("ivs:GetStage", {{.text = kStage}}).denied_by,
            &bench.documents(0).at(0).statements.at(3));
}

TEST(Coverage, NeedsEveryLayer) {
  Bench bench({Policy(Allow("ivs:*", "*")), Policy(Allow("ivs:Get*", "*"))});
  EXPECT_EQ(bench.Of("ivs:GetStage", kStage), Outcome::kAllowed);
  const Verdict verdict = bench.Decide("ivs:CreateStage", {{.text = kStage}});
  EXPECT_EQ(verdict.outcome, Outcome::kMissing);
  EXPECT_EQ(verdict.layer, 1U);
  EXPECT_EQ(verdict.denied_by, nullptr);
}

TEST(Coverage, DependsOnConditionsOfWhichNothingIsKnown) {
  const std::string tagged =
      R"(, "Condition": {"StringEquals": {"aws:RequestTag/team": "a"}, "Bool": {"aws:SecureTransport": "true"}})";
  Bench allow({Policy(Allow("ivs:*", "*", tagged))});
  allow.Know("aws:securetransport", {"true"});
  Verdict verdict = allow.Decide("ivs:TagResource", {{.text = kStage}});
  EXPECT_EQ(verdict.outcome, Outcome::kConditional);
  EXPECT_THAT(verdict.open, ElementsAre("'aws:RequestTag/team'"));
  allow.Know("aws:requesttag/team", {"b"});
  EXPECT_EQ(allow.Of("ivs:TagResource", kStage), Outcome::kMissing);
  allow.Know("aws:requesttag/team", {"a"});
  EXPECT_EQ(allow.Of("ivs:TagResource", kStage), Outcome::kAllowed);
  Bench deny({Policy(Allow("ivs:*", "*") + "," + Deny("ivs:TagResource", "*", tagged))});
  verdict = deny.Decide("ivs:TagResource", {{.text = kStage}});
  EXPECT_EQ(verdict.outcome, Outcome::kConditional);
  EXPECT_THAT(verdict.open, UnorderedElementsAre("'aws:RequestTag/team'", "'aws:SecureTransport'"));
  // In any order.
  Bench before({Policy(Deny("ivs:TagResource", "*", tagged) + "," + Allow("ivs:*", "*"))});
  EXPECT_EQ(before.Of("ivs:TagResource", kStage), Outcome::kConditional);
  Bench both({Policy(Allow("ivs:*", "arn:aws:ivs:*:*:stage/*", tagged) + "," +
                     Allow("ivs:*", "arn:aws:ivs:*:*:stage/*"))});
  EXPECT_EQ(both.Of("ivs:TagResource", kStage), Outcome::kAllowed);
  EXPECT_EQ(deny.Of("ivs:GetStage", kStage), Outcome::kAllowed);
}

TEST(Coverage, LeavesVariablesOpen) {
  Bench variable({Policy(Allow("s3:*", "arn:aws:s3:::home-${aws:username}"))});
  EXPECT_EQ(variable.Of("s3:CreateBucket", "arn:aws:s3:::home-a"), Outcome::kConditional);
  EXPECT_EQ(variable.Of("s3:CreateBucket", "arn:aws:s3:::work-a"), Outcome::kMissing);
  // Of those that may be meant, each variable is told.
  Bench several({Policy(R"({"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::x",
      "arn:aws:s3:::x-${aws:userid}", "arn:aws:s3:::home-${aws:username}",
      "arn:aws:s3:::home-${aws:PrincipalTag/a}"]})")});
  EXPECT_THAT(several.Decide("s3:CreateBucket", {{.text = "arn:aws:s3:::home-a"}}).open,
              UnorderedElementsAre("'aws:username'", "'aws:PrincipalTag/a'"));
  Bench escaped({Policy(Allow("s3:*", "arn:aws:s3:::a${*}"))});
  EXPECT_EQ(escaped.Of("s3:CreateBucket", "arn:aws:s3:::a*"), Outcome::kAllowed);
  EXPECT_EQ(escaped.Of("s3:CreateBucket", "arn:aws:s3:::ab"), Outcome::kMissing);
}

TEST(Coverage, TakesActionsWithWildcards) {
  EXPECT_EQ(Bench({Policy(Allow("s3:*", "*"))}).Of("s3:Get*", "*"), Outcome::kAllowed);
  EXPECT_EQ(Bench({Policy(Allow("s3:GetObject", "*"))}).Of("s3:Get*", "*"), Outcome::kMissing);
  EXPECT_EQ(
      Bench({Policy(Allow("s3:*", "*") + "," + Deny("s3:GetObject", "*"))}).Of("s3:Get*", "*"),
      Outcome::kConditional);
}

// A policy's decision for one ARN, as its definition says.
bool Allowed(const PolicyDocument& document, const std::string& arn) {
  const auto matches = [&](const PolicyStatement& statement) {
    bool any = false;
    for (const PolicyText& pattern : statement.resources) {
      any = any || lang::Matches(lang::ParseGlob(pattern.text), arn);
    }
    return any != statement.not_resource;
  };
  bool allowed = false;
  for (const PolicyStatement& statement : document.statements) {
    if (!matches(statement)) continue;
    if (statement.effect == Effect::kDeny) return false;
    allowed = true;
  }
  return allowed;
}

std::vector<std::string> Texts() {
  std::vector<std::string> texts = {""};
  for (size_t at = 0; texts[at].size() < 3; ++at) {
    for (const char c : {'a', 'b', 'z'}) texts.push_back(texts[at] + c);
  }
  return texts;
}

std::string RandomPattern(std::mt19937& random) {
  std::string pattern;
  for (unsigned i = random() % 5; i > 0; --i) pattern += "aab*?"[random() % 5];
  return pattern + (random() % 2 == 0 ? "*" : "");
}

// What AWS chooses is every text, what is not known before the deploy is one.
TEST(Coverage, AgreesWithDecidingEveryRequest) {
  const std::vector<std::string> texts = Texts();
  std::map<Outcome, int> outcomes;
  for (unsigned seed = 0; seed < 1'500; ++seed) {
    std::mt19937 random(seed);
    std::string statements;
    for (unsigned i = 1 + random() % 4; i > 0; --i) {
      statements += statements.empty() ? "" : ",";
      statements += std::string(R"({"Effect": ")") + (random() % 4 == 0 ? "Deny" : "Allow") +
                    R"(", "Action": "x:Y", ")" + (random() % 6 == 0 ? "NotResource" : "Resource") +
                    R"(": ["arn:aws:x:r:1:)" + RandomPattern(random) + R"(", "arn:aws:x:r:1:)" +
                    RandomPattern(random) + "\"]}";
    }
    Bench bench({Policy(statements)});
    const std::string begin = std::string("arn:aws:x:r:1:") + "ab"[random() % 2];
    Arn arn = {{.text = begin}};
    const bool has_unsure = random() % 2 == 0;
    const bool has_any = random() % 2 == 0;
    if (has_unsure) arn.push_back(Unsure("one"));
    arn.push_back({.text = "a"});
    if (has_any) arn.push_back(Any());
    const Verdict verdict = bench.Decide("x:Y", arn);
    ++outcomes[verdict.outcome];
    bool some_does = false;
    bool all_do = true;
    for (const std::string& one : has_unsure ? texts : std::vector<std::string>{""}) {
      bool does = true;
      for (const std::string& any : has_any ? texts : std::vector<std::string>{""}) {
        std::string request = begin;
        request.append(one).append("a").append(any);
        does = does && Allowed(bench.documents(0).at(0), request);
      }
      some_does = some_does || does;
      all_do = all_do && does;
    }
    if (verdict.outcome == Outcome::kAllowed) {
      ASSERT_TRUE(all_do) << seed << statements;
    }
    if (verdict.outcome == Outcome::kMissing) {
      // Whatever is tried denies something; the longer texts are those of the example.
      ASSERT_FALSE(Allowed(bench.documents(0).at(0), verdict.example)) << seed << statements;
      ASSERT_FALSE(some_does && !has_any) << seed << statements;
    }
    ASSERT_TRUE(has_unsure || verdict.outcome != Outcome::kNotProven) << seed << statements;
  }
  EXPECT_GT(outcomes[Outcome::kAllowed], 50);
  EXPECT_GT(outcomes[Outcome::kMissing], 50);
  EXPECT_GT(outcomes[Outcome::kNotProven], 50);
}

// What a variable excludes that the request lacks, AWS's pages do not say.
TEST(Coverage, LeavesOpenWhatIsExcludedByAVariableThatIsNotThere) {
  const auto decided = [](const std::string& effect, const std::vector<std::string>& names,
                          const std::string& stage) {
    return Bench({Policy(Allow("ivs:*", effect == "Deny" ? "*" : "x") + R"(, {"Effect": ")" +
                         effect + R"(", "Action": "ivs:*", "NotResource":
                         "arn:aws:ivs:*:*:stage/${aws:username}"})")},
                 {{"aws:username", names}})
        .Decide("ivs:GetStage", {{.text = "arn:aws:ivs:us-east-1:111122223333:stage/" + stage}});
  };
  EXPECT_EQ(decided("Allow", {"a"}, "a").outcome, Outcome::kMissing);
  EXPECT_EQ(decided("Allow", {"b"}, "a").outcome, Outcome::kAllowed);
  EXPECT_EQ(decided("Deny", {"a"}, "a").outcome, Outcome::kAllowed);
  EXPECT_EQ(decided("Deny", {"b"}, "a").outcome, Outcome::kMissing);
  for (const std::string effect : {"Allow", "Deny"}) {
    EXPECT_EQ(decided(effect, {}, "").outcome, Outcome::kConditional) << effect;
    EXPECT_THAT(decided(effect, {}, "").open, ElementsAre("'aws:username'")) << effect;
  }
}

}  // namespace
}  // namespace stackql::iam
