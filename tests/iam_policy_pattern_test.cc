// Names of actions and patterns of them.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "iam/policy_pattern.h"
#include "lang/globs.h"

namespace stackql::iam {
namespace {

TEST(PolicyPattern, CallsANameAsGlobsMatchIt) {
  std::minstd_rand random(7);
  const auto text = [&](std::string_view letters, size_t longest) {
    std::string made(random() % (longest + 1), ' ');
    for (char& c : made) c = letters[random() % letters.size()];
    return made;
  };
  size_t called = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string pattern = text("ab**?", 6);
    const std::string name = text("ab", 7);
    ASSERT_EQ(IsCalled(pattern, name), lang::Matches(lang::ParseGlob(pattern), name))
        << pattern << " " << name;
    called += IsCalled(pattern, name) ? 1 : 0;
  }
  EXPECT_GT(called, 1'000U);
  EXPECT_TRUE(IsCalled("*:ListTags*", "kinesis:ListTagsForStream"));
  EXPECT_FALSE(IsCalled("*:ListTags*", "kinesis:ListStreams"));
}

}  // namespace
}  // namespace stackql::iam
