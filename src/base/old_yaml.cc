#include "base/old_yaml.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/number.h"

// Facts: PyYAML's resolver.py and constructor.py.
namespace stackql {
namespace {

constexpr std::array<std::string_view, 3> kNulls = {"null", "Null", "NULL"};
constexpr std::array<std::string_view, 18> kBooleans = {
    "yes",   "Yes",   "YES",   "no", "No", "NO", "true", "True", "TRUE",
    "false", "False", "FALSE", "on", "On", "ON", "off",  "Off",  "OFF"};
constexpr std::array<std::string_view, 6> kNoNumbers = {".inf", ".Inf", ".INF",
                                                        ".nan", ".NaN", ".NAN"};

bool Take(std::string_view& text, char sign) {
  if (text.empty() || text.front() != sign) return false;
  text.remove_prefix(1);
  return true;
}

bool TakeOneOf(std::string_view& text, std::string_view signs) {
  if (text.empty() || signs.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Takes what is of these from the front; whether there was something.
bool TakeAll(std::string_view& text, std::string_view signs) {
  const size_t count = std::min(text.find_first_not_of(signs), text.size());
  text.remove_prefix(count);
  return count > 0;
}

// Takes up to `most` digits from the front; -1: there are fewer than `least`.
int Digits(std::string_view& text, size_t least, size_t most) {
  size_t count = 0;
  while (count < std::min(most, text.size()) && IsDigit(text[count])) ++count;
  if (count < least) return -1;
  const int number = ParseNumber<int>(text.substr(0, count)).value_or(-1);
  text.remove_prefix(count);
  return number;
}

struct Date {
  bool read = false;  // it has the form
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

// .25 Z, or +01:30
bool IsZone(std::string_view rest) {
  if (Take(rest, '.')) TakeAll(rest, "0123456789");
  if (rest.empty()) return true;
  TakeAll(rest, " \t");
  if (Take(rest, 'Z')) return rest.empty();
  if (!TakeOneOf(rest, "+-") || Digits(rest, 1, 2) < 0) return false;
  return rest.empty() || (Take(rest, ':') && Digits(rest, 2, 2) >= 0 && rest.empty());
}

Date ReadDate(std::string_view text) {
  Date date;
  const bool alone = text.size() == 10;
  date.year = Digits(text, 4, 4);
  if (date.year < 0 || !Take(text, '-')) return date;
  date.month = Digits(text, 1, 2);
  if (date.month < 0 || !Take(text, '-')) return date;
  date.day = Digits(text, 1, 2);
  if (date.day < 0) return date;
  if (text.empty()) {
    date.read = alone;
    return date;
  }
  if (!TakeOneOf(text, "Tt") && !TakeAll(text, " \t")) return date;
  date.hour = Digits(text, 1, 2);
  if (date.hour < 0 || !Take(text, ':')) return date;
  date.minute = Digits(text, 2, 2);
  if (date.minute < 0 || !Take(text, ':')) return date;
  date.second = Digits(text, 2, 2);
  date.read = date.second >= 0 && IsZone(text);
  return date;
}

bool IsDay(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays.at(static_cast<size_t>(month - 1)) + (leap && month == 2 ? 1 : 0);
}

// What follows the point of a number.
bool IsFraction(std::string_view rest) {
  TakeAll(rest, "0123456789_");
  if (rest.empty()) return true;
  return TakeOneOf(rest, "eE") && TakeOneOf(rest, "+-") && TakeAll(rest, "0123456789") &&
         rest.empty();
}

// 12:30: base 60.
bool IsSexagesimal(std::string_view text) {
  const bool zero = text[0] == '0';
  TakeAll(text, "0123456789_");
  while (Take(text, ':')) {
    const size_t before = text.size();
    const bool large = before > 1 && text[0] > '5' && IsDigit(text[1]);
    if (large || Digits(text, 1, 2) < 0) return false;
  }
  if (text.empty()) return !zero;
  return Take(text, '.') && (TakeAll(text, "0123456789_"), text.empty());
}

OldScalar ReadNumber(std::string_view text) {
  using enum OldScalar;
  if (IsDigit(text[0]) && ReadDate(text).read) return kDate;
  const bool sign = TakeOneOf(text, "+-");
  if (text.empty()) return kText;
  if (text[0] == '.') {
    const bool none = std::ranges::find(kNoNumbers, text) != kNoNumbers.end();
    if (none) return !sign || (text[1] != 'n' && text[1] != 'N') ? kNumber : kText;
    return !sign && text.size() > 1 && IsDigit(text[1]) && IsFraction(text.substr(1)) ? kNumber
                                                                                      : kText;
  }
  if (!IsDigit(text[0])) return kText;
  for (const auto& [prefix, digits] : {std::pair<std::string_view, std::string_view>{"0b", "01_"},
                                       {"0x", "0123456789abcdefABCDEF_"}}) {
    if (!text.starts_with(prefix)) continue;
    text.remove_prefix(prefix.size());
    return TakeAll(text, digits) && text.empty() ? kNumber : kText;
  }
  const size_t end = std::min(text.find_first_not_of("0123456789_"), text.size());
  if (end == text.size()) {
    if (text[0] != '0' || end == 1) return kNumber;
    return text.find_first_of("89") == std::string_view::npos ? kOctal : kText;
  }
  if (text[end] == '.') return IsFraction(text.substr(end + 1)) ? kNumber : kText;
  return text[end] == ':' && IsSexagesimal(text) ? kSexagesimal : kText;
}

}  // namespace

OldScalar ReadAsOldYaml(std::string_view plain) {
  using enum OldScalar;
  constexpr size_t kLongestWord = 5;
  if (plain.empty()) return kNull;
  const char first = plain[0];
  if (IsDigit(first) || first == '-' || first == '+' || first == '.') return ReadNumber(plain);
  if (plain.size() > kLongestWord) return kText;
  if (plain == "~" || std::ranges::find(kNulls, plain) != kNulls.end()) return kNull;
  return std::ranges::find(kBooleans, plain) != kBooleans.end() ? kBool : kText;
}

bool IsImpossibleDate(std::string_view plain) {
  const Date date = ReadDate(plain);
  return date.read && (!IsDay(date.year, date.month, date.day) || date.hour > 23 ||
                       date.minute > 59 || date.second > 59);
}

}  // namespace stackql
