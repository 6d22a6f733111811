#pragma once

namespace stackql::tmpl {

// What separates tokens within a tag.
inline bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace stackql::tmpl
