#include "stack/evaluate.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "rules/manifest.h"
#include "stack/captures.h"
#include "stack/collisions.h"
#include "stack/conditional_exports.h"
#include "stack/conditions.h"
#include "stack/context_checks.h"
#include "stack/create_values.h"
#include "stack/exports.h"
#include "stack/manifest_values.h"
#include "stack/memo.h"
#include "stack/name_problems.h"
#include "stack/names.h"
#include "stack/resource_names.h"
#include "stack/result_columns.h"
#include "stack/short_circuits.h"
#include "stack/uncollected.h"
#include "stack/unused_props.h"
#include "template/syntax.h"
#include "value/value.h"

namespace stackql {
namespace {

// A value of the manifest.
struct ValueKey {
  static constexpr size_t kGlobals = SIZE_MAX;
  size_t resource = kGlobals;  // its place in the manifest
  size_t index = 0;            // of the global, or of the resource's prop
  ValueId written = kNoValue;  // what an environment gives for the prop

  auto operator<=>(const ValueKey&) const = default;
};

// A query of a resource. One query file may serve several resources.
struct QueryKey {
  static constexpr size_t kInline = SIZE_MAX;
  size_t resource = 0;
  size_t anchor = kInline;  // its place in the query file
  bool open = false;        // it may see other columns of its resource than those that are named
  bool skipped = false;     // its resource is

  auto operator<=>(const QueryKey&) const = default;
};

// Problems that some environments have alike.
struct FoundIn {
  EnvironmentSet environments = {};
  Problems problems = {};
};

// Whether teardown keeps the RETURNING clause of some delete.
bool ReturnsAtDelete(const Manifest& manifest) {
  return std::any_of(manifest.resources.begin(), manifest.resources.end(),
                     [](const Resource& resource) { return resource.returns_at_delete; });
}

// A resource that is being evaluated.
struct Current {
  size_t index = 0;
  const Resource& resource;
  const sql::QueryFile* file = nullptr;  // null: none, or it could not be read
  std::vector<tmpl::Read> reads = {};
  bool unread = false;  // something of its queries was not read: props may be used there
  Siblings siblings = {};
  Captures captures = {};
  std::map<std::string, size_t, std::less<>> queries = {};  // by anchor, in the result
  std::vector<std::string> meant_exports = {};
  UncollectedExports::Props uncollected = {};
};

class StackEvaluator {
 public:
  StackEvaluator(Values& values, const Stack& stack, const EvaluationOptions& options)
      : values_(values),
        stack_(stack),
        options_(options),
        python_(stack.manifest.dialect == Dialect::kPython) {
    for (const Global& global : stack.manifest.globals) {
      if (exporters_.Find(global.name) != nullptr) exported_globals_.push_back(global.name);
    }
    for (const size_t file : stack.file_of) ++users_[file];
    for (const auto& [name, value] : options.variables) {
      variables_.emplace_back(name, AddBuiltin(values, value));
      AddSecret(name, variables_.back().second, true);
    }
    for (const Resource& resource : stack.manifest.resources) {
      own_names_.push_back(NamesOf(values, resource));
    }
    shared_exports_ = SharedExports(stack.manifest.resources, own_names_, unknown_);
  }

  EvaluatedStack Run() {
    const std::vector<std::string>& environments = options_.environments;
    const size_t runs = std::max<size_t>(environments.size(), 1);
    for (number_ = 0; number_ < runs; ++number_) {
      environment_ = environments.empty() ? nullptr : &environments[number_];
      EvaluateIn();
    }
    for (ValueResult& result : value_results_) {
      Append(std::move(result.problems), result.environments, result_.problems);
    }
    for (FoundIn& found : found_) {
      Append(std::move(found.problems), found.environments, result_.problems);
    }
    for (const Resource& resource : stack_.manifest.resources) {
      if (budget_.names == 0) break;  // some were passed over
      unused_props_.Report(values_, resource, runs, result_.problems);
    }
    unused_props_.Soften(values_, runs, result_.problems);
    result_.names = std::move(own_names_);
    if (budget_.spent()) values_.NoteLimit(Values::Limit::kSize, {});
    return std::move(result_);
  }

