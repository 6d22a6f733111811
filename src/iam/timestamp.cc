#include "iam/timestamp.h"

#include <charconv>

#include "base/time.h"

namespace stackql::iam {

std::optional<int64_t> SecondsOf(std::string_view text) {
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return number;
  const std::optional<IsoTime> time = ParseIsoTime(text);
  if (!time || (time->has_time && !time->has_zone)) return std::nullopt;
  return time->seconds;
}

}  // namespace stackql::iam
