#include "stack/evaluate.h"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "rules/manifest.h"
#include "sql/query.h"
#include "stack/captures.h"
#include "stack/collisions.h"
#include "stack/conditional_exports.h"
#include "stack/context.h"
#include "stack/context_checks.h"
#include "stack/exports.h"
#include "stack/memo.h"
#include "stack/name_problems.h"
#include "stack/quotes.h"
#include "stack/unreachable_names.h"
#include "template/template.h"

namespace stackql {
namespace {

// Anchors that only run at teardown, after the exports of every resource were collected.
bool RunsAtTeardown(const sql::Anchor& anchor) {
  return anchor.key == "delete" || anchor.qualifier == "delete";
}

// Renders and parses one query with the names in `scope`.
struct QueryReader {
  Values& values;
  Problems& problems;
  TextBudget& budget;
  Dialect dialect = Dialect::kRust;

  // Fills the text, statements and arms of `query`. False if the query cannot be read.
  bool Read(Loc body, const tmpl::Scope& scope, Query& query, std::vector<tmpl::Read>& reads) {
    if (budget.rendered == 0) return false;
    Sources& sources = values.sources();
    const bool python = dialect == Dialect::kPython;
    const auto renderer = python ? tmpl::Renderer::kJinja : tmpl::Renderer::kQuery;
    tmpl::Rendered rendered = tmpl::Render(values, body, scope, renderer, problems);
    budget.rendered -= std::min<uint64_t>(budget.rendered, rendered.text.span.size());
    reads.insert(reads.end(), std::make_move_iterator(rendered.reads.begin()),
                 std::make_move_iterator(rendered.reads.end()));
    if (CheckQuotes(sources, rendered.text, problems)) return false;
    query.text = rendered.text;
    if (rendered.undecided > 0 && !rendered.failed) {
      for (const Loc text : tmpl::RenderArms(values, body, scope, renderer)) {
        QueryArm arm = {.text = text};
        arm.statements = sql::ReadQuery(values, text, query.anchor, arm.problems);
        query.arms.push_back(std::move(arm));
      }
    }
    if (query.arms.empty()) {
      query.statements = sql::ReadQuery(values, rendered.text, query.anchor, problems);
    }
    return !rendered.failed;
  }
};

}  // namespace

class StackRun {
 public:
  StackRun(Values& values, const Stack& stack, std::map<std::string, std::string> variables,
           Problems& problems)
      : values_(values),
        stack_(stack),
        python_(stack.manifest.dialect == Dialect::kPython),
        variables_(std::move(variables)),
        problems_(problems) {
    stack_name_ = Builtin(stack.manifest.name);
    unknown_ = values_.AddUnknown({});
    for (const Resource& resource : stack.manifest.resources) {
      for (const Export& item : resource.exports) {
        all_exports_.emplace(item.name, &resource);
        all_exports_.emplace(resource.name + "." + item.name, &resource);
        export_names_.insert({item.name, resource.name + "." + item.name});
      }
    }
  }

  Evaluation Run(const std::optional<std::string>& environment) {
    environment_ = environment;
    environment_bit_ = runs_ < 64 ? uint64_t{1} << runs_ : ~uint64_t{0};
    const size_t problems_before = problems_.size();
    result_ = {};
    scope_ = {};
    earlier_.clear();
    EvaluateGlobals();
    const std::vector<Resource>& resources = stack_.manifest.resources;
    for (size_t i = 0; i < resources.size(); ++i) {
      if (resources[i].kind != ResourceKind::kUnknown && !resources[i].name.empty()) {
        EvaluateResource(resources[i], stack_.file_of[i]);
      }
    }
    CheckStackExports();
    conditional_exports_.CheckStack();
    ++runs_;
    Mark(problems_before, problems_.size() - problems_before);
    return std::move(result_);
  }

  // A prop that some environment uses, or whose queries could not all be read, is not reported.
  void Finish() {
    for (const Resource& resource : stack_.manifest.resources) {
      for (const Prop& prop : resource.props) {
        const auto unused = unused_.find(&prop);
        if (unused == unused_.end() || unused->second != runs_) continue;
        problems_.push_back(
            {.what = rules::UnusedProp{.name = prop.name, .resource = resource.name},
             .where = values_.Where(prop.name_at)});
      }
    }
  }

  const Secrets& secrets() const { return secrets_; }

 private:
  // --- names -------------------------------------------------------------------------------------

  void Define(const std::string& name, ValueId value) { scope_.names[name] = value; }

  void AddSecret(const std::string& name) {
    const ValueId value = scope_.names[name];
    const bool known = values_[value].kind == Kind::kString && values_.Known(value);
    secrets_.Add(name, values_[value].text, known ? values_.Text(value) : std::string_view());
  }

