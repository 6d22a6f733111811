#include <gtest/gtest.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lang/overlap.h"

namespace stackql::lang {
namespace {

Program Compile(const std::string& pattern) {
  std::string why;
  std::optional<Program> program = FromRegex(pattern, &why);
  EXPECT_TRUE(program) << pattern << ": " << why;
  return program.value_or(Program());
}

Tri Meets(const Program& program, std::span<const TextPart> parts, uint64_t steps = 1'000'000) {
  return Overlaps(program, parts, steps);
}

Tri Overlap(const std::string& one, const std::string& other) {
  const Program program = Compile(one);
  const Program content = Compile(other);
  const std::vector<TextPart> parts = {{.program = &content}};
  return Meets(program, parts);
}

TEST(LangOverlap, PatternsThatShareATextOverlap) {
  EXPECT_EQ(Overlap("^arn:aws:iam::\\d{12}:role/.+$", "^arn:[^:]+:iam::[^:]*:role/.+$"), Tri::kYes);
  EXPECT_EQ(Overlap("^[a-z]+$", "^[a-m0-9]*$"), Tri::kYes);
  EXPECT_EQ(Overlap("^a*$", "^b*$"), Tri::kYes);  // the empty text
  EXPECT_EQ(Overlap("", "^x$"), Tri::kYes);
}

TEST(LangOverlap, PatternsWithoutACommonTextDoNot) {
  EXPECT_EQ(Overlap("^arn:aws:iam::\\d{12}:role/.+$", "^arn:[^:]+:s3:::[^:]+$"), Tri::kNo);
  EXPECT_EQ(Overlap("^subnet-[0-9a-f]+$", "^vpc-[0-9a-f]+$"), Tri::kNo);
  EXPECT_EQ(Overlap("^a+$", "^b*$"), Tri::kNo);
  EXPECT_EQ(Overlap("^.{1,8}$", "^[a-z]{9,}$"), Tri::kNo);
}

// A pattern without anchors is looked for anywhere.
TEST(LangOverlap, UnanchoredPatternsMatchWithin) {
  EXPECT_EQ(Overlap("b", "^a*$"), Tri::kNo);
  EXPECT_EQ(Overlap("b", "^a*b?a*$"), Tri::kYes);
  EXPECT_EQ(Overlap("a", "b"), Tri::kYes);
  EXPECT_EQ(Overlap("^a", "b$"), Tri::kYes);
  EXPECT_EQ(Overlap("^a$", "b"), Tri::kNo);
}

TEST(LangOverlap, KnownPartsStandAroundUnknownOnes) {
  const Program id = Compile("^sg-[0-9a-f]{8}$");
  const Program role = Compile("^arn:aws:iam::\\d{12}:role/[a-z]+$");
  const std::vector<TextPart> parts = {{.bytes = "arn:aws:iam::123456789012:role/", .known = true},
                                       {.program = &id}};
  EXPECT_EQ(Meets(role, parts), Tri::kNo);
  const Program name = Compile("^[a-z0-9-]+$");
  const std::vector<TextPart> named = {{.bytes = "arn:aws:iam::123456789012:role/", .known = true},
                                       {.program = &name}};
  EXPECT_EQ(Meets(role, named), Tri::kYes);
  const std::vector<TextPart> any = {{.bytes = "arn:aws:s3:::", .known = true}, {}};
  EXPECT_EQ(Meets(role, any), Tri::kNo);
  const std::vector<TextPart> two = {{}, {.bytes = ":", .known = true}, {.program = &name}};
  EXPECT_EQ(Meets(Compile("^[a-z]+:[A-Z0-9]+$"), two), Tri::kYes);
  EXPECT_EQ(Meets(Compile("^[a-z]+:[A-Z]+$"), two), Tri::kNo);
}

// The anchors of a part's pattern are about the part.
TEST(LangOverlap, AnchorsOfAPartAreAboutThePart) {
  const Program part = Compile("^b$");
  const std::vector<TextPart> parts = {
      {.bytes = "a", .known = true}, {.program = &part}, {.bytes = "c", .known = true}};
  EXPECT_EQ(Meets(Compile("^abc$"), parts), Tri::kYes);
  EXPECT_EQ(Meets(Compile("^abbc$"), parts), Tri::kNo);
}

TEST(LangOverlap, WhatTakesTooLongIsUnknown) {
  const Program program = Compile("^[a-z]{1,1000}x$");
  const Program content = Compile("^[a-y]{1,999}z$");
  const std::vector<TextPart> parts = {{.program = &content}};
  EXPECT_EQ(Meets(program, parts, 100), Tri::kUnknown);
  EXPECT_EQ(Meets(Program(), parts), Tri::kUnknown);
}

}  // namespace
}  // namespace stackql::lang
