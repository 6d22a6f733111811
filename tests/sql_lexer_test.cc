#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "sql/lexer.h"
#include "sql_reading.h"

namespace stackql::sql {
namespace {

// Each token as a letter for its kind and its bytes; holes are written ?.
std::string Show(std::string_view written, const LexOptions& options = {}) {
  std::string bytes;
  for (const char c : written) c == '?' ? bytes += kHoleBytes : bytes += c;
  std::string shown;
  for (const Token& token : Lex(bytes, options)) {
    if (!shown.empty()) shown += ' ';
    shown += "wnsd.hbuc"[static_cast<size_t>(token.kind)];
    shown += ':';
    for (uint32_t i = token.where.begin; i < token.where.end;) {
      const bool hole = bytes.compare(i, kHoleBytes.size(), kHoleBytes) == 0;
      shown += hole ? '?' : bytes[i];
      i += hole ? static_cast<uint32_t>(kHoleBytes.size()) : 1;
    }
    EXPECT_EQ(token.hole,
              HasHole(std::string_view(bytes).substr(token.where.begin, token.where.size())));
  }
  return shown;
}

struct Case {
  std::string_view text;
  std::string_view tokens;
};

TEST(SqlLexer, FollowsStackql) {
  const Case cases[] = {
      {"SELECT a1, _b, @c, $d", "w:SELECT w:a1 .:, w:_b .:, w:@c .:, w:$d"},
      {"x$y@z größe", "w:x$y@z w:größe"},
      {"project-id", "w:project .:- w:id"},
      {R"('a''b' 'c\'d' '\\' '')", R"(s:'a''b' s:'c\'d' s:'\\' s:'')"},
      {R"("a""b" "c\" "")", R"(n:"a""b" n:"c\" n:"")"},
      {"a--b\nc # d\n e // f\r\ng", "w:a w:c w:e w:g"},
      {"a - -b a/b", "w:a .:- .:- w:b w:a .:/ w:b"},
      {"/* /* a */ b */", "w:b .:* .:/"},
      {"/*+ AWAIT */ a", "w:a"},
      // StackQL runs the text of such a comment, after an optional version.
      {"a /*! b, 'c' */ d", "w:a w:b .:, s:'c' w:d"},
      {"a/*!50110b*/c/*!501*/d/*!501 */e", "w:a w:b w:c w:d d:501 w:e"},
      {"a /*! 'b */ c'", "w:a u:'b  w:c u:'"},
      {"/*!*/ a /*! /* b */", "w:a u:/* b "},
      {"'://' '-- a' '#' \"/*\"", "s:'://' s:'-- a' s:'#' n:\"/*\""},
      {"1 1.5 .5 1. 1e3 1E-3 0x1F 007", "d:1 d:1.5 d:.5 d:1. d:1e3 d:1E-3 d:0x1F d:007"},
      {"1e e1 1e+ 12ab", "w:1e w:e1 w:1e .:+ w:12ab"},
      {".5a 1.a 1.5a a.5", "w:.5a w:1.a w:1.5a w:a d:.5"},
      {"a.b.\"c\".*", "w:a .:. w:b .:. n:\"c\" .:. .:*"},
      {"a->>'b'->c<=>d<>e!=f::g||h",
       "w:a .:->> s:'b' .:-> w:c .:<=> w:d .:<> w:e .:!= w:f .::: "
       "w:g .:|| w:h"},
      {"`a`", "b:` w:a b:`"},
      {"a 'b", "w:a u:'b"},
      {"a 'b\\'", "w:a u:'b\\'"},
      {"\"b'", "u:\"b'"},
      {"a /* b", "w:a u:/* b"},
      {"a /*/", "w:a u:/*/"},
      {"a\t\v\f\r\nb", "w:a w:b"},
      {"\xEF\xBB\xBF"
       "a",
       "w:a"},
      {"", ""},
      {" \n", ""},
  };
  for (const Case& test : cases) EXPECT_EQ(Show(test.text), test.tokens) << test.text;
}

TEST(SqlLexer, HolesGlueToWhatTheyTouch) {
  const Case cases[] = {
      {"? a? ?a a?b ??", "h:? w:a? w:?a w:a?b h:??"},
      {"1? ?1 1.? 1.5? .5?", "w:1? w:?1 w:1.? w:1.5? w:.5?"},
      {"'?' 'a?b' \"?\"", "s:'?' s:'a?b' n:\"?\""},
      {"'\\?' a", "s:'\\?' w:a"},
      {"a.?.b", "w:a .:. h:? .:. w:b"},
      {"(?)", ".:( h:? .:)"},
  };
  for (const Case& test : cases) EXPECT_EQ(Show(test.text), test.tokens) << test.text;
}

TEST(SqlLexer, KeepsCommentsOnDemand) {
  EXPECT_EQ(Show("a -- b\n/* c */ # d", {.comments = true}), "w:a c:-- b c:/* c */ c:# d");
  EXPECT_EQ(Show("{{ a -- b }} {% c # d %} {# /* #} '{{ \"it's\" }}' e", {.templates = true}),
            "s:'{{ \"it's\" }}' w:e");
  EXPECT_EQ(Show("a {{ b", {.templates = true}), "w:a");
}

TEST(SqlLexer, DecodesLiteralsWithPlaces) {
  struct Literal {
    std::string_view written;
    std::string decoded;
  };
  const Literal literals[] = {
      {"''", ""},
      {"'a'", "a"},
      {"'it''s'", "it's"},
      {"''''", "'"},
      {"'it\\'s'", "it's"},
      {R"('\n\t\r\b\Z\\\"\%\q')", "\n\t\r\b\x1A\\\"%q"},
      {"'a\\0b'", std::string("a\0b", 3)},
      {R"('{"a": "b"}')", R"({"a": "b"})"},
      {"'é\\é'", "éé"},
  };
  for (const Literal& literal : literals) {
    SCOPED_TRACE(literal.written);
    Sources sources;
    const TextId file = sources.AddFile("query.iql", "xx" + std::string(literal.written) + "yy");
    const auto size = static_cast<uint32_t>(literal.written.size());
    const Loc text = DecodeString(sources, {file, {2, 2 + size}});
    EXPECT_EQ(sources.Bytes(text), literal.decoded);
    const Loc whole = sources.Resolve(text).at;
    if (!text.empty()) {
      EXPECT_EQ(whole, (Loc{file, {3, 1 + size}}));
    }
  }
}

TEST(SqlLexer, DecodedBytesKnowTheirSpelling) {
  Sources sources;
  const TextId file = sources.AddFile("query.iql", "'a''b\\nc'");
  const Loc text = DecodeString(sources, sources.All(file));
  ASSERT_EQ(sources.Bytes(text), "a'b\nc");
  const std::string_view spelled[] = {"a", "''", "b", "\\n", "c"};
  for (uint32_t i = 0; i < std::size(spelled); ++i) {
    EXPECT_EQ(sources.Bytes(sources.Resolve(text.Sub(i, i + 1)).at), spelled[i]);
  }
}

}  // namespace
}  // namespace stackql::sql
