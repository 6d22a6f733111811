// --staged and --changed on real repositories.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/command.h"
#include "support/git_repository.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

const std::string kManifest =
    "version: 1\n"
    "name: demo\n"
    "providers: [awscc]\n"
    "resources:\n"
    "  - name: stage\n"
    "    props:\n"
    "      - name: tags\n"
    "        value: file(tags.json)\n"
    "    exports: [stage_arn]\n"
    "  - name: lookup\n"
    "    type: query\n"
    "    sql: SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = "
    "'{{ stage_arn }}'\n"
    "    exports: [name]\n";
const std::string kStage =
    "/*+ exists */\n"
    "SELECT count(*) AS count FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
    "/*+ create */\n"
    "INSERT INTO awscc.ivs.stages (Name, Tags, region) SELECT 'demo', '{{ tags }}', 'us-east-1';\n"
    "/*+ exports */\n"
    "SELECT arn AS stage_arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
    "/*+ delete */\n"
    "DELETE FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = '{{ this.stage_arn "
    "}}';\n";
// Has a finding that was always there.
const std::string kOld = "SELECT old FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n";
const std::string kNew = "SELECT new FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n";

class Changes : public testing::Test {
 protected:
  void SetUp() override {
    if (!HasGit()) GTEST_SKIP() << "git is not installed";
    ASSERT_TRUE(repository_.ready());
    repository_.Write("a/stackql_manifest.yml", kManifest);
    repository_.Write("a/resources/stage.iql", kStage);
    repository_.Write("a/resources/tags.json", R"([{"Key": "team", "Value": "web"}])");
    repository_.Write("b/old.iql", kOld);
    Commit();
  }
  void Commit() const {
    ASSERT_EQ(repository_.Git("add -A"), 0);
    ASSERT_EQ(repository_.Git("commit -q -m a"), 0);
  }
  Outcome Run(const std::string& arguments, const std::string& below = "") const {
    return RunProgram(repository_.root() + "/" + below, arguments + " -o compact --no-config");
  }
  // Rules that are found, as " ID ID".
  std::string Found(const std::string& arguments, const std::string& below = "") const {
    const std::string text = Run("-q " + arguments, below).text;
    std::string found;
    for (size_t at = text.find('['); at != std::string::npos; at = text.find('[', at + 1)) {
      found += " " + text.substr(at + 1, 6);
    }
    return found;
  }
  void Write(const std::string& name, const std::string& text) const {
    repository_.Write(name, text);
  }
  static std::string Replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  }

  GitRepository repository_;
};

TEST_F(Changes, OfNothingHaveNoFindings) {
  EXPECT_EQ(Run(".").status, 1) << "the old finding";
  const Outcome changed = Run("--changed .");
  EXPECT_EQ(changed.status, 0);
  EXPECT_EQ(changed.text, "");
  EXPECT_EQ(Run("--staged").status, 0);
}

TEST_F(Changes, AreJudgedByTheirLines) {
  Write("b/old.iql", kOld + kNew);
  EXPECT_EQ(Found("--changed"), " SQL010");
  const Outcome outcome = Run("--changed");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("b/old.iql:2:8: error[SQL010]"));
  EXPECT_THAT(outcome.text, HasSubstr("1 finding that the change does not cause is not shown\n"));
  EXPECT_THAT(Run("--changed --changed-lines-only").text,
              HasSubstr("1 finding on lines that did not change is not shown\n"));
  EXPECT_EQ(Found("--staged"), "") << "nothing is staged";
  EXPECT_EQ(Found("--changed a"), "") << "it is elsewhere";
  EXPECT_EQ(Found("--changed", "a"), "");
  EXPECT_EQ(Found("--changed=HEAD ../b", "a"), " SQL010");
  Write("b/old.iql", "-- a comment\n" + kOld);
  EXPECT_EQ(Found("--changed"), "") << "it only moved";
  Write("b/new.iql", kNew + kOld);
  EXPECT_EQ(Found("--changed"), " SQL010 SQL010") << "all of a new file";
  EXPECT_EQ(Found("--changed --changed-lines-only"), " SQL010 SQL010");
}

