#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stackql::tmpl {

// The value of a decimal integer of up to 18 digits, written in the one way it is printed.
std::optional<int64_t> Integer(std::string_view lexeme);

// Whether a number is printed as it is written: not 1.50, 1e3 or 1.0.
bool PrintsAsWritten(std::string_view lexeme);

}  // namespace stackql::tmpl
