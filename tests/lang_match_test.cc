#include <gtest/gtest.h>

#include <string>

#include "lang/lang.h"

namespace stackql::lang {
namespace {

// "~" is a hole.
std::string Holed(std::string text) {
  for (size_t at = text.find('~'); at != std::string::npos; at = text.find('~', at)) {
    text.replace(at, 1, "\xFF\xFF\xFF");
  }
  return text;
}

struct Case {
  const char* pattern;
  const char* text;
  Tri expected;
};

TEST(LangMatch, Patterns) {
  const Case cases[] = {
      {"", "", Tri::kYes},
      {"b", "abc", Tri::kYes},
      {"^b", "abc", Tri::kNo},
      {"b$", "abc", Tri::kNo},
      {"^a.c$", "abc", Tri::kYes},
      {"^a.c$", "a\nc", Tri::kNo},
      {"(?s)^a.c$", "a\nc", Tri::kYes},
      {"^[a-c]{2,3}$", "abc", Tri::kYes},
      {"^[a-c]{2,3}$", "abca", Tri::kNo},
      {"^(?:ab|cd)+$", "abcdab", Tri::kYes},
      {"^a{3}$", "aaa", Tri::kYes},
      {"^a{2,}$", "a", Tri::kNo},
      {"^a{2,}$", "aaaaa", Tri::kYes},
      {"^a{,2}$", "a{,2}", Tri::kYes},
      {"^\\u00e9\\uD83D\\uDE00$", "é😀", Tri::kYes},
      {"^\\x{1F600}\\x41$", "😀A", Tri::kYes},
      {"^.$", "😀", Tri::kYes},
      {"^\\p{L}\\p{N}\\P{L}\\pZ$", "é4- ", Tri::kYes},
      {"^[\\p{L}\\p{Z}]+$", "Zoë Ω", Tri::kYes},
      {"^[^\\p{L}]$", "é", Tri::kNo},
      {"^\\p{Graph}+$", "a~", Tri::kUnknown},
      {"\\Aab\\Z", "ab", Tri::kYes},
      {"(?i)^aRn:[x-z]$", "ArN:Y", Tri::kYes},
      {"^(?i:a)b$", "AB", Tri::kNo},
      {"(?i)^\\D[^b]\\S$", "Aé😀", Tri::kYes},
      {"(?i)^[^b]$", "B", Tri::kNo},
      {"^[\\w-.]+$", "a-.b", Tri::kYes},
      {"^[a-]$", "-", Tri::kYes},
      {"^[\\s\\S]*$", "a\nb", Tri::kYes},
      {"^a|b$", "xb", Tri::kYes},
      {"^(a*)*b$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", Tri::kNo},
      {"^$", "", Tri::kYes},
      {"^$", "a", Tri::kNo},
      {"[^\\s\\S]", "a", Tri::kNo},
      {"^\\{\\{\\}$", "{{}", Tri::kYes},
      {"^[a-z0-9-]+$", "ab_c", Tri::kNo},
      {"^[\\u0020-\\uD7FF]*$", "~", Tri::kUnknown},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(std::string(one.pattern) + "  " + one.text);
    std::string why;
    const auto program = FromRegex(one.pattern, &why);
    ASSERT_TRUE(program) << why;
    EXPECT_EQ(Match(*program, Holed(one.text)), one.expected);
  }
}

TEST(LangMatch, HolesAreAnyText) {
  const Case cases[] = {
      {"^[a-z]+$", "~", Tri::kUnknown},
      {"^[a-z]+$", "ab~", Tri::kUnknown},
      {"^[a-z]+$", "AB~", Tri::kNo},
      {"^[a-z]+$", "~-logs", Tri::kNo},
      {"^[a-z-]+$", "~-logs", Tri::kUnknown},
      {"^arn:aws:", "arn:aws:~", Tri::kYes},
      {"^arn:aws:", "~", Tri::kUnknown},
      {"abc", "~abc~", Tri::kYes},
      {"^abc", "~abc~", Tri::kUnknown},
      {"^a[\\s\\S]*z$", "a~z", Tri::kYes},
      {"^a[\\s\\S]*z$", "a~", Tri::kUnknown},
      {"^a[\\s\\S]+z$", "a~z", Tri::kUnknown},
      {"^a[\\s\\S]+$", "ab~", Tri::kYes},
      {"^a[\\s\\S]*$", "~", Tri::kUnknown},
      {"^[\\s\\S]*$", "~", Tri::kYes},
      {"^[\\s\\S]*$", "~x~", Tri::kYes},
      {"^a$", "a~", Tri::kUnknown},
      {"^a$", "a~~", Tri::kUnknown},
      {"^a$", "~a", Tri::kUnknown},
      {"^a$", "ab~", Tri::kNo},
      {"^$", "~", Tri::kUnknown},
      {"$^", "~", Tri::kUnknown},
      {"$a", "~a", Tri::kNo},
      {"a^", "a~", Tri::kNo},
      {"", "~", Tri::kYes},
      {"[^\\s\\S]", "~", Tri::kNo},
      {"^a{3}$", "aa~a", Tri::kUnknown},
      {"^a{3}$", "aa~aa", Tri::kNo},
      {"^é~?$", "é~", Tri::kUnknown},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(std::string(one.pattern) + "  " + one.text);
    const auto program = FromRegex(one.pattern, nullptr);
    ASSERT_TRUE(program);
    EXPECT_EQ(Match(*program, Holed(one.text)), one.expected);
  }
}

TEST(LangMatch, Globs) {
  const Case cases[] = {
      {"", "", Tri::kYes},           {"", "a", Tri::kNo},           {"*", "", Tri::kYes},
      {"*", "~", Tri::kYes},         {"**", "a\nb", Tri::kYes},     {"a*", "abc", Tri::kYes},
      {"a*", "a~", Tri::kYes},       {"*c", "abc", Tri::kYes},      {"*c", "~c", Tri::kYes},
      {"a*c", "ac", Tri::kYes},      {"a*c", "a~c", Tri::kYes},     {"a*c", "abcd", Tri::kNo},
      {"a**c", "axc", Tri::kYes},    {"a?c", "aéc", Tri::kYes},     {"a?c", "ac", Tri::kNo},
      {"a?c", "a~c", Tri::kUnknown}, {"ivs:*", "s3:~", Tri::kNo},   {"?", "😀", Tri::kYes},
      {"a.c", "abc", Tri::kNo},      {"*b*", "abc", Tri::kYes},     {"*b*", "~b~", Tri::kYes},
      {"*b*", "~", Tri::kUnknown},   {"a*b*c", "a~b~c", Tri::kYes}, {"a*b*c", "a~c", Tri::kUnknown},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(std::string(one.pattern) + "  " + one.text);
    EXPECT_EQ(Match(FromGlob(one.pattern), Holed(one.text)), one.expected);
  }
}

TEST(LangMatch, MayEqual) {
  struct Pair {
    const char* text;
    const char* candidate;
    bool expected;
  };
  const Pair cases[] = {
      {"a", "a", true},         {"a", "b", false},         {"", "", true},
      {"~", "", true},          {"~", "abc", true},        {"a~", "abc", true},
      {"~c", "abc", true},      {"a~c", "ac", true},       {"ab~ba", "aba", false},
      {"ab~ba", "abba", true},  {"~b~", "abc", true},      {"~x~", "abc", false},
      {"~ab~ab~", "ab", false}, {"~ab~ab~", "abab", true}, {"~~a~~", "bab", true},
      {"a~b~c", "abc", true},   {"a~b~b~c", "abc", false}, {"~a", "ab", false},
  };
  for (const Pair& one : cases) {
    SCOPED_TRACE(std::string(one.text) + "  " + one.candidate);
    EXPECT_EQ(MayEqual(Holed(one.text), one.candidate), one.expected);
  }
}

TEST(LangMatch, RefusesWithAReason) {
  struct Refused {
    std::string pattern;
    std::string why;
  };
  const Refused cases[] = {
      {"(?=a)", "look-around is not supported"},
      {"(?<!a)", "look-around is not supported"},
      {"(a)\\1", "back-references are not supported"},
      {"\\bfoo", "word boundaries are not supported"},
      {"a{0,100000}", "the pattern is too large"},
      {"((a{100}){100}){100}", "the pattern is too large"},
      {"((((){1000}){1000}){1000}){1000}", "the pattern is too large"},
      {"a{99999999999}", "a repeat is too large"},
      {"(a", "a '(' is not closed"},
      {"a)", "a ')' without '('"},
      {"[a", "a '[' is not closed"},
      {"[b-a]", "a range whose end comes before its start"},
      {"a{3,2}", "a repeat whose end comes before its start"},
      {"*a", "a quantifier has nothing before it"},
      {"a|*", "a quantifier has nothing before it"},
      {"a**", "a quantifier after a quantifier"},
      {"\\", "the last backslash is not followed by anything"},
      {"\\p{Nope}", "an unknown character class in \\p"},
      {"\\uZZZZ", "hexadecimal digits are missing after \\x or \\u"},
      {"(?i)\\p{Lu}", "ignoring case beyond ASCII is not supported"},
      {"(?i)[^é]", "ignoring case beyond ASCII is not supported"},
      {"[[:alpha:]]", "POSIX classes are not supported"},
      {"[]a]", "a class that is empty or begins with ']' is not supported"},
      {"a\xFF", "the pattern is not UTF-8"},
      {std::string(1000, '(') + std::string(1000, ')'), "groups are nested too deeply"},
  };
  for (const Refused& one : cases) {
    SCOPED_TRACE(one.pattern.substr(0, 50));
    std::string why;
    EXPECT_FALSE(FromRegex(one.pattern, &why));
    EXPECT_EQ(why, one.why);
  }
}

TEST(LangMatch, GivesUpOnWhatTakesTooLong) {
  Limits limits;
  limits.steps = 1000;
  const auto program = FromRegex("^(a|b)*c$", nullptr, limits);
  ASSERT_TRUE(program);
  EXPECT_EQ(Match(*program, std::string(10, 'a') + "c"), Tri::kYes);
  EXPECT_EQ(Match(*program, std::string(10000, 'a') + "c"), Tri::kUnknown);
}

}  // namespace
}  // namespace stackql::lang
