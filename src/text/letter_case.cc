#include "text/letter_case.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>

namespace stackql {
namespace {

struct Range {
  char32_t first = 0;
  char32_t last = 0;
};

// Latin, Greek and Cyrillic letters, punctuation, and the scripts of East Asia, which have no case.
constexpr Range kStable[] = {{0, 0x17F},       {0x370, 0x3FF},   {0x400, 0x52F},
                             {0x2000, 0x206F}, {0x3000, 0x9FFF}, {0xAC00, 0xD7A3}};
// Within these: letters that become several, such as ß, and sigma, which ends a word otherwise.
constexpr char32_t kUnlike[] = {0xDF, 0x130, 0x149, 0x390, 0x3A3, 0x3B0};

bool IsStable(char32_t code) {
  const bool within = std::any_of(std::begin(kStable), std::end(kStable), [&](const Range& range) {
    return range.first <= code && code <= range.last;
  });
  return within && std::find(std::begin(kUnlike), std::end(kUnlike), code) == std::end(kUnlike);
}

}  // namespace

std::optional<char32_t> UpperCase(char32_t code) {
  if (!IsStable(code)) return std::nullopt;
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(code)));
}

std::optional<char32_t> LowerCase(char32_t code) {
  if (!IsStable(code)) return std::nullopt;
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code)));
}

}  // namespace stackql
