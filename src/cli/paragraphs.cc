#include "cli/paragraphs.h"

#include <algorithm>

namespace stackql::cli {
namespace {

std::string Filled(std::string_view paragraph, size_t indent) {
  std::string lines;
  size_t column = kColumns;  // full: the first word begins a line
  for (size_t at = 0; at < paragraph.size();) {
    const size_t end = std::min(paragraph.find_first_of(" \n", at), paragraph.size());
    const std::string_view word = paragraph.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (column + 1 + word.size() > kColumns) {
      if (!lines.empty()) lines += '\n';
      lines += std::string(indent, ' ');
      column = indent;
    } else {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
  }
  return lines + "\n";
}

}  // namespace

std::string Paragraphs(std::string_view text, size_t indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find("\n\n"), text.size());
    const std::string_view paragraph = text.substr(0, end);
    text.remove_prefix(std::min(text.find_first_not_of('\n', end), text.size()));
    if (!out.empty()) out += '\n';
    out += paragraph.starts_with(' ') ? std::string(paragraph) + "\n" : Filled(paragraph, indent);
  }
  return out;
}

}  // namespace stackql::cli
