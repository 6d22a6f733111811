#include "lint/window_checks.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/number.h"
#include "lint/lookup.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr int kDay = 24 * 60;
constexpr int kWeek = 7 * kDay;

// Minutes of a week, of which the last one is left out.
struct Window {
  int begin = 0;
  int end = 0;
};

// "05:30" as minutes.
std::optional<int> MinutesOf(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto hours = ParseNumber<int>(text.substr(0, colon));
  const auto minutes = ParseNumber<int>(text.substr(colon + 1));
  const bool valid =
      hours && minutes && *hours >= 0 && *hours < 24 && *minutes >= 0 && *minutes < 60;
  return valid ? std::optional(*hours * 60 + *minutes) : std::nullopt;
}

// "sun:05:30" as minutes of the week.
std::optional<int> MomentOf(std::string_view text) {
  constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu",
                                                     "fri", "sat", "sun"};
  const auto day = std::ranges::find(kDays, Lower(text.substr(0, 3)));
  if (day == kDays.end() || text.size() < 4 || text[3] != ':') return std::nullopt;
  const auto minutes = MinutesOf(text.substr(4));
  if (!minutes) return std::nullopt;
  return static_cast<int>(day - kDays.begin()) * kDay + *minutes;
}

// Two moments with a hyphen between them; the second may be in the next period.
template <typename Read>
std::optional<Window> WindowOf(std::string_view text, int period, Read read) {
  const size_t hyphen = text.find('-');
  if (hyphen == std::string_view::npos) return std::nullopt;
  const std::optional<int> begin = read(text.substr(0, hyphen));
  const std::optional<int> end = read(text.substr(hyphen + 1));
  if (!begin || !end) return std::nullopt;
  return Window{*begin, *end > *begin ? *end : *end + period};
}

// Whether a daily window and a weekly one have a minute in common.
bool Overlap(const Window& daily, const Window& weekly) {
  for (int day = -1; day * kDay < 2 * kWeek; ++day) {
    const int begin = daily.begin + day * kDay;
    const int end = daily.end + day * kDay;
    if (begin < weekly.end && weekly.begin < end) return true;
  }
  return false;
}

}  // namespace

void CheckWindows(const Values& values, const Operation& operation, TargetedRules rules,
                  Problems& problems) {
  const bool database = std::ranges::any_of(rules, [](const TargetedRule& targeted) {
    return RuleId(targeted.rule->id()->string_view()) == rules::OverlappingWindows::kRule;
  });
  if (!database) return;
  const auto backup = SureMember(values, operation.desired, "PreferredBackupWindow");
  const auto maintenance = SureMember(values, operation.desired, "PreferredMaintenanceWindow");
  if (!backup || !maintenance) return;
  const auto daily = WindowOf(values.Text(backup->value), kDay, MinutesOf);
  const auto weekly = WindowOf(values.Text(maintenance->value), kWeek, MomentOf);
  if (!daily || !weekly || !Overlap(*daily, *weekly)) return;
  problems.push_back(
      {.what = rules::OverlappingWindows{.backup = std::string(values.Text(backup->value)),
                                         .value = std::string(values.Text(maintenance->value))},
       .where = values.Where(maintenance->value),
       .related = {{values.Where(backup->value), "backups are made here"}}});
}

}  // namespace stackql
