#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/fingerprint.h"

namespace stackql::report {
namespace {

using testing::ElementsAre;

TEST(LineHashes, AreThoseOfGitHub) {
  EXPECT_THAT(LineHashes(""), ElementsAre("c129715d7a2bc9a3:1"));
  EXPECT_THAT(LineHashes(" a\nb\n  \t\tc\n d"),
              ElementsAre("271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1",
                          "a23a3dc5e078b07b:1"));
  for (const char* same : {"name: demo\nversion: 1\n", "name: demo\r\nversion: 1\r\n",
                           "name: demo\rversion: 1\r", "  name: demo\n\tversion:1\n"}) {
    EXPECT_THAT(LineHashes(same),
                ElementsAre("5cba630e0e325474:1", "72c69482da5179e6:1", "c129715d7a2bc9a3:1"));
  }
  EXPECT_THAT(LineHashes("é\n😀 x\n"),
              ElementsAre("99d92c7a2013dead:1", "6061da4448575c5e:1", "c129715d7a2bc9a3:1"));
}

TEST(LineHashes, CountEqualLines) {
  const std::string line = std::string(120, 'x') + "\n";
  const std::vector<std::string> hashes = LineHashes(line + line + line);
  ASSERT_EQ(hashes.size(), 4U);
  EXPECT_EQ(hashes[0].substr(0, hashes[0].find(':')), hashes[1].substr(0, hashes[1].find(':')));
  EXPECT_THAT(hashes[1], testing::EndsWith(":2"));
  EXPECT_THAT(hashes[2], testing::EndsWith(":3"));
}

// The definition taken literally: the units of a line and what follows, blanks out, as a
// polynomial.
TEST(LineHashes, AgreeWithTheDefinition) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += std::string(static_cast<size_t>(i * 7 % 23), ' ') + std::to_string(i * i) +
            (i % 5 == 0 ? "\n\n" : "\n");
  }
  std::vector<uint32_t> units;
  std::vector<size_t> starts = {0};
  for (const char c : text) {
    if (c == ' ') continue;
    units.push_back(static_cast<uint8_t>(c));
    if (c == '\n') starts.push_back(units.size());
  }
  units.push_back(0xFFFF);
  units.resize(units.size() + 100);
  const std::vector<std::string> hashes = LineHashes(text);
  ASSERT_EQ(hashes.size(), starts.size());
  for (size_t i = 0; i < starts.size(); ++i) {
    uint64_t hash = 0;
    for (size_t k = 0; k < 100; ++k) hash = hash * 37 + units[starts[i] + k];
    EXPECT_EQ(hashes[i].substr(0, hashes[i].find(':')), ShortHex(hash)) << i;
  }
}

}  // namespace
}  // namespace stackql::report
