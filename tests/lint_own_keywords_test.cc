// The keywords that rule documents have beyond JSON Schema's: what is surely right, surely wrong,
// and neither.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "catalog/schema_compiler.h"
#include "lint/evaluate.h"
#include "support/decide.h"
#include "support/schema_text.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

// Compiled as rule documents are.
Tri Compare(const std::string& schema, const std::string& value) {
  Workbench bench;
  Problems problems;
  catalog::SchemaCompiler compiler(bench.values, problems, catalog::SchemaCompiler::Mode::kStrict);
  const ValueId read = bench.Read(schema);
  compiler.Add(read, read);
  EXPECT_TRUE(problems.empty()) << schema;
  snapshot::ResourceTypeT type;
  type.type_name = "AWS::Test::Thing";
  type.service = "test";
  type.schemas = std::move(compiler.nodes());
  const Packed<snapshot::ResourceType> packed(type);
  return Evaluator(bench.values, *packed->schemas()).Decide(0, bench.Read(value));
}

TEST(OwnKeywords, ValuesAmongOthers) {
  const std::string schema = R"({"among": {"/Used/*/Name": ["/Made/*/Name", "/Other"]}})";
  for (const auto& [value, expected] : std::vector<std::pair<std::string, Tri>>{
           {R"({"Used": [{"Name": "a"}], "Made": [{"Name": "b"}]})", kNo},
           {R"({"Used": [{"Name": "a"}]})", kNo},
           {R"({"Used": [{"Name": "a"}], "Made": [{"Name": "b"}, {"Name": "a"}]})", kYes},
           {R"({"Used": [{"Name": "a"}], "Made": [], "Other": "a"})", kYes},
           {R"({"Used": [{"Name": "a"}], "Made": [{"Name": "b%"}]})", kNo},
           {R"({"Used": [{"Name": "a"}], "Made": [{"Name": "a%"}]})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": [{%}]})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": [%]})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": %})", kUnknown},
           {R"({"Used": [{"Name": "a"}], %})", kUnknown},
           {R"({"Used": [{"Name": "a%"}], "Made": []})", kUnknown},
           {R"({"Used": [], "Made": []})", kYes},
           {R"({"Used": [{"Name": 5}], "Made": []})", kNo},
           {R"({"Used": [{"Name": 5}], "Made": [{"Name": 5.0}]})", kUnknown},
           {R"({"Used": [{"Name": "5"}], "Made": [{"Name": 5}]})", kUnknown},
           {R"({"Used": [{"Name": "6"}], "Made": [{"Name": 5}]})", kNo},
           {R"({"Used": [{"Name": "5.0"}], "Made": [{"Name": 5}]})", kUnknown},
           {R"({"Used": [{"Name": 5}], "Made": [{"Name": "5.0"}]})", kUnknown},
           {R"({"Used": [{"Name": 5}], "Made": [{"Name": "6"}, {"Name": "5"}]})", kUnknown},
           {R"({"Used": [{"Name": 5}], "Made": [{"Name": "6"}, {"Name": "7"}]})", kNo},
           {R"({"Used": [{"Name": "5"}], "Made": [{"Name": "5.0"}]})", kNo},
           {R"({"Used": [{"Name": "a"}], "Made": [{% : "b"}]})", kUnknown},
           {R"({"Used": [{"Name": true}], "Made": []})", kYes},
           {R"({"Used": [{"Name": "a"}], "Made": [{"Name": ["a"]}]})", kNo},
           {R"({"Used": [{"Name": "a"}], "Made": [{"Name": %}]})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": "text"})", kNo},
           {R"({"Used": [{"Name": "a"}], "Made": "%"})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": [{"%": "b"}]})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": [{"Nam%": "b"}]})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": [{"Other": "a"}]})", kNo},
           {R"({"Used": [{"Name": "a"}, {"Name": "b"}], "Other": "a"})", kNo},
           {"5", kYes}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
}

