#include "lang/unicode.h"

#include <algorithm>
#include <iterator>

#include "lang/unicode_tables.h"

namespace stackql::lang {
namespace {

using Range = Program::Range;

constexpr Range kAscii[] = {{0, 0x7F}};
constexpr Range kAlnum[] = {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}};
constexpr Range kAlpha[] = {{'A', 'Z'}, {'a', 'z'}};
constexpr Range kBlank[] = {{'\t', '\t'}, {' ', ' '}};
constexpr Range kCntrl[] = {{0, 0x1F}, {0x7F, 0x7F}};
constexpr Range kDigit[] = {{'0', '9'}};
constexpr Range kGraph[] = {{'!', '~'}};
constexpr Range kLower[] = {{'a', 'z'}};
constexpr Range kPrint[] = {{' ', '~'}};
constexpr Range kPunct[] = {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};
constexpr Range kSpace[] = {{'\t', '\r'}, {' ', ' '}};
constexpr Range kUpper[] = {{'A', 'Z'}};
constexpr Range kXDigit[] = {{'0', '9'}, {'A', 'F'}, {'a', 'f'}};

constexpr NamedClass kAsciiClasses[] = {
    {"ASCII", kAscii}, {"Alnum", kAlnum}, {"Alpha", kAlpha},  {"Blank", kBlank}, {"Cntrl", kCntrl},
    {"Digit", kDigit}, {"Graph", kGraph}, {"Lower", kLower},  {"Print", kPrint}, {"Punct", kPunct},
    {"Space", kSpace}, {"Upper", kUpper}, {"XDigit", kXDigit}};

const NamedClass* Find(std::span<const NamedClass> classes, std::string_view name) {
  const auto found = std::lower_bound(
      classes.begin(), classes.end(), name,
      [](const NamedClass& one, std::string_view wanted) { return one.name < wanted; });
  return found != classes.end() && found->name == name ? &*found : nullptr;
}

}  // namespace

const NamedClass* FindClass(std::string_view name) {
  const NamedClass* found = Find(kUnicodeClasses, name);
  return found != nullptr ? found : Find(kAsciiClasses, name);
}

}  // namespace stackql::lang
