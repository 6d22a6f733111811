#pragma once

#include <cstddef>
#include <functional>

namespace stackql::verify {

// Calls work(i) for each i below `count`, several at once.
using ForEach = std::function<void(size_t count, const std::function<void(size_t)>& work)>;

// Calls ask(i), which returns whether to ask again, for each i below `count`; and those again, once
// all have been asked, until none is left. That ends where asking again has its price, as that of
// aws::Failure::again has.
void AskAll(size_t count, const ForEach& for_each, const std::function<bool(size_t)>& ask);

}  // namespace stackql::verify
