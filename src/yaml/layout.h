#pragma once

#include <cstddef>
#include <string_view>

// What may be between the tokens of a YAML text. All functions take any offset up to the size.
namespace stackql::yaml {

inline bool IsBlank(char c) { return c == ' ' || c == '\t'; }
inline bool IsBreak(char c) { return c == '\n' || c == '\r'; }
inline bool IsFlowIndicator(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

// The byte at an offset; NUL after the end (a text with a NUL is never read).
inline char At(std::string_view bytes, size_t at) { return at < bytes.size() ? bytes[at] : '\0'; }

size_t SkipBlanks(std::string_view bytes, size_t at);
// Behind the line break at `at` (LF, CR LF or CR), or `at` if there is none.
size_t SkipBreak(std::string_view bytes, size_t at);
// The offset of the line break or end of text at or after `at`.
size_t LineEnd(std::string_view bytes, size_t at);
// Behind white space, line breaks and comments.
size_t SkipTrivia(std::string_view bytes, size_t at);
// Behind one property ("&anchor" or "!tag") if one starts at `at`, else `at`.
size_t SkipProperty(std::string_view bytes, size_t at);
// Offset of the quote that closes the one at `open`; npos if it is missing.
size_t ClosingQuote(std::string_view bytes, size_t open);
// Bytes between the start of its line and `at`.
size_t ColumnOf(std::string_view bytes, size_t at);

}  // namespace stackql::yaml
