// `init`: what is missing is shown first, and no file that is there is changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/command.h"
#include "support/places.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Init : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write(".git/HEAD", "ref: refs/heads/main\n");
    folder_.Write("infra/stack/stackql_manifest.yml",
                  "version: 1\nname: a\nproviders: [awscc]\nresources: []\n");
  }
  Outcome In(const std::string& folder, const std::string& arguments) {
    return RunProgram((folder_.path() / folder).string(), arguments);
  }
  bool Has(const std::string& path) const { return fs::exists(folder_.path() / path); }
  static std::string Text(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  std::string Get(const std::string& path) const { return Text(folder_.path() / path); }
  static std::string Linted() {
    return Text(fs::path(kSourceDir) / "testdata/init/stackql-lint.yml");
  }
  TemporaryFolder folder_;
};

TEST_F(Init, ShowsAndThenWrites) {
  const Outcome shown = In("infra", "init");
  EXPECT_EQ(shown.status, 0);
  EXPECT_THAT(shown.text,
              AllOf(HasSubstr(".stackql-lint.yaml: the configuration (new)\n"),
                    HasSubstr("../.pre-commit-config.yaml: the hook of pre-commit (new)\n"),
                    HasSubstr("../.github/workflows/stackql-lint.yml: the workflow"),
                    HasSubstr("found 1 stack; would write 3 files: run with --write to do so")));
  EXPECT_FALSE(Has("infra/.stackql-lint.yaml") || Has(".pre-commit-config.yaml") || Has(".github"));
  EXPECT_THAT(In(".", "init infra --write").text,
              HasSubstr("wrote 3 files\nstackql-lint: run 'pre-commit install' so that git runs"));
  EXPECT_THAT(Get("infra/.stackql-lint.yaml"), HasSubstr("\ndeploy-version: 2.4\n"));
  EXPECT_THAT(Get(".pre-commit-config.yaml"),
              HasSubstr("repos:\n  - repo: https://github.com/stackql/stackql-lint\n"));
  // tests/lint_workflows.sh has linters of workflows read this one.
  EXPECT_EQ(Get(".github/workflows/stackql-lint.yml"), Linted());
  EXPECT_EQ(In("infra", "check --allow-empty").status, 0);
  const Outcome again = In("infra/stack", "init --write");
  EXPECT_THAT(again.text, HasSubstr("../.stackql-lint.yaml: the configuration is there already\n"));
  EXPECT_THAT(again.text, HasSubstr("found 1 stack; nothing to do: all is there already\n"));
}

TEST_F(Init, ChangesNothingThatIsThere) {
  folder_.Write(".pre-commit-config.yaml", "repos: []\n");
  folder_.Write(".github/workflows/ci.yml", "# stackql-lint runs here\n");
  const Outcome outcome = In(".", "init --write");
  EXPECT_THAT(
      outcome.text,
      AllOf(HasSubstr(".pre-commit-config.yaml: the hook of pre-commit is not in this file; "
                      "add\n\n      - repo: https"),
            HasSubstr(".github/workflows/ci.yml: the workflow of GitHub Actions is there "
                      "already\n"),
            HasSubstr("wrote 1 file"), Not(HasSubstr("pre-commit install"))));
  EXPECT_EQ(Get(".pre-commit-config.yaml"), "repos: []\n");
  EXPECT_FALSE(Has(".github/workflows/stackql-lint.yml"));
}

TEST_F(Init, CountsWhatWasWritten) {
  fs::create_directories(folder_.path() / ".pre-commit-config.yaml.d");
  folder_.Write(".github", "a file where a folder must be\n");
  const Outcome outcome = In("infra", "init --write");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("Cannot write '../.github/workflows/stackql-lint.yml'"),
                                  HasSubstr("found 1 stack; wrote 2 of 3 files\n")));
}

TEST_F(Init, KnowsGitlab) {
  folder_.Write(".gitlab-ci.yml", "test: {script: [make]}\n");
  const std::string text = In(".", "init").text;
  EXPECT_THAT(text, HasSubstr("codequality: code-quality.json"));
  EXPECT_THAT(text, Not(HasSubstr("workflows")));
  EXPECT_EQ(In(".", "init none").status, 3);
}

}  // namespace
}  // namespace stackql
