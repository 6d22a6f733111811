// --fix, --unsafe-fixes and --diff on real files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "run/fix_findings.h"
#include "support/command.h"
#include "support/git_repository.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

constexpr const char* kInsert =
    "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'demo', 'us-east-1';\n";
constexpr const char* kManifest =
    "version: 1\nname: demo\nproviders:\n  - awscc\nresources:\n  - name: stage\n";

// Standard output goes to a file, and standard error is the outcome.
const std::string kApart = " > out 2> err; status=$?; cat err; exit $status";

// A query file with a misspelled anchor and a misspelled option, both safe to fix.
std::string Wrong() { return std::string("/*+ creat, retrys=3 */\n") + kInsert; }
std::string Right() { return std::string("/*+ create, retries=3 */\n") + kInsert; }
// What may be a guess.
std::string Guess() {
  return "/*+ exports */\nSELECT arm FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n";
}

class FixedFiles : public testing::Test {
 protected:
  Outcome Run(const std::string& arguments, const std::string& below = "") const {
    return RunProgram((folder_.path() / below).string(), arguments);
  }
  std::string Text(const std::string& name) const {
    std::ifstream stream(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  TemporaryFolder folder_;
};

TEST_F(FixedFiles, AreFixedAsTheConfigurationSays) {
  folder_.Write("a.iql", Wrong() + Guess());
  folder_.Write(".stackql-lint.yaml", "fixes: {unknown-select-column: safe, SQL: shown}\n");
  EXPECT_THAT(Run("--fix-only .").text, HasSubstr("fixed 1 finding in 1 file: 1 SQL010;"));
  EXPECT_THAT(Text("a.iql"), HasSubstr("creat, retrys=3"));
  EXPECT_THAT(Text("a.iql"), HasSubstr("SELECT arn FROM"));
  folder_.Write(".stackql-lint.yaml", "fixes: {SQL010: sfe}\n");
  EXPECT_THAT(Run(".").text,
              HasSubstr("'sfe' is not valid for the fixes of 'SQL010'; expected safe"));
  folder_.Write(".stackql-lint.yaml", "fixes: {SQL1000: safe}\n");
  EXPECT_THAT(Run(".").text,
              HasSubstr(".stackql-lint.yaml:1:18: unknown rule or family 'SQL1000'"));
}

TEST_F(FixedFiles, AloneWhatRemainsDoesNotCount) {
  folder_.Write("a.iql", Wrong() + Guess());
  const Outcome outcome = Run("--fix-only .");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.text,
            "stackql-lint: fixed 2 findings in 1 file: 1 SQL002, 1 SQL005; 1 remains\n");
  EXPECT_EQ(Text("a.iql"), Right() + Guess());
  EXPECT_EQ(Run("--fix-only -q .").text, "");
  EXPECT_EQ(Run("--fix-only -q - < a.iql").text, Right() + Guess());
  EXPECT_THAT(Run("--fix-only --unsafe-fixes .").text, HasSubstr("fixed 1 finding"));
  EXPECT_EQ(Run("--fix-only gone.iql").status, 3);
  EXPECT_EQ(Run("--fix-only --diff .").status, 2);
  EXPECT_EQ(Run("--fix-only -o json .").status, 2);
}

TEST_F(FixedFiles, AreReplacedAndWhatRemainsIsReported) {
  folder_.Write("a.iql", Wrong());
  folder_.Write("b/b.iql", Wrong() + Guess());
  const Outcome before = Run(".");
  EXPECT_EQ(before.status, 1);
  EXPECT_THAT(before.text, HasSubstr("\n2 fixable with --fix; 1 more with --unsafe-fixes.\n"));
  const Outcome outcome = Run("--fix .");
  EXPECT_EQ(outcome.status, 1) << "one error remains";
  EXPECT_EQ(Text("a.iql"), Right());
  EXPECT_EQ(Text("b/b.iql"), Right() + Guess());
  EXPECT_THAT(outcome.text, HasSubstr("error[SQL010]"));
  EXPECT_THAT(
      outcome.text,
      HasSubstr("stackql-lint: fixed 4 findings in 2 files: 2 SQL002, 2 SQL005; 1 remains\n"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("fixable")));
  EXPECT_THAT(Run(".").text, HasSubstr("\n1 fixable with --fix --unsafe-fixes.\n"));
  const Outcome all = Run("--fix --unsafe-fixes .");
  EXPECT_EQ(all.status, 0) << all.text;
  EXPECT_THAT(Text("b/b.iql"), HasSubstr("SELECT arn FROM"));
  const Outcome again = Run("--fix --unsafe-fixes .");
  EXPECT_THAT(again.text, HasSubstr("nothing was fixed; 0 remain\n"));
  EXPECT_THAT(Run(".").text, Not(HasSubstr("fixable")));
}

TEST_F(FixedFiles, KeepWhatABaselineKnows) {
  folder_.Write("a.iql", Wrong());
  EXPECT_EQ(Run("--write-baseline base.json").status, 0);
  folder_.Write("b.iql", Wrong());
  const Outcome outcome = Run("--fix --baseline base.json");
  EXPECT_EQ(outcome.status, 0) << outcome.text;
  EXPECT_THAT(outcome.text,
              HasSubstr("fixed 2 findings in 1 file: 1 SQL002, 1 SQL005; 0 remain\n"));
  EXPECT_EQ(Text("a.iql"), Wrong());
  EXPECT_EQ(Text("b.iql"), Right());
  EXPECT_THAT(Run("--diff --baseline base.json").text, HasSubstr("nothing to fix"));
  EXPECT_THAT(Run("--add-ignores old --baseline base.json").text,
              HasSubstr("nothing was ignored; 0 remain\n"));
  EXPECT_EQ(Run("--fix --baseline none.json").status, 2);
}

TEST_F(FixedFiles, SayNothingMoreWhenQuiet) {
  folder_.Write("a.iql", Wrong());
  EXPECT_EQ(Run("-q --fix .").text, "");
  EXPECT_EQ(Text("a.iql"), Right());
  folder_.Write("a.iql", Wrong());
  EXPECT_THAT(Run("--fix . -o json").text, HasSubstr("\"version\": 1,"));
}

TEST_F(FixedFiles, KeepModeAndLineEnds) {
  const std::string path = folder_.Write("a.iql", "/*+ creat */\r\nSELECT 'x\xC3\xBC' AS x;\r\n");
  folder_.Write("stackql_manifest.yml", "\xEF\xBB\xBF" + std::string(kManifest));
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  const std::string manifest = folder_.path() / "stackql_manifest.yml";
  ASSERT_EQ(chmod(manifest.c_str(), 0666), 0);
  Run("--fix .");
  struct stat status = {};
  ASSERT_EQ(stat(manifest.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0666U) << "whatever the mask";
  EXPECT_EQ(Text("stackql_manifest.yml"), kManifest);
  folder_.Write("b.iql", "/*+ create,  retrys=3 */\r\n" + std::string(kInsert));
  Run("--fix b.iql");
  EXPECT_EQ(Text("b.iql"), "/*+ create,  retries=3 */\r\n" + std::string(kInsert));
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path())) {
    EXPECT_THAT(entry.path().string(), Not(HasSubstr(".new-")));
  }
}

