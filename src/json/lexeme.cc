#include "json/lexeme.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/ascii.h"

namespace stackql::json {
namespace {

// The end of the run of digits at `at`.
size_t Digits(std::string_view text, size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

std::string_view ExpectedNumber(std::string_view found) {
  const size_t sign = found[0] == '-' || found[0] == '+' ? 1 : 0;
  if (found[0] == '+') return "a number without a plus sign";
  if (found.size() == sign) return "a digit after the minus sign";
  if (found[sign] == '.') return "a digit before the decimal point";
  if (found[sign] == '0' && sign + 1 < found.size()) {
    if (IsDigit(found[sign + 1])) return "a number without leading zeros";
    if (found[sign + 1] == 'x' || found[sign + 1] == 'X') return "a decimal number";
  }
  const size_t whole = Digits(found, sign);
  if (whole < found.size() && found[whole] == '.' && Digits(found, whole + 1) == whole + 1) {
    return "a digit after the decimal point";
  }
  return "a number, or a string in double quotes";
}

}  // namespace

bool IsNumber(std::string_view lexeme) {
  size_t at = !lexeme.empty() && lexeme[0] == '-' ? 1 : 0;
  size_t end = Digits(lexeme, at);
  if (end == at || (lexeme[at] == '0' && end > at + 1)) return false;
  at = end;
  if (at < lexeme.size() && lexeme[at] == '.') {
    end = Digits(lexeme, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < lexeme.size() && (lexeme[at] == 'e' || lexeme[at] == 'E')) {
    ++at;
    if (at < lexeme.size() && (lexeme[at] == '+' || lexeme[at] == '-')) ++at;
    end = Digits(lexeme, at);
    if (end == at) return false;
    at = end;
  }
  return at == lexeme.size();
}

std::string_view ExpectedValue(std::string_view found) {
  if (found.empty()) return "a value";
  const char first = found[0];
  if (first == '\'' || first == '`') return "a string in double quotes";
  if (found.starts_with("//") || found.starts_with("/*") || first == '#') {
    return "a value (JSON has no comments)";
  }
  if (IsDigit(first) || first == '-' || first == '+' || first == '.') return ExpectedNumber(found);
  const std::string lower = Lower(found.substr(0, 9));
  if (lower == "true") return "true in lowercase";
  if (lower == "false") return "false in lowercase";
  if (lower == "null") return "null in lowercase";
  if (lower == "none" || lower == "undefined" || lower == "nil") return "null";
  const bool word = IsLower(lower[0]) || first == '_' || first == '$';
  return word ? "a string in double quotes" : "a value";
}

}  // namespace stackql::json
