// What the evaluator says of objects by the members that they have, may have, and lack.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "lint/evaluate.h"
#include "support/decide.h"
#include "support/schema_text.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

TEST(Decide, Required) {
  const std::string schema = R"({"required": ["A"]})";
  Check({
      {schema, R"({"A": 1})", kYes},
      {schema, R"({"A": %})", kYes},
      {schema, "{}", kNo},
      {schema, "{%}", kUnknown},
      {schema, R"({"%": 1})", kUnknown},
      {schema, R"({"b%": 1})", kUnknown},  // a holed key makes the object open as well
      {schema, "[]", kYes},
      {R"({"required": ["A", "B"]})", R"({"B": 1, "A": 2})", kYes},
      {R"({"required": ["A", "B"]})", R"({"A": 1})", kNo},
      {R"({"required": ["B", "A"]})", R"({"A": 1, "C": 1})", kNo},
      {R"({"required": ["A", "B"]})", R"({"A": 1, %})", kUnknown},
  });
}

TEST(Decide, MembersThatDependOnEachOther) {
  const std::string needs = R"({"dependentRequired": {"A": ["B", "C"]}})";
  const std::string excludes = R"({"dependentExcluded": {"A": ["B"]}})";
  Check({
      {needs, "{}", kYes},
      {needs, R"({"B": 1})", kYes},
      {needs, R"({"A": 1, "B": 1, "C": 1})", kYes},
      {needs, R"({"A": 1, "B": 1})", kNo},
      {needs, R"({"A": %, "B": 1})", kNo},
      {needs, R"({"A": 1, "B": 1, %})", kUnknown},
      {needs, R"({%})", kUnknown},
      {needs, R"({"B": 1, "C": 1, %})", kYes},
      {needs, "[]", kYes},
      {excludes, "{}", kYes},
      {excludes, R"({"A": 1})", kYes},
      {excludes, R"({"A": 1, "B": 1})", kNo},
      {excludes, R"({"A": %, "B": %})", kNo},
      {excludes, R"({"A": 1, %})", kUnknown},
      {excludes, R"({"A": 1, "B": 1, %})", kNo},
  });
}

TEST(Decide, MembersOfWhichOneMustBeThere) {
  const std::string any = R"({"requiredOr": ["A", "B"]})";
  const std::string one = R"({"requiredXor": ["A", "B", "C"]})";
  Check({
      {any, R"({"A": 1})", kYes},
      {any, R"({"A": 1, "B": 1})", kYes},
      {any, R"({"C": 1})", kNo},
      {any, "{%}", kUnknown},
      {any, R"({"B": 1, %})", kYes},
      {any, "5", kYes},
      {one, R"({"B": 1})", kYes},
      {one, R"({"B": 1, "D": 1})", kYes},
      {one, "{}", kNo},
      {one, R"({"A": 1, "C": 1})", kNo},
      {one, R"({"A": 1, "C": 1, %})", kNo},
      {one, R"({"A": 1, %})", kUnknown},
      {one, "{%}", kUnknown},
  });
}

// A reader may leave the object closed: the key with holes is then its only unknown.
TEST(Decide, KeyWithHolesMayBeTheMissingOne) {
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"required": ["A"]})"));
  for (const auto& [key, expected] : std::vector<std::pair<std::string, Tri>>{
           {"\"%\"", kUnknown}, {"\"A%\"", kUnknown}, {"\"B%\"", kNo}, {"%", kUnknown}}) {
    Workbench bench;
    const Member member{bench.Read(key), bench.Read("1")};
    const ValueId object = bench.values.AddObject({}, std::span(&member, 1));
    EXPECT_EQ(Evaluator(bench.values, *type->schemas()).Decide(0, object), expected) << key;
  }
  // It may be one that the schema names.
  const Packed<snapshot::ResourceType> named(
      TypeWith(R"({"properties": {"A": {"type": "integer"}}})"));
  for (const auto& [key, expected] : std::vector<std::pair<std::string, Tri>>{
           {"\"A%\"", kUnknown}, {"\"B%\"", kYes}, {"%", kUnknown}}) {
    Workbench bench;
    const Member member{bench.Read(key), bench.Read("\"x\"")};
    const ValueId object = bench.values.AddObject({}, std::span(&member, 1));
    EXPECT_EQ(Evaluator(bench.values, *named->schemas()).Decide(0, object), expected) << key;
  }
  // Of very many such keys none is looked at.
  for (const auto& [count, expected] :
       std::vector<std::pair<int, Tri>>{{64, kNo}, {65, kUnknown}}) {
    Workbench bench;
    std::vector<Member> members;
    for (int i = 0; i < count; ++i) members.push_back({bench.Read("\"B%\""), bench.Read("1")});
    const ValueId object = bench.values.AddObject({}, members);
    EXPECT_EQ(Evaluator(bench.values, *type->schemas()).Decide(0, object), expected) << count;
  }
}