TEST_F(FixedFiles, BehindLinksThatLeadElsewhereAreLeftAlone) {
  folder_.Write("elsewhere/a.iql", Wrong());
  fs::create_directory(folder_.path() / "stack");
  fs::create_symlink("../elsewhere/a.iql", folder_.path() / "stack/a.iql");
  fs::create_directory_symlink("elsewhere", folder_.path() / "linked");
  EXPECT_THAT(Run("--fix stack/a.iql").text, HasSubstr("nothing was fixed; 1 remains"));
  EXPECT_EQ(Text("elsewhere/a.iql"), Wrong());
  folder_.Write("stack/real.iql", Wrong());
  fs::create_symlink("real.iql", folder_.path() / "stack/beside.iql");
  EXPECT_THAT(Run("--fix stack/beside.iql").text, HasSubstr("fixed 2 findings in 1 file"));
  EXPECT_EQ(Text("stack/real.iql"), Right());
  EXPECT_TRUE(fs::is_symlink(folder_.path() / "stack/beside.iql"));
  // The folder that was named is the user's choice.
  EXPECT_THAT(Run("--fix linked/").text, HasSubstr("fixed 2 findings in 1 file"));
}

// The query file of two resources, of which only one has the name that would be written.
TEST_F(FixedFiles, KeepTheirOtherUses) {
  folder_.Write("stackql_manifest.yml", std::string(kManifest) +
                                            "    props:\n"
                                            "      - name: stage_name\n"
                                            "        value: demo\n"
                                            "  - name: other\n"
                                            "    file: stage.iql\n"
                                            "    props:\n"
                                            "      - name: stageName\n"
                                            "        value: demo\n");
  const std::string query =
      "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)\n"
      "SELECT '{{ stageName }}', 'us-east-1';\n";
  folder_.Write("resources/stage.iql", query);
  const std::string before = Run(".").text;
  const Outcome outcome = Run("--fix --unsafe-fixes .");
  EXPECT_EQ(Text("resources/stage.iql"), query) << before << outcome.text;
}

