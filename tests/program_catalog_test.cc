// `catalog list|show|status`, and checks against a provider's documents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/command.h"
#include "support/provider_folder.h"
#include "support/sample.h"

namespace stackql {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
using Texts = std::vector<std::string>;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

class CatalogProgram : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write(".stackql/src/awscc/v26.03.00379/services/demo.yaml", kDemoService);
  }
  Outcome With(const std::string& arguments) {
    return RunProgram(folder_.path().string(), arguments);
  }
  TemporaryFolder folder_;
};

TEST_F(CatalogProgram, ShowsATypeByItsNameOrTable) {
  const Outcome by_type = With("catalog show AWS::Demo::Widget");
  EXPECT_EQ(by_type.status, 0);
  EXPECT_EQ(by_type.text, With("catalog show awscc.demo.widgets").text);
  EXPECT_EQ(by_type.text, With("catalog show demo.widgets_list_only").text);
  EXPECT_THAT(by_type.text, HasSubstr("Statements    INSERT, DELETE, SELECT\n"));
  EXPECT_THAT(by_type.text, HasSubstr("  Name (name): string, required, create-only\n"
                                      "      ^[a-z]+$\n"));
  EXPECT_THAT(by_type.text, HasSubstr("    Size: integer, create-only, at most 9\n"));
  EXPECT_THAT(by_type.text, HasSubstr("  create\n    demo:CreateWidget\n"));
}

TEST_F(CatalogProgram, SuggestsTheTypeThatWasMeant) {
  const Outcome outcome = With("catalog show AWS::Demo::Wigdet");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.text, HasSubstr("AWS::Demo::Widget"));
}

TEST_F(CatalogProgram, ListsTypesWithTheirTables) {
  const json list = json::parse(With("catalog list --output json --service demo").text);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["type"], "AWS::Demo::Gadget");
  EXPECT_FALSE(list[0].contains("table"));
  EXPECT_EQ(list[1]["table"], "awscc.demo.widgets");
  EXPECT_EQ(With("catalog list --service dmeo").status, 2);
}

TEST_F(CatalogProgram, TakesAViewOfTheProviderForWhatItReads) {
  folder_.Write("view.iql", "SELECT name FROM awscc.demo.vw_widgets WHERE region = 'us-east-1';\n");
  const json all = json::parse(With("operations view.iql --output json").text)["operations"];
  ASSERT_EQ(all.size(), 2U);
  for (const json& operation : all) {
    EXPECT_EQ(operation["type"], "AWS::Demo::Widget");
    EXPECT_EQ(operation["region"], "us-east-1");
  }
  EXPECT_EQ(all[0]["verb"], "read");
  EXPECT_EQ(all[1]["verb"], "list");
  folder_.Write("view.iql", "SELECT name FROM awscc.demo.vw_widgets;\n");
  const json without = json::parse(With("operations view.iql --output json").text)["operations"];
  ASSERT_EQ(without.size(), 2U);
  EXPECT_EQ(without[0]["region"], "us-east-1") << "the default";
}

TEST_F(CatalogProgram, SaysWhatIsOddAboutTheDocuments) {
  const json status = json::parse(With("catalog status --output json").text);
  EXPECT_EQ(status["version"], "v26.03.00379");
  EXPECT_EQ(status["builtin"], "v26.03.00379");
  EXPECT_EQ(status["schemas"], "cfn-lint 1.58.0");
  EXPECT_EQ(status["types"], 1217 + 2) << "those that are built in, and two of the documents";
  EXPECT_THAT(status["anomalies"]["typesWithoutTable"].get<Texts>(), Contains("AWS::Demo::Gadget"));
  EXPECT_THAT(status["anomalies"]["emptyPermissions"].get<Texts>(),
              Contains("AWS::Demo::Widget Delete"));
  EXPECT_THAT(status["anomalies"]["handlerEntries"].get<Texts>(),
              Contains("'demo:GetWidget' in the read handler's list of 'AWS::Demo::Widget' does "
                       "not name a service that AWS lists."));
  EXPECT_EQ(With("catalog status --catalog nowhere").status, 2);
}

TEST_F(CatalogProgram, ChecksAgainstTheNearestDocuments) {
  folder_.Write("query.iql",
                "INSERT INTO awscc.demo.widgets (Name, Own, Tags, region)\n"
                "SELECT 'demo', '{\"Size\": 10}', '[{\"Value\": \"x\"}]', 'us-east-1';\n");
  const json report = json::parse(With("check --output json").text);
  ASSERT_EQ(report["findings"].size(), 2U);
  EXPECT_EQ(report["findings"][0]["name"], "number-range");
  EXPECT_EQ(report["findings"][0]["severity"], "error");
  EXPECT_EQ(report["findings"][1]["name"], "missing-property");
  EXPECT_EQ(report["findings"][1]["severity"], "warning") << "the definition is shared";
  EXPECT_EQ(report["summary"]["operations"], 1);
}

