#include "iam/timestamp.h"

#include "base/number.h"
#include "base/time.h"

namespace stackql::iam {

std::optional<int64_t> SecondsOf(std::string_view text) {
  if (const auto number = ParseNumber<int64_t>(text)) return number;
  const std::optional<IsoTime> time = ParseIsoTime(text);
  if (!time || (time->has_time && !time->has_zone)) return std::nullopt;
  return time->seconds;
}

}  // namespace stackql::iam
