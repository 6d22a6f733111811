#include "iam/policy_variables.h"

#include <algorithm>

#include "base/ascii.h"
#include "iam/arn.h"
#include "iam/policy_pattern.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

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
  const std::string_view key = Trim(inside.substr(0, comma), " ");
  const KeyValues values = context(Lower(key));
  if (values.known && values.values.size() == 1 && !values.or_absent) {
    filled.text += Escaped(values.values[0]);
  } else if (values.known && values.values.empty()) {
    std::string_view otherwise =
        comma == std::string_view::npos ? std::string_view() : Trim(inside.substr(comma + 1), " ");
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

size_t FindVariable(std::string_view text) {
  size_t at = text.find("${");
  while (at != std::string_view::npos && BeginsWithEscape(text.substr(at))) {
    at = text.find("${", at + 4);
  }
  return at;
}

bool HasMisplacedVariable(std::string_view resource) {
  const size_t variable = FindVariable(resource);
  if (variable == std::string_view::npos || !resource.starts_with("arn:")) return false;
  const std::string_view before = resource.substr(0, variable);
  return !HasHole(before) && std::count(before.begin(), before.end(), ':') < kColonsOfArn;
}

FilledText FillVariables(std::string_view text, const RequestContext& context) {
  FilledText filled;
  while (!text.empty()) {
    if (text.starts_with(kHoleBytes)) {
      filled.text += '*';
      filled.open.insert(kUnknownParts);
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

FilledText FillVariables(const PolicyText& text, const RequestContext& context) {
  FilledText filled = FillVariables(std::string_view(text.text), context);
  if (!text.unknown.empty() && filled.open.erase(kUnknownParts) > 0) {
    filled.open.insert(text.unknown.begin(), text.unknown.end());
  }
  return filled;
}

}  // namespace stackql::iam