 private:
  void AddSecret(const std::string& name, ValueId value, bool given = false) {
    const bool known = values_[value].kind == Kind::kString && values_.Known(value);
    result_.secrets.Add(name, values_[value].text, known ? values_.Text(value) : std::string_view(),
                        given);
  }

  // What the prop has in environments that are not looked at is printed with their lines, too.
  void AddOtherSecrets(const Prop& prop) {
    if (prop.values == kNoValue) return;
    for (const Member& environment : values_.Members(prop.values)) {
      const ValueId value = values_.Find(environment.value, "value");
      if (value != kNoValue && values_[value].text) AddSecret(prop.name, value);
    }
  }

  // Notes the environment that is being evaluated.
  void Mark(EnvironmentSet& environments) const {
    if (environment_ != nullptr) environments.Add(number_);
  }

  void EvaluateIn() {
    names_ = {};
    names_.SetPrepared(&prepared_);
    if (Shares()) names_.SetParsed(&parsed_);
    returned_.clear();
    problems_.clear();
    EvaluateGlobals();
    const std::vector<Resource>& resources = stack_.manifest.resources;
    for (size_t i = 0; i < resources.size(); ++i) {
      if (resources[i].kind == ResourceKind::kUnknown || resources[i].name.empty()) continue;
      EvaluateResource(i);
    }
    if (budget_.names > 0) {
      CheckStackExports();
      conditional_exports_.CheckStack(problems_);
    }
    if (found_.empty() || found_.back().problems != problems_) {
      found_.push_back({.problems = std::move(problems_)});
    }
    Mark(found_.back().environments);
  }

  // --- values of the manifest --------------------------------------------------------------------

  ValueInputs Inputs() {
    return {.scope = names_.scope(),
            .dialect = stack_.manifest.dialect,
            .budget = budget_,
            .parsed_texts = parsed_texts_};
  }

  // The value, evaluated if it was not by the same reads, which are added to `reads`.
  template <typename Evaluate>
  ValueId Shared(const ValueKey& key, std::vector<tmpl::Read>& reads, Evaluate evaluate) {
    const size_t* known = value_memo_.Find(key, names_.scope());
    const size_t index = known != nullptr ? *known : value_results_.size();
    if (known == nullptr) {
      value_results_.push_back(evaluate());
      if (Shares()) {
        value_memo_.Add(key, value_results_.back().reads, names_.scope(), index);
      }
    }
    ValueResult& result = value_results_[index];
    Mark(result.environments);
    reads.insert(reads.end(), result.reads.begin(), result.reads.end());
    return result.value;
  }

  bool Shares() const { return options_.environments.size() > 1; }

  void EvaluateGlobals() {
    const std::vector<Global>& globals = stack_.manifest.globals;
    const ValueId environment =
        environment_ != nullptr ? AddBuiltin(values_, *environment_) : unknown_;
    const auto define_stack = [&] {
      names_.Define("stack_name", stack_name_);
      names_.Define("stack_env", environment);
    };
    std::vector<ValueId> evaluated;
    std::vector<tmpl::Read> reads;
    {
      const Names::Frame frame(names_);
      // Environment variables are visible here, and only here: any name may be one.
      names_.SetOpen(true);
      for (const auto& [name, value] : variables_) names_.Define(name, value);
      define_stack();
      for (size_t i = 0; i < globals.size(); ++i) {
        const Global& global = globals[i];
        evaluated.push_back(kNoValue);
        if (global.name.empty()) continue;
        evaluated.back() =
            Shared({.index = i}, reads, [&] { return EvaluateGlobal(values_, global, Inputs()); });
        names_.Define(global.name, evaluated.back());
        if (global.is_protected) AddSecret(global.name, evaluated.back());
        CheckGlobal(values_, global, evaluated.back(), stack_.manifest.dialect, problems_);
      }
    }
    result_.secrets.AddReads(reads);
    define_stack();
    for (size_t i = 0; i < globals.size(); ++i) {
      if (evaluated[i] != kNoValue) names_.Define(globals[i].name, evaluated[i]);
    }
    DefineMeant(stack_.manifest.meant_globals);
    templates_.clear();
    for (size_t i = 0; i < globals.size(); ++i) {
      const bool text = evaluated[i] != kNoValue && values_[evaluated[i]].kind == Kind::kString;
      if (!python_ && text && values_.Text(evaluated[i]).find("{{") != std::string_view::npos) {
        templates_.push_back(i);
      }
    }
    names_.SetOpen(!stack_.has_resources_folder &&
                   std::ranges::any_of(stack_.manifest.resources, NeedsQueryFile));
  }

