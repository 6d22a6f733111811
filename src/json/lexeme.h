#pragma once

#include <string_view>

namespace stackql::json {

// Whether the bytes are a number as JSON writes it.
bool IsNumber(std::string_view lexeme);

// What is wrong with bytes that are where a value is expected and are not one, said as what would
// be right: "a string in double quotes".
std::string_view ExpectedValue(std::string_view found);

}  // namespace stackql::json
