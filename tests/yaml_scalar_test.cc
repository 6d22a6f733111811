// Where the decoded bytes of a scalar come from, style by style.

#include <gtest/gtest.h>

#include "yaml_reading.h"

namespace stackql {
namespace {

struct Case {
  std::string_view marked;  // the token of `v` is marked
  std::string_view decoded;
  // Parts of the decoded value and the bytes that spell them.
  std::vector<std::pair<std::string_view, std::string_view>> parts = {};
};

const Case kCases[] = {
    {"v: «plain»\n", "plain", {{"lai", "lai"}}},
    {"v: «two words»  # c\n", "two words"},
    {"v: «a\n  b»\n", "a b", {{"a", "a"}, {"b", "b"}, {" ", "\n  "}}},
    {"v: «a  \n\n\n  b é»\n", "a\n\nb é", {{"é", "é"}, {"b é", "b é"}}},
    {"v: «it's \"so\"»\n", "it's \"so\""},
    {"v: [«a b\n  c»]\n", "a b c"},
    {"v: «http://x#y»\n", "http://x#y", {{"#y", "#y"}}},
    {"v: «'single'»", "single", {{"ing", "ing"}}},
    {"v: «'it''s'»\n", "it's", {{"'", "''"}, {"s", "s"}, {"it", "it"}}},
    {"v: «'''a'''»\n", "'a'", {{"a", "a"}}},
    {"v: «'a\n\n  b\n c'»\n", "a\nb c", {{"b", "b"}, {"c", "c"}, {"\n", "\n\n  "}}},
    {"v: «'back\\slash \"'»\n", "back\\slash \"", {{"sla", "sla"}}},
    {"v: «\"double\"»\n", "double"},
    {"v: «\"a\\nb\\tc\"»\n", "a\nb\tc", {{"\n", "\\n"}, {"c", "c"}, {"b", "b"}}},
    {"v: «\"\\x41\\u00e9\\U0001F600z\"»\n",
     "Aé😀z",
     {{"A", "\\x41"}, {"é", "\\u00e9"}, {"😀", "\\U0001F600"}, {"z", "z"}}},
    {"v: «\"\\\"\\\\\\/\"»\n", "\"\\/", {{"\"", "\\\""}, {"\\", "\\\\"}, {"/", "\\/"}}},
    {"v: «\"\\e\\_\\L\\N\\P\\0\"»\n",
     std::string_view("\x1B\xC2\xA0\xE2\x80\xA8\xC2\x85\xE2\x80\xA9\0", 12),
     {{"\xC2\x85", "\\N"}}},
    {"v: «\"a \\\n   b\"»\n", "a b", {{"a ", "a "}, {"b", "b"}}},
    {"v: «\"a\n  \n  b\"»\n", "a\nb", {{"b", "b"}}},
    {"v: «\"a\\\r\n  b\"»\r\n", "ab", {{"b", "b"}}},
    {"v: «'a\r\n  b'»\r\n", "a b", {{" ", "\r\n  "}, {"b", "b"}}},
    {"v: «\"\"»\n", ""},
    {"v: «''»\n", ""},
    {"v: &x !!str «'q'»\n", "q"},
    {"v: !t\n  «p»\n", "p"},
    {"v: «|\n  a\n  b\n»", "a\nb\n", {{"b\n", "b\n"}, {"a", "a"}}},
    {"v: «|\n  a\n  b»", "a\nb", {{"b", "b"}}},
    {"v: «|-\n  a\n  b»\n\nw: 1\n", "a\nb", {{"b", "b"}}},
    {"v: «|+\n  a\n\n»w: 1\n", "a\n\n"},
    {"v: «|2\n   a\n  b\n»", " a\nb\n", {{" a", " a"}}},
    {"v: «|2-\n    a\n\n    b»\n", "  a\n\n  b", {{"b", "b"}}},
    {"v: «| # comment\n  a\n»", "a\n", {{"a", "a"}}},
    {"v: «|\r\n  a\r\n  b\r\n»", "a\nb\n", {{"a", "a"}, {"b", "b"}}},
    {"v: !t «|\n\n  a\n»", "\na\n", {{"a", "a"}}},
    {"v: «|\n  # no comment\n»# comment\n", "# no comment\n", {{"no", "no"}}},
    {"v: «>\n  a\n  b\n»", "a b\n", {{" ", "\n  "}, {"b", "b"}}},
    {"v: «>-\n  a\n\n\n  b»\n", "a\n\nb", {{"b", "b"}}},
    {"v: «>\n  a\n   more\n  b\n»", "a\n more\nb\n", {{"more", "more"}, {"b", "b"}}},
    {"v: «>1-\n  a\n b»\n", " a\nb", {{"a", "a"}, {"b", "b"}}},
    {"v: «>\r\n  a\r\n  é\r\n»", "a é\n", {{"é", "é"}, {" ", "\r\n  "}}},
    {"\xEF\xBB\xBFé: 1\nv: «'ü''x'»\n", "ü'x", {{"ü", "ü"}, {"x", "x"}}},
    {"# é\nv: «😀 x»", "😀 x", {{"x", "x"}}},
};

TEST(YamlScalar, TokensAndPartsAreWhereTheyAreWritten) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.marked);
    const Marked marked(c.marked);
    const Reading read(marked.bytes, {.allow_byte_order_mark = true});
    ASSERT_TRUE(read.problems.empty());
    ValueId id = read.values.Find(read.root, "v");
    ASSERT_NE(id, kNoValue);
    if (read.values[id].kind == Kind::kArray) id = read.values.Elements(id)[0];
    const Value& value = read.values[id];
    EXPECT_EQ(value.token.span, marked.spans[0]);
    ASSERT_EQ(read.values.Text(id), c.decoded);
    for (const auto& [part, spelled] : c.parts) {
      const auto at = static_cast<uint32_t>(c.decoded.find(part));
      const Loc loc = value.text.Sub(at, at + static_cast<uint32_t>(part.size()));
      EXPECT_EQ(read.sources.Bytes(read.sources.Resolve(loc).at), spelled);
      EXPECT_EQ(read.sources.Resolve(loc).exact, part == spelled);
    }
  }
}

}  // namespace
}  // namespace stackql
