// Characters of UTF-8: read, counted, and never cut in two.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/hex.h"
#include "base/utf8.h"

namespace stackql {
namespace {

TEST(Utf8, ReadsWhatItAppends) {
  for (char32_t code = 0; code <= 0x10FFFF; code += code < 0x20000 ? 1 : 997) {
    if (code >= 0xD800 && code < 0xE000) continue;
    std::string bytes;
    AppendCodePoint(code, bytes);
    const CodePoint read = ReadCodePoint(bytes, 0);
    ASSERT_TRUE(read.valid && read.value == code && read.size == bytes.size()) << uint32_t{code};
    ASSERT_EQ(CountCharacters(bytes), 1U) << uint32_t{code};
    if (bytes.size() == 1) continue;
    bytes.pop_back();
    ASSERT_FALSE(ReadCodePoint(bytes, 0).valid) << uint32_t{code};
    ASSERT_FALSE(IsUtf8(bytes)) << uint32_t{code};
  }
}

TEST(Utf8, TextsAreCutBetweenCharacters) {
  constexpr std::string_view kText = "aé日😀";  // 1, 2, 3 and 4 bytes
  ASSERT_EQ(kText.size(), 10U);
  constexpr size_t kCuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
  constexpr size_t kEnds[] = {0, 1, 3, 3, 6, 6, 6, 10, 10, 10, 10, 10};
  for (size_t size = 0; size < std::size(kCuts); ++size) {
    EXPECT_EQ(CutTo(kText, size), kText.substr(0, kCuts[size])) << size;
    EXPECT_EQ(CharacterBegin(kText, size), kCuts[size]) << size;
    EXPECT_EQ(CharacterEnd(kText, size), kEnds[size]) << size;
  }
  EXPECT_EQ(Shortened(kText, 5), "aé...");
  EXPECT_EQ(Shortened(kText, 10), kText);
  EXPECT_EQ(CutTo("", 0), "");
  EXPECT_EQ(CountCharacters(kText), 4U);
}

TEST(Hex, HasAsManyDigitsAsAreAsked) {
  EXPECT_EQ(Hex(0xE9, 2), "e9");
  EXPECT_EQ(Hex(0xE9, 4, kUpperHex), "00E9");
  EXPECT_EQ(Hex(0x12345, 2), "45");
  EXPECT_TRUE(IsHexDigest("00ff", 2));
  EXPECT_FALSE(IsHexDigest("00ff", 1));
  EXPECT_FALSE(IsHexDigest("00FF", 2));
  EXPECT_FALSE(IsHexDigest("00fg", 2));
}

}  // namespace
}  // namespace stackql
