// `policy diff`: permissions before and after, between revisions of real repositories and between
// folders.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "support/command.h"
#include "support/git_repository.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kRead =
    "SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = "
    "'arn:aws:ivs:us-east-1:111122223333:stage/abcdABCDefgh';\n";
constexpr const char* kDelete =
    "DELETE FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = "
    "'arn:aws:ivs:us-east-1:111122223333:stage/abcdABCDefgh';\n";
constexpr const char* kReadAny =
    "SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = '{{ id }}';\n";
constexpr const char* kUnresolved = "SELECT x FROM awscc.nosuch.things WHERE region = 'r';\n";

class PolicyDiff : public testing::Test {
 protected:
  void SetUp() override {
    if (!HasGit()) GTEST_SKIP() << "git is not installed: no revisions were compared";
    ASSERT_TRUE(repository_.ready());
  }
  void Commit(const std::string& name, const std::string& text) const {
    repository_.Write(name, text);
    ASSERT_EQ(repository_.Git("add -A"), 0);
    ASSERT_EQ(repository_.Git("commit -q -m a"), 0);
  }
  Outcome Diff(const std::string& arguments, const std::string& below = "") {
    return RunProgram(repository_.root() + below, "policy diff --no-config " + arguments);
  }
  json AsJson(const std::string& arguments, const std::string& below = "") {
    const Outcome outcome = Diff(arguments + " --output json 2>/dev/null; exit $?", below);
    status_ = outcome.status;
    return json::parse(outcome.text, nullptr, false);
  }
  static std::set<std::string> Grants(const json& changes) {
    std::set<std::string> grants;
    for (const json& change : changes) {
      grants.insert(change["action"].get<std::string>() + " " +
                    change["resource"].get<std::string>());
    }
    return grants;
  }

  GitRepository repository_;
  int status_ = 0;
};

const std::string kStage = "arn:aws:ivs:us-east-1:111122223333:stage/abcdABCDefgh";
const std::set<std::string> kOfDelete = {
    "cloudformation:DeleteResource *", "ivs:DeleteStage " + kStage, "ivs:UntagResource " + kStage};

TEST_F(PolicyDiff, TellsWhatTheWorkingTreeAdds) {
  Commit("x.iql", kRead);
  repository_.Write("x.iql", std::string(kRead) + kDelete);
  const json diff = AsJson("HEAD");
  EXPECT_EQ(status_, 0);
  EXPECT_EQ(Grants(diff["added"]), kOfDelete);
  EXPECT_EQ(diff["removed"], json::array());
  EXPECT_EQ(diff["before"]["commit"].get<std::string>().size(), 40);
  EXPECT_TRUE(diff["after"]["commit"].is_null());
  const json& cause = diff["added"][0]["statements"];
  ASSERT_EQ(cause.size(), 1);
  EXPECT_EQ(cause[0]["file"], "x.iql");
  EXPECT_EQ(cause[0]["line"], 2);
  EXPECT_EQ(cause[0]["column"], 13);
  EXPECT_EQ(cause[0]["verb"], "delete");
}

TEST_F(PolicyDiff, FailsOnNewGrantsOnly) {
  Commit("x.iql", std::string(kRead) + kDelete);
  EXPECT_EQ(Diff("HEAD --fail-on-new").status, 0);
  repository_.Write("x.iql", kRead);
  const Outcome fewer = Diff("HEAD --fail-on-new");
  EXPECT_EQ(fewer.status, 0);
  EXPECT_THAT(fewer.text, AllOf(HasSubstr("- ivs:DeleteStage"), HasSubstr("0 grants added")));
  Commit("x.iql", kRead);
  repository_.Write("x.iql", std::string(kRead) + kDelete);
  EXPECT_EQ(Diff("HEAD --fail-on-new").status, 1);
  EXPECT_EQ(Diff("HEAD").status, 0);
}

// What a wider grant covered is not new, and what widens is.
// Cloud Control then does as that role whatever the caller may not do.
TEST_F(PolicyDiff, ARoleThatIsHandedOverIsNew) {
  Commit("x.iql", kDelete);
  const std::string role = "arn:aws:iam::111122223333:role/admin";
  const std::string with_role =
      std::string(kDelete).replace(std::string(kDelete).find(';'), 1, "") + " AND RoleArn = '";
  Commit("x.iql", with_role + role + "';\n");
  const json diff = AsJson("HEAD~1..HEAD --fail-on-new");
  EXPECT_EQ(status_, 1);
  EXPECT_EQ(Grants(diff["added"]), (std::set<std::string>{"iam:PassRole " + role}));
}