TEST_F(Changes, CauseFindingsElsewhere) {
  // The export is gone that the manifest and another resource use.
  Write("a/resources/stage.iql", Replaced(kStage, "arn AS stage_arn", "arn AS other"));
  EXPECT_THAT(Found("--changed"), HasSubstr(" MAN009"));
  EXPECT_EQ(Found("--changed --changed-lines-only"), "");
  // What a file includes belongs to it, and so does what it no longer finds.
  Write("a/resources/stage.iql", kStage);
  Write("a/resources/tags.json", R"([{"Key": "aws:team", "Value": "web"}])");
  EXPECT_EQ(Found("--changed"), " TAG003");
  EXPECT_EQ(repository_.Git("rm -q -f a/resources/tags.json"), 0);
  EXPECT_NE(Found("--changed"), "");
  EXPECT_NE(Found("--staged"), "");
  EXPECT_EQ(repository_.Git("reset -q --hard"), 0);
  EXPECT_EQ(repository_.Git("rm -q a/resources/stage.iql"), 0);
  EXPECT_THAT(Found("--staged"), HasSubstr("MAN"));
  EXPECT_THAT(Found("--changed"), HasSubstr("MAN"));
}

TEST_F(Changes, ThatAreStagedAreReadFromTheIndex) {
  Write("b/old.iql", kOld + kNew);
  ASSERT_EQ(repository_.Git("add b/old.iql"), 0);
  Write("b/old.iql", kOld);                     // mended, but not staged
  Write("b/untracked.iql", kNew);               // nobody commits it
  Write("a/resources/tags.json", "[{\"Key\"");  // broken, but not staged
  EXPECT_EQ(Found("--staged"), " SQL010");
  EXPECT_THAT(Run("--staged").text, HasSubstr("b/old.iql:2:8: error[SQL010]"));
  EXPECT_THAT(Run("--staged b -o text=out && cat out").text, HasSubstr("2 | SELECT new FROM"));
  Write("b/old.iql", kOld + kNew);
  ASSERT_EQ(repository_.Git("reset -q"), 0);
  EXPECT_EQ(Found("--staged"), "");
  // A file that is staged and missing in the working tree.
  Write("a/resources/tags.json", R"([{"Key": "aws:team", "Value": "web"}])");
  ASSERT_EQ(repository_.Git("add a"), 0);
  std::filesystem::remove(repository_.root() + "/a/resources/tags.json");
  EXPECT_EQ(Found("--staged"), " TAG003");
}

// git gives the hooks of "commit -a" and "commit FILE" an index of its own.
TEST_F(Changes, ThatAreStagedAreReadFromTheIndexThatIsCommitted) {
  repository_.Write(".git/hooks/pre-commit", "#!/bin/sh\nexec " + std::string(kProgram) +
                                                 " --staged --no-config -o compact\n");
  ASSERT_EQ(repository_.Shell("chmod +x .git/hooks/pre-commit"), 0);
  Write("b/old.iql", kOld + kNew);
  EXPECT_NE(repository_.Git("commit -q -a -m bad 2>&1"), 0);
  ASSERT_EQ(repository_.Git("add b/old.iql"), 0);
  Write("a/resources/tags.json", "[]");
  EXPECT_EQ(repository_.Git("commit -q -m good a/resources/tags.json 2>&1"), 0);
  EXPECT_NE(repository_.Git("commit -q -m bad 2>&1"), 0);
}

// git leaves no empty folder, and without one the queries might be anywhere.
TEST_F(Changes, MissTheLastQueryFile) {
  ASSERT_EQ(repository_.Git("rm -q -r a/resources"), 0);
  EXPECT_THAT(Found("--staged"), HasSubstr(" MAN007"));
  EXPECT_THAT(Found("--changed"), HasSubstr(" MAN007"));
  ASSERT_EQ(repository_.Git("reset -q --hard"), 0);
  ASSERT_EQ(repository_.Git("mv a/resources a/resource"), 0);
  EXPECT_THAT(Found("--staged"), HasSubstr(" MAN007"));
}

