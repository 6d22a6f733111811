// The loader of rule documents: what it reads, which mistakes it reports and where; and the rules
// in force.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/read_file.h"
#include "lint/rule_documents.h"
#include "lint/rules.h"
#include "snapshot/snapshot_objects.h"
#include "support/places.h"
#include "support/rule_names.h"
#include "support/temporary_folder.h"
#include "value/value.h"

namespace stackql {
namespace {

using testing_support::TemporaryFolder;
using Files = std::vector<std::pair<std::string, std::string>>;
using Texts = std::vector<std::string>;

const std::string kRules = std::string(testing_support::kSourceDir) + "/rules";

// Rule documents compiled together.
class Compiled {
 public:
  explicit Compiled(const Files& files, const catalog::Catalog* known = nullptr) {
    for (const auto& file : files) folder_.Write(file.first, file.second);
    Compile(folder_.path().string(), known);
  }
  // The program's own rules, about the types that are built in.
  explicit Compiled(const std::string& directory) {
    const std::string types = *ReadWholeFile(testing_support::kBuiltinSnapshot, 64 << 20);
    const catalog::Catalog known(snapshot::Snapshot::Open(types));
    bytes_ = lint::CompileRules(values_, directory, problems_, known, lint::Author::kProgram);
  }

  // "place: what is said", of each problem; the place as file name, line and the bytes.
  Texts Said() const {
    Texts said;
    for (const Problem& problem : problems_) {
      const Loc at = sources_.Resolve(problem.where).at;
      std::string text;
      if (at) {
        const std::string& path = sources_.Path(at.text);
        text = path.substr(path.rfind('/') + 1) + " " + std::string(sources_.Bytes(at)) + ": ";
      }
      text += problem.what.args.empty() ? testing_support::RuleName(problem)
                                        : problem.what.args[0].second;
      said.push_back(problem.help.empty() ? text : text + " " + problem.help);
    }
    return said;
  }
  const Problems& problems() const { return problems_; }
  const std::string& bytes() const { return bytes_; }
  RuleSet rules() const { return RuleSet(snapshot::Snapshot::Open(bytes_)); }

 private:
  void Compile(const std::string& directory, const catalog::Catalog* known) {
    const catalog::Catalog none((snapshot::Snapshot()));
    bytes_ = lint::CompileRules(values_, directory, problems_, known == nullptr ? none : *known,
                                known == nullptr ? lint::Author::kProgram : lint::Author::kUser);
  }

  TemporaryFolder folder_;
  Sources sources_;
  Values values_{sources_};
  Problems problems_;
  std::string bytes_;
};

// A document without mistakes; `from`, if not empty, is replaced in it.
std::string Document(std::string_view from = {}, std::string_view to = {}) {
  std::string text = R"(id: ABC001
name: some-name
severity: warning
subject: property
summary: Something is odd
why: |
  Because.
message: "'{value}' is odd."
target: AWS::Test::Thing
path: /Box
when: {required: [Size]}
require: {properties: {Size: {const: 5}}}
at: Size
silences: [wrong-type]
examples:
  bad:
    - title: A size
      query: "SELECT «1»;"
    - manifest: "«x»: 1"
  good:
    - files:
        a.iql: SELECT 1;
        b.iql: SELECT 2;
)";
  if (from.empty()) return text;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

constexpr const char* kThing = R"({"typeName": "AWS::Test::Thing", "additionalProperties": false,
  "properties": {"Box": {"$ref": "#/definitions/Box"}},
  "definitions": {"Box": {"type": "object", "additionalProperties": false,
    "properties": {"Size": {"type": "integer"}, "Many": {"type": "array", "items":
      {"type": "object", "additionalProperties": false, "properties": {"Deep": {}}}}}}}})";

Files With(std::string document) {
  return {{"some-name.yaml", std::move(document)}, {"thing.schema.json", kThing}};
}