  ValueId Builtin(const std::string& text) {
    const Loc all = values_.sources().All(values_.sources().AddBuiltin(text));
    return values_.AddString(all, all);
  }

  ContextWriter Writer(std::vector<tmpl::Read>& reads) {
    return {values_, scope_, reads, problems_, budget_, stack_.manifest.dialect};
  }

  void EvaluateGlobals() {
    // Environment variables are visible here, and only here: any name may be one.
    scope_.open = true;
    for (const auto& entry : variables_) {
      Define(entry.first, Once(&entry, [&] { return Builtin(entry.second); }));
      if (runs_ == 0) AddSecret(entry.first);
    }
    Define("stack_name", stack_name_);
    Define("stack_env", environment_ ? Builtin(*environment_) : unknown_);
    std::set<std::string_view> own = {"stack_name", "stack_env"};
    for (const Global& global : stack_.manifest.globals) {
      if (global.name.empty()) continue;
      Define(global.name, Evaluated(&global, [&](std::vector<tmpl::Read>& reads) {
               ContextWriter writer = Writer(reads);
               return global.value == kNoValue ? values_.AddUnknown(values_.Where(global.name_at))
                                               : writer.Write(global.value);
             }));
      CheckGlobal(values_, global, scope_.names[global.name], problems_);
      own.insert(global.name);
    }
    secrets_.AddReads(reads_);
    reads_.clear();
    for (const auto& entry : variables_) {
      if (own.find(entry.first) == own.end()) scope_.names.erase(entry.first);
    }
    scope_.open = !stack_.has_resources_folder;
  }

  // --- resources ---------------------------------------------------------------------------------

  void EvaluateResource(const Resource& resource, size_t file) {
    const tmpl::Scope outside = NamesChangedBy(resource);
    reads_.clear();
    unread_ = false;
    if (!python_) DefineOwnNames(resource);
    EvaluateProps(resource);
    if (resource.condition != kNoValue) {
      conditional_exports_.Decide(resource, RenderOnly(resource.condition));
    }
    if (resource.run != kNoValue) RenderOnly(resource.run);
    JudgeReads({.resource = &resource}, reads_);
    conditional_exports_.Check(resource, reads_);
    EvaluateQueries(resource, file);
    collisions_.Check(resource, reads_);
    CheckUnusedProps(resource, file);
    secrets_.AddReads(reads_);
    for (const ValueId name : resource.protected_names) {
      secrets_.EndScope(std::string(values_.Text(name)));
    }
    Restore(outside, resource);
    for (const Export& item : resource.exports) {
      if (item.name.empty()) continue;
      const ValueId value = Once(&item, [&] { return values_.AddUnknown(values_.Where(item.at)); });
      Define(item.name, value);
      Define(resource.name + "." + item.name, value);
    }
    // Those that are merely misspelt in the list of exports are reported there.
    for (const std::string& name : meant_exports_[&resource]) {
      scope_.names.emplace(name, unknown_);
      scope_.names.emplace(resource.name + "." + name, unknown_);
    }
    earlier_.emplace(resource.name, std::make_pair(&resource, file));
  }

  void DefineOwnNames(const Resource& resource) {
    Define("resource_name",
           resource.name_at == kNoValue ? Builtin(resource.name) : resource.name_at);
    const ValueId token =
        Once(&resource, [&] { return values_.AddUnknown(values_.Where(resource.name_at)); });
    Define("idempotency_token", token);
    Define(resource.name + ".idempotency_token", token);
  }

  // What the resource's own names hide; put back by Restore.
  tmpl::Scope NamesChangedBy(const Resource& resource) {
    tmpl::Scope hidden;
    for (const Prop& prop : resource.props) {
      const auto known = scope_.names.find(prop.name);
      if (known != scope_.names.end()) hidden.names.insert(*known);
    }
    return hidden;
  }

  void Restore(const tmpl::Scope& outside, const Resource& resource) {
    for (const Prop& prop : resource.props) scope_.names.erase(prop.name);
    scope_.names.erase("idempotency_token");
    scope_.names.erase("resource_name");
    scope_.names.erase(resource.name + ".idempotency_token");
    scope_.names.insert(outside.names.begin(), outside.names.end());
  }

