#include "lang/unicode.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "lang/unicode_tables.h"

namespace stackql::lang {
namespace {

using Range = Program::Range;

constexpr auto kAscii = std::to_array<Range>({{0, 0x7F}});
constexpr auto kAlnum = std::to_array<Range>({{'0', '9'}, {'A', 'Z'}, {'a', 'z'}});
constexpr auto kAlpha = std::to_array<Range>({{'A', 'Z'}, {'a', 'z'}});
constexpr auto kBlank = std::to_array<Range>({{'\t', '\t'}, {' ', ' '}});
constexpr auto kCntrl = std::to_array<Range>({{0, 0x1F}, {0x7F, 0x7F}});
constexpr auto kDigit = std::to_array<Range>({{'0', '9'}});
constexpr auto kGraph = std::to_array<Range>({{'!', '~'}});
constexpr auto kLower = std::to_array<Range>({{'a', 'z'}});
constexpr auto kPrint = std::to_array<Range>({{' ', '~'}});
constexpr auto kPunct = std::to_array<Range>({{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}});
constexpr auto kSpace = std::to_array<Range>({{'\t', '\r'}, {' ', ' '}});
constexpr auto kUpper = std::to_array<Range>({{'A', 'Z'}});
constexpr auto kXDigit = std::to_array<Range>({{'0', '9'}, {'A', 'F'}, {'a', 'f'}});

constexpr auto kAsciiClasses = std::to_array<NamedClass>({{"ASCII", kAscii},
                                                          {"Alnum", kAlnum},
                                                          {"Alpha", kAlpha},
                                                          {"Blank", kBlank},
                                                          {"Cntrl", kCntrl},
                                                          {"Digit", kDigit},
                                                          {"Graph", kGraph},
                                                          {"Lower", kLower},
                                                          {"Print", kPrint},
                                                          {"Punct", kPunct},
                                                          {"Space", kSpace},
                                                          {"Upper", kUpper},
                                                          {"XDigit", kXDigit}});

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
