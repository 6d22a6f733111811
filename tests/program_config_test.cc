// `config show`, extended configurations, settings for some files, files of variables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

constexpr const char* kQuery = "SELECT arn FROM awscc.ivs.stages_list_only;\n";  // SQL007

class ConfigFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write(".git/HEAD", "ref: refs/heads/main\n");
    folder_.Write("team/a/q.iql", kQuery);
    folder_.Write("team/b/q.iql", kQuery);
  }
  Outcome In(const std::string& folder, const std::string& arguments) {
    return RunProgram((folder_.path() / folder).string(), arguments);
  }
  // What linting ends with if the configuration of team/ extends this.
  std::string Extending(const std::string& path) {
    folder_.Write("team/.stackql-lint.yaml", "extend: " + path + "\n");
    const Outcome outcome = In("team", "-o compact -q");
    return std::to_string(outcome.status) + " " + outcome.text;
  }
  TemporaryFolder folder_;
};

TEST_F(ConfigFiles, ExtendOthersOfTheRepository) {
  folder_.Write("base.yaml", "severity: {SQL007: error}\nexclude: [b/, /team/b/]\n");
  EXPECT_EQ(Extending("../base.yaml"),
            "1 a/q.iql:1:17: error[SQL007] Missing parameter 'region' of "
            "'awscc.ivs.stages_list_only': the query reads us-east-1.\n");
  const auto json = nlohmann::json::parse(In("team", "config show a --output json").text);
  EXPECT_EQ(json["files"], (nlohmann::json{".stackql-lint.yaml", "../base.yaml"}));
  EXPECT_EQ(json["settings"]["severity"]["items"]["SQL007"], "../base.yaml:1:20");
  EXPECT_EQ(json["settings"]["extend"]["from"], ".stackql-lint.yaml:1:9");
}

TEST_F(ConfigFiles, ExtendNothingElse) {
  TemporaryFolder outside;
  outside.Write("base.yaml", "ignore: [SQL]\n");
  const std::string path = outside.path().string() + "/base.yaml";
  EXPECT_THAT(Extending(path), HasSubstr("2 stackql-lint: .stackql-lint.yaml:1:9: error[CFG002] "));
  EXPECT_THAT(Extending(path), HasSubstr("its path is absolute"));
  EXPECT_THAT(Extending("../../" + outside.path().filename().string() + "/base.yaml"),
              HasSubstr("it cannot be read. Cannot read '../../"));
  std::filesystem::create_symlink(path, folder_.path() / "link.yaml");
  EXPECT_THAT(Extending("../link.yaml"), HasSubstr("it is outside '"));
  EXPECT_THAT(Extending("none.yaml"), HasSubstr("no such file"));
  EXPECT_THAT(Extending(".stackql-lint.yaml"), HasSubstr("it extends itself"));
  for (int i = 0; i < 9; ++i) {
    folder_.Write("team/" + std::to_string(i) + ".yaml",
                  "extend: " + std::to_string(i + 1) + ".yaml\n");
  }
  EXPECT_THAT(Extending("0.yaml"), HasSubstr("6.yaml:1:9: error[CFG002] The configuration '7.yaml' "
                                             "cannot be extended: more than 8 extend each other."));
  // Without a repository, the folder of the configuration is the limit.
  std::filesystem::remove_all(folder_.path() / ".git");
  folder_.Write("base.yaml", "ignore: [SQL]\n");
  EXPECT_THAT(Extending("../base.yaml"), HasSubstr("it is outside '"));
}

