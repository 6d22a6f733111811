// What git tracks, asked of real repositories, whole and damaged.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/git.h"
#include "base/git_tracked.h"
#include "support/git_repository.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using testing_support::GitRepository;
using testing_support::TemporaryFolder;

std::string Show(Tracked tracked) {
  return tracked == Tracked::kYes ? "yes" : tracked == Tracked::kNo ? "no" : "maybe";
}

// What IsTracked() says of each of the paths below a folder, one word a path.
std::string Ask(const std::string& root, const std::vector<std::string>& paths) {
  std::string said;
  for (const std::string& path : paths) {
    said += (said.empty() ? "" : " ") + Show(IsTracked((fs::path(root) / path).string()));
  }
  return said;
}

std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class GitTracked : public testing::Test {
 protected:
  void SetUp() override {
    if (!testing_support::HasGit()) {
      GTEST_SKIP() << "git is not installed: nothing was asked";
    }
    ASSERT_TRUE(repository_.ready());
  }

  std::string Ask(const std::vector<std::string>& paths) const {
    return stackql::Ask(repository_.root(), paths);
  }
  std::string Index() const { return repository_.root() + "/.git/index"; }
  unsigned Version() const { return static_cast<unsigned char>(ReadBytes(Index()).at(7)); }

  GitRepository repository_ = {};
};

// Names of which some begin others, so that version 4 drops and keeps parts of them.
const std::vector<std::string>& Names() {
  static const std::vector<std::string> names = {"a",       "ab",      "abc/d", "abc/de", "abd",
                                                 "b/c/d/e", "b/c/d/f", "b-c",   "c d",    "z\nz"};
  return names;
}

TEST_F(GitTracked, TellsTrackedFilesAndFoldersInEveryVersion) {
  for (const std::string& name : Names()) repository_.Write(name, name);
  const std::string long_name = std::string(200, 'l') + "/" + std::string(200, 'm') + "/n";
  repository_.Write(long_name, "");
  ASSERT_EQ(repository_.Git("add -A"), 0);
  for (const char* other : {"abc/x", "b/c/x", "un/tracked", "abcd", "c"}) {
    repository_.Write(other, "");
  }
  for (const unsigned version : {2U, 4U}) {
    SCOPED_TRACE(version);
    ASSERT_EQ(repository_.Git("update-index --index-version " + std::to_string(version)), 0);
    ASSERT_EQ(Version(), version);
    for (const std::string& name : Names()) EXPECT_EQ(Ask({name}), "yes") << name;
    EXPECT_EQ(Ask({long_name, "", "abc", "b", "b/c", "b/c/d", "abc/"}),
              "yes yes yes yes yes yes yes");
    EXPECT_EQ(Ask({"abc/x", "b/c/x", "un/tracked", "un", "un/", "abcd", "c"}),
              "no no no no no no no");
  }
}

TEST_F(GitTracked, ReadsFlagsOfVersionThree) {
  for (const char* name : {"a", "b", "c", "x"}) repository_.Write(name, "");
  ASSERT_EQ(repository_.Git("add a && git add --intent-to-add b && git add c"), 0);
  ASSERT_EQ(repository_.Git("update-index --skip-worktree c"), 0);
  ASSERT_EQ(Version(), 3U);
  EXPECT_EQ(Ask({"a", "b", "c", "x"}), "yes yes yes no");
}

TEST_F(GitTracked, KeepsExtensionsApart) {
  for (const std::string& name : Names()) repository_.Write(name, name);
  repository_.Write(".git/info/exclude", "x\n");
  repository_.Write("x", "");
  ASSERT_EQ(repository_.Git("add -A && git commit -q -m a"), 0);
  ASSERT_EQ(repository_.Git("update-index --untracked-cache"), 0);
  ASSERT_EQ(repository_.Git("status"), 0);
  const std::string bytes = ReadBytes(Index());
  ASSERT_NE(bytes.find("TREE"), std::string::npos);
  ASSERT_NE(bytes.find("UNTR"), std::string::npos);
  EXPECT_EQ(Ask({"a", "x"}), "yes no");
  ASSERT_EQ(repository_.Git("update-index --split-index"), 0);
  ASSERT_NE(ReadBytes(Index()).find("link"), std::string::npos);
  EXPECT_EQ(Ask({"a", "x"}), "yes no");
}

