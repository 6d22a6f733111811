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
  EXPECT_EQ(Repaired("a", "a", RemoveItem), "none");
  EXPECT_EQ(Repaired(",a", "a", RemoveItem), "");
  EXPECT_EQ(Repaired("a,", "a", RemoveItem), "");
  EXPECT_EQ(Repaired("[b, 'a\"]", "a", RemoveItem), "none") << "quotes that are no pair";
  EXPECT_EQ(Repaired("[b, xax]", "a", RemoveItem), "none");
  EXPECT_EQ(Repaired("[b, a", "a", RemoveItem), "[b");
}

TEST(ToEdit, RemovesItemsWithTheirLines) {
  EXPECT_EQ(Repaired("a:\n  - b\n  - c  # why\n", "c", RemoveItem), "a:\n  - b\n");
  EXPECT_EQ(Repaired("a:\n  - b\n  - 'c'", "c", RemoveItem), "a:\n  - b\n");
  EXPECT_EQ(Repaired("a:\r\n  -   b\r\n  - c\r\n", "b", RemoveItem), "a:\r\n  - c\r\n");
  EXPECT_EQ(Repaired("- b\n- c\n", "b", RemoveItem), "- c\n");
  EXPECT_EQ(Repaired("- - b\n  - c\n", "b", RemoveItem), "none");
  EXPECT_EQ(Repaired("a: b\n", "b", RemoveItem), "none");
  EXPECT_EQ(Repaired("- b: c\n", "b", RemoveItem), "none");
  EXPECT_EQ(Repaired("- b#c\n", "b", RemoveItem), "none") << "no comment";
  EXPECT_EQ(Repaired("- b \t\n- c", "b", RemoveItem), "- c");
  EXPECT_EQ(Repaired("x - b\n", "b", RemoveItem), "none");
  EXPECT_EQ(Repaired("-b\n", "b", RemoveItem), "none");
  EXPECT_EQ(Repaired(" b\n", "b", RemoveItem), "none");
}

TEST(ToEdit, AddsItemsAsTheOthersAreWritten) {
  const auto add = [](Loc where) { return AddBehind(where, "aws"); };
  EXPECT_EQ(Repaired("a:\n  - b  # c\nd: e\n", "b", add), "a:\n  - b  # c\n  - aws\nd: e\n");
  EXPECT_EQ(Repaired("- \"b\"", "b", add), "- \"b\"\n- aws");
  EXPECT_EQ(Repaired("a: [b, c]\n", "c", add), "a: [b, c, aws]\n");
  EXPECT_EQ(Repaired("a: b\n", "b", add), "none");
  EXPECT_EQ(Repaired("a: b", "b", add), "none");
  EXPECT_EQ(Repaired("a: [b\n, c]", "b", add), "a: [b, aws\n, c]");
  EXPECT_EQ(Repaired("- b\r\n- c\r\n", "b", add), "- b\n- aws\r\n- c\r\n");
  const auto odd = [](Loc where) { return AddBehind(where, "a b"); };
  EXPECT_EQ(Repaired("- b\n", "b", odd), "none") << "it may need quotes";
}

TEST(ToEdit, SendsLiteralsAsText) {
  const auto of = [](const std::string& text, const std::string& path) {
    return Repaired(text, "{}", SendAsText, path);
  };
  EXPECT_EQ(of("SELECT '{}', 'x';", "a.iql"), "SELECT string('{}'), 'x';");
  EXPECT_EQ(of("sql: |\n  SELECT '{}';\n", "a.yml"), "sql: |\n  SELECT string('{}');\n");
  EXPECT_EQ(of("value: '{}'\n", "a.yml"), "none") << "no literal of SQL";
  EXPECT_EQ(of("SELECT ' {}';", "a.iql"), "none") << "not all of a literal";
  EXPECT_EQ(of("SELECT \"{}\";", "a.iql"), "none");
}

// What a template or an alias writes in several places stands for more than the item.
TEST(ToEdit, LeavesWhatIsUsedElsewhere) {
  Sources sources;
  const Loc item = sources.All(sources.AddFile("a.yml", "b, c")).Sub(0, 1);
  const Loc query = sources.All(sources.AddFile("q.iql", "{{ x }}"));
  TextBuilder builder(sources);
  builder.Insert(item, query);
  const Loc used = builder.Finish(Step::kRender, query);
  const auto add = [](Loc where) { return AddBehind(where, "aws"); };
  for (const Repair& repair : {RemoveItem(used), RemoveComment(used), add(used)}) {
    EXPECT_FALSE(ToEdit(sources, repair).has_value());
  }
  EXPECT_EQ(ToEdit(sources, Quote(used))->text, "\"b\"");
  EXPECT_EQ(ToEdit(sources, ReplaceWith("d", used))->where.path, "a.yml");
  EXPECT_FALSE(ToEdit(sources, ReplaceWith("d", Loc{})).has_value());
  // Nothing is no item.
  const Loc empty = item.Sub(0, 0);
  for (const Repair& repair : {RemoveItem(empty), RemoveComment(empty), add(empty), Quote(empty)}) {
    EXPECT_FALSE(ToEdit(sources, repair).has_value());
  }
  EXPECT_TRUE(ToEdit(sources, ReplaceWith("d", empty)).has_value());
  // Nor is what only the program wrote.
  const Loc builtin = sources.All(sources.AddBuiltin("b"));
  EXPECT_FALSE(ToEdit(sources, ReplaceWith("d", builtin)).has_value());
}

