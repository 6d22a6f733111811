#include "report/statistics.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/head.h"
#include "report/paint.h"

namespace stackql::report {
namespace {

// Findings that have one line: a configuration may give a rule another severity elsewhere.
struct Kind {
  std::string_view rule;
  Severity severity;
  std::string_view name;
  auto operator<=>(const Kind&) const = default;
};

struct Count {
  size_t all = 0;
  size_t fixable = 0;  // safely
};

// The most frequent first.
std::vector<std::pair<Kind, Count>> CountsOf(const Report& report) {
  std::map<Kind, Count> counts;
  for (const Finding& finding : report.findings) {
    Count& count = counts[{finding.rule, finding.severity, finding.name}];
    ++count.all;
    if (finding.fix && finding.fix->kind == Fix::Kind::kSafe) ++count.fixable;
  }
  std::vector<std::pair<Kind, Count>> lines(counts.begin(), counts.end());
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.second.all > b.second.all; });
  return lines;
}

}  // namespace

std::string Statistics(const Report& report, const TextStyle& style) {
  const std::vector<std::pair<Kind, Count>> lines = CountsOf(report);
  const size_t width = lines.empty() ? 0 : std::to_string(lines.front().second.all).size();
  const Paint paint(style.color);
  std::string out;
  for (const auto& [kind, count] : lines) {
    const std::string number = std::to_string(count.all);
    out.append(width - number.size(), ' ');
    out += number + ' ';
    AppendHead(kind.severity, kind.rule, style, out);
    out += ' ';
    paint.Put(out, Tone::kBold, kind.name);
    if (count.fixable > 0) out += " (" + std::to_string(count.fixable) + " fixable)";
    out += '\n';
  }
  return out;
}

nlohmann::ordered_json StatisticsJson(const Report& report) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [kind, count] : CountsOf(report)) {
    list.push_back({{"rule", kind.rule},
                    {"name", kind.name},
                    {"severity", Name(kind.severity)},
                    {"count", count.all},
                    {"fixable", count.fixable}});
  }
  return list;
}

}  // namespace stackql::report
