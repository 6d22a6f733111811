#include "base/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "base/number.h"

namespace stackql {
namespace {

// A double as the shortest decimal digits that read as it, and where their point is.
struct Decimal {
  std::string digits = {};
  int point = 0;  // after so many digits; may be outside of them
  bool negative = false;
};

std::optional<Decimal> DecimalOf(std::string_view lexeme) {
  const double number = std::strtod(std::string(lexeme).c_str(), nullptr);
  if (!std::isfinite(number)) return std::nullopt;
  std::array<char, 32> buffer = {};
  const std::to_chars_result written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number),
                    std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<size_t>(written.ptr - buffer.data()));
  const size_t e = text.find('e');
  Decimal decimal = {.negative = std::signbit(number)};
  for (const char c : text.substr(0, e)) {
    if (c != '.') decimal.digits += c;
  }
  const std::string_view exponent = text.substr(e + (text[e + 1] == '+' ? 2 : 1));
  decimal.point = ParseNumber<int>(exponent).value_or(0) + 1;
  return decimal;
}

bool IsInteger(std::string_view lexeme) {
  return lexeme != "-0" && (ParseNumber<int64_t>(lexeme) || ParseNumber<uint64_t>(lexeme));
}

// The digits with their point, and zeros up to it.
std::string Positional(const Decimal& decimal, std::string_view whole_ending) {
  const auto count = static_cast<int>(decimal.digits.size());
  if (decimal.point <= 0) {
    return "0." + std::string(static_cast<size_t>(-decimal.point), '0') + decimal.digits;
  }
  if (decimal.point >= count) {
    return decimal.digits + std::string(static_cast<size_t>(decimal.point - count), '0') +
           std::string(whole_ending);
  }
  const auto point = static_cast<size_t>(decimal.point);
  return decimal.digits.substr(0, point) + "." + decimal.digits.substr(point);
}

}  // namespace

std::string PrintedBySerde(std::string_view lexeme) {
  if (IsInteger(lexeme)) return std::string(lexeme);
  const std::optional<Decimal> decimal = DecimalOf(lexeme);
  if (!decimal) return {};
  constexpr int kMostWhole = 16;
  constexpr int kMostZeros = 5;
  const std::string sign = decimal->negative ? "-" : "";
  if (decimal->digits == "0") return sign + "0.0";
  if (decimal->point > -kMostZeros && decimal->point <= kMostWhole) {
    return sign + Positional(*decimal, ".0");
  }
  std::string digits = decimal->digits;
  if (digits.size() > 1) digits.insert(1, ".");
  return sign + digits + "e" + std::to_string(decimal->point - 1);
}

std::string PrintedByRust(std::string_view lexeme) {
  if (IsInteger(lexeme)) return std::string(lexeme);
  const std::optional<Decimal> decimal = DecimalOf(lexeme);
  if (!decimal) return {};
  const std::string sign = decimal->negative ? "-" : "";
  return decimal->digits == "0" ? sign + "0" : sign + Positional(*decimal, "");
}

bool IsReadExactly(std::string_view lexeme) {
  if (IsInteger(lexeme)) return true;
  const std::optional<Decimal> decimal = DecimalOf(lexeme);
  if (!decimal) return false;
  constexpr uint64_t kGreatest = uint64_t{1} << 53;
  constexpr int kGreatestPower = 22;
  const std::optional<uint64_t> digits = ParseNumber<uint64_t>(decimal->digits);
  const int power = decimal->point - static_cast<int>(decimal->digits.size());
  return digits && *digits <= kGreatest && std::abs(power) <= kGreatestPower;
}

}  // namespace stackql
