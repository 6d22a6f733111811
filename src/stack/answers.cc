#include "stack/answers.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "rules/manifest.h"
#include "sql/columns.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr int kDeepest = 20;  // queries of queries

// The one column of a query if that is a count, also of the query that it reads whole; null if it
// is not.
const sql::SelectItem* CountOf(const sql::Select& select, int depth = 0) {
  if (select.united || select.open_items || select.items.size() != 1) return nullptr;
  const sql::SelectItem& item = select.items.front();
  if (item.expr.kind == sql::Expr::Kind::kCall) {
    const bool count =
        item.expr.names.size() == 1 && EqualsIgnoringCase(item.expr.names.front().text, "count");
    return count ? &item : nullptr;
  }
  const sql::Source source = sql::OnlySource(select);
  if (source.select == nullptr || source.columns != nullptr || !select.where.empty() ||
      depth > kDeepest) {
    return nullptr;
  }
  const sql::SelectItem* inner = CountOf(*source.select, depth + 1);
  if (inner == nullptr || item.expr.kind == sql::Expr::Kind::kStar) return inner;
  const bool same = item.expr.kind == sql::Expr::Kind::kColumn &&
                    EqualsIgnoringCase(item.expr.names.back().text, inner->alias.text);
  return same ? &item : nullptr;
}

// Whether a statement's one column is a count, and it certainly gives one row.
const sql::SelectItem* OnlyCount(const sql::Statement& statement) {
  const bool plain = statement.kind == sql::Statement::Kind::kSelect && !statement.partial &&
                     !statement.not_checked && !statement.counts_rows;
  return plain ? CountOf(statement.select) : nullptr;
}

// How the column is called.
std::string_view NameOf(const sql::SelectItem& item) {
  if (!item.alias.text.empty()) return item.alias.text;
  return item.expr.kind == sql::Expr::Kind::kColumn ? item.expr.names.back().text
                                                    : std::string_view();
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

// What a callback reads, and how a column is called; empty: that is not known.
constexpr std::array<std::string_view, 2> kPolled = {"success", "count"};
constexpr std::string_view kUnnamed = "?";  // a column whose expression has no name

std::string_view ColumnName(const sql::SelectItem& item) {
  if (!item.alias.text.empty()) return item.alias.unknown ? "" : std::string_view(item.alias.text);
  switch (item.expr.kind) {
    case sql::Expr::Kind::kColumn:
      return item.expr.names.back().unknown ? "" : std::string_view(item.expr.names.back().text);
    case sql::Expr::Kind::kStar:
    case sql::Expr::Kind::kHole:
      return {};
    default:
      return kUnnamed;
  }
}

const sql::QueryFile* FileOf(const Stack& stack, const Query& query) {
  if (query.resource == nullptr) return nullptr;
  return QueriesOf(stack, static_cast<size_t>(query.resource - stack.manifest.resources.data()));
}

// Whether the tool may pass over the poll.
bool MaySkip(const Sources& sources, const sql::QueryFile& file, const Query& query) {
  return std::ranges::any_of(file.anchors, [&](const sql::Anchor& anchor) {
    return anchor.key == query.anchor &&
           std::ranges::any_of(anchor.options, [&](const sql::AnchorOption& option) {
             return sources.Bytes(option.name) == "short_circuit_field";
           });
  });
}

// A callback that no row can end.
void CheckCallback(const sql::Statement& statement, const std::string& anchor, Problems& problems) {
  if (statement.kind != sql::Statement::Kind::kSelect || statement.partial ||
      statement.not_checked || statement.select.open_items) {
    return;
  }
  const sql::SelectItem* meant = nullptr;
  for (const sql::SelectItem& item : statement.select.items) {
    const std::string_view name = ColumnName(item);
    if (name.empty() || std::ranges::count(kPolled, name) > 0) return;
    if (EqualsIgnoringCase(name, kPolled.front())) meant = &item;
  }
  problems.push_back({.what = rules::CountWithoutAlias::Callback{.anchor = anchor},
                      .where = statement.verb,
                      .help = "Select a comparison AS success."});
  if (meant == nullptr || meant->alias.text.empty()) return;
  problems.back().where = meant->alias.where;
  problems.back().help = "Write it in lower case.";
  problems.back().repairs = {ReplaceWith(kPolled.front(), meant->alias.where)};
}

}  // namespace

void CheckAnswers(const Values& values, const Stack& stack, const Query& query, const QueryArm& arm,
                  Problems& problems) {
  const sql::QueryFile* file = FileOf(stack, query);
  if (query.anchor.starts_with("callback") && !arm.statements.empty() && file != nullptr) {
    if (MaySkip(values.sources(), *file, query)) return;
    return CheckCallback(arm.statements.front(), query.anchor, problems);
  }
  if ((query.anchor != "exists" && query.anchor != "statecheck") || arm.statements.empty()) return;
  const sql::SelectItem* count = OnlyCount(arm.statements.front());
  if (count == nullptr) return;
  if (NameOf(*count) != "count") {
    return ReportUncounted(values, *count, query.anchor, problems);
  }
  if (!stack.tested || query.anchor != "exists" || query.resource == nullptr) return;
  if (file == nullptr || HasAnchor(*file, {"statecheck", "exports"}) ||
      !query.resource->validates) {
    return;
  }
  problems.push_back({.what = rules::IncompleteLifecycle::Test{.name = query.resource->name},
                      .where = values.Where(query.resource->name_at)});
}

}  // namespace stackql