  void EvaluateProps(const Resource& resource) {
    LooseResource loose = {.resource = &resource};
    std::set<std::string_view> secret;
    for (const ValueId name : resource.protected_names) secret.insert(values_.Text(name));
    const uint32_t before = values_.size();
    for (const Prop& prop : resource.props) {
      if (prop.name.empty()) continue;
      // Its environments' values are read like a name.
      const ValueId value =
          prop.values != kNoValue && prop.value == kNoValue
              ? PropValue(prop, reads_)
              : Evaluated(&prop, [&](auto& reads) { return PropValue(prop, reads); });
      Define(prop.name, value);
      if (secret.count(prop.name) > 0) AddSecret(prop.name);
      loose.props.push_back({prop.name_at, value});
    }
    const bool seen = before == values_.size() && runs_ > 0;
    if (!stack_.has_resources_folder && !seen) result_.loose.push_back(std::move(loose));
  }

  ValueId PropValue(const Prop& prop, std::vector<tmpl::Read>& reads) {
    ContextWriter writer = Writer(reads);
    if (python_ && prop.null_value) return values_.AddUnknown(values_.Where(prop.name_at));
    ValueId own = prop.value;
    if (own == kNoValue && prop.values != kNoValue) {
      if (!environment_) return values_.AddUnknown(values_.Where(prop.name_at));
      const ValueId entry = values_.Find(prop.values, *environment_);
      own = entry == kNoValue ? kNoValue : values_.Find(entry, "value");
      if (own == kNoValue) return values_.AddUnknown(values_.Where(prop.name_at));
    }
    if (own != kNoValue) own = writer.Write(own);
    if (prop.merge.empty()) {
      return own == kNoValue ? values_.AddUnknown(values_.Where(prop.name_at)) : own;
    }
    std::vector<ValueId> others;
    for (const ValueId name : prop.merge) {
      const std::string text(values_.Text(name));
      const auto known = scope_.names.find(text);
      const bool defined = known != scope_.names.end();
      reads.push_back(
          {.name = text, .where = values_.Where(name), .defined = defined || scope_.open});
      others.push_back(defined ? known->second : values_.AddUnknown(values_.Where(name)));
    }
    if (python_) return values_.AddUnknown(values_.Where(prop.name_at));
    CheckMerge(values_, prop, own, others, problems_);
    return MergeContext(values_, own, others, budget_);
  }

  ValueId RenderOnly(ValueId text) {
    ContextWriter writer = Writer(reads_);
    return writer.Write(text);
  }

  // --- queries -----------------------------------------------------------------------------------

  void EvaluateQueries(const Resource& resource, size_t file) {
    if (!python_) scope_.this_prefix = resource.name;
    if (resource.sql != kNoValue && values_[resource.sql].kind == Kind::kString) {
      const bool exports = resource.kind == ResourceKind::kQuery;
      if (exports || resource.kind == ResourceKind::kCommand) {
        EvaluateQuery(resource, &resource.sql,
                      {.key = exports ? "exports" : "command", .body = values_[resource.sql].text},
                      {.known = true});
      }
    }
    if (file != Stack::kNoFile) EvaluateQueryFile(resource, stack_.files[file].cut);
    scope_.this_prefix.clear();
    scope_.open_prefixes.clear();
  }

  // The check comes first: the others see what its row holds.
  void EvaluateQueryFile(const Resource& resource, const sql::QueryFile& cut) {
    Captures& captures = captures_[&resource];
    captures = {.known = true};
    has_exists_ = false;
    for (const sql::Anchor& anchor : cut.anchors) {
      unread_ |= !anchor.known;
      has_exists_ |= anchor.key == "exists";
      if (anchor.key == "statecheck") captures.known = false;  // stands in for exists
    }
    for (const sql::Anchor& anchor : cut.anchors) {
      if (anchor.key != "exists") continue;
      EvaluateQuery(resource, &anchor, anchor, {});
      captures = captured_by_[{&resource, &anchor}];
    }
    for (const sql::Anchor& anchor : cut.anchors) {
      if (anchor.known && anchor.key != "exists")
        EvaluateQuery(resource, &anchor, anchor, captures);
    }
    if (cut.anchors.empty() && !cut.preamble.empty()) unread_ = true;
  }

