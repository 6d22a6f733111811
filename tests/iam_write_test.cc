// From grants to policy documents: grouping, sizes and packing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "iam/group_grants.h"
#include "iam/pack_policy.h"
#include "iam/policy_json.h"
#include "iam/policy_pattern.h"
#include "iam/write_policy.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;

using Pair = std::tuple<std::string, std::string, std::vector<ConditionTest>>;

std::set<Pair> PairsOf(const GrantDocument& document) {
  std::set<Pair> pairs;
  for (const GrantStatement& statement : document) {
    for (const std::string& action : statement.actions) {
      for (const std::string& resource : statement.resources) {
        pairs.emplace(action, resource, statement.conditions);
      }
    }
  }
  return pairs;
}

std::set<Pair> PairsOf(const std::vector<GrantDocument>& documents) {
  std::set<Pair> pairs;
  for (const GrantDocument& document : documents) pairs.merge(PairsOf(document));
  return pairs;
}

TEST(PolicyPattern, CoversWhatItMatches) {
  const std::string stages = "arn:aws:ivs:us-east-1:*:stage/*";
  EXPECT_TRUE(PatternCovers("*", stages));
  EXPECT_TRUE(PatternCovers(stages, stages));
  EXPECT_TRUE(PatternCovers("arn:aws:ivs:*:*:*", stages));
  EXPECT_TRUE(PatternCovers(stages, "arn:aws:ivs:us-east-1:111122223333:stage/a:b"));
  EXPECT_FALSE(PatternCovers(stages, "arn:aws:ivs:*:*:stage/*"));
  EXPECT_FALSE(PatternCovers(stages, "*"));
  EXPECT_FALSE(PatternCovers("arn:aws:s3:::a", "arn:aws:s3:::b"));
  // A literal star is no wildcard.
  EXPECT_TRUE(PatternCovers("arn:aws:s3:::*", "arn:aws:s3:::a${*}"));
  EXPECT_FALSE(PatternCovers("arn:aws:s3:::a${*}", "arn:aws:s3:::ab"));
  EXPECT_FALSE(PatternCovers("arn:aws:s3:::a${*}", "arn:aws:s3:::a*"));
}

TEST(Group, JoinsActionsOfTheSameResources) {
  const GrantDocument document = Group({{"ivs:GetStage", "a"},
                                        {"ivs:createStage", "a"},
                                        {"ec2:DescribeVpcs", "*"},
                                        {"ivs:GetStage", "b"},
                                        {"ivs:GetStage", "a"}});
  EXPECT_THAT(document, ElementsAre(GrantStatement{{"ec2:DescribeVpcs"}, {"*"}},
                                    GrantStatement{{"ivs:createStage"}, {"a"}},
                                    GrantStatement{{"ivs:GetStage"}, {"a", "b"}}));
}

// By their resources, then by their actions, whatever they ask for.
TEST(Group, SortsStatements) {
  const ConditionTest first = {"Bool", "aws:SecureTransport", {"true"}};
  const ConditionTest second = {"StringEquals", "aws:PrincipalTag/a", {"b"}};
  EXPECT_THAT(
      Group({{"x:B", "b"}, {"x:C", "a", {first}}, {"x:A", "a", {second}}, {"x:A", "a", {first}}}),
      ElementsAre(GrantStatement{{"x:A", "x:C"}, {"a"}, {first}},
                  GrantStatement{{"x:A"}, {"a"}, {second}}, GrantStatement{{"x:B"}, {"b"}}));
  EXPECT_THAT(Group({{"x:C", "a", {first}}, {"x:A", "a", {second}}}),
              ElementsAre(GrantStatement{{"x:A"}, {"a"}, {second}},
                          GrantStatement{{"x:C"}, {"a"}, {first}}));
}

