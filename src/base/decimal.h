#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stackql {

// A decimal number of any length, 0.DIGITS x 10^exponent, in its one shortest form.
struct Decimal {
  bool negative = false;
  std::string digits = {};  // no leading or trailing zeros; empty: zero
  int64_t exponent = 0;
  bool huge = false;  // the exponent is too large to be held: only the sign is known

  // Whether the value is a whole number; nullopt if that is not known.
  std::optional<bool> Whole() const;
};

// Reads a JSON number; also a leading '+', leading zeros, and "5." or ".5", which some readers
// take.
std::optional<Decimal> ParseDecimal(std::string_view text);

// None if the order cannot be told.
std::optional<std::strong_ordering> Compare(const Decimal& a, const Decimal& b);

// Whether two texts are the same number, such as 1, 1.0 and 1e0: false if one is none. None if that
// cannot be told.
std::optional<bool> SameNumber(std::string_view a, std::string_view b);

}  // namespace stackql
