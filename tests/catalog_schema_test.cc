// The schema compiler: what becomes of each keyword, and of mistakes, at their places.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/schema_compiler.h"
#include "json/json.h"
#include "support/rule_names.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

using Mode = SchemaCompiler::Mode;
using snapshot::SchemaT;
using snapshot::Type;

// A schema compiled from JSON text, with the problems found in it.
struct Compiled {
  explicit Compiled(std::string text, Mode mode = Mode::kRegistry) {
    const TextId file = sources.AddFile("schema.json", std::move(text));
    const json::Parsed parsed = json::Parse(values, sources.All(file));
    EXPECT_NE(parsed.value, kNoValue) << sources.Bytes(file);
    if (parsed.value == kNoValue) return;
    SchemaCompiler compiler(values, problems, mode);
    EXPECT_EQ(compiler.Add(parsed.value, parsed.value), 0U);
    nodes = std::move(compiler.nodes());
  }
  const SchemaT& root() const { return *nodes.at(0); }
  const SchemaT& At(int64_t index) const { return *nodes.at(static_cast<size_t>(index)); }
  // "the bytes pointed at: what is said", of each problem.
  std::vector<std::string> Said() const {
    std::vector<std::string> said;
    for (const Problem& problem : problems) {
      EXPECT_EQ(testing_support::RuleName(problem), "invalid-schema");
      std::string help = problem.help.empty() ? "" : " " + problem.help;
      said.push_back(std::string(sources.Bytes(problem.where)) + ": " +
                     problem.what.args.at(0).second + help);
    }
    return said;
  }
  // A Yes is never said of a node that is in doubt.
  bool Doubts(const SchemaT& node) const {
    for (const uint32_t index : node.all_of) {
      if (nodes.at(index)->untrusted) return true;
    }
    return false;
  }

  Sources sources;
  Values values{sources};
  Problems problems;
  std::vector<std::unique_ptr<SchemaT>> nodes;
};

TEST(SchemaCompiler, Types) {
  EXPECT_EQ(Compiled(R"({})").root().types, Type::NONE);
  EXPECT_EQ(Compiled(R"({"type": "string"})").root().types, Type::String);
  EXPECT_EQ(Compiled(R"({"type": ["null", "integer"]})").root().types, Type::Null | Type::Integer);
  EXPECT_FALSE(Compiled("true").root().never);
  EXPECT_TRUE(Compiled("false").root().never);
}

TEST(SchemaCompiler, Bounds) {
  const Compiled compiled(R"({"minLength": 1, "maxLength": 2, "minItems": 3, "maxItems": 4,
    "minimum": -5, "maximum": 1e3, "exclusiveMinimum": 0.10, "exclusiveMaximum": 123456789012345678901,
    "pattern": "^a\\u0062$", "uniqueItems": true})");
  EXPECT_TRUE(compiled.problems.empty());
  EXPECT_EQ(compiled.root().min_length, 1);
  EXPECT_EQ(compiled.root().max_length, 2);
  EXPECT_EQ(compiled.root().min_items, 3);
  EXPECT_EQ(compiled.root().max_items, 4);
  EXPECT_EQ(compiled.root().minimum, "-5");
  EXPECT_EQ(compiled.root().maximum, "1e3");
  EXPECT_EQ(compiled.root().exclusive_minimum, "0.10");
  EXPECT_EQ(compiled.root().exclusive_maximum, "123456789012345678901");
  EXPECT_EQ(compiled.root().pattern, R"(^a\u0062$)");
  EXPECT_TRUE(compiled.root().unique_items);
}

TEST(SchemaCompiler, AbsentBounds) {
  const Compiled compiled("{}");
  EXPECT_EQ(compiled.root().min_length, -1);
  EXPECT_EQ(compiled.root().max_length, -1);
  EXPECT_EQ(compiled.root().min_items, -1);
  EXPECT_EQ(compiled.root().max_items, -1);
  EXPECT_TRUE(compiled.root().minimum.empty());
  EXPECT_TRUE(compiled.root().pattern.empty());
  EXPECT_FALSE(compiled.root().unique_items);
  EXPECT_FALSE(compiled.root().closed);
  EXPECT_EQ(compiled.root().items, -1);
  EXPECT_EQ(compiled.root().ref, -1);
}