TEST(Group, LeavesOutWhatAnotherGrantCovers) {
  const ConditionTest passed = {"StringEquals", "iam:PassedToService", {"s3.amazonaws.com"}};
  const GrantDocument document = Group({{"s3:GetObject", "arn:aws:s3:::a/*"},
                                        {"s3:GetObject", "arn:aws:s3:::a/b"},
                                        {"S3:getobject", "arn:aws:s3:::a/c"},
                                        {"s3:PutObject", "arn:aws:s3:::a/b"},
                                        {"iam:PassRole", "*", {passed}},
                                        {"iam:PassRole", "arn:aws:iam::1:role/x", {passed}},
                                        {"iam:PassRole", "arn:aws:iam::1:role/y"}});
  EXPECT_THAT(document, ElementsAre(GrantStatement{{"iam:PassRole"}, {"*"}, {passed}},
                                    GrantStatement{{"iam:PassRole"}, {"arn:aws:iam::1:role/y"}},
                                    GrantStatement{{"S3:getobject"}, {"arn:aws:s3:::a/*"}},
                                    GrantStatement{{"s3:PutObject"}, {"arn:aws:s3:::a/b"}}));
}

TEST(Group, LeavesOutWhatALaterGrantCovers) {
  EXPECT_THAT(
      Group({{"x:Y", "arn:aws:x:r:1:a-1"}, {"x:Y", "arn:aws:x:r:1:a-?"}, {"x:Z", "a"}}),
      ElementsAre(GrantStatement{{"x:Z"}, {"a"}}, GrantStatement{{"x:Y"}, {"arn:aws:x:r:1:a-?"}}));
}

// Never a pair that was not given; each that was given is there, or a wider one.
TEST(Group, GrantsJustTheSame) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    std::vector<Grant> grants;
    const std::vector<std::string> resources = {"*", "arn:aws:x:r:1:*", "arn:aws:x:r:1:a/*",
                                                "arn:aws:x:r:1:a/b", "arn:aws:x:*:1:a/b"};
    const ConditionTest test = {"StringEquals", "k", {"v"}};
    for (unsigned i = random() % 12; i > 0; --i) {
      Grant grant = {"x:" + std::string(1, static_cast<char>('A' + random() % 4)),
                     resources[random() % resources.size()]};
      if (random() % 3 == 0) grant.conditions = {test};
      grants.push_back(std::move(grant));
    }
    const GrantDocument document = Group(grants);
    const std::set<Pair> after = PairsOf(document);
    for (const Pair& pair : after) {
      const Grant grant = {std::get<0>(pair), std::get<1>(pair), std::get<2>(pair)};
      ASSERT_NE(std::find(grants.begin(), grants.end(), grant), grants.end()) << seed;
    }
    for (const Grant& grant : grants) {
      ASSERT_TRUE(std::any_of(after.begin(), after.end(),
                              [&](const Pair& pair) {
                                return std::get<0>(pair) == grant.action &&
                                       PatternCovers(std::get<1>(pair), grant.resource) &&
                                       (std::get<2>(pair).empty() ||
                                        std::get<2>(pair) == grant.conditions);
                              }))
          << seed << " " << grant.action << " " << grant.resource;
    }
    std::shuffle(grants.begin(), grants.end(), random);
    ASSERT_EQ(Group(grants), document) << seed;
  }
}

TEST(PolicyJson, WritesOneElementAsItself) {
  const GrantDocument document = {
      {{"cloudformation:GetResource"}, {"*"}},
      {{"iam:PassRole"}, {"a", "b"}, {{"StringEquals", "iam:PassedToService", {"x y"}}}}};
  EXPECT_EQ(MinifiedPolicy(document),
            R"({"Version":"2012-10-17","Statement":[)"
            R"({"Effect":"Allow","Action":"cloudformation:GetResource","Resource":"*"},)"
            R"({"Effect":"Allow","Action":"iam:PassRole","Resource":["a","b"],)"
            R"("Condition":{"StringEquals":{"iam:PassedToService":"x y"}}}]})");
  EXPECT_EQ(PolicySize(document), MinifiedPolicy(document).size() - 1);
}

