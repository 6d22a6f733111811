// A run on several threads finds what a run on one does.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/places.h"
#include "support/sample.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Threads, FindTheSameHoweverManyTheyAre) {
  const fs::path sample = fs::path(kSourceDir) / "testdata/stacks/ivs-stage";
  const std::string manifest = ReadAll(sample / "stackql_manifest.yml");
  const std::string query = ReadAll(sample / "resources/stage.iql");
  TemporaryFolder folder;
  for (int i = 0; i < 12; ++i) {
    const std::string stack = "stack-" + std::to_string(i);
    folder.Write(stack + "/stackql_manifest.yml", manifest);
    folder.Write(stack + "/resources/stage.iql", query);
  }
  const std::string one = Describe(LintFolder(folder, 1));
  EXPECT_FALSE(one.empty());
  EXPECT_EQ(one, Describe(LintFolder(folder, 8)));
}

}  // namespace
}  // namespace stackql
