// Which mistakes in rule documents and the schemas beside them are reported, and where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/compiled_rules.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

struct Mistake {
  std::string from = {};
  std::string to = {};
  std::string said = {};
};

void Check(const std::vector<Mistake>& mistakes) {
  for (const Mistake& mistake : mistakes) {
    const Compiled compiled(With(Document(mistake.from, mistake.to)));
    EXPECT_EQ(compiled.Said(), Texts{mistake.said}) << mistake.from << " -> " << mistake.to;
    EXPECT_TRUE(compiled.rules().all().empty()) << "a document with mistakes is left out";
  }
}

TEST(RuleDocuments, MistakesInNamesAreReportedAtTheirPlace) {
  Check({
      {"id: ABC001", "id: A1",
       "some-name.yaml A1: an id must be two to four capitals and three digits"},
      {"id: ABC001", "id: ABCDE001",
       "some-name.yaml ABCDE001: an id must be two to four capitals and three digits"},
      {"id: ABC001\n", "", "some-name.yaml name: 'id' is missing"},
      {"name: some-name", "name: other",
       "some-name.yaml other: a name must be in kebab-case and equal the file's name"},
      {"severity: warning", "severity: warn", "some-name.yaml warn: no severity 'warn'"},
      {"severity: warning", "severity: eror",
       "some-name.yaml eror: no severity 'eror' Did you mean 'error'?"},
      {"subject: property", "subject: properties",
       "some-name.yaml properties: no subject 'properties' Did you mean 'property'?"},
      {"summary: Something is odd", "summary: It is odd.",
       "some-name.yaml It is odd.: a summary must not end with a period"},
      {"summary: Something is odd", "sumary: It is odd",
       "some-name.yaml sumary: unknown key 'sumary' Did you mean 'summary'?"},
      {"message:", "mesage:",
       "some-name.yaml mesage: unknown key 'mesage' Did you mean 'message'?"},
      {"require:", "requires:",
       "some-name.yaml requires: unknown key 'requires' Did you mean 'require'?"},
      {"examples:", "exmaples:",
       "some-name.yaml exmaples: unknown key 'exmaples' Did you mean 'examples'?"},
      {"target:", "chek: builtin\ntarget:",
       "some-name.yaml chek: unknown key 'chek' Did you mean 'check'?"},
      {"silences: [wrong-type]", "silences: wrong-type",
       "some-name.yaml wrong-type: 'silences' must be a list of names"},
      {"id: ABC001", "id: A001",
       "some-name.yaml A001: an id must be two to four capitals and three digits"},
      {"id: ABC001", "id: ABC0001",
       "some-name.yaml ABC0001: an id must be two to four capitals and three digits"},
      {"id: ABC001", "id: Abc001",
       "some-name.yaml Abc001: an id must be two to four capitals and three digits"},
      {"id: ABC001", "id: ABC00x",
       "some-name.yaml ABC00x: an id must be two to four capitals and three digits"},
      {"id: ABC001", "id: [A]", "some-name.yaml [A]: 'id' is missing"},
      {"id: ABC001", "id: ''", "some-name.yaml '': 'id' is missing"},
      {"name: some-name\n", "", "some-name.yaml id: 'name' is missing"},
      {"severity: warning\n", "", "some-name.yaml id: 'severity' is missing"},
      {"subject: property\n", "", "some-name.yaml id: 'subject' is missing"},
      {"summary: Something is odd\n", "", "some-name.yaml id: 'summary' is missing"},
      {"why: |\n  Because.\n", "", "some-name.yaml id: 'why' is missing"},
      {"why:", "xylophone: 1\nwhy:", "some-name.yaml xylophone: unknown key 'xylophone'"},
      {"why:", "dialect: go\nwhy:", "some-name.yaml go: no dialect 'go'"},
      {"why:", "rests_on: files\nwhy:", "some-name.yaml files: no rests_on 'files'"},
      {"why:", "fix: safe\nwhy:", "some-name.yaml safe: 'fix' is for the rules of the program"},
      {"name: some-name", "name: some name",
       "some-name.yaml some name: a name must be in kebab-case and equal the file's name"},
      {"why:", "constants: {a: 1}\nwhy:",
       "some-name.yaml a: 'constants' are for the rules of the program"},
  });
}

TEST(RuleDocuments, HaveIdsOfTwoToFourCapitals) {
  for (const std::string id : {"AB001", "ABC001", "ABCD999"}) {
    EXPECT_EQ(Compiled(With(Document("id: ABC001", "id: " + id))).Said(), Texts{}) << id;
  }
}