TEST_F(PolicyDiff, NarrowerIsNotNew) {
  Commit("x.iql", kReadAny);
  repository_.Write("x.iql", kRead);
  const json narrower = AsJson("HEAD");
  EXPECT_EQ(narrower["added"], json::array());
  EXPECT_FALSE(narrower["removed"].empty());
  Commit("x.iql", kRead);
  repository_.Write("x.iql", kReadAny);
  const json wider = AsJson("HEAD");
  EXPECT_THAT(Grants(wider["added"]),
              testing::Contains("ivs:GetStage arn:aws:ivs:us-east-1:*:stage/*"));
  EXPECT_EQ(wider["removed"], json::array());
}

TEST_F(PolicyDiff, ComparesTwoRevisionsAndTheirBase) {
  Commit("x.iql", kRead);
  ASSERT_EQ(repository_.Git("branch side"), 0);
  Commit("x.iql", std::string(kRead) + kDelete);
  EXPECT_EQ(Grants(AsJson("side..HEAD")["added"]), kOfDelete);
  EXPECT_EQ(Grants(AsJson("side..")["added"]), kOfDelete);
  EXPECT_EQ(Grants(AsJson("..side")["removed"]), kOfDelete);
  ASSERT_EQ(repository_.Git("checkout -q side"), 0);
  Commit("other.iql", kUnresolved);
  // Since the base, neither what the other branch did counts, nor is the working tree looked at.
  repository_.Write("x.iql", "SELECT nonsense");
  const json since = AsJson("HEAD@{1}...side");
  EXPECT_EQ(since["added"], json::array());
  EXPECT_EQ(since["removed"], json::array());
  EXPECT_EQ(since["unresolved"].size(), 1);
}

TEST_F(PolicyDiff, NewUnresolvedOperationFails) {
  Commit("x.iql", kRead);
  repository_.Write("x.iql", std::string(kRead) + kUnresolved);
  const Outcome outcome = Diff("HEAD --fail-on-new");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("x.iql:2:15: its permissions are unknown"));
  EXPECT_THAT(outcome.text, HasSubstr("What 1 new operation needs is not known."));
  // One that was there before, above, is not new.
  Commit("x.iql", std::string(kRead) + kUnresolved);
  repository_.Write("x.iql", std::string("\n\n") + kUnresolved + kRead);
  EXPECT_EQ(Diff("HEAD --fail-on-new").status, 0);
}

// Statements in comments that the parser reads, methods that EXEC calls, scripts.
TEST_F(PolicyDiff, WhatHidesAnOperationFails) {
  const std::string manifest =
      "version: 1\nname: demo\nproviders: [awscc]\nresources:\n- name: s\n  type: script\n  run: ";
  Commit("stack/stackql_manifest.yml", manifest + "echo a\n");
  Commit("x.iql", kRead);
  EXPECT_EQ(Diff("HEAD --fail-on-new").status, 0);
  repository_.Write("x.iql", std::string(kRead) + "/*! " + kDelete + " */");
  EXPECT_EQ(Grants(AsJson("HEAD")["added"]), kOfDelete);
  repository_.Write(
      "x.iql", std::string(kRead) + "SELECT * FROM (EXEC awscc.iam.users.delete @region='a');");
  EXPECT_EQ(Diff("HEAD --fail-on-new").status, 1);
  repository_.Write("x.iql", kRead);
  repository_.Write("stack/stackql_manifest.yml", manifest + "aws iam create-user\n");
  const Outcome script = Diff("HEAD --fail-on-new");
  EXPECT_EQ(script.status, 1);
  EXPECT_THAT(script.text, HasSubstr("a script, which may call anything"));
  // One statement that cannot be resolved in place of another one.
  Commit("x.iql", kUnresolved);
  repository_.Write("x.iql", "EXEC awscc.iam.users.delete @region='a';");
  EXPECT_EQ(Diff("HEAD --fail-on-new").status, 1);
}

TEST_F(PolicyDiff, PathsAreThoseOfTheCurrentFolder) {
  Commit("a/x.iql", kRead);
  repository_.Write("a/x.iql", std::string(kRead) + kDelete);
  repository_.Write("b/y.iql", kDelete);
  const json whole = AsJson("HEAD", "/a");
  ASSERT_EQ(Grants(whole["added"]), kOfDelete);
  EXPECT_EQ(whole["added"][0]["statements"][0]["file"], "x.iql");
  const json removed = AsJson("..HEAD~0 --operations read", "/a");
  EXPECT_EQ(removed["added"], json::array());
  // A folder that the revision does not have: everything in it is new.
  const Outcome fresh = Diff("HEAD b");
  EXPECT_EQ(fresh.status, 0);
  EXPECT_THAT(fresh.text, AllOf(HasSubstr("'HEAD' has no 'b'"), HasSubstr("b/y.iql:1:13")));
  EXPECT_THAT(Diff("HEAD ../elsewhere").text, HasSubstr("outside the repository"));
}