TEST(Decide, RemovedMemberIsSurelyAbsent) {
  Workbench bench;
  const Packed<snapshot::ResourceType> type(
      TypeWith(R"({"required": ["A"], "properties": {"A": false}})"));
  const ValueId key = bench.Read(R"("A")");
  const ValueId absent = bench.values.Add({.kind = Kind::kAbsent});
  const Member removed{key, absent};
  const ValueId patch = bench.values.AddObject({}, std::span(&removed, 1), true);
  Evaluator evaluator(bench.values, *type->schemas());
  EXPECT_EQ(evaluator.Decide(0, patch), kNo);
  std::vector<Failure> failures;
  evaluator.Explain(0, patch, failures);
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].keyword, Keyword::kRequired);
  EXPECT_EQ(failures[0].removed, key);
}

TEST(Decide, AbsenceInOpenContainersIsNoFact) {
  Check({
      {R"({"required": ["A"]})", R"({"B": 1, %})", kUnknown},
      {R"({"minItems": 3})", "[1, %]", kUnknown},
      {R"({"anyOf": [{"required": ["A"]}, {"required": ["B"]}]})", "{%}", kUnknown},
      {R"({"if": {"required": ["A"]}, "then": {"required": ["B"]}})", R"({"A": 1, %})", kUnknown},
      {R"({"not": {"required": ["A"]}})", "{%}", kUnknown},
  });
}

// Members that a patch or a template leaves open are not those that are known.
TEST(Decide, KnownMembersOfOpenContainers) {
  const std::string both = R"({"properties": {"A": {"const": 1}, "B": {"type": "string"}}})";
  Check({
      {both, R"({"A": 1, "B": "x", %})", kYes},
      {both, R"({"A": 1, "B": 2, %})", kNo},
      {both, R"({"A": 2, %})", kNo},
      {both, R"({"A": 1, %})", kUnknown},
      {both, R"({"A": 1, "B": "x", "C%": 2, %})", kYes},
      {both, R"({"A": 1, "B": "x", "B%": 2, %})", kUnknown},
      {R"({"properties": {"A": {"const": 1}}, "additionalProperties": {"type": "string"}})",
       R"({"A": 1, %})", kUnknown},
      {R"({"properties": {"A": {"const": 1}}, "additionalProperties": false})", R"({"A": 1, %})",
       kUnknown},
  });
}

TEST(Decide, AdditionalProperties) {
  const std::string closed =
      R"({"properties": {"Abc": {"type": "integer"}}, "additionalProperties": false})";
  Check({
      {closed, R"({"Abc": 1})", kYes},
      {closed, R"({"Abc": "x"})", kNo},
      {closed, R"({"Xyz": 1})", kNo},
      {closed, R"({"A%": 1})", kUnknown},
      {closed, R"({"X%": 1})", kNo},
      {closed, "{%}", kUnknown},
      {closed, R"({"Abc": "x", "Abc": 1})", kYes},  // the last one counts
      {closed, R"({"Abc": 1, "Abc": "x"})", kNo},
      {closed, R"({"Abc": "x", "A%": 1})", kUnknown},  // which may replace the first
      {R"({"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false})",
       R"({"x-a": "b"})", kYes},
      {R"({"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false})",
       R"({"x-a": 1})", kNo},
      {R"({"patternProperties": {"^x-": {}}, "additionalProperties": false})", R"({"y": 1})", kNo},
      {R"({"additionalProperties": {"type": "string"}})", R"({"y": 1})", kNo},
      {R"({"additionalProperties": {"type": "string"}})", R"({"y": "%"})", kUnknown},
      {R"({"additionalProperties": {"type": "string"}})", R"({"y": "a"})", kYes},
      {R"({"additionalProperties": {"type": "string"}})", R"({"y": "a", %})", kUnknown},
      {R"({"additionalProperties": {"type": "string"}})", R"({"y%": 1})", kUnknown},
      {R"({"properties": {"A": {}}, "additionalProperties": {"type": "string"}})", R"({"A": 1})",
       kYes},
      {R"({"properties": {"A": {}}, "additionalProperties": {"type": "string"}})",
       R"({"A": 1, "B": 1})", kNo},
      {R"({"properties": {"A": {"type": "integer"}}})", R"({"%": "x"})", kUnknown},
      {R"({"properties": {"A": {"type": "integer"}}})", R"({"B%": "x"})", kUnknown},
      {R"({"properties": {"A": {"type": "integer"}}})", "[]", kYes},
      {R"({"patternProperties": {"^x": {"type": "integer"}}})", R"({"x": "a"})", kNo},
      {R"({"patternProperties": {"^x": {"type": "integer"}}})", R"({"x%": "a"})", kUnknown},
      {R"({"patternProperties": {"^y": {}, "^x": {"type": "integer"}}})", R"({"x": "a"})", kNo},
      {R"({"patternProperties": {"^x": {"type": "integer"}, "^y": {}}})", R"({"x": "a"})", kNo},
      {R"({"patternProperties": {"^x": {"type": "integer"}}})", R"({"y": "a"})", kYes},
      {R"({"patternProperties": {"^a{2}{3}*{1}$": {"type": "integer"}}})", R"({"b": "x"})",
       kUnknown},  // no engine takes it
      {R"({"patternProperties": {"^x": {"type": "integer"}}})", R"({"x": "a", "%": 1})", kUnknown},
      {R"({"properties": {"x": {"type": "integer"}},
           "patternProperties": {"^x": {"maximum": 5}}})",
       R"({"x": 6})", kNo},
  });
}

}  // namespace
}  // namespace stackql
