#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stackql {

struct IsoTime {
  int64_t seconds = 0;  // since 1970; of what names no zone, as if it were UTC
  bool has_time = false;
  bool has_zone = false;
};

// Reads "2026-01-31", "2026-01-31T12:00:30" or "2026-01-31T12:00:30.5Z", with "+02:00" or "-0230"
// for Z (as RFC 3339 and ISO 8601 write times). Fractions are cut off. None if the text is anything
// else, or names a day or an hour that is none.
std::optional<IsoTime> ParseIsoTime(std::string_view text);

// The day in UTC, as "2026-01-31".
std::string Today();

// Whether a day or a month ("2026-01-31", "2026-01") was more than a year ago on a day; of one that
// is not known, it is not.
bool IsOlderThanAYear(std::string_view date, std::string_view today);

}  // namespace stackql
