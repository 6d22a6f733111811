// Filters that take text.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/number.h"
#include "base/number_text.h"
#include "base/utf8.h"
#include "base/white_space.h"
#include "template/filters.h"
#include "template/limits.h"
#include "template/numbers.h"
#include "text/letter_case.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

uint32_t U(size_t value) { return static_cast<uint32_t>(value); }
bool IsHole(char c) { return c == '\xFF'; }

ValueId Unknown(const Application& a) { return a.values.AddUnknown(a.at); }

// Letter by letter; whatever fills a hole changes to something unknown again.
template <bool kUpper>
ValueId ChangeCase(const Application& a) {
  if (!a.IsText()) return Unknown(a);
  const std::string_view text = a.Text();
  TextBuilder builder(a.values.sources());
  size_t done = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    const CodePoint letter = ReadCodePoint(text, i);
    i += letter.size;
    if (IsHole(text[begin])) continue;
    const std::optional<char32_t> changed =
        kUpper ? UpperCase(letter.value) : LowerCase(letter.value);
    if (!changed || !letter.valid) return Unknown(a);
    if (*changed == letter.value) continue;
    std::string written;
    AppendCodePoint(*changed, written);
    builder.Copy(a.Place().Sub(U(done), U(begin)));
    builder.Atom(written, a.Place().Sub(U(begin), U(i)));
    done = i;
  }
  builder.Copy(a.Place().Sub(U(done), U(text.size())));
  return a.values.AddString(builder.Finish(Step::kFilter, a.Place()), a.Place());
}

template <bool kStart, bool kEnd>
ValueId Trim(const Application& a) {
  if (!a.IsText()) return Unknown(a);
  const std::string_view text = a.Text();
  const size_t begin = kStart ? LeadingBlanks(text) : 0;
  const size_t end = text.size() - (kEnd ? TrailingBlanks(text.substr(begin)) : 0);
  // What fills a hole at the edge may be blank, and then more goes.
  if (begin < end && ((kStart && IsHole(text[begin])) || (kEnd && IsHole(text[end - 1])))) {
    return Unknown(a);
  }
  return a.values.AddString(a.Place().Sub(U(begin), U(end)), a.Place());
}

// An argument in which \n and \t stand for what they mean elsewhere.
bool Pattern(const Application& a, std::string_view& pattern) {
  return a.KnownArgument("pat", pattern) && pattern.find("\\n") == std::string_view::npos &&
         pattern.find("\\t") == std::string_view::npos && !pattern.empty();
}

template <bool kStart>
ValueId TrimMatches(const Application& a) {
  std::string_view pattern;
  if (!a.IsKnownText() || !Pattern(a, pattern)) return Unknown(a);
  std::string_view text = a.Text();
  size_t begin = 0;
  while (kStart && text.starts_with(pattern)) {
    text.remove_prefix(pattern.size());
    begin += pattern.size();
  }
  while (!kStart && text.ends_with(pattern)) text.remove_suffix(pattern.size());
  return a.values.AddString(a.Place().Sub(U(begin), U(begin + text.size())), a.Place());
}

ValueId Replace(const Application& a) {
  std::string_view from;
  std::string_view to;
  if (!a.IsKnownText() || !a.KnownArgument("from", from) || !a.KnownArgument("to", to) ||
      from.empty()) {
    return Unknown(a);
  }
  const std::string_view text = a.Text();
  TextBuilder builder(a.values.sources());
  size_t done = 0;
  for (size_t found = text.find(from); found != std::string_view::npos;
       found = text.find(from, done)) {
    if (builder.size() > kLongestText) return a.TooLarge();
    builder.Copy(a.Place().Sub(U(done), U(found)));
    done = found + from.size();
    builder.Atom(to, a.Place().Sub(U(found), U(done)));
  }
  builder.Copy(a.Place().Sub(U(done), U(text.size())));
  return a.values.AddString(builder.Finish(Step::kFilter, a.Place()), a.Place());
}

ValueId Split(const Application& a) {
  std::string_view pattern;
  if (!a.IsKnownText() || !Pattern(a, pattern)) return Unknown(a);
  const std::string_view text = a.Text();
  std::vector<ValueId> parts;
  size_t done = 0;
  while (true) {
    const size_t found = std::min(text.find(pattern, done), text.size());
    const Loc part = a.Place().Sub(U(done), U(found));
    parts.push_back(a.values.AddString(part, part));
    if (found == text.size()) break;
    done = found + pattern.size();
  }
  return a.values.AddArray(a.at, parts);
}

// Doubles single quotes; holes stay, as whatever fills them is escaped too.
ValueId SqlEscape(const Application& a) {
  if (!a.IsText()) return Unknown(a);
  const std::string_view text = a.Text();
  TextBuilder builder(a.values.sources());
  size_t done = 0;
  for (size_t quote = text.find('\''); quote != std::string_view::npos;
       quote = text.find('\'', done)) {
    builder.Copy(a.Place().Sub(U(done), U(quote)));
    done = quote + 1;
    builder.Atom("''", a.Place().Sub(U(quote), U(done)));
  }
  builder.Copy(a.Place().Sub(U(done), U(text.size())));
  return a.values.AddString(builder.Finish(Step::kFilter, a.Place()), a.Place());
}

