// Runs the examples of every rule document over the whole program: a bad example gives exactly its
// marked findings, a good one none.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/rules.h"
#include "snapshot/snapshot_tables.h"
#include "support/rule_example.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

void CheckExample(const snapshot::Rule& rule, const snapshot::Example& example, int number) {
  SCOPED_TRACE(rule.name()->str() + (example.bad() ? " bad " : " good ") + std::to_string(number));
  const auto [report, marks] = RunExample(rule, example);
  EXPECT_TRUE(report.failures.empty()) << report.failures.front();
  EXPECT_EQ(example.bad(), !marks.empty()) << "bad examples have marks, good ones have none";
  std::vector<Mark> found;
  for (const Finding& finding : report.findings) {
    EXPECT_EQ(finding.name, rule.name()->str()) << Describe(report);
    found.push_back({finding.where.path, finding.where.span});
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found.size(), marks.size());
  for (size_t i = 0; i < std::min(found.size(), marks.size()); ++i) {
    EXPECT_EQ(found[i].path, marks[i].path);
    EXPECT_EQ(std::make_pair(found[i].span.begin, found[i].span.end),
              std::make_pair(marks[i].span.begin, marks[i].span.end));
  }
}

class Examples : public testing::TestWithParam<std::string> {};

const RuleSet& BuiltinRules() {
  static const RuleSet rules(Builtin());
  return rules;
}

TEST_P(Examples, FindWhatTheyMark) {
  const snapshot::Rule* rule = BuiltinRules().Find(GetParam());
  ASSERT_NE(rule->examples(), nullptr);
  ASSERT_GT(rule->examples()->size(), 0U);
  int number = 0;
  for (const snapshot::Example* example : *rule->examples())
    CheckExample(*rule, *example, ++number);
}

std::vector<std::string> RuleNames() {
  std::vector<std::string> names;
  for (const snapshot::Rule* rule : BuiltinRules().all()) names.push_back(rule->name()->str());
  return names;
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, Examples, testing::ValuesIn(RuleNames()), TestName);

// Rules that the built-in type cannot break, that take much text to break, that AWS alone tells, or
// that stop the run instead of giving a finding; other tests break them.
const std::set<std::string_view> kWithoutBadExample = {"unbound-resource",
                                                       "unsupported-operation",
                                                       "invalid-config",
                                                       "invalid-rule-document",
                                                       "invalid-schema",
                                                       "wrong-example",
                                                       "policy-size",
                                                       "excess-limit",
                                                       "live-missing",
                                                       "live-exists",
                                                       "live-drift",
                                                       "live-unchecked",
                                                       "live-reference",
                                                       "live-schema",
                                                       "live-type",
                                                       "live-permission",
                                                       "live-policy-invalid",
                                                       "live-policy",
                                                       "live-policy-suggestion"};

TEST(RuleDocuments, HaveGoodAndBadExamples) {
  for (const snapshot::Rule* rule : BuiltinRules().all()) {
    const auto count = [&](bool bad) {
      return std::count_if(rule->examples()->begin(), rule->examples()->end(),
                           [&](const auto* example) { return example->bad() == bad; });
    };
    EXPECT_GT(count(false), 0) << rule->name()->str();
    const bool exempt = kWithoutBadExample.count(rule->name()->string_view()) > 0;
    EXPECT_NE(count(true) > 0, exempt) << rule->name()->str();
  }
}

}  // namespace
}  // namespace stackql
