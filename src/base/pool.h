#pragma once

#include <cstddef>
#include <functional>

namespace stackql {

// Calls work(i) for each i below `count` on up to `jobs` threads, each with a stack of 8 MB:
// libpg_query recurses deeply. Returns when all are done.
void RunParallel(size_t count, unsigned jobs, const std::function<void(size_t)>& work);

}  // namespace stackql
