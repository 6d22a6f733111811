#include "lint/availability.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/aws_partition.h"
#include "diag/suggest.h"
#include "rules/query.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {

void CheckAvailability(const Values& values, const Operation& operation,
                       const catalog::Catalog& catalog, Problems& problems) {
  const ValueId region = operation.region;
  if (region == kNoValue || values[region].kind != Kind::kString || !values.Known(region)) return;
  const std::string_view name = values.Text(region);
  if (name.starts_with("cn-")) return;  // reported by `invalid-region`
  if (operation.type != nullptr) {
    const std::optional<bool> has = catalog.Has(name, *operation.type);
    if (has && !*has) {
      problems.push_back(
          {.what = rules::TypeNotInRegion{.region = name, .type = operation.type_name},
           .where = values.Where(region)});
    }
    if (has) return;
  }
  const std::vector<std::string_view> regions = catalog.Regions();
  if (regions.empty() || !IsRegion(name) || std::ranges::find(regions, name) != regions.end()) {
    return;
  }
  Problem problem = {.what = rules::UnknownRegion{.region = name}, .where = values.Where(region)};
  if (const std::string_view meant = Suggest(name, regions); !meant.empty()) {
    problem.help = DidYouMean(meant);
    problem.repairs.push_back(Correct(name, meant, problem.where));
  }
  problems.push_back(std::move(problem));
}

}  // namespace stackql
