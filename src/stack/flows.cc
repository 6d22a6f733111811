#include "stack/flows.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace stackql {
namespace {

bool Has(const sql::QueryFile& file, std::initializer_list<std::string_view> keys) {
  return std::any_of(file.anchors.begin(), file.anchors.end(), [&](const sql::Anchor& anchor) {
    return std::find(keys.begin(), keys.end(), anchor.key) != keys.end();
  });
}

const sql::QueryFile* FileOf(const Stack& stack, size_t resource) {
  const size_t file = stack.file_of[resource];
  return file == Stack::kNoFile ? nullptr : &stack.files[file].cut;
}

bool IsDeployed(const Resource& resource) {
  return resource.kind == ResourceKind::kResource || resource.kind == ResourceKind::kMulti;
}

// What the resource's type cannot do without, as a message of the rule missing-anchor; empty if all
// is there.
std::string_view MissingAnchor(const Resource& resource, const sql::QueryFile& file) {
  switch (resource.kind) {
    case ResourceKind::kResource:
    case ResourceKind::kMulti:
      if (!Has(file, {"create", "createorupdate"})) return "create";
      if (Has(file, {"exists", "statecheck"})) return {};
      if (Has(file, {"createorupdate"})) {
        return Has(file, {"exports"}) ? std::string_view() : "check-after";
      }
      return Has(file, {"exports"}) ? "exports-only" : "check";
    case ResourceKind::kQuery:
      return Has(file, {"exports"}) ? std::string_view() : "exports";
    case ResourceKind::kCommand:
      return Has(file, {"command"}) ? std::string_view() : "command";
    default:
      return {};
  }
}

// What the author of a stack cares for: where no resource has what `teardown` or an update needs,
// they are not used.
struct Uses {
  bool update = false;
  bool teardown = false;
};

bool IsTested(const Stack& stack) {
  const std::vector<Resource>& resources = stack.manifest.resources;
  for (size_t i = 0; i < resources.size(); ++i) {
    const sql::QueryFile* file = FileOf(stack, i);
    if (file != nullptr && IsDeployed(resources[i]) && Has(*file, {"statecheck"})) return true;
  }
  return false;
}

Uses UsesOf(const Stack& stack) {
  Uses uses;
  const std::vector<Resource>& resources = stack.manifest.resources;
  for (size_t i = 0; i < resources.size(); ++i) {
    const sql::QueryFile* file = FileOf(stack, i);
    if (file == nullptr || !IsDeployed(resources[i])) continue;
    uses.update |= Has(*file, {"update"});
    uses.teardown |= Has(*file, {"delete"});
  }
  return uses;
}

class Flows {
 public:
  Flows(const Values& values, const Stack& stack, Problems& problems)
      : values_(values), stack_(stack), problems_(problems), uses_(UsesOf(stack)) {}

  void Check() {
    const std::vector<Resource>& resources = stack_.manifest.resources;
    for (size_t i = 0; i < resources.size(); ++i) {
      if (resources[i].name.empty()) continue;
      if (resources[i].kind == ResourceKind::kQuery) CheckQuery(resources[i]);
      if (resources[i].kind == ResourceKind::kScript && stack_.tested) {
        Report(resources[i], "incomplete-lifecycle", "script", {});
      }
      if (const sql::QueryFile* file = FileOf(stack_, i)) CheckFile(resources[i], *file);
    }
    if (!uses_.teardown) return;
    for (const size_t script : stack_.scripts_without_file) {
      Report(resources[script], "broken-teardown", "script", "Add a query file of its name.");
    }
  }

 private:
  void CheckQuery(const Resource& resource) {
    if (resource.exports_key == kNoValue)
      Report(resource, "query-never-runs", "default",
             "List the columns that it returns under 'exports'.");
  }

  void CheckFile(const Resource& resource, const sql::QueryFile& file) {
    // A misspelt anchor is reported as such; that it is missing follows from it.
    const bool misspelt = std::any_of(file.anchors.begin(), file.anchors.end(),
                                      [](const sql::Anchor& anchor) { return !anchor.known; });
    if (misspelt || !file.lookalikes.empty()) return;
    if (const std::string_view missing = MissingAnchor(resource, file); !missing.empty()) {
      Report(resource, "missing-anchor", missing, {}, &file);
    } else if (IsDeployed(resource)) {
      CheckLifecycle(resource, file);
    }
  }

