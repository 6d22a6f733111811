#pragma once

#include <cstdint>
#include <string_view>

#include "lang/char_set.h"

namespace stackql::lang {

// What a backslash and the characters after it mean.
struct Escape {
  enum class Kind : uint8_t { kError, kCharacter, kSet, kBegin, kEnd };
  Kind kind = Kind::kError;
  char32_t code = 0;          // kCharacter
  uint32_t size = 0;          // bytes, with the backslash
  std::string_view why = {};  // kError
};

// Reads the escape at `at`, where a backslash is; a kSet is added to `set`.
Escape ReadEscape(std::string_view pattern, size_t at, CharSet& set);

}  // namespace stackql::lang
