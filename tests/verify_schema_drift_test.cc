// What counts as a change of a schema, and what does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "catalog/live_schema.h"
#include "catalog/registry.h"
#include "snapshot/snapshot_objects.h"
#include "support/schema_text.h"
#include "verify/schema_drift.h"

namespace stackql::verify {
namespace {

using Json = nlohmann::ordered_json;
using Texts = std::vector<std::string>;
using snapshot::ResourceType;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr std::array kKinds = {"new",        "removed",    "constraint",  "required",
                               "optional",   "mutability", "new-handler", "old-handler",
                               "permission", "tagging",    "deprecation"};

// "kind path: detail", of each change.
Texts Said(const std::vector<SchemaChange>& changes) {
  Texts said;
  for (const SchemaChange& change : changes) {
    said.push_back(std::string(kKinds.at(static_cast<size_t>(change.kind))) + " " + change.path +
                   ": " + change.detail);
  }
  return said;
}

catalog::LiveSchema Live(const Json& schema) {
  auto live = catalog::LiveSchema::Read("AWS::Demo::Thing", schema.dump());
  EXPECT_TRUE(live) << live.error().message << schema;
  return live ? std::move(*live)
              : *catalog::LiveSchema::Read("A::B::C",
                                           R"({"typeName": "A::B::C", "properties": {}})");
}

// As provider documents would have it. The definition of the property may be another type's; with
// "/*", that of its items and other members.
Packed<ResourceType> Generated(const Json& schema, const std::string& doubtful = {}) {
  const auto compiled = catalog::CompileSchema("thing.json", schema.dump());
  const auto& type = compiled->type;
  type->generated = true;
  type->schemas[0]->closed = true;
  for (const auto& property : type->schemas[0]->properties) {
    snapshot::SchemaT& node = *type->schemas[property->schema];
    if (property->name == doubtful) node.doubtful = true;
    if (property->name + "/*" != doubtful) continue;
    for (const int32_t below : {node.items, node.additional}) {
      if (below >= 0) type->schemas[static_cast<uint32_t>(below)]->doubtful = true;
    }
  }
  return Packed<ResourceType>(*type);
}

Json Base() {
  return Json::parse(R"({
    "typeName": "AWS::Demo::Thing", "additionalProperties": false,
    "definitions": {
      "Tag": {"type": "object", "additionalProperties": false, "required": ["Key"],
        "properties": {"Key": {"type": "string", "maxLength": 64}, "Value": {"type": "string"}}},
      "Tree": {"type": "object", "properties": {"Name": {"type": "string"},
        "Next": {"$ref": "#/definitions/Tree"}}}
    },
    "properties": {
      "Name": {"type": "string", "minLength": 1, "pattern": "^a$", "description": "A name."},
      "Mode": {"type": "string", "enum": ["A", "B"]},
      "Size": {"type": "integer", "minimum": 1, "maximum": 9},
      "Tags": {"type": "array", "uniqueItems": true, "maxItems": 50,
        "items": {"$ref": "#/definitions/Tag"}},
      "More": {"type": "array", "items": {"$ref": "#/definitions/Tag"}},
      "Tree": {"$ref": "#/definitions/Tree"},
      "Free": {"type": "object", "patternProperties": {"^x": {"type": "string"}},
        "additionalProperties": false},
      "Choice": {"oneOf": [{"required": ["A"]}, {"required": ["B"], "minProperties": 1}]},
      "Any": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["A", "B"]}]},
      "Text": {"type": "string", "format": "date-time", "maxLength": 5},
      "Part": {"type": "object", "minProperties": 1, "required": ["A"],
        "properties": {"A": {"type": "string"}}},
      "Arn": {"type": "string"}
    },
    "required": ["Name", "Mode"],
    "readOnlyProperties": ["/properties/Arn"],
    "createOnlyProperties": ["/properties/Name", "/properties/Tags/*/Key"],
    "writeOnlyProperties": ["/properties/Mode"],
    "conditionalCreateOnlyProperties": ["/properties/Size"],
    "primaryIdentifier": ["/properties/Arn", "/properties/Name"],
    "deprecatedProperties": ["/properties/Mode"],
    "tagging": {"taggable": true, "tagProperty": "/properties/Tags",
      "permissions": ["demo:Tag", "demo:Untag"]},
    "handlers": {"create": {"permissions": ["demo:Create", "demo:Get"]},
      "read": {"permissions": ["demo:Get"]}, "list": {"permissions": []}}
  })");
}