TEST(RuleDocuments, MistakesInMessagesAreReportedAtTheirPlace) {
  const std::string message = R"("'{value}' is odd.")";
  const auto said = [](const std::string& text, const std::string& detail) {
    return "some-name.yaml " + text + ": " + detail;
  };
  Check({
      {message, "\"'{value}' is odd\"",
       said("'{value}' is odd", "a message must end with a period")},
      {message, "It is odd.",
       said("It is odd.", "a message must have a placeholder, such as '{value}'")},
      {message, "\"{value} is odd.\"",
       said("{value} is odd.", "a placeholder must be in single quotes")},
      {message, "\"Odd: '{value}, so.\"",
       said("Odd: '{value}, so.", "a placeholder must be in single quotes")},
      {message, "\"Odd: '{value.\"",
       said("Odd: '{value.",
            "a placeholder must be '{name}' or '{name|singular|plural}', in lowercase letters")},
      {message, "\"Odd: '{}'.\"",
       said("Odd: '{}'.",
            "a placeholder must be '{name}' or '{name|singular|plural}', in lowercase letters")},
      {message, "\"Odd: '{value|one}'.\"",
       said("Odd: '{value|one}'.",
            "a placeholder must be '{name}' or '{name|singular|plural}', in lowercase letters")},
      {message, "\"Odd: '{size}'.\"",
       said("Odd: '{size}'.",
            "unknown placeholder '{size}'; expected '{property}', '{value}', '{type}' or "
            "{expected}")},
  });
  const std::string nouns = "Odd: '{value|one|}'.";
  Check({
      {message, "\"{value}' is odd.\"",
       said("{value}' is odd.", "a placeholder must be in single quotes")},
      {message, "\"'{type}' and '{property} is odd.\"",
       said("'{type}' and '{property} is odd.", "a placeholder must be in single quotes")},
      {message, "\"" + nouns + "\"",
       said(nouns,
            "a placeholder must be '{name}' or '{name|singular|plural}', in lowercase "
            "letters")},
      {message, "\"Odd: '{' '{value}'.\"",
       said("Odd: '{' '{value}'.",
            "a placeholder must be '{name}' or '{name|singular|plural}', in lowercase letters")},
      {"message: " + message, "messages: {}",
       "some-name.yaml {}: 'messages' must map ids to messages"},
      {"message: " + message, "messages: {a: \"'{value}'.\"}",
       "some-name.yaml id: a rule without 'check' must have a single 'message'"},
      {"message: " + message + "\n", "",
       "some-name.yaml id: exactly one of 'message' and 'messages' is required"},
      {"target:", "label: ''\ntarget:",
       "some-name.yaml '': a label must be a phrase without a period"},
      {"target:", "label: so.\ntarget:",
       "some-name.yaml so.: a label must be a phrase without a period"},
      {"target:", "label: \"at most {limit}\"\ntarget:",
       "some-name.yaml at most {limit}: the message does not have the placeholder '{limit}'"},
      {"target:", "labels: {default: so}\ntarget:",
       "some-name.yaml default: 'label' is for 'message', and 'labels' for 'messages'"},
  });
  const std::string labelled = "label: \"not '{value}'\"\ntarget:";
  EXPECT_EQ(Compiled(With(Document("target:", labelled))).Said(), Texts{});
  for (const char* text : {"\"'{type}' has '{value}'.\"", "\"'{property}'.\""}) {
    EXPECT_EQ(Compiled(With(Document(message, text))).Said(), Texts{}) << text;
  }
  Files both = With(Document("target:", "messages: {default: \"'{value}'.\"}\ntarget:"));
  EXPECT_EQ(Compiled(both).Said().front(),
            "some-name.yaml id: exactly one of 'message' and 'messages' is required");
}

