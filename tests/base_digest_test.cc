// Known values of the digests.
#include <gtest/gtest.h>

#include "base/digest.h"

namespace stackql {
namespace {

TEST(Digest, IsThatOfTheStandard) {
  EXPECT_EQ(Sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // The value that the project of the hash documents for no input and no seed.
  EXPECT_EQ(Hash64(""), 0x2D06800538D394C2U);
  EXPECT_NE(Hash64("a"), Hash64("b"));
}

}  // namespace
}  // namespace stackql
