#include "iam/policy_variables.h"

#include "base/ascii.h"
#include "iam/policy_pattern.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// As a pattern that matches just this text.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool special = c == '*' || c == '?' || c == '$';
    escaped += special ? std::string("${") + c + "}" : std::string(1, c);
  }
  return escaped;
}

// "aws:PrincipalTag/team, 'none'": what a variable stands for.
void Fill(std::string_view inside, const RequestContext& context, FilledText& filled) {
  const size_t comma = inside.find(',');
  const std::string_view key = Trimmed(inside.substr(0, comma));
  const KeyValues values = context(Lower(key));
  if (values.known && values.values.size() == 1) {
    filled.text += Escaped(values.values[0]);
  } else if (values.known && values.values.empty()) {
    std::string_view otherwise =
        comma == std::string_view::npos ? std::string_view() : Trimmed(inside.substr(comma + 1));
    if (comma == std::string_view::npos) filled.missing = key;
    if (otherwise.starts_with('\'')) otherwise.remove_prefix(1);
    if (otherwise.ends_with('\'')) otherwise.remove_suffix(1);
    filled.text += Escaped(otherwise);
  } else {
    filled.text += '*';
    filled.open.emplace(key);
  }
}

}  // namespace

FilledText FillVariables(std::string_view text, const RequestContext& context) {
  FilledText filled;
  while (!text.empty()) {
    if (text.starts_with(kHoleBytes)) {
      filled.text += '*';
      filled.open.insert("unknown parts of the policy");
      text.remove_prefix(kHoleBytes.size());
      continue;
    }
    const bool escape = BeginsWithEscape(text);
    const size_t close = text.starts_with("${") ? text.find('}') : std::string_view::npos;
    if (close == std::string_view::npos || escape) {
      const size_t size = escape ? 4 : 1;
      filled.text += text.substr(0, size);
      text.remove_prefix(size);
      continue;
    }
    Fill(text.substr(2, close - 2), context, filled);
    text.remove_prefix(close + 1);
  }
  return filled;
}

}  // namespace stackql::iam
