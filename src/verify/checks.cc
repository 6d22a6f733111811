#include "verify/checks.h"

#include <algorithm>
#include <array>

namespace stackql::verify {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"exists",  "references",  "collisions", "drift",
                                                    "schemas", "permissions", "policies"};

}  // namespace

std::string_view Name(Check check) { return kNames[static_cast<size_t>(check)]; }

Checks UsualChecks() {
  return {Check::kExists, Check::kReferences, Check::kCollisions, Check::kDrift, Check::kSchemas};
}

std::optional<Checks> ChecksNamed(const std::vector<std::string>& names, std::string& unknown) {
  Checks checks;
  for (const std::string& name : names) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end() && name != "all") {
      unknown = name;
      return std::nullopt;
    }
    for (size_t i = 0; i < kNames.size(); ++i) {
      if (name == "all" || kNames[i] == name) checks.insert(static_cast<Check>(i));
    }
  }
  return checks;
}

}  // namespace stackql::verify
