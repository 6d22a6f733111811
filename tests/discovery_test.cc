// Which files a set of paths stands for, and to which stack they belong.
#include "discovery/discovery.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "discovery/exclude.h"

namespace stackql::discovery {
namespace {

namespace fs = std::filesystem;

// A folder that is the current directory while the test runs.
class DiscoveryTest : public testing::Test {
 protected:
  DiscoveryTest() : before_(fs::current_path()) {
    std::string name = (fs::temp_directory_path() / "stackql-lint-XXXXXX").string();
    root_ = fs::canonical(mkdtemp(name.data()));
    fs::current_path(root_);
  }
  ~DiscoveryTest() override {
    fs::current_path(before_);
    fs::remove_all(root_);
  }

  void Write(const std::string& name, const std::string& text = "") {
    const fs::path path = root_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  // Units as lines: "manifest: file file", with "[only: file]" behind.
  std::vector<std::string> Units(const std::vector<std::string>& paths) {
    const Discovered found = Discover(paths);
    failures_ = found.failures;
    std::vector<std::string> lines;
    for (const Unit& unit : found.units) {
      std::string line = unit.manifest + ":";
      for (const std::string& file : unit.query_files) line += " " + file;
      for (const std::string& file : unit.only) line += " [only " + file + "]";
      lines.push_back(line);
    }
    return lines;
  }

  using Lines = std::vector<std::string>;
  fs::path before_;
  fs::path root_;
  Lines failures_;
};

TEST_F(DiscoveryTest, FindsStacksAndBareFilesInOrder) {
  Write("b/stackql_manifest.yml");
  Write("b/resources/two.iql");
  Write("b/resources/deep/one.sql");
  Write("b/resources/notes.txt");
  Write("b/helper.iql");
  Write("b/tables.sql");
  Write("a/list.iql");
  EXPECT_EQ(Units({"."}), (Lines{": a/list.iql", ": b/helper.iql",
                                 "b/stackql_manifest.yml: b/resources/deep/one.sql "
                                 "b/resources/two.iql"}));
  EXPECT_TRUE(failures_.empty());
}

TEST_F(DiscoveryTest, WritesPathsAsGiven) {
  Write("s/stackql_manifest.yml");
  Write("s/resources/x.iql");
  const std::string in = root_.string();
  EXPECT_EQ(Units({"./s//"}), (Lines{"s/stackql_manifest.yml: s/resources/x.iql"}));
  EXPECT_EQ(Units({in + "/s"}),
            (Lines{in + "/s/stackql_manifest.yml: " + in + "/s/resources/x.iql"}));
  fs::current_path(root_ / "s");
  EXPECT_EQ(Units({"."}), (Lines{"stackql_manifest.yml: resources/x.iql"}));
  EXPECT_EQ(Units({"../s"}), (Lines{"../s/stackql_manifest.yml: ../s/resources/x.iql"}));
}

TEST_F(DiscoveryTest, GivesNamedFilesTheirStack) {
  Write("s/stackql_manifest.yml");
  Write("s/resources/x.iql");
  Write("s/resources/sub/y.sql");
  Write("s/resources/z.iql");
  EXPECT_EQ(Units({"s/resources/x.iql", "./s/resources/sub/y.sql"}),
            (Lines{"s/stackql_manifest.yml: s/resources/sub/y.sql s/resources/x.iql "
                   "[only s/resources/sub/y.sql] [only s/resources/x.iql]"}));
  EXPECT_EQ(Units({"s/resources/sub"}),
            (Lines{"s/stackql_manifest.yml: s/resources/sub/y.sql [only s/resources/sub/y.sql]"}));
  // From within, the manifest is above; the query file keeps to it.
  fs::current_path(root_ / "s/resources/sub");
  EXPECT_EQ(Units({"y.sql"}), (Lines{"../../stackql_manifest.yml: ../../resources/sub/y.sql "
                                     "[only ../../resources/sub/y.sql]"}));
}

TEST_F(DiscoveryTest, TakesAManifestForItsWholeStack) {
  Write("s/stackql_manifest.yml");
  Write("s/resources/x.iql");
  Write("other.yaml");
  EXPECT_EQ(Units({"s/stackql_manifest.yml"}),
            (Lines{"s/stackql_manifest.yml: s/resources/x.iql"}));
  EXPECT_EQ(Units({"other.yaml"}), (Lines{"other.yaml:"}));
}

TEST_F(DiscoveryTest, MergesOverlappingPaths) {
  Write("s/stackql_manifest.yml");
  Write("s/resources/x.iql");
  Write("list.iql");
  const Lines expected = {": list.iql", "s/stackql_manifest.yml: s/resources/x.iql"};
  EXPECT_EQ(Units({".", "s", "s/resources/x.iql", "list.iql", "./list.iql", root_.string()}),
            expected);
  EXPECT_EQ(Units({"s/resources/x.iql", "list.iql", "."}), expected);
}

TEST_F(DiscoveryTest, TakesTheNearestStack) {
  Write("s/stackql_manifest.yml");
  Write("s/resources/inner/stackql_manifest.yml");
  Write("s/resources/inner/resources/x.iql");
  Write("s/resources/inner/y.iql");
  const Lines expected = {
      "s/resources/inner/stackql_manifest.yml: s/resources/inner/resources/x.iql",
      "s/stackql_manifest.yml: s/resources/inner/y.iql"};
  EXPECT_EQ(Units({"."}), expected);
}

TEST_F(DiscoveryTest, FollowsLinksOfAStackWithinTheRepository) {
  Write("r/.git/HEAD");
  Write("r/shared/real.yml");
  Write("r/shared/x.iql");
  Write("r/s/resources/y.iql");
  Write("outside.yml");
  fs::create_symlink("../shared/real.yml", root_ / "r/s/stackql_manifest.yml");
  fs::create_symlink("../../shared/x.iql", root_ / "r/s/resources/x.iql");
  EXPECT_EQ(Units({"r/s"}),
            Lines{"r/s/stackql_manifest.yml: r/s/resources/x.iql r/s/resources/y.iql"});
  EXPECT_TRUE(failures_.empty());
  for (const char* target : {"../../outside.yml", "nowhere.yml"}) {
    fs::remove(root_ / "r/s/stackql_manifest.yml");
    fs::create_symlink(target, root_ / "r/s/stackql_manifest.yml");
    Units({"r/s"});
    ASSERT_EQ(failures_.size(), 1U);
    EXPECT_TRUE(failures_.front().starts_with("Cannot read 'r/s/stackql_manifest.yml'"));
  }
}

TEST_F(DiscoveryTest, LeavesOutWhatIsIgnoredHiddenOrALink) {
  Write(".git/HEAD");
  Write(".git/info/exclude", "excluded.iql\n");
  Write(".gitignore", "build/\n*.tmp.iql\n!kept.tmp.iql\n/only-here.iql\n");
  Write("sub/.gitignore", "!again.tmp.iql\nnested.iql\n");
  for (const char* name : {"build/a.iql", "a.tmp.iql", "kept.tmp.iql", "only-here.iql",
                           "sub/only-here.iql", "sub/again.tmp.iql", "sub/nested.iql",
                           "excluded.iql", ".hidden/a.iql", ".a.iql", "real.iql"}) {
    Write(name);
  }
  fs::create_symlink("real.iql", root_ / "link.iql");
  fs::create_directory_symlink("sub", root_ / "linked");
  fs::create_directory_symlink(".", root_ / "loop");
  EXPECT_EQ(Units({"."}),
            (Lines{": kept.tmp.iql", ": real.iql", ": sub/again.tmp.iql", ": sub/only-here.iql"}));
  // Walking from below gives the same verdicts; what is named is taken.
  EXPECT_EQ(Units({"sub"}), (Lines{": sub/again.tmp.iql", ": sub/only-here.iql"}));
  EXPECT_EQ(Units({"a.tmp.iql", "link.iql"}), (Lines{": a.tmp.iql", ": link.iql"}));
  EXPECT_EQ(Units({"build"}), (Lines{": build/a.iql"}));
  EXPECT_TRUE(failures_.empty());
}

TEST_F(DiscoveryTest, KeepsRepositoriesApart) {
  Write(".git/HEAD");
  Write(".gitignore", "*.iql\n");
  Write("module/.git", "gitdir: ../.git/modules/module\n");
  Write(".git/modules/module/info/exclude", "x.iql\n");
  Write("module/x.iql");
  Write("module/y.iql");
  Write("z.iql");
  EXPECT_EQ(Units({"."}), (Lines{": module/y.iql"}));
  EXPECT_EQ(Units({"module"}), (Lines{": module/y.iql"}));
}

// As git, which takes no such folder for a repository.
TEST_F(DiscoveryTest, AGitFolderWithoutHeadIsNone) {
  Write(".git/HEAD");
  Write(".gitignore", "sub/x.iql\n");
  Write("sub/.git/other");
  Write("sub/x.iql");
  Write("sub/y.iql");
  EXPECT_EQ(Units({"."}), (Lines{": sub/y.iql"}));
  EXPECT_EQ(Units({"sub"}), (Lines{": sub/y.iql"}));
}

TEST_F(DiscoveryTest, AnIgnoredManifestStillExplainsItsQueries) {
  Write(".git/HEAD");
  Write(".gitignore", "stackql_manifest.yml\n");
  Write("s/stackql_manifest.yml");
  Write("s/resources/x.iql");
  EXPECT_EQ(Units({"."}),
            (Lines{"s/stackql_manifest.yml: s/resources/x.iql [only s/resources/x.iql]"}));
  fs::remove(root_ / "s/resources/x.iql");
  EXPECT_EQ(Units({"."}), Lines{});
}

TEST_F(DiscoveryTest, SaysWhatCannotBeRead) {
  Write("notes.txt");
  EXPECT_EQ(Units({"missing", "notes.txt", "missing.iql", ""}), Lines{});
  EXPECT_EQ(
      failures_,
      (Lines{"Cannot lint 'notes.txt': neither a query file (.iql, .sql) nor a manifest (.yml, "
             ".yaml).",
             "Cannot read '': no such file or directory.",
             "Cannot read 'missing': no such file or directory.",
             "Cannot read 'missing.iql': no such file or directory."}));
  if (geteuid() == 0) return;  // root reads everything
  Write("locked/x.iql");
  fs::permissions(root_ / "locked", fs::perms::none);
  EXPECT_EQ(Units({"."}), Lines{});
  EXPECT_EQ(failures_, (Lines{"Cannot read 'locked': permission denied."}));
  fs::permissions(root_ / "locked", fs::perms::owner_all);
}

TEST_F(DiscoveryTest, AManifestOfAnotherNameIsNoStack) {
  Write("a/stackql_manifest.yaml");
  Write("a/resources/x.iql");
  Write("b/stackql_manifest.yaml");
  Write("b/stackql_manifest.yml");
  Write(".gitignore", "/c/\n");
  Write("c/stackql_manifest.yaml");
  EXPECT_EQ(Units({"."}), (Lines{": a/resources/x.iql", "b/stackql_manifest.yml:"}));
  EXPECT_EQ(failures_,
            Lines{"Cannot lint 'a/stackql_manifest.yaml' as a stack: stackql-deploy reads "
                  "'stackql_manifest.yml' only. Rename it."});
  Write("d/Stackql-Manifest.yml");
  EXPECT_EQ(Units({"d"}), Lines{});
  EXPECT_EQ(failures_.size(), 1);
  EXPECT_EQ(Units({"a/stackql_manifest.yaml"}), Lines{});
  EXPECT_EQ(failures_.size(), 1) << "named, it is none either";
  EXPECT_EQ(Units({"b/stackql_manifest.yaml"}), Lines{"b/stackql_manifest.yaml:"});
}

TEST_F(DiscoveryTest, StopsAtADepth) {
  std::string deep;
  for (uint32_t i = 0; i < kDeepestFolder + 5; ++i) deep += "d/";
  Write(deep + "x.iql");
  Write("y.iql");
  EXPECT_EQ(Units({"."}), (Lines{": y.iql"}));
  ASSERT_EQ(failures_.size(), 1U);
  EXPECT_NE(failures_[0].find("it is more than 100 folders deep."), std::string::npos);
}

TEST_F(DiscoveryTest, PlacesAFileThatDoesNotExist) {
  Write("s/stackql_manifest.yml");
  const auto one = [](const std::string& path) {
    const Discovered found = DiscoverOne(path);
    EXPECT_TRUE(found.failures.empty());
    EXPECT_EQ(found.units.size(), 1U);
    return found.units.empty() ? Unit() : found.units[0];
  };
  EXPECT_EQ(one("s/resources/new.iql").manifest, "s/stackql_manifest.yml");
  EXPECT_EQ(one("s/resources/new.iql").only, (Lines{"s/resources/new.iql"}));
  EXPECT_EQ(one("stdin.iql").manifest, "");
  EXPECT_EQ(one("./stdin").query_files, (Lines{"stdin"}));
  EXPECT_EQ(one("gone/stackql_manifest.yml").manifest, "gone/stackql_manifest.yml");
}

TEST(Exclude, TakesAwayWhatLiesBelowItsFolder) {
  std::string name = (fs::temp_directory_path() / "stackql-lint-XXXXXX").string();
  const fs::path root = fs::canonical(mkdtemp(name.data()));
  fs::create_directories(root / "in/old/resources");
  const std::string in = (root / "in").string();
  const std::vector<std::string> patterns = {"old/", "*.tmp.iql"};
  const auto left = [&](Unit unit) { return Exclude(patterns, in, unit); };
  EXPECT_FALSE(left({.manifest = in + "/old/stackql_manifest.yml"}));
  EXPECT_TRUE(left({.manifest = in + "/new/stackql_manifest.yml"}));
  EXPECT_FALSE(left({.query_files = {in + "/a.tmp.iql"}}));
  EXPECT_TRUE(left({.query_files = {in + "/a.iql"}}));
  EXPECT_TRUE(left({.query_files = {(root / "a.tmp.iql").string()}})) << "not below its folder";
  Unit unit = {.manifest = in + "/stackql_manifest.yml",
               .query_files = {in + "/resources/a.iql", in + "/resources/b.tmp.iql"}};
  EXPECT_TRUE(Exclude(patterns, in, unit));
  EXPECT_EQ(unit.query_files, (std::vector<std::string>{in + "/resources/a.iql"}));
  // A named file that is excluded does not bring up the rest of its stack.
  EXPECT_FALSE(left({.manifest = in + "/stackql_manifest.yml",
                     .query_files = {in + "/resources/b.tmp.iql"},
                     .only = {in + "/resources/b.tmp.iql"}}));
  fs::remove_all(root);
}

}  // namespace
}  // namespace stackql::discovery