TEST_F(PolicyDiff, MarksWhatCanEscalate) {
  Commit("x.iql", kRead);
  const Outcome outcome =
      Diff("HEAD --service-role arn:aws:iam::111122223333:role/deploy --output markdown");
  EXPECT_THAT(outcome.text, HasSubstr("0 grants added"));
  repository_.Write("y.iql", "");
  Commit("x.iql", "");
  repository_.Write("x.iql", kRead);
  const std::string text =
      Diff("HEAD --service-role arn:aws:iam::111122223333:role/deploy --output markdown").text;
  EXPECT_THAT(text, HasSubstr("| added **!** | `iam:PassRole`<br>passes a role to a service"));
  EXPECT_THAT(text,
              HasSubstr("if `StringEquals iam:PassedToService cloudformation.amazonaws.com`"));
}

// A stranger's file name must not leave its cell.
TEST_F(PolicyDiff, MarkdownHoldsAnyFileName) {
  Commit("x.iql", "");
  repository_.Write("a`|<img src=x>|`.iql", kDelete);
  const std::string text = Diff("HEAD --output markdown").text;
  EXPECT_THAT(text, HasSubstr("`a'\\|<img src=x>\\|'.iql:1`"));
  EXPECT_THAT(text, Not(HasSubstr("a`")));
}

TEST_F(PolicyDiff, WrongUseIsSaid) {
  Commit("x.iql", kRead);
  EXPECT_EQ(Diff("").status, 2);
  EXPECT_EQ(Diff("HEAD -").status, 2);
  EXPECT_EQ(Diff("HEAD --dirs a b").status, 2);
  const Outcome unknown = Diff("nosuch");
  EXPECT_EQ(unknown.status, 3);
  EXPECT_THAT(unknown.text, HasSubstr("'nosuch' is not a revision"));
  EXPECT_EQ(Diff("HEAD nothere").status, 3);
  EXPECT_EQ(Diff("-- --output=/tmp/x").status, 3);
}

TEST_F(PolicyDiff, ComparesFolders) {
  repository_.Write("old/x.iql", kRead);
  repository_.Write("new/x.iql", std::string(kRead) + kDelete);
  const json diff = AsJson("--dirs old new");
  EXPECT_EQ(Grants(diff["added"]), kOfDelete);
  EXPECT_EQ(diff["added"][0]["statements"][0]["file"], "new/x.iql");
}

// --- a gate that a change must not be able to talk out of it -----------------------------------

// A repository with one query, and a change that wants more than it.
class PolicyGate : public PolicyDiff {
 protected:
  void SetUp() override {
    PolicyDiff::SetUp();
    if (!IsSkipped() && !HasFatalFailure()) Commit("x.iql", kRead);
  }
  // What the gate says of all changes since the first commit, as a revision and as the working
  // tree.
  void Refuses(const std::string& said, const std::string& options = "") {
    ASSERT_EQ(repository_.Git("add -f ."), 0);
    ASSERT_EQ(repository_.Git("commit -q -m b"), 0);
    for (const char* revisions : {"HEAD~1..HEAD", "HEAD~1"}) {
      const Outcome outcome =
          RunProgram(repository_.root(), "policy diff --fail-on-new " + options + revisions);
      EXPECT_EQ(outcome.status, 1) << revisions << outcome.text;
      EXPECT_THAT(outcome.text, HasSubstr(said)) << revisions;
    }
  }
  static std::string Deep(int folders) {
    std::string path;
    for (int i = 0; i < folders; ++i) path += "d/";
    return path;
  }
};

TEST_F(PolicyGate, LooksIntoEveryFolder) {
  for (const std::string& folder : {std::string("node_modules/a/"), std::string(".stackql/"),
                                    std::string(".github/x/"), Deep(33), Deep(60)}) {
    repository_.Write(folder + "y.iql", kDelete);
    Refuses("+ ivs:DeleteStage");
    EXPECT_THAT(Diff("HEAD~1..HEAD --output markdown").text, HasSubstr(folder + "y.iql:1"));
    ASSERT_EQ(repository_.Git("rm -q '" + folder + "y.iql'"), 0);
    ASSERT_EQ(repository_.Git("commit -q -m c"), 0);
  }
}

