#include <string>

#include "iam/pack_policy.h"
#include "iam/policy_checks.h"
#include "json/json.h"
#include "rules/policy.h"
#include "value/value.h"

namespace stackql::iam {

void CheckSize(Values& values, const PolicyDocument& document, PolicyKind kind, size_t inline_limit,
               Problems& problems) {
  const Loc text = json::Serialise(values, document.value, json::Form::kPlain);
  const std::string_view minified = values.sources().Bytes(text);
  // Of resources and trusts, limits differ.
  if (kind == PolicyKind::kTrust || kind == PolicyKind::kResource) return;
  const bool whole = document.complete && minified.find('\xFF') == std::string_view::npos;
  const bool control = kind == PolicyKind::kControl || kind == PolicyKind::kResourceControl;
  const bool inlined = kind == PolicyKind::kIdentity && inline_limit != 0;
  const size_t limit = control ? kControlPolicySize : inlined ? inline_limit : kManagedPolicySize;
  if (!whole || minified.size() <= limit) return;
  const bool anywhere =
      kind == PolicyKind::kIdentity && !inlined && minified.size() <= kInlineRoleSize;
  problems.push_back(
      {.what =
           control   ? Message(rules::PolicySize::Control{.limit = limit, .size = minified.size()})
           : inlined ? Message(rules::PolicySize::Inline{.limit = limit, .size = minified.size()})
                     : rules::PolicySize{.limit = limit, .size = minified.size()},
       .where = document.where,
       .help = anywhere ? "Split it, or make it an inline policy of a role; all inline policies of "
                          "a role together can have " +
                              std::to_string(kInlineRoleSize) + " characters."
                        : "Split it."});
}

}  // namespace stackql::iam
