#include "stack/row_counts.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "rules/manifest.h"
#include "sql/ast.h"
#include "value/value.h"

namespace stackql {
namespace {

// Words of what may take rows away, or give more than one for a SELECT.
constexpr std::array<std::string_view, 8> kCounted = {"from",  "where",  "limit",  "offset",
                                                      "group", "having", "except", "intersect"};

// Whether each `union` in a text is a `union all`: no row is dropped for being like another.
bool KeepsAll(std::string_view lower) {
  constexpr std::string_view kUnion = "union";
  for (size_t at = lower.find(kUnion); at != std::string_view::npos; at = lower.find(kUnion, at)) {
    at = lower.find_first_not_of(" \t\r\n", at + kUnion.size());
    if (at == std::string_view::npos || lower.substr(at, 3) != "all") return false;
  }
  return true;
}

bool MayBeCalledCount(const sql::SelectItem& item) {
  if (!item.alias.text.empty()) return item.alias.unknown || item.alias.text == "count";
  return item.expr.kind != sql::Expr::Kind::kString && item.expr.kind != sql::Expr::Kind::kNumber;
}

// The arms of a UNION ALL of constants, each of which is a row; 0: not such a query.
size_t ConstantRows(const Values& values, const sql::Statement& statement) {
  const sql::Select& select = statement.select;
  if (statement.kind != sql::Statement::Kind::kSelect || statement.partial ||
      statement.not_checked || !select.united || select.derived.empty()) {
    return 0;
  }
  const std::string text = Lower(values.sources().Bytes(statement.where));
  for (const std::string_view word : kCounted) {
    if (text.find(word) != std::string::npos) return 0;
  }
  for (const sql::Select& arm : select.derived) {
    if (arm.inside_expression || arm.united) return 0;
  }
  return KeepsAll(text) ? select.derived.size() + 1 : 0;
}

// The zero of a LIMIT that leaves nothing of the whole statement; nowhere if it has none.
Loc NoneLeft(const Values& values, const sql::Statement& statement) {
  std::string_view text = values.sources().Bytes(statement.where);
  constexpr std::string_view kLimit = "limit";
  if (!text.ends_with('0')) return {};
  const auto at = static_cast<uint32_t>(text.size() - 1);
  text.remove_suffix(1);
  const std::string_view before = Trim(text, kBlanks);
  const bool limit = before.size() < text.size() && before.size() > kLimit.size() &&
                     EqualsIgnoringCase(before.substr(before.size() - kLimit.size()), kLimit) &&
                     !IsWord(before[before.size() - kLimit.size() - 1]);
  return limit ? statement.where.Sub(at, at + 1) : Loc();
}

// The constant that a SELECT without tables gives as count; null if there is none.
const sql::SelectItem* ConstantCount(const sql::Statement& statement) {
  const sql::Select& select = statement.select;
  if (statement.counts_rows || select.HasSources() || !select.where.empty() || select.open_items) {
    return nullptr;
  }
  const auto count = std::ranges::find_if(
      select.items, [](const sql::SelectItem& item) { return item.alias.text == "count"; });
  const bool number = count != select.items.end() && count->expr.kind == sql::Expr::Kind::kNumber;
  return number ? &*count : nullptr;
}

}  // namespace

void CheckConstantRows(const Values& values, const Query& query, const QueryArm& arm,
                       Problems& problems) {
  const bool checks = query.anchor == "exists" || query.anchor == "statecheck";
  if ((!checks && query.anchor != "exports") || arm.statements.empty()) return;
  const sql::Statement& statement = arm.statements.front();
  if (statement.kind != sql::Statement::Kind::kSelect || statement.partial ||
      statement.not_checked) {
    return;
  }
  if (const Loc zero = NoneLeft(values, statement)) {
    problems.push_back({.what = rules::ConstantRows::None{.anchor = query.anchor},
                        .where = zero,
                        .help = "Remove the LIMIT."});
    return;
  }
  const sql::SelectItem* count = checks ? ConstantCount(statement) : nullptr;
  if (count == nullptr) return;
  const std::string_view number = values.sources().Bytes(count->expr.text);
  if (number == "1" || HasHole(number)) return;
  problems.push_back({.what = rules::ConstantRows{.anchor = query.anchor, .number = number},
                      .where = count->expr.where,
                      .help = "Count the rows of a table."});
}

void CheckRowCounts(const Values& values, const Query& query, const QueryArm& arm,
                    Problems& problems) {
  const bool checks = query.anchor == "exists" || query.anchor == "statecheck";
  if ((!checks && query.anchor != "exports") || arm.statements.empty()) return;
  const sql::Statement& statement = arm.statements.front();
  if (!statement.select.united) return;
  const size_t rows = ConstantRows(values, statement);
  if (rows < 2) return;
  const std::vector<sql::SelectItem>& items = statement.select.items;
  const bool counted =
      statement.select.open_items || std::any_of(items.begin(), items.end(), MayBeCalledCount);
  if (checks && counted) return;
  problems.push_back({.what = rules::SeveralRows{.anchor = query.anchor, .rows = rows},
                      .where = statement.select.derived.front().at,
                      .help = "Select all values as columns of one row.",
                      .related = {{statement.verb, "the first row"}}});
}

}  // namespace stackql
