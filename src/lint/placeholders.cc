#include "lint/placeholders.h"

#include <algorithm>

namespace stackql {
namespace {

bool IsNameByte(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// What follows the name: nothing, or a bar and two nouns that a bar parts.
bool ReadNouns(std::string_view rest, Placeholder& placeholder) {
  if (rest.empty()) return true;
  const size_t bar = rest.find('|', 1);
  if (rest[0] != '|' || bar == std::string_view::npos) return false;
  placeholder.singular = rest.substr(1, bar - 1);
  placeholder.plural = rest.substr(bar + 1);
  return !placeholder.singular.empty() && !placeholder.plural.empty() &&
         placeholder.plural.find('|') == std::string_view::npos;
}

}  // namespace

std::optional<Placeholder> NextPlaceholder(std::string_view message, size_t from) {
  for (size_t open = message.find('{', from); open != std::string_view::npos;
       open = message.find('{', open + 1)) {
    const size_t close = message.find_first_of("{}", open + 1);
    if (close == std::string_view::npos || message[close] == '{') continue;
    const std::string_view inside = message.substr(open + 1, close - open - 1);
    const auto length = static_cast<size_t>(
        std::find_if_not(inside.begin(), inside.end(), IsNameByte) - inside.begin());
    Placeholder found = {.begin = open, .end = close + 1, .name = inside.substr(0, length)};
    if (length > 0 && ReadNouns(inside.substr(length), found)) return found;
  }
  return std::nullopt;
}

std::string Filled(const Placeholder& placeholder, std::string_view value) {
  std::string text(value);
  if (placeholder.singular.empty()) return text;
  text += ' ';
  text += value == "1" ? placeholder.singular : placeholder.plural;
  return text;
}

std::string Format(std::string_view message,
                   const std::vector<std::pair<std::string, std::string>>& args) {
  std::string text;
  size_t at = 0;
  while (const auto next = NextPlaceholder(message, at)) {
    text += message.substr(at, next->begin - at);
    const auto arg = std::find_if(args.begin(), args.end(),
                                  [&](const auto& entry) { return entry.first == next->name; });
    text += arg == args.end() ? std::string(message.substr(next->begin, next->end - next->begin))
                              : Filled(*next, arg->second);
    at = next->end;
  }
  text += message.substr(std::min(at, message.size()));
  return text;
}

}  // namespace stackql
