#include "base/pool.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace stackql {
namespace {

constexpr size_t kStackBytes = 8U << 20;

struct Shared {
  std::atomic<size_t> next = 0;
  size_t count = 0;
  const std::function<void(size_t)>* work = nullptr;
};

void* Work(void* argument) {
  auto& shared = *static_cast<Shared*>(argument);
  for (size_t i = shared.next++; i < shared.count; i = shared.next++) (*shared.work)(i);
  return nullptr;
}

}  // namespace

void RunParallel(size_t count, unsigned jobs, const std::function<void(size_t)>& work) {
  Shared shared = {.count = count, .work = &work};
  const size_t threads = std::min<size_t>(std::max(jobs, 1U), count);
  std::vector<pthread_t> started;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  for (size_t i = 0; i < threads; ++i) {
    pthread_t thread = {};
    if (pthread_create(&thread, &attributes, Work, &shared) == 0) started.push_back(thread);
  }
  pthread_attr_destroy(&attributes);
  if (started.empty()) Work(&shared);  // no thread available: do it here
  for (const pthread_t thread : started) pthread_join(thread, nullptr);
}

}  // namespace stackql