TEST(PolicyJson, WritesOtherLettersThanAsciiAsTheyAre) {
  const GrantDocument document = {{{"s3:GetObject"}, {"arn:aws:s3:::a/\u00FCber"}}};
  for (const PolicyFormat format :
       {PolicyFormat::kJson, PolicyFormat::kJsonMin, PolicyFormat::kTerraform,
        PolicyFormat::kCloudFormation, PolicyFormat::kStackql}) {
    const std::string text = WritePolicy(document, format, "p");
    EXPECT_NE(text.find("\u00FCber"), std::string::npos) << text;
  }
}

GrantDocument RandomDocument(std::mt19937& random, size_t types) {
  std::vector<Grant> grants;
  for (size_t type = 0; type < types; ++type) {
    const std::string service = "service" + std::to_string(random() % 60);
    const std::string resource =
        random() % 5 == 0
            ? "*"
            : "arn:aws:" + service + ":us-east-1:111122223333:thing/" + std::to_string(type) + "*";
    for (unsigned i = 3 + random() % 12; i > 0; --i) {
      grants.push_back({service + ":DescribeSomething" + std::to_string(random() % 40), resource});
    }
  }
  return Group(grants);
}

TEST(Pack, LosesNothingAndFits) {
  size_t several = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const GrantDocument document = RandomDocument(random, 40);
    const Packing packing = Pack(document, kManagedPolicySize);
    ASSERT_EQ(packing.too_large, "");
    EXPECT_EQ(PairsOf(packing.documents), PairsOf(document)) << seed;
    for (const GrantDocument& part : packing.documents) {
      EXPECT_LE(PolicySize(part), kManagedPolicySize) << seed;
      EXPECT_FALSE(part.empty()) << seed;
    }
    EXPECT_EQ(packing.documents.size(), packing.bound) << seed;
    several += packing.documents.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(several, 50U);
}

// The fewest documents that whole statements can be put into, by trying all.
size_t FewestWhole(const std::vector<size_t>& sizes, size_t capacity, size_t at,
                   std::vector<size_t>& used) {
  if (at == sizes.size()) return used.size();
  size_t best = SIZE_MAX;
  for (size_t i = 0; i < used.size(); ++i) {
    if (used[i] + sizes[at] > capacity) continue;
    used[i] += sizes[at];
    best = std::min(best, FewestWhole(sizes, capacity, at + 1, used));
    used[i] -= sizes[at];
  }
  used.push_back(sizes[at]);
  best = std::min(best, FewestWhole(sizes, capacity, at + 1, used));
  used.pop_back();
  return best;
}

TEST(Pack, TakesNoMoreThanTheFewestDocumentsOfWholeStatements) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    GrantDocument document = RandomDocument(random, 7);
    document.resize(std::min<size_t>(document.size(), 8));
    const size_t limit = 700 + random() % 600;
    std::vector<size_t> sizes;
    for (const GrantStatement& statement : document) {
      sizes.push_back(PolicySize({statement}) - PolicySize({}) + 1);
    }
    const Packing packing = Pack(document, limit);
    ASSERT_EQ(packing.too_large, "");
    ASSERT_EQ(PairsOf(packing.documents), PairsOf(document)) << seed;
    for (const GrantDocument& part : packing.documents) EXPECT_LE(PolicySize(part), limit);
    const size_t capacity = limit - PolicySize({}) + 1;
    EXPECT_GE(packing.documents.size(), packing.bound);
    if (std::any_of(sizes.begin(), sizes.end(), [&](size_t s) { return s > capacity; })) continue;
    std::vector<size_t> used;
    EXPECT_LE(packing.documents.size(), FewestWhole(sizes, capacity, 0, used)) << seed;
  }
}

// A statement that just fits is not cut, though another one has to be.
TEST(Pack, CutsNothingThatFits) {
  const GrantStatement fits = {{"s3:GetObject", "s3:PutObject"}, {"arn:aws:s3:::a"}};
  const GrantStatement large = {{"s3:GetObject"}, {"arn:aws:s3:::a", "arn:aws:s3:::bcdefghijkl"}};
  const size_t limit = PolicySize({fits});
  ASSERT_GT(PolicySize({large}), limit);
  const Packing packing = Pack({fits, large}, limit);
  ASSERT_EQ(packing.documents.size(), 3U);
  EXPECT_EQ(packing.documents[0], GrantDocument{fits});
}

