#include "verify/permissions.h"

#include <algorithm>

namespace stackql::verify {
namespace {

bool IsKnown(const iam::Arn& arn) {
  return std::all_of(arn.begin(), arn.end(),
                     [](const iam::Piece& piece) { return piece.kind == iam::Piece::Kind::kText; });
}

// "*", or the ARN as it is; parts that are not known are `*`.
std::string TextOf(const iam::Arn& arn) {
  if (!IsKnown(arn)) return iam::PolicyPattern(arn);
  std::string text;
  for (const iam::Piece& piece : arn) text += piece.text;
  return text;
}

}  // namespace

std::vector<Permission> PermissionsFor(const std::vector<Operation>& operations,
                                       const Values& values, const Surroundings& around) {
  std::vector<Permission> permissions;
  if (around.actions == nullptr) return permissions;
  for (const Operation& operation : operations) {
    const iam::Needs needs = iam::NeedsOf(operation, values, *around.actions,
                                          {.account = around.account}, iam::Scope::kStrict);
    for (const iam::Need& need : needs.needs) {
      for (const iam::Arn& arn : need.resources) {
        permissions.push_back({.question = {.resource = TextOf(arn),
                                            .region = need.region,
                                            .passed_to = need.passed_to,
                                            .action = need.action},
                               .known = IsKnown(arn),
                               .where = operation.where});
      }
    }
  }
  return permissions;
}

}  // namespace stackql::verify