// What is said if the member at `pointer` of the base becomes `value`; "" removes it.
Texts After(const std::string& pointer, const std::string& value) {
  const Json base = Base();
  Json changed = base;
  const Json::json_pointer at(pointer);
  if (value.empty()) {
    changed[at.parent_pointer()].erase(at.back());
  } else {
    changed[at] = Json::parse(value);
  }
  EXPECT_NE(changed.dump(), base.dump()) << pointer;
  return Said(CompareSchemas(Live(base).type(), Live(changed).type()));
}

struct Case {
  std::string pointer = {};
  std::string value = {};
  Texts said = {};
};

void Check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    EXPECT_EQ(After(one.pointer, one.value), one.said) << one.pointer << " " << one.value;
  }
}

TEST(SchemaDrift, TellsNewAndRemovedProperties) {
  const std::string tag = "/definitions/Tag/properties/";
  Check({
      {"/properties/Other", "{}", {"new /Other: "}},
      {"/properties/Size", "", {"removed /Size: "}},
      {"/properties/Name", "", {"removed /Name: "}},
      {tag + "Other", R"({"type": "string"})", {"new /More/*/Other: "}},
      {tag + "Value", "", {"removed /More/*/Value: "}},
      {"/definitions/Tree/properties/Other", "{}", {"new /Tree/Other: "}},
  });
}

TEST(SchemaDrift, TellsChangedConstraints) {
  Check({
      {"/properties/Name/type", R"("integer")", {"constraint /Name: type integer, was string"}},
      {"/properties/Name/type",
       R"(["string", "object"])",
       {"constraint /Name: type string or object, was string"}},
      {"/properties/Name/minLength", "2", {"constraint /Name: minLength 2, was 1"}},
      {"/properties/Name/minLength", "", {"constraint /Name: no minLength, was 1"}},
      {"/properties/Name/maxLength", "7", {"constraint /Name: maxLength 7, was none"}},
      {"/properties/Name/pattern", R"("^b$")", {"constraint /Name: pattern ^b$, was ^a$"}},
      {"/properties/Size/minimum", "2", {"constraint /Size: minimum 2, was 1"}},
      {"/properties/Size/maximum", "", {"constraint /Size: no maximum, was 9"}},
      {"/properties/Size/exclusiveMaximum",
       "9.5",
       {"constraint /Size: exclusiveMaximum 9.5, was none"}},
      {"/properties/Size/exclusiveMinimum",
       "0",
       {"constraint /Size: exclusiveMinimum 0, was none"}},
      {"/properties/Mode/enum", R"(["B", "C", "A"])", {"constraint /Mode: enum gained 'C'"}},
      {"/properties/Mode/enum", R"(["C", "A"])", {"constraint /Mode: enum gained 'C'; lost 'B'"}},
      {"/properties/Mode/enum", "", {"constraint /Mode: no enum, had one"}},
      {"/properties/Name/const", R"("a")", {"constraint /Name: enum gained 'a'; was none"}},
      {"/properties/Tags/uniqueItems", "", {"constraint /Tags: uniqueItems false, was true"}},
      {"/properties/Tags/maxItems", "60", {"constraint /Tags: maxItems 60, was 50"}},
      {"/properties/More/minItems", "1", {"constraint /More: minItems 1, was none"}},
      {"/properties/More/items", "", {"constraint /More: items have no schema, had one"}},
      {"/properties/More/items",
       R"({"type": "string"})",
       {"constraint /More/*: type string, was object"}},
      {"/additionalProperties", "true", {"constraint : additionalProperties true, was false"}},
      {"/properties/Free/additionalProperties",
       R"({"type": "string"})",
       {"constraint /Free: additionalProperties a schema, was false"}},
      {"/properties/Free/patternProperties",
       R"({"^y": {"type": "string"}})",
       {"constraint /Free: patternProperties gained '^y'; lost '^x'"}},
      {"/properties/Free/patternProperties/^x/maxLength",
       "5",
       {"constraint /Free/*: maxLength 5, was none"}},
      {"/properties/Any/anyOf/0/type", R"("integer")", {"constraint /Any: anyOf differs"}},
      {"/properties/Any/anyOf", "[{}]", {"constraint /Any: anyOf of length 1, was of length 2"}},
      {"/properties/Size/not", R"({"enum": [5]})", {"constraint /Size: not, had none"}},
      {"/properties/Any/anyOf", "", {"constraint /Any: no anyOf, had one"}},
      {"/properties/Arn", "false", {"constraint /Arn: no longer allows any value"}},
  });
}

