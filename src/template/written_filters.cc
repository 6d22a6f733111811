// Filters that write a known text anew, as a whole.

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"
#include "base/white_space.h"
#include "template/filters.h"
#include "template/limits.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

ValueId Unknown(const Application& a) { return a.values.AddUnknown(a.at); }

bool IsAscii(std::string_view text) {
  return All(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

ValueId Written(const Application& a, const std::string& text) {
  if (text == a.Text()) return a.input;
  if (text.size() > kLongestText) return a.TooLarge();
  TextBuilder builder(a.values.sources());
  builder.Atom(text, a.at, a.Place());
  return a.Made(builder);
}

// A filter without arguments that changes any text.
template <std::string (*kChange)(std::string_view)>
ValueId Changed(const Application& a) {
  return a.IsKnownText() ? Written(a, kChange(a.Text())) : Unknown(a);
}

// As Changed, of a text of ASCII: others need Unicode's tables.
template <std::string (*kChange)(std::string_view)>
ValueId ChangedAscii(const Application& a) {
  return a.IsKnownText() && IsAscii(a.Text()) ? Written(a, kChange(a.Text())) : Unknown(a);
}

// Each of some characters becomes a text.
std::string Escaped(std::string_view text,
                    std::initializer_list<std::pair<char, std::string_view>> with) {
  std::string escaped;
  for (const char c : text) {
    const auto* const found =
        std::find_if(with.begin(), with.end(), [&](const auto& each) { return each.first == c; });
    if (found == with.end()) {
      escaped += c;
    } else {
      escaped += found->second;
    }
  }
  return escaped;
}

std::string AddSlashes(std::string_view text) {
  return Escaped(text, {{'\\', R"(\\)"}, {'"', R"(\")"}, {'\'', R"(\')"}});
}

std::string EscapeHtml(std::string_view text) {
  return Escaped(text, {{'&', "&amp;"},
                        {'<', "&lt;"},
                        {'>', "&gt;"},
                        {'"', "&quot;"},
                        {'\'', "&#x27;"},
                        {'/', "&#x2F;"}});
}

std::string EscapeXml(std::string_view text) {
  return Escaped(text,
                 {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}});
}

std::string LineBreaks(std::string_view text) {
  std::string broken;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && text.substr(i + 1, 1) == "\n") continue;
    if (text[i] == '\n') {
      broken += "<br>";
    } else {
      broken += text[i];
    }
  }
  return broken;
}

std::string Capitalize(std::string_view text) {
  std::string written = Lower(text);
  if (!written.empty()) written[0] = Upper(written[0]);
  return written;
}

// A word is letters, digits, underscores and apostrophes; it begins and ends where one of the
// former has none beside it, or an apostrophe has one.
std::string Title(std::string_view text) {
  const auto is_word = [&](size_t at) { return at < text.size() && IsWord(text[at]); };
  const auto edge = [&](size_t at) { return (at > 0 && is_word(at - 1)) != is_word(at); };
  std::string written(text);
  for (size_t at = 0; at < text.size();) {
    const bool begins = (IsWord(text[at]) || text[at] == '\'') && edge(at);
    size_t end = at + 1;
    if (begins) {
      while (is_word(end) || (end < text.size() && text[end] == '\'')) ++end;
      while (end > at && !edge(end)) --end;
    }
    if (!begins || end == at) {
      ++at;
      continue;
    }
    written[at] = Upper(text[at]);
    for (size_t i = at + 1; i < end; ++i) written[i] = Lower(text[i]);
    at = end;
  }
  return written;
}

