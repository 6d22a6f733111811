#include "verify/ask_all.h"

#include <cstdint>
#include <numeric>
#include <vector>

namespace stackql::verify {

void AskAll(size_t count, const ForEach& for_each, const std::function<bool(size_t)>& ask) {
  std::vector<size_t> open(count);
  std::iota(open.begin(), open.end(), size_t{0});
  while (!open.empty()) {
    // Bytes, not bits: several threads write here.
    std::vector<uint8_t> again(open.size());
    for_each(open.size(), [&](size_t i) { again[i] = ask(open[i]) ? 1 : 0; });
    std::vector<size_t> left;
    for (size_t i = 0; i < open.size(); ++i) {
      if (again[i] != 0) left.push_back(open[i]);
    }
    open = std::move(left);
  }
}

}  // namespace stackql::verify