  // Globals in which templates are left, of what only a resource has; all see the same names.
  void RenderGlobals(Current& current) {
    std::vector<ValueId> rendered;
    for (const size_t i : templates_) {
      const std::string& name = stack_.manifest.globals[i].name;
      const ValueId text = names_.Find(name);
      rendered.push_back(Shared({current.index, SIZE_MAX - 1 - i, text}, current.reads,
                                [&] { return RenderGlobal(values_, text, Inputs()); }));
    }
    for (size_t i = 0; i < templates_.size(); ++i) {
      names_.Define(stack_.manifest.globals[templates_[i]].name, rendered[i]);
    }
  }

  // What was meant to have these names is not known.
  void DefineMeant(const std::vector<std::string>& names) {
    for (const std::string& name : names) names_.DefineIfNew(name, unknown_);
  }

  void EvaluateProps(Current& current) {
    const Resource& resource = current.resource;
    UnqueriedResource unqueried = {.resource = &resource};
    std::set<std::string_view> secret;
    for (const ValueId name : resource.protected_names) secret.insert(values_.Text(name));
    for (size_t i = 0; i < resource.props.size(); ++i) {
      const Prop& prop = resource.props[i];
      if (prop.name.empty()) continue;
      const ValueId written = WrittenFor(values_, prop, environment_);
      const size_t read = current.reads.size();
      const ValueId value = Shared({current.index, i, written}, current.reads,
                                   [&] { return EvaluateProp(values_, prop, written, Inputs()); });
      names_.Define(prop.name, value);
      uncollected_.AddProp(values_.sources(), prop.name, std::span(current.reads).subspan(read),
                           current.uncollected);
      if (prop.is_protected || secret.count(prop.name) > 0) {
        AddSecret(prop.name, value);
        AddOtherSecrets(prop);
      }
      // What YAML 1.1 alone takes for a number or boolean may be meant as text.
      const Kind kind = values_[value].kind;
      const bool typed = python_ && kind != Kind::kString && kind != values_[written].kind;
      unqueried.props.push_back({prop.name_at, typed ? unknown_ : value});
    }
    DefineMeant(resource.meant_props);
    if (!stack_.has_resources_folder && NeedsQueryFile(resource)) {
      AddUnqueried(std::move(unqueried), current.index);
    }
  }

  void AddUnqueried(UnqueriedResource unqueried, size_t resource) {
    std::vector<ValueId> state;
    for (const Member& prop : unqueried.props) state.push_back(prop.value);
    const auto [known, added] =
        unqueried_.emplace(std::make_pair(resource, std::move(state)), result_.unqueried.size());
    if (added) result_.unqueried.push_back(std::move(unqueried));
    Mark(result_.unqueried[known->second].environments);
  }

  ValueId Rendered(ValueId text, Current& current) {
    ValueResult result = EvaluateText(values_, text, Inputs());
    std::move(result.reads.begin(), result.reads.end(), std::back_inserter(current.reads));
    std::move(result.problems.begin(), result.problems.end(), std::back_inserter(problems_));
    return result.value;
  }

  // --- resources ---------------------------------------------------------------------------------