  // With the names that stand for the resource's own state where the anchor is rendered.
  void EvaluateQuery(const Resource& resource, const void* key, const sql::Anchor& anchor,
                     const Captures& captures) {
    std::vector<std::string> added;
    const auto define = [&](const std::string& name) {
      if (scope_.names.emplace(name, unknown_).second) added.push_back(name);
    };
    const bool sees = SeesCaptures(anchor.key, captures);
    const bool open = sees && (!captures.known || resource.has_return_vals);
    scope_.open_prefixes = {"callback"};
    if (open) scope_.open_prefixes.push_back(resource.name);
    define(resource.name + ".callback");
    if (sees) {
      for (const std::string& column : captures.columns) define(resource.name + "." + column);
    }
    if (SeesOwnExports(anchor.key)) {
      for (const Export& item : resource.exports) {
        define(item.name);
        define(resource.name + "." + item.name);
      }
    }
    if (RunsAtTeardown(anchor)) scope_.unknown_names = &export_names_;
    const size_t reads_before = reads_.size();
    AddQuery({&resource, anchor.key, &captures.columns}, key, anchor.name, anchor.body);
    // Teardown collects the exports of skipped resources too.
    if (!RunsAtTeardown(anchor)) {
      conditional_exports_.Check(resource, std::span(reads_).subspan(reads_before));
    }
    scope_.unknown_names = nullptr;
    for (const std::string& name : added) scope_.names.erase(name);
  }

  void AddQuery(const Standing& standing, const void* memo_key, Loc at, Loc body) {
    const Resource& resource = *standing.resource;
    // One query file may serve several resources.
    const auto memo_id = std::make_pair(&resource, memo_key);
    const void* id = &query_ids_[memo_id];
    if (const Memory* known = memo_.Recall(id, scope_)) {
      reads_.insert(reads_.end(), known->reads.begin(), known->reads.end());
      unread_ |= known->result == kNoValue;
      Mark(known->first_problem, known->problems);
      result_.known_queries.push_back(known->query);
      return;
    }
    const size_t problems_before = problems_.size();
    std::vector<tmpl::Read> reads;
    QueryReader reader{values_, problems_, budget_, stack_.manifest.dialect};
    Query query = {.number = queries_++,
                   .resource = &resource,
                   .anchor = std::string(standing.anchor),
                   .anchor_at = at,
                   .has_exists = has_exists_};
    const bool read = reader.Read(body, scope_, query, reads);
    const bool unread = !read && problems_.size() > problems_before;
    unread_ |= unread;
    reads_.insert(reads_.end(), reads.begin(), reads.end());
    JudgeReads(standing, reads);
    if (!query.statements.empty()) {
      const sql::Statement& first = query.statements.front();
      if (query.anchor == "exports") {
        meant_exports_[&resource] = CheckExports(values_, resource, first, problems_);
      }
      if (query.anchor == "exists") captured_by_[memo_id] = CapturedBy(first);
    }
    if (environment_) {
      memo_.Remember(id, scope_,
                     {.reads = std::move(reads),
                      .result = unread ? kNoValue : stack_name_,
                      .first_problem = problems_before,
                      .problems = problems_.size() - problems_before,
                      .query = query.number});
    }
    result_.queries.push_back(std::move(query));
  }

  // --- sharing between environments --------------------------------------------------------------

  // A value that is the same in every run.
  template <typename Make>
  ValueId Once(const void* key, Make make) {
    const auto [known, added] = once_.emplace(key, kNoValue);
    if (added) known->second = make();
    return known->second;
  }

  // A value that depends on the names it reads alone.
  template <typename Make>
  ValueId Evaluated(const void* key, Make make) {
    if (const Memory* known = memo_.Recall(key, scope_)) {
      reads_.insert(reads_.end(), known->reads.begin(), known->reads.end());
      Mark(known->first_problem, known->problems);
      return known->result;
    }
    const size_t problems_before = problems_.size();
    std::vector<tmpl::Read> reads;
    const ValueId value = make(reads);
    reads_.insert(reads_.end(), reads.begin(), reads.end());
    if (environment_) {
      memo_.Remember(key, scope_,
                     {.reads = std::move(reads),
                      .result = value,
                      .first_problem = problems_before,
                      .problems = problems_.size() - problems_before});
    }
    return value;
  }

  // Problems that hold in this run.
  void Mark(size_t first, size_t count) {
    for (size_t i = first; i < first + count; ++i) problems_[i].environments |= environment_bit_;
  }

  // --- what names mean ---------------------------------------------------------------------------

  void JudgeReads(const Standing& standing, const std::vector<tmpl::Read>& reads) {
    for (const tmpl::Read& read : reads) {
      if (python_ && !scope_.open && all_exports_.count(read.name) == 0) {
        ReportNewer(read, problems_);
      }
      if (read.defined || read.guarded || MayBeCaptured(read.name)) continue;
      if (ReportSubtraction(values_, read, scope_, problems_)) {
        unread_ = true;
        continue;
      }
      ReportUndefined(values_, read, standing, scope_, all_exports_, problems_);
    }
  }