TEST(RuleDocuments, MistakesInWhatIsCheckedAreReportedAtTheirPlace) {
  Check({
      {"target: AWS::Test::Thing", "target: AWS::Test::Thnig",
       "some-name.yaml AWS::Test::Thnig: unknown resource type 'AWS::Test::Thnig' Did you mean "
       "'AWS::Test::Thing'?"},
      {"target: AWS::Test::Thing\n", "", "some-name.yaml id: 'target' is missing"},
      {"path: /Box", "path: Box", "some-name.yaml Box: a path must begin with '/'"},
      {"path: /Box", "path: /box",
       "some-name.yaml /box: unknown property 'box' in AWS::Test::Thing Did you mean 'Box'?"},
      {"path: /Box", "path: /Box/Many/*/Shallow",
       "some-name.yaml /Box/Many/*/Shallow: unknown property 'Shallow' in AWS::Test::Thing"},
      {"at: Size", "at: Sise",
       "some-name.yaml Sise: unknown property 'Sise' in AWS::Test::Thing Did you mean 'Size'?"},
      {"when: {required", "when: {requird",
       "some-name.yaml requird: unknown keyword 'requird' Did you mean 'required'?"},
      {"const: 5", "type: intger", "some-name.yaml intger: no type 'intger'"},
      {"require: {properties: {Size: {const: 5}}}\n", "",
       "some-name.yaml id: 'check' or 'require' is required"},
      {"target:", "check: builtin\ntarget:",
       "some-name.yaml properties: 'check' and 'require' cannot be combined"},
  });
}

TEST(RuleDocuments, MistakesInReferencesAreReportedAtTheirPlace) {
  const auto refers = [](const std::string& more, const std::string& said) {
    return Mistake{.from = "at: Size", .to = "refers: {" + more + "}", .said = said};
  };
  const std::string thing = "type: AWS::Test::Thing";
  Check({
      refers("att: /Size, " + thing, "some-name.yaml att: unknown key 'att' Did you mean 'at'?"),
      refers(thing, "some-name.yaml type: 'at' is missing"),
      refers("at: Size, " + thing, "some-name.yaml Size: 'at' must begin with '/'"),
      refers(
          "at: /Sise, " + thing,
          "some-name.yaml /Sise: unknown property 'Sise' in AWS::Test::Thing Did you mean 'Size'?"),
      refers("at: /Size, type: AWS::Test::Thnig",
             "some-name.yaml AWS::Test::Thnig: unknown resource type 'AWS::Test::Thnig' Did you "
             "mean 'AWS::Test::Thing'?"),
      refers("at: /Size, same: Box, " + thing,
             "some-name.yaml Box: 'same' must be a list of names"),
      refers("at: /Size, distinct: [Bix], " + thing,
             "some-name.yaml [Bix]: unknown property 'Bix' in AWS::Test::Thing Did you mean "
             "'Box'?"),
      refers("at: /Size, then: {at: /Sise, type: AWS::Test::Thing}, " + thing,
             "some-name.yaml {at: /Sise, type: AWS::Test::Thing}: unknown property 'Sise' in "
             "AWS::Test::Thing"),
      refers("at: /Size, then: {at: /Box, type: AWS::Test::Thnig}, " + thing,
             "some-name.yaml {at: /Box, type: AWS::Test::Thnig}: unknown resource type "
             "'AWS::Test::Thnig' Did you mean 'AWS::Test::Thing'?"),
      refers("at: /Size, then: {at: /Size, tipe: a}, " + thing,
             "some-name.yaml tipe: unknown key 'tipe' Did you mean 'type'?"),
      refers("at: /Size, region: [a], " + thing, "some-name.yaml [a]: 'region' is missing"),
      refers("at: /Size, several: Box, " + thing,
             "some-name.yaml Box: 'several' must be a list of names"),
      refers("at: /Size, among: {Size: Box}, " + thing,
             "some-name.yaml Box: 'among' must name lists of names"),
      refers(
          "at: /Size, same: [Bix], " + thing,
          "some-name.yaml [Bix]: unknown property 'Bix' in AWS::Test::Thing Did you mean 'Box'?"),
      refers("at: /Size, when: {requird: [Box]}, " + thing,
             "some-name.yaml requird: unknown keyword 'requird' Did you mean 'required'?"),
  });
  const Compiled right(
      With(Document("at: Size", "refers: {at: /Size, same: [Box], " + thing + "}")));
  EXPECT_EQ(right.Said(), Texts{});
  EXPECT_EQ(right.rules().all().size(), 1U);
  // What must be the same is enough to require.
  std::string alone = Document("at: Size", "refers: {at: /Size, same: [Box], " + thing + "}");
  const std::string require = "require: {properties: {Size: {const: 5}}}\n";
  alone.erase(alone.find(require), require.size());
  EXPECT_EQ(Compiled(With(alone)).Said(), Texts{});
}

