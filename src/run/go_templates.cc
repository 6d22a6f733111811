#include "run/go_templates.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace stackql {
namespace {

// What begins a tag. Neither Tera nor Jinja has them there.
constexpr std::array<std::string_view, 16> kWords = {
    "range",  "end", "if",      "else",  "with", "define", "block", "template",
    "printf", "len", "println", "print", "eq",   "ne",     "index", "not"};

bool IsGoTag(std::string_view tag) {
  if (tag.starts_with('-')) tag.remove_prefix(1);
  tag = Trim(tag);
  if (tag.empty()) return false;
  if (tag.front() == '$' || tag.starts_with("/*")) return true;
  if (tag.front() == '.') return tag.size() == 1 || !IsDigit(tag[1]);
  const std::string_view word =
      tag.substr(0, std::min(tag.size(), tag.find_first_not_of("abcdefghijklmnopqrstuvwxyz")));
  if (std::find(kWords.begin(), kWords.end(), word) == kWords.end()) return false;
  // A name of Tera's that is spelled so stands alone, or before an operator or a filter.
  const std::string_view rest = Trim(tag.substr(word.size()));
  if (word == "end" || word == "else") return rest.empty();
  return std::string_view(".$\"`").find(rest.substr(0, 1)) < 4 && !rest.empty();
}

}  // namespace

bool HasGoTemplates(std::string_view bytes) {
  if (bytes.find("<<<jsonnet") != std::string_view::npos ||
      bytes.find("<<<json") != std::string_view::npos) {
    return true;
  }
  for (size_t at = bytes.find("{{"); at != std::string_view::npos; at = bytes.find("{{", at + 2)) {
    const size_t close = bytes.find("}}", at);
    if (close == std::string_view::npos) return false;
    if (IsGoTag(bytes.substr(at + 2, close - at - 2))) return true;
  }
  return false;
}

}  // namespace stackql
