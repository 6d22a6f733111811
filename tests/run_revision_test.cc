// Revisions taken out of real repositories, friendly and hostile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "run/revision.h"
#include "support/git_repository.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_support::GitRepository;
using testing_support::TemporaryFolder;
using Files = std::map<std::string, std::string>;

std::string ReadBytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Everything below a folder but folders; links are shown as such.
Files FilesBelow(const fs::path& root) {
  Files files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_directory() && !entry.is_symlink()) continue;
    const std::string path = entry.path().lexically_relative(root).generic_string();
    files[path] = entry.is_symlink() ? "a link" : ReadBytes(entry.path());
  }
  return files;
}

class RevisionTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!testing_support::HasGit()) {
      GTEST_SKIP() << "git is not installed: no revision was read";
    }
    ASSERT_TRUE(repository_.ready());
  }

  void Commit() const {
    ASSERT_EQ(repository_.Git("add -A"), 0);
    ASSERT_EQ(repository_.Git("commit -q -m a"), 0);
  }
  // What git prints, without the line's end.
  std::string Said(const std::string& arguments) const {
    repository_.Git(arguments + " > .git/said");
    std::string said = ReadBytes(repository_.root() + "/.git/said");
    if (!said.empty()) said.pop_back();
    return said;
  }
  // Why there is no such revision; a failure of the test if there is one.
  static std::string Why(const std::string& inside, const std::string& revision) {
    const Result<Revision> found = CheckOut(inside, revision);
    EXPECT_FALSE(found);
    return found ? "" : found.error().message;
  }
  // The files of a revision; the only one has the error as its name if it cannot be had.
  Files Take(const std::string& revision, const RevisionLimits& limits = {}) {
    const Result<Revision> found = CheckOut(repository_.root(), revision, limits);
    if (!found) return {{found.error().message, ""}};
    left_out_.clear();
    for (const LeftOut& each : found->left_out) {
      left_out_.push_back("'" + each.path + "' is left out: " + each.reason + ".");
    }
    return FilesBelow(found->folder.path());
  }

  GitRepository repository_ = {};
  std::vector<std::string> left_out_ = {};
};

TEST_F(RevisionTest, HoldsTheFilesOfTheRevisionNamed) {
  const Files first = {{"stackql_manifest.yml", "version: 1\n"},
                       {"resources/a.iql", "/*+ create */\r\n"},
                       {"resources/deep/er/b.sql", std::string("\0\xFF\n", 3)},
                       {".gitignore", "x\n"},
                       {"empty", ""},
                       {"-n", "dash"},
                       {"--output=x", "dash"},
                       {"new\nline \"'$(x)", "newline"},
                       {".stackql-lint.yaml", "ignore: []\n"}};
  for (const auto& [name, text] : first) repository_.Write(name, text);
  ASSERT_EQ(repository_.Shell("chmod +x ./-n"), 0);
  Commit();
  const std::string hash = Said("rev-parse HEAD");
  repository_.Write("resources/a.iql", "changed\n");
  fs::remove(repository_.root() + "/empty");
  Commit();
  repository_.Write("resources/a.iql", "not committed\n");
  repository_.Write("untracked", "");
  Files second = first;
  second.erase("empty");
  second["resources/a.iql"] = "changed\n";
  ASSERT_EQ(repository_.Git("tag old HEAD~1"), 0);
  for (const char* name : {"HEAD~1", "old", ":/^a", "HEAD~1^{tree}"}) {
    EXPECT_EQ(Take(name), name == std::string(":/^a") ? second : first) << name;
  }
  EXPECT_EQ(Take(hash), first);
  EXPECT_EQ(Take(hash.substr(0, 10)), first);
  EXPECT_EQ(Take("HEAD"), second);
  EXPECT_THAT(left_out_, IsEmpty());
}

TEST_F(RevisionTest, SaysWhatItIs) {
  repository_.Write("stacks/one/a", "a");
  Commit();
  const auto top = CheckOut(repository_.root(), "HEAD");
  ASSERT_TRUE(top) << top.error().message;
  EXPECT_EQ(top->commit, Said("rev-parse HEAD"));
  EXPECT_EQ(top->below, "");
  auto below = CheckOut(repository_.root() + "/stacks/one", "HEAD^{tree}");
  ASSERT_TRUE(below) << below.error().message;
  EXPECT_EQ(below->commit, Said("rev-parse HEAD^{tree}"));
  EXPECT_EQ(below->below, "stacks/one/");
  EXPECT_EQ(ReadBytes(below->folder.path() + "/stacks/one/a"), "a");
}

