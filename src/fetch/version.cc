#include "fetch/version.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"

namespace stackql::fetch {
namespace {

constexpr size_t kLongest = 60;

// Takes a run of digits, without leading zeros, or else one other character.
std::string_view NextPart(std::string_view& text) {
  size_t size = 0;
  while (size < text.size() && IsDigit(text[size])) ++size;
  const bool number = size > 0;
  std::string_view part = text.substr(0, std::max<size_t>(size, 1));
  text.remove_prefix(part.size());
  while (number && part.size() > 1 && part.front() == '0') part.remove_prefix(1);
  return part;
}

}  // namespace

bool IsVersion(std::string_view text) {
  return text.size() <= kLongest && text.size() > 1 && text.front() == 'v' && IsDigit(text[1]) &&
         All(text, [](char c) { return IsAlnum(c) || c == '.' || c == '-' || c == '_'; });
}

bool Older(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const std::string_view x = NextPart(a);
    const std::string_view y = NextPart(b);
    if (IsDigit(x.front()) && IsDigit(y.front()) && x.size() != y.size()) {
      return x.size() < y.size();
    }
    if (x != y) return x < y;
  }
  return a.empty() && !b.empty();
}

}  // namespace stackql::fetch
