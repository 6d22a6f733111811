// How Rust programs print numbers; expectations were printed by serde_json, serde_yaml and Tera.
#include <gtest/gtest.h>

#include <string>

#include "base/number_text.h"

namespace stackql {
namespace {

TEST(NumberText, IsWhatSerdeAndRustPrint) {
  const struct {
    std::string lexeme;
    std::string serde;
    std::string rust;
  } cases[] = {
      {"0", "0", "0"},
      {"-0", "-0.0", "-0"},
      {"0.0", "0.0", "0"},
      {"42", "42", "42"},
      {"-7", "-7", "-7"},
      {"18446744073709551615", "18446744073709551615", "18446744073709551615"},
      {"18446744073709551616", "1.8446744073709552e19", "18446744073709552000"},
      {"1.30", "1.3", "1.3"},
      {"0.50", "0.5", "0.5"},
      {"2.0", "2.0", "2"},
      {"1e3", "1000.0", "1000"},
      {"1E-7", "1e-7", "0.0000001"},
      {"0.00001", "0.00001", "0.00001"},
      {"0.000001", "1e-6", "0.000001"},
      {"1234567890123456.0", "1234567890123456.0", "1234567890123456"},
      {"12345678901234567.0", "1.2345678901234568e16", "12345678901234568"},
      {"1e16", "1e16", "10000000000000000"},
      {"-1.5e300", "-1.5e300", "-15" + std::string(299, '0')},
      {"1e-400", "0.0", "0"},
      {"1e400", "", ""},
      {"0.1000000000000000055", "0.1", "0.1"},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(PrintedBySerde(test.lexeme), test.serde) << test.lexeme;
    EXPECT_EQ(PrintedByRust(test.lexeme), test.rust) << test.lexeme;
  }
}

// serde_json reads 123456789.12345679 as 123456789.1234568.
TEST(NumberText, IsNotAlwaysReadExactly) {
  for (const std::string lexeme : {"0", "-7", "1.5", "0.1", "-1e-7", "3.141592653589793",
                                   "9007199254740992.0", "18446744073709551615", "1e22"}) {
    EXPECT_TRUE(IsReadExactly(lexeme)) << lexeme;
  }
  for (const std::string lexeme :
       {"123456789.123456789", "0.30000000000000004", "1e23", "1e-300", "18446744073709551616"}) {
    EXPECT_FALSE(IsReadExactly(lexeme)) << lexeme;
  }
}

}  // namespace
}  // namespace stackql
