// Files are replaced, devices and pipes written to.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "fetch/files.h"
#include "support/temporary_folder.h"

namespace stackql::fetch {
namespace {

namespace fs = std::filesystem;
using testing_support::TemporaryFolder;

TEST(ReplaceFile, ReplacesAFileAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  EXPECT_EQ(ReplaceFile(path, "one"), "");
  EXPECT_EQ(ReplaceFile(path, "two"), "");
  std::string content;
  ASSERT_TRUE(ReadWholeFile(path, content));
  EXPECT_EQ(content, "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
  EXPECT_NE(ReplaceFile((folder.path() / "no" / "a").string(), "x"), "");
  EXPECT_NE(ReplaceFile(folder.path().string(), "x"), "");
}

// As root, a renamed file would take the place of /dev/null.
TEST(ReplaceFile, WritesToAPipe) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "pipe").string();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  EXPECT_EQ(ReplaceFile(path, "through"), "");
  std::array<char, 16> buffer = {};
  EXPECT_EQ(read(reader, buffer.data(), buffer.size()), 7);
  EXPECT_STREQ(buffer.data(), "through");
  close(reader);
  EXPECT_TRUE(fs::is_fifo(path));
}

}  // namespace
}  // namespace stackql::fetch