TEST(SchemaDrift, TellsOtherKinds) {
  Check({
      {"/required", R"(["Mode"])", {"optional /Name: "}},
      {"/required", R"(["Mode", "Name", "Size"])", {"required /Size: "}},
      {"/definitions/Tag/required", R"(["Value", "Key"])", {"required /More/*/Value: "}},
      {"/readOnlyProperties", "", {"mutability /Arn: is no longer readOnly"}},
      {"/createOnlyProperties",
       R"(["/properties/Tags/Key"])",
       {"mutability /Name: is no longer createOnly"}},
      {"/writeOnlyProperties",
       R"(["/properties/Mode", "/properties/Size"])",
       {"mutability /Size: is writeOnly now"}},
      {"/conditionalCreateOnlyProperties",
       "",
       {"mutability /Size: is no longer conditionalCreateOnly"}},
      {"/primaryIdentifier",
       R"(["/properties/Name", "/properties/Arn"])",
       {"mutability : primaryIdentifier /Name, /Arn, was /Arn, /Name"}},
      {"/deprecatedProperties",
       R"(["/properties/Size"])",
       {"deprecation /Mode: is no longer deprecated", "deprecation /Size: is deprecated now"}},
      {"/handlers/update", R"({"permissions": ["demo:Update"]})", {"new-handler : update"}},
      {"/handlers/read", "", {"old-handler : read"}},
      {"/handlers/create/permissions",
       R"(["demo:Get", "demo:Put"])",
       {"permission : create gained demo:Put; lost demo:Create"}},
      {"/tagging/taggable", "false", {"tagging : taggable false, was true"}},
      {"/tagging/tagProperty", R"("/properties/More")", {"tagging : tagProperty /More, was /Tags"}},
      {"/tagging/permissions", R"(["demo:Tag"])", {"tagging : permissions lost demo:Untag"}},
  });
}

TEST(SchemaDrift, TellsNothingOfWhatMeansTheSame) {
  Check({
      {"/description", R"("Another one.")", {}},
      {"/properties/Name/description", R"("Another name.")", {}},
      {"/properties/Name/default", R"("a")", {}},
      {"/properties/Size/minimum", "1.0", {}},
      {"/properties/Size/maximum", "0.9e1", {}},
      {"/properties/Mode/enum", R"(["B", "A"])", {}},
      {"/properties/Mode/minLength", "0", {}},
      {"/properties/More/minItems", "0", {}},
      {"/properties/More/uniqueItems", "false", {}},
      {"/properties/Name/items", "{}", {}},
      {"/properties/Mode/additionalProperties", "true", {}},
      {"/properties/Mode/additionalProperties", "{}", {}},
      {"/required", R"(["Mode", "Name"])", {}},
      {"/createOnlyProperties", R"(["/properties/Tags/Key", "/properties/Name"])", {}},
      {"/handlers/create/permissions", R"(["demo:get", "demo:Create", "demo:Create", ""])", {}},
      {"/tagging/tagOnCreate", "true", {}},
      {"/tagging/tagProperty", "", {}},
      {"/tagging", "", {}},
      {"/readOnlyProperties", R"(["/properties/Arn", "/properties/Nowhere"])", {}},
      {"/replacementStrategy", R"("delete_then_create")", {}},
      {"/properties/Choice/oneOf",
       R"([{"required": ["B"], "minProperties": 1}, {"required": ["A"]}])",
       {}},
      {"/properties/Any/anyOf",
       R"([{"type": "object", "required": ["B", "A"]}, {"type": "string"}])",
       {}},
  });
}

TEST(SchemaDrift, DoesNotDependOnHowDefinitionsAreWritten) {
  const Json base = Base();
  Json changed = base;
  const Json tag = changed["definitions"]["Tag"];
  changed["definitions"].erase("Tag");
  changed["properties"]["More"]["items"] = tag;
  changed["properties"]["Tags"]["items"] = {{"$ref", "#/properties/More/items"}};
  Json tree = changed["definitions"]["Tree"];
  tree["properties"]["Next"] = {{"$ref", "#/definitions/Baum"}};
  changed["definitions"]["Baum"] = tree;
  changed["definitions"].erase("Tree");
  changed["properties"]["Tree"] = tree;  // once in place, then by its new name
  EXPECT_THAT(Said(CompareSchemas(Live(base).type(), Live(changed).type())), IsEmpty());
  EXPECT_THAT(Said(CompareSchemas(Live(changed).type(), Live(base).type())), IsEmpty());
}

