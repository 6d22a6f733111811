#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text/sources.h"
#include "value/fwd.h"

namespace stackql::tmpl {

// The value of a decimal integer of up to 18 digits, written in the one way it is printed.
std::optional<int64_t> Integer(std::string_view lexeme);
// The double that the tool calculates with for a number; none if that is not certain.
std::optional<double> ReadDouble(std::string_view lexeme);
// A double that is no NaN and not infinite, as the tool writes it as JSON: "3.0", "3.5".
std::string Lexeme(double number);

// Where a number is printed: by itself, or joined to texts with `~`, which gives other digits of
// what is not written there.
enum class Printed : uint8_t { kOutput, kJoined };
// Writes a number as Tera prints it; `at` spells it.
void InsertNumber(const Values& values, ValueId number, Printed printed, Loc at,
                  TextBuilder& builder);
// Writes a value as Tera prints it.
void InsertPrinted(const Values& values, ValueId value, Loc at, TextBuilder& builder);

}  // namespace stackql::tmpl
