#include "template/numbers.h"

#include <array>
#include <charconv>
#include <string>

#include "base/number.h"
#include "base/number_text.h"
#include "template/limits.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

bool AreDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<int64_t> Integer(std::string_view lexeme) {
  const bool negative = !lexeme.empty() && lexeme[0] == '-';
  const std::string_view digits = lexeme.substr(negative ? 1 : 0);
  if (!AreDigits(digits) || digits.size() > kMostDigits) return std::nullopt;
  if (digits[0] == '0' && (digits.size() > 1 || negative)) return std::nullopt;
  int64_t number = 0;
  std::from_chars(lexeme.data(), lexeme.data() + lexeme.size(), number);
  return number;
}

std::optional<double> ReadDouble(std::string_view lexeme) {
  if (const std::optional<int64_t> whole = Integer(lexeme)) return static_cast<double>(*whole);
  const bool whole = lexeme.find_first_of(".eE") == std::string_view::npos;
  return whole || !IsReadExactly(lexeme) ? std::nullopt : ParseNumber<double>(lexeme);
}

std::string Lexeme(double number) {
  std::array<char, 32> buffer = {};  // the longest is shorter
  const std::to_chars_result written = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                                     number, std::chars_format::scientific);
  return PrintedBySerde({buffer.data(), static_cast<size_t>(written.ptr - buffer.data())});
}

void InsertNumber(const Values& values, ValueId number, Printed printed, Loc at,
                  TextBuilder& builder) {
  const std::string_view lexeme = values.Text(number);
  const std::string text =
      printed == Printed::kOutput ? PrintedByRust(lexeme) : PrintedBySerde(lexeme);
  const size_t exponent = text.find('e');  // written with a plus by some releases of serde_json
  if (text.empty() || !IsReadExactly(lexeme) ||
      (exponent != std::string::npos && text[exponent + 1] != '-')) {
    return builder.Hole(at);
  }
  if (text == lexeme) return builder.Insert(values[number].text, at);
  builder.Atom(text, at);
}

void InsertPrinted(const Values& values, ValueId value, Loc at, TextBuilder& builder) {
  const Value& node = values[value];
  switch (node.kind) {
    case Kind::kNull:
      return;
    case Kind::kBool:
    case Kind::kString:
      return builder.Insert(node.text, at);
    case Kind::kNumber:
      return InsertNumber(values, value, Printed::kOutput, at, builder);
    case Kind::kObject:
      return builder.Atom("[object]", at);
    case Kind::kArray:
      if (node.open || builder.size() > kLongestText) return builder.Hole(at);
      builder.Atom("[", at);
      for (uint32_t i = 0; i < node.count; ++i) {
        if (i > 0) builder.Atom(", ", at);
        InsertPrinted(values, values.Elements(value)[i], at, builder);
      }
      return builder.Atom("]", at);
    default:
      return builder.Hole(at, values.OriginOf(value));
  }
}

}  // namespace stackql::tmpl
