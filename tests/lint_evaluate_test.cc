// Each of JSON Schema's keywords: what is surely right, surely wrong, and neither.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "lint/evaluate.h"
#include "support/cpu_clock.h"
#include "support/decide.h"
#include "support/schema_text.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

TEST(Decide, Type) {
  const std::string integer = R"({"type": "integer"})";
  const std::string string = R"({"type": "string"})";
  Check({
      {integer, "5", kYes},
      {integer, "5.0", kYes},
      {integer, "5e1", kYes},
      {integer, "5.5", kNo},
      {integer, R"("5")", kUnknown},  // a quoted number is no error, and no integer for certain
      {integer, R"("5.5")", kNo},
      {integer, R"("x")", kNo},
      {integer, R"("")", kNo},
      {integer, R"("x-%")", kNo},
      {integer, R"("1%")", kUnknown},
      {integer, "%", kUnknown},
      {integer, "true", kNo},
      {integer, "null", kNo},
      {integer, "[]", kNo},
      {R"({"type": "number"})", "5.5", kYes},
      {R"({"type": "number"})", R"("NaN")", kUnknown},
      {R"({"type": "boolean"})", "true", kYes},
      {R"({"type": "boolean"})", R"("True")", kUnknown},
      {R"({"type": "boolean"})", R"("tr%")", kUnknown},
      {R"({"type": "boolean"})", R"("yes")", kNo},
      {R"({"type": "boolean"})", R"("y%")", kNo},
      {string, R"("a")", kYes},
      {string, R"("a%")", kYes},
      {string, R"("%")", kUnknown},  // may be a structure once it is filled
      {string, "5", kNo},
      {string, "true", kNo},
      {string, "{}", kNo},
      {R"({"type": ["string", "integer"]})", "5", kYes},
      {R"({"type": "object"})", "{}", kYes},
      {R"({"type": "object"})", R"("text")", kNo},
      {R"({"type": "object"})", R"("a%")", kNo},
      {R"({"type": "object"})", R"("{%")", kUnknown},
      {R"({"type": "array"})", "[%]", kYes},
      {R"({"type": "null"})", "null", kYes},
      {R"({"type": "null"})", "5", kNo},
      {integer, "5e-1", kNo},
      {integer, "-5", kYes},
      {integer, R"(" 5 ")", kUnknown},
      {integer, R"("5e%")", kUnknown},
      {integer, R"("Inf%")", kNo},
      {integer, R"("%:")", kNo},
      {integer, R"("NaN")", kNo},
      // An exponent that is too large to say.
      {integer, "5e99999999999999999999", kUnknown},
      {integer, R"("5e99999999999999999999")", kUnknown},
      {R"({"type": "object"})", R"("{%}")", kUnknown},
      {R"({"type": "object"})", R"("{%]")", kNo},
      {R"({"type": "array"})", R"("[%]")", kUnknown},
      {R"({"type": "array"})", R"("[%}")", kNo},
      {R"({"type": "number"})", "5", kYes},
      {R"({"type": "number"})", R"("Infinity")", kUnknown},
      {R"({"type": "number"})", R"("-inf")", kUnknown},
      {R"({"type": "number"})", R"("Inf%")", kUnknown},
      {R"({"type": "number"})", R"("x%")", kNo},
      {R"({"type": "number"})", R"("5.5")", kUnknown},
      {R"({"type": "number"})", "true", kNo},
      {R"({"type": "boolean"})", R"(" FALSE ")", kUnknown},
      {R"({"type": "boolean"})", R"("falsey")", kNo},
      {R"({"type": "boolean"})", "1", kNo},
      {R"({"type": "array"})", R"("[%")", kUnknown},
      {R"({"type": "array"})", R"("{%")", kNo},
      {R"({"type": "array"})", R"(" %")", kUnknown},
      {R"({"type": "array"})", R"("[]%")", kUnknown},
      {R"({"type": "object"})", R"("[%")", kNo},
      {R"({"type": "object"})", R"(" {%")", kUnknown},
      {R"({"type": "object"})", "[]", kNo},
      {string, R"("[%")", kUnknown},
      {string, R"("{%")", kUnknown},
      {string, "[]", kNo},
      {string, "null", kNo},
      {R"({"type": ["object", "null"]})", "null", kYes},
      {"{}", "%", kYes},
      {"false", "1", kNo},
      {"true", "%", kYes},
  });
}

// Only a schema that takes any value takes one of which nothing is known.
TEST(Decide, NothingIsKnown) {
  for (const char* anything : {"{}", "true", R"({"minLength": 0})", R"({"minItems": 0})",
                               R"({"uniqueItems": false})", R"({"enum": []})"}) {
    EXPECT_EQ(Decide(anything, "%"), kYes) << anything;
  }
  EXPECT_EQ(Decide("false", "%"), kNo) << "whatever it is, it is there";
  for (const char* something : {R"({"type": "string"})",
                                R"({"untrusted": true})",
                                R"({"properties": {"A": {}}})",
                                R"({"patternProperties": {"a": {}}})",
                                R"({"additionalProperties": false})",
                                R"({"additionalProperties": {}})",
                                R"({"required": ["A"]})",
                                R"({"enum": ["a"]})",
                                R"({"minLength": 1})",
                                R"({"maxLength": 0})",
                                R"({"minimum": 0})",
                                R"({"maximum": 0})",
                                R"({"exclusiveMinimum": 0})",
                                R"({"exclusiveMaximum": 0})",
                                R"({"pattern": "a"})",
                                R"({"minItems": 1})",
                                R"({"maxItems": 0})",
                                R"({"uniqueItems": true})",
                                R"({"items": {}})",
                                R"({"prefixItems": [{}]})",
                                R"({"contains": {}})",
                                R"({"formatPattern": "a"})",
                                R"({"requiredOr": ["A"]})",
                                R"({"requiredXor": ["A"]})",
                                R"({"dependentRequired": {"A": ["B"]}})",
                                R"({"dependentExcluded": {"A": ["B"]}})",
                                R"({"else": {}, "if": {}})",
                                R"({"anyOf": [{}]})",
                                R"({"oneOf": [{}]})",
                                R"({"allOf": [{}]})",
                                R"({"not": {}})",
                                R"({"if": {}})",
                                R"({"$ref": "#/definitions/0"})"}) {
    EXPECT_EQ(Decide(something, "%"), kUnknown) << something;
  }
}

TEST(Decide, EnumAndConst) {
  const std::string modes = R"({"enum": ["INTERVAL", "DISABLED"]})";
  Check({
      {modes, R"("INTERVAL")", kYes},
      {modes, R"("interval")", kNo},
      {modes, R"("INT%")", kUnknown},
      {modes, R"("X%")", kNo},
      {modes, "%", kUnknown},
      {modes, "5", kNo},
      {R"({"enum": [1, 2]})", "2.0", kYes},
      {R"({"enum": [1, 2]})", "3", kNo},
      {R"({"enum": [1, 2]})", R"("2")", kUnknown},
      {R"({"enum": [1, 2]})", R"("3")", kNo},
      {R"({"const": true})", "true", kYes},
      {R"({"const": true})", "false", kNo},
      {R"({"const": ""})", R"("")", kYes},
      {R"({"const": ""})", R"("%")", kUnknown},
      {R"({"const": null})", "null", kYes},
      {R"({"const": null})", "5", kNo},
      {R"({"const": null})", R"("null")", kNo},
      {R"({"const": 5})", "null", kNo},
      {R"({"const": "5"})", "5", kNo},
      {R"({"const": true})", R"("True")", kUnknown},
      {R"({"const": true})", R"(" true ")", kUnknown},
      {R"({"const": true})", R"("tr%")", kUnknown},
      {R"({"const": true})", R"("yes")", kNo},
      {R"({"const": 1})", "true", kNo},
      {R"({"const": 2})", R"(" 2 ")", kUnknown},
      {R"({"const": 2})", R"("%")", kUnknown},
      {R"({"const": 2})", R"("x%")", kNo},
      {R"({"const": 2})", R"("x")", kNo},
      {R"({"const": 2})", "1e999999999999999999999", kUnknown},
      // Structures are not compared.
      {R"({"const": {"a": 1}})", R"({"a": 1})", kUnknown},
      {R"({"const": {"a": 1}})", "[]", kNo},
      {R"({"const": {"a": 1}})", R"("{%")", kUnknown},
      {R"({"const": {"a": 1}})", R"("x")", kNo},
      {R"({"const": [1]})", "[1]", kUnknown},
      {R"({"const": [1]})", "{}", kNo},
      {R"({"const": [1]})", R"("[%")", kUnknown},
      {R"({"const": "a"})", "[]", kNo},
      {R"({"const": "a"})", "{}", kNo},
      {R"({"enum": ["a", 1, true]})", "true", kYes},
      {R"({"enum": ["a", 1, true]})", "false", kNo},
      {R"({"enum": ["x", "ab", "ac"]})", R"("a%")", kUnknown},
      {R"({"enum": ["ab"]})", R"("AB")", kNo},
      {R"({"enumCaseInsensitive": ["aB", "c"]})", R"("Ab")", kYes},
      {R"({"enumCaseInsensitive": ["aB", "c"]})", R"("d")", kNo},
      {R"({"enumCaseInsensitive": ["aB", "c"]})", R"("A%")", kUnknown},
      {R"({"enumCaseInsensitive": ["aB", "c"]})", R"("D%")", kNo},
      {R"({"enumCaseInsensitive": ["5"]})", "5", kNo},
  });
}

// A null that nobody wrote may be something else, and YAML has other words for truth.
TEST(Decide, WhatTemplatesMake) {
  const auto decide = [](const std::string& schema, Workbench& bench, const Value& value) {
    const Packed<snapshot::ResourceType> type(TypeWith(schema));
    Evaluator evaluator(bench.values, *type->schemas());
    return evaluator.Decide(0, bench.values.Add(value));
  };
  Workbench bench;
  const Loc written = bench.sources.All(bench.sources.AddFile("value", "True"));
  const Loc hole = bench.sources.All(bench.sources.AddFile("value", std::string(kHoleBytes)));
  for (const Loc token : {Loc{}, written.Sub(0, 0), hole}) {
    const Value made = {.kind = Kind::kNull, .token = token};
    EXPECT_EQ(decide(R"({"type": "string"})", bench, made), kUnknown);
    EXPECT_EQ(decide(R"({"type": "null"})", bench, made), kYes);
    EXPECT_EQ(decide(R"({"const": 5})", bench, made), kUnknown);
    EXPECT_EQ(decide(R"({"const": null})", bench, made), kYes);
  }
  EXPECT_EQ(decide(R"({"const": 5})", bench, {.kind = Kind::kNull, .token = written}), kNo);
  const Value truth = {.kind = Kind::kBool, .token = written, .text = written};
  EXPECT_EQ(decide(R"({"const": true})", bench, truth), kYes);
  EXPECT_EQ(decide(R"({"const": false})", bench, truth), kNo);
  EXPECT_EQ(decide(R"({"const": "true"})", bench, truth), kNo);
}

TEST(Decide, StringLengthCountsCodePoints) {
  Check({
      {R"({"maxLength": 3})", R"("abc")", kYes},
      {R"({"maxLength": 3})", R"("abcd")", kNo},
      {R"({"maxLength": 3})", "\"\u00e9\u00e9\u00e9\"", kYes},
      {R"({"maxLength": 3})", "\"\U0001F600\U0001F600\U0001F600\U0001F600\"", kNo},
      {R"({"maxLength": 3})", R"("ab%")", kUnknown},
      {R"({"maxLength": 3})", R"("ab%cd")", kNo},
      {R"({"minLength": 2})", R"("ab%")", kYes},
      {R"({"minLength": 2})", R"("a%")", kUnknown},
      {R"({"minLength": 2})", R"("a")", kNo},
      {R"({"minLength": 2})", "5", kYes},
      {R"({"minLength": 1})", R"("")", kNo},
      {R"({"minLength": 0})", R"("")", kYes},
      {R"({"maxLength": 0})", R"("")", kYes},
      {R"({"maxLength": 0})", R"("a")", kNo},
      {R"({"maxLength": 2})", "500", kYes},
  });
}

TEST(Decide, Pattern) {
  Check({
      {R"({"pattern": "^[a-z]+$"})", R"("abc")", kYes},
      {R"({"pattern": "^[a-z]+$"})", R"("a b")", kNo},
      {R"({"pattern": "b"})", R"("abc")", kYes},
      {R"({"pattern": "^(?=a).*$"})", R"("b")", kNo},
      {R"({"pattern": "^a{2}{3}*{1}$"})", R"("b")", kUnknown},  // no engine takes it
      {R"({"pattern": "^[a-zA-Z0-9-_]*$"})", R"("A-z_09")", kYes},
      {R"({"pattern": "^[a-zA-Z0-9-_]*$"})", R"("A z")", kNo},
  });
}

TEST(Decide, Range) {
  const std::string range = R"({"type": "integer", "minimum": 2, "maximum": 10})";
  Check({
      {range, "2", kYes},
      {range, "1", kNo},
      {range, "10.0", kYes},
      {range, "11", kNo},
      {range, "-0", kNo},
      {range, R"("11")", kNo},
      {range, R"("10")", kUnknown},
      {range, R"("1%")", kUnknown},
      {range, "99999999999999999999999999", kNo},
      {R"({"maximum": 1000})", "1e3", kYes},
      {R"({"maximum": 9007199254740992})", "9007199254740993", kNo},
      {R"({"exclusiveMinimum": 0})", "0", kNo},
      {R"({"exclusiveMinimum": 0})", "0.0001", kYes},
      {R"({"exclusiveMaximum": 1})", "1", kNo},
      {R"({"minimum": -1.5})", "-1.4", kYes},
      {R"({"minimum": -1.5})", "-1.6", kNo},
      {R"({"minimum": 5})", "1e999999999999999999999", kUnknown},
      {R"({"type": ["string", "integer"], "maximum": 5})", R"("9")", kUnknown},
      {R"({"maximum": 5})", R"("9")", kUnknown},
      {R"({"maximum": 5})", R"("5")", kYes},
      {R"({"maximum": 5})", R"("nine")", kYes},
      {R"({"maximum": 5})", R"("x%")", kYes},
      {R"({"maximum": 5})", R"("9%")", kUnknown},
      {R"({"maximum": 5})", "true", kYes},
      {R"({"type": "number", "maximum": 5})", R"(" 9 ")", kNo},
      {R"({"type": "string", "maximum": 5})", R"("9")", kUnknown},
      {R"({"exclusiveMinimum": 0})", "-1", kNo},
      {R"({"exclusiveMaximum": 1})", "0.5", kYes},
      {R"({"exclusiveMaximum": 1})", "2", kNo},
      {R"({"type": "integer", "exclusiveMinimum": 5})", R"("5")", kNo},
      {R"({"type": "integer", "exclusiveMaximum": 5})", R"("5")", kNo},
      {R"({"maximum": 5})", "5", kYes},
  });
}

TEST(Decide, Items) {
  Check({
      {R"({"maxItems": 1})", "[1]", kYes},
      {R"({"maxItems": 1})", "[1, 2]", kNo},
      {R"({"maxItems": 1})", "[1, %]", kUnknown},
      {R"({"maxItems": 1})", "[1, 2, %]", kNo},
      {R"({"minItems": 2})", "[1]", kNo},
      {R"({"minItems": 2})", "[1, %]", kUnknown},
      {R"({"uniqueItems": true})", "[1, 2]", kYes},
      {R"({"uniqueItems": true})", "[1, 1.0]", kNo},
      {R"({"uniqueItems": true})", R"(["a", "%"])", kUnknown},
      {R"({"uniqueItems": true})", R"(["a", "a", %])", kNo},
      {R"({"uniqueItems": true})", R"([{"a": 1, "b": [2]}, {"b": [2], "a": 1}])", kNo},
      {R"({"uniqueItems": true})", R"([{"a": 1}, {"a": 1, %}])", kUnknown},
      {R"({"items": {"type": "string"}})", R"(["a", 1])", kNo},
      {R"({"items": {"type": "string"}})", R"(["a", %])", kUnknown},
      {R"({"items": {"type": "string"}})", R"(["a"])", kYes},
      {R"({"maxItems": 0})", "[]", kYes},
      {R"({"maxItems": 0})", "[1]", kNo},
      {R"({"minItems": 1})", "[]", kNo},
      {R"({"minItems": 1})", "[%]", kUnknown},
      {R"({"minItems": 1})", "[1, %]", kYes},
      {R"({"minItems": 1})", "{}", kYes},
      {R"({"uniqueItems": true})", "[%]", kUnknown},
      {R"({"uniqueItems": true})", "[1, %]", kUnknown},
      {R"({"uniqueItems": true})", "[]", kYes},
      {R"({"uniqueItems": true})", "[1]", kYes},
      {R"({"uniqueItems": false})", "[1, 1]", kYes},
      {R"({"items": {"type": "string"}})", "[]", kYes},
      {R"({"items": {"type": "string"}})", R"([%, 1])", kNo},
      {R"({"items": {"type": "string"}})", R"({"a": 1})", kYes},
  });
}

// Which items are the same ("JSON Schema: uniqueItems"): numbers by what they are, objects by their
// members in any order, and nothing that is not known.
TEST(Decide, EqualItems) {
  const auto unique = [](const std::string& items) {
    return Decide(R"({"uniqueItems": true})", "[" + items + "]");
  };
  for (const char* same :
       {"null, null", "true, true", R"("a", "a")", "10, 1e1", "-0.5, -5e-1", "[], []", "{}, {}",
        "[1, [2]], [1.0, [2]]", R"({"a": 1, "b": null}, {"b": null, "a": 1})", "1, 2, 3, 1"}) {
    EXPECT_EQ(unique(same), kNo) << same;
  }
  for (const char* different :
       {"null, false", "true, false", R"("1", 1)", R"("a", "b")", "1, 10", "1, -1", "1e1, 1e2",
        "[], {}", "[1], [2]", "[1, 2], [2, 1]", "[[1], 2], [[1, 2]]", R"({"a": 1}, {"a": 2})",
        R"({"a": 1}, {"b": 1})", R"({"a": 1}, {"a": 1, "b": 1})", R"({"ab": "c"}, {"a": "bc"})",
        R"(["a", "b"], ["ab"])", R"({"a": {"b": 1}, "c": 2}, {"a": {"b": 1, "c": 2}})",
        R"("null", null)", R"("true", true)"}) {
    EXPECT_EQ(unique(different), kYes) << different;
  }
  for (const char* unknown :
       {"%, 1", R"("%", "a")", "[%], [1]", "{%}, {}", R"([1, "%"], [1])",
        R"({"a": 1, "a": 2}, {"a": 1})", R"({"%": 1}, {"a": 1})", "1e999999999999999999999, 1",
        R"({"a": 1e999999999999999999999}, {"a": 1})", R"({"a": "%"}, {"a": 1})", "[[%]], [[]]"}) {
    EXPECT_EQ(unique(unknown), kUnknown) << unknown;
  }
  // Too large, or too deep, to be compared.
  EXPECT_EQ(unique("\"" + std::string(300'000, 'a') + "\", 1"), kUnknown);
  const std::string large = "\"" + std::string(200'000, 'a') + "\"";
  EXPECT_EQ(unique(large + ", " + large), kUnknown);
  EXPECT_EQ(unique(large + ", 1, 1"), kNo);
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '[') +
           std::string(static_cast<size_t>(depth), ']');
  };
  const auto within = [](int depth) {
    std::string text = "1";
    for (int i = 0; i < depth; ++i) text.insert(0, R"({"a": )").append("}");
    return text;
  };
  EXPECT_EQ(unique(within(100) + ", " + within(100)), kNo);
  EXPECT_EQ(unique(within(101) + ", " + within(101)), kUnknown);
  EXPECT_EQ(unique(nested(101) + ", " + nested(101)), kNo);
  EXPECT_EQ(unique(nested(102) + ", " + nested(102)), kUnknown);
}

// Objects with a key that is no text, or not known, are not compared.
TEST(Decide, EqualItemsHaveKnownKeys) {
  for (const Kind kind : {Kind::kString, Kind::kNumber, Kind::kUnknown}) {
    Workbench bench;
    const Packed<snapshot::ResourceType> type(TypeWith(R"({"uniqueItems": true})"));
    Value key = bench.values[bench.Read("\"5\"")];
    key.kind = kind;
    const Member member{bench.values.Add(key), bench.Read("1")};
    const ValueId both[] = {bench.values.AddObject({}, std::span(&member, 1)),
                            bench.values.AddObject({}, std::span(&member, 1))};
    Evaluator evaluator(bench.values, *type->schemas());
    EXPECT_EQ(evaluator.Decide(0, bench.values.AddArray({}, both)),
              kind == Kind::kString ? kNo : kUnknown);
  }
}

TEST(Decide, SomeItem) {
  const std::string schema = R"({"contains": {"const": "a"}})";
  Check({
      {schema, R"(["b", "a"])", kYes},
      {schema, R"(["b"])", kNo},
      {schema, "[]", kNo},
      {schema, R"(["b", "a%"])", kUnknown},
      {schema, R"(["b", %])", kUnknown},
      {schema, R"(["a", %])", kYes},
      {schema, "{}", kYes},
  });
}

TEST(Decide, Combinators) {
  const std::string any = R"({"anyOf": [{"const": "a"}, {"const": "b"}]})";
  const std::string one = R"({"oneOf": [{"required": ["A"]}, {"required": ["B"]}]})";
  Check({
      {any, R"("a")", kYes},
      {any, R"("c")", kNo},
      {any, R"("%")", kUnknown},
      {any, R"("c%")", kNo},
      {one, R"({"A": 1})", kYes},
      {one, R"({"A": 1, "B": 1})", kNo},
      {one, R"({"A": 1, "B": 1, %})", kNo},
      {one, R"({"A": 1, %})", kUnknown},
      {one, "{}", kNo},
      {R"({"oneOf": [{"type": "string"}, {"type": "integer"}]})", R"("5")", kUnknown},
      {R"({"allOf": [{"minLength": 2}, {"maxLength": 3}]})", R"("abcd")", kNo},
      {R"({"not": {"const": "a"}})", R"("a")", kNo},
      {R"({"not": {"const": "a"}})", R"("%")", kUnknown},
      {R"({"not": {"const": "a"}})", R"("b")", kYes},
      {R"({"if": {"const": "a"}, "then": false})", R"("a")", kNo},
      {R"({"if": {"const": "a"}, "then": false})", R"("b")", kYes},
      {R"({"if": {"const": "a"}, "then": false})", R"("%")", kUnknown},
      {R"({"if": {"const": "a"}, "then": {"minLength": 9}, "else": {"minLength": 9}})", R"("b")",
       kNo},
      {R"({"if": {"const": "a"}, "else": {"maxLength": 1}})", R"("bcd")", kNo},
  });
}

TEST(Decide, UntrustedSchemaAndValueAreUnknown) {
  Check({
      {R"({"type": "integer", "untrusted": true})", R"("x")", kUnknown},
      {R"({"type": "integer", "untrusted": true})", "5", kUnknown},
      {R"({"not": {"type": "integer", "untrusted": true}})", "5", kUnknown},
      {R"({"untrusted": true})", "5", kUnknown},
      {R"({"allOf": [{"untrusted": true}]})", "5", kUnknown},
      {R"({"type": "string", "allOf": [{"untrusted": true}]})", "5", kNo},
      {R"({"not": {"allOf": [{"untrusted": true}]}})", "5", kUnknown},
  });
  Workbench bench;
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"type": "string"})"));
  const ValueId guess = bench.values.Add({.kind = Kind::kNumber, .untrusted = true});
  EXPECT_EQ(Evaluator(bench.values, *type->schemas()).Decide(0, guess), kUnknown);
}

TEST(Decide, ReferencesMayBeCyclic) {
  Check({
      {R"({"properties": {"A": {"$ref": "#/definitions/0"}, "B": {"type": "integer"}}})",
       R"({"A": {"A": {"B": "x"}}})", kNo},
      {R"({"$ref": "#/definitions/0"})", "1", kYes},
      {R"({"allOf": [{"$ref": "#/definitions/0"}]})", "1", kUnknown},
      {R"({"$ref": "#/definitions/99"})", "1", kUnknown},
  });
}

// Schemas that refer to each other, one to the next.
TEST(Decide, FollowsReferencesToABoundedDepth) {
  const auto decide = [](size_t references) {
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
    return Evaluator(bench.values, *type->schemas()).Decide(0, bench.Read("true"));
  };
  EXPECT_EQ(decide(599), kNo);
  EXPECT_EQ(decide(600), kUnknown);
}

// 24 nodes, each the oneOf of the next one twice: 2^24 paths.
TEST(Decide, LongChainsOfAlternativesAreFast) {
  snapshot::ResourceTypeT native = TypeWith("{}");
  native.schemas.clear();
  constexpr uint32_t kLength = 24;
  for (uint32_t i = 0; i < kLength; ++i) {
    auto node = std::make_unique<snapshot::SchemaT>();
    if (i + 1 < kLength) {
      node->any_of = {i + 1, i + 1};
      node->one_of = {i + 1, i + 1};
    } else {
      node->types = snapshot::Type::String;
    }
    native.schemas.push_back(std::move(node));
  }
  const Packed<snapshot::ResourceType> type(native);
  Workbench bench;
  const ValueId value = bench.Read("5");
  Evaluator evaluator(bench.values, *type->schemas(), 20'000);
  EXPECT_EQ(evaluator.Decide(0, value), kNo);
  std::vector<Failure> failures;
  evaluator.Explain(0, value, failures);
  EXPECT_FALSE(failures.empty());
}

TEST(Decide, BudgetEndsInUnknown) {
  Workbench bench;
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"items": {"type": "string"}})"));
  const ValueId value = bench.Read("[\"a\", \"b\", \"c\", 5]");
  EXPECT_EQ(Evaluator(bench.values, *type->schemas()).Decide(0, value), kNo);
  EXPECT_EQ(Evaluator(bench.values, *type->schemas(), 3).Decide(0, value), kUnknown);
}

TEST(Decide, SharedNodesDoNotExplode) {
  Workbench bench;
  const Packed<snapshot::ResourceType> type(
      TypeWith(R"({"items": {"$ref": "#/definitions/0"}, "uniqueItems": true})"));
  ValueId value = bench.Read("1");
  for (int i = 0; i < 64; ++i) {
    const ValueId both[] = {value, value};
    value = bench.values.AddArray({}, both);
  }
  const auto start = testing_support::CpuClock::now();
  const Tri result = Evaluator(bench.values, *type->schemas()).Decide(0, value);
  EXPECT_NE(result, kYes);
  EXPECT_LT(testing_support::CpuClock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace stackql