  void EvaluateResource(size_t index) {
    const Resource& resource = stack_.manifest.resources[index];
    if (!Take(budget_.names, resource.props.size() + 1)) return;
    Current current = {.index = index, .resource = resource, .file = QueriesOf(stack_, index)};
    {
      const Names::Frame frame(names_);
      if (!python_) DefineOwnNames(resource, own_names_[index], names_);
      RenderGlobals(current);
      EvaluateProps(current);
      if (resource.condition != kNoValue) {
        const ValueId rendered = Rendered(resource.condition, current);
        if (!python_) CheckRendered(values_, resource.condition, rendered, problems_);
        current.siblings.skipped =
            conditional_exports_.Decide(resource, rendered) == Verdict::kFalse;
      }
      if (resource.run != kNoValue) Rendered(resource.run, current);
      current.unread = !CheckReads({.resource = &resource}, current.reads, problems_);
      conditional_exports_.Check(resource, current.reads, problems_);
      if (!python_) names_.SetThis(resource.name);
      const size_t own = current.reads.size();
      EvaluateQueries(current);
      if (!python_) {
        collisions_.CheckQueries(resource, std::span(current.reads).subspan(own), problems_);
      }
    }
    CheckReturned(current);
    collisions_.Check(resource, current.reads, problems_);
    // What was not read may use props, too.
    const bool all_read = current.file != nullptr && !current.unread && budget_.rendered > 0;
    if (all_read) unused_props_.Count(resource, current.reads);
    result_.secrets.AddReads(current.reads);
    for (const ValueId name : resource.protected_names) {
      result_.secrets.EndScope(std::string(values_.Text(name)));
    }
    for (const Prop& prop : resource.props) {
      if (prop.is_protected) result_.secrets.EndScope(prop.name);
    }
    // A command never exports; if it tries to, the build ends there, which is reported.
    const bool exports = resource.kind != ResourceKind::kCommand ||
                         (current.file != nullptr && HasAnchor(*current.file, {"exports"}));
    if (exports) DefineExports(resource, own_names_[index], names_);
    // Those that are merely misspelled in the list of exports are reported there.
    DefineMeantExports(resource, current.meant_exports);
    DefineMeantExports(resource, resource.meant_exports);
  }

  void DefineMeantExports(const Resource& resource, const std::vector<std::string>& names) {
    DefineMeant(names);
    for (const std::string& name : names) {
      names_.DefineIfNew(resource.name + "." + name, unknown_);
    }
  }

  // --- queries -----------------------------------------------------------------------------------

  void EvaluateQueries(Current& current) {
    const Resource& resource = current.resource;
    if (resource.sql != kNoValue && values_[resource.sql].kind == Kind::kString) {
      const bool exports = resource.kind == ResourceKind::kQuery;
      if (exports || resource.kind == ResourceKind::kCommand) {
        Evaluate(current, QueryKey::kInline,
                 {.key = exports ? "exports" : "command", .body = values_[resource.sql].text},
                 {.known = true});
      }
    }
    if (current.file != nullptr) EvaluateFile(current, *current.file);
  }

  // The check comes first: the others see what its row holds.
  void EvaluateFile(Current& current, const sql::QueryFile& cut) {
    current.captures = {.known = true};
    const bool skipped = current.siblings.skipped;
    current.siblings = SiblingsIn(values_.sources(), cut, stack_.manifest.dialect);
    current.siblings.skipped = skipped;
    for (const sql::Anchor& anchor : cut.anchors) {
      current.unread |= !anchor.known;
      // What is misspelled may be meant as exists.
      current.captures.known &= anchor.known;
    }
    const bool all_known = current.captures.known;
    for (size_t i = 0; i < cut.anchors.size(); ++i) {
      if (cut.anchors[i].key != "exists") continue;
      const QueryResult& found = Evaluate(current, i, cut.anchors[i], {});
      current.captures = found.captures;
      current.siblings.passed_over = found.lacks_export;
    }
    for (size_t i = 0; i < cut.anchors.size(); ++i) {
      const sql::Anchor& anchor = cut.anchors[i];
      if (!anchor.known || anchor.key == "exists") continue;
      // Before a delete, a statecheck stands in for exists.
      const bool stand_in = !current.siblings.exists && anchor.key == "delete";
      // Nothing looks for a resource of the type 'multi' before it is deleted.
      const bool unseen = anchor.key == "delete" && current.resource.kind == ResourceKind::kMulti;
      const QueryResult& result = Evaluate(current, i, anchor,
                                           unseen     ? Captures{.known = all_known}
                                           : stand_in ? Captures()
                                                      : current.captures);
      if (FindsAtTeardown(anchor.key, current.siblings))
        current.siblings.passed_over = result.lacks_export;
    }
    if (cut.anchors.empty() && !cut.preamble.empty()) current.unread = true;
  }