  // Names below an earlier resource may also be columns that its queries captured.
  bool MayBeCaptured(std::string_view name) const {
    const size_t dot = name.find('.');
    if (dot == std::string_view::npos) return false;
    const auto owner = earlier_.find(name.substr(0, dot));
    if (owner == earlier_.end()) return false;
    const auto& [resource, file] = owner->second;
    const std::string_view member = name.substr(dot + 1);
    if (resource->has_return_vals || member.substr(0, 8) == "callback" || file == Stack::kNoFile) {
      return true;
    }
    const auto captures = captures_.find(resource);
    if (captures == captures_.end() || !captures->second.known) return true;
    const std::vector<std::string>& columns = captures->second.columns;
    return std::find(columns.begin(), columns.end(), member) != columns.end();
  }

  void CheckUnusedProps(const Resource& resource, size_t file) {
    const bool complete = file != Stack::kNoFile && !unread_ && budget_.rendered > 0;
    if (!complete) return;
    for (const Prop& prop : resource.props) {
      if (prop.name.empty()) continue;
      const bool used = std::any_of(reads_.begin(), reads_.end(), [&](const tmpl::Read& read) {
        return read.name == prop.name ||
               (read.name.size() > prop.name.size() && read.name[prop.name.size()] == '.' &&
                read.name.compare(0, prop.name.size(), prop.name) == 0);
      });
      if (!used) ++unused_[&prop];
    }
  }

  void CheckStackExports() {
    if (scope_.open) return;
    for (const ValueId item : stack_.manifest.exports) {
      const std::string name(values_.Text(item));
      if (name.empty() || name == "elapsed_time") continue;
      if (scope_.names.find(name) != scope_.names.end() || MayBeCaptured(name)) continue;
      problems_.push_back(
          {.what = rules::ExportNotReturned::Stack{.name = name}, .where = values_.Where(item)});
    }
  }

  Values& values_;
  const Stack& stack_;
  const bool python_;  // evaluated as the 1.x tool does
  const std::map<std::string, std::string> variables_;
  Problems& problems_;
  std::optional<std::string> environment_;
  ValueId stack_name_ = kNoValue;
  ValueId unknown_ = kNoValue;
  size_t runs_ = 0;
  uint64_t environment_bit_ = 0;
  size_t queries_ = 0;
  bool has_exists_ = false;               // in the query file that is being evaluated
  std::map<const Prop*, size_t> unused_;  // in so many runs
  TextBudget budget_ = {};
  Memo memo_;
  Secrets secrets_;
  Collisions collisions_{values_, stack_.manifest, problems_};
  ConditionalExports conditional_exports_{values_, stack_.manifest, problems_};
  std::map<const void*, ValueId> once_;
  std::map<std::pair<const Resource*, const void*>, char> query_ids_;
  std::map<std::pair<const Resource*, const void*>, Captures> captured_by_;  // by query
  std::map<const Resource*, Captures> captures_;                             // in this run
  std::map<const Resource*, std::vector<std::string>> meant_exports_;
  Evaluation result_;
  tmpl::Scope scope_;
  Exporters all_exports_;
  std::set<std::string, std::less<>> export_names_;  // of all resources
  std::map<std::string, std::pair<const Resource*, size_t>, std::less<>> earlier_;
  std::vector<tmpl::Read> reads_;  // by the resource that is being evaluated
  bool unread_ = false;            // something of its queries was not read: props may be used there
};

StackEvaluator::StackEvaluator(Values& values, const Stack& stack,
                               std::map<std::string, std::string> variables, Problems& problems)
    : evaluator_(std::make_unique<StackRun>(values, stack, std::move(variables), problems)) {}

StackEvaluator::~StackEvaluator() = default;

const Secrets& StackEvaluator::secrets() const { return evaluator_->secrets(); }

void StackEvaluator::Finish() { evaluator_->Finish(); }

Evaluation StackEvaluator::Run(const std::optional<std::string>& environment) {
  return evaluator_->Run(environment);
}

Evaluation EvaluateQueryFile(Values& values, const QuerySource& file, Problems& problems,
                             Dialect dialect) {
  Evaluation result;
  tmpl::Scope scope;
  scope.open = true;
  std::vector<tmpl::Read> reads;
  TextBudget budget;
  QueryReader reader{values, problems, budget, dialect};
  const auto add = [&](const std::string& key, Loc at, Loc body) {
    Query query = {.anchor = key, .anchor_at = at};
    reader.Read(body, scope, query, reads);
    result.queries.push_back(std::move(query));
  };
  if (file.cut.anchors.empty()) add("", {}, file.cut.preamble);
  for (const sql::Anchor& anchor : file.cut.anchors) {
    add(anchor.known ? anchor.key : std::string(), anchor.name, anchor.body);
  }
  return result;
}

}  // namespace stackql