TEST(Pack, CutsNothingIfAllFits) {
  const GrantStatement small = {{"s3:GetObject"}, {"arn:aws:s3:::a"}};
  const GrantStatement other = {{"s3:PutObject"}, {"arn:aws:s3:::a"}};
  const GrantStatement large = {
      {"s3:GetObject", "s3:PutObject"},
      {"arn:aws:s3:::bcdefghijklmnopqrstuvwxyz0123456789", "arn:aws:s3:::" + std::string(60, 'c')}};
  const size_t limit = PolicySize({large});
  ASSERT_LE(PolicySize({small, other}), limit);
  const Packing packing = Pack({small, large, other}, limit);
  ASSERT_EQ(packing.documents.size(), 2U);
  EXPECT_EQ(std::ranges::count(packing.documents, GrantDocument{large}), 1);
}

TEST(Pack, CutsStatementsThatAreTooLarge) {
  GrantStatement actions = {{}, {"*"}};
  GrantStatement resources = {{"s3:GetObject", "s3:PutObject"}, {}};
  for (int i = 0; i < 300; ++i) {
    actions.actions.push_back("service:DoSomething" + std::to_string(i));
    resources.resources.push_back("arn:aws:s3:::bucket-of-some-length-" + std::to_string(i));
  }
  for (const GrantDocument& document :
       {GrantDocument{actions}, GrantDocument{resources}, GrantDocument{actions, resources}}) {
    const Packing packing = Pack(document, 3'000);
    ASSERT_EQ(packing.too_large, "");
    EXPECT_EQ(PairsOf(packing.documents), PairsOf(document));
    for (const GrantDocument& part : packing.documents) {
      EXPECT_LE(PolicySize(part), 3'000U);
      EXPECT_FALSE(part.empty());
    }
  }
}

TEST(PolicyJson, CountsCharactersWithoutWhiteSpace) {
  const auto size = [](const std::string& resource) {
    return PolicySize({{{"s3:GetObject"}, {resource}}});
  };
  const size_t empty = size("");
  EXPECT_EQ(size("a"), empty + 1);
  EXPECT_EQ(size("a b"), empty + 2);
  EXPECT_EQ(size("\u00FC\u65E5\U0001F600"), empty + 3);
  // As an escape in JSON.
  EXPECT_EQ(size("\n"), empty + 2);
}

TEST(Pack, FillsDocumentsToTheirLimit) {
  const GrantStatement one = {{"s3:GetObject"}, {"arn:aws:s3:::a"}};
  const GrantStatement two = {{"s3:PutObject"}, {"arn:aws:s3:::b"}};
  const size_t size = PolicySize({one});
  EXPECT_THAT(Pack({one}, size).documents, ElementsAre(GrantDocument{one}));
  EXPECT_EQ(Pack({one}, size - 1).too_large, "s3:GetObject on arn:aws:s3:::a");
  const size_t both = PolicySize({one, two});
  const Packing together = Pack({one, two}, both);
  EXPECT_THAT(together.documents, ElementsAre(GrantDocument{one, two}));
  EXPECT_EQ(together.bound, 1U);
  const Packing apart = Pack({one, two}, both - 1);
  EXPECT_THAT(apart.documents, ElementsAre(GrantDocument{one}, GrantDocument{two}));
  EXPECT_EQ(apart.bound, 2U);
  EXPECT_EQ(Pack({}, 1).too_large, "a policy document");
  EXPECT_EQ(Pack({}, PolicySize({})).too_large, "a policy document");
  EXPECT_EQ(Pack({}, PolicySize({}) + 1).documents.size(), 1U);
}

// Largest first, the third fits beside the second, and the fourth beside the first.
TEST(Pack, KeepsStatementsWholeWhereThatTakesNoMore) {
  const auto statement = [](const std::string& action, size_t size) {
    return GrantStatement{{action}, {std::string(size, 'r')}};
  };
  const GrantStatement a = statement("s3:A", 260);
  const GrantStatement b = statement("s3:B", 250);
  const GrantStatement c = statement("s3:C", 130);
  const GrantStatement d = statement("s3:D", 120);
  const size_t limit = PolicySize({a, d});
  ASSERT_EQ(PolicySize({b, c}), limit);
  EXPECT_THAT(Pack({a, b, c, d}, limit).documents,
              ElementsAre(GrantDocument{a, d}, GrantDocument{b, c}));
  EXPECT_THAT(Pack({d, c, b, a}, limit).documents,
              ElementsAre(GrantDocument{c, b}, GrantDocument{d, a}));
}

// A statement is cut where the document ends, as late as it can be.
TEST(Pack, CutsStatementsAsLateAsItCan) {
  const std::string r1(100, '1');
  const std::string r2(100, '2');
  const std::string r3(100, '3');
  const GrantStatement resources = {{"s3:GetObject"}, {r1, r2, r3}};
  const size_t of_two = PolicySize({{{"s3:GetObject"}, {r1, r2}}});
  EXPECT_THAT(Pack({resources}, of_two).documents,
              ElementsAre(GrantDocument{{{"s3:GetObject"}, {r1, r2}}},
                          GrantDocument{{{"s3:GetObject"}, {r3}}}));
  EXPECT_EQ(Pack({resources}, of_two - 1).documents.size(), 3U);
  const GrantStatement actions = {{"s3:A", "s3:B", "s3:C"}, {r1}};
  EXPECT_THAT(
      Pack({actions}, PolicySize({{{"s3:A", "s3:B"}, {r1}}})).documents,
      ElementsAre(GrantDocument{{{"s3:A", "s3:B"}, {r1}}}, GrantDocument{{{"s3:C"}, {r1}}}));
  const GrantStatement both = {{"s3:A", "s3:B"}, {r1, r2}};
  EXPECT_EQ(PairsOf(Pack({both}, PolicySize({{{"s3:A"}, {r1}}})).documents), PairsOf({both}));
}

TEST(Pack, FindsTheTooLargeGrantAmongOthers) {
  const std::string name(300, 'x');
  const GrantStatement fine = {{"s3:GetObject"}, {"arn:aws:s3:::a"}};
  const GrantStatement large = {{"s3:Get", "s3:PutObject"}, {"a", name}};
  EXPECT_EQ(Pack({fine, large}, PolicySize({{{"s3:PutObject"}, {name}}})).too_large, "");
  const size_t least = PolicySize({{{"s3:Get"}, {name}}});
  EXPECT_EQ(Pack({fine, large}, least).too_large, "s3:PutObject on " + name);
  EXPECT_EQ(Pack({fine, large}, least - 1).too_large, "s3:Get on " + name);
}

// Packs as few documents as it can within its budget, and always some.
TEST(Pack, NeedsNoBudgetForAFirstAnswer) {
  std::vector<GrantStatement> statements;
  for (size_t length = 20; length < 230; length += 7) {
    statements.push_back({{"s3:GetObject"}, {std::string(length, 'a')}});
  }
  const Packing packing = Pack(statements, 600, 0);
  EXPECT_EQ(PairsOf(packing.documents), PairsOf(statements));
  for (const GrantDocument& part : packing.documents) EXPECT_LE(PolicySize(part), 600U);
}

TEST(Pack, SaysWhatFitsNowhere) {
  const std::string name(3'000, 'x');
  const Packing packing = Pack({{{"s3:GetObject"}, {"arn:aws:s3:::" + name}}}, 2'048);
  EXPECT_EQ(packing.too_large, "s3:GetObject on arn:aws:s3:::" + name);
  EXPECT_TRUE(packing.documents.empty());
}

}  // namespace
}  // namespace stackql::iam
