#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stackql {

struct CodePoint {
  char32_t value = 0;  // of an invalid byte: the byte
  uint32_t size = 1;   // bytes it takes
  bool valid = true;
};

// The well-formed character that begins at `at`, or else the one byte there. `at` lies in `bytes`.
CodePoint ReadCodePoint(std::string_view bytes, size_t at);

// Whether all of the bytes are well-formed characters.
bool IsUtf8(std::string_view bytes);

// Appends the UTF-8 form of a code point that is not a surrogate and at most 0x10FFFF.
void AppendCodePoint(char32_t code, std::string& out);

// The byte where a text stops being UTF-8; its size if it never does.
size_t ValidUpTo(std::string_view bytes);

}  // namespace stackql
