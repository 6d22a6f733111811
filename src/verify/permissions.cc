#include "verify/permissions.h"

#include <algorithm>

#include "value/value.h"

namespace stackql::verify {
namespace {

bool IsOf(const iam::Arn& arn, iam::Piece::Kind kind) {
  return std::any_of(arn.begin(), arn.end(),
                     [kind](const iam::Piece& piece) { return piece.kind == kind; });
}

// "*", or the ARN as it is; parts that are not known, or chosen by AWS, are `*`.
std::string TextOf(const iam::Arn& arn) {
  using Kind = iam::Piece::Kind;
  if (IsOf(arn, Kind::kUnsure) || IsOf(arn, Kind::kAny)) return iam::PolicyPattern(arn);
  std::string text;
  for (const iam::Piece& piece : arn) text += piece.text;
  return text;
}

// Whether a denial is one of what will be asked: of all that AWS may choose, but not of what the
// stack leaves open.
bool IsKnown(const iam::Need& need, const iam::Arn& arn) {
  return need.reason != iam::Reason::kUncatalogued && !need.any_of &&
         !IsOf(arn, iam::Piece::Kind::kUnsure);
}

}  // namespace

std::vector<Permission> PermissionsFor(const std::vector<Operation>& operations,
                                       const Values& values, const AwsContext& context) {
  std::vector<Permission> permissions;
  if (context.actions == nullptr) return permissions;
  iam::StackCalls calls;
  calls.Add(operations);
  for (const Operation& operation : operations) {
    const iam::Needs needs = iam::NeedsOf(operation, values, calls, *context.actions,
                                          {.account = context.account}, iam::Scope::kStrict);
    for (const iam::Need& need : needs.known) {
      for (const iam::Arn& arn : need.resources) {
        permissions.push_back({.question = {.resource = TextOf(arn),
                                            .region = need.region,
                                            .for_service = need.for_service,
                                            .action = need.action},
                               .known = IsKnown(need, arn),
                               .where = operation.where});
      }
    }
  }
  return permissions;
}

}  // namespace stackql::verify
