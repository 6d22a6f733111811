#include <algorithm>
#include <string>

#include "iam/pack_policy.h"
#include "iam/policy_checks.h"
#include "json/json.h"
#include "rules/policy.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

bool IsKnown(const PolicyText& text) { return !HasHole(text.text); }

// Whether its values are the document: a template fills in none.
bool IsAllKnown(const PolicyStatement& statement) {
  return !IsChosen(statement) && IsKnown(statement.sid) && IsKnown(statement.effect_text) &&
         std::ranges::all_of(statement.actions, IsKnown) &&
         std::ranges::all_of(statement.resources, IsKnown) &&
         std::ranges::all_of(statement.tests, [](const PolicyTest& test) {
           return IsKnown(test.op) && IsKnown(test.key) &&
                  std::ranges::all_of(test.values, IsKnown);
         });
}

}  // namespace

void CheckSize(const Values& values, const PolicyDocument& document, PolicyKind kind,
               size_t inline_limit, Problems& problems) {
  // Of resources and trusts, limits differ.
  if (kind == PolicyKind::kTrust || kind == PolicyKind::kResource) return;
  if (!IsComplete(document) || !std::ranges::all_of(document.statements, IsAllKnown)) return;
  const bool control = kind == PolicyKind::kControl || kind == PolicyKind::kResourceControl;
  const bool inlined = kind == PolicyKind::kIdentity && inline_limit != 0;
  const size_t limit = control ? kControlPolicySize : inlined ? inline_limit : kManagedPolicySize;
  const size_t size = json::PlainSize(values, document.value);
  if (size <= limit) return;
  const bool anywhere = kind == PolicyKind::kIdentity && !inlined && size <= kInlineRoleSize;
  problems.push_back(
      {.what = control   ? Message(rules::PolicySize::Control{.limit = limit, .size = size})
               : inlined ? Message(rules::PolicySize::Inline{.limit = limit, .size = size})
                         : rules::PolicySize{.limit = limit, .size = size},
       .where = document.where,
       .help = anywhere ? "Split it, or make it an inline policy of a role; all inline policies of "
                          "a role together can have " +
                              std::to_string(kInlineRoleSize) + " characters."
                        : "Split it."});
}

}  // namespace stackql::iam
