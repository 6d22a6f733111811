// What git tracks, read from the index of real repositories, whole and damaged.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "config/git_index.h"
#include "support/git_repository.h"

namespace stackql::config {
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

class GitIndex : public testing::Test {
 protected:
  void SetUp() override {
    if (!testing_support::HasGit()) {
      GTEST_SKIP() << "git is not installed: no index was read";
    }
    ASSERT_TRUE(repository_.ready());
  }

  std::string Ask(const std::vector<std::string>& paths) const {
    return config::Ask(repository_.root(), paths);
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

TEST_F(GitIndex, TellsTrackedFilesAndFoldersInEveryVersion) {
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

TEST_F(GitIndex, ReadsFlagsOfVersionThree) {
  for (const char* name : {"a", "b", "c", "x"}) repository_.Write(name, "");
  ASSERT_EQ(repository_.Git("add a && git add --intent-to-add b && git add c"), 0);
  ASSERT_EQ(repository_.Git("update-index --skip-worktree c"), 0);
  ASSERT_EQ(Version(), 3U);
  EXPECT_EQ(Ask({"a", "b", "c", "x"}), "yes yes yes no");
}

TEST_F(GitIndex, KeepsExtensionsApart) {
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
  EXPECT_EQ(Ask({"x"}), "maybe") << "the other part of a split index was not read";
}

TEST_F(GitIndex, TakesFoldersOfASparseIndexAsTracked) {
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

TEST_F(GitIndex, ReadsLongHashes) {
  const GitRepository repository;
  fs::remove_all(repository.root() + "/.git");
  if (repository.Git("init -q --object-format=sha256") != 0) {
    GTEST_SKIP() << "this git knows one kind of hash only";
  }
  for (const std::string& name : Names()) repository.Write(name, name);
  ASSERT_EQ(repository.Git("add -A"), 0);
  repository.Write("x", "");
  EXPECT_EQ(config::Ask(repository.root(), {"a", "abc/de", "b", "x"}), "yes yes yes no");
}

TEST_F(GitIndex, FollowsTheFileOfAWorktree) {
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

TEST_F(GitIndex, AsksTheNearestRepository) {
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
  repository_.Write("plain/.git/HEAD", "ref: refs/heads/main\n");
  EXPECT_EQ(Ask({"plain/b"}), "no") << "the nearest repository has no index yet";
}

TEST_F(GitIndex, SeesTrackedLinksOnTheWay) {
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

TEST_F(GitIndex, ReadsPathsRelativeToTheCurrentFolder) {
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

TEST_F(GitIndex, HasNothingOutsideOfRepositoriesAndInNewOnes) {
  repository_.Write("a", "");
  EXPECT_EQ(Ask({"a", ""}), "no no") << "no index yet";
  const TemporaryFolder outside;
  EXPECT_EQ(Show(IsTracked(outside.Write("a", ""))), "no");
  EXPECT_EQ(Show(IsTracked("/")), "no");
  EXPECT_EQ(Show(IsTracked((outside.path() / "missing").string())), "maybe");
}

TEST_F(GitIndex, DoubtsEveryTruncation) {
  for (const std::string& name : Names()) repository_.Write(name, name);
  ASSERT_EQ(repository_.Git("add -A"), 0);
  repository_.Write("x", "");
  for (const char* version : {"2", "4"}) {
    SCOPED_TRACE(version);
    ASSERT_EQ(repository_.Git(std::string("update-index --index-version ") + version), 0);
    const std::string whole = ReadBytes(Index());
    ASSERT_EQ(Ask({"x"}), "no");
    for (size_t size = 0; size < whole.size(); ++size) {
      std::ofstream(Index(), std::ios::binary) << whole.substr(0, size);
      ASSERT_EQ(Ask({"x"}), "maybe") << size << " bytes";
      ASSERT_NE(Ask({"z\nz"}), "no") << size << " bytes";
    }
    std::ofstream(Index(), std::ios::binary) << whole;
  }
}

TEST_F(GitIndex, DoubtsWhatItDoesNotUnderstand) {
  repository_.Write("a", "");
  ASSERT_EQ(repository_.Git("add a"), 0);
  repository_.Write("x", "");
  const std::string whole = ReadBytes(Index());
  const auto with = [&](size_t at, std::string_view bytes) {
    std::string changed = whole;
    changed.replace(at, bytes.size(), bytes);
    std::ofstream(Index(), std::ios::binary) << changed;
    return Ask({"x"});
  };
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(with(0, "DIRC"sv), "no");
  EXPECT_EQ(with(0, "DIRX"sv), "maybe");
  EXPECT_EQ(with(4, "\0\0\0\1"sv), "maybe");
  EXPECT_EQ(with(4, "\0\0\0\5"sv), "maybe");
  EXPECT_EQ(with(8, "\xFF\xFF\xFF\xFF"sv), "maybe");
  EXPECT_EQ(with(8, "\0\0\0\0"sv), "maybe");
  const std::string extension = "abcd" + std::string("\0\0\0\1z", 5);
  std::string extended = whole;
  extended.insert(whole.size() - 20, extension);
  std::ofstream(Index(), std::ios::binary) << extended;
  EXPECT_EQ(Ask({"x"}), "maybe") << "an extension that a reader must know";
  extended.replace(whole.size() - 20, 4, "ABCD");
  std::ofstream(Index(), std::ios::binary) << extended;
  EXPECT_EQ(Ask({"x"}), "no") << "one that it need not know";
  fs::remove(Index());
  fs::create_directory(Index());
  EXPECT_EQ(Ask({"x"}), "maybe");
  fs::remove_all(repository_.root() + "/.git");
  repository_.Write(".git", "something else");
  EXPECT_EQ(Ask({"x"}), "maybe");
}

// Every byte changed once: whatever is said, nothing is read that is not there (by the sanitizers).
TEST_F(GitIndex, SurvivesEveryChangedByte) {
  for (const std::string& name : Names()) repository_.Write(name, name);
  ASSERT_EQ(repository_.Git("add -A"), 0);
  repository_.Write("x", "");
  for (const char* version : {"2", "4"}) {
    ASSERT_EQ(repository_.Git(std::string("update-index --index-version ") + version), 0);
    const std::string whole = ReadBytes(Index());
    for (size_t at = 0; at < whole.size(); ++at) {
      for (const char byte : {'\xFF', '\x80', '\0'}) {
        std::string changed = whole;
        changed[at] = byte;
        std::ofstream(Index(), std::ios::binary) << changed;
        Ask({"x"});
      }
    }
    std::ofstream(Index(), std::ios::binary) << whole;
  }
}

}  // namespace
}  // namespace stackql::config
