#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// How words are laid out in lists and tables for people.
namespace stackql::report {

// The columns that a text takes as it is shown.
size_t ColumnsOf(std::string_view text);

// Followed by spaces: one, or as many as fill `width` columns.
std::string Padded(std::string text, size_t width);

// Words after a heading, with commas, continued below the first one; 80 columns.
std::string Wrapped(const std::string& heading, const std::vector<std::string>& words);

// A visible text (visible.h) broken between words, so that no line is wider than `width` columns if
// its words allow. It begins at `column`, further lines at `indent`. 0: it is not broken.
std::string Broken(std::string_view text, size_t column, size_t indent, size_t width);

// A text as code in a cell of a Markdown table, whatever is in it.
std::string MarkdownCode(std::string_view text);

// A text in Markdown that stays text, whatever is in it, in a cell as well: it formats nothing, and
// links, mentions and issue numbers notify nobody.
std::string MarkdownText(std::string_view text);

}  // namespace stackql::report
