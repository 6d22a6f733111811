#pragma once

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// Names that were read, with the values that were found; kNoValue: none.
using Inputs = std::vector<std::pair<std::string, ValueId>>;

Inputs InputsOf(std::span<const tmpl::Read> reads, const tmpl::Scope& scope);
// Whether the names still have these values in `scope`. The same ids mean the same content and
// places, so what read them need not run again.
bool HaveSame(const Inputs& inputs, const tmpl::Scope& scope);

// Remembers what evaluating something (`Key`) gave, by the values that it read. Of each key the
// latest few are kept.
template <typename Key, typename Result>
class Memo {
 public:
  static constexpr size_t kMostOfKey = 8;

  // What was made by reading the same values, valid until the next call of Add(); null if nothing.
  const Result* Find(const Key& key, const tmpl::Scope& scope) const {
    const auto all = entries_.find(key);
    if (all == entries_.end()) return nullptr;
    const auto entry = std::find_if(all->second.rbegin(), all->second.rend(),
                                    [&](const Entry& e) { return HaveSame(e.inputs, scope); });
    return entry == all->second.rend() ? nullptr : &entry->result;
  }

  void Add(const Key& key, std::span<const tmpl::Read> reads, const tmpl::Scope& scope,
           Result result) {
    std::vector<Entry>& all = entries_[key];
    if (all.size() == kMostOfKey) all.erase(all.begin());
    all.push_back({InputsOf(reads, scope), std::move(result)});
  }

 private:
  struct Entry {
    Inputs inputs = {};
    Result result = {};
  };
  std::map<Key, std::vector<Entry>> entries_;
};

}  // namespace stackql
