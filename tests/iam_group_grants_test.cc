// Statements of grants: what another grant covers is left out.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "iam/compare_grants.h"
#include "iam/group_grants.h"

namespace stackql::iam {
namespace {

std::vector<std::string> Resources(const std::vector<std::string>& granted) {
  std::vector<Grant> grants;
  grants.reserve(granted.size());
  for (const std::string& resource : granted)
    grants.push_back({.action = "x:Get", .resource = resource});
  std::vector<std::string> all;
  for (const GrantStatement& statement : Group(grants)) {
    all.insert(all.end(), statement.resources.begin(), statement.resources.end());
  }
  return all;
}

TEST(GroupGrants, LeavesOutWhatIsCovered) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(Resources({"arn:a:b", "arn:a:*", "arn:b:b"}), (Texts{"arn:a:*", "arn:b:b"}));
  EXPECT_EQ(Resources({"arn:a:bc", "arn:a:b?", "arn:a:b"}), (Texts{"arn:a:b", "arn:a:b?"}));
  EXPECT_EQ(Resources({"*", "arn:a:*"}), (Texts{"*"}));
}

TEST(GroupGrants, LeavesOutWhatAWildcardGives) {
  const auto granted = [](const std::vector<Grant>& grants) {
    std::vector<std::string> all;
    for (const GrantStatement& statement : Group(grants)) {
      for (const std::string& action : statement.actions) {
        for (const std::string& resource : statement.resources) {
          all.push_back(action + " on " + resource);
        }
      }
    }
    return all;
  };
  using Texts = std::vector<std::string>;
  const Grant all = {.action = "x:*", .resource = "arn:a:*"};
  EXPECT_EQ(granted({all, {.action = "X:Get", .resource = "arn:a:b"}}), Texts{"x:* on arn:a:*"});
  EXPECT_EQ(granted({all, {.action = "x:Get*", .resource = "arn:a:*"}}), Texts{"x:* on arn:a:*"});
  EXPECT_EQ(granted({all, {.action = "x:Get", .resource = "*"}}),
            (Texts{"x:Get on *", "x:* on arn:a:*"}));
  EXPECT_EQ(granted({all, {.action = "y:Get", .resource = "arn:a:b"}}),
            (Texts{"x:* on arn:a:*", "y:Get on arn:a:b"}));
  const Grant under = {.action = "x:*",
                       .resource = "*",
                       .conditions = {{"StringEquals", "aws:PrincipalTag/a", {"b"}}}};
  EXPECT_EQ(granted({under, {.action = "x:Get", .resource = "*"}}).size(), 2U);
}

// As a comparison of each with each other says.
TEST(GroupGrants, FindsAllThatCover) {
  std::mt19937 random(5);  // NOLINT(cert-msc51-cpp): the same each time
  const std::string letters = "aab:*?$";
  for (int round = 0; round < 300; ++round) {
    std::vector<Grant> grants;
    for (int i = 0; i < 8; ++i) {
      std::string resource;
      for (size_t size = random() % 5 + 1; size > 0; --size)
        resource += letters[random() % letters.size()];
      const Grant grant = {.action = "x:Get", .resource = resource};
      if (std::find(grants.begin(), grants.end(), grant) == grants.end()) grants.push_back(grant);
    }
    std::sort(grants.begin(), grants.end());
    std::vector<std::string> expected;
    for (size_t i = 0; i < grants.size(); ++i) {
      bool covered = false;
      for (size_t j = 0; j < grants.size(); ++j) {
        if (i == j || !Covers(grants[j], grants[i])) continue;
        covered |= j < i || !Covers(grants[i], grants[j]);
      }
      if (!covered) expected.push_back(grants[i].resource);
    }
    std::vector<std::string> all;
    for (const GrantStatement& statement : Group(grants)) {
      all.insert(all.end(), statement.resources.begin(), statement.resources.end());
    }
    EXPECT_EQ(all, expected);
  }
}

}  // namespace
}  // namespace stackql::iam
