// Files are replaced, devices and pipes written to.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>

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

// Whoever reads meanwhile sees what was before or what comes after, whole.
TEST(ReplaceFile, IsAtomicToReaders) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("a", std::string(1 << 20, 'x'));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) {
      const std::string content((1 << 20) - i % 2, i % 2 == 0 ? 'y' : 'x');
      EXPECT_TRUE(ReplaceFile(path, content, {.sync = false}));
    }
    done = true;
  });
  while (!done) {
    const Result<std::string> content = ReadWholeFile(path, 2 << 20);
    ASSERT_TRUE(content) << content.error().message;
    ASSERT_GE(content->size(), (1U << 20) - 1);
    ASSERT_EQ(content->find_first_not_of(content->front()), std::string::npos);
  }
  writer.join();
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(WriteNewFile, WritesOverNothing) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  EXPECT_FALSE(WriteNewFile(path, "one", {.mode = 0600}));
  EXPECT_EQ(WriteNewFile(path, "two"), std::errc::file_exists);
  EXPECT_EQ(ReadWholeFile(path, 10).value(), "one");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("nowhere", folder.path() / "link");
  EXPECT_TRUE(WriteNewFile((folder.path() / "link").string(), "x")) << "no link is followed";
}

// What the shell has opened as standard output may be a regular file: no other takes its place.
TEST(ReplaceFile, WritesToWhatProcNames) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("a", "");
  const int file = open(path.c_str(), O_RDWR);
  ASSERT_GE(file, 0);
  EXPECT_TRUE(ReplaceFile("/proc/self/fd/" + std::to_string(file), "through"));
  close(file);
  EXPECT_EQ(ReadWholeFile(path, 10).value(), "through");
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
