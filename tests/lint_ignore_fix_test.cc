// Where a suppression of a rule is written.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "lint/ignore_fix.h"

namespace stackql {
namespace {

// The text with the fix for the line that has "<>", which is taken out.
std::string Fixed(std::string text, const std::set<std::string>& rules = {"RES001"},
                  const std::string& opening = "#") {
  const size_t at = text.find("<>");
  text.erase(at, 2);
  const Fix fix = IgnoreFix("a.yml", text, static_cast<uint32_t>(at), rules, opening, "known");
  EXPECT_EQ(fix.title, "Ignore it");
  EXPECT_EQ(fix.edits.size(), 1U);
  const Edit& edit = fix.edits.at(0);
  EXPECT_EQ(edit.where.path, "a.yml");
  EXPECT_EQ(edit.where.span.begin, edit.where.span.end);
  return text.insert(edit.where.span.begin, edit.text);
}

TEST(IgnoreFix, WritesACommentAbove) {
  EXPECT_EQ(Fixed("a: 1\n  b: <>2\nc: 3\n"),
            "a: 1\n  # stackql-lint: ignore[RES001] known\n  b: 2\nc: 3\n");
  EXPECT_EQ(Fixed("<>a: 1"), "# stackql-lint: ignore[RES001] known\na: 1");
  EXPECT_EQ(Fixed("\t<>SELECT", {"RES002", "RES001"}, "--"),
            "\t-- stackql-lint: ignore[RES001, RES002] known\n\tSELECT");
  EXPECT_EQ(Fixed("a\n  <>"), "a\n  # stackql-lint: ignore[RES001] known\n  ") << "nothing else";
  EXPECT_EQ(Fixed("a\n<>\nb"), "a\n# stackql-lint: ignore[RES001] known\n\nb");
}

TEST(IgnoreFix, AddsToTheListThatIsThere) {
  EXPECT_EQ(Fixed("a: <>1  # stackql-lint: ignore[RES009] why\n"),
            "a: 1  # stackql-lint: ignore[RES009, RES001] why\n");
  EXPECT_EQ(Fixed("# stackql-lint: ignore[RES009] why\na: <>1\n"),
            "# stackql-lint: ignore[RES009, RES001] why\na: 1\n");
  EXPECT_EQ(Fixed("x\n \t# stackql-lint: ignore[RES009]\na: <>1\n"),
            "x\n \t# stackql-lint: ignore[RES009, RES001]\na: 1\n");
  // Its own line's goes before that above.
  EXPECT_EQ(Fixed("# stackql-lint: ignore[A]\na: <>1  # stackql-lint: ignore[B]\n"),
            "# stackql-lint: ignore[A]\na: 1  # stackql-lint: ignore[B, RES001]\n");
}

TEST(IgnoreFix, LeavesOtherCommentsAlone) {
  const std::string own = "# stackql-lint: ignore[RES001] known\n";
  for (const std::string above :
       {"x: 1  # stackql-lint: ignore[RES009]\n", "# stackql-lint: ignore[RES009\n", "# a]\n",
        "# stackql-lint: ignore\n", "# stackql-lint: ignore[RES009]\n\n"}) {
    EXPECT_EQ(Fixed(above + "a: <>1\n"), above + own + "a: 1\n") << above;
  }
  EXPECT_EQ(Fixed("a: <>1  # stackql-lint: ignore[RES009\n# ]\n"),
            own + "a: 1  # stackql-lint: ignore[RES009\n# ]\n");
  EXPECT_EQ(Fixed("a: <>1\n# stackql-lint: ignore[RES009]\n"),
            own + "a: 1\n# stackql-lint: ignore[RES009]\n");
}

}  // namespace
}  // namespace stackql
