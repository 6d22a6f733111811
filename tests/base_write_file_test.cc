// Files are replaced, devices and pipes written to.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "base/read_file.h"
#include "base/write_file.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using testing_support::TemporaryFolder;

TEST(ReplaceFile, ReplacesAFileAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  EXPECT_TRUE(ReplaceFile(path, "one"));
  EXPECT_TRUE(ReplaceFile(path, "two"));
  EXPECT_EQ(ReadWholeFile(path, 10).value(), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
  const std::string nowhere = (folder.path() / "no" / "a").string();
  EXPECT_EQ(ReplaceFile(nowhere, "x").error().message,
            "Cannot write '" + nowhere + "': no such file or directory.");
  EXPECT_FALSE(ReplaceFile(folder.path().string(), "x"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

// As root, a renamed file would take the place of /dev/null.
TEST(ReplaceFile, WritesToAPipe) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "pipe").string();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  EXPECT_TRUE(ReplaceFile(path, "through"));
  std::array<char, 16> buffer = {};
  EXPECT_EQ(read(reader, buffer.data(), buffer.size()), 7);
  EXPECT_STREQ(buffer.data(), "through");
  close(reader);
  EXPECT_TRUE(fs::is_fifo(path));
}

}  // namespace
}  // namespace stackql
