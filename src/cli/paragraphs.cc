#include "cli/paragraphs.h"

#include <algorithm>

#include "cli/terminal.h"
#include "report/layout.h"

namespace stackql::cli {
namespace {

std::string Filled(std::string_view paragraph, size_t indent) {
  std::string lines;
  const size_t columns = Columns();
  size_t column = columns;  // full: the first word begins a line
  for (size_t at = 0; at < paragraph.size();) {
    const size_t end = std::min(paragraph.find_first_of(" \n", at), paragraph.size());
    const std::string_view word = paragraph.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (column + 1 + word.size() > columns) {
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

size_t Columns() {
  constexpr size_t kUsual = 80;
  const size_t width = OutputWidth();
  return width == 0 ? kUsual : std::min(kUsual, width);
}

bool IsNarrow() {
  constexpr size_t kBeside = 60;
  return Columns() < kBeside;
}

std::string Fitted(std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const size_t indent = std::min(line.find_first_not_of(' '), line.size());
    out += report::Broken(line, 0, indent + 2, OutputWidth()) + "\n";
  }
  return out;
}

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
