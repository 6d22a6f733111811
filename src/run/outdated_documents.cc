#include "run/outdated_documents.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "catalog/locate.h"

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
        {.rule = "outdated-documents",
         .where = values.Where(provider),
         .args = {{"pinned", std::string(pinned)}, {"installed", installed}},
         .help = "Run 'stackql-lint catalog pull awscc@" + std::string(pinned) + "'."});
    return true;
  }
  return false;
}

void DoubtUnknown(size_t first, Problems& problems) {
  constexpr std::array<std::string_view, 5> kUnknown = {"not-in-enum", "unknown-column",
                                                        "unknown-property", "unknown-select-column",
                                                        "unknown-table"};
  for (size_t i = first; i < problems.size(); ++i) {
    if (std::binary_search(kUnknown.begin(), kUnknown.end(), problems[i].rule)) {
      problems[i].doubtful = true;
    }
  }
}

}  // namespace stackql