// A key that is not understood may say anything, and something malformed be meant otherwise.
TEST(SchemaDrift, OfWhatIsReadInPartTellsOnlyWhatBothHave) {
  Check({
      {"/properties/Text/maxLength", "6", {"constraint /Text: maxLength 6, was 5"}},
      {"/properties/Text/maxLength", "", {}},
      {"/properties/Text/pattern", R"("^a$")", {}},
      {"/properties/Text/format", "", {}},
      {"/properties/Text/enum", R"(["a"])", {}},
      {"/properties/Text/uniqueItems", "true", {}},
      {"/properties/Part/properties/B", "{}", {}},
      {"/properties/Part/required", "[]", {}},
      {"/properties/Part/additionalProperties", "false", {}},
      {"/properties/Part/properties/A/type",
       R"("integer")",
       {"constraint /Part/A: type integer, was string"}},
      {"/properties/Name/pattern", "5", {}},
      {"/properties/Size/maximum", R"("9")", {}},
      {"/properties/Tree/$ref", R"("#/definitions/Nowhere")", {}},
      {"/definitions/Tag/properties", "[]", {}},
      {"/properties/More/items", "[{}]", {}},
  });
}

TEST(SchemaDrift, OfNewAndRemovedPropertiesTellsNothingMore) {
  const Json base = Base();
  Json changed = base;
  changed["properties"]["Other"] = {{"type", "object"}};
  changed["readOnlyProperties"] = {"/properties/Other", "/properties/Other/Below"};
  changed["properties"].erase("Arn");
  changed["properties"].erase("Mode");
  changed["required"] = {"Name"};
  changed["writeOnlyProperties"].clear();
  changed["deprecatedProperties"].clear();
  changed["definitions"]["Tag"]["properties"]["Hidden"] = {{"type", "string"}};
  changed["writeOnlyProperties"].push_back("/properties/More/*/Hidden");
  EXPECT_THAT(
      Said(CompareSchemas(Live(base).type(), Live(changed).type())),
      ElementsAre("removed /Arn: ", "removed /Mode: ", "new /More/*/Hidden: ", "new /Other: "));
}

TEST(SchemaDrift, OfProviderDocumentsKnowsWhatTheyLose) {
  const Json live = Base();
  Json local = live;
  local.erase("deprecatedProperties");
  local.erase("additionalProperties");
  Json open = live;
  open["additionalProperties"] = true;
  open["anyOf"] = Json::parse(R"([{"required": ["Size"]}, {"required": ["Tags"]}])");
  open["properties"]["Name"]["type"] = {"string", "object"};
  open["properties"]["Tree"]["oneOf"] = Json::parse(R"([{"required": ["Name"]}])");
  open["properties"]["Any"].erase("anyOf");
  open["handlers"]["update"] = Json::parse(R"({"permissions": []})");
  EXPECT_THAT(Said(CompareSchemas(*Generated(local), Live(live).type())), IsEmpty());
  EXPECT_THAT(Said(CompareSchemas(*Generated(local), Live(open).type())), IsEmpty());
  local.erase("handlers");
  EXPECT_THAT(Said(CompareSchemas(*Generated(local), Live(live).type())), IsEmpty());
  // What they do have counts.
  open["properties"]["Name"]["type"] = {"integer", "object"};
  open["properties"]["Any"] = Json::parse(R"({"anyOf": [{"type": "null"}, {"type": "array"}]})");
  open["required"].push_back("Size");
  EXPECT_THAT(
      Said(CompareSchemas(*Generated(local), Live(open).type())),
      ElementsAre("constraint /Any: anyOf differs",
                  "constraint /Name: type integer or object, was string", "required /Size: "));
}

TEST(SchemaDrift, DoesNotCompareWhatMayBeAnotherTypes) {
  const Json base = Base();
  Json changed = base;
  changed["properties"]["Free"] = {{"type", "integer"}};
  EXPECT_THAT(Said(CompareSchemas(*Generated(base, "Free"), Live(changed).type())), IsEmpty());
  EXPECT_THAT(Said(CompareSchemas(*Generated(base), Live(changed).type())),
              ElementsAre("constraint /Free: type integer, was object"));
  changed = base;
  changed["properties"]["More"].erase("items");
  EXPECT_THAT(Said(CompareSchemas(*Generated(base, "More/*"), Live(changed).type())), IsEmpty());
  EXPECT_THAT(Said(CompareSchemas(*Generated(base), Live(changed).type())),
              ElementsAre("constraint /More: items have no schema, had one"));
  Json local = base;
  local["properties"]["Free"]["additionalProperties"] = {{"type", "string"}};
  EXPECT_THAT(Said(CompareSchemas(*Generated(local, "Free/*"), Live(base).type())), IsEmpty());
  EXPECT_THAT(Said(CompareSchemas(*Generated(local), Live(base).type())),
              ElementsAre("constraint /Free: additionalProperties false, was a schema"));
}

TEST(SchemaDrift, OfADefinitionIsToldOnceAtItsFirstPlace) {
  Check({{"/definitions/Tag/properties/Key/maxLength",
          "128",
          {"constraint /More/*/Key: maxLength 128, was 64"}}});
}

TEST(SchemaDrift, OfCircularAlternativesEnds) {
  const std::string node = R"({"typeName": "AWS::Demo::Thing", "properties": {"A":
    {"$ref": "#/definitions/D"}}, "definitions": {"D": {"anyOf": [{"$ref": "#/definitions/D"},
    {"type": "string", "allOf": [{"$ref": "#/definitions/D"}]}, {"oneOf": [
    {"$ref": "#/definitions/D"}, {"type": "integer", "not": {"$ref": "#/definitions/D"}}]}]},
    "Self": {"$ref": "#/definitions/Self"}}})";
  const Json base = Json::parse(node);
  Json changed = base;
  changed["definitions"]["D"]["anyOf"][1]["type"] = "boolean";
  changed["properties"]["B"] = {{"$ref", "#/definitions/Self"}};
  EXPECT_THAT(Said(CompareSchemas(Live(base).type(), Live(base).type())), IsEmpty());
  EXPECT_THAT(Said(CompareSchemas(Live(base).type(), Live(changed).type())),
              ElementsAre("constraint /A: anyOf differs", "new /B: "));
}

