#include "base/decimal.h"

#include <algorithm>

#include "base/ascii.h"

namespace stackql {
namespace {

constexpr size_t kExponentDigits = 15;

// Reads what follows the 'e'. False if it is not an exponent.
bool ParseExponent(std::string_view text, Decimal& number) {
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || !All(text, IsDigit)) return false;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  if (text.size() > kExponentDigits) {
    number.huge = true;
    return true;
  }
  int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  number.exponent += negative ? -value : value;
  return true;
}

int Sign(const Decimal& number) {
  if (number.digits.empty()) return 0;
  return number.negative ? -1 : 1;
}

}  // namespace

std::optional<bool> Decimal::Whole() const {
  if (digits.empty()) return true;
  if (huge) return std::nullopt;
  return exponent >= static_cast<int64_t>(digits.size());
}

std::optional<Decimal> ParseDecimal(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    number.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  bool any = false;
  bool point = false;
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!IsDigit(c)) break;
    any = true;
    if (number.digits.empty() && c == '0') {
      if (point) --number.exponent;
      continue;
    }
    number.digits += c;
    if (!point) ++number.exponent;
  }
  if (!any) return std::nullopt;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    if (!ParseExponent(text.substr(at + 1), number)) return std::nullopt;
  }
  number.digits.erase(number.digits.find_last_not_of('0') + 1);
  if (number.digits.empty()) number = Decimal();
  return number;
}

std::optional<std::strong_ordering> Compare(const Decimal& a, const Decimal& b) {
  if (Sign(a) != Sign(b)) return Sign(a) <=> Sign(b);
  if (a.huge || b.huge) return std::nullopt;
  std::strong_ordering order = a.exponent <=> b.exponent;
  if (order == 0) order = a.digits.compare(b.digits) <=> 0;
  return a.negative ? 0 <=> order : order;
}

std::optional<bool> SameNumber(std::string_view a, std::string_view b) {
  const std::optional<Decimal> one = ParseDecimal(a);
  const std::optional<Decimal> other = ParseDecimal(b);
  if (!one || !other) return false;
  if (a == b) return true;
  const auto order = Compare(*one, *other);
  return order ? std::optional(*order == 0) : std::nullopt;
}

}  // namespace stackql
