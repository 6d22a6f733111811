// What is told of members that a schema wants or excludes, and of several alternatives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/refused_value.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;

// The property that makes another one necessary, or excludes it.
TEST(Members, ThatDependOnOthersAreToldWithThem) {
  const auto of = [](const std::string& schema, const std::string& value) {
    return OfA(schema, value);
  };
  const std::string needs = R"({"dependentRequired": {"B": ["C"]}})";
  EXPECT_THAT(of(needs, R"({"B": 1})"),
              ElementsAre("missing-property.needed 'B' cause=B, name=C, parent=A. Add 'C'."));
  EXPECT_THAT(of(needs, R"({"B": 1, "C": 1})"), IsEmpty());
  EXPECT_THAT(of(R"({"dependentExcluded": {"B": ["C"]}})", R"({"B": 1, "C": 2})"),
              ElementsAre("schema-choice.exclusive 'C' first=B, property=A, second=C. Remove one "
                          "of them. (given here at 'B')"));
  EXPECT_THAT(of(R"({"requiredOr": ["B", "C"]})", "{}"),
              ElementsAre("schema-choice.needs-any '{}' names=B' or 'C, property=A"));
  EXPECT_THAT(of(R"({"requiredXor": ["B", "C", "D"]})", "{}"),
              ElementsAre("schema-choice.needs-one '{}' names=B', 'C' or 'D, property=A"));
  EXPECT_THAT(of(R"({"requiredXor": ["B", "C"]})", R"({"B": 1, "C": 2})"),
              ElementsAre("schema-choice.exclusive 'C' first=B, property=A, second=C. Remove one "
                          "of them. (given here at 'B')"));
  EXPECT_THAT(of(R"({"requiredOr": ["B", "C"]})", R"({"B": 1, "C": 2})"), IsEmpty());
  // What may be there, or cannot be seen to be missing, is told by none of them.
  for (const std::string value : {"{%}", R"({"%": 1})"}) {
    for (const std::string schema :
         {R"({"requiredOr": ["B", "C"]})", R"({"requiredXor": ["B", "C"]})",
          R"({"dependentRequired": {"B": ["C"]}})", R"({"dependentExcluded": {"B": ["C"]}})"}) {
      EXPECT_THAT(of(schema, value), IsEmpty()) << schema << value;
    }
  }
  // Beside what is certain, the rest is not told.
  const std::string both = R"({"properties": {"N": {"type": "integer"}}, "requiredOr": ["B"],
                               "dependentRequired": {"N": ["C"], "M": ["C"]},
                               "dependentExcluded": {"N": ["C", "D"], "M": ["N"]}})";
  EXPECT_THAT(of(both, R"({"N": "x", %})"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=N, value=x"));
  EXPECT_THAT(of(both, R"({"N": "x", "B": 1, "C": 1, "D": 2})"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=N, value=x",
                          "schema-choice.exclusive 'C' first=N, property=A, second=C. Remove one "
                          "of them. (given here at 'N')",
                          "schema-choice.exclusive 'D' first=N, property=A, second=D. Remove one "
                          "of them. (given here at 'N')"));
  EXPECT_THAT(OfA(R"({"contains": {"const": 1}})", "[2]"),
              ElementsAre("schema-choice.default '[2]' property=A, value=[2]"));
}

TEST(Members, ThatAreMissingAreToldWithTheirParent) {
  const std::string schema = R"({"required": ["B"], "properties": {
      "B": {"required": ["C"]}, "L": {"items": {"required": ["D"]}}}})";
  EXPECT_THAT(Told({.schema = schema, .value = "{}"}),
              ElementsAre("missing-property.default 'TABLE' name=B, parent=AWS::Test::Thing. Add "
                          "'B'."));
  EXPECT_THAT(Told({.schema = schema, .value = R"({"B": {}, "L": [{"D": 1}, {}]})"}),
              ElementsAre("missing-property.default 'B' name=C, parent=B. Add 'C'.",
                          "missing-property.default '{}' name=D, parent=L. Add 'D'."));
}

