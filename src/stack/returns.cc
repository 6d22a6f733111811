#include "stack/returns.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "rules/query.h"
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
      : values_(values),
        statement_(statement),
        problems_(problems),
        returned_(ReturnedBy(statement)) {}

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
    for (const ValueId item : items) {
      if (values_[item].kind == Kind::kString) CheckColumn(item);
      for (const Member& member : values_.Members(item)) CheckColumn(member.key);
    }
  }

 private:
  void CheckColumn(ValueId at) {
    const std::string_view column = values_.Text(at);
    if (!values_.Known(at) || column.empty()) return;
    if (returned_.exact && column == kNullOnSuccess) {
      problems_.push_back({.what = rules::ReturnNotReturned::Null{.column = column},
                           .where = values_.Where(at),
                           .help = "Return 'OperationStatus', or leave it out.",
                           .related = {{statement_.verb, "the statement"}}});
      return;
    }
    if (!returned_.known || returned_.Has(column)) return;
    const std::string_view meant = Suggest(column, returned_.names);
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
  const ReturnedColumns returned_;
};

}  // namespace

bool ReturnedColumns::Has(std::string_view name) const {
  return std::any_of(names.begin(), names.end(), [&](std::string_view known_name) {
    return exact ? known_name == name : EqualsIgnoringCase(known_name, name);
  });
}

ReturnedColumns ReturnedBy(const sql::Statement& statement) {
  const std::vector<sql::Name>& parts = statement.target.parts;
  ReturnedColumns returned;
  returned.exact = parts.size() == 3 && !parts[0].unknown && parts[0].text == "awscc";
  for (const sql::SelectItem& item : statement.returning) {
    if (item.expr.kind == sql::Expr::Kind::kStar) {
      if (!returned.exact) return returned;
      returned.names.insert(returned.names.end(), kProgressEvent.begin(), kProgressEvent.end());
      continue;
    }
    const bool aliased = !item.alias.text.empty();
    if (!aliased && item.expr.kind != sql::Expr::Kind::kColumn) return returned;
    const sql::Name& name = aliased ? item.alias : item.expr.names.back();
    if (name.unknown) return returned;
    returned.names.push_back(name.text);
  }
  // Without a clause it may be in a form that is not read.
  returned.known = !statement.returning.empty();
  return returned;
}

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

void CheckCutDelete(const Sources& sources, const Query& query, const QueryArm& arm,
                    Problems& problems) {
  constexpr std::string_view kWord = "returning";
  if (query.resource == nullptr || query.anchor != "delete" || arm.statements.size() != 1 ||
      query.siblings.dialect != Dialect::kRust || query.resource->returns_at_delete) {
    return;
  }
  const sql::Statement& statement = arm.statements.front();
  if (statement.kind != sql::Statement::Kind::kDelete || statement.partial) return;
  const std::string text = Lower(sources.Bytes(arm.text));
  const size_t at = text.rfind(kWord);
  if (at == std::string::npos) return;
  const auto begin = static_cast<uint32_t>(at);
  const auto end = static_cast<uint32_t>(at + kWord.size());
  if (!statement.returning.empty()) {
    const Loc first = statement.returning.front().expr.where;
    const size_t clause = first.span.begin - arm.text.span.begin;
    if (first.text != arm.text.text || begin > clause) return;
    if (text.find_first_not_of(kBlanks, end) == clause) return;
  }
  problems.push_back({.what = rules::CutDelete{.word = sources.Bytes(arm.text.Sub(begin, end))},
                      .where = arm.text.Sub(begin, end),
                      .help = "List a column under 'delete' in return_vals: the statement is then "
                              "sent whole."});
}

}  // namespace stackql