TEST(OwnKeywords, ItemsWithAMember) {
  const std::string schema =
      R"({"among": {"/Used/*[When=HEALTHY]/Name": ["/Made/*[Check]/Name", "/Other/*[Last=false]/Name"]}})";
  const std::string healthy = R"({"Used": [{"Name": "a", "When": "HEALTHY"}], )";
  for (const auto& [value, expected] : std::vector<std::pair<std::string, Tri>>{
           {healthy + R"("Made": [{"Name": "a"}]})", kNo},
           {healthy + R"("Made": [{"Name": "a", "Check": {}}]})", kUnknown},
           {healthy + R"("Made": [{"Name": "b", "Check": {}}]})", kNo},
           {healthy + R"("Made": [{"Name": "a", %}]})", kUnknown},
           {healthy + R"("Made": [{"Name": "a", "Che%": {}}]})", kUnknown},
           {healthy + R"("Made": [%]})", kUnknown},
           {healthy + R"("Other": [{"Name": "a", "Last": false}]})", kUnknown},
           {healthy + R"("Other": [{"Name": "a", "Last": "false"}]})", kUnknown},
           {healthy + R"("Other": [{"Name": "a", "Last": true}]})", kNo},
           {healthy + R"("Other": [{"Name": "a", "Last": "%"}]})", kUnknown},
           {healthy + R"("Other": [{"Name": "a", "Last": %}]})", kUnknown},
           {healthy + R"("Other": [{"Name": "a", "Last": "t%"}]})", kNo},
           {R"({"Used": [{"Name": "a", "When": "START"}], "Made": []})", kUnknown},
           {R"({"Used": [{"Name": "a", "When": "%"}], "Made": []})", kUnknown},
           {R"({"Used": [{"Name": "a"}], "Made": []})", kUnknown},
           {R"({"Used": [{"Name": "a"}, {"Name": "b", "When": "HEALTHY"}], "Made": []})", kNo}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
}

// Keys of an object.
TEST(OwnKeywords, ValuesAmongKeys) {
  const std::string schema = R"({"among": {"/Used/*": ["/Made/#"]}})";
  for (const auto& [value, expected] : std::vector<std::pair<std::string, Tri>>{
           {R"({"Used": ["a"], "Made": {"a": 1, "b": 2}})", kYes},
           {R"({"Used": ["b"], "Made": {"a": 1, "b": 2}})", kYes},
           {R"({"Used": ["c"], "Made": {"a": 1, "b": 2}})", kNo},
           {R"({"Used": ["c"], "Made": {"a": 1, "%": 2}})", kUnknown},
           {R"({"Used": ["c"], "Made": {"a": 1, %}})", kUnknown},
           {R"({"Used": ["c"], "Made": {}})", kNo}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
}

TEST(OwnKeywords, NumbersLimitOthers) {
  const std::string schema = R"({"limits": [{"value": "/A", "limit": "/B", "margin": 10}]})";
  for (const auto& [value, expected] : std::vector<std::pair<std::string, Tri>>{
           {R"({"A": 5, "B": 14})", kNo},
           {R"({"A": "5", "B": "14"})", kNo},
           {R"({"A": 5, "B": 15})", kUnknown},
           {R"({"A": 5})", kUnknown},
           {R"({"A": 5, "B": %})", kUnknown},
           {R"({"A": "5%", "B": 1})", kUnknown},
           {R"({"A": 5.5, "B": 1})", kUnknown},
           {R"({"A": true, "B": 1})", kUnknown},
           {R"({"A": [20], "B": 1})", kUnknown},
           {R"({"A": 0, "B": 9})", kNo},
           {R"({"A": -5, "B": 4})", kNo},
           {R"({"A": -5, "B": 5})", kUnknown},
           {R"({"A": 1152921504606846976, "B": 0})", kNo},
           {R"({"A": 1152921504606846977, "B": 0})", kUnknown},
           {R"({"A": 0, "B": -1152921504606846976})", kNo},
           {R"({"A": 0, "B": -1152921504606846977})", kUnknown},
           {R"({"A": "x", "B": 1})", kUnknown}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
  // Which of several limits is meant, nobody knows.
  const std::string several = R"({"limits": [{"value": "/A/*", "limit": "/B/*", "margin": 0}]})";
  EXPECT_EQ(Compare(several, R"({"A": [5, 6], "B": [5]})"), kNo);
  EXPECT_EQ(Compare(several, R"({"A": [5, 5], "B": [5]})"), kUnknown);
  EXPECT_EQ(Compare(several, R"({"A": [5, 6], "B": [5, 5]})"), kUnknown);
  EXPECT_EQ(Compare(several, R"({"A": [5, 6], "B": []})"), kUnknown);
}

TEST(OwnKeywords, NumbersLimitOthersInARatio) {
  const std::string schema = R"({"limits": [{"value": "/A", "limit": "/B", "ratio": 0.25}]})";
  for (const auto& [value, expected] :
       std::vector<std::pair<std::string, Tri>>{{R"({"A": 2, "B": 8})", kUnknown},
                                                {R"({"A": 3, "B": 8})", kNo},
                                                {R"({"A": "3", "B": "11"})", kNo},
                                                {R"({"A": 3, "B": 12})", kUnknown},
                                                {R"({"A": 3, "B": "1%"})", kUnknown}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
}

TEST(OwnKeywords, ValuesAreDistinct) {
  const std::string schema = R"({"distinct": ["/A/*/Name", "/B/*"]})";
  for (const auto& [value, expected] : std::vector<std::pair<std::string, Tri>>{
           {R"({"A": [{"Name": "a"}, {"Name": "b"}], "B": ["a", "b"]})", kUnknown},
           {R"({"A": [{"Name": "a"}, {"Name": "b"}, {"Name": "a"}]})", kNo},
           {R"({"B": [1, 2, 1]})", kNo},
           {R"({"B": [1, "1"]})", kNo},
           {R"({"B": ["a", %, "a"]})", kNo},
           {R"({"B": ["a%", "a%"]})", kUnknown},
           {R"({"B": [["a"], ["a"]]})", kUnknown},
           {R"({"A": [{"Name": "a"}, {"Name": "a", "%": "b"}]})", kUnknown},
           {R"({"B": "aa"})", kUnknown}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
}

TEST(OwnKeywords, ValuesOfSeveralListsAreDistinctTogether) {
  const std::string schema = R"({"distinct": [["/A/*/Name", "/B"], "/C/*"]})";
  for (const auto& [value, expected] : std::vector<std::pair<std::string, Tri>>{
           {R"({"A": [{"Name": "a"}], "B": "b", "C": ["a", "b"]})", kUnknown},
           {R"({"A": [{"Name": "a"}, {"Name": "b"}], "B": "b"})", kNo},
           {R"({"A": [{"Name": "a"}], "B": "%"})", kUnknown},
           {R"({"A": [{"Name": %}, {"Name": ["b"]}, {"Name": "a"}, {"Name": "a"}]})", kNo},
           {R"({"A": [{"Name": "a"}, {"Name": "a"}]})", kNo}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
}

TEST(OwnKeywords, ItemsByTheirIndex) {
  const std::string schema = R"({"among": {"/A/*/0": ["/B/0/Name"]}})";
  for (const auto& [value, expected] : std::vector<std::pair<std::string, Tri>>{
           {R"({"A": [["a", "x"]], "B": [{"Name": "a"}]})", kYes},
           {R"({"A": [["b", "x"]], "B": [{"Name": "a"}]})", kNo},
           {R"({"A": [["b", "x"]], "B": [{"Name": "a"}, {"Name": "b"}]})", kNo},
           {R"({"A": [["b", "x"]], "B": []})", kNo},
           {R"({"A": [["b", "x"]], "B": [{"Name": "a"}, %]})", kUnknown},
           {R"({"A": [["b", %]], "B": [{"Name": "a"}]})", kUnknown},
           {R"({"A": [[]], "B": [{"Name": "a"}]})", kYes}}) {
    EXPECT_EQ(Compare(schema, value), expected) << value;
  }
}

TEST(OwnKeywords, ItemsOfEachPosition) {
  const std::string schema = R"({"prefixItems": [{"const": "a"}, {"const": "b"}]})";
  Check({
      {schema, "[]", kYes},
      {schema, R"(["a"])", kYes},
      {schema, R"(["a", "b", "c"])", kYes},
      {schema, R"(["b"])", kNo},
      {schema, R"(["a", "c"])", kNo},
      {schema, R"(["a%", "b"])", kUnknown},
      {schema, R"(["b", %])", kUnknown},
      {schema, "{}", kYes},
  });
}

}  // namespace
}  // namespace stackql
