#include "iam/pack_policy.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "iam/policy_json.h"

namespace stackql::iam {
namespace {

// What a statement takes of a document, with the comma that separates it from others.
size_t SizeOf(const GrantStatement& statement) {
  return PolicySize({statement}) - PolicySize({}) + 1;
}

// The part of a statement that fits some space, by as many of its actions as fit, or of its
// resources if it has one action; the rest stays in `statement`. None if not even one fits.
std::optional<GrantStatement> TakePart(GrantStatement& statement, size_t space) {
  std::vector<std::string> GrantStatement::*list =
      statement.actions.size() > 1 ? &GrantStatement::actions : &GrantStatement::resources;
  const std::vector<std::string> all = statement.*list;
  GrantStatement part = statement;
  // The largest count that fits: sizes grow with it.
  size_t low = 0;
  size_t high = all.size() - 1;
  while (low < high) {
    const size_t middle = (low + high + 1) / 2;
    (part.*list).assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(middle));
    if (SizeOf(part) <= space) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  if (low == 0) return std::nullopt;
  const auto cut = all.begin() + static_cast<std::ptrdiff_t>(low);
  (part.*list).assign(all.begin(), cut);
  (statement.*list).assign(cut, all.end());
  return part;
}

// Fills one document after the other, cutting statements where one ends.
std::vector<GrantDocument> FillInOrder(const GrantDocument& document, size_t capacity) {
  std::vector<GrantDocument> documents(1);
  size_t space = capacity;
  for (GrantStatement rest : document) {
    while (SizeOf(rest) > space) {
      const std::optional<GrantStatement> part = TakePart(rest, space);
      if (part) documents.back().push_back(*part);
      // A single action on many resources may fit nowhere as long as others are with it.
      if (!part && documents.back().empty()) {
        GrantStatement first = rest;
        first.actions.resize(1);
        rest.actions.erase(rest.actions.begin());
        while (SizeOf(first) > space) {
          documents.back().push_back(*TakePart(first, space));
          documents.emplace_back();
        }
        documents.back().push_back(first);
        space = capacity - SizeOf(first);
        continue;
      }
      documents.emplace_back();
      space = capacity;
    }
    space -= SizeOf(rest);
    documents.back().push_back(std::move(rest));
  }
  return documents;
}

// Puts whole statements into as few documents as it finds: the first that has space, largest ones
// first, and then every other way, as far as the budget goes.
class WholePacker {
 public:
  WholePacker(std::vector<size_t> sizes, size_t capacity, size_t bound, uint64_t budget)
      : sizes_(std::move(sizes)), capacity_(capacity), bound_(bound), budget_(budget) {
    order_.resize(sizes_.size());
    std::iota(order_.begin(), order_.end(), size_t{0});
    std::ranges::stable_sort(order_, std::greater(), [&](size_t at) { return sizes_[at]; });
  }

  // The document of each statement.
  std::vector<size_t> Pack() {
    place_.resize(sizes_.size());
    Place(0);
    return best_;
  }
  size_t count() const { return best_count_; }

 private:
  // Tries all documents for the statement at `at`; the first path of all is first-fit-decreasing.
  void Place(size_t at) {
    if (at == order_.size()) {
      best_count_ = spaces_.size();
      best_ = place_;
      return;
    }
    const size_t size = sizes_[order_[at]];
    for (size_t i = 0; i < spaces_.size(); ++i) {
      if (spaces_[i] < size || IsRepeated(i)) continue;
      if (Done()) return;
      spaces_[i] -= size;
      place_[order_[at]] = i;
      Place(at + 1);
      spaces_[i] += size;
    }
    if (Done() || spaces_.size() + 1 >= best_count_) return;
    spaces_.push_back(capacity_ - size);
    place_[order_[at]] = spaces_.size() - 1;
    Place(at + 1);
    spaces_.pop_back();
  }

  bool Done() { return best_count_ <= bound_ || (!best_.empty() && ++nodes_ > budget_); }
  // Documents with the same space are alike.
  bool IsRepeated(size_t at) const {
    return std::find(spaces_.begin(), spaces_.begin() + static_cast<std::ptrdiff_t>(at),
                     spaces_[at]) != spaces_.begin() + static_cast<std::ptrdiff_t>(at);
  }

  std::vector<size_t> sizes_;
  std::vector<size_t> order_;
  size_t capacity_;
  size_t bound_;
  uint64_t budget_;
  uint64_t nodes_ = 0;
  std::vector<size_t> spaces_;
  std::vector<size_t> place_;
  std::vector<size_t> best_;
  size_t best_count_ = SIZE_MAX;
};

// The one action and resource that are too large by themselves; empty if there are none.
std::string TooLarge(const GrantDocument& document, size_t capacity) {
  for (const GrantStatement& statement : document) {
    if (SizeOf(statement) <= capacity) continue;
    for (const std::string& action : statement.actions) {
      for (const std::string& resource : statement.resources) {
        const GrantStatement one = {{action}, {resource}, statement.conditions};
        if (SizeOf(one) > capacity) return std::string(action).append(" on ").append(resource);
      }
    }
  }
  return {};
}

}  // namespace

Packing Pack(const GrantDocument& document, size_t limit, uint64_t budget) {
  const size_t empty = PolicySize({});
  if (limit <= empty) return {.too_large = "a policy document"};
  const size_t capacity = limit - empty + 1;
  Packing packing = {.too_large = TooLarge(document, capacity)};
  if (!packing.too_large.empty()) return packing;
  std::vector<size_t> sizes;
  for (const GrantStatement& statement : document) sizes.push_back(SizeOf(statement));
  const size_t total = std::accumulate(sizes.begin(), sizes.end(), size_t{0});
  packing.bound = std::max<size_t>(1, (total + capacity - 1) / capacity);
  const bool whole =
      std::all_of(sizes.begin(), sizes.end(), [&](size_t size) { return size <= capacity; });
  std::vector<GrantDocument> cut = FillInOrder(document, capacity);
  WholePacker packer(sizes, capacity, packing.bound, budget);
  const std::vector<size_t> places = whole ? packer.Pack() : std::vector<size_t>();
  if (!whole || packer.count() > cut.size()) {
    packing.documents = std::move(cut);
    return packing;
  }
  packing.documents.resize(std::max<size_t>(1, packer.count()));
  for (size_t i = 0; i < document.size(); ++i) packing.documents[places[i]].push_back(document[i]);
  std::sort(packing.documents.begin(), packing.documents.end());
  return packing;
}

}  // namespace stackql::iam
