// .env files: what their lines mean, and which line cannot be read.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "config/env_file.h"

namespace stackql::config {
namespace {

using Variables = std::map<std::string, std::string>;

TEST(EnvFiles, HoldVariables) {
  const std::map<std::string, Variables> cases = {
      {"", {}},
      {"# note\n\nA=1\r\nexport B = two words \n", {{"A", "1"}, {"B", "two words"}}},
      {"A=x # note\nB=x#y\nC=#z", {{"A", "x"}, {"B", "x#y"}, {"C", "#z"}}},
      {"A='x # \\n y'  # note\nB=\"x\\n\\\"y\\\"\"", {{"A", "x # \\n y"}, {"B", "x\n\"y\""}}},
      {"A=\nB=''\n", {{"A", ""}, {"B", ""}}},
      {"A=1\nA=2\n", {{"A", "2"}}},
      {"A=b=c\n", {{"A", "b=c"}}},
      {"A=$HOME ${B}\n", {{"A", "$HOME ${B}"}}},
  };
  for (const auto& [text, variables] : cases) {
    const EnvFile file = ReadEnvFile(text);
    EXPECT_EQ(file.variables, variables) << text;
    EXPECT_EQ(file.bad_line, 0U) << text;
  }
}

TEST(EnvFiles, NameTheirFirstBadLine) {
  for (const std::string line : {"A", "=1", "A B=1", "A='x", "A=\"x", "A='x' y", "A-B=1"}) {
    const EnvFile file = ReadEnvFile("A=1\n\n" + line + "\nB=2\nC\n");
    EXPECT_EQ(file.bad_line, 3U) << line;
    EXPECT_EQ(file.variables, (Variables{{"A", "1"}, {"B", "2"}})) << line;
  }
}

}  // namespace
}  // namespace stackql::config
