#include <algorithm>
#include <string>
#include <string_view>

#include "json/json.h"
#include "rules/query.h"
#include "sql/lexer.h"
#include "sql/query.h"
#include "sql/query_checks.h"
#include "value/value.h"

namespace stackql::sql {
namespace {

// The text of a literal as someone reads it who does not know that StackQL eats backslashes: only
// doubled apostrophes are one. Nowhere if the token is more than one literal.
Loc AsWritten(Sources& sources, Loc inner) {
  const std::string_view bytes = sources.Bytes(inner);
  TextBuilder builder(sources);
  uint32_t done = 0;
  for (uint32_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\\') ++at;
    if (at >= bytes.size() || bytes[at] != '\'' || (at > 0 && bytes[at - 1] == '\\')) continue;
    if (at + 1 == bytes.size() || bytes[at + 1] != '\'') return {};
    builder.Copy(inner.Sub(done, at));
    builder.Atom("'", inner.Sub(at, at + 2));
    done = ++at + 1;
  }
  builder.Copy(inner.Sub(done, static_cast<uint32_t>(bytes.size())));
  return builder.Finish(Step::kSqlString, inner);
}

// With a number in place of each hole outside strings: whatever JSON value it may be, the escapes
// around it are the same.
Loc WithValues(Sources& sources, Loc text) {
  const std::string_view bytes = sources.Bytes(text);
  TextBuilder builder(sources);
  uint32_t done = 0;
  bool inside = false;
  for (uint32_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\\' && inside) {
      ++at;
    } else if (bytes[at] == '"') {
      inside = !inside;
    } else if (!inside && bytes.substr(at).starts_with(kHoleBytes)) {
      const auto end = at + static_cast<uint32_t>(kHoleBytes.size());
      builder.Copy(text.Sub(done, at));
      builder.Atom("0", text.Sub(at, end));
      done = end;
      at = end - 1;
    }
  }
  if (done == 0) return text;
  builder.Copy(text.Sub(done, static_cast<uint32_t>(bytes.size())));
  return builder.Finish(Step::kSqlString, text);
}

bool IsJson(Values& values, Loc text, bool& unsure) {
  const json::Parsed parsed = json::Parse(values, WithValues(values.sources(), text));
  unsure |= parsed.unsure;
  return parsed.value != kNoValue;
}

// The first escape that is not itself doubled, or else the first one.
Loc FirstEscape(std::string_view bytes, Loc inner, bool& unicode) {
  Loc first = {};
  for (uint32_t at = 0; at + 1 < bytes.size(); ++at) {
    if (bytes[at] != '\\') continue;
    const char next = bytes[at + 1];
    const Loc here = inner.Sub(at, at + 2);
    if (next == kHoleBytes.front()) continue;
    if (next != '\\' && next != '/') {
      unicode = next == 'u' && at + 6 <= bytes.size();
      return unicode ? inner.Sub(at, at + 6) : here;
    }
    if (!first && next == '\\') first = here;
    ++at;
  }
  return first;
}

// A doubled backslash that a value from elsewhere brings, of which StackQL leaves one: what follows
// becomes an escape of JSON's. Written in the query itself, it may be meant.
Loc ChangedEscape(const Sources& sources, std::string_view bytes, Loc inner) {
  for (size_t at = bytes.find('\\'); at != std::string_view::npos; at = bytes.find('\\', at)) {
    const size_t begin = at;
    at = std::min(bytes.find_first_not_of('\\', at), bytes.size());
    const bool one_left = (at - begin) % 4 == 2;
    if (!one_left || at == bytes.size() || std::string_view("bfnrtu").find(bytes[at]) > 5) continue;
    const Loc escape = inner.Sub(static_cast<uint32_t>(at - 2), static_cast<uint32_t>(at));
    if (!sources.Resolve(escape).used_in.empty()) return escape;
  }
  return {};
}

}  // namespace

Loc SpoilingEscape(Values& values, Loc token) {
  Sources& sources = values.sources();
  if (token.span.size() < 4) return {};
  const Loc inner = token.Sub(1, token.span.size() - 1);
  const std::string_view bytes = sources.Bytes(inner);
  if (bytes.find('\\') == std::string_view::npos) return {};
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (bytes[first] != '{' && bytes[first] != '[') return {};
  const Loc written = AsWritten(sources, inner);
  bool unsure = false;
  if (!written || !IsJson(values, written, unsure)) return {};
  bool unicode = false;
  const Loc escape = FirstEscape(bytes, inner, unicode);
  const bool still_json = IsJson(values, DecodeString(sources, token), unsure);
  if (!escape || unsure) return {};
  return !still_json || unicode ? escape : ChangedEscape(sources, bytes, inner);
}

void CheckEscapes(Values& values, Loc text, Problems& problems) {
  Sources& sources = values.sources();
  const std::string_view bytes = sources.Bytes(text);
  if (bytes.find('\\') == std::string_view::npos) return;
  for (const Token& token : Lex(bytes)) {
    if (token.kind != Token::Kind::kString) continue;
    const Loc escape = SpoilingEscape(values, text.Sub(token.where.begin, token.where.end));
    if (!escape) continue;
    const Place place = sources.Resolve(escape);
    const bool inserted = !place.used_in.empty();
    problems.push_back(
        {.what = inserted
                     ? Message(rules::BackslashInJson::Inserted{.escape = sources.Bytes(escape)})
                     : rules::BackslashInJson{.escape = sources.Bytes(escape)},
         .where = escape,
         .help = inserted ? "Insert it with the filter addslashes." : "Double the backslash."});
  }
}

}  // namespace stackql::sql
