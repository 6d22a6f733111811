#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stackql {

// A part of a rule's message that a finding fills in: {name} prints the value, and
// {name|singular|plural} a number with its noun, such as "1 item" or "2 items".
struct Placeholder {
  size_t begin = 0;  // in the message, with its braces
  size_t end = 0;
  std::string_view name = {};
  std::string_view singular = {};  // empty: the value alone
  std::string_view plural = {};
};

// The first placeholder at or after `from`. Braces around anything else are plain text.
std::optional<Placeholder> NextPlaceholder(std::string_view message, size_t from = 0);

// What is printed in place of a placeholder.
std::string Filled(const Placeholder& placeholder, std::string_view value);

// The text of a message with its placeholders filled in; a placeholder without a value stays.
std::string Format(std::string_view message,
                   const std::vector<std::pair<std::string, std::string>>& args);

}  // namespace stackql
