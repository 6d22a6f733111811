#include "lint/ignore_fix.h"

#include <algorithm>

namespace stackql {
namespace {

constexpr std::string_view kIgnore = "stackql-lint: ignore[";

size_t BeginOfLine(std::string_view text, size_t offset) {
  return text.substr(0, offset).rfind('\n') + 1;  // npos + 1 is 0
}

// Where the list of a suppression in these bytes ends; npos: there is none.
size_t EndOfList(std::string_view text, size_t begin, size_t end) {
  const std::string_view line = text.substr(begin, end - begin);
  const size_t at = line.find(kIgnore);
  if (at == std::string_view::npos) return at;
  const size_t close = line.find(']', at);
  return close == std::string_view::npos ? close : begin + close;
}

std::string Joined(const std::set<std::string>& rules) {
  std::string joined;
  for (const std::string& rule : rules) joined += (joined.empty() ? "" : ", ") + rule;
  return joined;
}

}  // namespace

Fix IgnoreFix(const std::string& path, std::string_view text, uint32_t offset,
              const std::set<std::string>& rules, std::string_view opening,
              const std::string& reason) {
  const auto insert = [&](size_t at, const std::string& inserted) {
    const auto place = static_cast<uint32_t>(at);
    return Fix{.title = "Ignore it", .edits = {{{path, {place, place}}, inserted}}};
  };
  const size_t begin = BeginOfLine(text, offset);
  const size_t end = std::min(text.find('\n', offset), text.size());
  size_t list = EndOfList(text, begin, end);
  if (list == std::string_view::npos && begin > 0) {
    const size_t above = BeginOfLine(text, begin - 1);
    const size_t first = text.find_first_not_of(" \t", above);
    // One behind something else speaks of its own line.
    if (text.substr(first).starts_with(opening)) list = EndOfList(text, above, begin - 1);
  }
  if (list != std::string_view::npos) return insert(list, ", " + Joined(rules));
  const size_t margin = std::min(text.find_first_not_of(" \t", begin), end);
  return insert(begin, std::string(text.substr(begin, margin - begin)) + std::string(opening) +
                           " stackql-lint: ignore[" + Joined(rules) + "] " + reason + "\n");
}

}  // namespace stackql
