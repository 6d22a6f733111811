#include "stack/create_values.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "stack/returns.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kCallback = "callback.";

// The column below `callback.`; empty if a name is not one. `scoped`: it is written with the
// resource's name or `this`.
std::string_view ReturnedColumn(std::string_view name, const std::string& resource, bool& scoped) {
  scoped =
      name.size() > resource.size() && name.starts_with(resource) && name[resource.size()] == '.';
  if (scoped) name.remove_prefix(resource.size() + 1);
  if (!name.starts_with(kCallback)) return {};
  name.remove_prefix(kCallback.size());
  return name.substr(0, name.find('.'));
}

class CreateValues {
 public:
  CreateValues(const Values& values, const CreateValueInputs& inputs, Problems& problems)
      : values_(values), inputs_(inputs), problems_(problems) {}

  void Check() {
    const bool replaced = Find("createorupdate") != nullptr;
    for (const auto& [anchor, result] : inputs_.queries) {
      if (replaced && (anchor == "create" || anchor == "update")) continue;  // never rendered
      for (const tmpl::Read& read : result->reads) {
        if (!read.defined || read.guarded) continue;
        CheckRead(anchor, read);
        if (anchor == "exports" && OlderTeardownNeeds(*result, read)) break;
      }
    }
  }

 private:
  const QueryResult* Find(std::string_view anchor) const {
    const auto known = inputs_.queries.find(anchor);
    return known == inputs_.queries.end() ? nullptr : known->second;
  }

  void CheckRead(std::string_view anchor, const tmpl::Read& read) {
    const std::string& resource = inputs_.resource.name;
    bool scoped = false;
    const std::string_view column = ReturnedColumn(read.name, resource, scoped);
    if (column.empty()) {
      if (scoped) CheckReturnVal(anchor, read, read.name.substr(resource.size() + 1));
    } else if (anchor.starts_with("callback")) {
      CheckCallback(anchor, read, column);
    } else if (scoped || !MaySeeEarlierRow(anchor)) {
      Report(rules::ValueOfCreate::Callback{.anchor = anchor, .name = Written(read)}, read.where,
             "Select it in the exists query: 'this.' then gives it in every run.");
    }
  }

  // Each row replaces what `callback.` held before.
  bool MaySeeEarlierRow(std::string_view anchor) const {
    if (anchor == "exists" || anchor == "statecheck" || anchor == "exports") return false;
    if (anchor == "delete" || anchor == "troubleshoot:delete") return inputs_.returned_at_delete;
    return inputs_.returned_before;
  }

  // A name of return_vals: nothing gives it where nothing is created.
  void CheckReturnVal(std::string_view anchor, const tmpl::Read& read, std::string_view name) {
    if (anchor != "statecheck" && anchor != "exports") return;
    const ValueId map = inputs_.resource.return_vals;
    if (map == kNoValue || !inputs_.captures.known || !Names(map, name)) return;
    const std::vector<std::string>& captured = inputs_.captures.columns;
    if (std::find(captured.begin(), captured.end(), name) != captured.end()) return;
    // What is created each time only fails in tests.
    if (Find("createorupdate") != nullptr && anchor == "exports" && !inputs_.tested) return;
    Report(rules::ValueOfCreate{.anchor = anchor, .name = Written(read)}, read.where,
           "Select it in the exists query, too.");
  }

  // Whether return_vals gives a value this name after a create or an update.
  bool Names(ValueId map, std::string_view name) const {
    for (const std::string_view operation : {"create", "update"}) {
      const ValueId list = values_.Find(map, operation);
      if (list == kNoValue) continue;
      for (const ValueId item : values_.Elements(list)) {
        if (values_[item].kind == Kind::kString && values_.Text(item) == name) return true;
        for (const Member& column : values_.Members(item)) {
          if (values_.Text(column.value) == name) return true;
        }
      }
    }
    return false;
  }

  // The exports of what is gone already, which teardown of 2.0 does not pass over; whether it was
  // reported.
  bool OlderTeardownNeeds(const QueryResult& exports, const tmpl::Read& read) {
    const Siblings& siblings = exports.query.siblings;
    const Resource& resource = inputs_.resource;
    const bool collects = resource.exports_key != kNoValue && siblings.deletes;
    if (siblings.dialect != Dialect::kOlderRust || !collects || !inputs_.captures.known)
      return false;
    const std::vector<std::string>& columns = inputs_.captures.columns;
    if (std::none_of(columns.begin(), columns.end(), [&](const std::string& column) {
          return read.name == resource.name + "." + column;
        })) {
      return false;
    }
    Report(rules::BrokenTeardown::Gone{.name = resource.name, .value = Written(read)}, read.where,
           "Version 2.4 passes over it.");
    return true;
  }

  void CheckCallback(std::string_view anchor, const tmpl::Read& read, std::string_view column) {
    const bool creates = anchor != "callback:update" && anchor != "callback:delete";
    const bool updates = anchor != "callback:create" && anchor != "callback:delete";
    const bool always = Find("createorupdate") != nullptr;
    if (creates) CheckReturned(always ? "createorupdate" : "create", read, column);
    if (updates && !always) CheckReturned("update", read, column);
  }

  void CheckReturned(std::string_view statement, const tmpl::Read& read, std::string_view column) {
    const QueryResult* result = Find(statement);
    if (result == nullptr) return;
    if (!MayReturnRow(values_, *result)) {
      return Report(
          rules::CallbackNotReturned::NoReturning{.name = Written(read), .statement = statement},
          read.where, "Add RETURNING to the statement.", result);
    }
    const sql::Statement* written = StatementOf(*result);
    if (written == nullptr) return;
    const ReturnedColumns returned = ReturnedBy(*written);
    if (!returned.known || returned.Has(column)) return;
    const std::string_view meant = Suggest(column, returned.names);
    Report(rules::CallbackNotReturned{.column = column, .statement = statement}, read.where,
           meant.empty() ? "Add it to the RETURNING clause." : DidYouMean(meant), result);
  }

  static const sql::Statement* StatementOf(const QueryResult& result) {
    const std::vector<QueryArm>& arms = result.query.arms;
    if (arms.size() != 1 || arms[0].statements.size() != 1) return nullptr;
    const sql::Statement& statement = arms[0].statements[0];
    return statement.partial || statement.not_checked ? nullptr : &statement;
  }

  // As it is written: `this.` and not the resource's name.
  std::string Written(const tmpl::Read& read) const {
    return std::string(values_.sources().Bytes(read.where));
  }

  void Report(Message what, Loc where, std::string help, const QueryResult* statement = nullptr) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
    if (statement == nullptr || !statement->query.anchor_at) return;
    problems_.back().related.push_back({statement->query.anchor_at, "the statement"});
  }

  const Values& values_;
  const CreateValueInputs& inputs_;
  Problems& problems_;
};

}  // namespace

bool MayReturnRow(const Values& values, const QueryResult& result) {
  const Query& query = result.query;
  if (!query.text || ContainsIgnoringCase(values.sources().Bytes(query.text), "returning"))
    return true;
  return std::any_of(query.arms.begin(), query.arms.end(), [](const QueryArm& arm) {
    return std::any_of(arm.statements.begin(), arm.statements.end(),
                       [](const sql::Statement& statement) { return statement.partial; });
  });
}

void CheckCreateValues(const Values& values, const CreateValueInputs& inputs, Problems& problems) {
  CreateValues(values, inputs, problems).Check();
}

}  // namespace stackql
