#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stackql {

// The id of a rule's document, such as "MAN031", as a number: it compares as the text does. Rules
// of users' own documents have one, too.
class RuleId {
 public:
  // At most eight bytes of `id` count.
  constexpr explicit RuleId(std::string_view id) {
    for (size_t i = 0; i < 8; ++i) {
      number_ = number_ << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0U);
    }
  }

  std::string Text() const {
    std::string text;
    for (int shift = 56; shift >= 0 && (number_ >> shift & 0xFF) != 0; shift -= 8) {
      text += static_cast<char>(number_ >> shift & 0xFF);
    }
    return text;
  }

  friend constexpr auto operator<=>(RuleId, RuleId) = default;

 private:
  uint64_t number_ = 0;
};

// One of a rule's messages with the values of its {placeholders}, by name. The structs in the
// generated headers rules/*.h turn into it; only they, and what reads users' documents, make one.
struct Message {
  RuleId rule;
  std::string_view id;  // of the message in the rule's document; static
  std::vector<std::pair<std::string_view, std::string>> args = {};

  friend auto operator<=>(const Message&, const Message&) = default;
};

namespace rules {

// The value of a placeholder. It has no default, so that a message without it does not compile.
// Holes in it print as the user's template.
struct Arg {
  // NOLINTBEGIN(google-explicit-constructor)
  Arg(std::string value) : text(std::move(value)) {}
  Arg(std::string_view value) : text(value) {}
  Arg(const char* value) : text(value) {}
  template <std::integral Number>
  requires(!std::same_as<Number, bool> && !std::same_as<Number, char>) Arg(Number number)
      : text(std::to_string(number)) {}
  // NOLINTEND(google-explicit-constructor)

  std::string text;
};

}  // namespace rules
}  // namespace stackql
