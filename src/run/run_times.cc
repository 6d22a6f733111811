#include "run/run_times.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <utility>

namespace stackql {
namespace {

constexpr size_t kMostShown = 10;

void AddLine(std::chrono::nanoseconds time, const std::string& what, std::string& text) {
  std::array<char, 32> number = {};
  std::snprintf(number.data(), number.size(), "%9.2f ms  ",
                std::chrono::duration<double, std::milli>(time).count());
  text += number.data() + what + "\n";
}

}  // namespace

std::string TimesText(const RunTimes& times) {
  std::vector<RunTimes::Unit> units = times.units;
  std::ranges::stable_sort(units, std::greater(), &RunTimes::Unit::time);
  std::vector<std::pair<std::string, std::chrono::nanoseconds>> parts(times.parts.begin(),
                                                                      times.parts.end());
  std::ranges::stable_sort(parts, std::greater(), [](const auto& part) { return part.second; });
  std::string text;
  for (size_t i = 0; i < std::min(units.size(), kMostShown); ++i) {
    AddLine(units[i].time, units[i].path, text);
  }
  if (!text.empty()) text += "\n";
  for (size_t i = 0; i < std::min(parts.size(), kMostShown); ++i) {
    AddLine(parts[i].second, parts[i].first, text);
  }
  return text;
}

}  // namespace stackql
