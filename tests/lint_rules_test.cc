// The loader of rule documents: what it reads; and the rules in force.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/compiled_rules.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

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
        lint::CompileRules(values, {.path = folder.path().string()}, problems,
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
      const bool family = std::ranges::any_of(rules.all(), [&](const snapshot::Rule* each) {
        return each->id()->string_view().starts_with(name->string_view());
      });
      EXPECT_TRUE(family || rules.Find(name->string_view()) != nullptr)
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

// Compiled, and sorted again when another rule joins them, the targets are the same.
TEST(BuiltinRules, AreFoundByType) {
  const Compiled compiled(kRules);
  const RuleSet rules = compiled.rules();
  RuleSet sorted = rules;
  const Compiled more(With(Document()));
  ASSERT_EQ(sorted.Add(snapshot::Snapshot::Open(more.bytes())), Texts{});
  std::set<std::string_view> types;
  size_t targets = 0;
  for (const snapshot::Rule* rule : rules.all()) {
    if (rule->targets() == nullptr) continue;
    for (const auto* target : *rule->targets()) types.insert(target->type_name()->string_view());
    targets += rule->targets()->size();
  }
  ASSERT_GT(types.size(), 40U);
  for (const std::string_view type : types) {
    const auto found = rules.About(type);
    targets -= found.size();
    EXPECT_TRUE(std::ranges::equal(found, sorted.About(type), [](const auto& a, const auto& b) {
      return a.rule == b.rule && a.path == b.path && a.type_name == b.type_name;
    })) << type;
  }
  EXPECT_EQ(targets, 0U);
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
