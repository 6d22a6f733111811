// Query files of other kinds and encodings, and where they are said to be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "report/uri.h"
#include "run/go_templates.h"
#include "support/command.h"
#include "support/git_repository.h"
#include "support/places.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

constexpr const char* kManifest =
    "version: 1\nname: s\nproviders: [awscc]\nresources:\n  - name: b\n";
constexpr const char* kExists =
    "/*+ exists */\nSELECT COUNT(*) AS count FROM awscc.s3.buckets WHERE region = 'eu-west-1' AND "
    "Identifier = 'b-1';\n";

class OddFiles : public testing::Test {
 protected:
  // "RULE bytes" of each finding.
  std::vector<std::string> Found() {
    const Report report = LintFolder(folder_);
    std::vector<std::string> found;
    for (const Finding& finding : report.findings) {
      found.push_back(finding.rule + " " + Covered(report, finding));
    }
    return found;
  }
  TemporaryFolder folder_;
};

TEST_F(OddFiles, ThatAreNotUtf8AreErrorsAtTheirByte) {
  folder_.Write("stackql_manifest.yml", kManifest);
  for (const std::string bytes : {"caf\xE9", "\xFF\xFE/", "a\xC3", "\xED\xA0\x80"}) {
    folder_.Write("resources/b.iql", kExists + ("-- " + bytes + "\n"));
    const std::string byte = bytes.substr(bytes.find_first_not_of("caf"), 1);
    EXPECT_THAT(Found(), testing::ElementsAre("SQL001 " + byte));
    const Outcome gate = RunProgram(folder_.path().string(), "permissions .");
    EXPECT_THAT(gate.text, HasSubstr("its permissions are unknown: a resource whose query file"));
  }
  const TemporaryFolder bare;
  bare.Write("x.iql", "SELECT '\xE9';\n");
  EXPECT_THAT(RunProgram(bare.path().string(), "permissions .").text,
              HasSubstr("its permissions are unknown: a query file that is not UTF-8"));
}

TEST_F(OddFiles, AMarkOfTheByteOrderHidesTheFirstAnchor) {
  folder_.Write("stackql_manifest.yml", kManifest);
  folder_.Write("resources/b.iql",
                std::string("\xEF\xBB\xBF") + kExists +
                    "/*+ create */\nINSERT INTO awscc.s3.buckets (BucketName, region) SELECT "
                    "'b-1', 'eu-west-1';\n");
  EXPECT_THAT(Found(), testing::Contains("SQL022 /*+ exists */"));
  // Without anchors nothing is lost.
  const TemporaryFolder bare;
  bare.Write(
      "x.iql",
      "\xEF\xBB\xBFSELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n");
  EXPECT_EQ(LintFolder(bare).findings.size(), 0U);
}

TEST(GoTemplates, AreTold) {
  for (const char* text : {"{{/* all */}}", "{{- /* all */ -}}", R"({{ printf "%s" .region }})",
                           R"({{ template "head" . }})"}) {
    EXPECT_TRUE(HasGoTemplates(text)) << text;
  }
  for (const char* text :
       {"{{ .name }}", "{{.name}}", "{{- $x := .y -}}", "{{range .a}}{{end}}", "a {{ x }} {{ $y }}",
        "<<<jsonnet\n{}\n>>>", "{{ if .a }}", "{{ end }}"}) {
    EXPECT_TRUE(HasGoTemplates(text)) << text;
  }
  for (const char* text : {"", "{{ name }}", "{{ a.b }}", "{{ range(end=3) }}", "{{ if_x }}",
                           "{{ end_date }}", "{% if a %}", "{{ 'a' }}", "{{ range | first }}", "{{",
                           "{{ .5 }}", "'{{ len }}'", "SELECT 'a.b'"}) {
    EXPECT_FALSE(HasGoTemplates(text)) << text;
  }
}

TEST_F(OddFiles, OfGoTemplatesAreCountedOnly) {
  folder_.Write("x.iql", "SELECT a FROM awscc.s3.buckets WHERE region = '{{ .region }}';\n");
  const std::string root = folder_.path().string();
  const Outcome outcome = RunProgram(root, ".");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, HasSubstr("not checked: 1 with Go templates or jsonnet."));
  EXPECT_THAT(RunProgram(root, "permissions .").text,
              HasSubstr("x.iql:1:1: its permissions are unknown"));
  // In a stack they are mistakes: stackql-deploy renders it.
  folder_.Write("stackql_manifest.yml", kManifest);
  folder_.Write("resources/b.iql", "/*+ exists */\nSELECT {{ .region }} AS count;\n");
  EXPECT_THAT(RunProgram(root, ".").text, HasSubstr("TPL001"));
}

TEST(RepositoryPath, IsThatFromTheRoot) {
  using report::RepositoryPath;
  EXPECT_EQ(RepositoryPath("a/b", "", "/r"), "a/b");
  EXPECT_EQ(RepositoryPath("a b", "x/y", "/r"), "x/y/a b");
  EXPECT_EQ(RepositoryPath("../a", "x/y", "/r"), "x/a");
  EXPECT_EQ(RepositoryPath("../../../a", "x/y", "/r"), "../a");
  EXPECT_EQ(RepositoryPath("/r/x/a", "x", "/r"), "x/a");
  EXPECT_EQ(RepositoryPath("/r/x/../a", "x", "/r"), "a");
  EXPECT_EQ(RepositoryPath("/rx/a", "x", "/r"), "/rx/a");
  EXPECT_EQ(RepositoryPath("/a", "", ""), "/a");
  EXPECT_EQ(RepositoryPath("", "", ""), ".");
}