// Of several fixes in a stack, only the one is left out that makes an error: a create anchor needs
// an INSERT.
TEST_F(FixedFiles, DoNotGetFixesThatMakeErrors) {
  folder_.Write("a.iql",
                "/*+ creat */\n"
                "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
                "/*+ preflight */\n"
                "SELECT `arn` FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
                "/*+ statecheck, retries=0 */\n"
                "SELECT \"arn\" FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n");
  const Outcome outcome = Run("--fix .");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("1 fix was left out, as there would be another error\n"));
  EXPECT_THAT(Text("a.iql"), HasSubstr("/*+ creat */\n"));
  EXPECT_THAT(Text("a.iql"), HasSubstr("/*+ exists */\n"));
  EXPECT_THAT(Text("a.iql"), HasSubstr("retries=1 */\n"));
}

// Each mistake hides the next one, until the statement can be read.
TEST_F(FixedFiles, GetFixesThatOnlyHelpTogether) {
  folder_.Write("a.iql",
                "INSERT INTO awscc.ivs.stages (Name, region,) SELECT \"demo\", us-east-1;\n");
  const Outcome outcome = Run("--fix .");
  EXPECT_EQ(Text("a.iql"),
            "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'demo', 'us-east-1';\n");
  EXPECT_THAT(outcome.text,
              HasSubstr("fixed 3 findings in 1 file: 1 SQL001, 1 SQL032, 1 SQL042; 0 remain\n"));
  EXPECT_EQ(outcome.status, 0);
}

// The table that the first fix brings to light has no column 'arm', which no fix mends.
TEST_F(FixedFiles, DoNotGetFixesThatBringAnErrorToLight) {
  const std::string query =
      "SELCT arm FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n";
  folder_.Write("a.iql", query);
  EXPECT_THAT(Run("--fix .").text, HasSubstr("1 fix was left out"));
  EXPECT_EQ(Text("a.iql"), query);
}

// The seconds are the value of a tag as well, which must be a text: what is written at the anchor
// is both.
TEST_F(FixedFiles, KeepWhatHasAliases) {
  const std::string manifest = std::string(kManifest) +
                               "    props:\n"
                               "      - name: config\n"
                               "        value: {RecordingReconnectWindowSeconds: &t 30}\n"
                               "      - name: tags\n"
                               "        value: [{Key: team, Value: *t}]\n";
  folder_.Write("stackql_manifest.yml", manifest);
  folder_.Write(
      "resources/stage.iql",
      "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, AutoParticipantRecordingConfiguration, "
      "Tags, region)\nSELECT 'demo', '{{ config }}', '{{ tags }}', 'us-east-1';\n");
  EXPECT_THAT(Run(".").text, HasSubstr("[RES002]"));
  Run("--fix .");
  EXPECT_EQ(Text("stackql_manifest.yml"), manifest);
}

TEST_F(FixedFiles, AreManifestsWithSqlInBlocks) {
  const auto manifest = [](const std::string& region) {
    return "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - name: stage\n    type: "
           "query\n"
           "    sql: |\n      SELECT arn\n\n        FROM awscc.ivs.stages_list_only\n"
           "      WHERE region = " +
           region + "\n    exports: [arn]\n";
  };
  folder_.Write("stackql_manifest.yml", manifest("\"us-east-1\""));
  Run("--fix .");
  EXPECT_EQ(Text("stackql_manifest.yml"), manifest("'us-east-1'"));
}

TEST_F(FixedFiles, OfStandardInputArePrinted) {
  folder_.Write("a.iql", Wrong());
  const Outcome outcome = Run("--fix - --stdin-filename a.iql < a.iql" + kApart);
  EXPECT_EQ(Text("out"), Right());
  EXPECT_THAT(outcome.text,
              HasSubstr("fixed 2 findings in 1 file: 1 SQL002, 1 SQL005; 0 remain\n"));
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(Text("a.iql"), Wrong());
  folder_.Write("b.iql", Guess());
  const Outcome report = Run("--fix - -o compact < b.iql" + kApart);
  EXPECT_EQ(Text("out"), Guess());
  EXPECT_THAT(report.text, HasSubstr("stdin.iql:2:8: error[SQL010]"));
  EXPECT_EQ(report.status, 1);
  EXPECT_THAT(Run("--diff - --stdin-filename x/a.iql < a.iql").text, HasSubstr("+++ b/x/a.iql\n"));
  EXPECT_EQ(Run("--fix - a.iql < a.iql").status, 2);
}