TEST(ToEdit, WritesQuotesIntoBlocksOfYaml) {
  const auto quote = [](Loc where) { return ReplaceWith("'b'", where); };
  EXPECT_EQ(Repaired("s: |\n  a\n", "a", quote), "s: |\n  'b'\n");
  EXPECT_EQ(Repaired("s: >-  # why\n\n    x\n\n  y a\n", "a", quote),
            "s: >-  # why\n\n    x\n\n  y 'b'\n");
  EXPECT_EQ(Repaired("- |2+\n  x\n  a\n", "a", quote), "- |2+\n  x\n  'b'\n");
  EXPECT_EQ(Repaired("s: x ||\n  a\n", "a", quote), "none");
  EXPECT_EQ(Repaired("s: a\n", "a", quote), "none");
  EXPECT_EQ(Repaired("s: |\n  x\nt: a\n", "a", quote), "none");
  EXPECT_EQ(Repaired("  a\n", "a", quote), "none");
}

TEST(ToEdit, RemovesComments) {
  EXPECT_EQ(Repaired("a\n  -- b\nc\n", "-- b", RemoveComment), "a\nc\n");
  EXPECT_EQ(Repaired("a  -- b\nc\n", "-- b", RemoveComment), "a\nc\n");
  EXPECT_EQ(Repaired("a\r\n/* b */\r\nc", "/* b */", RemoveComment), "a\r\nc");
  EXPECT_EQ(Repaired("a /* b */ c\n", "/* b */", RemoveComment), "a  c\n");
  EXPECT_EQ(Repaired("# b", "# b", RemoveComment), "");
  EXPECT_EQ(Repaired("a\n# b", "# b", RemoveComment), "a\n");
  EXPECT_EQ(Repaired("a # b", "# b", RemoveComment), "a");
  EXPECT_EQ(Repaired("/* b */ c\n", "/* b */", RemoveComment), " c\n");
  EXPECT_EQ(Repaired("a /* b */ \r\nc", "/* b */", RemoveComment), "a \r\nc");
  EXPECT_EQ(Repaired("/* a\nb */", "/* a\nb */", RemoveComment), "none");
}

TEST(ToEdit, WritesQuotesWhereTheyNeedNoEscape) {
  EXPECT_EQ(Repaired("a: 5", "5", Quote), "a: \"5\"");
  EXPECT_EQ(Repaired("SELECT 5", "5", Quote, "a.iql"), "none");
  const auto name = [](Loc where) { return ReplaceWith("\"b\"", where); };
  EXPECT_EQ(Repaired("SELECT b", "b", name, "a.iql"), "SELECT \"b\"");
  EXPECT_EQ(Repaired("sql: SELECT b", "b", name), "none");
  for (const auto make : {+[](Loc where) { return ReplaceWith("''", where); },
                          +[](Loc where) { return ReplaceWith("'b\"", where); },
                          +[](Loc where) { return ReplaceWith("'b\n'", where); },
                          +[](Loc where) { return ReplaceWith("'b\\'", where); },
                          +[](Loc where) { return ReplaceWith("(b)", where); },
                          +[](Loc where) { return ReplaceWith("b-", where); },
                          +[](Loc where) { return ReplaceWith("-b", where); },
                          +[](Loc where) { return ReplaceWith("b c", where); }}) {
    EXPECT_EQ(Repaired("SELECT x", "x", make, "a.sql"), "none");
  }
  const auto gone = [](Loc where) { return ReplaceWith("", where); };
  EXPECT_EQ(Repaired("SELECT x", "x", gone), "SELECT ");
  const auto path = [](Loc where) { return ReplaceWith("a/b-c.d:e_f", where); };
  EXPECT_EQ(Repaired("SELECT x", "x", path), "SELECT a/b-c.d:e_f");
  const auto quoted = [](Loc where) { return ReplaceWith("'b c'", where); };
  EXPECT_EQ(Repaired("SELECT x", "x", quoted, "a.sql"), "SELECT 'b c'");
  const auto nested = [](Loc where) { return ReplaceWith("'it's'", where); };
  EXPECT_EQ(Repaired("SELECT b", "b", nested, "a.iql"), "none");
  const auto action = [](Loc where) { return ReplaceWith("cloudformation:*", where); };
  EXPECT_EQ(Repaired("- b", "b", action), "- cloudformation:*");
  const auto alias = [](Loc where) { return ReplaceWith("*", where); };
  EXPECT_EQ(Repaired("- b", "b", alias), "none");
}

}  // namespace
}  // namespace stackql