  // With the names that stand for the resource's own state where the anchor is rendered. The result
  // is valid until the next query.
  const QueryResult& Evaluate(Current& current, size_t number, const sql::Anchor& anchor,
                              const Captures& captures) {
    const Names::Frame frame(names_);
    const bool open = DefineState(values_, current.resource, own_names_[current.index], anchor,
                                  captures, unknown_, names_);
    if (RunsAtTeardown(anchor)) DefineTeardownNames(current.resource, anchor);
    const QueryKey key = {current.index, number, open, current.siblings.skipped};
    const size_t* known = query_memo_.Find(key, names_.scope());
    const size_t index = known != nullptr ? *known : result_.queries.size();
    if (known == nullptr) {
      result_.queries.push_back(EvaluateAnew(current, anchor, captures));
      if (Shares()) {
        query_memo_.Add(key, result_.queries.back().reads, names_.scope(), index);
      }
    }
    QueryResult& result = result_.queries[index];
    Mark(result.environments);
    current.queries[anchor.key] = index;
    current.reads.insert(current.reads.end(), result.reads.begin(), result.reads.end());
    current.unread |= result.unread;
    if (anchor.key == "exports") current.meant_exports = result.meant_exports;
    // Teardown collects the exports of skipped resources too.
    if (!RunsAtTeardown(anchor)) {
      conditional_exports_.Check(current.resource, result.reads, problems_);
    }
    return result;
  }

  // The exports of all resources are collected before; only a resource's own props hide them.
  void DefineTeardownNames(const Resource& resource, const sql::Anchor& anchor) {
    names_.SetUnknownNames(&exporters_.names());
    if (!Take(budget_.names, exported_globals_.size() + shared_exports_.size())) {
      return names_.SetOpen(true);
    }
    std::set<std::string_view> own;
    for (const Prop& prop : resource.props) own.insert(prop.name);
    for (const std::string& name : exported_globals_) {
      if (!own.contains(name)) names_.Define(name, unknown_);
    }
    for (const auto& [name, value] : shared_exports_) {
      if (!own.contains(name)) names_.Define(name, value);
    }
    DefineExportedColumns(resource, anchor, names_);
  }

  // What the statements of the resource returned, for the callbacks and for later resources.
  void CheckReturned(const Current& current) {
    QueriesByAnchor queries;
    bool returns = current.file == nullptr;
    for (const auto& [anchor, index] : current.queries) {
      const QueryResult& result = result_.queries[index];
      queries.emplace(anchor, &result);
      const bool writes = anchor.starts_with("create") || anchor == "update";
      returns = returns || (writes && MayReturnRow(values_, result));
    }
    if (!python_ && current.file != nullptr) {
      CheckCreateValues(values_,
                        {.resource = current.resource,
                         .queries = queries,
                         .captures = current.captures,
                         .returned_before = !returned_.empty(),
                         .returned_at_delete = returned_at_delete_,
                         .tested = stack_.tested},
                        problems_);
    }
    if (!python_ && current.file != nullptr) {
      CheckShortCircuits(values_.sources(), *current.file, queries, problems_);
    }
    if (returns) returned_.insert(current.resource.name);
  }