// Whatever folder the program is started in, and however paths are named.
TEST(Repository, PathsAreThoseFromItsRoot) {
  if (!HasGit()) GTEST_SKIP() << "git is not installed: no repository was asked";
  const GitRepository repository;
  repository.Write("mono/a/stackql_manifest.yml", kManifest);
  repository.Write("mono/a/resources/b.iql",
                   std::string(kExists) +
                       "/*+ create */\nINSERT INTO awscc.s3.buckets (BucketNam, "
                       "region) SELECT 'b', 'eu-west-1';\n");
  ASSERT_EQ(repository.Git("add -A"), 0);
  ASSERT_EQ(repository.Git("commit -q -m a"), 0);
  ASSERT_EQ(repository.Git("worktree add -q other"), 0);
  const auto places = [](const std::string& folder, const std::string& path) {
    const std::string text = RunProgram(folder, path + " -o github -o sarif=/dev/stdout").text;
    std::set<std::string> found;
    const std::regex place(R"((?:file=|"uri": ")([^,"]*))");
    for (std::sregex_iterator at(text.begin(), text.end(), place), end; at != end; ++at) {
      found.insert((*at)[1]);
    }
    return found;
  };
  const std::set<std::string> expected = {"mono/a/resources/b.iql"};
  for (const std::string& root : {repository.root(), repository.root() + "/other"}) {
    EXPECT_EQ(places(root, "mono"), expected);
    EXPECT_EQ(places(root + "/mono", "."), expected);
    EXPECT_EQ(places(root + "/mono/a/resources", ".."), expected);
    EXPECT_EQ(places(root + "/mono/a/resources", "b.iql"), expected);
    EXPECT_EQ(places(root + "/mono/a/resources", root + "/mono"), expected);
  }
}

TEST_F(OddFiles, AConfigurationThatIsNamedStandsForItsFolder) {
  folder_.Write(".stackql-lint.yaml", "ignore: []\n");
  folder_.Write("sub/x.iql", "SELECT FROM;\n");
  const Outcome outcome = RunProgram(folder_.path().string(), ".stackql-lint.yaml -o compact");
  EXPECT_THAT(outcome.text, HasSubstr("sub/x.iql:1:8: error[SQL001]"));
}

TEST_F(OddFiles, AManifestOnStandardInputNeedsAName) {
  folder_.Write("m.yml",
                "# a stack\n---\nversion: 1\nname: a\nproviders: [awscc]\nresources: []\n");
  folder_.Write("x.iql", "-- version: 1\nSELECT FROM;\n");
  const std::string folder = folder_.path().string();
  constexpr const char* kHint = "add '--stdin-filename stackql_manifest.yml'";
  EXPECT_THAT(RunProgram(folder, "- < m.yml").text, HasSubstr(kHint));
  EXPECT_THAT(RunProgram(folder, "- --stdin-filename stackql_manifest.yml < m.yml").text,
              Not(HasSubstr(kHint)));
  EXPECT_THAT(RunProgram(folder, "- < x.iql").text, Not(HasSubstr(kHint)));
  const std::string named = "--stdin-filename y.iql -o compact";
  EXPECT_THAT(RunProgram(folder, named + " < x.iql").text, HasSubstr("y.iql:2:8: error[SQL001]"));
  EXPECT_THAT(RunProgram(folder, named + " m.yml < x.iql").text, Not(HasSubstr("y.iql")));
}

// The failure says why; that the files are missing would be wrong.
TEST_F(OddFiles, OfAFolderThatCannotBeReadAreNotMissing) {
  folder_.Write("s/stackql_manifest.yml", kManifest);
  folder_.Write("s/resources/b.iql", std::string(kExists));
  const std::filesystem::path locked = folder_.path() / "s/resources";
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(locked, std::filesystem::perms::none);
  std::string program = kProgram;
  if (geteuid() == 0) program = "setpriv --reuid 65534 --clear-groups " + program;
  const std::string command = "cd '" + folder_.path().string() + "' && " + program +
                              " s -o compact > '" + (folder_.path() / "out").string() + "' 2>&1";
  const int status = std::system(command.c_str());
  std::filesystem::permissions(locked, std::filesystem::perms::owner_all);
  std::ifstream file(folder_.path() / "out");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  if (WEXITSTATUS(status) >= 126)
    GTEST_SKIP() << "the program cannot be run as another user: " << text;
  EXPECT_EQ(WEXITSTATUS(status), 3) << text;
  EXPECT_THAT(text, HasSubstr("Cannot read 's/resources/b.iql': permission denied."));
  EXPECT_THAT(text, Not(HasSubstr("outside")));
  EXPECT_THAT(text, Not(HasSubstr("MAN007")));
}

// What the hook's pattern is given, and what it is not.
TEST(Hook, IsGivenAllThatAStackIsMadeOf) {
  std::ifstream file(std::string(kSourceDir) + "/.pre-commit-hooks.yaml");
  const std::string hooks((std::istreambuf_iterator<char>(file)), {});
  std::smatch found;
  ASSERT_TRUE(std::regex_search(hooks, found, std::regex(R"(\n  files: &files (.*)\n)")));
  const std::regex files(found[1].str());
  for (const std::string path :
       {"stackql_manifest.yml", "a/stackql_manifest.yaml", "x.iql", "a/resources/x.iql",
        "a/resources/x.sql", "resources/parts/x.json", "a b/resources/\xC3\xB6/x.yml",
        ".stackql-lint.yaml", "a/.stackql-lint.yaml"}) {
    EXPECT_TRUE(std::regex_search(path, files)) << path;
  }
  for (const std::string path : {"x.sql", "a/x.json", "my-resources/x.json", "config.yaml",
                                 "resources/x.md", "x.iqlx", "a.stackql-lint.yaml.bak"}) {
    EXPECT_FALSE(std::regex_search(path, files)) << path;
  }
}

}  // namespace
}  // namespace stackql
