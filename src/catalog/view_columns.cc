#include "catalog/view_columns.h"

#include <algorithm>

#include "base/ascii.h"
#include "catalog/resource_facts.h"

namespace stackql::catalog {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// Behind the quoted text that begins at `at`; npos if nothing closes it.
size_t SkipQuoted(std::string_view text, size_t at) {
  const size_t end = text.find(text[at], at + 1);
  return end == std::string_view::npos ? end : end + 1;
}

// Whether the word `lower` is at `at`, in any case.
bool WordAt(std::string_view text, size_t at, std::string_view lower) {
  const bool begins = at == 0 || !IsWord(text[at - 1]);
  const bool ends = at + lower.size() >= text.size() || !IsWord(text[at + lower.size()]);
  return begins && ends && Lower(text.substr(at, lower.size())) == lower;
}

// The name of one item of a select list: its alias, or its last part. Empty if it has none.
std::string ItemName(std::string_view item) {
  item = item.substr(0, item.find_last_not_of(kBlanks) + 1);
  if (item.empty()) return {};
  if (item.back() == '"' || item.back() == '`') {
    const size_t open = item.rfind(item.back(), item.size() - 2);
    if (item.size() < 2 || open == std::string_view::npos) return {};
    return std::string(item.substr(open + 1, item.size() - open - 2));
  }
  size_t begin = item.size();
  while (begin > 0 && IsWord(item[begin - 1])) --begin;
  return std::string(item.substr(begin));
}

}  // namespace

std::vector<std::string> ViewColumns(std::string_view ddl) {
  std::vector<std::string> columns;
  size_t at = std::min(ddl.find_first_not_of(kBlanks), ddl.size());
  if (!WordAt(ddl, at, "select")) return columns;
  at += std::string_view("select").size();
  int depth = 0;
  for (size_t begin = at; at <= ddl.size();) {
    const char c = at < ddl.size() ? ddl[at] : '\0';
    const bool ends = depth == 0 && (c == ',' || c == '\0' || WordAt(ddl, at, "from"));
    if (ends) {
      columns.push_back(ItemName(ddl.substr(begin, at - begin)));
      if (columns.back().empty()) return {};
      if (c != ',') return columns;
      begin = at + 1;
    }
    if (c == '(') ++depth;
    if (c == ')') --depth;
    at = c == '\'' || c == '"' || c == '`' ? SkipQuoted(ddl, at) : at + 1;
  }
  return {};
}

}  // namespace stackql::catalog