TEST_F(ConfigFiles, OverrideSettingsForSomeFiles) {
  folder_.Write("team/.stackql-lint.yaml",
                "overrides:\n  - {paths: [a/], ignore: [SQL]}\n"
                "  - {paths: [b/], severity: {SQL007: error}}\n");
  const std::string text = In(".", "-o compact").text;
  EXPECT_THAT(text, Not(HasSubstr("a/q.iql")));
  EXPECT_THAT(text, HasSubstr("team/b/q.iql:1:17: error[SQL007]"));
  EXPECT_THAT(text, HasSubstr("rules are off by 'team/.stackql-lint.yaml'"));
  EXPECT_THAT(In(".", "-o compact -q --select SQL007 --fail-on never").text,
              Not(HasSubstr("a/q.iql")));
  EXPECT_EQ(In(".", "-q --ignore SQL007").status, 0);
  // Suppressions of rules that are off in a file are no mistake.
  folder_.Write("team/a/q.iql", "-- stackql-lint: ignore[SQL007] old\n" + std::string(kQuery));
  EXPECT_THAT(In("team/a", "-o compact -q").text, Not(HasSubstr("LNT001")));
  folder_.Write("team/.stackql-lint.yaml", "overrides:\n  - paths: [a/]\n    ignore: [SQ]\n");
  const Outcome unknown = In(".", "");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(
      unknown.text,
      HasSubstr(".stackql-lint.yaml:3:14: unknown rule or family 'SQ'; did you mean 'SQL'?"));
}

TEST_F(ConfigFiles, NameTheLineOfUnknownRules) {
  folder_.Write("team/.stackql-lint.yaml", "select: [SQL]\nignore: [TAG0001]\n");
  const Outcome outcome = In("team", "");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.text, HasSubstr(".stackql-lint.yaml:2:10: unknown rule or family 'TAG0001'"));
}

TEST_F(ConfigFiles, NameFilesOfVariables) {
  folder_.Write("team/s/stackql_manifest.yml",
                "version: 1\nname: demo\nproviders: [awscc]\nglobals:\n  - {name: region, value: "
                "'{{ REGION }}'}\nresources:\n  - {name: stage, type: query, props: [], exports: "
                "[arn]}\n");
  folder_.Write("team/s/resources/stage.iql",
                "/*+ exports */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = "
                "'{{ region }}';\n");
  folder_.Write("team/s/.env", "REGION=eu-west-99\n");
  EXPECT_THAT(In("team/s", "").text,
              HasSubstr("stackql-lint: '.env' was not read; use --env-file, or env-file"));
  EXPECT_THAT(In("team/s", "-q").text, Not(HasSubstr("was not read")));
  EXPECT_THAT(In("team/s", "--env-file .env").text, Not(HasSubstr("was not read")));
  folder_.Write("team/.stackql-lint.yaml", "env-file: s/.env\n");
  const std::string found = In("team", "s -o compact").text;
  EXPECT_THAT(found, HasSubstr("SQL052"));
  EXPECT_THAT(found, Not(HasSubstr("was not read")));
  EXPECT_THAT(In("team", "s -o compact -e REGION=eu-west-1").text, Not(HasSubstr("SQL052")));
  const std::string shown = In("team", "config show s").text;
  EXPECT_THAT(shown, HasSubstr("# variables of s/.env:\n#   REGION: \"<REGION>\"\n"));
  EXPECT_THAT(shown, Not(HasSubstr("eu-west")));
  folder_.Write("team/s/.env", "A=1\nREGION\n");
  EXPECT_THAT(In("team", "s").text,
              HasSubstr(".stackql-lint.yaml:1:11: error[CFG002] Line 2 of "
                        "'s/.env' is not a name, an equals sign and a value."));
  for (const char* path : {"none.env", "../x.env", "/etc/hostname"}) {
    folder_.Write("team/.stackql-lint.yaml", std::string("env-file: ") + path + "\n");
    EXPECT_EQ(In("team", "s").status, 2) << path;
  }
}

TEST_F(ConfigFiles, AreShownOnlyForWhatIsThere) {
  EXPECT_THAT(In("team", "config show").text, HasSubstr("# There is no configuration.\n"));
  EXPECT_EQ(In("team", "config show none").status, 3);
  EXPECT_EQ(In("team", "config").status, 2);
}

}  // namespace
}  // namespace stackql
