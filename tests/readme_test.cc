// What README.md shows is what the program prints. UPDATE_README=1 rewrites the blocks.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "support/places.h"

namespace {

const std::string kReadme = std::string(stackql::testing_support::kSourceDir) + "/README.md";

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// What a command prints in the source directory; `stackql-lint` is the program under test.
std::string Output(const std::string& command) {
  const std::string program = stackql::testing_support::kProgram;
  const std::string line = "cd '" + std::string(stackql::testing_support::kSourceDir) + "' && '" +
                           program + "'" + command.substr(std::string("stackql-lint").size());
  std::string text;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> buffer = {};
  for (size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    text.append(buffer.data(), count);
  }
  pclose(pipe);
  return text;
}

// Replaces what stands between `<!-- NAME: COMMAND -->` and `<!-- /NAME -->`.
std::string WithBlock(const std::string& readme, const std::string& name, bool fenced) {
  const std::string open = "<!-- " + name + ": ";
  const size_t begin = readme.find(open);
  const size_t command_end = readme.find(" -->\n", begin);
  const size_t close = readme.find("<!-- /" + name + " -->", begin);
  if (begin == std::string::npos || close == std::string::npos) {
    ADD_FAILURE() << "README.md has no block " << name;
    return readme;
  }
  const std::string command = readme.substr(begin + open.size(), command_end - begin - open.size());
  std::string block = Output(command);
  EXPECT_FALSE(block.empty()) << command;
  if (fenced) block = "```console\n$ " + command + "\n" + block + "```\n";
  return readme.substr(0, command_end + 5) + block + readme.substr(close);
}

TEST(Readme, ShowsWhatTheProgramPrints) {
  const std::string readme = ReadAll(kReadme);
  std::string fresh = WithBlock(WithBlock(readme, "sample", true), "rules", false);
  for (const std::string name : {"render", "operations", "permissions", "generate", "check"})
    fresh = WithBlock(fresh, name, true);
  if (std::getenv("UPDATE_README") != nullptr) {
    std::ofstream(kReadme, std::ios::binary) << fresh;
    return;
  }
  EXPECT_EQ(readme, fresh) << "run readme_tests with UPDATE_README=1";
}

}  // namespace