TEST(RuleDocuments, AreReadWhole) {
  const Compiled compiled(With(Document()));
  EXPECT_EQ(compiled.Said(), Texts{});
  const RuleSet rules = compiled.rules();
  const snapshot::Rule* rule = rules.Find("some-name");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rules.Find("ABC001"), rule);
  EXPECT_EQ(rule->severity(), snapshot::Severity::Warning);
  EXPECT_EQ(rule->subject(), snapshot::Subject::Property);
  EXPECT_EQ(rule->summary()->str(), "Something is odd");
  EXPECT_EQ(rule->why()->str(), "Because.\n");
  EXPECT_EQ(rule->messages()->Get(0)->id()->str(), "default");
  EXPECT_EQ(rule->messages()->Get(0)->text()->str(), "'{value}' is odd.");
  EXPECT_FALSE(rule->builtin());
  ASSERT_EQ(rule->targets()->size(), 1U);
  EXPECT_EQ(rule->targets()->Get(0)->type_name()->str(), "AWS::Test::Thing");
  EXPECT_EQ(rule->targets()->Get(0)->path()->str(), "/Box");
  EXPECT_EQ(rule->at()->str(), "Size");
  EXPECT_EQ(rule->silences()->Get(0)->str(), "wrong-type");
  const snapshot::Schema* when = rule->schemas()->Get(static_cast<uint32_t>(rule->when_schema()));
  EXPECT_EQ(when->required()->Get(0)->str(), "Size");
  const auto* require = rule->schemas()->Get(static_cast<uint32_t>(rule->require_schema()));
  EXPECT_EQ(require->properties()->Get(0)->name()->str(), "Size");
  ASSERT_EQ(rule->examples()->size(), 3U);
  EXPECT_TRUE(rule->examples()->Get(0)->bad());
  EXPECT_EQ(rule->examples()->Get(0)->title()->str(), "A size");
  EXPECT_EQ(rule->examples()->Get(0)->files()->Get(0)->path()->str(), "query.iql");
  EXPECT_EQ(rule->examples()->Get(1)->files()->Get(0)->path()->str(), "stackql_manifest.yml");
  EXPECT_FALSE(rule->examples()->Get(2)->bad());
  EXPECT_EQ(rule->examples()->Get(2)->files()->size(), 2U);
}

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
      {"why:", "constants: {a: 1}\nwhy:",
       "some-name.yaml a: 'constants' are for the rules of the program"},
  });
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
            "unknown placeholder '{size}'; expected '{property}', '{value}' or '{type}'")},
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
  });
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