TEST_F(Changes, DoNotCountWhatASparseCheckoutLeavesOut) {
  ASSERT_EQ(repository_.Git("update-index --skip-worktree a/resources/stage.iql"), 0);
  ASSERT_EQ(repository_.Shell("rm a/resources/stage.iql"), 0);
  Write("a/stackql_manifest.yml", kManifest + "# a comment\n");
  EXPECT_EQ(Found("--changed"), "");
}

TEST_F(Changes, WithAConflictAreNotLinted) {
  ASSERT_EQ(repository_.Git("checkout -q -b other 2>&1"), 0);
  Write("b/old.iql", kNew);
  Commit();
  ASSERT_EQ(repository_.Git("checkout -q -b third HEAD~1 2>&1"), 0);
  Write("b/old.iql", kOld + kOld);
  Commit();
  ASSERT_NE(repository_.Git("merge -q other 2>&1"), 0);
  const Outcome outcome = Run("--staged");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, HasSubstr("'b/old.iql' has a merge conflict"));
}

TEST_F(Changes, SinceACommit) {
  ASSERT_EQ(repository_.Git("checkout -q -b topic"), 0);
  Write("b/old.iql", kOld + kNew);
  Commit();
  EXPECT_EQ(Found("--changed"), "");
  EXPECT_EQ(Found("--changed=HEAD~1"), " SQL010");
  // What happened on the other branch meanwhile does not count.
  ASSERT_EQ(repository_.Git("checkout -q -"), 0);
  Write("b/old.iql", kNew + kNew + kNew);
  Commit();
  ASSERT_EQ(repository_.Git("checkout -q topic"), 0);
  EXPECT_EQ(Found("--changed=topic@{0}"), "");
  EXPECT_EQ(Found("--changed=@{-1}"), " SQL010");
  const Outcome named = Run("--changed=true");
  EXPECT_THAT(named.text, HasSubstr("'true'")) << "a word like any other";
  const Outcome unknown = Run("--changed=nosuch");
  EXPECT_EQ(unknown.status, 3);
  EXPECT_THAT(unknown.text, HasSubstr("'nosuch' is not a revision"));
  EXPECT_THAT(unknown.text, Not(HasSubstr("shallow")));
  const Outcome apart = Run("--changed topic");
  EXPECT_EQ(apart.status, 2);
  EXPECT_THAT(apart.text, HasSubstr("'topic' is not a path; write '--changed=topic' to lint"));
}

TEST_F(Changes, OfAConfigurationMayCauseAnything) {
  Write("b/.stackql-lint.yaml", "severity:\n  SQL010: warning\n");
  const Outcome outcome = RunProgram(repository_.root(), "--changed -o compact");
  EXPECT_THAT(outcome.text, HasSubstr("b/old.iql:1:8: warning[SQL010]"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("a/")));
}

TEST_F(Changes, ThatLeaveQueryFilesBehindAreReported) {
  Write("a/resources/orphan.iql", "SELECT 1;\n");
  repository_.Git("add -A");
  EXPECT_EQ(Found("--staged"), " MAN051");
  EXPECT_EQ(Found("--changed"), " MAN051");
  std::filesystem::remove(repository_.root() + "/a/resources/orphan.iql");
  repository_.Git("rm -q --cached a/resources/orphan.iql");
  // A manifest that is gone; from the index alone, too.
  for (const char* command :
       {"rm -q a/stackql_manifest.yml", "rm -q --cached a/stackql_manifest.yml"}) {
    ASSERT_EQ(repository_.Git(command), 0);
    const Outcome outcome = Run("--staged -q --fail-on warning");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text,
                HasSubstr("a/resources/stage.iql:1:1: warning[MAN051] The manifest "
                          "'a/stackql_manifest.yml' of this query file was deleted."));
    ASSERT_EQ(repository_.Git("reset -q --hard"), 0);
  }
  std::filesystem::remove(repository_.root() + "/a/stackql_manifest.yml");
  EXPECT_EQ(Found("--changed"), " MAN051");
}

