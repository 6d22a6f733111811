#include "yaml/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/rule_names.h"
#include "yaml_reading.h"

namespace stackql {
namespace {

TEST(Yaml, TypesPlainScalarsAsTheTool) {
  struct Case {
    std::string_view written;
    Kind kind;
    std::string_view text;
  };
  const Case cases[] = {
      {"~", Kind::kNull, "~"},
      {"null", Kind::kNull, "null"},
      {"Null", Kind::kNull, "Null"},
      {"nULL", Kind::kString, "nULL"},
      {"true", Kind::kBool, "true"},
      {"True", Kind::kBool, "true"},
      {"FALSE", Kind::kBool, "false"},
      {"tRue", Kind::kString, "tRue"},
      {"yes", Kind::kString, "yes"},
      {"off", Kind::kString, "off"},
      {"0", Kind::kNumber, "0"},
      {"-1", Kind::kNumber, "-1"},
      {"+12", Kind::kNumber, "12"},
      {"012", Kind::kString, "012"},
      {"-012", Kind::kString, "-012"},
      {"00.5", Kind::kNumber, "0.5"},
      {"1.10", Kind::kNumber, "1.10"},
      {".5", Kind::kNumber, "0.5"},
      {"5.", Kind::kNumber, "5.0"},
      {"1e3", Kind::kNumber, "1e3"},
      {"1E-3", Kind::kNumber, "1E-3"},
      {"1e", Kind::kString, "1e"},
      {"e1", Kind::kString, "e1"},
      {"1e999", Kind::kString, "1e999"},
      {"1e-999", Kind::kNumber, "1e-999"},
      {"0x1F", Kind::kNumber, "31"},
      {"-0x1f", Kind::kNumber, "-31"},
      {"0o17", Kind::kNumber, "15"},
      {"0b101", Kind::kNumber, "5"},
      {"0x", Kind::kString, "0x"},
      {"0x-1", Kind::kString, "0x-1"},
      {"0xffffffffffffffffffffffffffffffff", Kind::kNumber,
       "340282366920938463463374607431768211455"},
      {"0x100000000000000000000000000000000", Kind::kString, "0x100000000000000000000000000000000"},
      {"1_000", Kind::kString, "1_000"},
      {"2024-01-01", Kind::kString, "2024-01-01"},
      {"1.2.3", Kind::kString, "1.2.3"},
      {"+", Kind::kString, "+"},
      {".", Kind::kString, "."},
      {"+-1", Kind::kString, "+-1"},
      {".inf", Kind::kUnknown, ".inf"},
      {"-.INF", Kind::kUnknown, "-.INF"},
      {".nan", Kind::kUnknown, ".nan"},
      {"inf", Kind::kString, "inf"},
      {"NaN", Kind::kString, "NaN"},
      {"<<", Kind::kString, "<<"},
      {"'true'", Kind::kString, "true"},
      {"\"5\"", Kind::kString, "5"},
      {"!!str 5", Kind::kString, "5"},
      {"!!int \"5\"", Kind::kNumber, "5"},
      {"!own 5", Kind::kUnknown, "5"},
      {"!own '5'", Kind::kUnknown, "5"},
      {"!<tag:yaml.org,2002:str> 5", Kind::kString, "5"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.written);
    const Reading read("v: " + std::string(c.written) + "\n");
    ASSERT_TRUE(read.problems.empty());
    const ValueId id = read.values.Find(read.root, "v");
    ASSERT_NE(id, kNoValue);
    EXPECT_EQ(read.values[id].kind, c.kind);
    EXPECT_EQ(read.values.Text(id), c.text);
  }
}

TEST(Yaml, EmptyNodesStandBehindTheirDelimiter) {
  struct Case {
    std::string_view marked;  // each mark an expected null, in document order
  };
  const std::string_view cases[] = {
      "a:«»\n",
      "a:«»",
      "a:«»   # comment\nb: 1\n",
      "a :«»\nb: 1\n",
      "a:«»\n«null»: 1\n",
      "a:\n  «null»\n",
      "a: «~»\nb:«»\n",
      "-«»\n- «~»\n-«»\n",
      "-«»\n-«»",
      "a:\n-«»\n«null»: 1\n",
      "- a:«»\n  «null»: 1\n",
      "- a:\n   «null»\n",
      "[«null», «~»]",
      "{a: «null», b:«», c«»}",
      "{\"a\":«»}",
      "«»: 1\n",
      "a: &x«»\nb: 1\n",
      "a: &x\n«null»: 1\nb: 2\n",
      "a: &x «null»\n",
      "\xEF\xBB\xBF"
      "a:«»\r\nb:«»\r\n",
  };
  for (const std::string_view text : cases) {
    SCOPED_TRACE(text);
    const Marked marked(text);
    const Reading read(marked.bytes, {.allow_byte_order_mark = true});
    ASSERT_TRUE(read.problems.empty());
    std::vector<Span> nulls;
    for (ValueId id = 0; id < read.values.size(); ++id) {
      if (read.values[id].kind == Kind::kNull) nulls.push_back(read.values[id].token.span);
    }
    if (text.find("&x\n") !=
        std::string_view::npos) {  // the anchored one is marked by its property
      ASSERT_EQ(nulls.size(), marked.spans.size() + 1);
      nulls.erase(nulls.begin());
    }
    EXPECT_EQ(nulls, marked.spans);
  }
}

TEST(Yaml, CollectionsEndWithTheirLastToken) {
  // The value of `v` is marked.
  const std::string_view cases[] = {
      "v: «[a, b]» # c\n",
      "v: «[a, b, ]»\n",
      "v: «[\n  a,\n  # c\n]»\nw: 1\n",
      "v: «{}»\n",
      "v: «{a: b,}»\n",
      "v: «{ a }»\n",
      "v:\n  «a: 1\n  b: 2»\n\n# c\nw: 1\n",
      "v:\n«- a\n- b»\nw: 1\n",
      "v:\n  «- - a\n    - b»\n",
      "v: &x !t «[a]»\n",
      "v: !t\n  «k: [1, {a: b}]»\nw: 2",
      "v:\n  «&k a: 1»\n",
      "v:\n  «? a\n  : b»\n",
      "é: ü\r\nv:\r\n  «- 'é'\r\n  - \"ü\"»\r\nw: 1\r\n",
      "v:\n  «k: |\n    text\n»w: 1\n",
      "v:\n  «k:»\nw: 1\n",
  };
  for (const std::string_view text : cases) {
    SCOPED_TRACE(text);
    const Marked marked(text);
    const Reading read(marked.bytes);
    ASSERT_TRUE(read.problems.empty());
    EXPECT_EQ(read.At("v").token.span, marked.spans[0]);
  }
}

TEST(Yaml, PairInAFlowSequenceIsAMapping) {
  const Reading read("[a: b, c]");
  const auto elements = read.values.Elements(read.root);
  ASSERT_EQ(elements.size(), 2U);
  EXPECT_EQ(read.values[elements[0]].kind, Kind::kObject);
  EXPECT_EQ(read.Written(read.values[elements[0]].token), "a: b");
}

TEST(Yaml, AliasesShareTheirAnchorsNode) {
  const Reading read("a: &x {k: 1}\nb: *x\nc: &x 5\nd: *x\n<<: *x\nx: 1\nx: 2\n");
  ASSERT_TRUE(read.problems.empty());
  EXPECT_EQ(read.values.Find(read.root, "a"), read.values.Find(read.root, "b"));
  EXPECT_EQ(read.values.Find(read.root, "c"), read.values.Find(read.root, "d"));
  EXPECT_EQ(read.values.Find(read.root, "c"), read.values.Find(read.root, "<<"));
  EXPECT_EQ(read.values.Members(read.root).size(), 7U);  // duplicate keys stay
}

TEST(Yaml, EmptyDocumentsAreNull) {
  for (const std::string_view text : {"", "\n", "# only a comment", "---\n", "---\n...\n", "~"}) {
    const Reading read{std::string(text)};
    EXPECT_TRUE(read.problems.empty()) << text;
    ASSERT_NE(read.root, kNoValue) << text;
    EXPECT_EQ(read.values[read.root].kind, Kind::kNull) << text;
  }
}

TEST(Yaml, ByteOrderMarkIsToldAndSkipped) {
  const Reading read("\xEF\xBB\xBFversion: 1\n");
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(testing_support::RuleName(read.problems[0]), "byte-order-mark");
  EXPECT_EQ(read.problems[0].where.span, (Span{0, 3}));
  EXPECT_EQ(read.Written(read.At("version").token), "1");
}

}  // namespace
}  // namespace stackql
