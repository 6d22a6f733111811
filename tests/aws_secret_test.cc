#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <type_traits>
#include <utility>

#include "aws/secret.h"
#include "support/places.h"

namespace stackql::aws {
namespace {

namespace fs = std::filesystem;

template <typename Type, typename = void>
struct CanBePrinted : std::false_type {};
template <typename Type>
struct CanBePrinted<Type,
                    std::void_t<decltype(std::declval<std::ostream&>() << std::declval<Type>())>>
    : std::true_type {};
template <typename Type, typename = void>
struct CanBeCompared : std::false_type {};
template <typename Type>
struct CanBeCompared<Type, std::void_t<decltype(std::declval<Type>() == std::declval<Type>())>>
    : std::true_type {};

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);
static_assert(!CanBePrinted<Secret>::value && !CanBeCompared<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

TEST(Secrets, LeaveNothingWhereTheyWereTakenFrom) {
  std::string text = "a canary that is longer than a short string";
  const char* bytes = text.data();
  const size_t size = text.size();
  const Secret secret(std::move(text));
  EXPECT_EQ(text, "");  // NOLINT(bugprone-use-after-move): it is emptied
  EXPECT_EQ(std::string(bytes, size), std::string(size, '\0'));
  EXPECT_FALSE(secret.empty());
}

TEST(Secrets, Move) {
  Secret first(std::string("canary-one"));
  Secret second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): it is emptied
  first = std::move(second);
  EXPECT_FALSE(first.empty());
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(Secrets, AreMaskedInTexts) {
  const Secret secret(std::string("canary-one"));
  std::string text = "canary-one and canary-onecanary-one";
  secret.Mask(text);
  EXPECT_EQ(text, "*** and ******");
  Secret().Mask(text);
  EXPECT_EQ(text, "*** and ******");
}

// A friend is how a secret is read, and the signer is the only one.
TEST(Secrets, AreReadByTheSignerOnly) {
  for (const fs::directory_entry& file :
       fs::directory_iterator(fs::path(testing_support::kSourceDir) / "src/aws")) {
    const std::string name = file.path().filename().string();
    std::stringstream text;
    text << std::ifstream(file.path()).rdbuf();
    const bool reads = text.str().find("Reveal()") != std::string::npos;
    EXPECT_EQ(reads, name == "sign.cc" || name == "secret.h" || name == "secret.cc") << name;
  }
}

}  // namespace
}  // namespace stackql::aws
