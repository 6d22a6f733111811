#include "stack/flows.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "rules/manifest.h"
#include "sql/lexer.h"
#include "value/value.h"

namespace stackql {
namespace {

bool IsDeployed(const Resource& resource) {
  return resource.kind == ResourceKind::kResource || resource.kind == ResourceKind::kMulti;
}

// What the resource's type cannot do without; none if all is there.
std::optional<Message> MissingAnchor(const Resource& resource, const sql::QueryFile& file,
                                     std::string_view path, Dialect dialect) {
  using rules::MissingAnchor;
  const std::string& name = resource.name;
  const bool exports = HasAnchor(file, {"exports"});
  const bool python = dialect == Dialect::kPython;
  switch (resource.kind) {
    case ResourceKind::kResource:
    case ResourceKind::kMulti:
      if (!HasAnchor(file, {"create", "createorupdate"})) {
        return MissingAnchor::Create{.name = name, .path = path};
      }
      if (HasAnchor(file, {"exists", "statecheck"})) return std::nullopt;
      if (python && exports) return std::nullopt;  // it looks for the state with these first
      if (HasAnchor(file, {"createorupdate"})) {
        if (exports || dialect != Dialect::kOlderRust) return std::nullopt;
        return MissingAnchor::CheckAfter{.name = name, .path = path};
      }
      if (exports) return MissingAnchor::ExportsOnly{.name = name, .path = path};
      return MissingAnchor::Check{.name = name, .path = path};
    case ResourceKind::kQuery:
      if (exports) return std::nullopt;
      return MissingAnchor::Exports{.name = name, .path = path};
    case ResourceKind::kCommand:
      if (HasAnchor(file, {"command"})) return std::nullopt;
      return MissingAnchor::Command{.name = name, .path = path};
    default:
      return std::nullopt;
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
  Flows(const Values& values, Stack& stack, Problems& problems)
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
      if (resources[i].kind == ResourceKind::kCommand) CheckCommand(resources[i], i);
      if (resources[i].kind == ResourceKind::kScript && stack_.tested && older_) {
        Report(resources[i], rules::IncompleteLifecycle::Script{.name = resources[i].name});
      }
      if (QueriesOf(stack_, i) != nullptr) CheckFile(i);
    }
    if (!uses_.teardown || !older_) return;
    for (const size_t script : stack_.scripts_without_file) {
      Report(resources[script], rules::BrokenTeardown::Script{.name = resources[script].name},
             "Add a query file of its name.");
    }
  }

 private:
  void CheckQuery(const Resource& resource) {
    if (resource.exports_key != kNoValue || !resource.meant_exports.empty()) return;
    Report(resource, rules::QueryNeverRuns{.name = resource.name},
           "List the columns that it returns under 'exports'.");
  }

  // Its exports are never set; with a query for them, the build fails after the command.
  void CheckCommand(const Resource& resource, size_t index) {
    if (resource.exports_key == kNoValue) return;
    const sql::QueryFile* file = QueriesOf(stack_, index);
    if (file != nullptr && HasAnchor(*file, {"exports"})) {
      Report(resource, rules::CommandExports{.name = resource.name},
             "Export them from a resource of the type 'query'.");
    } else {
      Report(resource, rules::ExportsNotQueried::Command{.name = resource.name},
             "Export them from a resource of the type 'query'.");
    }
    problems_.back().where = values_.Where(resource.exports_key);
  }

