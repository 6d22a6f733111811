#include "stack/returns.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

// What the awscc provider's statements return: Cloud Control's ProgressEvent.
constexpr std::array<std::string_view, 10> kProgressEvent = {
    "ErrorCode",    "EventTime",     "Identifier", "Operation",     "OperationStatus",
    "RequestToken", "ResourceModel", "RetryAfter", "StatusMessage", "TypeName"};
constexpr std::string_view kNullOnSuccess = "ErrorCode";

class Returns {
 public:
  Returns(const Values& values, const sql::Statement& statement, Problems& problems)
      : values_(values), statement_(statement), problems_(problems) {
    const std::vector<sql::Name>& parts = statement.target.parts;
    awscc_ = parts.size() == 3 && !parts[0].unknown && parts[0].text == "awscc";
  }

  // `operation`: the member of return_vals.
  void Check(const Member& operation) {
    if (values_[operation.value].kind != Kind::kArray || statement_.partial) return;
    const std::span<const ValueId> items = values_.Elements(operation.value);
    if (items.empty()) return;
    if (statement_.returning.empty()) {
      if (Lower(values_.sources().Bytes(statement_.where)).find("returning") != std::string::npos) {
        return;
      }
      problems_.push_back({.what = rules::NothingReturned{.operation = values_.Text(operation.key)},
                           .where = values_.Where(operation.key),
                           .help = "Add RETURNING to the statement.",
                           .related = {{statement_.verb, "the statement"}}});
      return;
    }
    if (values_.Text(operation.key) == "delete") return;  // what lacks is only logged
    const bool known = Columns();
    for (const ValueId item : items) {
      if (values_[item].kind == Kind::kString) CheckColumn(item, known);
      for (const Member& member : values_.Members(item)) CheckColumn(member.key, known);
    }
  }

 private:
  // Fills the names of the columns that are returned; false if there may be others.
  bool Columns() {
    for (const sql::SelectItem& item : statement_.returning) {
      if (item.expr.kind == sql::Expr::Kind::kStar) {
        if (!awscc_) return false;
        columns_.insert(columns_.end(), kProgressEvent.begin(), kProgressEvent.end());
        continue;
      }
      const bool aliased = !item.alias.text.empty();
      if (!aliased && item.expr.kind != sql::Expr::Kind::kColumn) return false;
      const sql::Name& name = aliased ? item.alias : item.expr.names.back();
      if (name.unknown) return false;
      columns_.push_back(name.text);
    }
    return true;
  }

  void CheckColumn(ValueId at, bool known) {
    const std::string_view column = values_.Text(at);
    if (!values_.Known(at) || column.empty()) return;
    const std::string lower = Lower(column);
    if (awscc_ && column == kNullOnSuccess) {
      problems_.push_back({.what = rules::ReturnNotReturned::Null{.column = column},
                           .where = values_.Where(at),
                           .help = "Return 'OperationStatus', or leave it out.",
                           .related = {{statement_.verb, "the statement"}}});
      return;
    }
    const bool found = std::any_of(columns_.begin(), columns_.end(),
                                   [&](std::string_view name) { return Lower(name) == lower; });
    if (!known || found) return;
    const std::string_view meant = Suggest(column, columns_);
    Problem problem = {.what = rules::ReturnNotReturned{.column = column},
                       .where = values_.Where(at),
                       .help = "Add it to the RETURNING clause.",
                       .related = {{statement_.verb, "the statement"}}};
    if (!meant.empty()) {
      problem.help = DidYouMean(meant);
      problem.repairs.push_back(Correct(column, meant, values_.Where(at)));
    }
    problems_.push_back(std::move(problem));
  }

  const Values& values_;
  const sql::Statement& statement_;
  Problems& problems_;
  bool awscc_ = false;
  std::vector<std::string_view> columns_;
};

}  // namespace

void CheckReturns(const Values& values, const Query& query, const QueryArm& arm,
                  Problems& problems) {
  if (query.resource == nullptr || arm.statements.size() != 1) return;
  const ValueId map = query.resource->return_vals;
  if (map == kNoValue || values[map].kind != Kind::kObject) return;
  // createorupdate counts as a creation (stackql-deploy's src/commands/build.rs).
  const std::string_view anchor = query.anchor;
  const std::string_view name = anchor == "createorupdate" ? "create" : anchor;
  if (name != "create" && name != "update" && name != "delete") return;
  const sql::Statement& statement = arm.statements.front();
  const bool writes = statement.kind == sql::Statement::Kind::kInsert ||
                      statement.kind == sql::Statement::Kind::kUpdate ||
                      statement.kind == sql::Statement::Kind::kReplace ||
                      statement.kind == sql::Statement::Kind::kDelete;
  const auto operation = values.FindMember(map, name);
  if (!operation || !writes || statement.not_checked) return;
  Returns(values, statement, problems).Check(*operation);
}

}  // namespace stackql