TEST_F(CatalogProgram, SaysWhatIsNotChecked) {
  const TemporaryFolder empty;
  empty.Write("query.iql",
              "SELECT name FROM awscc.demo.widgets WHERE region = 'us-east-1' AND Identifier = "
              "'a';\nSELECT 1 FROM google.x.y;\n");
  const std::string folder = empty.path().string();
  const Outcome plain = RunProgram(folder, "check");
  EXPECT_EQ(plain.status, 0) << "a newer version may have the service";
  EXPECT_THAT(plain.text, HasSubstr("warning[SQL035] 'demo' is not a valid service in 'awscc "));
  EXPECT_THAT(plain.text, HasSubstr("not checked: 1 google.*"));
  const Outcome named =
      RunProgram(folder, "check --catalog " + folder_.path().string() + "/.stackql");
  EXPECT_EQ(named.status, 0);
  EXPECT_THAT(named.text, testing::Not(HasSubstr("SQL035")));
  const Outcome compact = RunProgram(folder, "check --output compact --ignore SQL035");
  EXPECT_THAT(compact.text, HasSubstr("stackql-lint: Not checked: 1 google.* (query.iql:2)."));
  const Outcome github = RunProgram(folder, "check --output github --ignore SQL035");
  EXPECT_THAT(github.text, HasSubstr("::notice::Not checked: 1 google.* (query.iql:2)."));
  EXPECT_EQ(RunProgram(folder, "check --catalog nowhere").status, 2);
}

TEST(CatalogNames, InOtherCaseAreErrorsWhateverNewerVersionsHave) {
  for (const std::string table : {"AWSCC.ivs.stages", "awscc.IVS.stages", "awscc.ivs.Stages"}) {
    const Report report =
        Lint({{"q.iql",
               "SELECT name FROM " + table + " WHERE region = 'us-east-1' AND Identifier = 'a';"}});
    ASSERT_EQ(report.findings.size(), 1U) << table;
    EXPECT_EQ(report.findings[0].severity, Severity::kError) << table;
  }
  const Report other = Lint({{"q.iql", "SELECT name FROM awscc.ivs.staged WHERE region = 'x';"}});
  ASSERT_EQ(other.findings.size(), 1U);
  EXPECT_EQ(other.findings[0].severity, Severity::kWarning);
}

TEST_F(CatalogProgram, AddsRegistrySchemas) {
  const TemporaryFolder cache;
  ASSERT_EQ(setenv("XDG_CACHE_HOME", cache.path().c_str(), 1), 0);
  folder_.Write("more/first.json",
                R"({"typeName": "AWS::Demo::Extra", "properties": {"A": {"$ref": "#/none"}},
                    "primaryIdentifier": ["/properties/A"], "handlers": {}})");
  folder_.Write("more/second.json", "[]");
  const Outcome added = With("catalog add more");
  EXPECT_EQ(added.status, 0);
  EXPECT_THAT(added.text, HasSubstr("first.json: '#/none' refers to nothing"));
  EXPECT_THAT(added.text, HasSubstr("second.json: skipped: a schema must be an object"));
  EXPECT_THAT(added.text, HasSubstr("Added 1 resource types"));
  EXPECT_THAT(With("catalog show AWS::Demo::Extra").text, HasSubstr("none in StackQL"));
  const json list = json::parse(With("catalog list --output json --service demo").text);
  EXPECT_EQ(list.size(), 3U);
  EXPECT_EQ(With("catalog add nowhere").status, 3);
  folder_.Write("empty/second.json", "[]");
  EXPECT_EQ(With("catalog add empty").status, 3);
  EXPECT_EQ(With("catalog show AWS::Demo::Extra").status, 0);
  ASSERT_EQ(unsetenv("XDG_CACHE_HOME"), 0);
}

TEST_F(CatalogProgram, NamesDocumentsThatCannotBeRead) {
  folder_.Write(".stackql/src/awscc/v26.03.00379/services/demo.yaml", "[broken\n");
  folder_.Write("query.iql",
                "SELECT name FROM awscc.demo.widgets WHERE region = 'us-east-1' AND Identifier = "
                "'a';\n");
  const Outcome outcome = With("check");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, HasSubstr("demo.yaml"));
}

}  // namespace
}  // namespace stackql
