#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "report/counted.h"
#include "report/report.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

// So many kinds of what was not checked are named.
constexpr size_t kMaxNamed = 8;

// "values that are too large", if it is one of them.
std::string ForOne(std::string kind) {
  constexpr auto kWords = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"findings", "finding"},
       {"other statements", "other statement"},
       {"patterns", "pattern"},
       {"queries", "query"},
       {"statements", "statement"},
       {"templates that take", "template that takes"},
       {"values", "value"}});
  for (const auto& [several, one] : kWords) {
    if (kind.starts_with(several)) kind.replace(0, several.size(), one);
  }
  constexpr std::string_view kAre = " that are ";
  const size_t are = kind.find(kAre);
  return are == std::string::npos ? kind : kind.replace(are, kAre.size(), " that is ");
}

std::string Reasons(const Summary& summary) {
  std::vector<std::pair<std::string, UncheckedKind>> kinds(summary.not_checked.begin(),
                                                           summary.not_checked.end());
  std::ranges::stable_sort(kinds, std::greater(),
                           [](const auto& kind) { return kind.second.count; });
  std::string text;
  for (size_t i = 0; i < kinds.size() && i < kMaxNamed; ++i) {
    if (i > 0) text += ", ";
    const auto& [kind, told] = kinds[i];
    text += std::to_string(told.count) + " " + Visible(told.count == 1 ? ForOne(kind) : kind);
    if (told.path.empty()) continue;
    text += told.count == 1 ? " (" : " (first ";
    text += Visible(told.path) + ":" + std::to_string(told.line) + ")";
  }
  if (kinds.size() > kMaxNamed) {
    text += " and " + Counted(kinds.size() - kMaxNamed, "other kind");
  }
  return text;
}

}  // namespace

std::string SummaryLine(const Summary& summary, const Comparison& comparison) {
  std::string line = "Checked " + Counted(summary.files, "file") + " and " +
                     Counted(summary.operations, "operation") + ": ";
  if (summary.errors + summary.warnings + summary.infos == 0) {
    line += comparison.known.empty() ? "no findings" : "no new findings";
  } else {
    line += Counted(summary.errors, "error") + ", " + Counted(summary.warnings, "warning") + ", " +
            Counted(summary.infos, "info");
  }
  if (const std::string compared = Compared(comparison); !compared.empty()) line += "; " + compared;
  if (summary.suppressed > 0) line += "; " + std::to_string(summary.suppressed) + " suppressed";
  for (const std::string& silenced : SilencedBy(summary)) line += "; " + silenced;
  if (!summary.not_checked.empty()) line += "; not checked: " + Reasons(summary);
  return line + ".";
}

std::string Compared(const Comparison& comparison) {
  std::string text;
  if (!comparison.known.empty()) {
    text = Counted(comparison.known.size(), "known finding") + " in the baseline";
  }
  if (const size_t gone = comparison.gone.size(); gone > 0) {
    text += (text.empty() ? "" : "; ") + std::to_string(gone) +
            (gone == 1 ? " entry of the baseline no longer occurs"
                       : " entries of the baseline no longer occur");
  }
  if (comparison.hidden > 0) {
    text += (text.empty() ? "" : "; ") + std::to_string(comparison.hidden) +
            " below --min-severity hidden";
  }
  return text;
}

std::vector<std::string> SilencedBy(const Summary& summary) {
  std::vector<std::string> lines;
  for (const auto& [config, silenced] : summary.silenced) {
    std::vector<std::string> parts;
    const auto add = [&](uint32_t count, std::string_view what, std::string_view how) {
      if (count == 0) return;
      parts.push_back(Counted(count, what) + (count == 1 ? " is " : " are ") + std::string(how));
    };
    add(silenced.rules, "rule", "off");
    add(silenced.lowered, "rule", "of lower severity");
    add(silenced.paths, "path", "excluded");
    add(silenced.types, "type", "replaced");
    if (!silenced.deploy_version.empty()) {
      parts.push_back("stackql-deploy " + silenced.deploy_version + " is assumed");
    }
    if (const size_t count = silenced.environments.size(); count > 0) {
      std::string names;
      for (const std::string& name : silenced.environments) {
        names += (names.empty() ? "'" : ", '") + Visible(name) + "'";
      }
      parts.push_back((count == 1 ? "only the environment " + names + " is checked"
                                  : "only the environments " + names + " are checked"));
    }
    std::string line;
    for (size_t i = 0; i < parts.size(); ++i) {
      line += (i == 0 ? "" : i + 1 < parts.size() ? ", " : " and ") + parts[i];
    }
    if (!line.empty()) lines.push_back(line + " by '" + Visible(config) + "'");
  }
  return lines;
}

std::string NotChecked(const Summary& summary) {
  return summary.not_checked.empty() ? std::string() : "Not checked: " + Reasons(summary) + ".";
}

}  // namespace stackql::report
