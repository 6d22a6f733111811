#include <gtest/gtest.h>

#include <string>

#include "lint/to_edit.h"

namespace stackql {
namespace {

// What becomes of a file by the repair of the first place where `part` stands in it.
std::string Repaired(const std::string& text, const std::string& part, Repair (*make)(Loc where),
                     const std::string& path = "a.yml") {
  Sources sources;
  const TextId file = sources.AddFile(path, text);
  const auto begin = static_cast<uint32_t>(text.find(part));
  const Loc where = {file, {begin, begin + static_cast<uint32_t>(part.size())}};
  const std::optional<Edit> edit = ToEdit(sources, make(where));
  if (!edit) return "none";
  EXPECT_EQ(edit->where.path, path);
  std::string after = text;
  return after.replace(edit->where.span.begin, edit->where.span.size(), edit->text);
}

TEST(ToEdit, RemovesItemsWithTheirCommas) {
  EXPECT_EQ(Repaired("[a, b, c]", "a", RemoveItem), "[b, c]");
  EXPECT_EQ(Repaired("[a, b, c]", "b", RemoveItem), "[a, c]");
  EXPECT_EQ(Repaired("[a, b, c]", "c", RemoveItem), "[a, b]");
  EXPECT_EQ(Repaired(R"(["a", "b"])", "b", RemoveItem), R"(["a"])");
  EXPECT_EQ(Repaired(R"(["a", "b"])", "\"b\"", RemoveItem), R"(["a"])");
  EXPECT_EQ(Repaired("[\n  1,\n  2\n]", "2", RemoveItem), "[\n  1\n]");
  EXPECT_EQ(Repaired("[\n  1,\n  2\n]", "1", RemoveItem), "[\n  2\n]");
  EXPECT_EQ(Repaired("[a]", "a", RemoveItem), "none");
}

TEST(ToEdit, RemovesItemsWithTheirLines) {
  EXPECT_EQ(Repaired("a:\n  - b\n  - c  # why\n", "c", RemoveItem), "a:\n  - b\n");
  EXPECT_EQ(Repaired("a:\n  - b\n  - 'c'", "c", RemoveItem), "a:\n  - b\n");
  EXPECT_EQ(Repaired("a:\r\n  -   b\r\n  - c\r\n", "b", RemoveItem), "a:\r\n  - c\r\n");
  EXPECT_EQ(Repaired("- b\n- c\n", "b", RemoveItem), "- c\n");
  EXPECT_EQ(Repaired("- - b\n  - c\n", "b", RemoveItem), "none");
  EXPECT_EQ(Repaired("a: b\n", "b", RemoveItem), "none");
  EXPECT_EQ(Repaired("- b: c\n", "b", RemoveItem), "none");
}

TEST(ToEdit, AddsItemsAsTheOthersAreWritten) {
  const auto add = [](Loc where) { return AddBehind(where, "aws"); };
  EXPECT_EQ(Repaired("a:\n  - b  # c\nd: e\n", "b", add), "a:\n  - b  # c\n  - aws\nd: e\n");
  EXPECT_EQ(Repaired("- \"b\"", "b", add), "- \"b\"\n- aws");
  EXPECT_EQ(Repaired("a: [b, c]\n", "c", add), "a: [b, c, aws]\n");
  EXPECT_EQ(Repaired("a: b\n", "b", add), "none");
}

TEST(ToEdit, RemovesComments) {
  EXPECT_EQ(Repaired("a\n  -- b\nc\n", "-- b", RemoveComment), "a\nc\n");
  EXPECT_EQ(Repaired("a  -- b\nc\n", "-- b", RemoveComment), "a\nc\n");
  EXPECT_EQ(Repaired("a\r\n/* b */\r\nc", "/* b */", RemoveComment), "a\r\nc");
  EXPECT_EQ(Repaired("a /* b */ c\n", "/* b */", RemoveComment), "a  c\n");
  EXPECT_EQ(Repaired("# b", "# b", RemoveComment), "");
  EXPECT_EQ(Repaired("/* a\nb */", "/* a\nb */", RemoveComment), "none");
}

TEST(ToEdit, WritesQuotesWhereTheyNeedNoEscape) {
  EXPECT_EQ(Repaired("a: 5", "5", Quote), "a: \"5\"");
  EXPECT_EQ(Repaired("SELECT 5", "5", Quote, "a.iql"), "none");
  const auto name = [](Loc where) { return ReplaceWith("\"b\"", where); };
  EXPECT_EQ(Repaired("SELECT b", "b", name, "a.iql"), "SELECT \"b\"");
  EXPECT_EQ(Repaired("sql: SELECT b", "b", name), "none");
  const auto nested = [](Loc where) { return ReplaceWith("'it's'", where); };
  EXPECT_EQ(Repaired("SELECT b", "b", nested, "a.iql"), "none");
  const auto action = [](Loc where) { return ReplaceWith("cloudformation:*", where); };
  EXPECT_EQ(Repaired("- b", "b", action), "- cloudformation:*");
  const auto alias = [](Loc where) { return ReplaceWith("*", where); };
  EXPECT_EQ(Repaired("- b", "b", alias), "none");
}

}  // namespace
}  // namespace stackql
