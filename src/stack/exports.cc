#include "stack/exports.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/suggest.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

// playback_url for playback: what has one of its words more.
bool IsLonger(std::string_view name, std::string_view word) {
  if (name.size() <= word.size() + 1) return false;
  const size_t rest = name.size() - word.size();
  return (name.starts_with(word) && name[word.size()] == '_') ||
         (name.ends_with(word) && name[rest - 1] == '_');
}

// Where no column was meant: stage_arn may be the name for arn.
std::string AdviceFor(std::string_view name, const std::vector<std::string_view>& columns) {
  if (name.find(',') != std::string_view::npos) return "Write each column as an item of the list.";
  const auto shorter = [&](std::string_view column) {
    return IsLonger(name, column) && name.ends_with(column);
  };
  const auto found = std::ranges::find_if(columns, shorter);
  if (found == columns.end()) return "Add it to the columns that the query selects.";
  return "Select '" + std::string(*found) + " AS " + std::string(name) + "'.";
}

}  // namespace

std::string_view MeantName(std::string_view name, std::span<const std::string_view> candidates) {
  if (const std::string_view near = Suggest(name, candidates); !near.empty()) return near;
  const auto longer = [&](std::string_view candidate) { return IsLonger(candidate, name); };
  const auto found = std::ranges::find_if(candidates, longer);
  return std::ranges::count_if(candidates, longer) == 1 ? *found : std::string_view();
}

void ReportStackExport(const Values& values, const Manifest& manifest,
                       std::span<const std::string> exported, ValueId item, Problems& problems) {
  std::vector<std::string_view> names(exported.begin(), exported.end());
  for (const Global& global : manifest.globals) names.emplace_back(global.name);
  const std::string_view name = values.Text(item);
  const std::string_view meant = MeantName(name, names);
  Problem problem = {.what = rules::ExportNotReturned::Stack{.name = name},
                     .where = values.Where(item),
                     .help = DidYouMean(meant)};
  if (!meant.empty()) problem.repairs.push_back(Correct(name, meant, problem.where));
  problems.push_back(std::move(problem));
}

std::vector<std::string> CheckExports(const Values& values, const Resource& resource,
                                      const sql::Statement& query, const sql::Columns& result,
                                      Problems& problems) {
  std::vector<std::string> probable;
  if (!result.known) return probable;
  std::vector<std::string_view> columns;
  for (const sql::Column& column : result.columns) columns.push_back(column.name);
  const std::set<std::string_view> returned(columns.begin(), columns.end());
  // What is exported already was not meant by another export.
  std::set<std::string_view> exported;
  for (const Export& each : resource.exports) exported.insert(each.column);
  std::vector<std::string_view> free;
  std::ranges::copy_if(columns, std::back_inserter(free),
                       [&](std::string_view column) { return exported.count(column) == 0; });
  for (const Export& wanted : resource.exports) {
    if (wanted.at == kNoValue || wanted.column.empty()) continue;
    if (returned.count(wanted.column) > 0) continue;
    const std::string_view meant = MeantName(wanted.column, free);
    const auto column =
        std::find_if(result.columns.begin(), result.columns.end(),
                     [&](const sql::Column& candidate) { return candidate.name == meant; });
    const bool near = !meant.empty() && column != result.columns.end();
    if (near && !wanted.mapped) probable.emplace_back(meant);
    problems.push_back(
        {.what = rules::ExportNotReturned{.name = wanted.column, .resource = resource.name},
         .where = values.Where(wanted.at),
         .help = meant.empty() ? AdviceFor(wanted.column, columns) : DidYouMean(meant),
         .related = {{query.verb, "the exports query"}},
         .cause = near ? column->where : Loc()});
    if (meant.empty()) continue;
    problems.back().repairs.push_back(Correct(wanted.column, meant, values.Where(wanted.at)));
  }
  return probable;
}

}  // namespace stackql
