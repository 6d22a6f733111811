#include "verify/checks.h"

#include <array>
#include <string_view>

namespace stackql::verify {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"exists",  "references",  "collisions", "drift",
                                                    "schemas", "permissions", "policies"};
constexpr std::string_view kAll = "all";

}  // namespace

Checks UsualChecks() {
  return {Check::kExists, Check::kReferences, Check::kCollisions, Check::kDrift, Check::kSchemas};
}

std::vector<std::string> CheckNames() {
  std::vector<std::string> names(kNames.begin(), kNames.end());
  names.emplace_back(kAll);
  return names;
}

Checks ChecksNamed(const std::vector<std::string>& names) {
  Checks checks;
  for (const std::string& name : names) {
    for (size_t i = 0; i < kNames.size(); ++i) {
      if (name == kAll || kNames[i] == name) checks.insert(static_cast<Check>(i));
    }
  }
  return checks;
}

}  // namespace stackql::verify
