#include "stack/merge_keys.h"

#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "value/value.h"

namespace stackql {
namespace {

// Members that merging may write, all in all: a chain of mappings can repeat the same ones.
constexpr size_t kMostMembers = 1 << 20;

class Merger {
 public:
  explicit Merger(Values& values) : values_(values) {}

  // Nodes that nothing changes stay as they are; shared ones are built once. The depth is bounded
  // by the YAML reader.
  ValueId Build(ValueId id) {
    const Value node = values_[id];
    if (node.kind != Kind::kArray && node.kind != Kind::kObject) return id;
    const auto known = done_.find(id);
    if (known != done_.end()) return known->second;
    const ValueId built = node.kind == Kind::kArray ? Array(id) : Object(id);
    done_.emplace(id, built);
    return built;
  }

 private:
  ValueId Array(ValueId id) {
    const Value node = values_[id];
    std::vector<ValueId> items(values_.Elements(id).begin(), values_.Elements(id).end());
    bool changed = false;
    for (ValueId& item : items) {
      const ValueId built = Build(item);
      changed |= built != item;
      item = built;
    }
    return changed ? values_.AddArray(node.token, items, node.open) : id;
  }

  ValueId Object(ValueId id) {
    const Value node = values_[id];
    std::vector<Member> members;
    std::vector<ValueId> merges;
    bool changed = false;
    const std::vector<Member> written(values_.Members(id).begin(), values_.Members(id).end());
    for (const Member& member : written) {
      const ValueId built = Build(member.value);
      changed |= built != member.value;
      if (IsMerge(member.key)) {
        merges.push_back(built);
      } else {
        members.push_back({member.key, built});
      }
    }
    if (merges.empty()) return changed ? values_.AddObject(node.token, members, node.open) : id;
    bool open = node.open;
    std::set<std::string_view> have;
    for (const Member& member : members) have.insert(values_.Text(member.key));
    // Of several merge keys the last wins.
    for (size_t i = merges.size(); i > 0; --i) open |= !Merge(merges[i - 1], members, have);
    return values_.AddObject(node.token, members, open);
  }

  bool IsMerge(ValueId key) const {
    return values_[key].kind == Kind::kString && !values_[key].quoted && values_.Text(key) == "<<";
  }

  // Adds the members of a mapping, or of a list of them, that are not there yet. False if there may
  // be others.
  bool Merge(ValueId source, std::vector<Member>& members, std::set<std::string_view>& have) {
    if (values_[source].kind == Kind::kArray) {
      bool all = true;
      for (const ValueId item : values_.Elements(source)) {
        all &= values_[item].kind == Kind::kObject && Merge(item, members, have);
      }
      return all;
    }
    if (values_[source].kind != Kind::kObject) return false;
    const std::span<const Member> more = values_.Members(source);
    merged_ += more.size();
    if (merged_ > kMostMembers) return false;
    // Of a key given twice the last counts.
    for (size_t i = more.size(); i > 0; --i) {
      if (have.insert(values_.Text(more[i - 1].key)).second) members.push_back(more[i - 1]);
    }
    return !values_[source].open;
  }

  Values& values_;
  std::unordered_map<ValueId, ValueId> done_;
  size_t merged_ = 0;
};

}  // namespace

ValueId ApplyMergeKeys(Values& values, ValueId root) { return Merger(values).Build(root); }

}  // namespace stackql
