// Which leaf of a schema is told to be broken, by a value that the schema surely refuses.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/evaluate.h"
#include "support/schema_text.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

std::vector<Failure> Explain(Workbench& bench, const snapshot::ResourceType& type,
                             const std::string& text) {
  const ValueId value = bench.Read(text);
  Evaluator evaluator(bench.values, *type.schemas());
  EXPECT_EQ(evaluator.Decide(0, value), Tri::kNo) << text;
  std::vector<Failure> failures;
  evaluator.Explain(0, value, failures);
  return failures;
}

TEST(Explain, NamesEveryGuiltyLeafOnce) {
  const Packed<snapshot::ResourceType> type(TypeWith(R"({
    "properties": {"A": {"type": "array", "items": {"properties": {"K": {"maxLength": 1}},
                                                    "additionalProperties": false}},
                   "B": {"type": "integer", "maximum": 3}},
    "required": ["C"]})"));
  Workbench bench;
  const auto failures =
      Explain(bench, *type, R"({"A": [{"K": "a"}, {"K": "bb", "a/b~c": 1}], "B": "x"})");
  ASSERT_EQ(failures.size(), 4U);
  EXPECT_EQ(failures[0].path, "/A/1/K");
  EXPECT_EQ(failures[0].keyword, Keyword::kMaxLength);
  EXPECT_EQ(failures[1].path, "/A/1/a~1b~0c");
  EXPECT_EQ(failures[1].keyword, Keyword::kAdditional);
  EXPECT_EQ(failures[2].path, "/B");
  EXPECT_EQ(failures[2].keyword, Keyword::kType);
  EXPECT_EQ(failures[3].keyword, Keyword::kRequired);
  EXPECT_EQ(failures[3].name, "C");
}

TEST(Explain, ChoosesTheBranchThatTheDiscriminatorNames) {
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"oneOf": [
    {"properties": {"Form": {"const": 1}, "Kind": {"const": "a"}, "Size": {"type": "integer"}},
     "required": ["Kind"]},
    {"properties": {"Form": {"const": 2}, "Kind": {"const": "b"}, "Name": {"type": "string"},
                    "More": {"type": "string"}}, "required": ["Kind"]}]})"));
  Workbench bench;
  const auto failures = Explain(bench, *type, R"({"Kind": "b", "Name": 5, "More": 6})");
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].path, "/Name");
  EXPECT_EQ(failures[1].path, "/More");
}

TEST(Explain, EveryDiscriminatorOfABranchMustFit) {
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"oneOf": [
    {"properties": {"Form": {"const": 1}, "Kind": {"const": "a"}}, "required": ["Kind"]},
    {"properties": {"Form": {"const": 1}, "Kind": {"const": "b"}, "Name": {"type": "string"},
                    "More": {"type": "string"}}, "required": ["Kind"]}]})"));
  Workbench bench;
  const auto failures = Explain(bench, *type, R"({"Form": 1, "Kind": "b", "Name": 5, "More": 6})");
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].path, "/Name");
  EXPECT_EQ(failures[1].path, "/More");
}

TEST(Explain, AMemberOfOneBranchDoesNotTellBranchesApart) {
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"anyOf": [
    {"properties": {"Below": {"type": "string"}}, "required": ["Below"],
     "additionalProperties": false},
    {"properties": {"Fixed": {"enum": ["first"]}}, "required": ["Fixed"],
     "additionalProperties": false}]})"));
  Workbench bench;
  const auto failures = Explain(bench, *type, R"({"Fixed": "last"})");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].path, "/Fixed");
  EXPECT_EQ(failures[0].keyword, Keyword::kEnum);
}

TEST(Explain, MembersThatDoNotFitTogetherAreToldAtTheLastOne) {
  Workbench bench;
  const Packed<snapshot::ResourceType> type(
      TypeWith(R"({"requiredXor": ["A", "B", "C"], "dependentRequired": {"D": ["E"]},
                                 "dependentExcluded": {"F": ["D"], "D": ["F"]}})"));
  const auto many = Explain(bench, *type, R"({"C": 1, "B": 2, "D": 3, "F": 4})");
  ASSERT_EQ(many.size(), 4U);
  EXPECT_EQ(many[0].keyword, Keyword::kNeeded);
  EXPECT_EQ(many[0].name + " for " + many[0].cause, "E for D");
  EXPECT_EQ(bench.values.Text(many[0].other), "D");
  for (size_t i = 1; i < 3; ++i) {
    EXPECT_EQ(many[i].keyword, Keyword::kExcluded);
    EXPECT_EQ(many[i].path, "/F");
    EXPECT_EQ(bench.values.Text(many[i].other), "D");
  }
  EXPECT_EQ(many[3].path, "/B");
  EXPECT_EQ(many[3].name, "C");
  const auto none = Explain(bench, *type, "{}");
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].keyword, Keyword::kRequiredXor);
}

