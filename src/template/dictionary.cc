// Inline dictionaries, {"Key": name, ...}, which stackql-deploy cuts up without reading them as
// Tera would: at commas outside of quotes and braces, and each entry at its first colon.

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/white_space.h"
#include "rules/template.h"
#include "template/expression.h"
#include "template/syntax.h"

namespace stackql::tmpl {
namespace {

Span Trimmed(std::string_view bytes, Span span) {
  const std::string_view text = bytes.substr(span.begin, span.size());
  const auto before = static_cast<uint32_t>(LeadingBlanks(text));
  if (before == span.size()) return {span.end, span.end};
  return {span.begin + before, span.end - static_cast<uint32_t>(TrailingBlanks(text))};
}

// Without the quotes of one kind at both ends, however many they are.
Span WithoutQuotes(std::string_view bytes, Span span, char quote) {
  while (!span.empty() && bytes[span.begin] == quote) ++span.begin;
  while (!span.empty() && bytes[span.end - 1] == quote) --span.end;
  return span;
}

std::vector<Span> Entries(std::string_view bytes, Span body) {
  std::vector<Span> entries;
  char quote = '\0';
  int braces = 0;
  uint32_t begin = body.begin;
  for (uint32_t at = body.begin; at < body.end; ++at) {
    const char c = bytes[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '{') {
      ++braces;
    } else if (c == '}') {
      --braces;
    } else if (c == ',' && braces == 0) {
      entries.push_back(Trimmed(bytes, {begin, at}));
      begin = at + 1;
    }
  }
  entries.push_back(Trimmed(bytes, {begin, body.end}));
  std::erase_if(entries, [](Span entry) { return entry.empty(); });
  return entries;
}

// Letters, digits and what joins them in names of the context.
bool IsContextName(std::string_view text) {
  const auto joins = [](char c) { return c == '.' || c == '-'; };
  return (IsAlpha(text.front()) || text.front() == '_') &&
         All(text, [&](char c) { return IsWord(c) || joins(c); });
}

}  // namespace

uint32_t ExpressionParser::Dict() {
  const Span first = Peek().where;
  Expect("{");
  Expr dict = {.kind = Expr::Kind::kDict};
  std::vector<NameStep> keys;
  std::vector<uint32_t> values;
  for (const Span entry : Entries(bytes_, tokens_[at_++].where)) {
    const size_t colon = bytes_.substr(0, entry.end).find(':', entry.begin);
    if (colon == std::string_view::npos) continue;  // it is left out
    const Span value = Trimmed(bytes_, {static_cast<uint32_t>(colon) + 1, entry.end});
    if (value.empty()) {
      // The value of an empty name.
      dict.kind = Expr::Kind::kOpaque;
      continue;
    }
    const Span written = Trimmed(bytes_, {entry.begin, static_cast<uint32_t>(colon)});
    keys.push_back({.text = WithoutQuotes(bytes_, WithoutQuotes(bytes_, written, '"'), '\'')});
    values.push_back(DictValue(value));
  }
  Expect("}");
  dict.where = Since(first);
  dict.steps = {static_cast<uint32_t>(tree_.steps.size()), static_cast<uint32_t>(keys.size())};
  tree_.steps.insert(tree_.steps.end(), keys.begin(), keys.end());
  return Add(dict, std::move(values));
}

// A dotted name, or text that is not a name and so never resolves.
uint32_t ExpressionParser::DictValue(Span text) {
  const std::string_view name = bytes_.substr(text.begin, text.size());
  const bool boolean = name == "true" || name == "false";
  if (boolean || !IsContextName(name)) {
    return Add({.kind = Expr::Kind::kString, .where = text, .text = text});
  }
  Expr expr = {.kind = Expr::Kind::kName, .basic = true, .where = text, .text = text};
  expr.steps.first = static_cast<uint32_t>(tree_.steps.size());
  for (uint32_t begin = text.begin; begin <= text.end;) {
    const auto dot = static_cast<uint32_t>(
        std::min<size_t>(bytes_.substr(0, text.end).find('.', begin), text.end));
    tree_.steps.push_back({.text = {begin, dot}});
    ++expr.steps.count;
    begin = dot + 1;
  }
  return Add(expr);
}

// Braces that the pre-processor leaves to Tera, which has none.
void ExpressionParser::ForeignDict() {
  const Span first = Peek().where;
  size_t open = 0;
  do {
    if (Is("{")) ++open;
    if (Is("}")) --open;
    if (Peek().kind >= Token::Kind::kEnd) Unexpected("}");
    ++at_;
  } while (open > 0);
  Expect("|");
  Name();
  if (Peek().kind != Token::Kind::kEnd) Unexpected("}}");
  throw Mistake{
      .what = rules::TemplateSyntax{.expected = "a value", .found = "{"},
      .where = first,
      .help = "An inline dictionary is only replaced between '{{' and '}}' without a '-'."};
}

}  // namespace stackql::tmpl
