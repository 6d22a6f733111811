#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <set>
#include <vector>

#include "base/kept_blocks.h"

namespace stackql {
namespace {

// As operator new does.
void* New(KeptBlocks& kept, size_t size) {
  void* block = kept.Take(size);
  return block != nullptr ? block : std::malloc(KeptBlocks::Rounded(size));
}

TEST(KeptBlocks, GivesABlockOfTheSameSizeAgain) {
  KeptBlocks kept;
  void* first = New(kept, 40);
  kept.Give(first, 40);
  EXPECT_EQ(kept.Take(25), first);  // both are rounded up to 40
  void* other = New(kept, 40);
  EXPECT_NE(other, first);
  kept.Give(first, 25);
  void* larger = New(kept, 41);
  EXPECT_NE(larger, first);
  kept.Give(larger, 41);
  kept.Give(other, 40);
  EXPECT_EQ(kept.Take(40), other);  // the last one first
  EXPECT_EQ(kept.Take(40), first);
  EXPECT_EQ(kept.Take(40), nullptr);
  std::free(first);
  std::free(other);
  std::free(kept.Take(41));
}

TEST(KeptBlocks, KeepsABoundedNumber) {
  KeptBlocks kept;
  std::vector<void*> blocks;
  for (size_t i = 0; i < 2 * KeptBlocks::kMostOfASize; ++i) blocks.push_back(New(kept, 16));
  const std::set<void*> first(blocks.begin(), blocks.begin() + KeptBlocks::kMostOfASize);
  for (void* block : blocks) kept.Give(block, 16);  // the later ones go back to malloc
  for (size_t i = 0; i < KeptBlocks::kMostOfASize; ++i) {
    void* block = New(kept, 16);
    EXPECT_EQ(first.count(block), 1U);
    std::free(block);
  }
}

TEST(KeptBlocks, KeepsNoLargeBlock) {
  KeptBlocks kept;
  for (const size_t size : {KeptBlocks::kLargest + 1, size_t{100'000}}) {
    kept.Give(New(kept, size), size);  // a leak if it were kept
  }
  kept.Give(New(kept, KeptBlocks::kLargest), KeptBlocks::kLargest);
  std::free(New(kept, KeptBlocks::kLargest));
}

// Whatever is asked for and given back, by size or as a whole: nobody's bytes change.
TEST(KeptBlocks, BlocksOfOthersAreLeftAlone) {
  std::mt19937 random(1);
  KeptBlocks kept;
  struct Held {
    unsigned char* block;
    size_t size;
    unsigned char mark;
  };
  std::vector<Held> held;
  const auto give = [&](const Held& one) {
    for (size_t i = 0; i < one.size; ++i) ASSERT_EQ(one.block[i], one.mark);
    random() % 4 == 0 ? kept.GiveWhole(one.block, malloc_usable_size(one.block))
                      : kept.Give(one.block, one.size);
  };
  for (int step = 0; step < 50'000; ++step) {
    if (held.size() < 200 && random() % 2 == 0) {
      const size_t size = random() % (random() % 8 == 0 ? 2000 : 100);
      auto* block = static_cast<unsigned char*>(New(kept, size));
      ASSERT_NE(block, nullptr);
      held.push_back({block, size, static_cast<unsigned char>(random())});
      std::fill_n(block, size, held.back().mark);
    } else if (!held.empty()) {
      std::swap(held[random() % held.size()], held.back());
      give(held.back());
      held.pop_back();
    }
  }
  for (const Held& one : held) std::free(one.block);
  for (size_t size = 1; size <= KeptBlocks::kLargest; size += KeptBlocks::kStep) {
    for (size_t i = 0; i < KeptBlocks::kMostOfASize; ++i) std::free(New(kept, size));
  }
}

}  // namespace
}  // namespace stackql
