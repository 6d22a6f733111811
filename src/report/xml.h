#pragma once

#include <string>
#include <string_view>

namespace stackql::report {

inline constexpr std::string_view kXmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// A text within an element or an attribute, whatever is in it: what XML cannot hold is shown as in
// a terminal.
std::string XmlText(std::string_view text);

// " name=\"text\""
std::string XmlAttribute(std::string_view name, std::string_view text);

}  // namespace stackql::report