TEST(RuleDocuments, MistakesInWhatIsUniqueAreReportedAtTheirPlace) {
  const std::string require = "require: {properties: {Size: {const: 5}}}\n";
  const auto unique = [&](const std::string& list, const std::string& said) {
    return Mistake{.from = require, .to = "unique: " + list + "\n", .said = said};
  };
  Check({
      unique("[Size]", "some-name.yaml [Size]: a path must begin with '/'"),
      unique("Size", "some-name.yaml Size: 'unique' must be a list of names"),
      unique("[/Sise]",
             "some-name.yaml [/Sise]: unknown property 'Sise' in AWS::Test::Thing Did you mean "
             "'Size'?"),
      {require, require + "unique: []\n",
       "some-name.yaml properties: 'unique' and 'require' cannot be combined"},
  });
  for (const char* list : {"[/Size]", "[/Size, '']", "[]"}) {
    const Compiled right(With(Document(require, "unique: " + std::string(list) + "\n")));
    EXPECT_EQ(right.Said(), Texts{}) << list;
  }
}

TEST(RuleDocuments, MistakesInExamplesAreReportedAtTheirPlace) {
  Check({
      {"«1»", "1", "some-name.yaml title: a bad example must mark what is reported"},
      {"b.iql: SELECT 2;", "../b.iql: SELECT 2;",
       "some-name.yaml ../b.iql: the files of an example must lie in its folder"},
      {"b.iql: SELECT 2;", "/b.iql: SELECT 2;",
       "some-name.yaml /b.iql: the files of an example must lie in its folder"},
      {"b.iql: SELECT 2;", "'': SELECT 2;",
       "some-name.yaml '': the files of an example must lie in its folder"},
      {"«1»", "«1", "some-name.yaml title: marks must come in pairs of « and »"},
      {"«1»", "1»", "some-name.yaml title: marks must come in pairs of « and »"},
      {"«1»", "««1»»", "some-name.yaml title: marks must come in pairs of « and »"},
      {"«1»", "»1«", "some-name.yaml title: marks must come in pairs of « and »"},
      {"SELECT 2;", "SELECT «2»;", "some-name.yaml files: a good example must not have marks"},
      {"query:", "qery:", "some-name.yaml qery: unknown key 'qery' Did you mean 'query'?"},
      {"  good:", "  god:", "some-name.yaml god: unknown key 'god' Did you mean 'good'?"},
      {"    - manifest: \"«x»: 1\"", "    - title: x",
       "some-name.yaml title: an example must have 'query', 'manifest' or 'files'"},
      {"b.iql: SELECT 2;", "b.iql: SELECT »2",
       "some-name.yaml files: marks must come in pairs of « and »"},
  });
}

// What a path may lead through: arrays, references, and objects of which the schema leaves members
// open.
TEST(RuleDocuments, PathsLeadThroughTheSchema) {
  const std::string schema = R"({"typeName": "AWS::Test::Thing", "additionalProperties": false,
    "properties": {"Box": {"$ref": "#/definitions/Box"}, "Open": {"type": "object", "properties":
      {"A": {"type": "string"}}}, "Map": {"type": "object", "additionalProperties": false,
      "patternProperties": {"^x": {"type": "string"}}}, "Any": {"type": "object",
      "additionalProperties": false, "anyOf": [{"required": ["B"]}]}},
    "definitions": {"Box": {"type": "object", "additionalProperties": false, "properties":
      {"Size": {"type": "integer"}, "Many": {"type": "array", "items": {"$ref":
      "#/definitions/Box"}}}}}})";
  const auto said = [&](const std::string& path, const std::string& at) {
    std::string text = Document("path: /Box", "path: " + path);
    text.replace(text.find("at: Size"), 8, "at: " + at);
    return Compiled(Files{{"some-name.yaml", text}, {"thing.schema.json", schema}}).Said();
  };
  for (const auto& [path, at] :
       std::vector<std::pair<std::string, std::string>>{{"/Box", "Size"},
                                                        {"/Box/Many/*", "Size"},
                                                        {"/Box/Many/*/Many/*", "Many"},
                                                        {"/Open", "A"},
                                                        {"/Open", "Other"},
                                                        {"/Open/Other/Deep", "X"},
                                                        {"/Map", "xy"},
                                                        {"/Any", "B"},
                                                        {"/Box/a~1b", "X"}}) {
    EXPECT_EQ(said(path, at), Texts{}) << path << " " << at;
  }
  EXPECT_EQ(said("/Box/Many/*", "Sise"),
            Texts{"some-name.yaml Sise: unknown property 'Sise' in AWS::Test::Thing Did you mean "
                  "'Size'?"});
  EXPECT_EQ(said("/Bix", "Size"), Texts{"some-name.yaml /Bix: unknown property 'Bix' in "
                                        "AWS::Test::Thing Did you mean 'Box'?"});
  const Files empty = {{"some-name.yaml", Document()},
                       {"thing.schema.json", R"({"typeName": "AWS::Test::Thing", "properties": {},
                                                 "additionalProperties": false})"}};
  EXPECT_EQ(Compiled(empty).Said(),
            Texts{"some-name.yaml /Box: unknown property 'Box' in AWS::Test::Thing"});
  EXPECT_EQ(said("/Xylophone/Size", "Size"),
            Texts{"some-name.yaml /Xylophone/Size: unknown property 'Xylophone' in "
                  "AWS::Test::Thing"});
}

