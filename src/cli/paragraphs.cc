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

size_t LongestWord(std::string_view line) {
  size_t longest = 0;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    longest = std::max(longest, report::ColumnsOf(line.substr(at, end - at)));
    at = end + 1;
  }
  return longest;
}

// Where a line goes on: below its last column that leaves half of the width, and room for each
// word.
size_t HangingIndent(std::string_view line, size_t width) {
  const size_t begin = std::min(line.find_first_not_of(' '), line.size());
  size_t indent = begin + 2;
  if (line.size() <= width) return indent;
  const size_t longest = LongestWord(line);
  for (size_t gap = line.find("  ", begin); gap != std::string_view::npos;) {
    const size_t column = std::min(line.find_first_not_of(' ', gap), line.size());
    if (column > width / 2 || column + longest > width) break;
    indent = column;
    gap = line.find("  ", column);
  }
  return indent;
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

std::string Fitted(std::string_view lines, size_t width) {
  std::string out;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    out += report::Broken(line, 0, HangingIndent(line, width), width) + "\n";
  }
  return out;
}

std::string Fitted(std::string_view lines) { return Fitted(lines, OutputWidth()); }

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
