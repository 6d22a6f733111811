#include "verify/number.h"

#include <charconv>
#include <optional>

namespace stackql::verify {
namespace {

constexpr size_t kExactDigits = 15;  // of a double, whatever the number

std::optional<double> Read(std::string_view text) {
  double number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
  return whole ? std::optional<double>(number) : std::nullopt;
}

}  // namespace

Tri SameNumber(std::string_view one, std::string_view other) {
  const auto first = Read(one);
  const auto second = Read(other);
  if (!first || !second) return Tri::kNo;
  if (one == other) return Tri::kYes;
  if (one.size() > kExactDigits || other.size() > kExactDigits) return Tri::kUnknown;
  return *first == *second ? Tri::kYes : Tri::kNo;
}

}  // namespace stackql::verify