TEST(Members, ThatAreRequiredCannotBeRemoved) {
  Workbench bench;
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"required": ["A"]})"));
  const RuleSet no_rules{snapshot::Snapshot()};
  const Member removed{bench.Read("\"A\""), bench.values.Add({.kind = Kind::kAbsent})};
  Operation operation = {.call = Call::kUpdate, .type = &*type};
  operation.desired = bench.values.AddObject({}, std::span(&removed, 1), true);
  Problems problems;
  CheckProperties(bench.values, operation, no_rules, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what.id, "removed");
  EXPECT_EQ(problems[0].what.args.at(0).second, "A");
  EXPECT_EQ(problems[0].what.args.at(1).second, "AWS::Test::Thing");
  EXPECT_EQ(problems[0].help, "");
  EXPECT_EQ(bench.sources.Bytes(bench.sources.Resolve(problems[0].where).at), "A");
  // Nor what another one makes necessary.
  const Packed<snapshot::ResourceType> other(TypeWith(R"({"dependentRequired": {"B": ["A"]}})"));
  operation.type = &*other;
  const Member members[] = {{bench.Read("\"B\""), bench.Read("1")}, removed};
  operation.desired = bench.values.AddObject({}, members, true);
  problems.clear();
  CheckProperties(bench.values, operation, no_rules, problems);
  EXPECT_THAT(testing_support::Told(bench.sources, problems),
              ElementsAre("missing-property.needed-removed 'A' cause=B, name=A, "
                          "parent=AWS::Test::Thing"));
}

TEST(Members, ThatAreUnknownAreToldWithThoseThatAreLeft) {
  const auto of = [](const std::string& value) {
    return Told({.schema = R"({"additionalProperties": false, "required": ["Name"], "properties": {
                     "Name": {}, "Size": {}, "In": {"additionalProperties": false}}})",
                 .value = value});
  };
  EXPECT_THAT(of(R"({"Name": 1, "Xylophone": 2})"),
              ElementsAre("unknown-property.default 'Xylophone' name=Xylophone, "
                          "parent=AWS::Test::Thing. Expected one of 'In', 'Size'."));
  // Misspelt it is not missing as well.
  EXPECT_THAT(of(R"({"Nam": 1})"),
              ElementsAre("unknown-property.default 'Nam' name=Nam, parent=AWS::Test::Thing. Did "
                          "you mean 'Name'?"));
  EXPECT_THAT(of(R"({"Name": 1, "In": {"A": 1}})"),
              ElementsAre("unknown-property.default 'A' name=A, parent=In"));
  EXPECT_THAT(Told({.schema = R"({"properties": {"A": false}})", .value = R"({"A": 1})"}),
              ElementsAre("unknown-property.forbidden 'A' name=A, parent=AWS::Test::Thing"));
  EXPECT_THAT(Told({.schema = R"({"properties": {"L": {"items": {"properties": {"A": false}}}}})",
                    .value = R"({"L": [{"A": 1}]})"}),
              ElementsAre("unknown-property.forbidden 'A' name=A, parent=L"));
}

TEST(Choices, OfMembersNameThem) {
  const auto of = [](const std::string& alternatives, const std::string& value) {
    return OfA("{" + alternatives + "}", value);
  };
  const std::string one = R"("oneOf": [{"required": ["B"]}, {"required": ["C", "D"]}])";
  const std::string any = R"("anyOf": [{"required": ["B"]}, {"required": ["C", "D"]}])";
  EXPECT_THAT(of(any, "{}"),
              ElementsAre("schema-choice.needs-any '{}' names=B' or 'C' with 'D, property=A"));
  EXPECT_THAT(of(one, "{}"),
              ElementsAre("schema-choice.needs-one '{}' names=B' or 'C' with 'D, property=A"));
  const std::string both = R"({"B": 1, "C": 2, "D": 3})";
  EXPECT_THAT(of(one, both), ElementsAre("schema-choice.exclusive '" + both +
                                         "' first=B, property=A, second=C' with 'D"));
  EXPECT_THAT(of(any, both), IsEmpty());
}

