#include "stack/answers.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

// Whether a statement's one column is a count, and it certainly gives one row.
const sql::SelectItem* OnlyCount(const sql::Statement& statement) {
  if (statement.kind != sql::Statement::Kind::kSelect || statement.partial ||
      statement.not_checked || statement.counts_rows || statement.select.open_items ||
      statement.select.items.size() != 1) {
    return nullptr;
  }
  const sql::SelectItem& item = statement.select.items.front();
  if (item.expr.kind != sql::Expr::Kind::kCall || item.expr.names.size() != 1 ||
      !EqualsIgnoringCase(item.expr.names.front().text, "count")) {
    return nullptr;
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
      {.what = rules::CountWithoutAlias{.anchor = anchor, .column = written},
       .where = where,
       .help = "Name it: " + std::string(values.sources().Bytes(item.expr.where)) + " AS count.",
       .repairs = {{.title = "Name it count", .where = where, .text = text, .verbatim = true}}});
}

}  // namespace

void CheckAnswers(const Values& values, const Stack& stack, const Query& query, const QueryArm& arm,
                  Problems& problems) {
  if ((query.anchor != "exists" && query.anchor != "statecheck") || arm.statements.empty()) return;
  const sql::SelectItem* count = OnlyCount(arm.statements.front());
  if (count == nullptr) return;
  if (!EqualsIgnoringCase(count->alias.text, "count")) {
    return ReportUncounted(values, *count, query.anchor, problems);
  }
  if (!stack.tested || query.anchor != "exists" || query.resource == nullptr) return;
  const auto index = static_cast<size_t>(query.resource - stack.manifest.resources.data());
  const sql::QueryFile* file = QueriesOf(stack, index);
  if (file == nullptr || HasAnchor(*file, {"statecheck", "exports"}) ||
      !query.resource->validates) {
    return;
  }
  problems.push_back({.what = rules::IncompleteLifecycle::Test{.name = query.resource->name},
                      .where = values.Where(query.resource->name_at)});
}

}  // namespace stackql
