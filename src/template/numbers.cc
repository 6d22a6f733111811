#include "template/numbers.h"

#include <charconv>

namespace stackql::tmpl {
namespace {

constexpr size_t kMostDigits = 18;   // of an int64_t, whatever they are
constexpr size_t kExactDigits = 15;  // of a double

bool AreDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<int64_t> Integer(std::string_view lexeme) {
  const bool negative = !lexeme.empty() && lexeme[0] == '-';
  const std::string_view digits = lexeme.substr(negative ? 1 : 0);
  if (!AreDigits(digits) || digits.size() > kMostDigits) return std::nullopt;
  if (digits[0] == '0' && (digits.size() > 1 || negative)) return std::nullopt;
  int64_t number = 0;
  std::from_chars(lexeme.data(), lexeme.data() + lexeme.size(), number);
  return number;
}

bool PrintsAsWritten(std::string_view lexeme) {
  if (Integer(lexeme)) return true;
  if (!lexeme.empty() && lexeme[0] == '-') lexeme.remove_prefix(1);
  const size_t dot = lexeme.find('.');
  if (dot == std::string_view::npos || lexeme.size() > kExactDigits) return false;
  const std::string_view whole = lexeme.substr(0, dot);
  const std::string_view fraction = lexeme.substr(dot + 1);
  if (!AreDigits(whole) || !AreDigits(fraction)) return false;
  return (whole.size() == 1 || whole[0] != '0') && fraction.back() != '0';
}

}  // namespace stackql::tmpl