TEST_F(RevisionTest, LiesInAPrivateFolderThatIsRemoved) {
  repository_.Write("sub/a", "a");
  Commit();
  std::string path;
  {
    auto found = CheckOut(repository_.root(), "HEAD");
    ASSERT_TRUE(found) << found.error().message;
    Revision moved = std::move(*found);
    found = Failed("");
    path = moved.folder.path();
    struct stat status = {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    ASSERT_EQ(stat((path + "/sub/a").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(RevisionTest, HoldsAllThatGitTracksButWhatLeadsElsewhere) {
  const TemporaryFolder outside;
  const fs::path root = repository_.root();
  fs::create_symlink(outside.Write("secret", "secret"), root / "link");
  fs::create_directory_symlink(outside.path(), root / "folder");
  fs::create_symlink("x/a", root / "inside");
  fs::create_symlink("nothing", root / "dangling");
  const GitRepository module;
  module.Write("inner", "");
  ASSERT_EQ(module.Git("add -A"), 0);
  ASSERT_EQ(module.Git("commit -q -m a"), 0);
  ASSERT_EQ(repository_.Git("-c protocol.file.allow=always submodule add -q '" + module.root() +
                            "' module"),
            0);
  for (const char* name : {".stackql/src/a.yaml", "x/.stackql/a", "node_modules/a", "x/a"}) {
    repository_.Write(name, "");
  }
  Commit();
  Files files = Take("HEAD");
  files.erase(".gitmodules");
  EXPECT_EQ(files, (Files{{".stackql/src/a.yaml", ""},
                          {"x/.stackql/a", ""},
                          {"node_modules/a", ""},
                          {"x/a", ""},
                          {"inside", "a link"}}));
  const std::string elsewhere =
      " is left out: it is a link that leads out of the repository or to nothing.";
  EXPECT_THAT(left_out_, testing::UnorderedElementsAre("'module' is left out: it is a submodule.",
                                                       "'link'" + elsewhere, "'folder'" + elsewhere,
                                                       "'dangling'" + elsewhere));
}

TEST_F(RevisionTest, ListsWhatIsTracked) {
  repository_.Write("a/b/c", "");
  repository_.Write("ignored", "");
  repository_.Write(".gitignore", "ignored\n");
  fs::create_symlink("/", fs::path(repository_.root()) / "a/up");
  Commit();
  repository_.Write("untracked", "");
  for (const char* inside : {"", "/a/b"}) {
    const auto tracked = ListTracked(repository_.root() + inside);
    ASSERT_TRUE(tracked) << tracked.error().message;
    EXPECT_EQ(tracked->root, repository_.root());
    const std::string root = repository_.root() + "/";
    EXPECT_EQ(tracked->entries,
              (std::set<std::string>{root + ".gitignore", root + "a", root + "a/b", root + "a/b/c",
                                     root + "a/up"}));
    ASSERT_EQ(tracked->left_out.size(), 1U);
    EXPECT_EQ(tracked->left_out[0].path, "a/up");
  }
}

TEST(NewlyLeftOut, IsWhatIsNewBelowThePaths) {
  const std::vector<LeftOut> before = {{"a/x", "1", ""}, {"b/x", "1", ""}};
  const std::vector<LeftOut> after = {
      {"a/x", "1", ""}, {"a/x", "2", ""}, {"b/y", "1", ""}, {"ab", "1", ""}};
  const auto paths = [&](const std::vector<std::string>& asked) {
    std::vector<std::string> found;
    for (const LeftOut& each : NewlyLeftOut(before, after, asked)) {
      found.push_back(each.path + each.object);
    }
    return found;
  };
  EXPECT_THAT(paths({""}), ElementsAre("a/x2", "b/y1", "ab1"));
  EXPECT_THAT(paths({"a"}), ElementsAre("a/x2"));
  EXPECT_THAT(paths({"a/x/deep"}), ElementsAre("a/x2")) << "a link on the way to it";
  EXPECT_THAT(paths({"c", "b"}), ElementsAre("b/y1"));
}

TEST_F(RevisionTest, RefusesWhatIsNoRevision) {
  repository_.Write("a", "a");
  Commit();
  repository_.Write("b", "b");
  Commit();
  const std::string output = repository_.root() + "/output";
  for (const std::string& name :
       {std::string("--output=") + output, std::string("--all"), std::string("-h"),
        std::string("--help"), std::string("--git-dir"), std::string(""), std::string("no-such"),
        std::string("HEAD~1..HEAD"), std::string("^HEAD"), std::string("HEAD HEAD"),
        std::string("HEAD:a"), std::string("HEAD\n"), std::string("HEAD\0", 5),
        std::string(5000, 'a'), std::string("$(touch output)"), std::string("40")}) {
    EXPECT_THAT(Why(repository_.root(), name),
                HasSubstr("' is not a revision of the repository that contains '"))
        << name;
  }
  EXPECT_FALSE(fs::exists(output));
  EXPECT_FALSE(fs::exists("output"));
}

TEST_F(RevisionTest, SaysWhyThereIsNone) {
  EXPECT_THAT(Why(repository_.root(), "HEAD"), HasSubstr("'HEAD' is not a revision"))
      << "nothing is committed yet";
  const TemporaryFolder outside;
  EXPECT_THAT(Why(outside.path().string(), "HEAD"), HasSubstr("is not in a git repository."));
  EXPECT_THAT(Why(repository_.root() + "/missing", "HEAD"),
              HasSubstr("git failed: cannot change to '"));
}

TEST_F(RevisionTest, KeepsToItsLimits) {
  repository_.Write("small", std::string(100, 'a'));
  repository_.Write("exact", std::string(200, 'a'));
  repository_.Write("large", std::string(201, 'a'));
  repository_.Write("a/b/c", "");
  repository_.Write("a/b/c.d/e", "");
  Commit();
  const Files most = {
      {"small", std::string(100, 'a')}, {"exact", std::string(200, 'a')}, {"a/b/c", ""}};
  EXPECT_EQ(Take("HEAD", {.file = 200, .total = 300, .files = 3, .path = 9, .depth = 3}), most);
  EXPECT_THAT(left_out_, ElementsAre("'a/b/c.d/e' is left out: it is more than 3 folders deep.",
                                     "'large' is left out: it is larger than 200 bytes."));
  Take("HEAD", {.file = 200, .path = 8});
  EXPECT_THAT(left_out_.at(0), HasSubstr("its path is longer than 8 bytes."));
  EXPECT_EQ(Take("HEAD", {.total = 500}).begin()->first,
            "The files of the revision have more than 500 bytes together.");
  EXPECT_EQ(Take("HEAD", {.files = 4}).begin()->first, "The revision has more than 4 files.");
}

// More than pipes hold, in both directions.
TEST_F(RevisionTest, TakesManyFilesAndLargeOnes) {
  Files files;
  for (int i = 0; i < 3000; ++i) files["f/" + std::to_string(i)] = std::to_string(i);
  for (int i = 0; i < 8; ++i) {
    files["large" + std::to_string(i)] = std::string(1 << 20, static_cast<char>('a' + i));
  }
  for (const auto& [name, text] : files) repository_.Write(name, text);
  Commit();
  EXPECT_TRUE(Take("HEAD") == files);
}

// Everything by which a repository can have a program run, each leaving a mark.
TEST_F(RevisionTest, RunsNothingOfTheRepository) {
  const TemporaryFolder marks;
  const std::string mark = (marks.path() / "mark").string();
  const auto touch = [&](const std::string& by) { return "touch " + mark + "-" + by; };
  repository_.Write("a.iql", "SELECT 1;\n");
  Commit();
  repository_.Write(".gitattributes", "* filter=evil diff=evil merge=evil text eol=crlf ident\n");
  Commit();
  const fs::path hooks = fs::path(repository_.root()) / ".git/hooks";
  for (const char* name : {"post-checkout", "post-index-change", "reference-transaction",
                           "pre-auto-gc", "fsmonitor-watchman", "post-merge"}) {
    repository_.Write((".git/hooks/" + std::string(name)), "#!/bin/sh\n" + touch(name) + "\n");
    fs::permissions(hooks / name, fs::perms::owner_all);
  }
  const std::vector<std::pair<std::string, std::string>> settings = {
      {"core.fsmonitor", touch("fsmonitor")},
      {"core.pager", touch("pager")},
      {"pager.ls-tree", touch("pager-ls-tree")},
      {"pager.rev-parse", "true"},
      {"pager.cat-file", touch("pager-cat-file")},
      {"alias.ls-tree", "!" + touch("alias")},
      {"alias.rev-parse", "!" + touch("alias")},
      {"alias.cat-file", "!" + touch("alias")},
      {"core.sshCommand", touch("ssh")},
      {"core.editor", touch("editor")},
      {"core.askPass", touch("askpass")},
      {"core.gitProxy", touch("proxy")},
      {"core.alternateRefsCommand", touch("alternates")},
      {"credential.helper", "!" + touch("credential")},
      {"diff.external", touch("external")},
      {"diff.evil.textconv", touch("textconv")},
      {"diff.evil.command", touch("diff")},
      {"filter.evil.smudge", touch("smudge")},
      {"filter.evil.clean", touch("clean")},
      {"filter.evil.process", touch("process")},
      {"filter.evil.required", "true"},
      {"merge.evil.driver", touch("merge")}};
  for (const auto& [name, value] : settings) {
    ASSERT_EQ(repository_.Git("config " + name + " '" + value + "'"), 0) << name;
  }
  EXPECT_EQ(Take("HEAD~1"), (Files{{"a.iql", "SELECT 1;\n"}}));
  EXPECT_EQ(Take("HEAD").size(), 2U);
  EXPECT_THAT(FilesBelow(marks.path()), IsEmpty());
  repository_.Write("b.iql", "SELECT 2;\n");  // whose content git must filter
  repository_.Git("-c core.fsmonitor= add -A");
  EXPECT_FALSE(FilesBelow(marks.path()).empty()) << "the traps are set";
}

// An object that is missing in a partial clone would be fetched by a program that is named there.
TEST_F(RevisionTest, FetchesNothing) {
  const TemporaryFolder marks;
  const GitRepository other;
  repository_.Write("a", "a");
  Commit();
  for (const std::string& setting :
       {std::string("core.repositoryFormatVersion 1"), std::string("extensions.partialClone evil"),
        std::string("remote.evil.promisor true"), "remote.evil.url " + other.root(),
        "remote.evil.uploadpack 'touch " + marks.path().string() + "/mark; false'"}) {
    ASSERT_EQ(repository_.Git("config " + setting), 0) << setting;
  }
  const std::string blob = Said("rev-parse HEAD:a");
  ASSERT_TRUE(
      fs::remove(repository_.root() + "/.git/objects/" + blob.substr(0, 2) + "/" + blob.substr(2)));
  EXPECT_NE(Why(repository_.root(), "HEAD"), "");
  EXPECT_THAT(FilesBelow(marks.path()), IsEmpty());
  repository_.Git("cat-file -p " + blob);
  EXPECT_FALSE(FilesBelow(marks.path()).empty()) << "the trap is set";
}

// A folder in the tree that is a bare repository, with settings of its own.
TEST_F(RevisionTest, TakesNoBareRepositoryInATreeForOne) {
  repository_.Write("a", "a");
  Commit();
  ASSERT_EQ(repository_.Git("clone -q --bare . evil"), 0);
  EXPECT_THAT(Why(repository_.root() + "/evil", "HEAD"),
              HasSubstr("git failed: cannot use bare repository"));
}

// Trees that git itself would not write: their names are bytes of a stranger.
TEST_F(RevisionTest, MakesNoPathThatLeadsElsewhere) {
  repository_.Write("file", "text");
  Commit();
  const std::string blob = Said("rev-parse HEAD:file");
  std::string raw;
  for (size_t i = 0; i < blob.size(); i += 2) {
    raw += static_cast<char>(std::stoi(blob.substr(i, 2), nullptr, 16));
  }
  const std::vector<std::string> names = {"../evil",   "..",     ".",      "/tmp/evil",
                                          "a/../../e", "a//b",   ".git/x", ".GIT",
                                          "x/.Git/y",  "good",   "good",   "good/x",
                                          "folder/y",  "folder", "end/",   std::string(300, 'n')};
  std::string tree;
  for (const std::string& name : names) tree += "100644 " + name + '\0' + raw;
  repository_.Write(".git/tree", tree);
  const std::string hash = Said("hash-object -t tree -w --literally .git/tree");
  ASSERT_EQ(hash.size(), blob.size());
  EXPECT_EQ(Take(hash), (Files{{"good", "text"}, {"folder/y", "text"}}));
  ASSERT_EQ(left_out_.size(), names.size() - 2);
  EXPECT_EQ(std::count(left_out_.begin(), left_out_.end(),
                       "'good' is left out: another entry has the same path."),
            1);
  EXPECT_EQ(left_out_.front(), "'../evil' is left out: its path leads out of the repository.");
}

TEST_F(RevisionTest, IgnoresWhatTheEnvironmentSaysOfAnotherRepository) {
  repository_.Write("a", "a");
  Commit();
  const GitRepository other;
  setenv("GIT_DIR", (other.root() + "/.git").c_str(), 1);
  const Files files = Take("HEAD");
  unsetenv("GIT_DIR");
  EXPECT_EQ(files, (Files{{"a", "a"}}));
}

}  // namespace
}  // namespace stackql
