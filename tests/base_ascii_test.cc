// ASCII alone: each byte is asked once, and those from 0x80 on are left as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <string>

#include "base/ascii.h"

namespace stackql {
namespace {

using testing::ElementsAre;

TEST(Ascii, KindsAreThoseOfTheCLocaleForEveryByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const auto is = [&](int (*kind)(int)) { return byte < 0x80 && kind(byte) != 0; };
    EXPECT_EQ(IsDigit(c), is(std::isdigit)) << byte;
    EXPECT_EQ(IsLower(c), is(std::islower)) << byte;
    EXPECT_EQ(IsUpper(c), is(std::isupper)) << byte;
    EXPECT_EQ(IsAlpha(c), is(std::isalpha)) << byte;
    EXPECT_EQ(IsAlnum(c), is(std::isalnum)) << byte;
    EXPECT_EQ(IsWord(c), is(std::isalnum) || c == '_') << byte;
    EXPECT_EQ(IsSpace(c), is(std::isspace)) << byte;
    EXPECT_EQ(IsSpace(c), kSpaces.find(c) != std::string_view::npos) << byte;
    EXPECT_EQ(IsControl(c), is(std::iscntrl)) << byte;
    EXPECT_EQ(HexDigit(c) >= 0, is(std::isxdigit)) << byte;
    EXPECT_EQ(Lower(c), byte < 0x80 ? static_cast<char>(std::tolower(byte)) : c) << byte;
    EXPECT_EQ(Upper(c), byte < 0x80 ? static_cast<char>(std::toupper(byte)) : c) << byte;
  }
  for (int value = 0; value < 16; ++value) {
    EXPECT_EQ(HexDigit("0123456789abcdef"[value]), value);
    EXPECT_EQ(HexDigit("0123456789ABCDEF"[value]), value);
  }
}

TEST(Ascii, CaseOfTextsLeavesOtherBytes) {
  EXPECT_EQ(Lower("\xC3\x84"
                  "Ab9\xC1Z["),
            "\xC3\x84"
            "ab9\xC1z[");
  EXPECT_EQ(Upper("\xC3\xA4"
                  "Ab9\xE1z{"),
            "\xC3\xA4"
            "AB9\xE1Z{");
  EXPECT_EQ(Lower(""), "");
  EXPECT_TRUE(EqualsIgnoringCase("aB\xC3\x84", "Ab\xC3\x84"));
  EXPECT_FALSE(EqualsIgnoringCase("\xC3\x84", "\xC3\xA4"));
  EXPECT_FALSE(EqualsIgnoringCase("\xC1", "\xE1"));
  EXPECT_FALSE(EqualsIgnoringCase("[", "{")) << "they differ by the bit that tells case";
  EXPECT_FALSE(EqualsIgnoringCase("ab", "abc"));
  EXPECT_TRUE(EqualsIgnoringCase("", ""));
}

TEST(Ascii, OrderIgnoringCaseIsThatOfTheTextsInLowerCase) {
  const std::array texts = {"", "a", "A", "aB", "Ab", "abc", "B", "[", "{", "\xC3\x84", "\xE1"};
  for (const std::string one : texts) {
    for (const std::string other : texts) {
      const int order = Lower(one).compare(Lower(other));
      const int found = CompareIgnoringCase(one, other);
      EXPECT_EQ(found < 0, order < 0) << one << " " << other;
      EXPECT_EQ(found > 0, order > 0) << one << " " << other;
      EXPECT_EQ(found == 0, EqualsIgnoringCase(one, other)) << one << " " << other;
    }
  }
}

TEST(Ascii, EachIsReplacedFromTheLeft) {
  const auto replaced = [](std::string text, std::string_view from, std::string_view to) {
    ReplaceAll(text, from, to);
    return text;
  };
  EXPECT_EQ(replaced("aXbXX", "X", "--"), "a--b----");
  EXPECT_EQ(replaced("aaa", "aa", "a"), "aa") << "what was put in is not looked at again";
  EXPECT_EQ(replaced("abc", "", "x"), "abc");
  EXPECT_EQ(replaced("abc", "d", "x"), "abc");
  EXPECT_EQ(replaced("abc", "abc", ""), "");
}

TEST(Ascii, AllAsksEachByte) {
  EXPECT_TRUE(All("0123", IsDigit));
  EXPECT_FALSE(All("01x3", IsDigit));
  EXPECT_FALSE(All("0\xB2", IsDigit));
  EXPECT_TRUE(All("", IsDigit));
}

TEST(Ascii, IdentifiersAreWordsThatBeginWithNoDigit) {
  for (const char* text : {"a", "_", "a1_B"}) EXPECT_TRUE(IsIdentifier(text)) << text;
  for (const char* text : {"", "1a", "a-b", "\xC3\xA4", "a b"})
    EXPECT_FALSE(IsIdentifier(text)) << text;
}

TEST(Ascii, TrimsBothEndsOnly) {
  EXPECT_EQ(Trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(Trim("a"), "a");
  EXPECT_EQ(Trim(" \n"), "");
  EXPECT_EQ(Trim(""), "");
  EXPECT_EQ(Trim("\xC2\xA0"
                 "a"),
            "\xC2\xA0"
            "a")
      << "a blank of Unicode stays";
  EXPECT_EQ(Trim("--a- ", "-"), "a- ");
}

TEST(Ascii, SplitsAndJoins) {
  EXPECT_THAT(Split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(Split("", ','), ElementsAre(""));
  EXPECT_THAT(Split(",", ','), ElementsAre("", ""));
  EXPECT_EQ(Join(std::array{"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(Join(std::array{""}, ", "), "");
  EXPECT_EQ(Join(std::vector<std::string>(), ", "), "");
  for (const std::string text : {"", ",", "a,b", ",a,,b,"}) {
    EXPECT_EQ(Join(Split(text, ','), ","), text);
  }
}

TEST(Ascii, FindsAWordInAnyCase) {
  EXPECT_TRUE(ContainsIgnoringCase("x RETURNING y", "returning"));
  EXPECT_TRUE(ContainsIgnoringCase("Returning", "returning"));
  EXPECT_TRUE(ContainsIgnoringCase("rereturning", "returning"));
  EXPECT_FALSE(ContainsIgnoringCase("returnin", "returning"));
  EXPECT_FALSE(ContainsIgnoringCase("", "returning"));
}

TEST(Ascii, FindsWordsBetweenBlanks) {
  EXPECT_EQ(Words(""), std::vector<std::string_view>{});
  EXPECT_EQ(Words("one two"), (std::vector<std::string_view>{"one", "two"}));
  EXPECT_TRUE(HasWord("one two", "two"));
  EXPECT_FALSE(HasWord("one two", "tw"));
  EXPECT_FALSE(HasWord("one two", "one two"));
}

}  // namespace
}  // namespace stackql