TEST(SchemaCompiler, Enumerations) {
  const Compiled compiled(R"({"enum": ["a\n", 1.50, true, null]})");
  ASSERT_EQ(compiled.root().enumeration.size(), 4U);
  const std::vector<std::pair<Type, std::string>> expected = {
      {Type::String, "a\n"}, {Type::Number, "1.50"}, {Type::Bool, "true"}, {Type::Null, "null"}};
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(compiled.root().enumeration[i]->type, expected[i].first);
    if (expected[i].first == Type::Null) continue;
    EXPECT_EQ(compiled.root().enumeration[i]->text, expected[i].second);
  }
  EXPECT_FALSE(compiled.root().any_case);
  const Compiled any(R"({"enumCaseInsensitive": ["x", "Y"]})");
  ASSERT_EQ(any.root().enumeration.size(), 2U);
  EXPECT_EQ(any.root().enumeration[1]->text, "Y");
  EXPECT_TRUE(any.root().any_case);
  const Compiled both(R"({"enum": ["x"], "enumCaseInsensitive": ["y"]})");
  ASSERT_EQ(both.root().enumeration.size(), 1U);
  EXPECT_FALSE(both.root().any_case);
  const Compiled one(R"({"const": "x", "enum": ["x", "y"]})");
  ASSERT_EQ(one.root().enumeration.size(), 1U);
  EXPECT_EQ(one.root().enumeration[0]->text, "x");
}

TEST(SchemaCompiler, Objects) {
  const Compiled compiled(R"({"properties": {"b": {"type": "string", "default": ["x", 1]},
    "a": {"type": "integer"}}, "patternProperties": {"^p": {"type": "null"}}, "required": ["b"],
    "additionalProperties": {"type": "boolean"}})");
  EXPECT_TRUE(compiled.problems.empty());
  const SchemaT& root = compiled.root();
  ASSERT_EQ(root.properties.size(), 2U);
  EXPECT_EQ(root.properties[0]->name, "a");  // sorted for binary search
  EXPECT_EQ(root.properties[1]->name, "b");
  EXPECT_EQ(compiled.At(root.properties[0]->schema).types, Type::Integer);
  EXPECT_EQ(compiled.At(root.properties[1]->schema).types, Type::String);
  EXPECT_EQ(root.properties[1]->default_text, R"(["x", 1])");
  ASSERT_EQ(root.pattern_properties.size(), 1U);
  EXPECT_EQ(root.pattern_properties[0]->pattern, "^p");
  EXPECT_EQ(root.required, std::vector<std::string>{"b"});
  EXPECT_FALSE(root.closed);
  EXPECT_EQ(compiled.At(root.additional).types, Type::Bool);
  EXPECT_TRUE(Compiled(R"({"additionalProperties": false})").root().closed);
  EXPECT_FALSE(Compiled(R"({"additionalProperties": true})").root().closed);
}

TEST(SchemaCompiler, Combinators) {
  const Compiled compiled(R"({"anyOf": [{"type": "string"}, {"type": "null"}], "oneOf": [false],
    "allOf": [{"minLength": 7}], "not": {"type": "array"}, "if": {"type": "object"},
    "then": {"type": "integer"}, "else": {"type": "number"}, "items": {"type": "boolean"}})");
  EXPECT_TRUE(compiled.problems.empty());
  const SchemaT& root = compiled.root();
  ASSERT_EQ(root.any_of.size(), 2U);
  EXPECT_EQ(compiled.At(root.any_of[1]).types, Type::Null);
  ASSERT_EQ(root.one_of.size(), 1U);
  EXPECT_TRUE(compiled.At(root.one_of[0]).never);
  ASSERT_EQ(root.all_of.size(), 1U);
  EXPECT_EQ(compiled.At(root.all_of[0]).min_length, 7);
  EXPECT_EQ(compiled.At(root.not_schema).types, Type::Array);
  EXPECT_EQ(compiled.At(root.if_schema).types, Type::Object);
  EXPECT_EQ(compiled.At(root.then_schema).types, Type::Integer);
  EXPECT_EQ(compiled.At(root.else_schema).types, Type::Number);
  EXPECT_EQ(compiled.At(root.items).types, Type::Bool);
}

