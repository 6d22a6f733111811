#include "run/unit_suppressions.h"

#include <iterator>
#include <utility>

#include "rules/lint.h"
#include "run/bound_unit.h"
#include "value/value.h"

namespace stackql {

namespace {

void CheckReasons(const std::vector<Suppression>& suppressions, Problems& problems) {
  for (const Suppression& each : suppressions) {
    if (each.reasoned) continue;
    problems.push_back({.what = rules::MalformedSuppression::Reason{.rule = each.named},
                        .where = each.where,
                        .help = "Write the reason after the bracket."});
  }
}

std::vector<Suppression> ReadAll(const BoundUnit& unit, const RuleSet& rules, Problems& problems) {
  std::vector<Suppression> all;
  const auto add = [&](std::vector<Suppression> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  };
  const auto add_query = [&](Loc text) {
    add(QuerySuppressions(unit.sources, text, rules, problems));
  };
  for (const QuerySource& source : unit.query_files) add_query(source.file);
  for (const QuerySource& source : unit.stack.files) add_query(source.file);
  if (unit.manifest == kNoText) return all;
  add(ManifestSuppressions(unit.values, unit.written_values, unit.manifest, rules, problems));
  for (const Resource& resource : unit.stack.manifest.resources) {
    if (resource.sql != kNoValue && unit.values[resource.sql].kind == Kind::kString) {
      add_query(unit.values[resource.sql].text);
    }
  }
  return all;
}

}  // namespace

std::vector<Suppression> ReadSuppressions(const BoundUnit& unit, const RuleSet& rules,
                                          Problems& problems) {
  std::vector<Suppression> all = ReadAll(unit, rules, problems);
  if (unit.context.require_reason) CheckReasons(all, problems);
  return all;
}

}  // namespace stackql
