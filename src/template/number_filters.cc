// Filters that work on numbers.

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/number.h"
#include "base/white_space.h"
#include "rules/template.h"
#include "template/filters.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

ValueId Unknown(const Application& a) { return a.values.AddUnknown(a.at); }

// The input as a double; none if it is no number, or not certainly that one.
std::optional<double> Input(const Application& a) {
  return a.values[a.input].kind == Kind::kNumber ? ReadDouble(a.Text()) : std::nullopt;
}

ValueId Made(const Application& a, double number) {
  return std::isfinite(number) ? a.MadeNumber(Lexeme(number)) : Unknown(a);
}

ValueId Abs(const Application& a) {
  const std::optional<double> number = Input(a);
  if (!number) return Unknown(a);
  if (!a.Text().starts_with('-')) return a.input;
  const bool whole = Integer(a.Text()).has_value();
  return whole ? a.MadeNumber(std::string(a.Text().substr(1))) : Made(a, std::abs(*number));
}

// What Rust reads of a text as a double: none if that is not certain.
std::optional<double> ReadText(std::string_view text, double otherwise) {
  constexpr size_t kMostPlaces = 18;  // as many always fit
  const auto of_number = [](char c) {
    return IsDigit(c) || std::string_view(".eE+-").find(c) != std::string_view::npos;
  };
  text = text.substr(LeadingBlanks(text));
  text = text.substr(0, text.size() - TrailingBlanks(text));
  if (!All(text, of_number)) {
    std::string word = Lower(text);
    if (word.starts_with('+') || word.starts_with('-')) word.erase(0, 1);
    if (word == "nan" || word == "inf" || word == "infinity") return std::nullopt;
    return otherwise;
  }
  const bool plus = text.starts_with('+') && !text.starts_with("+-");
  if (const auto number = ParseNumber<double>(text.substr(plus ? 1 : 0))) return number;
  // One with an exponent may be too large or too small, rather than no number.
  const bool small =
      text.size() <= kMostPlaces && text.find_first_of("eE") == std::string_view::npos;
  return small ? std::optional(otherwise) : std::nullopt;
}

ValueId Float(const Application& a) {
  const ValueId given = a.Argument("default");
  const std::optional<double> otherwise =
      given == kNoValue ? 0.0 : ReadDouble(a.values.Text(given));
  std::optional<double> number = Input(a);
  if (a.IsText()) {
    number = a.IsKnownText() && otherwise ? ReadText(a.Text(), *otherwise) : std::nullopt;
  }
  return number ? Made(a, *number) : Unknown(a);
}

ValueId Pluralize(const Application& a) {
  const std::optional<double> number = Input(a);
  if (!number) return Unknown(a);
  const bool one = std::abs(std::abs(*number) - 1) <= std::numeric_limits<double>::epsilon();
  const ValueId given = a.Argument(one ? "singular" : "plural");
  if (given != kNoValue) return given;
  TextBuilder builder(a.values.sources());
  builder.Atom(one ? "" : "s", a.at);
  return a.Made(builder);
}

ValueId Round(const Application& a) {
  std::string_view method = "common";
  const bool known = a.Argument("method") == kNoValue || a.KnownArgument("method", method);
  if (known && method != "common" && method != "ceil" && method != "floor") {
    a.problems->push_back(
        {.what = rules::FilterArgument::Method{.method = method, .name = a.filter}, .where = a.at});
    return kNoValue;
  }
  const ValueId precision = a.Argument("precision");
  const bool whole = precision == kNoValue || a.values.Text(precision) == "0";
  const std::optional<double> number = Input(a);
  if (!known || !whole || !number) return Unknown(a);
  return Made(a, method == "ceil"    ? std::ceil(*number)
                 : method == "floor" ? std::floor(*number)
                                     : std::round(*number));
}

constexpr Takes kText = Takes::kText;
constexpr Takes kNumber = Takes::kNumber;

constexpr Signature kFilters[] = {
    {.name = "abs", .input = kNumber, .apply = Abs},
    {.name = "float",
     .input = Takes::kTextOrNumber,
     .parameters = {{{"default", kNumber}}},
     .apply = Float},
    {.name = "pluralize",
     .input = kNumber,
     .parameters = {{{"singular", kText}, {"plural", kText}}},
     .apply = Pluralize},
    {.name = "round",
     .input = kNumber,
     .parameters = {{{"method", kText}, {"precision", kNumber}}},
     .apply = Round},
};

}  // namespace

std::span<const Signature> NumberFilters() { return kFilters; }

}  // namespace stackql::tmpl
