// Each mistake is told in the user's words, at its first byte.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "support/places.h"
#include "support/rule_names.h"
#include "yaml_reading.h"

namespace stackql {
namespace {

struct Case {
  std::string_view marked;
  std::string_view message;
};
const Case kCases[] = {
    {"a: b«:» c\n", "misplaced-colon"},
    {"a: 1\n  b«:» 2\n", "misplaced-colon"},
    {"a:\n  b: 1\n «c:» 2\n", "block-mapping"},
    {"a: {{ x }}«-y»\n", "block-mapping"},
    {"a: 'x' «y»\n", "block-mapping"},
    {"- - a\n «-b»\n", "block-sequence"},
    {"a: «[»1, 2\n", "unclosed-bracket"},
    {"a: «{»b: [1]\n", "unclosed-bracket"},
    {"a: [1, 2\nb«:» 3\n", "flow-sequence"},
    {"a: {b: 1 c«:» 2}\n", "flow-mapping"},
    {"a: «]»\n", "unopened-bracket"},
    {"é: 'x'\na: «'»x\n", "unclosed-quote"},
    {"a: ['x', «\"»y\\\"]\n", "unclosed-quote"},
    {"a: 'x' # it's\nb: «'»y\n", "unclosed-quote"},
    {"a: «-» b\n", "misplaced-indicator"},
    {"a: \"x «\\q»\"\n", "unknown-escape"},
    {"a: \"x «\\é»\"\n", "unknown-escape"},
    {"a: \"«\\u12G4»\"\n", "unknown-escape"},
    {"a: «@x»\n", "reserved-character"},
    {"a: «`x`»\n", "reserved-character"},
    {"a: «*x»\n", "unknown-anchor"},
    {"a: &x [«*x»]\n", "recursive-alias"},
    {"a:\n«\t»b: 1\n", "tab-indentation"},
    {"a:\n «\t»b\n", "tab-indentation"},
    {"a: |\n«\t»b\n", "tab-indentation"},
    {"«\t»a: 1\n", "tab-indentation"},
    {"a: 1\n«---»\nb: 2\n", "several-documents"},
    {"- a\n«b: 1»\n", "after-document"},
    {"a: 1\n«b»\n", "missing-colon"},
    {"a: [1,«,»2]\n", "empty-item"},
    {"a: {«,»}\n", "empty-item"},
    {"a: &x «&y» b\n", "default"},
    {"\xEF\xBB\xBFé: 1\r\na: b«:» c\r\n", "misplaced-colon"},
    {"a: x«\x01»y\n", "control-character"},
    {"a: x«\x7F»y\n", "control-character"},
    {"a: é«\xC2\x81»y\n", "control-character"},
    {"a: é«\xFF»\n", "invalid-utf8"},
    {"a: «\xC3»(\n", "invalid-utf8"},
    {"a: «\xED»\xA0\x80\n", "invalid-utf8"},
    {"a: «\xC0»\xAF\n", "invalid-utf8"},
    {"«\xFF»\xFE", "invalid-utf8"},
    {"long enough for words: «\xE2»\x80", "invalid-utf8"},
};

TEST(YamlSyntax, PointsAtTheMistake) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.marked);
    const Marked marked(c.marked);
    const Reading read(marked.bytes, {.allow_byte_order_mark = true});
    EXPECT_EQ(read.root, kNoValue);
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(testing_support::RuleName(read.problems[0]), "yaml-syntax");
    EXPECT_EQ(read.problems[0].what.id, c.message);
    EXPECT_EQ(read.problems[0].where.span, marked.spans[0]);
  }
}

TEST(YamlSyntax, SwallowedLinesAreExplained) {
  const Marked marked("a: «'»x\nb: '«y'»\n");
  const Reading read(marked.bytes);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].where.span, marked.spans[1]);
  ASSERT_EQ(read.problems[0].related.size(), 1U);
  EXPECT_EQ(read.problems[0].related[0].where.span, marked.spans[0]);
}

TEST(YamlSyntax, BracketsAreShownWithTheirProblem) {
  const Marked marked("a: «[»1, 2\nb«:» 3\n");
  const Reading read(marked.bytes);
  ASSERT_EQ(read.problems.size(), 1U);
  ASSERT_EQ(read.problems[0].related.size(), 1U);
  EXPECT_EQ(read.problems[0].related[0].where.span, marked.spans[0]);
}

TEST(YamlSyntax, EveryMessageIsDocumentedWithItsArguments) {
  std::ifstream stream(std::string(testing_support::kSourceDir) +
                       "/rules/manifest/yaml-syntax.yaml");
  const Reading rule(std::string((std::istreambuf_iterator<char>(stream)), {}));
  ASSERT_TRUE(rule.problems.empty());
  const ValueId messages = rule.values.Find(rule.root, "messages");
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.marked);
    const Reading read(Marked(c.marked).bytes, {.allow_byte_order_mark = true});
    ASSERT_EQ(read.problems.size(), 1U);
    const ValueId message = rule.values.Find(messages, c.message);
    ASSERT_NE(message, kNoValue) << c.message;
    std::string text(rule.values.Text(message));
    for (const auto& [name, value] : read.problems[0].what.args) {
      const std::string placeholder = "{" + std::string(name);
      EXPECT_NE(text.find(placeholder), std::string::npos) << text;
      EXPECT_FALSE(value.empty());
    }
    for (size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
      const std::string name = text.substr(at + 1, text.find_first_of("|}", at) - at - 1);
      const auto& args = read.problems[0].what.args;
      EXPECT_TRUE(std::any_of(args.begin(), args.end(), [&](const auto& arg) {
        return arg.first == name;
      })) << name;
    }
  }
}

TEST(YamlSyntax, NulIsFound) {
  const Reading read(std::string("a: b\0c", 6));
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].what.id, "control-character");
  EXPECT_EQ(read.problems[0].where.span, (Span{4, 5}));
}

TEST(YamlSyntax, NothingIsSaidOfWhatOnlyThisReaderRejects) {
  for (const std::string_view text : {"a: {\n  b,\n  c\n}\n", "a: {b\n}\n", "a:\n  &x b\n  c\n",
                                      "a:\n  !t b\n  }\n", "a: {{ b\n}}\n"}) {
    const Reading read{std::string(text)};
    EXPECT_TRUE(read.problems.empty()) << text;
    ASSERT_NE(read.root, kNoValue) << text;
    EXPECT_EQ(read.values[read.root].kind, Kind::kUnknown) << text;
  }
}

TEST(YamlSyntax, WhatLooksWrongAndIsNot) {
  const std::string_view cases[] = {
      "a:\tb\n",
      "a: b\t# c\n",
      "a: [\n\tb,\n\tc\n]\n",
      "a: \"x\n\ty\"\n",
      "a: |\n  x\n  \ty\n",
      "a: {{ name }}\n",
      "a: [b, c,]\n",
      "a: {b, c: }\n",
      "? a\n? b\n",
      "a: 'it''s'\n",
      "a: don't\n",
      "--- \na: 1\n...\n",
      "a: \xC2\x85\xEF\xBF\xBD\xF4\x8F\xBF\xBF\n",
      "a: http://x:80/#y\n",
      "%YAML 1.2\n---\na: 1\n",
      "a:\n- b\n- c\n",
  };
  for (const std::string_view text : cases) {
    const Reading read{std::string(text)};
    EXPECT_TRUE(read.problems.empty())
        << text << (read.problems.empty() ? "" : read.problems[0].what.id);
    EXPECT_NE(read.root, kNoValue) << text;
  }
}

}  // namespace
}  // namespace stackql
