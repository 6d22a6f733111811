#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stackql::cli {

inline constexpr size_t kColumns = 80;  // of help and of what explains a rule

// Fills the paragraphs of a text, which empty lines separate: no line is longer than kColumns if
// its words allow, each is indented. Paragraphs that begin with a blank are kept as they are. Ends
// with a newline.
std::string Paragraphs(std::string_view text, size_t indent);

}  // namespace stackql::cli
