// `policy diff`: permissions before and after, between revisions of real repositories and between
// folders.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace stackql