// What is staged decides, not what lies in the working tree.
TEST_F(Changes, ThatAreStagedAreJudgedByTheStagedConfiguration) {
  Write("b/old.iql", kOld + kNew);
  repository_.Git("add -A");
  const auto found = [&] { return RunProgram(repository_.root(), "--staged -o compact -q").text; };
  EXPECT_THAT(found(), HasSubstr("SQL010"));
  Write(".stackql-lint.yaml", "extend: base.yaml\n");
  Write("base.yaml", "ignore: [SQL010]\n");
  EXPECT_THAT(found(), HasSubstr("SQL010"));
  repository_.Git("add -A");
  std::filesystem::remove(repository_.root() + "/.stackql-lint.yaml");
  Write("base.yaml", "ignore: []\n");
  EXPECT_THAT(found(), Not(HasSubstr("SQL010")));
}

// So do what it is made of, whatever is missing in the working tree.
TEST_F(Changes, ThatAreStagedAreOfTheStagedStack) {
  Write("a/resources/stage.iql", Replaced(kStage, "arn AS stage_arn", "arn AS other"));
  repository_.Git("add -A");
  const std::string found = Found("--staged");
  EXPECT_THAT(found, HasSubstr(" MAN009"));
  for (const char* gone : {"a/stackql_manifest.yml", "a/resources", "a"}) {
    std::filesystem::remove_all(repository_.root() + "/" + gone);
    EXPECT_EQ(Found("--staged"), found) << gone;
    EXPECT_EQ(Found("--staged a"), found) << gone;
    EXPECT_EQ(Found("--staged a/stackql_manifest.yml"), found) << gone;
    EXPECT_EQ(Found("--staged a/resources/stage.iql"), found) << gone;
    EXPECT_EQ(Found("--staged b"), "") << gone;
  }
  EXPECT_EQ(Run("--staged none").status, 3);
}

TEST_F(Changes, ThatAreStagedAreJudgedByTheStagedRules) {
  const std::string rule =
      "id: ORG001\nname: short-name\nseverity: error\nsubject: property\nsummary: A name is long\n"
      "why: It does not fit.\nmessage: \"'{property}' must be short.\"\ntarget: AWS::IVS::Stage\n"
      "path: /Name\nrequire: { maxLength: 3 }\nexamples: { bad: [], good: [] }\n";
  const auto found = [&] { return RunProgram(repository_.root(), "--staged -o compact -q").text; };
  const std::string finding = "a/resources/stage.iql:4:59: error[ORG001] 'Name' must be short.";
  Write(".stackql-lint.yaml", "rules: [lint/rules]\n");
  Write("lint/rules/short-name.yaml", rule);
  repository_.Git("add -A");
  EXPECT_THAT(found(), HasSubstr(finding));
  // A rule that is committed and changed now may cause anything.
  Commit();
  EXPECT_EQ(found(), "");
  Write("lint/rules/short-name.yaml", Replaced(rule, "3", "2"));
  EXPECT_EQ(found(), "") << "it is not staged";
  repository_.Git("add -A");
  EXPECT_THAT(found(), HasSubstr(finding));
  Write("lint/rules/short-name.yaml", "no rule\n");
  EXPECT_THAT(found(), HasSubstr(finding));
  std::filesystem::remove_all(repository_.root() + "/lint");
  EXPECT_THAT(found(), HasSubstr(finding));
  // One that is in the working tree alone.
  repository_.Git("rm -q --cached lint/rules/short-name.yaml");
  Write("lint/rules/short-name.yaml", rule);
  EXPECT_THAT(found(), Not(HasSubstr("ORG001")));
}

