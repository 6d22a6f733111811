#include "run/outdated_documents.h"

#include <string>
#include <string_view>
#include <utility>

#include "catalog/locate.h"
#include "rules/manifest.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {

Age CheckOutdated(const Values& values, const Manifest& manifest, const catalog::Catalog& catalog,
                  Problems& problems) {
  constexpr std::string_view kPin = "awscc::";
  const bool installed = catalog.provider() != nullptr;
  const std::string_view known = catalog.version();
  if (known.empty()) return Age::kCurrent;
  for (const ValueId provider : manifest.providers) {
    if (values[provider].kind != Kind::kString || !values.Known(provider)) continue;
    const std::string_view text = values.Text(provider);
    if (!text.starts_with(kPin)) continue;
    const std::string_view pinned = text.substr(kPin.size());
    if (catalog::CompareVersions(known, pinned) >= 0) return Age::kCurrent;
    Message what = installed
                       ? Message(rules::OutdatedDocuments{.installed = known, .pinned = pinned})
                       : rules::OutdatedDocuments::Builtin{.known = known, .pinned = pinned};
    problems.push_back(
        {.what = std::move(what),
         .where = values.Where(provider),
         .help = "Run 'stackql-lint catalog pull awscc@" + std::string(pinned) + "'."});
    return Age::kOutdated;
  }
  return installed ? Age::kCurrent : Age::kUnknown;
}

void DoubtUnknown(Age age, size_t first, const RuleSet& rules, Problems& problems) {
  if (age == Age::kCurrent) return;
  for (size_t i = first; i < problems.size(); ++i) {
    const snapshot::Rule* rule = rules.Find(problems[i].what.rule);
    if (rule == nullptr || problems[i].certain) continue;
    problems[i].doubtful |= age == Age::kOutdated ? rule->rests_on() != snapshot::Source::Nothing
                                                  : rule->rests_on() == snapshot::Source::Tables;
  }
}

}  // namespace stackql