  void CheckFile(size_t index) {
    const Resource& resource = stack_.manifest.resources[index];
    const sql::QueryFile& file = *QueriesOf(stack_, index);
    // A misspelled anchor is reported as such; that it is missing follows from it.
    const bool misspelled = std::any_of(file.anchors.begin(), file.anchors.end(),
                                        [](const sql::Anchor& anchor) { return !anchor.known; });
    if (misspelled || Repeats(file) || !file.lookalikes.empty()) return;
    CheckUnusedAnchors(resource, file);
    current_ = &file;
    if (auto missing = MissingAnchor(resource, file, PathOf(file), stack_.manifest.dialect)) {
      Report(resource, std::move(*missing));
    } else if (IsDeployed(resource)) {
      CheckLifecycle(index, file);
    }
    current_ = nullptr;
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
          {.what = IsDeployed(resource)
                       ? Message(rules::UnusedAnchor::Replaced{.anchor = anchor.key})
                       : rules::UnusedAnchor{.anchor = anchor.key, .type = KindName(resource.kind)},
           .where = anchor.name});
    }
  }

  // What a build never finds it must update.
  void CheckUpdate(const Resource& resource, const sql::QueryFile& file) {
    const auto update =
        std::find_if(file.anchors.begin(), file.anchors.end(),
                     [](const sql::Anchor& anchor) { return anchor.key == "update"; });
    if (update == file.anchors.end() || HasAnchor(file, {"createorupdate"}) || users_[&file] != 1 ||
        stack_.manifest.dialect == Dialect::kPython) {
      return;
    }
    const std::string& name = resource.name;
    const bool compares = HasAnchor(file, {"statecheck"});
    std::optional<Message> never;
    if (!HasAnchor(file, {"exists"})) {
      never = rules::UnusedAnchor::NoExists{.name = name};
    } else if (!compares && !HasAnchor(file, {"exports"})) {
      never = rules::UnusedAnchor::NoCheck{.name = name};
    } else if (compares && !resource.validates) {
      never = rules::UnusedAnchor::NotValidated{.name = name};
    }
    if (never) problems_.push_back({.what = std::move(*never), .where = update->name});
  }

  // A callback polls what a statement returned; teardown removes RETURNING from a delete.
  void CheckDeleteCallback(const Resource& resource, const sql::QueryFile& file) {
    const auto callback =
        std::find_if(file.anchors.begin(), file.anchors.end(),
                     [](const sql::Anchor& anchor) { return anchor.key == "callback:delete"; });
    const bool returns = DeleteReturns(values_.sources(), file);
    if (callback == file.anchors.end() || (resource.returns_at_delete && returns) || older_ ||
        python_ || users_[&file] != 1) {
      return;
    }
    Problem problem = {.what = rules::UnusedAnchor::DeleteCallback{.name = resource.name},
                       .where = callback->name,
                       .help = "List a column that the delete returns in its return_vals."};
    if (resource.returns_at_delete) {
      problem.what = rules::UnusedAnchor::NoReturning{.name = resource.name};
      problem.help = "Add RETURNING to the delete.";
    }
    problems_.push_back(std::move(problem));
  }

  void CheckLifecycle(size_t index, const sql::QueryFile& file) {
    const Resource& resource = stack_.manifest.resources[index];
    const std::string& name = resource.name;
    const std::string_view path = PathOf(file);
    CheckUpdate(resource, file);
    CheckDeleteCallback(resource, file);
    if (resource.exports_key != kNoValue && !HasAnchor(file, {"exports"})) {
      Report(resource, rules::ExportsNotQueried{.name = name, .path = path},
             "Add an exports anchor that selects them.");
      problems_.back().where = values_.Where(resource.exports_key);
    }
    if (stack_.tested && !python_ && resource.validates &&
        !HasAnchor(file, {"exists", "statecheck", "exports"})) {
      Report(resource, rules::IncompleteLifecycle::Test{.name = name}, "Add a statecheck anchor.");
    }
    if (HasAnchor(file, {"delete"})) {
      if (!HasAnchor(file, {"exists", "statecheck"})) {
        Report(resource, rules::BrokenTeardown::Check{.name = name, .path = path},
               "Add an exists anchor.");
      }
    } else if (uses_.teardown) {
      Report(resource, rules::IncompleteLifecycle::Delete{.name = name, .path = path},
             "Add a delete anchor.");
    }
    // A statecheck alone is the exists query too: what it finds is correct.
    const bool compares =
        HasAnchor(file, {"exists"}) && HasAnchor(file, {"statecheck"}) && resource.validates;
    if (compares && uses_.update && !HasAnchor(file, {"update", "createorupdate"})) {
      stack_.never_updated.push_back(index);
    }
  }

  std::string_view PathOf(const sql::QueryFile& file) const {
    return PathInStack(stack_, values_.sources().Path(file.preamble.text));
  }

  void Report(const Resource& resource, Message what, std::string_view help = {}) {
    problems_.push_back({.what = std::move(what),
                         .where = values_.Where(resource.name_at),
                         .help = std::string(help),
                         .cause = current_ == nullptr ? Loc() : StatementWithoutAnchor(*current_)});
  }

  // A second statement of an anchor, which is reported: what is missing may be the line before it.
  Loc StatementWithoutAnchor(const sql::QueryFile& file) const {
    for (const sql::Anchor& anchor : file.anchors) {
      const std::string_view bytes = values_.sources().Bytes(anchor.body);
      bool ended = false;
      for (const sql::Token& token : sql::Lex(bytes, {.templates = true})) {
        const bool separates =
            token.kind == sql::Token::Kind::kSymbol && bytes[token.where.begin] == ';';
        if (ended && !separates) return anchor.body.Sub(token.where.begin, token.where.end);
        ended |= separates;
      }
    }
    return {};
  }

  const Values& values_;
  Stack& stack_;
  Problems& problems_;
  const Uses uses_;
  const bool python_ = stack_.manifest.dialect == Dialect::kPython;
  const bool older_ = stack_.manifest.dialect == Dialect::kOlderRust;
  std::map<const sql::QueryFile*, size_t> users_;  // how many resources use it
  const sql::QueryFile* current_ = nullptr;        // whose anchors are looked for
};

}  // namespace

void CheckFlows(const Values& values, Stack& stack, Problems& problems) {
  stack.tested = IsTested(stack);
  Flows(values, stack, problems).Check();
}

}  // namespace stackql