TEST_F(PolicyGate, LooksIntoPaddedFiles) {
  repository_.Write("x.iql", kRead + std::string(2 << 20, '\n') + kDelete);
  Refuses("+ ivs:DeleteStage");
}

TEST_F(PolicyGate, FailsForWhatIsLeftOut) {
  repository_.Write("y.iql", kDelete + std::string(11 << 20, '\n'));
  ASSERT_EQ(repository_.Git("add -A"), 0);
  ASSERT_EQ(repository_.Git("commit -q -m b"), 0);
  const Outcome large = Diff("HEAD~1..HEAD --fail-on-new");
  EXPECT_EQ(large.status, 1);
  EXPECT_THAT(
      large.text,
      HasSubstr("y.iql:1:1: its permissions are unknown: it is larger than 10485760 bytes"));
  EXPECT_EQ(Diff("HEAD~1 --fail-on-new").status, 3);
  // What was left out before is not new.
  Commit("x.iql", kReadAny);
  EXPECT_EQ(Diff("HEAD~1..HEAD --fail-on-new --operations delete").status, 0);
  Commit(Deep(101) + "y.iql", kDelete);
  EXPECT_EQ(Diff("HEAD~1..HEAD --fail-on-new").status, 1);
  EXPECT_EQ(Diff("HEAD~1..HEAD --fail-on-new elsewhere x.iql").status, 1) << "of files: anything";
}

TEST_F(PolicyGate, FollowsLinksWithinTheRepository) {
  repository_.Write("s/m.txt", "version: 1\nname: s\nproviders: [awscc]\nresources:\n- name: r\n");
  repository_.Write("s/q.txt",
                    std::string("/*+ exists */\n") + kRead + "\n/*+ delete */\n" + kDelete);
  repository_.Write("s/resources/.keep", "");
  ASSERT_EQ(repository_.Shell("ln -s m.txt s/stackql_manifest.yml && "
                              "ln -s ../q.txt s/resources/r.iql"),
            0);
  Refuses("+ ivs:DeleteStage");
}

TEST_F(PolicyGate, FailsForLinksThatLeadElsewhere) {
  const std::string said =
      ": its permissions are unknown: it is a link that leads out of the "
      "repository or to nothing";
  for (const char* target : {"/tmp", "../../x", "nothing", "a/../../../../x"}) {
    ASSERT_EQ(repository_.Shell("mkdir -p sub/a && ln -sfn " + std::string(target) + " sub/link"),
              0);
    Refuses("sub/link:1:1" + said);
  }
  // Links that are simple by themselves, and lead out together.
  ASSERT_EQ(repository_.Shell("rm sub/link; ln -sfn . sub/here && ln -sfn ../sub/here/../.. up"),
            0);
  Refuses("up:1:1" + said);
}

TEST_F(PolicyGate, FailsForSubmodules) {
  GitRepository module;
  module.Write("y.iql", kDelete);
  ASSERT_EQ(module.Git("add -A"), 0);
  ASSERT_EQ(module.Git("commit -q -m a"), 0);
  ASSERT_EQ(repository_.Git("-c protocol.file.allow=always submodule --quiet add '" +
                            module.root() + "' module"),
            0);
  ASSERT_EQ(repository_.Git("commit -q -m b"), 0);
  EXPECT_THAT(Diff("HEAD~1..HEAD --fail-on-new").text,
              HasSubstr("module:1:1: its permissions are unknown: it is a submodule"));
  EXPECT_THAT(Diff("HEAD~1 --fail-on-new").text, HasSubstr("+ ivs:DeleteStage"));
}

TEST_F(PolicyGate, IsNotHiddenFromByTheChange) {
  repository_.Write("y.iql", kDelete);
  repository_.Write(".gitignore", "*\n!.gitignore\n");
  Refuses("+ ivs:DeleteStage");
  ASSERT_EQ(repository_.Git("reset -q --hard HEAD~1"), 0);
  repository_.Write("y.iql", kDelete);
  repository_.Write(".stackql-lint.yaml", "exclude: ['*']\nselect: [TAG001]\n");
  Refuses("+ ivs:DeleteStage");
}