TEST_F(FixedFiles, AreNotForCombinationsWithoutMeaning) {
  const Outcome alone = Run("--unsafe-fixes .");
  EXPECT_EQ(alone.status, 2);
  EXPECT_THAT(alone.text, HasSubstr("--unsafe-fixes needs --fix or --diff"));
  folder_.Write("a.iql", Wrong());
  EXPECT_EQ(Run("--fix --select NONE000 .").status, 2);
}

TEST_F(FixedFiles, GetSuppressionsWithAReason) {
  folder_.Write("stackql_manifest.yml",
                "version: 1\n"
                "name: demo\n"
                "descripton: x\n"
                "providers: [awscc]\n"
                "resources:\n"
                "  - name: stage\n"
                "    props:\n"
                "      - {name: unused, value: 1}\n"
                "  - name: lookup\n"
                "    type: query\n"
                "    sql: |\n"
                "      SELECT arm AS x\n"
                "      FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1'\n"
                "    exports: [x]\n");
  folder_.Write("resources/stage.iql",
                "/*+ creat, retrys=3 */\r\n" + std::string(kInsert) + Guess());
  const Outcome before = Run(". --select SQL,MAN002,MAN009");
  EXPECT_EQ(before.status, 1);
  const Outcome outcome = Run(". --add-ignores 'as it was' --select SQL,MAN002,MAN009");
  EXPECT_EQ(outcome.status, 0) << before.text << outcome.text;
  EXPECT_THAT(Text("stackql_manifest.yml"),
              HasSubstr("name: demo\n# stackql-lint: ignore[MAN002] as it was\ndescripton: x\n"));
  EXPECT_THAT(Text("stackql_manifest.yml"),
              HasSubstr("\n      # stackql-lint: ignore[SQL010] as it was\n      SELECT arm"));
  EXPECT_TRUE(Text("resources/stage.iql")
                  .starts_with("-- stackql-lint: ignore[SQL002] as it was\r\n/*+ creat,"))
      << Text("resources/stage.iql");
  EXPECT_THAT(Run(". --select SQL,MAN002,MAN009").text, HasSubstr("no findings"));
  EXPECT_EQ(Run(". --add-ignores 'a; b'").status, 2);
  EXPECT_EQ(Run(". --add-ignores why --fix").status, 2);
}

TEST(Diffs, AreAppliedByGit) {
  const GitRepository repository;
  if (!repository.ready()) GTEST_SKIP() << "git is not installed";
  repository.Write("s p/a.iql", Wrong() + Guess());
  repository.Write("s p/b.iql", Right());
  repository.Write("o/c.iql", Wrong());
  const auto run = [&](const std::string& below, const std::string& arguments) {
    return RunProgram(repository.root() + below, arguments);
  };
  const auto text = [&](const std::string& name) {
    std::ifstream stream(repository.root() + "/" + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  const Outcome shown = run("/s p", "--diff .");
  EXPECT_EQ(shown.status, 1);
  EXPECT_THAT(shown.text, HasSubstr("would fix 2 findings in 1 file: 1 SQL002, 1 SQL005\n"));
  EXPECT_EQ(run("/s p", "--fix --diff .").text, shown.text);
  EXPECT_EQ(text("s p/a.iql"), Wrong() + Guess());
  EXPECT_EQ(run("/s p", "--diff -q . | git apply").text, "");
  EXPECT_EQ(text("s p/a.iql"), Right() + Guess());
  EXPECT_EQ(run("/s p", "--diff .").status, 0);
  EXPECT_THAT(run("/s p", "--diff .").text, HasSubstr("nothing to fix"));
  EXPECT_EQ(run("", "--diff -q --unsafe-fixes '../" +
                        fs::path(repository.root()).filename().string() + "/s p' | git apply")
                .text,
            "");
  EXPECT_THAT(text("s p/a.iql"), HasSubstr("SELECT arn"));
  // From the top, if a file is not below the current folder.
  EXPECT_EQ(run("/s p", "--diff -q ../o > ../p; git -C .. apply p").text, "");
  EXPECT_EQ(text("o/c.iql"), Right());
}

TEST(WriteFixed, LeavesAFileAloneThatHasChanged) {
  TemporaryFolder folder;
  const std::string path = folder.Write("a.iql", "new\n");
  const Result<void> result = WriteFixed({path, "old\n", "fixed\n"});
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("was changed while it was being fixed"));
  EXPECT_TRUE(WriteFixed({path, "new\n", "fixed\n"}));
  EXPECT_FALSE(WriteFixed({path + "x", "", "fixed\n"}));
  std::ifstream stream(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "fixed\n");
}

}  // namespace
}  // namespace stackql