// The property that comes first leads through all definitions; one further on is near the change.
TEST(SchemaDrift, OfLongChainsEnds) {
  Json base = Json::parse(R"({"typeName": "AWS::Demo::Thing", "properties": {}})");
  const auto name = [](int i) { return "D" + std::to_string(i); };
  for (int i = 0; i < 500; ++i) {
    const Json below = i == 0 ? Json::object() : Json({{"$ref", "#/definitions/" + name(i - 1)}});
    base["definitions"][name(i)]["properties"]["P"] = below;
    base["properties"][std::to_string(20'000 - i)] = {{"$ref", "#/definitions/" + name(i)}};
  }
  Json changed = base;
  changed["definitions"][name(0)]["properties"]["P"] = {{"type", "string"}};
  EXPECT_THAT(Said(CompareSchemas(Live(base).type(), Live(base).type())), IsEmpty());
  const auto changes = CompareSchemas(Live(base).type(), Live(changed).type());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_GT(changes[0].path, "/19600/P/P");
  EXPECT_EQ(changes[0].detail, "type string, was any");
}

TEST(SchemaDrift, IsBoundedAndInTheOrderOfPaths) {
  const Json base = Base();
  Json changed = base;
  for (int i = 0; i < 500; ++i) {
    changed["properties"]["P" + std::to_string(1'000 + i)] = {{"type", "string"}};
  }
  changed["properties"]["Mode"]["enum"] = Json::array();
  for (int i = 0; i < 30; ++i) {
    changed["properties"]["Mode"]["enum"].push_back(std::to_string(10 + i) + std::string(100, 'x'));
  }
  changed["properties"]["Name"]["pattern"] = std::string(79, 'a') + "\u00e9\u00e9";
  const auto changes = CompareSchemas(Live(base).type(), Live(changed).type());
  ASSERT_EQ(changes.size(), kMostSchemaChanges);
  EXPECT_EQ(changes[0].path, "/Mode");
  EXPECT_LT(changes[0].detail.size(), 900U);
  EXPECT_NE(changes[0].detail.find("and 22 more; lost 'A', 'B'"), std::string::npos);
  EXPECT_EQ(changes[1].detail, "pattern " + std::string(79, 'a') + "..., was ^a$");
  for (size_t i = 1; i < changes.size(); ++i) EXPECT_LE(changes[i - 1].path, changes[i].path);
}

TEST(SchemaDrift, TellsWhatIsOfTheTypeItselfLast) {
  const Json base = Base();
  Json changed = base;
  changed["handlers"].erase("read");
  changed["properties"]["Name"]["pattern"] = "^b$";
  const auto changes = CompareSchemas(Live(base).type(), Live(changed).type());
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].path, "/Name");
  EXPECT_EQ(changes[1].kind, SchemaChange::Kind::kRemovedHandler);
}

}  // namespace
}  // namespace stackql::verify