// Alternatives that demand more than members are told by what is wrong with the closest.
// At most twelve names.
TEST(Choices, OfManyMembersNameTheFirst) {
  const auto of = [](int count) {
    std::string names;
    std::string told;
    for (int i = 0; i < count; ++i) {
      names += (i == 0 ? "\"" : ", \"") + std::string(1, static_cast<char>('a' + i)) + "\"";
      told += (i == 0 ? "" : i == count - 1 && count <= 12 ? "' or '" : "', '");
      if (i == 12) {
        told += "...";
        break;
      }
      told += static_cast<char>('a' + i);
    }
    return std::pair(R"({"requiredOr": [)" + names + "]}", told);
  };
  for (const int count : {2, 12, 13, 14}) {
    // Names that are left out are left out from the first one on that is too many.
    const auto& [schema, names] = of(count > 13 ? 14 : count);
    EXPECT_THAT(OfA(schema, "{}"),
                ElementsAre("schema-choice.needs-any '{}' names=" + names + ", property=A"));
  }
}

TEST(Choices, OfMoreThanMembersTellWhatIsWrong) {
  const auto of = [](const std::string& more) {
    return OfA(R"({"anyOf": [{"required": ["B"]}, {"required": ["C"])" + more + "}]}", "{}");
  };
  EXPECT_THAT(of(""), ElementsAre("schema-choice.needs-any '{}' names=B' or 'C, property=A"));
  for (const std::string more :
       {R"("requiredOr": ["C", "D"])", R"("requiredXor": ["C", "D"])",
        R"("dependentRequired": {"C": ["D"]})", R"("dependentExcluded": {"C": ["D"]})",
        R"("properties": {"C": {}})", R"("patternProperties": {"C": {}})",
        R"("additionalProperties": false)", R"("additionalProperties": {})", R"("anyOf": [{}])",
        R"("oneOf": [{}])", R"("allOf": [{}])", R"("not": {"required": ["D"]})", R"("if": {})",
        R"("enum": [{}])", R"("$ref": "#/definitions/1")"}) {
    EXPECT_THAT(of(", " + more),
                ElementsAre("missing-property.default 'A' name=B, parent=A. Add 'B'."))
        << more;
  }
}

TEST(Choices, OfOtherThingsTellTheValue) {
  const auto of = [](const std::string& alternatives, const std::string& value) {
    return OfA("{" + alternatives + "}", value);
  };
  EXPECT_THAT(of(R"("oneOf": [{"minLength": 1}, {"maxLength": 5}])", "\"abc\""),
              ElementsAre("schema-choice.several 'abc' property=A, value=abc"));
  EXPECT_THAT(of(R"("oneOf": [{"required": ["B"]}, {"type": "object"}])", R"({"B": 1})"),
              ElementsAre(R"(schema-choice.several '{"B": 1}' property=A, value={"B": 1})"));
  EXPECT_THAT(of(R"("not": {"const": "a"})", "\"a\""),
              ElementsAre("schema-choice.excluded 'a' property=A, value=a"));
  EXPECT_THAT(of(R"("anyOf": [{"type": "object"}, {"type": "array"}])", "\"x\""),
              ElementsAre("schema-choice.default 'x' property=A, value=x"));
}

// The alternatives of provider documents may be told apart by what these leave out.
TEST(Choices, OfDocumentsAreDoubtful) {
  const std::string schema = R"({"not": {"const": "a"}})";
  EXPECT_THAT(OfA(schema, "\"a\"", true),
              ElementsAre("schema-choice.excluded 'a' property=A, value=a doubtful"));
}

TEST(Explained, ArePartsOfConjunctionsAndConditions) {
  EXPECT_THAT(OfA(R"({"allOf": [{"minimum": 2}, {"maximum": 0}]})", "1"),
              ElementsAre("number-range.low '1' limit=2, property=A, value=1",
                          "number-range.default '1' limit=0, property=A, value=1"));
  const std::string condition =
      R"({"if": {"minimum": 5}, "then": {"maximum": 9}, "else": {"minimum": 3}})";
  EXPECT_THAT(OfA(condition, "10"),
              ElementsAre("number-range.default '10' limit=9, property=A, value=10"));
  EXPECT_THAT(OfA(condition, "2"),
              ElementsAre("number-range.low '2' limit=3, property=A, value=2"));
  EXPECT_THAT(OfA(condition, "4"), IsEmpty());
  EXPECT_THAT(OfA(condition, "9"), IsEmpty());
  // The same demand of several branches is told once.
  EXPECT_EQ(OfA(R"({"allOf": [{"minimum": 2}, {"minimum": 2}]})", "1").size(), 1U);
}

TEST(Explained, AreItemsByTheirPosition) {
  const std::string schema = R"({"prefixItems": [{"type": "integer"}, {"maximum": 5}],
                                 "items": {"minimum": 2}})";
  EXPECT_THAT(OfA(schema, R"(["x", 6, 1])"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=A, value=x",
                          "number-range.default '6' limit=5, property=A, value=6",
                          "number-range.low '1' limit=2, property=A, value=1"));
  EXPECT_THAT(OfA(R"({"prefixItems": [{"type": "integer"}]})", R"(["x", "y"])"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=A, value=x"));
  EXPECT_THAT(OfA(R"({"prefixItems": [{"type": "integer"}], "maxItems": 1})", R"(["x", "y", %])"),
              ElementsAre("item-count.default '[\"x\", \"y\", %]' found=2, limit=1, property=A"))
      << "others may be before them";
}

TEST(Explained, IsWhatARecursiveSchemaRefuses) {
  EXPECT_THAT(Told({.schema = R"({"properties": {"A": {"$ref": "#/definitions/0"},
                                                 "B": {"type": "integer"}}})",
                    .value = R"({"A": {"A": {"B": []}}})"}),
              ElementsAre("wrong-type.default '[]' expected=integer, found=array, property=B, "
                          "value=[]"));
}

