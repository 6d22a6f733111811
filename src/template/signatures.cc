#include <algorithm>

#include "base/ascii.h"
#include "rules/template.h"
#include "template/filters.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

constexpr std::string_view kAreas =
    "Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe "
    "Indian Mexico Pacific US";
constexpr std::string_view kZonesWithoutArea =
    "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST "
    "Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo "
    "PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu";

// Whether the time zone database may have a zone, whose places change, of that name.
bool MayBeZone(std::string_view name) {
  const size_t slash = name.find('/');
  return slash == std::string_view::npos ? HasWord(kZonesWithoutArea, name)
                                         : HasWord(kAreas, name.substr(0, slash));
}

// Dates have digits with hyphens between them.
ValueId Date(const Application& a) {
  if (std::string_view zone; a.KnownArgument("timezone", zone) && !MayBeZone(zone)) {
    a.problems->push_back(
        {.what = rules::FilterArgument::Zone{.name = a.filter, .zone = zone}, .where = a.at});
    return kNoValue;
  }
  const bool date = a.Text().find_first_of("0123456789") != std::string_view::npos &&
                    a.Text().find('-') != std::string_view::npos;
  if (a.IsKnownText() && !date) {
    a.problems->push_back({.what = rules::FilterArgument::Date{.name = a.filter}, .where = a.at});
    return kNoValue;
  }
  return a.values.AddUnknown(a.at);
}

constexpr Takes kText = Takes::kText;
constexpr Takes kNumber = Takes::kNumber;
constexpr Takes kBool = Takes::kBool;

// The filters of Tera 1.20 (the manual's page "Built-ins") whose result is not computed: they are
// only checked. Arguments are required if the filter certainly fails without them.
constexpr Signature kOthers[] = {
    {.name = "date", .parameters = {{{"format", kText}, {"timezone", kText}}}, .apply = Date},
    {.name = "default", .parameters = {{{"value"}}}},
    {.name = "filesizeformat", .input = kNumber, .parameters = {{{"binary", kBool}}}},
    {.name = "safe"},
};

constexpr Signature kFunctions[] = {
    {.name = "get_env", .parameters = {{{"name", kText, true}, {"default"}}}},
    {.name = "get_random", .parameters = {{{"end", kNumber, true}, {"start", kNumber}}}},
    {.name = "now", .parameters = {{{"timestamp", kBool}, {"utc", kBool}}}},
    {.name = "range",
     .parameters = {{{"end", kNumber, true}, {"start", kNumber}, {"step_by", kNumber}}}},
    {.name = "throw", .parameters = {{{"message", kText, true}}}},
    {.name = "uuid", .custom = true},
};

std::array<std::span<const Signature>, 7> Filters() {
  return {TextFilters(), WrittenFilters(), NumberFilters(), ListFilters(),
          ItemFilters(), JsonFilters(),    kOthers};
}

const Signature* Find(std::span<const Signature> table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Signature& entry) { return entry.name == name; });
  return found == table.end() ? nullptr : &*found;
}

void AddNames(std::span<const Signature> table, bool custom, std::vector<std::string_view>& names) {
  for (const Signature& entry : table) {
    if (custom || !entry.custom) names.push_back(entry.name);
  }
}

}  // namespace

const Signature* FindFilter(std::string_view name) {
  for (const std::span<const Signature> table : Filters()) {
    if (const Signature* found = Find(table, name)) return found;
  }
  return nullptr;
}

const Signature* FindFunction(std::string_view name) { return Find(kFunctions, name); }

std::vector<std::string_view> FilterNames(bool custom) {
  std::vector<std::string_view> names;
  for (const std::span<const Signature> table : Filters()) AddNames(table, custom, names);
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string_view> FunctionNames(bool custom) {
  std::vector<std::string_view> names;
  AddNames(kFunctions, custom, names);
  return names;
}

}  // namespace stackql::tmpl
