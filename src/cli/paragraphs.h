#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stackql::cli {

// Of help and of what explains a rule: 80, or what a narrower terminal has.
size_t Columns();
// Whether names and what they mean have no place beside each other.
bool IsNarrow();

// Fills the paragraphs of a text, which empty lines separate: no line is longer than Columns() if
// its words allow, each is indented. Paragraphs that begin with a blank are kept as they are. Ends
// with a newline.
std::string Paragraphs(std::string_view text, size_t indent);

// A text of lines, of which none is longer than a terminal of this width if its words allow. What
// follows is below the line's last column, if there are some, or else is indented more than the
// line. As it is where no terminal is.
std::string Fitted(std::string_view lines, size_t width);
std::string Fitted(std::string_view lines);  // to standard output's width

}  // namespace stackql::cli
