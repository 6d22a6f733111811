#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "verify/ask_all.h"

namespace stackql::verify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void OneByOne(size_t count, const std::function<void(size_t)>& work) {
  for (size_t i = 0; i < count; ++i) work(i);
}

TEST(AskAll, AsksAgainUntilNothingIsLeft) {
  std::vector<size_t> asked;
  std::vector<int> often = {0, 2, 0, 1};
  AskAll(often.size(), OneByOne, [&](size_t i) {
    asked.push_back(i);
    return often[i]-- > 0;
  });
  EXPECT_THAT(asked, ElementsAre(0, 1, 2, 3, 1, 3, 1));
}

TEST(AskAll, AsksNothingOfNothing) {
  std::vector<size_t> asked;
  AskAll(0, OneByOne, [&](size_t i) {
    asked.push_back(i);
    return false;
  });
  EXPECT_THAT(asked, IsEmpty());
}

}  // namespace
}  // namespace stackql::verify
