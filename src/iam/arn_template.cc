#include "iam/arn_template.h"

#include <string>

namespace stackql::iam {

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

Tri MatchesTemplate(std::string_view arn_template, std::string_view text) {
  const Arn any =
      FillTemplate(arn_template, [](std::string_view) { return Arn{{.kind = Piece::Kind::kAny}}; });
  return lang::Match(lang::FromGlob(PolicyPattern(any)), text);
}

bool Extends(std::string_view longer, std::string_view shorter) {
  return longer.size() > shorter.size() && longer.substr(0, shorter.size()) == shorter;
}

}  // namespace stackql::iam
