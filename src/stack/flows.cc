#include "stack/flows.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace stackql {
namespace {

bool IsDeployed(const Resource& resource) {
  return resource.kind == ResourceKind::kResource || resource.kind == ResourceKind::kMulti;
}

// What the resource's type cannot do without, as a message of the rule missing-anchor; empty if all
// is there.
std::string_view MissingAnchor(const Resource& resource, const sql::QueryFile& file) {
  switch (resource.kind) {
    case ResourceKind::kResource:
    case ResourceKind::kMulti:
      if (!HasAnchor(file, {"create", "createorupdate"})) return "create";
      if (HasAnchor(file, {"exists", "statecheck"})) return {};
      if (HasAnchor(file, {"createorupdate"})) {
        return HasAnchor(file, {"exports"}) ? std::string_view() : "check-after";
      }
      return HasAnchor(file, {"exports"}) ? "exports-only" : "check";
    case ResourceKind::kQuery:
      return HasAnchor(file, {"exports"}) ? std::string_view() : "exports";
    case ResourceKind::kCommand:
      return HasAnchor(file, {"command"}) ? std::string_view() : "command";
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
    const sql::QueryFile* file = QueriesOf(stack, i);
    if (file != nullptr && IsDeployed(resources[i]) && HasAnchor(*file, {"statecheck"}))
      return true;
  }
  return false;
}

Uses UsesOf(const Stack& stack) {
  Uses uses;
  const std::vector<Resource>& resources = stack.manifest.resources;
  for (size_t i = 0; i < resources.size(); ++i) {
    const sql::QueryFile* file = QueriesOf(stack, i);
    if (file == nullptr || !IsDeployed(resources[i])) continue;
    uses.update |= HasAnchor(*file, {"update"});
    uses.teardown |= HasAnchor(*file, {"delete"});
  }
  return uses;
}

// Whether an anchor is given twice, which is reported: another one may have been meant.
bool Repeats(const sql::QueryFile& file) {
  std::set<std::string_view> keys;
  return std::any_of(file.anchors.begin(), file.anchors.end(),
                     [&](const sql::Anchor& anchor) { return !keys.insert(anchor.key).second; });
}

class Flows {
 public:
  Flows(const Values& values, const Stack& stack, Problems& problems)
      : values_(values), stack_(stack), problems_(problems), uses_(UsesOf(stack)) {
    for (size_t i = 0; i < stack.manifest.resources.size(); ++i) {
      if (const sql::QueryFile* file = QueriesOf(stack, i)) ++users_[file];
    }
  }

  void Check() {
    const std::vector<Resource>& resources = stack_.manifest.resources;
    for (size_t i = 0; i < resources.size(); ++i) {
      if (resources[i].name.empty()) continue;
      if (resources[i].kind == ResourceKind::kQuery) CheckQuery(resources[i]);
      if (resources[i].kind == ResourceKind::kScript && stack_.tested) {
        Report(resources[i], "incomplete-lifecycle", "script", {});
      }
      if (const sql::QueryFile* file = QueriesOf(stack_, i)) CheckFile(resources[i], *file);
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
    if (misspelt || Repeats(file) || !file.lookalikes.empty()) return;
    CheckUnusedAnchors(resource, file);
    if (const std::string_view missing = MissingAnchor(resource, file); !missing.empty()) {
      Report(resource, "missing-anchor", missing, {}, &file);
    } else if (IsDeployed(resource)) {
      CheckLifecycle(resource, file);
    }
  }

  // Of a file that only one resource uses.
  void CheckUnusedAnchors(const Resource& resource, const sql::QueryFile& file) {
    const bool replaced = HasAnchor(file, {"createorupdate"});
    if (users_[&file] != 1 || (IsDeployed(resource) && !replaced)) return;
    for (const sql::Anchor& anchor : file.anchors) {
      const bool writes = anchor.key == "create" || anchor.key == "createorupdate" ||
                          anchor.key == "update" || anchor.key == "delete";
      const bool instead = anchor.key == "create" || anchor.key == "update";
      if (IsDeployed(resource) ? !instead : !writes) continue;
      problems_.push_back(
          {.rule = "unused-anchor",
           .where = anchor.name,
           .message = IsDeployed(resource) ? "replaced" : "default",
           .args = {{"anchor", anchor.key}, {"type", std::string(KindName(resource.kind))}}});
    }
  }

  void CheckLifecycle(const Resource& resource, const sql::QueryFile& file) {
    if (resource.exports_key != kNoValue && !HasAnchor(file, {"exports"})) {
      Report(resource, "exports-not-queried", "default", "Add an exports anchor that selects them.",
             &file);
      problems_.back().where = values_.Where(resource.exports_key);
    }
    if (HasAnchor(file, {"delete"})) {
      if (!HasAnchor(file, {"exists", "statecheck"}))
        Report(resource, "broken-teardown", "check", "Add an exists anchor.", &file);
    } else if (uses_.teardown) {
      Report(resource, "incomplete-lifecycle", "delete", "Add a delete anchor.", &file);
    }
    // A statecheck alone is the exists query too: what it finds is correct.
    const bool compares =
        HasAnchor(file, {"exists"}) && HasAnchor(file, {"statecheck"}) && resource.validates;
    if (compares && uses_.update && !HasAnchor(file, {"update", "createorupdate"})) {
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
  std::map<const sql::QueryFile*, size_t> users_;  // how many resources use it
};

}  // namespace

void CheckFlows(const Values& values, Stack& stack, Problems& problems) {
  stack.tested = IsTested(stack);
  Flows(values, stack, problems).Check();
}

}  // namespace stackql
