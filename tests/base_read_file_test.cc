// Which files are read, and how much of them.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "base/read_file.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

class ReadFileTest : public testing::Test {
 protected:
  ReadFileTest() { fs::current_path(root_); }
  ~ReadFileTest() override { fs::current_path(before_); }

  void Write(const std::string& path, std::string_view content = "") const {
    folder_.Write(path, content);
  }

  fs::path before_ = fs::current_path();
  testing_support::TemporaryFolder folder_;
  fs::path root_ = folder_.path();
};

TEST_F(ReadFileTest, ReadsRegularFilesWithinLimits) {
  Write("a", "12345");
  EXPECT_EQ(ReadWholeFile("a", 5).value(), "12345");
  EXPECT_EQ(ReadWholeFile("a", 4).error().message, "Cannot read 'a': it is larger than 4 bytes.");
  EXPECT_EQ(ReadWholeFile("b", 4).error().message, "Cannot read 'b': no such file or directory.");
  EXPECT_EQ(ReadWholeFile(".", 4).error().message, "Cannot read '.': it is a directory.");
  ASSERT_EQ(mkfifo("pipe", 0600), 0);
  EXPECT_EQ(ReadWholeFile("pipe", 4).error().message,
            "Cannot read 'pipe': it is not a regular file.");
  EXPECT_EQ(ReadWholeFile("/proc/self/cmdline", 1).error().message,
            "Cannot read '/proc/self/cmdline': it is larger than 1 bytes.");
  Write("empty");
  EXPECT_EQ(ReadWholeFile("empty", 0).value(), "");
}

TEST_F(ReadFileTest, WaitsForPipesOnlySoLong) {
  ASSERT_EQ(mkfifo("pipe", 0600), 0);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(ReadWholeFile("pipe", 4, {.pipes = true}).error().message,
            "Cannot read 'pipe': connection timed out.");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
  std::thread writer([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::ofstream("pipe") << "text";
  });
  EXPECT_EQ(ReadWholeFile("pipe", 4, {.pipes = true}).value_or("none"), "text");
  writer.join();
}

TEST_F(ReadFileTest, FollowsNoLinkOutOfTheRoot) {
  Write("s/inside", "in");
  Write("secret", "out");
  fs::create_symlink("inside", root_ / "s/good");
  fs::create_symlink("../secret", root_ / "s/bad");
  fs::create_symlink("/", root_ / "s/top");
  EXPECT_EQ(ReadWholeFile("s/good", 10, {.root = "s/"}).value(), "in");
  for (const char* path : {"s/bad", "s/../secret", "s/top/etc/passwd", "secret"}) {
    ASSERT_FALSE(ReadWholeFile(path, 10'000, {.root = "s/"}).has_value()) << path;
    EXPECT_NE(
        ReadWholeFile(path, 10'000, {.root = "s/"}).error().message.find("it is outside 's/'"),
        std::string::npos);
  }
  EXPECT_EQ(ReadWholeFile("s/bad", 10).value(), "out");
  // A root is a folder, not a prefix of a name.
  Write("s-other", "out");
  EXPECT_FALSE(ReadWholeFile("s-other", 10, {.root = "s"}).has_value());
}

}  // namespace
}  // namespace stackql
