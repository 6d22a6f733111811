// Paths as texts, and as the disk has them.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using testing_support::TemporaryFolder;

TEST(Path, IsCleaned) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kCases = {
      {{"", ""},
       {".", ""},
       {"./", ""},
       {"/", "/"},
       {"//", "/"},
       {"/.", "/"},
       {"a//b/./c/", "a/b/c"},
       {"./a", "a"},
       {"a/../b", "a/../b"},
       {"../a", "../a"},
       {"/a/b/", "/a/b"},
       {".a/b..", ".a/b.."}}};
  for (const auto& [path, clean] : kCases) {
    EXPECT_EQ(CleanPath(path), clean) << path;
    EXPECT_EQ(CleanPath(clean), clean) << path;
  }
}

TEST(Path, LiesBelowAFolder) {
  EXPECT_EQ(Below("a", "a/b/c"), "b/c");
  EXPECT_EQ(Below("/", "/a"), "a");
  EXPECT_EQ(Below("/a", "/a/b"), "b");
  EXPECT_EQ(Below("", "a/b"), "a/b");
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kNot = {{{"a", "a"},
                                                                                  {"a", "ab"},
                                                                                  {"a", "ab/c"},
                                                                                  {"a/b", "a"},
                                                                                  {"/", "/"},
                                                                                  {"/", "a"},
                                                                                  {"", ""},
                                                                                  {"", "/a"},
                                                                                  {"a", "a/"}}};
  for (const auto& [folder, path] : kNot)
    EXPECT_FALSE(IsBelow(folder, path)) << folder << " " << path;
}

TEST(Path, IsTakenApartAndPutTogether) {
  EXPECT_EQ(JoinPath("", "a"), "a");
  EXPECT_EQ(JoinPath("a", ""), "a");
  EXPECT_EQ(JoinPath("/", "a"), "/a");
  EXPECT_EQ(JoinPath("a", "b"), "a/b");
  EXPECT_EQ(ParentPath("a"), "");
  EXPECT_EQ(ParentPath("/a"), "/");
  EXPECT_EQ(ParentPath("a/b"), "a");
  EXPECT_EQ(LastPart("a"), "a");
  EXPECT_EQ(LastPart("/a/b"), "b");
  for (const std::string path : {"a/b", "/a", "/a/b/c"}) {
    EXPECT_EQ(JoinPath(ParentPath(path), LastPart(path)), path);
  }
}

TEST(Path, IsRealOnceLinksAreFollowed) {
  const TemporaryFolder folder;
  const std::string root = fs::canonical(folder.path()).string();
  folder.Write("real/a", "");
  fs::create_symlink("real", folder.path() / "link");
  EXPECT_EQ(RealPath(root + "/link/a"), root + "/real/a");
  EXPECT_EQ(RealPath(root + "/link/../real/none/b"), root + "/real/none/b");
  EXPECT_TRUE(IsRegularFile(root + "/real/a"));
  fs::create_symlink("real/a", folder.path() / "file-link");
  for (const char* name : {"/file-link", "/real", "/none"}) {
    EXPECT_FALSE(IsRegularFile(root + name)) << name;
  }
}

TEST(Path, LeadsOutByItsTextOrByLinks) {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  folder.Write("in/a/b", "");
  folder.Write("in-other/x", "");
  fs::create_symlink("a", folder.path() / "in/good");
  fs::create_symlink("../in-other", folder.path() / "in/bad");
  for (const char* path : {"a", "a/b", "none/at/all", "./a", "good/b", "a..b", ""}) {
    EXPECT_FALSE(LeadsOut(root + "/in", path)) << path;
  }
  for (const char* path : {"..", "a/..", "../in/a", "/a", "bad", "bad/x", "bad/none"}) {
    EXPECT_TRUE(LeadsOut(root + "/in", path)) << path;
  }
}

}  // namespace
}  // namespace stackql
