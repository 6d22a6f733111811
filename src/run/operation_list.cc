#include "run/operation_list.h"

#include <algorithm>
#include <map>
#include <utility>

#include "operation/bind.h"
#include "value/value.h"

namespace stackql {
namespace {

// Listed twice only if the calls or what they need differ.
using Identity = std::tuple<std::string, Span, std::string, Call, std::string, std::string,
                            std::string, std::optional<std::string>, std::optional<std::string>,
                            std::string, std::vector<iam::Need>>;

class Lister {
 public:
  Lister(LoadedUnit& unit, const UnitContext& context, const CompleteOperation& complete)
      : unit_(unit), context_(context), complete_(complete) {}

  void Add(Evaluation evaluation) {
    const size_t runs = unit_.environments.size();
    const std::string environment = runs_ < runs ? unit_.environments[runs_] : std::string();
    for (const size_t number : evaluation.known_queries) {
      for (const size_t index : of_query_[number]) Note(index, environment);
    }
    const bool of_stack = runs_ < std::max<size_t>(runs, 1);
    Evaluation part = {.loose = std::move(evaluation.loose)};
    Bind(part, environment);
    for (Query& query : evaluation.queries) {
      const size_t number = query.number;
      const std::vector<size_t> made = BindQuery(std::move(query), environment);
      if (of_stack) of_query_[number] = made;
    }
    ++runs_;
  }

  std::vector<ListedOperation> Take() {
    for (ListedOperation& listed : listed_) {
      if (listed.environments.size() == unit_.environments.size()) listed.environments.clear();
    }
    std::stable_sort(
        listed_.begin(), listed_.end(),
        [](const ListedOperation& a, const ListedOperation& b) { return a.Key() < b.Key(); });
    return std::move(listed_);
  }

 private:
  std::vector<size_t> BindQuery(Query query, const std::string& environment) {
    if (!query.text) {
      ListedOperation listed = ListUnresolved({query.anchor_at, "a query that cannot be read"});
      return {Index(std::move(listed), environment)};
    }
    Evaluation part;
    std::vector<QueryArm> arms = std::move(query.arms);
    part.queries.push_back(std::move(query));
    if (arms.empty()) return Bind(part, environment);
    std::vector<size_t> all;
    for (QueryArm& arm : arms) {
      part.queries[0].statements = std::move(arm.statements);
      const std::vector<size_t> made = Bind(part, environment);
      all.insert(all.end(), made.begin(), made.end());
    }
    return all;
  }

  std::vector<size_t> Bind(const Evaluation& part, const std::string& environment) {
    Problems ignored;
    std::vector<size_t> made;
    const Bound bound = stackql::Bind(unit_.values, *context_.catalog, part, ignored);
    for (const Operation& operation : bound.operations) {
      ListedOperation listed = List(operation);
      if (complete_ && !complete_(operation, unit_.values, listed)) continue;
      made.push_back(Index(std::move(listed), environment));
    }
    for (const Unresolved& unresolved : bound.unresolved) {
      made.push_back(Index(ListUnresolved(unresolved), environment));
    }
    return made;
  }

  // Adds it unless it is known, and notes that it is made in the environment.
  size_t Index(ListedOperation listed, const std::string& environment) {
    Identity identity(listed.file, listed.span, listed.anchor, listed.call, listed.type,
                      listed.table, listed.resource, listed.region, listed.identifier,
                      listed.unresolved, listed.needs);
    const auto [known, is_new] = index_.emplace(std::move(identity), listed_.size());
    if (is_new) listed_.push_back(std::move(listed));
    Note(known->second, environment);
    return known->second;
  }

  void Note(size_t index, const std::string& environment) {
    std::vector<std::string>& names = listed_[index].environments;
    if (environment.empty() || std::find(names.begin(), names.end(), environment) != names.end()) {
      return;
    }
    names.push_back(environment);
  }

  ListedOperation List(const Operation& operation) {
    ListedOperation listed = {.call = operation.call,
                              .type = operation.type_name,
                              .table = operation.table,
                              .region = Text(operation.region),
                              .identifier = Text(operation.identifier),
                              .phases = operation.phases,
                              .resource = operation.resource,
                              .anchor = operation.anchor};
    Locate(operation.where, listed);
    return listed;
  }

  ListedOperation ListUnresolved(const Unresolved& unresolved) {
    ListedOperation listed = {.unresolved = unresolved.reason};
    Locate(unresolved.where, listed);
    return listed;
  }

  void Locate(Loc where, ListedOperation& listed) {
    const Loc at = unit_.sources.Resolve(where).at;
    if (!at) return;
    listed.file = unit_.sources.Path(at.text);
    listed.span = at.span;
    auto lines = lines_.find(at.text);
    if (lines == lines_.end()) {
      lines = lines_.emplace(at.text, LineIndex(unit_.sources.Bytes(at.text))).first;
    }
    listed.at = lines->second.At(at.span.begin);
  }

  // A parameter; none if the statement does not give it.
  std::optional<std::string> Text(ValueId value) {
    if (value == kNoValue) return std::nullopt;
    const Value& node = unit_.values[value];
    if (node.kind == Kind::kUnknown) return "<unknown>";
    return unit_.secrets.Shown(unit_.sources, node.text);
  }

  LoadedUnit& unit_;
  const UnitContext& context_;
  const CompleteOperation& complete_;
  std::vector<ListedOperation> listed_;
  std::map<Identity, size_t> index_;
  std::map<size_t, std::vector<size_t>> of_query_;
  std::map<TextId, LineIndex> lines_;
  size_t runs_ = 0;
};

}  // namespace

std::vector<std::string> Names(const Phases& phases) {
  std::vector<std::string> names;
  if (phases.build) names.emplace_back("build");
  if (phases.test) names.emplace_back("test");
  if (phases.teardown) names.emplace_back("teardown");
  return names;
}

std::vector<ListedOperation> ListOperations(LoadedUnit& unit, const UnitContext& context,
                                            const CompleteOperation& complete) {
  Lister lister(unit, context, complete);
  unit.Evaluate([&](Evaluation evaluation) { lister.Add(std::move(evaluation)); });
  return lister.Take();
}

}  // namespace stackql
