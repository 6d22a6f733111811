#include "iam/timestamp.h"

#include <charconv>
#include <chrono>

namespace stackql::iam {
namespace {

// Digits of a fixed count, which must be all; -1 if they are not.
int Digits(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return -1;
  int number = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

}  // namespace

std::optional<int64_t> SecondsOf(std::string_view text) {
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return number;
  const int year = Digits(text, 0, 4);
  const int month = Digits(text, 5, 2);
  const int day = Digits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  if (text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::sys_days date = std::chrono::year(year) / month / day;
  const int64_t days = date.time_since_epoch().count() * 86'400;
  if (text.size() == 10) return days;
  const int64_t hour = Digits(text, 11, 2);
  const int64_t minute = Digits(text, 14, 2);
  const int64_t second = Digits(text, 17, 2);
  const bool whole =
      text.size() == 20 && text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == 'Z';
  if (!whole || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  return days + hour * 3'600 + minute * 60 + second;
}

}  // namespace stackql::iam
