// Work on several threads: each piece once, on stacks that are deep enough.
#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "base/pool.h"

namespace stackql {
namespace {

TEST(RunParallel, DoesEachPieceOnce) {
  for (const unsigned jobs : {0U, 1U, 3U, 100U}) {
    for (const size_t count : {0U, 1U, 2U, 1000U}) {
      std::vector<std::atomic<int>> done(count);
      RunParallel(count, jobs, [&](size_t i) { ++done[i]; });
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(done[i], 1) << i << " of " << count;
    }
  }
}

TEST(RunParallel, UsesAsManyThreadsAsAsked) {
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::atomic<size_t> waiting = 0;
  RunParallel(4, 4, [&](size_t) {
    {
      const std::lock_guard lock(mutex);
      threads.insert(std::this_thread::get_id());
    }
    // None ends before all have begun.
    for (++waiting; waiting < 4;) std::this_thread::yield();
  });
  EXPECT_EQ(threads.size(), 4U);
}

// About 4 MB of the stack.
size_t Recurse(size_t depth) {
  volatile char frame[4000] = {};
  frame[depth % sizeof frame] = 1;
  return depth == 0 ? 0 : Recurse(depth - 1) + static_cast<size_t>(frame[depth % sizeof frame]);
}

TEST(RunParallel, HasDeepStacks) {
  size_t depth = 0;
  RunParallel(1, 1, [&](size_t) { depth = Recurse(1000); });
  EXPECT_EQ(depth, 1000U);
}

}  // namespace
}  // namespace stackql