TEST_F(PolicyGate, TakesTheConfigurationOfTheOlderState) {
  const std::string kStack = R"(version: 1
name: s
providers: [awscc]
resources:
  - name: r
    props:
      - name: n
        values: {dev: {value: a}, prod: {value: b}}
)";
  repository_.Write("s/stackql_manifest.yml", kStack);
  repository_.Write("s/resources/r.iql", std::string("/*+ exists */\n") + kRead);
  Commit("s/.stackql-lint.yaml", "exclude: [resources/old.iql]\nenvironments: [prod]\n");
  repository_.Write("s/resources/r.iql",
                    std::string("/*+ exists */\n") + kRead + "\n/*+ delete */\n" + kDelete);
  repository_.Write("s/.stackql-lint.yaml", "not: a configuration\n");
  Refuses("+ ivs:DeleteStage");
  ASSERT_EQ(repository_.Git("reset -q --hard HEAD~1"), 0);
  // What the older one excludes stays so; what is wrong with it is said of it.
  repository_.Write("s/resources/old.iql", kDelete);
  ASSERT_EQ(repository_.Git("add -A"), 0);
  ASSERT_EQ(repository_.Git("commit -q -m b"), 0);
  for (const char* revisions : {"HEAD~1..HEAD", "HEAD~1"}) {
    EXPECT_EQ(RunProgram(repository_.root(), "policy diff --fail-on-new " + std::string(revisions))
                  .status,
              0);
  }
  EXPECT_EQ(RunProgram(repository_.root() + "/s", "policy diff --fail-on-new HEAD~1 .").status, 0);
  Commit("s/.stackql-lint.yaml", "exclude: yes\n");
  const Outcome wrong = RunProgram(repository_.root(), "policy diff HEAD..HEAD");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.text, HasSubstr("stackql-lint: s/.stackql-lint.yaml:1:10: error[CFG"));
}

TEST_F(PolicyGate, UsesNoDocumentsOfTheChange) {
  repository_.Write(".stackql/src/awscc/v99.0.0/services/ivs.yaml", "components: {}\n");
  repository_.Write("y.iql", kDelete);
  ASSERT_EQ(repository_.Git("add -f ."), 0);
  ASSERT_EQ(repository_.Git("commit -q -m b"), 0);
  ASSERT_EQ(repository_.Shell("rm -r .stackql"), 0);
  const Outcome outcome = Diff("HEAD~1..HEAD --fail-on-new");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("+ ivs:DeleteStage"), HasSubstr("built-in catalog")));
}

TEST_F(PolicyGate, FailsForOneMoreOfWhatIsUnknown) {
  Commit("x.iql", kUnresolved);
  repository_.Write("y.iql", kUnresolved);
  Refuses("y.iql:1:15");
  repository_.Write("z.iql",
                    "DELETE FROM aws.s3.buckets WHERE region = 'us-east-1' AND Bucket = 'b';\n");
  Refuses("z.iql:1:13: its permissions are unknown: a table of provider 'aws'");
  repository_.Write("s/stackql_manifest.yml",
                    "version: 1\nname: s\nproviders: [awscc]\nresources:\n- name: r\n");
  repository_.Write("s/resources/.keep", "");
  Refuses(
      "s/stackql_manifest.yml:5:9: its permissions are unknown: a resource whose query file is "
      "missing");
  repository_.Write("t/stackql_manifest.yml", "version: 1\n  x: [\n");
  Refuses(
      "t/stackql_manifest.yml:1:1: its permissions are unknown: a manifest that cannot be read");
}

TEST_F(PolicyGate, FoldersAreLookedAtAsAWhole) {
  repository_.Write("old/x.iql", kRead);
  repository_.Write("new/x.iql", kRead);
  repository_.Write("new/.hidden/y.iql", kDelete);
  repository_.Write("new/.gitignore", "*\n");
  repository_.Write("new/.stackql-lint.yaml", "exclude: ['*']\n");
  const Outcome outcome =
      RunProgram(repository_.root(), "policy diff --fail-on-new --dirs old new");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("+ ivs:DeleteStage"));
}

TEST_F(PolicyGate, LeavesNoFolderBehindWhenItIsEnded) {
  Commit("y.iql", kDelete);
  const TemporaryFolder temporary;
  setenv("TMPDIR", temporary.path().c_str(), 1);
  for (const char* signal : {"INT", "TERM", "HUP"}) {
    for (int centiseconds = 0; centiseconds < 10; ++centiseconds) {
      RunProgram(repository_.root(), "--version >/dev/null; timeout -s " + std::string(signal) +
                                         " 0.0" + std::to_string(centiseconds) + "1 '" +
                                         std::string(kProgram) + "' policy diff HEAD~1..HEAD");
    }
  }
  unsetenv("TMPDIR");
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST_F(PolicyDiff, SaysHowTwoRevisionsAreWritten) {
  Commit("x.iql", kRead);
  const Outcome outcome = Diff("HEAD HEAD");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.text,
              HasSubstr("'HEAD' is not a path; write 'HEAD..HEAD' to compare two revisions"));
}

}  // namespace
}  // namespace stackql
