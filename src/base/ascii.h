#pragma once

#include <string>
#include <string_view>
#include <vector>

// Letters, digits and blanks of ASCII, whatever the locale. A byte from 0x80 on is none of them,
// and is never changed.
namespace stackql {

inline constexpr std::string_view kSpaces = " \t\n\v\f\r";  // what IsSpace() tells
inline constexpr std::string_view kBlanks = " \t\n\r";      // those of JSON and SQL

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsAlpha(char c) { return IsLower(c) || IsUpper(c); }
constexpr bool IsAlnum(char c) { return IsAlpha(c) || IsDigit(c); }
// What names are made of.
constexpr bool IsWord(char c) { return IsAlnum(c) || c == '_'; }
constexpr bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool IsControl(char c) { return (c >= '\0' && c < ' ') || c == 0x7F; }

// The value of a hexadecimal digit of either case; -1 for another byte.
constexpr int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr char Lower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr char Upper(char c) { return IsLower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
std::string Lower(std::string_view text);
std::string Upper(std::string_view text);

bool EqualsIgnoringCase(std::string_view one, std::string_view other);
// Whether the text has the word somewhere. `word`: in lowercase letters, not empty.
bool ContainsIgnoringCase(std::string_view text, std::string_view word);
// The words between single blanks, and whether one of them is `word`.
std::vector<std::string_view> Words(std::string_view words);
bool HasWord(std::string_view words, std::string_view word);
// Below, at or above 0 as `one` sorts before, with or after `other`, byte by byte in lower case.
int CompareIgnoringCase(std::string_view one, std::string_view other);

// Whether each byte is of a kind; true of the empty text.
template <typename Kind>
constexpr bool All(std::string_view text, Kind kind) {
  for (const char c : text) {
    if (!kind(c)) return false;
  }
  return true;
}

// A word that does not begin with a digit.
constexpr bool IsIdentifier(std::string_view text) {
  return !text.empty() && !IsDigit(text.front()) && All(text, IsWord);
}

// Puts `to` in the place of each `from`, from the left; nothing if `from` is empty.
void ReplaceAll(std::string& text, std::string_view from, std::string_view to);

// Without the bytes of `which` at both ends.
std::string_view Trim(std::string_view text, std::string_view which = kSpaces);

// What comes before a delimiter, taken off the text together with it; the whole text if it has
// none.
std::string_view TakeUntil(std::string_view& text, char delimiter);

// The parts between separators, empty ones too: one more than there are separators.
std::vector<std::string_view> Split(std::string_view text, char separator);

// The texts of a range with a separator between each two.
template <typename Texts>
std::string Join(const Texts& texts, std::string_view separator) {
  std::string joined;
  bool first = true;
  for (const auto& text : texts) {
    if (!first) joined += separator;
    first = false;
    joined += text;
  }
  return joined;
}

}  // namespace stackql
