#include "report/permission_diff_views.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "report/json_text.h"
#include "report/layout.h"
#include "report/operation_views.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

using iam::GrantChange;
using iam::OperationNeeds;
using nlohmann::ordered_json;

constexpr size_t kMostCauses = 5;
constexpr size_t kShortHash = 10;

// The same actions on some resources, for the same statements.
struct Block {
  const GrantChange* first = nullptr;
  std::vector<std::string> actions = {};
  std::vector<std::string> resources = {};
};

std::vector<Block> BlocksOf(const std::vector<GrantChange>& changes) {
  using Key = std::tuple<bool, std::string, std::string, std::vector<iam::ConditionTest>,
                         std::vector<const OperationNeeds*>>;
  std::map<Key, Block> blocks;
  for (const GrantChange& change : changes) {
    Block& block = blocks[{change.escalates.empty(), change.escalates, change.grant.resource,
                           change.grant.conditions, change.causes}];
    if (block.first == nullptr) block.first = &change;
    block.actions.push_back(change.grant.action);
  }
  std::vector<Block> sorted;
  for (auto& entry : blocks) {
    const GrantChange& change = *entry.second.first;
    const auto same = std::find_if(sorted.begin(), sorted.end(), [&](const Block& block) {
      return block.actions == entry.second.actions && block.first->causes == change.causes &&
             block.first->grant.conditions == change.grant.conditions;
    });
    if (same != sorted.end()) {
      same->resources.push_back(change.grant.resource);
      continue;
    }
    entry.second.resources = {change.grant.resource};
    sorted.push_back(std::move(entry.second));
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Block& a, const Block& b) {
    const bool tame_a = a.first->escalates.empty();
    const bool tame_b = b.first->escalates.empty();
    return tame_a != tame_b ? tame_b : a.actions.front() < b.actions.front();
  });
  return sorted;
}

std::string Shown(const ComparedState& state, std::string_view quote) {
  if (state.commit.empty()) return Visible(state.name);
  return std::string(quote) + Visible(state.name) + std::string(quote) + " (" +
         state.commit.substr(0, kShortHash) + ")";
}

size_t Dangerous(const std::vector<GrantChange>& changes) {
  return static_cast<size_t>(
      std::count_if(changes.begin(), changes.end(),
                    [](const GrantChange& change) { return !change.escalates.empty(); }));
}

std::string Totals(const DiffReport& report) {
  const size_t added = report.diff.added.size();
  const size_t dangerous = Dangerous(report.diff.added);
  std::string text = std::to_string(added) + (added == 1 ? " grant" : " grants") + " added";
  if (dangerous > 0) {
    text += ", " + std::to_string(dangerous) + " of them allowing privilege escalation";
  }
  text += "; " + std::to_string(report.diff.removed.size()) + " removed.";
  const size_t open = report.diff.unresolved.size();
  if (open == 0) return text;
  return text + " What " + std::to_string(open) + " new " +
         (open == 1 ? "operation needs" : "operations need") + " is not known.";
}

std::string TestOf(const iam::ConditionTest& test) {
  std::string text = test.op + " " + test.key + " ";
  for (size_t i = 0; i < test.values.size(); ++i) text += (i == 0 ? "" : ", ") + test.values[i];
  return text;
}

void AddBlock(const Block& block, char sign, std::string& out) {
  const GrantChange& change = *block.first;
  out += "\n" + Wrapped(std::string(1, sign) + " ", block.actions);
  if (!change.escalates.empty()) {
    out += "    privilege escalation: " + Visible(change.escalates) + "\n";
  }
  for (const std::string& resource : block.resources) out += "    on " + Visible(resource) + "\n";
  for (const iam::ConditionTest& test : change.grant.conditions) {
    out += "    if " + Visible(TestOf(test)) + "\n";
  }
  for (size_t i = 0; i < change.causes.size() && i < kMostCauses; ++i) {
    const OperationView& cause = change.causes[i]->operation;
    out += "    for " + Visible(PlaceOf(cause)) + "  " + std::string(Name(cause.call)) + " " +
           Visible(TypeOf(cause)) + "\n";
  }
  if (change.causes.size() > kMostCauses) {
    out += "    and for " + std::to_string(change.causes.size() - kMostCauses) + " more\n";
  }
}

