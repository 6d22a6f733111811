#include "run/operation_list.h"

#include <algorithm>
#include <map>
#include <utility>

#include "value/value.h"

namespace stackql {
namespace {

// Listed twice only if the calls or what they need differ.
using Identity = std::tuple<std::string, Span, std::string, Call, std::string, std::string,
                            std::string, std::optional<std::string>, std::optional<std::string>,
                            std::string, std::vector<iam::Need>>;

class Lister {
 public:
  Lister(const BoundUnit& unit, const CompleteOperation& complete)
      : unit_(unit), complete_(complete) {}

  std::vector<ListedOperation> Run() {
    for (const BoundPart& part : PartsOf(unit_)) {
      for (const Operation& operation : part.bound.operations) {
        ListedOperation listed = List(operation);
        if (complete_ && !complete_(operation, unit_.values, listed)) continue;
        Add(std::move(listed), part.environments);
      }
      for (const Unresolved& unresolved : part.bound.unresolved) {
        Add(ListUnresolved(unresolved), part.environments);
      }
    }
    for (size_t i = 0; i < listed_.size(); ++i) {
      listed_[i].environments = NamesOf(made_in_[i], unit_.environments);
    }
    std::stable_sort(
        listed_.begin(), listed_.end(),
        [](const ListedOperation& a, const ListedOperation& b) { return a.Key() < b.Key(); });
    return std::move(listed_);
  }

 private:
  // Adds it unless it is known, and notes that it is made in the environments.
  void Add(ListedOperation listed, const EnvironmentSet& environments) {
    Identity identity(listed.file, listed.span, listed.anchor, listed.call, listed.type,
                      listed.table, listed.resource, listed.region, listed.identifier,
                      listed.unresolved, listed.needs);
    const auto [known, is_new] = index_.emplace(std::move(identity), listed_.size());
    if (is_new) {
      listed_.push_back(std::move(listed));
      made_in_.push_back(environments);
    } else {
      made_in_[known->second].Widen(environments);
    }
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

  const BoundUnit& unit_;
  const CompleteOperation& complete_;
  std::vector<ListedOperation> listed_;
  std::vector<EnvironmentSet> made_in_;  // of each
  std::map<Identity, size_t> index_;
  std::map<TextId, LineIndex> lines_;
};

}  // namespace

std::vector<std::string> Names(const Phases& phases) {
  std::vector<std::string> names;
  if (phases.build) names.emplace_back("build");
  if (phases.test) names.emplace_back("test");
  if (phases.teardown) names.emplace_back("teardown");
  return names;
}

std::vector<ListedOperation> ListOperations(const BoundUnit& unit,
                                            const CompleteOperation& complete) {
  return Lister(unit, complete).Run();
}

}  // namespace stackql
