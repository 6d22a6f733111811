// Names of files made of names that input chose.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/file_name.h"

namespace stackql {
namespace {

TEST(FileNameOf, KeepsWhatIsSafeAndEncodesTheRest) {
  EXPECT_EQ(FileNameOf("policy-prod_2.eu"), "policy-prod_2.eu");
  EXPECT_EQ(FileNameOf("a/../../x"), "a%2F..%2F..%2Fx");
  EXPECT_EQ(FileNameOf(".."), "%2E.");
  EXPECT_EQ(FileNameOf(".ssh"), "%2Essh");
  EXPECT_EQ(FileNameOf("/etc/passwd"), "%2Fetc%2Fpasswd");
  EXPECT_EQ(FileNameOf("a\\b:c%2F~1\n"), "a%5Cb%3Ac%252F%7E1%0A");
  EXPECT_EQ(FileNameOf("pr\xC3\xB6"
                       "d"),
            "pr%C3%B6d");
  EXPECT_EQ(FileNameOf(std::string_view("\0\xFF", 2)), "%00%FF");
}

TEST(FileNames, TellsNamesApartThatWouldBeOneFile) {
  FileNames names;
  EXPECT_EQ(names.Add("policy-a", ".json"), "policy-a.json");
  EXPECT_EQ(names.Add("policy-A", ".json"), "policy-A~2.json");
  EXPECT_EQ(names.Add("policy-a", ".json"), "policy-a~3.json");
  EXPECT_EQ(names.Add("policy-a~2", ".json"), "policy-a%7E2.json");
  const std::string one = names.Add(std::string(300, '/'), ".json");
  const std::string other = names.Add(std::string(299, '/') + "x", ".json");
  EXPECT_NE(one, other);
  EXPECT_LT(other.size(), 255U);
}

// No two bytes are written alike.
TEST(FileNameOf, IsReversible) {
  std::set<std::string> seen;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string name = {static_cast<char>(a), static_cast<char>(b)};
      EXPECT_TRUE(seen.insert(FileNameOf(name)).second) << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace stackql