TEST(SchemaCompiler, ReferencesShareTheirTarget) {
  const Compiled compiled(R"({"properties": {"a": {"$ref": "#/definitions/T"},
    "b": {"$ref": "#/definitions/T"}, "c": {"$ref": "#/properties/d"}, "d": {"type": "null"},
    "e": {"$ref": "#/definitions/x~1y~0"}},
    "definitions": {"T": {"type": "string"}, "x/y~": {"type": "array"}}})");
  EXPECT_TRUE(compiled.problems.empty());
  const auto target = [&](size_t property) {
    return compiled.At(compiled.root().properties.at(property)->schema).ref;
  };
  EXPECT_EQ(target(0), target(1));
  EXPECT_EQ(compiled.At(target(0)).types, Type::String);
  EXPECT_EQ(compiled.At(target(2)).types, Type::Null);
  EXPECT_EQ(compiled.At(target(4)).types, Type::Array);
}

TEST(SchemaCompiler, ReferencesMayBeCircular) {
  const Compiled compiled(R"({"properties": {"a": {"$ref": "#/definitions/T"}},
    "definitions": {"T": {"properties": {"again": {"$ref": "#/definitions/T"}}},
                    "Self": {"$ref": "#/definitions/Self"}}, "not": {"$ref": "#/definitions/Self"}})");
  EXPECT_TRUE(compiled.problems.empty());
  const auto outer = compiled.At(compiled.root().properties[0]->schema).ref;
  EXPECT_EQ(compiled.At(compiled.At(outer).properties[0]->schema).ref, outer);
}

struct Mistake {
  std::string schema = {};
  std::vector<std::string> said = {};
};

