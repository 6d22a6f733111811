#include "lint/json_text_checks.h"

#include <string_view>

#include "lint/lookup.h"
#include "operation/properties.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kPlaceholder = "${";  // of DefinitionSubstitutions

bool IsNoObject(const Values& values, const Operation& operation, ValueId value) {
  return values[value].kind == Kind::kString && values.Known(value) &&
         JsonContentOf(operation, value) == value &&
         values.Text(value).find(kPlaceholder) == std::string_view::npos;
}

}  // namespace

void CheckJsonTexts(const Values& values, const Operation& operation, TargetedRules rules,
                    Problems& problems) {
  for (const TargetedRule& targeted : rules) {
    if (RuleId(targeted.rule->id()->string_view()) != rules::JsonText::kRule) continue;
    for (const Found& found : FindAll(values, operation.desired, targeted.path)) {
      if (!IsNoObject(values, operation, found.member.value)) continue;
      problems.push_back({.what = rules::JsonText{.property = Show(values, found.member.key)},
                          .where = values.Where(found.member.value)});
    }
  }
}

}  // namespace stackql