ValueId Base64(const Application& a) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (!a.IsKnownText()) return Unknown(a);
  const std::string_view text = a.Text();
  std::string encoded;
  for (size_t i = 0; i < text.size(); i += 3) {
    const size_t count = std::min<size_t>(3, text.size() - i);
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < count ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    for (size_t k = 0; k < 4; ++k) {
      encoded += k <= count ? kLetters[bits >> (18 - 6 * k) & 63] : '=';
    }
  }
  TextBuilder builder(a.values.sources());
  builder.Atom(encoded, a.at, a.Place());
  return a.Made(builder);
}

// A double without its fraction, as Rust converts it; none if it may not fit.
std::optional<int64_t> Whole(std::string_view lexeme) {
  constexpr double kMost = 9e18;
  const std::optional<double> number = ParseNumber<double>(lexeme);
  if (!number || std::abs(*number) > kMost) return std::nullopt;
  return static_cast<int64_t>(*number);
}

bool IsOfNumber(char c) {
  return IsDigit(c) || std::string_view(".eE+-").find(c) != std::string_view::npos;
}

// What Rust reads of a number of that base; a text with a point is a double.
std::optional<int64_t> ReadWhole(std::string_view text, int base, int64_t otherwise) {
  constexpr size_t kMostPlaces = 18;  // as many always fit
  const std::string_view prefix = base == 2 ? "0b" : base == 8 ? "0o" : base == 16 ? "0x" : "";
  while (!prefix.empty() && text.starts_with(prefix)) text.remove_prefix(prefix.size());
  const bool plus = text.starts_with('+') && !text.starts_with("+-");
  const std::string_view number = text.substr(plus ? 1 : 0);
  if (const auto whole = ParseNumber<int64_t>(number, base)) return whole;
  if (number.find('.') == std::string_view::npos || !All(number, IsOfNumber)) return otherwise;
  const std::optional<int64_t> whole = Whole(number);
  // One with an exponent may be too large or too small, rather than no number.
  const bool small =
      number.size() <= kMostPlaces && number.find_first_of("eE") == std::string_view::npos;
  return whole || !small ? whole : otherwise;
}

ValueId Int(const Application& a) {
  constexpr int64_t kMostExact = int64_t{1} << 53;  // as numbers become doubles
  constexpr int64_t kGreatestBase = 36;
  const auto argument = [&](std::string_view name, int64_t otherwise) {
    const ValueId given = a.Argument(name);
    return given == kNoValue ? otherwise : Integer(a.values.Text(given));
  };
  const std::optional<int64_t> base = argument("base", 10);
  const std::optional<int64_t> otherwise = argument("default", 0);
  if (!base || *base < 2 || *base > kGreatestBase || !otherwise) return Unknown(a);
  const std::string_view text = a.Text();
  if (!a.IsText()) {
    if (a.values[a.input].kind != Kind::kNumber || !IsReadExactly(text)) return Unknown(a);
    const std::optional<int64_t> whole = Whole(text);
    if (!whole || std::abs(*whole) > kMostExact) return Unknown(a);
    return Integer(text) ? a.input : a.MadeNumber(*whole);
  }
  if (!a.IsKnownText()) return Unknown(a);
  const size_t begin = LeadingBlanks(text);
  const size_t end = text.size() - TrailingBlanks(text.substr(begin));
  const std::string_view trimmed = text.substr(begin, end - begin);
  const std::optional<int64_t> whole = ReadWhole(trimmed, static_cast<int>(*base), *otherwise);
  if (!whole) return Unknown(a);
  if (Integer(trimmed) != whole) return a.MadeNumber(*whole);
  const Loc number = a.Place().Sub(U(begin), U(end));
  return a.values.Add({.kind = Kind::kNumber, .token = number, .text = number});
}

ValueId AsText(const Application& a) {
  const Value node = a.values[a.input];
  if (node.kind == Kind::kString) return a.input;
  if (node.kind == Kind::kBool) return a.values.AddString(node.text, node.token);
  if (node.kind != Kind::kNumber) return Unknown(a);
  TextBuilder builder(a.values.sources());
  InsertNumber(a.values, a.input, Printed::kOutput, a.at, builder);
  return a.Made(builder);
}

constexpr Takes kText = Takes::kText;
constexpr Takes kNumber = Takes::kNumber;

constexpr Signature kFilters[] = {
    {.name = "as_str", .apply = AsText},
    {.name = "base64_encode", .custom = true, .input = kText, .apply = Base64},
    {.name = "int",
     .input = Takes::kTextOrNumber,
     .parameters = {{{"default", kNumber}, {"base", kNumber}}},
     .apply = Int},
    {.name = "lower", .input = kText, .apply = ChangeCase<false>},
    {.name = "replace",
     .input = kText,
     .parameters = {{{"from", kText, true}, {"to", kText, true}}},
     .apply = Replace},
    {.name = "split", .input = kText, .parameters = {{{"pat", kText, true}}}, .apply = Split},
    {.name = "sql_escape", .custom = true, .input = kText, .apply = SqlEscape},
    {.name = "trim", .input = kText, .apply = Trim<true, true>},
    {.name = "trim_end", .input = kText, .apply = Trim<false, true>},
    {.name = "trim_end_matches",
     .input = kText,
     .parameters = {{{"pat", kText, true}}},
     .apply = TrimMatches<false>},
    {.name = "trim_start", .input = kText, .apply = Trim<true, false>},
    {.name = "trim_start_matches",
     .input = kText,
     .parameters = {{{"pat", kText, true}}},
     .apply = TrimMatches<true>},
    {.name = "upper", .input = kText, .apply = ChangeCase<true>},
};

}  // namespace

std::span<const Signature> TextFilters() { return kFilters; }

}  // namespace stackql::tmpl
