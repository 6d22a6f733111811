#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/apply_fixes.h"

namespace stackql {
namespace {

Fix Of(std::vector<Edit> edits) { return {.title = "Mend it", .edits = std::move(edits)}; }
Edit At(uint32_t begin, uint32_t end, const std::string& text, const std::string& path = "a") {
  return {{path, {begin, end}}, text};
}

std::string Apply(const std::string& text, const std::vector<Fix>& fixes) {
  const FixedTexts fixed = ApplyFixes({{"a", text}}, fixes);
  const auto found = fixed.texts.find("a");
  std::string applied = found == fixed.texts.end() ? "unchanged:" : found->second + ":";
  for (const bool one : fixed.applied) applied += one ? "+" : "-";
  return applied;
}

TEST(ApplyFixes, ReplacesInsertsAndRemoves) {
  EXPECT_EQ(Apply("abc", {}), "unchanged:");
  EXPECT_EQ(Apply("abc", {Of({At(1, 2, "X")})}), "aXc:+");
  EXPECT_EQ(Apply("abc", {Of({At(1, 1, "X")})}), "aXbc:+");
  EXPECT_EQ(Apply("abc", {Of({At(0, 3, "")})}), ":+");
  EXPECT_EQ(Apply("abc", {Of({At(3, 3, "X")})}), "abcX:+");
  EXPECT_EQ(Apply("abc", {Of({At(1, 2, "b")})}), "unchanged:+");
}

TEST(ApplyFixes, TakesTheFirstOfThoseThatOverlap) {
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 3, "X")}), Of({At(2, 4, "Y")})}), "aXdef:+-");
  EXPECT_EQ(Apply("abcdef", {Of({At(2, 4, "Y")}), Of({At(1, 3, "X")})}), "abYef:+-");
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 3, "X")}), Of({At(3, 4, "Y")})}), "aXYef:++");
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 5, "X")}), Of({At(2, 3, "Y")}), Of({At(5, 6, "Z")})}),
            "aXZ:+-+");
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 1, "X")}), Of({At(1, 1, "Y")})}), "aXbcdef:+-");
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 2, "X")}), Of({At(1, 2, "X")})}), "aXcdef:+-");
}

TEST(ApplyFixes, AppliesAllEditsOfAFixOrNone) {
  EXPECT_EQ(Apply("abcdef", {Of({At(4, 5, "Y"), At(1, 2, "X")})}), "aXcdYf:+");
  EXPECT_EQ(Apply("abcdef", {Of({At(4, 5, "Y")}), Of({At(1, 2, "X"), At(4, 5, "Z")})}),
            "abcdYf:+-");
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 3, "X"), At(2, 4, "Z")})}), "unchanged:-");
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 3, "X"), At(0, 1, "Z", "b")})}), "unchanged:-");
  EXPECT_EQ(Apply("abcdef", {Of({At(1, 7, "X")})}), "unchanged:-");
  EXPECT_EQ(Apply("abcdef", {Of({At(3, 1, "X")})}), "unchanged:-");
  EXPECT_EQ(Apply("abcdef", {Of({})}), "unchanged:-");
}

TEST(ApplyFixes, ChangesSeveralFiles) {
  const FixedTexts fixed =
      ApplyFixes({{"a", "abc"}, {"b", "abc"}, {"c", "abc"}},
                 {Of({At(0, 1, "X", "b"), At(0, 1, "X", "a")}), Of({At(2, 3, "Y", "b")})});
  EXPECT_EQ(fixed.texts, (Texts{{"a", "Xbc"}, {"b", "XbY"}}));
}

TEST(ApplyFixes, WritesLineEndsAsTheFileHasThem) {
  EXPECT_EQ(Apply("a\nb\r\n", {Of({At(1, 1, "\nx\n")})}), "a\nx\n\nb\r\n:+");
  EXPECT_EQ(Apply("a\r\nb\n", {Of({At(1, 1, "\nx\r\ny")})}), "a\r\nx\r\ny\r\nb\n:+");
  EXPECT_EQ(Apply("\na", {Of({At(2, 2, "\n")})}), "\na\n:+");
}

}  // namespace
}  // namespace stackql