// Each is right alone; the first that the alternative does have is named.
TEST(Explain, MembersOfTwoAlternativesExcludeEachOther) {
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"oneOf": [
    {"properties": {"A": {"type": "string"}, "B": {"type": "string"}, "E": {"type": "string"}},
     "required": ["A", "B"], "additionalProperties": false},
    {"properties": {"C": {"type": "string"}, "D": {"type": "string"}},
     "required": ["C", "D"], "additionalProperties": false}]})"));
  Workbench bench;
  const auto failures = Explain(bench, *type, R"({"C": "c", "B": "b", "A": "a", "X": "x"})");
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].path, "/C");
  EXPECT_EQ(failures[0].keyword, Keyword::kExcluded);
  EXPECT_EQ(failures[0].name, "B");
  EXPECT_EQ(bench.values.Text(failures[0].other), "B");
  EXPECT_EQ(failures[1].path, "/X");
  EXPECT_EQ(failures[1].keyword, Keyword::kAdditional) << "no alternative has it";
}

TEST(Explain, SaysNothingMoreOfAValueOfAnotherKind) {
  for (const auto& [schema, keyword] : std::vector<std::pair<std::string, Keyword>>{
           {R"({"type": "integer", "maxLength": 1})", Keyword::kType},
           {R"({"enum": ["a"], "maxLength": 1})", Keyword::kEnum}}) {
    const Packed<snapshot::ResourceType> type(TypeWith(schema));
    Workbench bench;
    const auto failures = Explain(bench, *type, R"("xx")");
    ASSERT_EQ(failures.size(), 1U) << schema;
    EXPECT_EQ(failures[0].keyword, keyword) << schema;
  }
}

// Schemas that refer to each other, one to the next.
TEST(Explain, FollowsReferencesToABoundedDepth) {
  const auto explained = [](size_t references) {
    snapshot::ResourceTypeT chain = TypeWith("{}");
    chain.schemas.clear();
    for (size_t i = 0; i <= references; ++i) {
      auto node = std::make_unique<snapshot::SchemaT>();
      if (i == references) node->types = snapshot::Type::Integer;
      if (i < references) node->ref = static_cast<int32_t>(i + 1);
      chain.schemas.push_back(std::move(node));
    }
    const Packed<snapshot::ResourceType> type(chain);
    Workbench bench;
    std::vector<Failure> failures;
    Evaluator(bench.values, *type->schemas()).Explain(0, bench.Read("true"), failures);
    EXPECT_EQ(failures.size(), 1U);
    return failures.at(0).keyword;
  };
  EXPECT_EQ(explained(599), Keyword::kType);
  EXPECT_EQ(explained(600), Keyword::kOther);
}

// Nobody reads more than ten thousand.
TEST(Explain, TellsABoundedNumber) {
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"items": {"type": "integer"}})"));
  for (const size_t count : {9'999, 10'000, 10'001}) {
    std::string items = "true";
    for (size_t i = 1; i < count; ++i) items += ",true";
    Workbench bench;
    EXPECT_EQ(Explain(bench, *type, "[" + items + "]").size(), std::min<size_t>(count, 10'000));
  }
}

TEST(Explain, BranchesOfRequiredListsAreToldAtTheCombinator) {
  const Packed<snapshot::ResourceType> type(
      TypeWith(R"({"oneOf": [{"required": ["A"]}, {"required": ["B"]}]})"));
  Workbench bench;
  const auto none = Explain(bench, *type, "{}");
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].keyword, Keyword::kOneOf);
  const auto both = Explain(bench, *type, R"({"A": 1, "B": 2})");
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].keyword, Keyword::kOneOfMany);
}

}  // namespace
}  // namespace stackql
