#include "iam/resource_fit.h"

#include <algorithm>

#include "iam/arn_glob.h"
#include "iam/arn_template.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {

bool ResourceFit::Holds(std::string_view prefix, const snapshot::Action& action) {
  return std::any_of(action.resources()->begin(), action.resources()->end(),
                     [&](const snapshot::ActionResource* each) {
                       return HoldsType(prefix, each->arn_type()->string_view());
                     });
}

bool ResourceFit::HoldsType(std::string_view prefix, std::string_view name) {
  const snapshot::ArnType* type = actions_.FindArnType(prefix, name);
  if (type == nullptr || type->arns() == nullptr) return true;
  const auto [known, is_new] = types_.try_emplace(type);
  if (is_new) {
    known->second = std::any_of(type->arns()->begin(), type->arns()->end(),
                                [&](const auto* arn) { return HoldsTemplate(arn->string_view()); });
  }
  return known->second;
}

bool ResourceFit::HoldsTemplate(std::string_view arn_template) const {
  const Arn any = FillTemplate(arn_template, [&](std::string_view placeholder) {
    return Arn{{.kind = Piece::Kind::kAny, .alphabet = actions_.AlphabetOf(placeholder)}};
  });
  const lang::Glob needed = GlobOf(any).glob;
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const lang::Glob& glob) {
    return lang::Meets({.layers = {{&glob}}}, needed).answer != Tri::kNo;
  });
}

}  // namespace stackql::iam