  QueryResult EvaluateAnew(const Current& current, const sql::Anchor& anchor,
                           const Captures& captures) {
    const Resource& resource = current.resource;
    QueryResult result = EvaluateQuery(values_, {.resource = &resource,
                                                 .anchor = anchor.key,
                                                 .anchor_at = anchor.name,
                                                 .siblings = current.siblings,
                                                 .lost = anchor.rest,
                                                 .body = anchor.body,
                                                 .scope = names_.scope(),
                                                 .dialect = stack_.manifest.dialect,
                                                 .budget = budget_});
    const ReadSite site = {&resource, anchor.key, &captures.columns,
                           users_.at(stack_.file_of[current.index]) > 1};
    // What the resource is skipped in is not rendered there, or by a teardown that passes over it.
    Problems of_skipped;
    const bool skipped = current.siblings.skipped && stack_.manifest.dialect == Dialect::kRust;
    result.unread |= !CheckReads(site, result.reads, skipped ? of_skipped : result.problems);
    if (stack_.manifest.dialect == Dialect::kRust) {
      CheckTeardown(uncollected_, resource, current.uncollected, result);
    }
    const std::vector<QueryArm>& arms = result.query.arms;
    if (arms.size() != 1 || arms[0].statements.empty()) return result;
    const sql::Statement& first = arms[0].statements.front();
    if (anchor.key == "exports") {
      result.meant_exports =
          CheckExports(values_, resource, first, ColumnsOf(first), result.problems);
    }
    if (anchor.key == "exists") result.captures = CapturedBy(first);
    return result;
  }

  // False if a name was meant as several, so that others may be read there.
  bool CheckReads(const ReadSite& site, std::span<const tmpl::Read> reads,
                  Problems& problems) const {
    const KnownNames known = {names_.scope(), exporters_, returned_};
    if (python_) ReportNewerNames(reads, known, problems);
    return ReportUndefinedNames(values_, site, reads, known, problems);
  }

  void CheckStackExports() {
    if (names_.scope().open) return;
    for (const ValueId item : stack_.manifest.exports) {
      const std::string name(values_.Text(item));
      if (name.empty() || (python_ && name == "elapsed_time")) continue;
      if (names_.Find(name) != kNoValue || MayBeReturned(name, {}, returned_)) continue;
      ReportStackExport(values_, stack_.manifest, exporters_.names(), item, problems_);
    }
  }

  Values& values_;
  const Stack& stack_;
  const EvaluationOptions& options_;
  const bool python_;  // evaluated as the 1.x tool does

  // Of all environments.
  const Exporters exporters_{stack_.manifest};
  const UncollectedExports uncollected_{stack_};
  std::vector<std::string> exported_globals_;  // names of globals that exports replace
  std::vector<std::pair<std::string, ValueId>> shared_exports_;
  std::map<size_t, size_t> users_;  // of each query file: resources
  const bool returned_at_delete_ = ReturnsAtDelete(stack_.manifest);
  const ValueId unknown_ = values_.AddUnknown({});
  const ValueId stack_name_ = AddBuiltin(values_, stack_.manifest.name);
  std::vector<std::pair<std::string, ValueId>> variables_;
  std::vector<ResourceNames> own_names_;  // of each resource
  Collisions collisions_{values_, stack_.manifest};
  ConditionalExports conditional_exports_{values_, stack_.manifest};
  StackBudget budget_;
  ParsedTexts parsed_texts_;
  std::unordered_map<ValueId, ValueId> prepared_;  // for queries
  tmpl::ParsedTemplates parsed_;
  EvaluatedStack result_;
  std::deque<ValueResult> value_results_;
  Memo<ValueKey, size_t> value_memo_;
  Memo<QueryKey, size_t> query_memo_;
  std::map<std::pair<size_t, std::vector<ValueId>>, size_t> unqueried_;
  std::vector<FoundIn> found_;  // what neither a value nor a query has
  UnusedProps unused_props_;

  // Of the environment that is being evaluated.
  size_t number_ = 0;
  const std::string* environment_ = nullptr;  // null: not known
  std::vector<size_t> templates_;             // globals in which templates are left
  Names names_;
  std::set<std::string, std::less<>> returned_;  // earlier resources whose statements return rows
  Problems problems_;
};

}  // namespace

EvaluatedStack EvaluateStack(Values& values, const Stack& stack, const EvaluationOptions& options) {
  return StackEvaluator(values, stack, options).Run();
}

}  // namespace stackql