TEST(RuleDocuments, MayHaveSeveralTargets) {
  const auto with = [](const std::string& targets) {
    return With(Document("target: AWS::Test::Thing\npath: /Box\n", targets));
  };
  const Compiled compiled(
      with("targets:\n- {type: AWS::Test::Thing, path: /Box}\n"
           "- {type: AWS::Test::Thing, path: /Box/Many/*}\n"
           "- {type: AWS::Test::Thing}\n"));
  EXPECT_EQ(compiled.Said(), (Texts{"some-name.yaml Size: unknown property 'Size' in "
                                    "AWS::Test::Thing",
                                    "some-name.yaml Size: unknown property 'Size' in "
                                    "AWS::Test::Thing"}));
  const Compiled both(
      with("targets:\n- {type: AWS::Test::Thing, path: /Box}\n"
           "- {type: AWS::Test::Thing, path: /Box}\n"));
  EXPECT_EQ(both.Said(), Texts{});
  const RuleSet rules = both.rules();
  ASSERT_EQ(rules.About("AWS::Test::Thing").size(), 2U);
  EXPECT_EQ(rules.About("AWS::Test::Thing")[1].path, "/Box");
  EXPECT_TRUE(rules.About("AWS::Test::Thin").empty());
  EXPECT_TRUE(rules.About("AWS::Test::Things").empty());
  EXPECT_EQ(Compiled(with("targets: []\n")).Said(),
            Texts{"some-name.yaml []: 'targets' must be a list of mappings"});
  EXPECT_EQ(Compiled(with("targets:\n- {type: AWS::Test::Thing, path: Box}\n")).Said(),
            Texts{"some-name.yaml Box: a path must begin with '/'"});
  EXPECT_EQ(Compiled(with("targets:\n- {type: AWS::Test::Thinc, path: /Box}\n")).Said(),
            Texts{"some-name.yaml AWS::Test::Thinc: unknown resource type 'AWS::Test::Thinc' Did "
                  "you mean 'AWS::Test::Thing'?"});
  EXPECT_EQ(
      Compiled(with("target: AWS::Test::Thing\ntargets:\n- {type: AWS::Test::Thing, path: /Box}\n"))
          .Said(),
      Texts{"some-name.yaml AWS::Test::Thing: 'target' and 'targets' cannot be combined"});
}

TEST(RuleDocuments, MistakesInSchemasAreReportedAtTheirPlace) {
  const std::vector<std::pair<std::string, std::string>> schemas = {
      {R"({"typeName": "AWS::A::B", "properties": {"C": {"type": "txt"}}})",
       "a.schema.json txt: no type 'txt'"},
      {R"({"typeName": "AWS"})", "a.schema.json AWS: 'typeName' must look like AWS::Service::Type"},
      {"{\"typeName\": \xC3\x28}", "a.schema.json \xC3: the file is not UTF-8"},
      {"\xFF{}", "a.schema.json \xFF: the file is not UTF-8"},
  };
  for (const auto& schema : schemas) {
    EXPECT_EQ(Compiled(Files{{"a.schema.json", schema.first}}).Said(), Texts{schema.second});
  }
  const Compiled broken(Files{{"a.schema.json", "{\"typeName\" 5}"}});
  ASSERT_EQ(broken.problems().size(), 1U);
  EXPECT_EQ(testing_support::RuleName(broken.problems()[0]), "invalid-schema");
  EXPECT_EQ(broken.Said(), Texts{"a.schema.json 5: expected a colon"});
  EXPECT_EQ(Compiled(Files{{"a.schema.json", std::string("\xEF\xBB\xBF") + kThing}}).Said(),
            Texts{});
  EXPECT_EQ(
      Compiled(Files{{"a.schema.json", kThing}, {"b.schema.json", kThing}}).Said(),
      Texts{"b.schema.json AWS::Test::Thing: the type 'AWS::Test::Thing' is already described"});
}

}  // namespace
}  // namespace stackql
