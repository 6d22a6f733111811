#pragma once

#include <string>
#include <string_view>

namespace stackql {

// A number, written as JSON writes it, as Rust programs print it after reading it: integers of 64
// bits as they are, all others as the double they are read as. Empty if it is too large for one.

// By serde, for JSON and YAML: "1000.0", "1e-7".
std::string PrintedBySerde(std::string_view lexeme);
// By the language: "1000", "0.0000001".
std::string PrintedByRust(std::string_view lexeme);

// Whether serde_json certainly reads a number as the nearest double: it multiplies or divides the
// digits by a power of ten, which rounds twice if one of them is not exact as a double.
bool IsReadExactly(std::string_view lexeme);

}  // namespace stackql
