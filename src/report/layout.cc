#include "report/layout.h"

#include <algorithm>

#include "report/visible.h"

namespace stackql::report {
namespace {

constexpr size_t kColumns = 80;
constexpr size_t kLongestTemplate = 30;  // that is kept together

// The end of a word; a template's output is one.
size_t WordEnd(std::string_view text, size_t word) {
  size_t from = word;
  if (text.substr(word).starts_with("{{")) {
    const size_t close = text.find("}}", word);
    if (close != std::string_view::npos && close - word < kLongestTemplate) from = close;
  }
  return std::min(text.find(' ', from), text.size());
}

}  // namespace

size_t ColumnsOf(std::string_view text) {
  size_t columns = 0;
  std::string shown;
  for (size_t at = 0; at < text.size();) columns += AppendVisible(text, at, shown);
  return columns;
}

std::string Broken(std::string_view text, size_t column, size_t indent, size_t width) {
  if (width == 0) return std::string(text);
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t word = std::min(text.find_first_not_of(' ', at), text.size());
    const size_t end = WordEnd(text, word);
    const size_t columns = ColumnsOf(text.substr(at, end - at));
    // What would be as wide on a line of its own stays where it is.
    if (at > 0 && column + columns > width && column > indent) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
      at = word;
      continue;
    }
    out += text.substr(at, end - at);
    column += columns;
    at = end;
  }
  return out;
}

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

std::string MarkdownText(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]<>()|~!$&";
  // GitHub looks for references once Markdown is rendered: a comment in them keeps them apart.
  constexpr std::string_view kReferences = "@#";
  const std::string visible = Visible(text);
  const auto follows = [&](size_t at, std::string_view what) {
    return std::string_view(visible).substr(at).starts_with(what);
  };
  std::string out;
  for (size_t at = 0; at < visible.size(); ++at) {
    const char c = visible[at];
    if (kMarkup.find(c) != std::string_view::npos) out += '\\';
    out += c;
    const bool reference = kReferences.find(c) != std::string_view::npos;
    if (reference || follows(at, "://") || follows(at, "w.")) out += "<!-- -->";
  }
  return out;
}

}  // namespace stackql::report
