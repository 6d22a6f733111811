// What a rule's message says is expected in place of a value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalog/schema_compiler.h"
#include "lint/property_checks.h"
#include "lint/rule_documents.h"
#include "snapshot/snapshot_objects.h"
#include "support/made_rules.h"
#include "support/schema_text.h"
#include "support/told.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

// Of the first problem of a thing by a rule that requires this: "expected. Help".
std::string Expected(const std::string& require, const std::string& thing,
                     const std::string& message = "'{value}' is not '{expected}'.") {
  Workbench bench;
  Problems problems;
  catalog::SchemaCompiler compiler(bench.values, problems, catalog::SchemaCompiler::Mode::kStrict);
  const ValueId read = bench.Read(require);
  compiler.Add(read, read);
  snapshot::RulesT rules;
  rules.rules.push_back(std::make_unique<snapshot::RuleT>());
  snapshot::RuleT& rule = *rules.rules.back();
  rule.id = "ZZZ001";
  rule.name = rule.summary = rule.why = "x";
  rule.targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  rule.targets[0]->type_name = "AWS::Test::Thing";
  rule.schemas = std::move(compiler.nodes());
  rule.require_schema = 0;
  rule.messages.push_back(std::make_unique<snapshot::MessageT>());
  rule.messages[0]->id = "default";
  rule.messages[0]->text = message;
  const std::string bytes = RuleSnapshot(std::move(rules));
  const RuleSet set(snapshot::Snapshot::Open(bytes));
  const Packed<snapshot::ResourceType> type(TypeWith("{}"));
  Operation operation = {.call = Call::kCreate, .type = &*type};
  operation.desired = bench.Read(thing);
  CheckProperties(bench.values, operation, set, problems);
  if (problems.size() != 1) return std::to_string(problems.size()) + " problems";
  std::string text = "nothing";
  for (const auto& [name, value] : problems[0].what.args) {
    if (name == "expected") text = value;
  }
  return text + (problems[0].help.empty() ? "" : ". ") + problems[0].help;
}

std::string OfA(const std::string& schema, const std::string& value) {
  return Expected(R"({"properties": {"A": )" + schema + "}}", R"({"A": )" + value + "}");
}

TEST(Expected, IsOneOfTheValues) {
  EXPECT_EQ(OfA(R"({"enum": ["big"]})", R"("x")"), "'big'");
  EXPECT_EQ(OfA(R"({"const": "big"})", R"("x")"), "'big'");
  EXPECT_EQ(OfA(R"({"enum": ["big", "tall"]})", R"("x")"), "'big' or 'tall'");
  EXPECT_EQ(OfA(R"({"enum": ["big", "tall", "wide"]})", R"("x")"), "'big', 'tall' or 'wide'");
  EXPECT_EQ(OfA(R"({"enum": ["big", "tall", "wide"]})", R"("wid")"),
            "'big', 'tall' or 'wide'. Did you mean 'wide'?");
  EXPECT_EQ(OfA(R"({"enum": ["big", "tall"]})", "5"), "'big' or 'tall'");
  EXPECT_EQ(OfA(R"({"enum": ["a", "b", "c", "d", "e", "f"]})", R"("xyz")"),
            "'a', 'b', 'c', 'd', 'e' or 'f'");
  // Of more, the four that are most like it.
  EXPECT_EQ(OfA(R"({"enum": ["one1", "two", "one2", "three", "one3", "four", "one4"]})", "\"one\""),
            "one of 7 values, such as 'one1', 'one2', 'one3', 'one4'. Did you mean 'one1'?");
}

TEST(Expected, IsARange) {
  EXPECT_EQ(OfA(R"({"minimum": 5, "maximum": 300})", "4"), "5 to 300");
  EXPECT_EQ(OfA(R"({"minimum": 5, "maximum": 300})", "301"), "5 to 300");
  EXPECT_EQ(OfA(R"({"minimum": 5})", "4"), "5 or more");
  EXPECT_EQ(OfA(R"({"maximum": 300})", "301"), "300 or less");
  EXPECT_EQ(OfA(R"({"minimum": 5})", "5"), "0 problems");
}

TEST(Expected, IsSomethingElse) {
  EXPECT_EQ(OfA(R"({"pattern": "^a"})", R"("x")"), "another value");
  EXPECT_EQ(OfA(R"({"not": {"const": "a"}})", R"("a")"), "another value");
  EXPECT_EQ(Expected(R"({"required": ["B"]})", R"({"A": 1})"), "another value");
  EXPECT_EQ(
      Expected(R"({"properties": {"A": {"enum": ["big"]}}})", R"({"A": "x"})", "'{value}' is odd."),
      "nothing");
}

TEST(Limited, IsByAnotherMember) {
  const std::string require = R"({"limits": [{"value": "/A", "limit": "/In/B"}]})";
  EXPECT_EQ(Expected(require, R"({"A": 6, "In": {"B": 5}})"),
            "another value. It is limited by 'B', which is '5'.");
  EXPECT_EQ(Expected(require, R"({"A": 5, "In": {"B": 5}})"), "0 problems");
  EXPECT_EQ(Expected(R"({"distinct": ["/A/*"]})", R"({"A": ["x", "y", "x"]})"), "another value");
}

}  // namespace
}  // namespace stackql