TEST_F(GitTracked, TakesFoldersOfASparseIndexAsTracked) {
  for (const char* name : {"in/a", "out/b", "top"}) repository_.Write(name, name);
  ASSERT_EQ(repository_.Git("add -A && git commit -q -m a"), 0);
  if (repository_.Git("sparse-checkout set --cone --sparse-index in") != 0) {
    GTEST_SKIP() << "this git has no sparse index";
  }
  ASSERT_NE(ReadBytes(Index()).find("sdir"), std::string::npos);
  repository_.Write("out/b", "");
  repository_.Write("x", "");
  EXPECT_EQ(Ask({"in", "in/a", "out", "out/b", "top", "x"}), "yes yes yes yes yes no");
}

TEST_F(GitTracked, ReadsLongHashes) {
  const GitRepository repository;
  fs::remove_all(repository.root() + "/.git");
  if (repository.Git("init -q --object-format=sha256") != 0) {
    GTEST_SKIP() << "this git knows one kind of hash only";
  }
  for (const std::string& name : Names()) repository.Write(name, name);
  ASSERT_EQ(repository.Git("add -A"), 0);
  repository.Write("x", "");
  EXPECT_EQ(stackql::Ask(repository.root(), {"a", "abc/de", "b", "x"}), "yes yes yes no");
}

TEST_F(GitTracked, FollowsTheFileOfAWorktree) {
  repository_.Write("a", "");
  ASSERT_EQ(repository_.Git("add a && git commit -q -m a"), 0);
  ASSERT_EQ(repository_.Git("worktree add -q sub/tree -b other"), 0);
  ASSERT_TRUE(fs::is_regular_file(repository_.root() + "/sub/tree/.git"));
  repository_.Write("sub/tree/b", "");
  ASSERT_EQ(repository_.Shell("cd sub/tree && git add b"), 0);
  repository_.Write("sub/tree/x", "");
  repository_.Write("b", "");
  EXPECT_EQ(Ask({"sub/tree/a", "sub/tree/b", "sub/tree/x", "sub/tree", "b", "sub"}),
            "yes yes no yes no no");
}

TEST_F(GitTracked, AsksTheNearestRepository) {
  const GitRepository other;
  other.Write("a", "");
  ASSERT_EQ(other.Git("add a && git commit -q -m a"), 0);
  ASSERT_EQ(repository_.Git("-c protocol.file.allow=always submodule add -q '" + other.root() +
                            "' vendor/module"),
            0);
  ASSERT_TRUE(fs::is_regular_file(repository_.root() + "/vendor/module/.git"));
  repository_.Write("vendor/module/x", "");
  EXPECT_EQ(Ask({"vendor/module/a", "vendor/module/x", "vendor/module", "vendor"}),
            "yes no yes yes");
  // A folder of that name is a repository to git only if it has a HEAD.
  repository_.Write("plain/.git/config", "");
  repository_.Write("plain/b", "");
  ASSERT_EQ(repository_.Git("add vendor"), 0);
  EXPECT_EQ(Ask({"plain/b"}), "no");
  fs::remove_all(repository_.root() + "/plain/.git");
  ASSERT_EQ(repository_.Git("add plain/b"), 0);
  repository_.Write("plain/.git/config", "");
  EXPECT_EQ(Ask({"plain/b"}), "yes");
  ASSERT_EQ(repository_.Shell("rm -rf plain/.git && git init -q plain"), 0);
  EXPECT_EQ(Ask({"plain/b"}), "no") << "the nearest repository has no index yet";
}

TEST_F(GitTracked, SeesTrackedLinksOnTheWay) {
  const TemporaryFolder outside;
  outside.Write("folder/a", "");
  const fs::path root = repository_.root();
  repository_.Write("real/a", "");
  fs::create_symlink(outside.path() / "folder", root / "tracked");
  fs::create_symlink(outside.path() / "folder", root / "untracked");
  fs::create_symlink("real", root / "inner");
  ASSERT_EQ(repository_.Git("add tracked real"), 0);
  EXPECT_EQ(Ask({"tracked", "tracked/", "tracked/a", "untracked", "untracked/a", "inner/a"}),
            "yes yes yes no no yes");
}

