#include "run/outdated_documents.h"

#include <string_view>

#include "catalog/locate.h"
#include "rules/manifest.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {

bool CheckOutdated(const Values& values, const Manifest& manifest, const std::string& installed,
                   Problems& problems) {
  constexpr std::string_view kPin = "awscc::";
  if (installed.empty()) return false;
  for (const ValueId provider : manifest.providers) {
    if (values[provider].kind != Kind::kString || !values.Known(provider)) continue;
    const std::string_view text = values.Text(provider);
    if (!text.starts_with(kPin)) continue;
    const std::string_view pinned = text.substr(kPin.size());
    if (catalog::CompareVersions(installed, pinned) >= 0) return false;
    problems.push_back(
        {.what = rules::OutdatedDocuments{.installed = installed, .pinned = pinned},
         .where = values.Where(provider),
         .help = "Run 'stackql-lint catalog pull awscc@" + std::string(pinned) + "'."});
    return true;
  }
  return false;
}

void DoubtUnknown(size_t first, const RuleSet& rules, Problems& problems) {
  for (size_t i = first; i < problems.size(); ++i) {
    const snapshot::Rule* rule = rules.Find(problems[i].what.rule);
    problems[i].doubtful |= rule != nullptr && rule->rests_on_documents();
  }
}

}  // namespace stackql
