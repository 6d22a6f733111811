#include "yaml/layout.h"

#include <algorithm>

#include "base/utf8.h"

namespace stackql::yaml {

size_t SkipBlanks(std::string_view bytes, size_t at) {
  while (at < bytes.size() && IsBlank(bytes[at])) ++at;
  return at;
}

size_t SkipBreak(std::string_view bytes, size_t at) {
  if (At(bytes, at) == '\r') return at + (At(bytes, at + 1) == '\n' ? 2 : 1);
  return At(bytes, at) == '\n' ? at + 1 : at;
}

size_t LineEnd(std::string_view bytes, size_t at) {
  while (at < bytes.size() && !IsBreak(bytes[at])) ++at;
  return at;
}

size_t SkipTrivia(std::string_view bytes, size_t at) {
  while (at < bytes.size()) {
    if (bytes[at] == '#') {
      at = LineEnd(bytes, at);
    } else if (IsBlank(bytes[at]) || IsBreak(bytes[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

size_t SkipProperty(std::string_view bytes, size_t at) {
  const char first = At(bytes, at);
  if (first != '&' && first != '!') return at;
  if (At(bytes, at + 1) == '<') {  // a verbatim tag: !<tag:yaml.org,2002:str>
    const size_t close = bytes.find('>', at);
    return close == std::string_view::npos ? bytes.size() : close + 1;
  }
  while (at < bytes.size() && !IsBlank(bytes[at]) && !IsBreak(bytes[at]) &&
         !IsFlowIndicator(bytes[at])) {
    ++at;
  }
  return at;
}

size_t ClosingQuote(std::string_view bytes, size_t open) {
  const char quote = bytes[open];
  for (size_t at = open + 1; at < bytes.size(); ++at) {
    if (quote == '"' && bytes[at] == '\\') {
      ++at;
    } else if (bytes[at] == quote) {
      if (quote == '"' || At(bytes, at + 1) != '\'') return at;
      ++at;
    }
  }
  return std::string_view::npos;
}

size_t ColumnOf(std::string_view bytes, size_t at) {
  const size_t line_break = at == 0 ? std::string_view::npos : bytes.find_last_of("\r\n", at - 1);
  if (line_break != std::string_view::npos) return at - line_break - 1;
  return bytes.starts_with(kByteOrderMark) ? at - std::min(at, kByteOrderMark.size()) : at;
}

}  // namespace stackql::yaml
