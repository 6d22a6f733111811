// What to say when a tag goes on otherwise than Tera takes it.

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "rules/template.h"
#include "template/expression.h"
#include "template/syntax.h"

namespace stackql::tmpl {
namespace {

constexpr size_t kLongest = 40;

// A token in quotes; a description, such as "a value", without.
std::string Shown(std::string_view expected) {
  const bool words = expected.find(' ') != std::string_view::npos;
  return words ? std::string(expected) : "'" + std::string(expected) + "'";
}

std::string HelpFor(std::string_view found, bool after_text) {
  if (found == "?") return "Tera has no inline condition; use {% if %} ... {% endif %}.";
  if (found == "&") return "Write 'and'.";
  if (found == "!") return "Write 'not'.";
  if (found == "{")
    return "Only queries support dictionaries, as in {{ { \"Key\": name } | filter }}.";
  if (found == "+" && after_text) return "Concatenate strings with ~.";
  if (found == "|")
    return "Write 'or' for alternatives; '|' must be followed by the name of a filter.";
  if (found == "." || found == "[") {
    return "Attributes must follow a name directly; assign anything else with {% set %} first.";
  }
  return {};
}

}  // namespace

void ExpressionParser::Unexpected(std::string_view expected) const {
  const Token& token = Peek();
  const std::string_view text = Text();
  if (token.kind == Token::Kind::kUnclosed) {
    throw Mistake{.what = rules::TemplateSyntax::UnclosedTag{.tag = text}, .where = token.where};
  }
  if (token.kind == Token::Kind::kBad && !text.empty() &&
      (text[0] == '\'' || text[0] == '"' || text[0] == '`')) {
    throw Mistake{.what = rules::TemplateSyntax::UnclosedString{.quote = text},
                  .where = token.where,
                  .help =
                      "A quote inside a string cannot be escaped; use another kind of quotes "
                      "around the string."};
  }
  if (text == "if" || text == "else") {
    throw Mistake{.what = rules::TemplateSyntax::InlineIf{.word = text},
                  .where = token.where,
                  .help = "Use {% if condition %}...{% else %}...{% endif %}."};
  }
  // Tera reads `isdefined` as `is defined`.
  // The pre-processor takes any key of a dictionary.
  const bool foreign = !text.empty() && static_cast<unsigned char>(text[0]) >= 0x80;
  const bool sure =
      !(foreign && expected == "}") && (token.kind != Token::Kind::kName || text.size() == 2 ||
                                        (!text.starts_with("is") && !text.starts_with("in")));
  // A text that runs on to the next tag's quote is shown by its beginning.
  Span where = token.where;
  const size_t line = text.find_first_of("\r\n");
  const size_t shown = CharacterEnd(text, std::min(kLongest, line));
  where.end = where.begin + static_cast<uint32_t>(shown);
  const bool after_text = at_ > 0 && tokens_[at_ - 1].kind == Token::Kind::kString;
  throw Mistake{
      .what = rules::TemplateSyntax{.expected = Shown(expected), .found = text.substr(0, shown)},
      .where = where,
      .help = HelpFor(text, after_text),
      .sure = sure};
}

void ExpressionParser::Finish() {
  if (Peek().kind == Token::Kind::kEnd) return;
  const uint32_t here = Peek().where.begin;
  const size_t open = bytes_.rfind('{', tokens_[first_].where.begin);
  const bool output = open > 0 && bytes_[open - 1] == '{';
  const size_t begin = output ? open - 1 : open;
  const std::string_view close = output ? "}}" : "%}";
  // Another tag before this one closes: its end was forgotten.
  const size_t end = bytes_.find(close, here);
  const size_t next = std::min(bytes_.find("{{", here), bytes_.find("{%", here));
  if (next < end || end == std::string_view::npos) {
    const Span where = {static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + 2)};
    throw Mistake{.what = rules::TemplateSyntax::UnclosedTag{.tag = bytes_.substr(begin, 2)},
                  .where = where,
                  .help = "Write '" + std::string(close) + "' after its content."};
  }
  Unexpected(close);
}

}  // namespace stackql::tmpl
