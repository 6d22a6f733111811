#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace stackql::iam {

// {"StringEquals": {"iam:PassedToService": ["lambda.amazonaws.com"]}}
struct ConditionTest {
  std::string op = {};
  std::string key = {};
  std::vector<std::string> values = {};

  friend auto operator<=>(const ConditionTest&, const ConditionTest&) = default;
};

// One action on one resource pattern, as policies write them, where the tests hold.
struct Grant {
  std::string action = {};
  std::string resource = {};
  std::vector<ConditionTest> conditions = {};

  friend auto operator<=>(const Grant&, const Grant&) = default;
};

// An Allow statement: every one of its actions on every one of its resources.
struct GrantStatement {
  std::vector<std::string> actions = {};
  std::vector<std::string> resources = {};
  std::vector<ConditionTest> conditions = {};

  friend auto operator<=>(const GrantStatement&, const GrantStatement&) = default;
};

using GrantDocument = std::vector<GrantStatement>;

}  // namespace stackql::iam