// A link that leads elsewhere now changes all that is read by way of it; what is linked is a part
// of each stack that links to it.
TEST_F(Changes, OfLinksCount) {
  Write("c/stackql_manifest.yml", kManifest);
  Write("c/resources/tags.json", R"([{"Key": "team", "Value": "web"}])");
  Write("broken.iql", Replaced(kStage, "{{ tags }}", "{{ tgs }}"));
  repository_.Shell("ln -sfn ../../a/resources/stage.iql c/resources/stage.iql");
  Commit();
  EXPECT_EQ(Found("--staged"), "");
  Write("a/resources/stage.iql", Replaced(kStage, "{{ tags }}", "{{ tgs }}"));
  EXPECT_THAT(Run("--changed").text, HasSubstr("c/resources/stage.iql:4"));
  ASSERT_EQ(repository_.Git("reset -q --hard"), 0);

  repository_.Shell("ln -sfn ../../broken.iql c/resources/stage.iql");
  EXPECT_THAT(Found("--changed"), HasSubstr("TPL002"));
  EXPECT_EQ(Found("--staged"), "");
  ASSERT_EQ(repository_.Git("add -A"), 0);
  EXPECT_THAT(Found("--staged"), HasSubstr("TPL002"));
  EXPECT_EQ(Found("--staged a"), "");

  repository_.Shell("ln -sfn ../../a/resources/stage.iql c/resources/stage.iql");
  const Outcome otherwise = Run("--staged");
  EXPECT_EQ(otherwise.status, 3);
  EXPECT_THAT(otherwise.text, HasSubstr("'c/resources/stage.iql' is not staged as it is in the"));
}

TEST_F(Changes, OfSubmodulesCount) {
  const GitRepository other;
  other.Write("stackql_manifest.yml", kManifest);
  other.Write("resources/stage.iql", kStage);
  other.Write("resources/tags.json", R"([{"Key": "team", "Value": "web"}])");
  ASSERT_EQ(other.Git("add -A"), 0);
  ASSERT_EQ(other.Git("commit -q -m a"), 0);
  const std::string add = "-c protocol.file.allow=always submodule add -q '" + other.root() + "' s";
  ASSERT_EQ(repository_.Git(add), 0);
  Commit();
  EXPECT_EQ(Found("--changed"), "");
  Write("s/resources/stage.iql", Replaced(kStage, "{{ tags }}", "{{ tgs }}"));
  EXPECT_EQ(Found("--changed"), "") << "what a submodule has not committed is its own";
  EXPECT_THAT(Found("--changed s"), HasSubstr("TPL002"));
  const std::string commit = "-C s -c user.name=a -c user.email=a@example.org commit -q -a -m b";
  ASSERT_EQ(repository_.Git(commit), 0);
  EXPECT_THAT(Found("--changed"), HasSubstr("TPL002"));
  EXPECT_EQ(Found("--staged"), "");
  ASSERT_EQ(repository_.Git("add s"), 0);
  EXPECT_THAT(Found("--staged"), HasSubstr("TPL002"));
}

TEST_F(Changes, AreThoseAroundThePaths) {
  Write("a/resources/stage.iql", Replaced(kStage, "{{ tags }}", "{{ tgs }}"));
  ASSERT_EQ(repository_.Git("add -A"), 0);
  const TemporaryFolder elsewhere;
  const auto run = [&](const std::string& arguments) {
    return RunProgram(elsewhere.path().string(), arguments + " -o compact --no-config");
  };
  EXPECT_THAT(run("--staged '" + repository_.root() + "/a'").text, HasSubstr("TPL002"));
  EXPECT_THAT(run("--staged '" + repository_.root() + "/a/gone.iql'").text, Not(HasSubstr("git")));
  EXPECT_EQ(run("--staged").status, 3);
  const GitRepository other;
  const Outcome both = run("--staged '" + repository_.root() + "' '" + other.root() + "'");
  EXPECT_EQ(both.status, 3);
  EXPECT_THAT(both.text, HasSubstr("in several repositories"));
}

