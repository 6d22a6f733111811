#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "text/letter_case.h"

namespace stackql {
namespace {

TEST(LetterCase, OfOneCharacter) {
  for (const auto& [upper, lower] : std::vector<std::pair<char32_t, char32_t>>{
           {U'A', U'a'}, {U'É', U'é'}, {U'Ż', U'ż'}, {U'Ω', U'ω'}, {U'Ж', U'ж'}, {U'日', U'日'}}) {
    EXPECT_EQ(UpperCase(lower), upper);
    EXPECT_EQ(LowerCase(upper), lower);
    EXPECT_EQ(UpperCase(upper), upper);
    EXPECT_EQ(LowerCase(lower), lower);
  }
}

TEST(LetterCase, IsNotToldWhereItDepends) {
  // Several letters, another one at the end of a word, letters of a late release, and what
  // combines.
  for (const char32_t letter : {U'ß', U'ŉ', U'İ', U'Σ', U'ƛ', U'ﬁ', U'\u0345'}) {
    EXPECT_EQ(UpperCase(letter), std::nullopt);
    EXPECT_EQ(LowerCase(letter), std::nullopt);
  }
}

}  // namespace
}  // namespace stackql