TEST(RuleDocuments, MistakesInExamplesAreReportedAtTheirPlace) {
  Check({
      {"«1»", "1", "some-name.yaml title: a bad example must mark what is reported"},
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

TEST(RuleDocuments, ExamplesAreLists) {
  std::string text = Document();
  text.erase(text.find("examples:"));
  EXPECT_EQ(Compiled(With(text)).Said(), Texts{"some-name.yaml id: 'examples' is missing"});
  EXPECT_EQ(Compiled(With(text + "examples: 5\n")).Said(),
            Texts{"some-name.yaml id: 'examples' is missing"});
  EXPECT_EQ(Compiled(With(text + "examples: {bad: 5}\n")).Said(),
            Texts{"some-name.yaml 5: 'bad' must be a list of examples"});
  EXPECT_EQ(Compiled(With(text + "examples: {good: 5}\n")).Said(),
            Texts{"some-name.yaml 5: 'good' must be a list of examples"});
  EXPECT_EQ(Compiled(With(text + "examples: {}\n")).Said(), Texts{});
}

TEST(RuleDocuments, OfTheProgramHaveTheirSettings) {
  std::string text = Document("target: AWS::Test::Thing\npath: /Box\n",
                              "check: builtin\ndialect: python\nrests_on: types\n"
                              "constants: {most: 5}\n");
  text.erase(text.find("when:"), text.find("silences:") - text.find("when:"));
  const Compiled compiled(With(text));
  EXPECT_EQ(compiled.Said(), Texts{});
  const RuleSet rules = compiled.rules();
  const snapshot::Rule* rule = rules.Find("ABC001");
  ASSERT_NE(rule, nullptr);
  EXPECT_TRUE(rule->builtin());
  EXPECT_EQ(rule->dialect(), snapshot::Dialect::Python);
  EXPECT_EQ(rule->rests_on(), snapshot::Source::Types);
  EXPECT_EQ(Compiled(With(text.replace(text.find("builtin"), 7, "program"))).Said(),
            Texts{"some-name.yaml program: 'check' must be 'builtin'"});
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

TEST(RuleDocuments, HaveSchemasBesideThem) {
  const Compiled compiled(
      Files{{"thing.schema.json", kThing}, {"notes.txt", "{"}, {"other.json", "{"}});
  EXPECT_EQ(compiled.Said(), Texts{});
  const catalog::Catalog known(snapshot::Snapshot::Open(compiled.bytes()));
  EXPECT_NE(known.FindType("AWS::Test::Thing"), nullptr);
  const Compiled repeated(
      Files{{"a.schema.json",
             R"({"typeName": "AWS::A::B", "typeName": "AWS::A::B", "properties": {}})"}});
  EXPECT_EQ(repeated.Said(), Texts{"a.schema.json typeName: the key 'typeName' is given twice"});
}

// Where one mistake leads to others, the first says what to do.
TEST(RuleDocuments, OtherShapesAreNoRules) {
  for (const std::string text :
       {"", "[]", "text", "- a", "5", "null", "{}", "{id: {}}", "{? a}", "id: [ABC001]",
        "examples: [1]", "examples: {bad: [5]}", "messages: [a]", "silences: {a: b}", "when: 5"}) {
    const Compiled compiled(Files{{"some-name.yaml", text}});
    EXPECT_FALSE(compiled.problems().empty()) << text;
    EXPECT_TRUE(compiled.rules().all().empty()) << text;
  }
}

TEST(RuleDocuments, BrokenYamlIsReportedAsSuch) {
  const Compiled compiled(Files{{"some-name.yaml", "id: [\n"}});
  ASSERT_EQ(compiled.problems().size(), 1U);
  EXPECT_EQ(testing_support::RuleName(compiled.problems()[0]), "yaml-syntax");
}

TEST(RuleDocuments, TruncationIsNeverMistakenForARule) {
  const std::string whole = Document();
  TemporaryFolder folder;
  for (size_t size = 0; size + 20 < whole.size(); size += 3) {
    folder.Write("some-name.yaml", whole.substr(0, size));
    folder.Write("thing.schema.json", kThing);
    Sources sources;
    Values values(sources);
    Problems problems;
    const std::string bytes =
        lint::CompileRules(values, folder.path().string(), problems,
                           catalog::Catalog(snapshot::Snapshot()), lint::Author::kProgram);
    for (const Problem& problem : problems) {
      const Loc at = sources.Resolve(problem.where).at;
      if (at) {
        EXPECT_LE(at.span.end, sources.Bytes(at.text).size());
      }
    }
    // Cut within an example, a document may still be whole.
    const bool cut_early = size < whole.find("examples:");
    EXPECT_TRUE(!cut_early || !problems.empty()) << size;
  }
}

TEST(RuleDocuments, IdsAndNamesAreUnique) {
  std::string second = Document("name: some-name", "name: other-name");
  Files files = With(Document());
  files.emplace_back("sub/other-name.yaml", second);
  EXPECT_EQ(Compiled(files).Said(),
            Texts{"other-name.yaml ABC001: the id 'ABC001' is already used"});
  files.back() = {"sub/some-name.yaml", Document("id: ABC001", "id: ABC002")};
  EXPECT_EQ(Compiled(files).Said(),
            Texts{"some-name.yaml some-name: the name 'some-name' is already used"});
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

TEST(RuleDocuments, OfUsersMayBeAboutKnownTypes) {
  const Compiled builtin(Files{{"thing.schema.json", kThing}});
  const catalog::Catalog known(snapshot::Snapshot::Open(builtin.bytes()));
  EXPECT_EQ(Compiled(Files{{"some-name.yaml", Document()}}, &known).Said(), Texts{});
  EXPECT_EQ(Compiled(Files{{"some-name.yaml", Document("Thing", "Thong")}}, &known).Said(),
            Texts{"some-name.yaml AWS::Test::Thong: unknown resource type 'AWS::Test::Thong' Did "
                  "you mean 'AWS::Test::Thing'?"});
  EXPECT_EQ(
      Compiled(Files{{"some-name.yaml", Document("at: Size", "at: Sise")}}, &known).Said(),
      Texts{
          "some-name.yaml Sise: unknown property 'Sise' in AWS::Test::Thing Did you mean 'Size'?"});
  std::string coded = Document("target: AWS::Test::Thing", "check: builtin");
  coded.erase(coded.find("require:"), coded.find("at:") - coded.find("require:"));
  EXPECT_EQ(Compiled(Files{{"some-name.yaml", coded}}).Said(), Texts{});
  std::string misspelled = coded;
  misspelled.replace(misspelled.find("check:"), 6, "chekc:");
  EXPECT_EQ(Compiled(Files{{"some-name.yaml", misspelled}}).Said(),
            Texts{"some-name.yaml chekc: unknown key 'chekc' Did you mean 'check'?"});
  EXPECT_EQ(
      Compiled(Files{{"some-name.yaml", coded}}, &known).Said(),
      Texts{
          "some-name.yaml builtin: 'builtin' is only for the program's own rules; use 'require'"});
}

TEST(RuleDocuments, AbsentDirectoryIsReported) {
  const Compiled compiled("/nonexistent/rules");
  EXPECT_EQ(compiled.Said(), Texts{"cannot read '/nonexistent/rules'"});
  EXPECT_TRUE(compiled.bytes().empty());
}

TEST(RuleDocuments, UnreadableFilesAreReported) {
  const Compiled compiled(Files{{"big.yaml", std::string(5 << 20, '#')}});
  EXPECT_EQ(compiled.problems().size(), 1U);
}

// Aliases let a short document stand for an endless one.
TEST(RuleDocuments, CopiesAreBounded) {
  std::string text =
      "id: ABC001\nname: some-name\nseverity: error\nsubject: property\n"
      "summary: Odd\nwhy: Because\nmessage: \"'{value}'.\"\ncheck: builtin\n"
      "examples:\n  bad:\n    - &e\n      query: \"«" +
      std::string(100'000, 'x') + "»\"\n";
  for (int i = 0; i < 20'000; ++i) text += "    - *e\n";
  const Compiled compiled(Files{{"some-name.yaml", text}});
  ASSERT_FALSE(compiled.problems().empty());
  EXPECT_LT(compiled.bytes().size(), 100'000U);
}

TEST(RuleDocuments, TextsAreBounded) {
  const auto said = [](size_t copies) {
    std::string text =
        "id: ABC001\nname: some-name\nseverity: error\nsubject: property\n"
        "summary: Odd\nwhy: Because\nmessage: \"'{value}'.\"\ncheck: builtin\n"
        "examples:\n  bad:\n    - query: «x»\n  good:\n    - &e\n      query: \"" +
        std::string((1U << 18) - 1, 'x') + "\"\n";
    for (size_t i = 1; i < copies; ++i) text += "    - *e\n";
    return Compiled(Files{{"some-name.yaml", text}}).Said();
  };
  EXPECT_THAT(said(31), testing::Not(testing::Contains(testing::HasSubstr("too large"))));
  EXPECT_THAT(said(33), testing::Contains(testing::HasSubstr("the document is too large")));
}

TEST(RuleDocuments, NestedAliasesAreBounded) {
  std::string text = "a0: &a0 {type: string}\n";
  for (int i = 1; i < 60; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " {anyOf: [" + below + ", " +
            below + "]}\n";
  }
  const Compiled compiled(With(text + Document("{properties: {Size: {const: 5}}}", "*a59")));
  ASSERT_FALSE(compiled.problems().empty());
  EXPECT_NE(compiled.Said().back().find("the schema is too large"), std::string::npos);
}

// --- the program's own rules ---------------------------------------------------------------------

TEST(BuiltinRules, HaveNoMistakes) { EXPECT_EQ(Compiled(kRules).Said(), Texts{}); }

TEST(BuiltinRules, GiveTheSameBytesEachTime) {
  const Compiled one(kRules);
  // In another place too, where the disk may list them in another order.
  TemporaryFolder folder;
  std::filesystem::copy(kRules, folder.path() / "copy", std::filesystem::copy_options::recursive);
  const Compiled two((folder.path() / "copy").string());
  ASSERT_FALSE(one.bytes().empty());
  EXPECT_TRUE(one.bytes() == Compiled(kRules).bytes());
  EXPECT_TRUE(one.bytes() == two.bytes());
  EXPECT_EQ(one.bytes().find("copy/aws"), std::string::npos);
}

TEST(BuiltinRules, SilenceRulesThatExist) {
  const Compiled compiled(kRules);
  const RuleSet rules = compiled.rules();
  ASSERT_FALSE(rules.all().empty());
  for (const snapshot::Rule* rule : rules.all()) {
    if (rule->silences() == nullptr) continue;
    for (const auto* name : *rule->silences()) {
      EXPECT_NE(rules.Find(name->string_view()), nullptr)
          << rule->name()->str() << " silences " << name->str();
    }
  }
}

TEST(BuiltinRules, AreSortedById) {
  const Compiled compiled(kRules);
  std::string before;
  const RuleSet rules = compiled.rules();
  for (const snapshot::Rule* rule : rules.all()) {
    EXPECT_LT(before, rule->id()->str());
    before = rule->id()->str();
  }
}

// --- rules in force ------------------------------------------------------------------------------

TEST(RuleSet, KeepsTheRulesItHas) {
  const Compiled builtin(With(Document()));
  const Compiled same(With(Document("summary: Something", "summary: Nothing")));
  Files other = With(Document("id: ABC001", "id: ABA001"));
  other[0].first = "new-name.yaml";
  other[0].second.replace(other[0].second.find("some-name"), 9, "new-name");
  const Compiled more(other);
  ASSERT_EQ(more.Said(), Texts{});
  RuleSet rules = builtin.rules();
  EXPECT_EQ(rules.Add(snapshot::Snapshot::Open(same.bytes())), Texts{"ABC001"});
  EXPECT_EQ(rules.Find("ABC001")->summary()->str(), "Something is odd");
  EXPECT_EQ(rules.Add(snapshot::Snapshot::Open(more.bytes())), Texts{});
  ASSERT_EQ(rules.all().size(), 2U);
  EXPECT_EQ(rules.all()[0]->id()->str(), "ABA001");
  EXPECT_EQ(rules.Find("new-name"), rules.all()[0]);
  EXPECT_EQ(rules.Find("nobody"), nullptr);
  EXPECT_EQ(rules.Find(""), nullptr);
  EXPECT_EQ(rules.Find(RuleId("ABC001")), rules.all()[1]);
  for (const char* id : {"AAA001", "ABB001", "ABC000", "ZZZ999"}) {
    EXPECT_EQ(rules.Find(RuleId(id)), nullptr) << id;
  }
  EXPECT_EQ(rules.Add(snapshot::Snapshot::Open("")), Texts{});
}

}  // namespace
}  // namespace stackql