// Git tells its hooks where the repository is, if that is not around the working tree.
TEST_F(Changes, MayBeOfARepositoryThatIsElsewhere) {
  const TemporaryFolder elsewhere;
  const std::string apart = elsewhere.path().string() + "/apart.git";
  std::filesystem::rename(repository_.root() + "/.git", apart);
  Write("a/resources/stage.iql", Replaced(kStage, "{{ tags }}", "{{ tgs }}"));
  EXPECT_EQ(Run("--changed").status, 3);
  EXPECT_EQ(repository_.Shell("GIT_DIR='" + apart + "' GIT_WORK_TREE=. '" + std::string(kProgram) +
                              "' --changed --no-config | grep -q TPL002"),
            0);
}

TEST(ChangesElsewhere, AreNone) {
  if (!HasGit()) GTEST_SKIP() << "git is not installed";
  const GitRepository repository;
  ASSERT_TRUE(repository.ready());
  repository.Write("x y/\u00FC.iql", kNew);
  const auto run = [&](const std::string& arguments) {
    return RunProgram(repository.root(), "-q -o compact --no-config " + arguments);
  };
  // Before the first commit, everything is new.
  EXPECT_EQ(run("--staged").text, "");
  EXPECT_THAT(run("--changed").text, HasSubstr("x y/\u00FC.iql:1:8: error[SQL010]"));
  ASSERT_EQ(repository.Git("add -A"), 0);
  EXPECT_THAT(run("--staged").text, HasSubstr("x y/\u00FC.iql:1:8: error[SQL010]"));
  EXPECT_EQ(run("--staged --changed").status, 2);
  EXPECT_EQ(run("--changed-lines-only").status, 2);
  EXPECT_EQ(run("--staged --fix").status, 2);
  EXPECT_EQ(run("--staged - < /dev/null").status, 2);
  const TemporaryFolder folder;
  folder.Write("a.iql", kNew);
  const Outcome outside = RunProgram(folder.path().string(), "--changed");
  EXPECT_EQ(outside.status, 3);
  EXPECT_EQ(outside.text, "stackql-lint: '.' is not in a git repository.\n");
}

TEST_F(Changes, OfAShallowCloneMayNeedItsHistory) {
  const TemporaryFolder folder;
  const std::string clone = folder.path().string() + "/clone";
  const std::string git =
      "git clone -q --depth 1 'file://" + repository_.root() + "' '" + clone + "'";
  ASSERT_EQ(std::system(git.c_str()), 0);
  const Outcome outcome = RunProgram(clone, "--changed=origin/nosuch");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, HasSubstr("This clone is shallow: fetch its history, as "
                                      "'fetch-depth: 0' of actions/checkout does."));
}

// No filter, hook or difference program of a repository is run.
TEST_F(Changes, RunNothingOfTheRepository) {
  Write(".gitattributes", "*.iql filter=f diff=f\n");
  ASSERT_EQ(repository_.Git("config filter.f.clean 'touch ../ran; cat'"), 0);
  ASSERT_EQ(repository_.Git("config filter.f.smudge 'touch ../ran; cat'"), 0);
  ASSERT_EQ(repository_.Git("config diff.f.command 'touch ../ran'"), 0);
  ASSERT_EQ(repository_.Git("config diff.f.textconv 'touch ../ran; cat'"), 0);
  ASSERT_EQ(repository_.Git("config diff.external 'touch ../ran'"), 0);
  ASSERT_EQ(repository_.Git("config core.fsmonitor 'touch ../ran'"), 0);
  Write("b/old.iql", kOld + kNew);
  EXPECT_EQ(Found("--changed"), " SQL010");
  EXPECT_EQ(Found("--staged"), "");
  EXPECT_FALSE(std::filesystem::exists(repository_.root() + "/../ran"));
  EXPECT_FALSE(std::filesystem::exists(repository_.root() + "/ran"));
}

}  // namespace
}  // namespace stackql
