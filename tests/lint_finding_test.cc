// Findings: their names, their order, and in which environments they are.
#include <gtest/gtest.h>

#include "lint/finding.h"

namespace stackql {
namespace {

TEST(Finding, NamesItsSeverity) {
  EXPECT_EQ(Name(Severity::kInfo), "info");
  EXPECT_EQ(Name(Severity::kWarning), "warning");
  EXPECT_EQ(Name(Severity::kError), "error");
}

TEST(Finding, SaysInWhichEnvironmentsItIs) {
  const auto text = [](std::vector<std::string> names) {
    Finding finding;
    finding.environments = std::move(names);
    return EnvironmentsText(finding);
  };
  EXPECT_EQ(text({}), "");
  EXPECT_EQ(text({"dev"}), "Only in the environment 'dev'.");
  EXPECT_EQ(text({"dev", "prod"}), "Only in the environments 'dev' and 'prod'.");
  EXPECT_EQ(text({"dev", "prod", "sit"}), "Only in the environments 'dev', 'prod' and 'sit'.");
}

TEST(Finding, IsSortedByPlaceRuleAndMessage) {
  const auto made = [](const char* path, uint32_t begin, const char* rule, const char* message) {
    Finding finding;
    finding.where = {path, {begin, begin + 1}};
    finding.rule = rule;
    finding.message = message;
    return finding;
  };
  const std::vector<Finding> sorted = {made("a", 1, "B", "x"), made("a", 2, "A", "x"),
                                       made("a", 2, "B", "a"), made("a", 2, "B", "b"),
                                       made("b", 0, "A", "a")};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) EXPECT_EQ(Before(sorted[i], sorted[j]), i < j);
  }
}

}  // namespace
}  // namespace stackql
