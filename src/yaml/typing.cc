#include "yaml/typing.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/ascii.h"

namespace stackql::yaml {
namespace {

// The decimal digits of a number with the given radix; empty if it is none or exceeds 128 bits,
// where serde_yaml stops.
std::string ToDecimal(std::string_view digits, int radix) {
  if (digits.empty()) return {};
  __extension__ using Wide = unsigned __int128;
  const Wide greatest = ~Wide{0};
  Wide number = 0;
  for (const char c : digits) {
    const int digit = HexDigit(c);
    if (digit < 0 || digit >= radix ||
        number > (greatest - static_cast<Wide>(digit)) / static_cast<Wide>(radix))
      return {};
    number = number * static_cast<Wide>(radix) + static_cast<Wide>(digit);
  }
  std::string decimal;
  do {
    decimal += static_cast<char>('0' + static_cast<int>(number % 10));
    number /= 10;
  } while (number != 0);
  std::reverse(decimal.begin(), decimal.end());
  return decimal;
}

int RadixOf(std::string_view body) {
  if (body.size() < 2 || body[0] != '0') return 0;
  if (body[1] == 'x') return 16;
  if (body[1] == 'o') return 8;
  return body[1] == 'b' ? 2 : 0;
}

size_t CountDigits(std::string_view text, size_t from) {
  size_t end = from;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end - from;
}

// JSON's form of a decimal number without sign, as Rust's f64::from_str reads it; empty if it is
// none.
std::string Decimal(std::string_view body) {
  const size_t whole = CountDigits(body, 0);
  size_t at = whole;
  size_t fraction = 0;
  const bool point = at < body.size() && body[at] == '.';
  if (point) {
    fraction = CountDigits(body, at + 1);
    at += 1 + fraction;
  }
  if (whole + fraction == 0) return {};
  const size_t exponent = at;
  if (at < body.size() && (body[at] == 'e' || body[at] == 'E')) {
    ++at;
    if (at < body.size() && (body[at] == '+' || body[at] == '-')) ++at;
    const size_t digits = CountDigits(body, at);
    if (digits == 0) return {};
    at += digits;
  }
  if (at != body.size()) return {};
  const bool may_be_infinite = exponent != body.size() || whole > 300;
  if (may_be_infinite && !std::isfinite(std::strtod(std::string(body).c_str(), nullptr))) return {};
  size_t zeros = 0;
  while (zeros + 1 < whole && body[zeros] == '0') ++zeros;
  std::string json = whole == 0 ? "0" : std::string(body.substr(zeros, whole - zeros));
  if (point) json.append(".").append(fraction == 0 ? "0" : body.substr(whole + 1, fraction));
  return json.append(body.substr(exponent));
}

bool IsOneOf(std::string_view scalar, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), scalar) != words.end();
}

Typed TypeNumber(std::string_view scalar) {
  const bool sign = scalar[0] == '-' || scalar[0] == '+';
  const std::string_view body = scalar.substr(sign ? 1 : 0);
  if (body.empty()) return {};
  if (IsOneOf(body, {".inf", ".Inf", ".INF"}) || IsOneOf(scalar, {".nan", ".NaN", ".NAN"})) {
    return {.kind = Kind::kUnknown};
  }
  if (!IsDigit(body[0]) && body[0] != '.') return {};
  // "012" is a string, "0.12" and "00.12" are numbers.
  if (body.size() > 1 && body[0] == '0' && CountDigits(body, 0) == body.size()) return {};
  const int radix = RadixOf(body);
  std::string json = radix == 0 ? Decimal(body) : ToDecimal(body.substr(2), radix);
  if (json.empty()) return {};
  // Zero has no sign as an integer.
  if (scalar[0] == '-' && json != "0") json.insert(0, "-");
  return {.kind = Kind::kNumber, .number = json == scalar ? std::string() : std::move(json)};
}

}  // namespace

Typed TypePlain(std::string_view scalar) {
  if (scalar.empty()) return {.kind = Kind::kNull};
  switch (scalar[0]) {
    case '~':
    case 'n':
    case 'N':
      if (IsOneOf(scalar, {"~", "null", "Null", "NULL"})) return {.kind = Kind::kNull};
      return {};
    case 't':
    case 'T':
      if (IsOneOf(scalar, {"true", "True", "TRUE"})) return {.kind = Kind::kBool};
      return {};
    case 'f':
    case 'F':
      if (IsOneOf(scalar, {"false", "False", "FALSE"})) return {.kind = Kind::kBool};
      return {};
    case '+':
    case '-':
    case '.':
      return TypeNumber(scalar);
    default:
      return IsDigit(scalar[0]) ? TypeNumber(scalar) : Typed{};
  }
}

}  // namespace stackql::yaml