// The alternative that was meant: that of its own type, then of its own kind, then the closest.
TEST(Explained, IsTheAlternativeThatWasMeant) {
  EXPECT_THAT(OfA(R"({"anyOf": [{"type": "array"}, {"type": "integer", "maximum": 5}]})", "6"),
              ElementsAre("number-range.default '6' limit=5, property=A, value=6"));
  const std::string kinds = R"({"oneOf": [
      {"properties": {"A": {}, "Kind": {"const": "x"}, "N": {"type": "integer"}}, "required": ["Kind"]},
      {"properties": {"A": {}, "Kind": {"const": "y"}, "N": {"type": "object"}}, "required": ["Kind"]}]})";
  const Texts told = OfA(kinds, R"({"A": 1, "Kind": "y", "N": true})");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], testing::HasSubstr("expected=object"));
  const Texts other = OfA(kinds, R"({"A": 1, "Kind": "x", "N": true})");
  ASSERT_EQ(other.size(), 1U);
  EXPECT_THAT(other[0], testing::HasSubstr("expected=integer"));
  // Members of two alternatives, each of which has no others.
  const std::string closed = R"({"oneOf": [
      {"properties": {"B": {}}, "additionalProperties": false, "required": ["B"]},
      {"properties": {"C": {}}, "additionalProperties": false, "required": ["C"]}]})";
  EXPECT_THAT(OfA(closed, R"({"B": 1, "C": 2})"),
              ElementsAre("schema-choice.exclusive 'C' first=B, property=A, second=C. Remove one "
                          "of them. (given here at 'B')"));
  EXPECT_THAT(OfA(closed, R"({"B": 1, "D": 2})"),
              ElementsAre(testing::StartsWith("unknown-property.default 'D' ")));
  // The fewest mistakes.
  EXPECT_THAT(OfA(R"({"anyOf": [{"required": ["B", "C"], "type": "object"},
                               {"properties": {"D": {"type": "integer"}}, "required": ["D"]}]})",
                  R"({"D": []})"),
              ElementsAre("wrong-type.default '[]' expected=integer, found=array, property=D, "
                          "value=[]"));
}

}  // namespace
}  // namespace stackql
