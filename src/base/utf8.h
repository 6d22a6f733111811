#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stackql {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

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

// Whether a byte goes on with a character that began before it.
constexpr bool IsContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// How many characters begin in a text.
size_t CountCharacters(std::string_view text);

// Where the character begins that the byte at `at` belongs to; and the first place from `at` on
// where none goes on. Both are the text's size if `at` is.
size_t CharacterBegin(std::string_view text, size_t at);
size_t CharacterEnd(std::string_view text, size_t at);

// At most `size` bytes of a text, no character cut in two.
std::string_view CutTo(std::string_view text, size_t size);
// The same, with "..." after a text that was cut.
std::string Shortened(std::string_view text, size_t size);

// The byte where a text stops being UTF-8; its size if it never does.
size_t ValidUpTo(std::string_view bytes);

}  // namespace stackql
