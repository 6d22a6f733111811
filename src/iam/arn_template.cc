#include "iam/arn_template.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/sources.h"

namespace stackql::iam {
namespace {

// Those of the resource's own part.
std::vector<std::string_view> Placeholders(std::string_view arn_template) {
  std::vector<std::string_view> found;
  for (size_t open = arn_template.find("${"); open != std::string_view::npos;
       open = arn_template.find("${", open + 2)) {
    const size_t close = arn_template.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = arn_template.substr(open + 2, close - open - 2);
    const bool place = name == "Partition" || name == "Region" || name == "Account";
    if (!place) found.push_back(name);
  }
  return found;
}

// The service of an ARN or a template of ARNs; empty if it, or what is before it, is not known.
std::string_view ServiceOf(std::string_view arn) {
  const size_t partition = arn.find(':');
  const size_t service = arn.find(':', std::min(arn.size(), partition) + 1);
  if (service == std::string_view::npos) return {};
  const size_t end = arn.find(':', service + 1);
  if (end == std::string_view::npos) return {};
  const std::string_view name = arn.substr(service + 1, end - service - 1);
  const bool known = arn.substr(0, end).find(kHoleBytes) == std::string_view::npos &&
                     name.find("${") == std::string_view::npos;
  return known ? name : std::string_view();
}

}  // namespace

Arn FillTemplate(std::string_view arn_template,
                 const std::function<Arn(std::string_view placeholder)>& fill) {
  Arn arn;
  while (!arn_template.empty()) {
    const size_t open = arn_template.find("${");
    Append(arn, arn_template.substr(0, open));
    if (open == std::string_view::npos) break;
    const size_t close = arn_template.find('}', open);
    if (close == std::string_view::npos) break;
    Append(arn, fill(arn_template.substr(open + 2, close - open - 2)));
    arn_template.remove_prefix(close + 1);
  }
  return arn;
}

bool IsArnTemplate(std::string_view text) {
  size_t colons = 0;
  bool inside = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (text.substr(at, 2) == "${") {
      if (inside) return false;
      inside = true;
      ++at;
    } else if (inside && c == '}') {
      inside = false;
    } else if (!inside) {
      if (c == '*' || c == '?' || c == ',' || c == '$' || c == '{' || c == '}' || c == ' ') {
        return false;
      }
      colons += c == ':' ? 1 : 0;
    }
  }
  return !inside && colons >= 5 && text.rfind("arn:") == 0;
}

Tri MatchesTemplate(std::string_view arn_template, std::string_view text) {
  const std::string_view wanted = ServiceOf(arn_template);
  const std::string_view service = ServiceOf(text);
  if (!wanted.empty() && !service.empty() && wanted != service) return Tri::kNo;
  const Arn any =
      FillTemplate(arn_template, [](std::string_view) { return Arn{{.kind = Piece::Kind::kAny}}; });
  return lang::Match(lang::FromGlob(PolicyPattern(any)), text);
}

Tri MatchesTemplate(std::string_view arn_template, const Arn& arn) {
  std::string text;
  for (const Piece& piece : arn) {
    text += piece.kind == Piece::Kind::kText ? std::string_view(piece.text) : kHoleBytes;
  }
  return MatchesTemplate(arn_template, text);
}

bool Extends(std::string_view longer, std::string_view shorter) {
  return longer.size() > shorter.size() && longer.substr(0, shorter.size()) == shorter;
}

bool IsWithin(std::string_view longer, std::string_view shorter) {
  if (Extends(longer, shorter)) return true;
  const std::vector<std::string_view> outer = Placeholders(shorter);
  const std::vector<std::string_view> inner = Placeholders(longer);
  // One alone may be a name of many things.
  return outer.size() > 1 && inner.size() > outer.size() &&
         std::equal(outer.begin(), outer.end(), inner.begin());
}

}  // namespace stackql::iam