void AddRow(const Block& block, const char* sign, std::string& out) {
  const GrantChange& change = *block.first;
  out += std::string("| ") + sign + (change.escalates.empty() ? " | " : " **!** | ");
  for (size_t i = 0; i < block.actions.size(); ++i) {
    out += (i == 0 ? "" : "<br>") + MarkdownCode(block.actions[i]);
  }
  if (!change.escalates.empty()) out += "<br>" + change.escalates;
  for (size_t i = 0; i < block.resources.size(); ++i) {
    out += (i == 0 ? " | " : "<br>") + MarkdownCode(block.resources[i]);
  }
  for (const iam::ConditionTest& test : change.grant.conditions) {
    out += "<br>if " + MarkdownCode(TestOf(test));
  }
  out += " | ";
  for (size_t i = 0; i < change.causes.size() && i < kMostCauses; ++i) {
    const OperationView& cause = change.causes[i]->operation;
    out += (i == 0 ? "" : "<br>") + std::string(Name(cause.call)) + " " +
           MarkdownCode(TypeOf(cause)) + ", " +
           MarkdownCode(cause.file + ":" + std::to_string(cause.at.line));
  }
  if (change.causes.size() > kMostCauses) {
    out += "<br>and " + std::to_string(change.causes.size() - kMostCauses) + " more";
  }
  out += " |\n";
}

ordered_json AsJson(const std::vector<GrantChange>& changes) {
  ordered_json all = ordered_json::array();
  for (const GrantChange& change : changes) {
    ordered_json item = {{"action", change.grant.action}, {"resource", change.grant.resource}};
    for (const iam::ConditionTest& test : change.grant.conditions) {
      item["condition"][test.op][test.key] = test.values;
    }
    item["escalates"] =
        change.escalates.empty() ? ordered_json(nullptr) : ordered_json(change.escalates);
    item["statements"] = ordered_json::array();
    for (const OperationNeeds* each : change.causes) {
      const OperationView& cause = each->operation;
      item["statements"].push_back({{"verb", Name(cause.call)},
                                    {"type", TypeOf(cause)},
                                    {"file", cause.file},
                                    {"line", cause.at.line},
                                    {"column", cause.at.column},
                                    {"anchor", cause.anchor}});
    }
    all.push_back(std::move(item));
  }
  return all;
}

ordered_json AsJson(const ComparedState& state) {
  return {{"name", state.name},
          {"commit", state.commit.empty() ? ordered_json(nullptr) : ordered_json(state.commit)}};
}

}  // namespace

std::string DiffAsText(const DiffReport& report) {
  std::string out =
      "Permissions from " + Shown(report.before, "'") + " to " + Shown(report.after, "'") + "\n";
  for (const Block& block : BlocksOf(report.diff.added)) AddBlock(block, '+', out);
  for (const Block& block : BlocksOf(report.diff.removed)) AddBlock(block, '-', out);
  return out + "\n" + Totals(report) + "\n";
}

std::string DiffAsMarkdown(const DiffReport& report) {
  std::string out = "### IAM permissions, " + Shown(report.before, "`") + " to " +
                    Shown(report.after, "`") + "\n\n" + Totals(report) + "\n";
  if (report.diff.added.empty() && report.diff.removed.empty()) return out;
  out += "\n| | Actions | Resource | Needed by |\n|---|---|---|---|\n";
  for (const Block& block : BlocksOf(report.diff.added)) AddRow(block, "added", out);
  for (const Block& block : BlocksOf(report.diff.removed)) AddRow(block, "removed", out);
  return out;
}

std::string DiffAsJson(const DiffReport& report) {
  ordered_json out = {{"version", 1},
                      {"data", report.data},
                      {"before", AsJson(report.before)},
                      {"after", AsJson(report.after)},
                      {"added", AsJson(report.diff.added)},
                      {"removed", AsJson(report.diff.removed)},
                      {"unresolved", ordered_json::array()}};
  for (const OperationNeeds* each : report.diff.unresolved) {
    const OperationView& operation = each->operation;
    out["unresolved"].push_back({{"file", operation.file},
                                 {"line", operation.at.line},
                                 {"column", operation.at.column},
                                 {"reason", each->needs.unresolved}});
  }
  return JsonText(out);
}

}  // namespace stackql::report