std::string Slug(std::string_view text) {
  std::string slug;
  for (const char c : text) {
    if (IsAlnum(c)) {
      slug += Lower(c);
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  if (slug.ends_with('-')) slug.pop_back();
  return slug;
}

// Without blanks between two tags.
std::string Spaceless(std::string_view text) {
  std::string written;
  for (size_t at = 0; at < text.size(); ++at) {
    written += text[at];
    if (text[at] != '>') continue;
    const size_t blanks = LeadingBlanks(text.substr(at + 1));
    if (text.substr(at + 1 + blanks, 1) == "<") at += blanks;
  }
  return written;
}

// Where a mark is from places that only rise, so that nothing is looked at twice.
class Rising {
 public:
  Rising(std::string_view text, std::string_view mark) : text_(text), mark_(mark) {}
  size_t From(size_t at) {
    if (found_ != kNowhere && found_ < at) found_ = text_.find(mark_, at);
    return found_;
  }

 private:
  std::string_view text_;
  std::string_view mark_;
  size_t found_ = text_.find(mark_);
};

// Without comments, which are of one line, and tags.
std::string StripTags(std::string_view text) {
  std::string written;
  Rising comment_end(text, "-->");
  Rising tag_end(text, ">");
  Rising line_end(text, "\n");
  for (size_t at = 0; at < text.size();) {
    size_t end = kNowhere;
    if (text[at] == '<') {
      const size_t close = comment_end.From(at + 4);
      const size_t tag = tag_end.From(at + 1);
      const bool comment = text.substr(at, 4) == "<!--" && close < line_end.From(at);
      end = comment ? close + 3 : tag == kNowhere ? kNowhere : tag + 1;
    }
    if (end == kNowhere) {
      written += text[at++];
    } else {
      at = end;
    }
  }
  return written;
}

std::string PercentEncoded(std::string_view text, std::string_view also_plain) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (IsAlnum(c) || also_plain.find(c) != kNowhere) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return encoded;
}

std::string UrlEncode(std::string_view text) { return PercentEncoded(text, "-._~/%"); }
std::string UrlEncodeStrict(std::string_view text) { return PercentEncoded(text, {}); }

ValueId WordCount(const Application& a) {
  if (!a.IsKnownText()) return Unknown(a);
  std::string_view text = a.Text();
  size_t words = 0;
  bool within = false;
  while (!text.empty()) {
    const size_t blanks = LeadingBlanks(text);
    if (blanks == 0 && !within) ++words;
    within = blanks == 0;
    text.remove_prefix(within ? CharacterEnd(text, 1) : blanks);
  }
  return a.MadeNumber(words);
}

// As many characters as fit. What is seen as one character may be several beyond ASCII.
ValueId Truncate(const Application& a) {
  constexpr int64_t kUsual = 255;
  const ValueId given = a.Argument("length");
  const std::optional<int64_t> length = given == kNoValue ? kUsual : Integer(a.values.Text(given));
  std::string_view end = "…";
  if (a.Argument("end") != kNoValue && !a.KnownArgument("end", end)) return Unknown(a);
  if (!a.IsKnownText() || !length || *length < 0) return Unknown(a);
  const std::string_view text = a.Text();
  if (CountCharacters(text) <= static_cast<uint64_t>(*length)) return a.input;
  if (!IsAscii(text) || text.find('\r') != kNowhere) return Unknown(a);
  return Written(a, std::string(text.substr(0, static_cast<size_t>(*length))) + std::string(end));
}

std::optional<bool> Flag(const Application& a, std::string_view name) {
  const ValueId given = a.Argument(name);
  if (given == kNoValue) return false;
  if (a.values[given].kind != Kind::kBool) return std::nullopt;
  return a.values.Text(given).starts_with('t');
}

ValueId Indent(const Application& a) {
  std::string_view prefix = "    ";
  const std::optional<bool> first = Flag(a, "first");
  const std::optional<bool> blank = Flag(a, "blank");
  if (a.Argument("prefix") != kNoValue && !a.KnownArgument("prefix", prefix)) return Unknown(a);
  if (!a.IsKnownText() || !first || !blank) return Unknown(a);
  std::string written;
  const std::string_view text = a.Text();
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (end < text.size() && line.ends_with('\r')) line.remove_suffix(1);
    if (at > 0) written += '\n';
    const bool indented = at == 0 ? *first : *blank || LeadingBlanks(line) < line.size();
    if (indented) written += prefix;
    written += line;
    if (written.size() > kLongestText) return a.TooLarge();
    at = end + 1;
  }
  return Written(a, written);
}

constexpr Takes kText = Takes::kText;
constexpr Takes kNumber = Takes::kNumber;
constexpr Takes kBool = Takes::kBool;

constexpr Signature kFilters[] = {
    {.name = "addslashes", .input = kText, .apply = Changed<AddSlashes>},
    {.name = "capitalize", .input = kText, .apply = ChangedAscii<Capitalize>},
    {.name = "escape", .input = kText, .apply = Changed<EscapeHtml>},
    {.name = "escape_xml", .input = kText, .apply = Changed<EscapeXml>},
    {.name = "indent",
     .input = kText,
     .parameters = {{{"prefix", kText}, {"first", kBool}, {"blank", kBool}}},
     .apply = Indent},
    {.name = "linebreaksbr", .input = kText, .apply = Changed<LineBreaks>},
    {.name = "slugify", .input = kText, .apply = ChangedAscii<Slug>},
    {.name = "spaceless", .input = kText, .apply = Changed<Spaceless>},
    {.name = "striptags", .input = kText, .apply = Changed<StripTags>},
    {.name = "title", .input = kText, .apply = ChangedAscii<Title>},
    {.name = "truncate",
     .input = kText,
     .parameters = {{{"length", kNumber}, {"end", kText}}},
     .apply = Truncate},
    {.name = "urlencode", .input = kText, .apply = Changed<UrlEncode>},
    {.name = "urlencode_strict", .input = kText, .apply = Changed<UrlEncodeStrict>},
    {.name = "wordcount", .input = kText, .apply = WordCount},
};

}  // namespace

std::span<const Signature> WrittenFilters() { return kFilters; }

}  // namespace stackql::tmpl
