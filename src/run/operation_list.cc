#include "run/operation_list.h"

#include <algorithm>
#include <map>
#include <utility>

#include "run/bound_unit.h"
#include "value/value.h"

namespace stackql {
namespace {

// Operations, each once with all the environments that it is made in.
class Listing {
 public:
  // Listed twice only if the calls or what they need differ.
  void Add(iam::OperationNeeds listed, const EnvironmentSet& environments) {
    const auto [known, is_new] =
        index_.try_emplace({listed.operation, listed.needs}, listed_.size());
    if (is_new) {
      listed_.push_back(std::move(listed));
      made_in_.push_back(environments);
    } else {
      made_in_[known->second].Widen(environments);
    }
  }

  // In the order of their places. `environments` are the names of all.
  std::vector<iam::OperationNeeds> Take(const std::vector<std::string>& environments) {
    for (size_t i = 0; i < listed_.size(); ++i) {
      listed_[i].operation.environments = NamesOf(made_in_[i], environments);
    }
    std::stable_sort(listed_.begin(), listed_.end(),
                     [](const iam::OperationNeeds& a, const iam::OperationNeeds& b) {
                       return a.operation < b.operation;
                     });
    return std::move(listed_);
  }

 private:
  std::vector<iam::OperationNeeds> listed_;
  std::vector<EnvironmentSet> made_in_;  // of each
  std::map<std::pair<OperationView, iam::Needs>, size_t> index_;
};

}  // namespace

iam::OperationNeeds Unresolve(const BoundUnit& unit, OperationViewer& viewer, Loc where,
                              const std::string& reason) {
  return {.operation = viewer.At(where),
          .needs = {.unresolved = reason},
          .content = std::hash<std::string_view>()(unit.sources.Bytes(where))};
}

std::vector<iam::OperationNeeds> ListOperations(const BoundUnit& unit,
                                                const FindNeeds& find_needs) {
  OperationViewer viewer(unit.values, unit.secrets);
  Listing listing;
  for (const BoundPart& part : PartsOf(unit)) {
    for (const Operation& operation : part.bound.operations) {
      if (IsNeverMade(operation)) continue;
      std::optional<iam::OperationNeeds> needs = find_needs(operation);
      if (!needs) continue;
      needs->operation = viewer.Of(operation);
      listing.Add(std::move(*needs), part.environments);
    }
    for (const Unresolved& unresolved : part.bound.unresolved) {
      listing.Add(Unresolve(unit, viewer, unresolved.where, unresolved.reason), part.environments);
    }
  }
  return listing.Take(unit.environments);
}

}  // namespace stackql