TEST(SchemaCompiler, ReportsMistakesAtTheirPlace) {
  const std::vector<Mistake> mistakes = {
      {R"(5)", {"5: a schema must be an object"}},
      {R"({"properties": {"a": "x"}})", {"x: a schema must be an object"}},
      {R"({"type": "strng"})", {"strng: no type 'strng'"}},
      {R"({"type": ["string", "nul"]})", {"nul: no type 'nul'"}},
      {R"({"minLength": "5"})", {"5: 'minLength' must be a number"}},
      {R"({"maxLength": -1})", {"-1: 'maxLength' must be a whole number"}},
      {R"({"minItems": 1.5})", {"1.5: 'minItems' must be a whole number"}},
      {R"({"maxItems": 99999999999999999999})",
       {"99999999999999999999: 'maxItems' must be a whole number"}},
      {R"({"minimum": "1"})", {"1: 'minimum' must be a number"}},
      {R"({"pattern": 1})", {"1: 'pattern' must be a string"}},
      {R"({"uniqueItems": "true"})", {"true: 'uniqueItems' must be true or false"}},
      {R"({"required": "a"})", {"a: 'required' must be a list"}},
      {R"({"enum": "a"})", {"a: 'enum' must be a list"}},
      {R"({"anyOf": {}})", {"{}: 'anyOf' must be a list"}},
      {R"({"properties": []})", {"[]: 'properties' must be an object"}},
      {R"({"additionalProperties": "no"})", {"no: a schema must be an object"}},
      {R"({"$ref": "#/definitions/None"})",
       {"#/definitions/None: '#/definitions/None' refers to nothing"}},
      {R"({"$ref": "other.json#/a"})", {"other.json#/a: 'other.json#/a' refers to nothing"}},
      {R"({"allOf": 1, "not": 2})", {"1: 'allOf' must be a list", "2: a schema must be an object"}},
  };
  for (const Mistake& mistake : mistakes) {
    for (const Mode mode : {Mode::kRegistry, Mode::kStrict}) {
      EXPECT_EQ(Compiled(mistake.schema, mode).Said(), mistake.said) << mistake.schema;
    }
  }
}

TEST(SchemaCompiler, StrictlyReportsWhatItCannotJudge) {
  const std::vector<Mistake> mistakes = {
      {R"({"requierd": ["A"]})", {"requierd: unknown keyword 'requierd' Did you mean 'required'?"}},
      {R"({"multipleOf": 2})", {"multipleOf: unknown keyword 'multipleOf'"}},
      {R"({"properties": {"A": {"maxlength": 5}}})",
       {"maxlength: unknown keyword 'maxlength' Did you mean 'maxLength'?"}},
      {R"({"items": [{}]})", {"[{}]: a schema must be an object"}},
  };
  for (const Mistake& mistake : mistakes) {
    EXPECT_EQ(Compiled(mistake.schema, Mode::kStrict).Said(), mistake.said) << mistake.schema;
    EXPECT_TRUE(Compiled(mistake.schema).problems.empty()) << mistake.schema;
  }
  const std::string pattern = R"x({"pattern": "a(?=b)"})x";
  const Compiled strict(pattern, Mode::kStrict);
  ASSERT_EQ(strict.problems.size(), 1U);
  EXPECT_EQ(strict.sources.Bytes(strict.problems[0].where), "a(?=b)");
  EXPECT_TRUE(Compiled(pattern).problems.empty());
  const std::string remarks = R"({"$comment": "", "title": "", "examples": [], "default": 1})";
  EXPECT_TRUE(Compiled(remarks, Mode::kStrict).problems.empty());
}

// A node that is read only in part must not be taken for satisfied: `not` and `oneOf` would turn
// that into a finding.
TEST(SchemaCompiler, DoubtsWhatItReadsInPart) {
  for (const std::string schema :
       {R"({"minContains": 1})", R"({"minProperties": 1})", R"({"multipleOf": 2})",
        R"({"format": "date-time"})", R"({"dependencies": {}})", R"({"items": [{}]})",
        R"({"minLength": "x"})", R"({"$ref": "#/nowhere"})", R"({"allOf": 5})"}) {
    const Compiled compiled(schema);
    EXPECT_TRUE(compiled.Doubts(compiled.root())) << schema;
  }
  const Compiled inner(R"({"type": "object", "not": {"allOf": [{}], "minContains": 1}})");
  EXPECT_FALSE(inner.Doubts(inner.root()));
  EXPECT_TRUE(inner.Doubts(inner.At(inner.root().not_schema)));
  EXPECT_EQ(inner.At(inner.root().not_schema).all_of.size(), 2U);
  for (const std::string schema :
       {R"({})", R"({"insertionOrder": false})", R"({"description": "", "type": "string"})"}) {
    const Compiled compiled(schema);
    EXPECT_FALSE(compiled.Doubts(compiled.root())) << schema;
  }
}

TEST(SchemaCompiler, BoundsDepth) {
  std::string deep;
  for (int i = 0; i < 150; ++i) deep += R"({"not": )";
  deep += "{}" + std::string(150, '}');
  const Compiled compiled(deep);
  ASSERT_EQ(compiled.problems.size(), 1U);
  EXPECT_EQ(compiled.problems[0].what.args.at(0).second, "schemas are nested too deeply");
}

// As YAML's aliases make them: each level names the one below twice.
TEST(SchemaCompiler, BoundsSharedSchemas) {
  Sources sources;
  Values values(sources);
  const TextId file = sources.AddFile("schema", "not anyOf");
  const ValueId key = values.AddString({file, {4, 9}}, {file, {4, 9}});
  ValueId schema = values.AddObject({file, {0, 9}}, {});
  for (int i = 0; i < 40; ++i) {
    const std::vector<ValueId> twice = {schema, schema};
    const ValueId list = values.AddArray({file, {0, 9}}, twice);
    const std::vector<Member> members = {{key, list}};
    schema = values.AddObject({file, {0, 9}}, members);
  }
  Problems problems;
  SchemaCompiler compiler(values, problems);
  compiler.Add(schema, schema);
  EXPECT_LT(compiler.nodes().size(), 300'000U);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what.args.at(0).second, "the schema is too large");
}

// --- resource types ----------------------------------------------------------------------------

struct ReadType {
  explicit ReadType(std::string text) {
    const TextId file = sources.AddFile("type.json", std::move(text));
    const json::Parsed parsed = json::Parse(values, sources.All(file));
    EXPECT_NE(parsed.value, kNoValue) << sources.Bytes(file);
    if (parsed.value == kNoValue) return;
    CompiledType compiled = CompileResourceType(values, parsed.value, problems);
    type = std::move(compiled.type);
    tables = std::move(compiled.tables);
  }
  Sources sources;
  Values values{sources};
  Problems problems;
  std::unique_ptr<snapshot::ResourceTypeT> type;
  std::vector<std::unique_ptr<snapshot::SqlTableT>> tables;
};

TEST(ResourceType, ReadsPointersBelowTheResource) {
  const ReadType compiled(R"({"typeName": "AWS::EC2::Thing",
    "properties": {"RoleARN": {"type": "string"}, "Id": {"type": "string", "pattern": "^i-"}},
    "readOnlyProperties": ["/properties/Id", "/properties/A/*/B"],
    "createOnlyProperties": ["/properties/RoleARN"], "writeOnlyProperties": ["/properties/W"],
    "primaryIdentifier": ["/properties/Id"], "tagging": {"taggable": false}})");
  ASSERT_NE(compiled.type, nullptr);
  EXPECT_EQ(compiled.type->service, "ec2");
  EXPECT_EQ(compiled.type->read_only, (std::vector<std::string>{"/Id", "/A/*/B"}));
  EXPECT_EQ(compiled.type->create_only, std::vector<std::string>{"/RoleARN"});
  EXPECT_EQ(compiled.type->write_only, std::vector<std::string>{"/W"});
  EXPECT_EQ(compiled.type->identifier_pattern, "^i-");
  EXPECT_TRUE(compiled.tables.empty());
  EXPECT_TRUE(compiled.type->handlers.empty());
  ASSERT_NE(compiled.type->tagging, nullptr);
  EXPECT_FALSE(compiled.type->tagging->taggable);
  EXPECT_TRUE(compiled.type->tagging->property.empty());
}

TEST(ResourceType, HasTheTablesThatItNames) {
  const ReadType compiled(R"({"typeName": "AWS::EC2::Thing",
    "properties": {"RoleARN": {"type": "string"}, "Id": {"type": "string"}},
    "primaryIdentifier": ["/properties/Id"],
    "handlers": {"create": {"permissions": []}, "read": {"permissions": []},
                 "list": {"permissions": [],
                          "handlerSchema": {"properties": {}, "required": ["VpcId", "A"]}}},
    "x-stackql": {"table": "things", "listTable": "things_list_only"}})");
  using Texts = std::vector<std::string>;
  ASSERT_EQ(compiled.tables.size(), 2U);
  EXPECT_EQ(compiled.tables[0]->name, "things");
  EXPECT_EQ(compiled.tables[0]->type_name, "AWS::EC2::Thing");
  EXPECT_EQ(compiled.tables[0]->columns, (Texts{"region", "Identifier", "role_arn", "id"}));
  EXPECT_EQ(compiled.tables[0]->verbs, snapshot::Verb::Insert | snapshot::Verb::Select);
  EXPECT_EQ(compiled.tables[1]->name, "things_list_only");
  EXPECT_EQ(compiled.tables[1]->kind, snapshot::TableKind::List);
  EXPECT_EQ(compiled.tables[1]->columns, (Texts{"region", "id"}));
  EXPECT_EQ(compiled.tables[1]->verbs, snapshot::Verb::Select);
  EXPECT_EQ(compiled.type->list_parents, (Texts{"A", "VpcId"}));
}

TEST(ResourceType, RefusesOtherDocuments) {
  const std::vector<std::pair<std::string, std::string>> documents = {
      {"[]", "a schema must be an object"},
      {"{}", "'typeName' must look like AWS::Service::Type"},
      {R"({"typeName": 5})", "'typeName' must look like AWS::Service::Type"},
      {R"({"typeName": "AWS::IVS"})", "'typeName' must look like AWS::Service::Type"},
      {R"({"typeName": "AWS::::Stage"})", "'typeName' must look like AWS::Service::Type"},
      {R"({"typeName": "AWS::IVS::"})", "'typeName' must look like AWS::Service::Type"},
      {R"({"typeName": "AWS::IVS::Stage"})", "a resource type must have 'properties'"},
      {R"({"typeName": "AWS::IVS::Stage", "properties": []})",
       "a resource type must have 'properties'"},
  };
  for (const auto& document : documents) {
    const ReadType compiled(document.first);
    EXPECT_EQ(compiled.type, nullptr) << document.first;
    ASSERT_EQ(compiled.problems.size(), 1U) << document.first;
    EXPECT_EQ(compiled.problems[0].what.args.at(0).second, document.second);
  }
}

TEST(ResourceType, SurvivesOddMembers) {
  for (const std::string odd :
       {R"("primaryIdentifier": [""])", R"("primaryIdentifier": ["/properties"])",
        R"("primaryIdentifier": "/properties/A")", R"("primaryIdentifier": [5, {}])",
        R"("tagging": 5)", R"("tagging": {"tagProperty": ""})",
        R"("tagging": {"tagProperty": "Tags"})", R"("handlers": [])",
        R"("handlers": {"create": {"permissions": {}}})", R"("x-stackql": 5)",
        R"("readOnlyProperties": {"a": 1})"}) {
    const ReadType compiled(R"({"typeName": "A::B::C", "properties": {"A": {}}, )" + odd + "}");
    EXPECT_NE(compiled.type, nullptr) << odd;
  }
}

}  // namespace
}  // namespace stackql::catalog
