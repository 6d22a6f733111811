#include "report/layout.h"

#include <algorithm>

#include "report/visible.h"

namespace stackql::report {
namespace {

constexpr size_t kColumns = 80;

}  // namespace

std::string Padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

std::string Wrapped(const std::string& heading, const std::vector<std::string>& words) {
  std::string text = heading;
  size_t column = heading.size();
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string word = Visible(words[i]) + (i + 1 < words.size() ? "," : "");
    if (i > 0 && column + 1 + word.size() > kColumns) {
      text += "\n" + std::string(heading.size(), ' ');
      column = heading.size();
    } else if (i > 0) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
  }
  return text + "\n";
}

std::string MarkdownCode(std::string_view text) {
  std::string code = "`";
  for (const char c : Visible(std::string(text))) {
    if (c == '|') code += '\\';
    code += c == '`' ? '\'' : c;
  }
  return code + "`";
}

}  // namespace stackql::report