  void CheckLifecycle(const Resource& resource, const sql::QueryFile& file) {
    if (resource.exports_key != kNoValue && !Has(file, {"exports"})) {
      Report(resource, "exports-not-queried", "default", "Add an exports anchor that selects them.",
             &file);
      problems_.back().where = values_.Where(resource.exports_key);
    }
    if (Has(file, {"delete"})) {
      if (!Has(file, {"exists", "statecheck"}))
        Report(resource, "broken-teardown", "check", "Add an exists anchor.", &file);
    } else if (uses_.teardown) {
      Report(resource, "incomplete-lifecycle", "delete", "Add a delete anchor.", &file);
    }
    // A statecheck alone is the exists query too: what it finds is correct.
    const bool compares = Has(file, {"exists"}) && Has(file, {"statecheck"}) && resource.validates;
    if (compares && uses_.update && !Has(file, {"update", "createorupdate"})) {
      Report(resource, "incomplete-lifecycle", "update", "Add an update anchor.", &file);
    }
  }

  void Report(const Resource& resource, std::string_view rule, std::string_view message,
              std::string_view help, const sql::QueryFile* file = nullptr) {
    Problem problem = {.rule = rule,
                       .where = values_.Where(resource.name_at),
                       .message = message,
                       .args = {{"name", resource.name}},
                       .help = std::string(help)};
    if (file != nullptr) {
      problem.args.emplace_back("path", values_.sources().Path(file->preamble.text));
    }
    problems_.push_back(std::move(problem));
  }

  const Values& values_;
  const Stack& stack_;
  Problems& problems_;
  const Uses uses_;
};

// --- what a check answers
// --------------------------------------------------------------------------

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == y; });
}

// Whether a statement's one column is a count, and it surely gives one row: clauses that the tree
// does not keep may take the row away.
const sql::SelectItem* OnlyCount(const Values& values, const sql::Statement& statement) {
  if (statement.kind != sql::Statement::Kind::kSelect || statement.partial ||
      statement.not_checked || statement.select.open_items || statement.select.items.size() != 1) {
    return nullptr;
  }
  const sql::SelectItem& item = statement.select.items.front();
  if (item.expr.kind != sql::Expr::Kind::kCall || item.expr.names.size() != 1 ||
      !EqualIgnoringCase(item.expr.names.front().text, "count")) {
    return nullptr;
  }
  std::string text(values.sources().Bytes(statement.where));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const std::string_view clause :
       {"group", "having", "union", "limit", "offset", "except", "intersect", "over"}) {
    if (text.find(clause) != std::string::npos) return nullptr;
  }
  return &item;
}

void ReportUncounted(const Values& values, const sql::SelectItem& item, const std::string& anchor,
                     Problems& problems) {
  const bool aliased = !item.alias.text.empty();
  const Loc where = aliased ? item.alias.where : item.expr.where;
  const std::string written(values.sources().Bytes(where));
  const std::string text = aliased ? "count" : written + " AS count";
  problems.push_back(
      {.rule = "count-without-alias",
       .where = where,
       .args = {{"column", written}, {"anchor", anchor}},
       .help = "Name it: " + std::string(values.sources().Bytes(item.expr.where)) + " AS count.",
       .repairs = {{.title = "Name it count", .where = where, .text = text, .verbatim = true}}});
}

}  // namespace

void CheckFlows(const Values& values, Stack& stack, Problems& problems) {
  stack.tested = IsTested(stack);
  Flows(values, stack, problems).Check();
}

void CheckAnswers(const Values& values, const Stack& stack, const Evaluation& evaluation,
                  Problems& problems) {
  for (const Query& query : evaluation.queries) {
    if ((query.anchor != "exists" && query.anchor != "statecheck") || query.statements.empty()) {
      continue;
    }
    const sql::SelectItem* count = OnlyCount(values, query.statements.front());
    if (count == nullptr) continue;
    if (!EqualIgnoringCase(count->alias.text, "count")) {
      ReportUncounted(values, *count, query.anchor, problems);
      continue;
    }
    if (!stack.tested || query.anchor != "exists" || query.resource == nullptr) continue;
    const auto index = static_cast<size_t>(query.resource - stack.manifest.resources.data());
    const sql::QueryFile* file = FileOf(stack, index);
    if (file == nullptr || Has(*file, {"statecheck", "exports"}) || !query.resource->validates) {
      continue;
    }
    problems.push_back({.rule = "incomplete-lifecycle",
                        .where = values.Where(query.resource->name_at),
                        .message = "test",
                        .args = {{"name", query.resource->name}}});
  }
}

}  // namespace stackql
