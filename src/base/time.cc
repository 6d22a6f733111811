#include "base/time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>

#include "base/ascii.h"

namespace stackql {
namespace {

// Takes the parts of a text one after the other; once one is missing, nothing counts any more.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  // A number of a fixed count of digits, of at most `most`.
  int Number(size_t digits, int most) {
    int number = 0;
    ok_ = ok_ && rest_.size() >= digits && All(rest_.substr(0, digits), IsDigit);
    if (!ok_) return 0;
    for (const char c : rest_.substr(0, digits)) number = number * 10 + (c - '0');
    rest_.remove_prefix(digits);
    ok_ = number <= most;
    return number;
  }
  bool Take(char sign) {
    const bool found = rest_.starts_with(sign);
    if (found) rest_.remove_prefix(1);
    return found;
  }
  void Need(char sign) { ok_ = Take(sign) && ok_; }
  void SkipDigits() {
    const auto* const end = std::find_if_not(rest_.begin(), rest_.end(), IsDigit);
    ok_ = ok_ && end != rest_.begin();
    rest_.remove_prefix(static_cast<size_t>(end - rest_.begin()));
  }

  bool ok() const { return ok_; }
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

int64_t TimeOfDay(Scanner& scanner) {
  int64_t seconds = int64_t{3600} * scanner.Number(2, 23);
  scanner.Need(':');
  seconds += int64_t{60} * scanner.Number(2, 59);
  scanner.Need(':');
  seconds += scanner.Number(2, 60);  // 60: a leap second
  if (scanner.Take('.')) scanner.SkipDigits();
  return seconds;
}

// Seconds ahead of UTC, of what follows the sign.
int64_t Offset(Scanner& scanner) {
  const int64_t hours = scanner.Number(2, 23);
  scanner.Take(':');
  return hours * 3600 + int64_t{60} * scanner.Number(2, 59);
}

}  // namespace

std::optional<IsoTime> ParseIsoTime(std::string_view text) {
  Scanner scanner(text);
  const std::chrono::year year(scanner.Number(4, 9999));
  scanner.Need('-');
  const std::chrono::month month(static_cast<unsigned>(scanner.Number(2, 12)));
  scanner.Need('-');
  const std::chrono::day day(static_cast<unsigned>(scanner.Number(2, 31)));
  const std::chrono::year_month_day date(year, month, day);
  if (!scanner.ok() || !date.ok()) return std::nullopt;
  IsoTime time = {.seconds =
                      std::chrono::sys_days(date).time_since_epoch().count() * int64_t{86400}};
  if (scanner.Take('T')) {
    time.has_time = true;
    time.seconds += TimeOfDay(scanner);
    if (scanner.Take('+')) {
      time.has_zone = true;
      time.seconds -= Offset(scanner);
    } else if (scanner.Take('-')) {
      time.has_zone = true;
      time.seconds += Offset(scanner);
    } else {
      time.has_zone = scanner.Take('Z') || scanner.Take('z');
    }
  }
  if (!scanner.ok() || !scanner.AtEnd()) return std::nullopt;
  return time;
}

std::string Today() {
  const std::chrono::year_month_day day(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  std::array<char, 32> text = {};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int{day.year()},
                                 unsigned{day.month()}, unsigned{day.day()});
  return {text.data(), static_cast<size_t>(size)};
}

bool IsOlderThanAYear(std::string_view date, std::string_view today) {
  if (date.size() < 4 || !All(date.substr(0, 4), IsDigit)) return false;
  const std::string year = std::to_string(std::stoi(std::string(date.substr(0, 4))) + 1);
  return year + std::string(date.substr(4)) < today.substr(0, date.size());
}

}  // namespace stackql