TEST_F(GitTracked, ReadsPathsRelativeToTheCurrentFolder) {
  repository_.Write("sub/a", "");
  ASSERT_EQ(repository_.Git("add sub/a"), 0);
  repository_.Write("sub/x", "");
  const fs::path before = fs::current_path();
  fs::current_path(repository_.root() + "/sub");
  const std::string said = Show(IsTracked("a")) + Show(IsTracked("x")) + Show(IsTracked(".")) +
                           Show(IsTracked("../sub")) + Show(IsTracked("./x"));
  fs::current_path(before);
  EXPECT_EQ(said, "yesnoyesyesno");
}

TEST_F(GitTracked, HasNothingOutsideOfRepositoriesAndInNewOnes) {
  repository_.Write("a", "");
  EXPECT_EQ(Ask({"a", ""}), "no no") << "no index yet";
  const TemporaryFolder outside;
  EXPECT_EQ(Show(IsTracked(outside.Write("a", ""))), "no");
  EXPECT_EQ(Show(IsTracked("/")), "no");
  EXPECT_EQ(Show(IsTracked((outside.path() / "missing").string())), "maybe");
}

TEST_F(GitTracked, DoubtsWhatGitCannotRead) {
  repository_.Write("a", "");
  ASSERT_EQ(repository_.Git("add a"), 0);
  repository_.Write("x", "");
  const std::string whole = ReadBytes(Index());
  ASSERT_EQ(Ask({"x"}), "no");
  std::ofstream(Index(), std::ios::binary) << "DIRX" + whole.substr(4);
  EXPECT_EQ(Ask({"a", "x"}), "maybe maybe");
  fs::remove(Index());
  fs::create_directory(Index());
  EXPECT_EQ(Ask({"x"}), "maybe");
  fs::remove_all(repository_.root() + "/.git");
  repository_.Write(".git", "something else");
  EXPECT_EQ(Ask({"x"}), "maybe");
}

TEST_F(GitTracked, DoubtsWithoutGit) {
  repository_.Write("x", "");
  const TemporaryFolder empty;
  const std::string path = std::getenv("PATH");
  setenv("PATH", empty.path().c_str(), 1);
  const std::string said = Ask({"x"}) + Show(IsTracked(empty.path().string()));
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(said, "maybeno");
}

// Whose a repository is does not matter to a question that runs nothing of it.
TEST_F(GitTracked, ReadsRepositoriesOfOthers) {
  if (geteuid() != 0) GTEST_SKIP() << "only root gives files away";
  repository_.Write("a", "");
  ASSERT_EQ(repository_.Git("add a"), 0);
  repository_.Write("x", "");
  ASSERT_EQ(repository_.Shell("chown -R 65534 ."), 0);
  EXPECT_EQ(Ask({"a", "x"}), "yes no");
}

TEST_F(GitTracked, RunsNothingOfTheRepository) {
  const TemporaryFolder outside;
  const std::string ran = (outside.path() / "ran").string();
  const std::string touch = outside.Write("touch", "#!/bin/sh\ntouch " + ran + "\n");
  fs::permissions(touch, fs::perms::owner_all);
  repository_.Write("a", "");
  ASSERT_EQ(repository_.Git("add a"), 0);
  for (const char* key : {"core.fsmonitor", "core.pager", "pager.ls-files", "alias.ls-files"}) {
    ASSERT_EQ(repository_.Git(std::string("config ") + key + " '" + touch + "'"), 0);
  }
  EXPECT_EQ(Ask({"a"}), "yes");
  EXPECT_FALSE(fs::exists(ran));
}

// Git would wait for a pipe.
TEST(RunGit, DoesNotWaitForPipes) {
  const GitRepository repository;
  ASSERT_TRUE(repository.ready());
  repository.Write("a", "");
  ASSERT_EQ(repository.Git("add a"), 0);
  for (const char* name : {"config", "HEAD", "index"}) {
    ASSERT_EQ(repository.Shell("mv .git/" + std::string(name) + " kept; mkfifo .git/" + name), 0);
    const Result<std::string> said = RunGit(repository.root(), {"ls-files"}, "", {});
    ASSERT_FALSE(said) << name;
    EXPECT_EQ(said.error().message, "git is not run: '" + repository.root() + "/.git/" + name +
                                        "' is not a regular file.");
    ASSERT_EQ(repository.Shell("rm .git/" + std::string(name) + "; mv kept .git/" + name), 0);
  }
}

}  // namespace
}  // namespace stackql
