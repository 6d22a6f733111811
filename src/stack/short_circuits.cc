#include "stack/short_circuits.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "diag/suggest.h"
#include "rules/query.h"
#include "stack/returns.h"

namespace stackql {
namespace {

constexpr std::string_view kPrefix = "callback.";
constexpr std::string_view kStatus = "OperationStatus";
// The states of a request to Cloud Control.
constexpr std::array<std::string_view, 6> kStates = {
    "PENDING", "IN_PROGRESS", "SUCCESS", "FAILED", "CANCEL_IN_PROGRESS", "CANCEL_COMPLETE"};

Loc ValueOf(const Sources& sources, const sql::Anchor& anchor, std::string_view name) {
  const auto option =
      std::find_if(anchor.options.rbegin(), anchor.options.rend(),
                   [&](const sql::AnchorOption& each) { return sources.Bytes(each.name) == name; });
  return option == anchor.options.rend() ? Loc() : option->value;
}

// The one statement whose row the callback polls; null if it is not known.
const sql::Statement* Polled(const sql::Anchor& callback, const QueriesByAnchor& queries) {
  std::string_view anchor = callback.qualifier;
  if (anchor == "create" && queries.count("createorupdate") > 0) anchor = "createorupdate";
  const auto result = queries.find(anchor);
  if (result == queries.end()) return nullptr;
  const std::vector<QueryArm>& arms = result->second->query.arms;
  if (arms.size() != 1 || arms[0].statements.size() != 1) return nullptr;
  const sql::Statement& statement = arms[0].statements[0];
  return statement.partial || statement.not_checked ? nullptr : &statement;
}

// Quotes belong to the text that is compared.
bool ReportQuotes(const Sources& sources, std::string_view option, Loc value, Problems& problems) {
  const std::string_view text = sources.Bytes(value);
  const bool quoted =
      text.size() > 2 && (text[0] == '\'' || text[0] == '"') && text.back() == text[0];
  if (!quoted) return false;
  const std::string_view meant = text.substr(1, text.size() - 2);
  problems.push_back({.what = rules::InvalidAnchorOption::Quoted{.option = option},
                      .where = value,
                      .help = "Write it without quotes.",
                      .repairs = {ReplaceWith(meant, value)}});
  return true;
}

void CheckField(const Sources& sources, Loc value, const sql::Statement* statement,
                Problems& problems) {
  const std::string_view field = sources.Bytes(value);
  if (field.starts_with(kPrefix)) {
    problems.push_back({.what = rules::InvalidAnchorOption::Prefix{.field = field},
                        .where = value,
                        .help = "Write the name of the column alone.",
                        .repairs = {ReplaceWith(field.substr(kPrefix.size()), value)}});
    return;
  }
  if (statement == nullptr) return;
  const ReturnedColumns returned = ReturnedBy(*statement);
  const std::string_view column = field.substr(0, field.find('.'));
  if (!returned.known || returned.Has(column)) return;
  const std::string_view meant = Suggest(field.substr(field.rfind('.') + 1), returned.names);
  problems.push_back({.what = rules::InvalidAnchorOption::Field{.field = field},
                      .where = value,
                      .help = "Add it to the RETURNING clause.",
                      .related = {{statement->verb, "the statement"}}});
  if (meant.empty()) return;
  problems.back().help = DidYouMean(meant);
  problems.back().repairs = {Correct(field, meant, value)};
}

void CheckState(const Sources& sources, Loc value, Problems& problems) {
  const std::string_view state = sources.Bytes(value);
  if (std::ranges::find(kStates, state) != kStates.end()) return;
  const std::string_view meant = Suggest(state, kStates);
  problems.push_back({.what = rules::InvalidAnchorOption::State{.field = kStatus, .value = state},
                      .where = value,
                      .help = meant.empty() ? std::string("Write SUCCESS.") : DidYouMean(meant)});
  if (!meant.empty()) problems.back().repairs = {Correct(state, meant, value)};
}

}  // namespace

void CheckShortCircuits(const Sources& sources, const sql::QueryFile& file,
                        const QueriesByAnchor& queries, Problems& problems) {
  for (const sql::Anchor& anchor : file.anchors) {
    if (anchor.base != "callback") continue;
    const Loc field = ValueOf(sources, anchor, "short_circuit_field");
    const Loc value = ValueOf(sources, anchor, "short_circuit_value");
    if (field.empty() || value.empty()) continue;
    bool quoted = ReportQuotes(sources, "short_circuit_field", field, problems);
    quoted |= ReportQuotes(sources, "short_circuit_value", value, problems);
    if (quoted) continue;
    const sql::Statement* statement = Polled(anchor, queries);
    CheckField(sources, field, statement, problems);
    const bool exact = statement != nullptr && ReturnedBy(*statement).exact;
    if (exact && sources.Bytes(field) == kStatus) CheckState(sources, value, problems);
  }
}

}  // namespace stackql
