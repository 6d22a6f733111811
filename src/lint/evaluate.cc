#include "lint/evaluate.h"

#include <algorithm>

#include "lang/patterns.h"
#include "lint/canonical.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Given;
using snapshot::Schema;

constexpr int kMaxDepth = 600;
constexpr size_t kMaxUnsureKeys = 64;

bool Combines(const Schema& node) {
  return node.any_of() || node.one_of() || node.all_of() || Given(node.not_schema()) ||
         Given(node.if_schema());
}

// Whether it says which members must be there.
bool DemandsMembers(const Schema& node) {
  return node.required() || node.required_or() || node.required_xor() ||
         node.dependent_required() || node.dependent_excluded();
}

bool Compares(const Schema& node) { return node.among() || node.limits() || node.distinct(); }

bool RestrictsMembers(const Schema& node) {
  return node.properties() || node.pattern_properties() || node.closed() ||
         Given(node.additional());
}

// Whether the node takes any value at all.
bool TakesAnything(const Schema& node) {
  return node.types() == snapshot::Type::NONE && !node.never() && !node.untrusted() &&
         !RestrictsMembers(node) && !DemandsMembers(node) && !node.enumeration() &&
         node.min_length() <= 0 && !Given(node.max_length()) && !node.minimum() &&
         !node.maximum() && !node.exclusive_minimum() && !node.exclusive_maximum() &&
         !node.pattern() && !node.format_pattern() && node.min_items() <= 0 &&
         !Given(node.max_items()) && !node.unique_items() && !Given(node.items()) &&
         !node.prefix_items() && !Given(node.contains()) && !Compares(node) && !Combines(node) &&
         !Given(node.ref());
}

class DepthGuard {
 public:
  explicit DepthGuard(int& depth) : depth_(++depth) {}
  ~DepthGuard() { --depth_; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  int& depth_;
};

}  // namespace

bool OnlyRequires(const Schema& node) {
  const bool alone = !node.required_or() && !node.required_xor() && !node.dependent_required() &&
                     !node.dependent_excluded() && !Compares(node);
  return node.required() && alone && !RestrictsMembers(node) && !Combines(node) && !node.never() &&
         !node.enumeration() && !Given(node.ref());
}

const Schema* Evaluator::Node(uint32_t schema) const {
  return schema < nodes_.size() ? nodes_.Get(schema) : nullptr;
}

Tri Evaluator::Decide(uint32_t schema, ValueId value) {
  const Schema* node = Node(schema);
  if (!node || visits_left_ == 0 || depth_ >= kMaxDepth) return Tri::kUnknown;
  --visits_left_;
  const Value& subject = values_[value];
  const bool unknown = subject.kind == Kind::kUnknown || subject.kind == Kind::kAbsent;
  if (node->never() && !subject.untrusted && subject.kind != Kind::kAbsent) return Tri::kNo;
  if (unknown || subject.untrusted || node->untrusted()) {
    return TakesAnything(*node) ? Tri::kYes : Tri::kUnknown;
  }
  const DepthGuard guard(depth_);
  if (!Combines(*node)) return DecideNode(*node, schema, value);
  const uint64_t key = (uint64_t{schema} << 32) | value;
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Tri result = DecideNode(*node, schema, value);
  memo_.emplace(key, result);
  return result;
}

Tri Evaluator::DecideNode(const Schema& node, uint32_t schema, ValueId value) {
  Tri result = Tri::kYes;
  const Kind kind = values_[value].kind;
  for (const Leaf& leaf : LeavesFor(kind)) {
    result = And(result, leaf.judge(values_, value, node));
    if (result == Tri::kNo) return result;
  }
  if (kind == Kind::kArray) {
    result = And(result, And(DecideUnique(node, value), DecideItems(node, value)));
    if (result != Tri::kNo) result = And(result, DecideContains(node, value));
  }
  if (kind == Kind::kObject) {
    result = And(result, DecideObject(node, value));
    if (Compares(node)) result = And(result, DecideComparisons(node, value));
  }
  if (result != Tri::kNo && Combines(node)) result = And(result, DecideCombinators(node, value));
  if (result != Tri::kNo && Given(node.ref()) && node.ref() != static_cast<int32_t>(schema)) {
    result = And(result, Decide(static_cast<uint32_t>(node.ref()), value));
  }
  return result;
}

const Evaluator::EqualItems& Evaluator::FindEqual(ValueId array) {
  const auto known = equal_.find(array);
  if (known != equal_.end()) return known->second;
  const CanonicalItems items = Canonicalise(values_, array);
  return equal_.emplace(array, EqualItems{items.Equal(), items.complete}).first->second;
}

Tri Evaluator::DecideUnique(const Schema& node, ValueId value) {
  if (!node.unique_items()) return Tri::kYes;
  const Value& array = values_[value];
  if (array.count >= 2) {
    const EqualItems& equal = FindEqual(value);
    if (!equal.pairs.empty()) return Tri::kNo;
    if (!equal.complete) return Tri::kUnknown;
  }
  return array.open ? Tri::kUnknown : Tri::kYes;
}

Tri Evaluator::DecideItems(const Schema& node, ValueId value) {
  const uint32_t positions = node.prefix_items() ? node.prefix_items()->size() : 0;
  if (!Given(node.items()) && positions == 0) return Tri::kYes;
  Tri result = values_[value].open ? Tri::kUnknown : Tri::kYes;
  uint32_t index = 0;
  for (const ValueId element : values_.Elements(value)) {
    // An array that may have more items may have them at the front.
    if (index < positions && !values_[value].open) {
      result = And(result, Decide(node.prefix_items()->Get(index), element));
    }
    ++index;
    if (Given(node.items())) {
      result = And(result, Decide(static_cast<uint32_t>(node.items()), element));
    }
    if (result == Tri::kNo) break;
  }
  return result;
}

Tri Evaluator::DecideCombinators(const Schema& node, ValueId value) {
  Tri result = Tri::kYes;
  if (node.all_of()) {
    for (const uint32_t branch : *node.all_of()) result = And(result, Decide(branch, value));
  }
  if (node.any_of()) {
    Tri any = Tri::kNo;
    for (const uint32_t branch : *node.any_of()) {
      any = Or(any, Decide(branch, value));
      if (any == Tri::kYes) break;
    }
    result = And(result, any);
  }
  if (result != Tri::kNo && node.one_of()) result = And(result, DecideOneOf(node, value));
  if (result != Tri::kNo && Given(node.not_schema())) {
    result = And(result, Not(Decide(static_cast<uint32_t>(node.not_schema()), value)));
  }
  if (result != Tri::kNo && Given(node.if_schema())) {
    result = And(result, DecideCondition(node, value));
  }
  return result;
}

Tri Evaluator::DecideOneOf(const Schema& node, ValueId value) {
  uint32_t holding = 0;
  uint32_t open = 0;
  for (const uint32_t branch : *node.one_of()) {
    const Tri holds = Decide(branch, value);
    if (holds == Tri::kYes) ++holding;
    if (holds == Tri::kUnknown) ++open;
  }
  if (holding > 1 || holding + open == 0) return Tri::kNo;
  return open == 0 ? Tri::kYes : Tri::kUnknown;
}

Tri Evaluator::DecideCondition(const Schema& node, ValueId value) {
  const auto arm = [&](int32_t schema) {
    return Given(schema) ? Decide(static_cast<uint32_t>(schema), value) : Tri::kYes;
  };
  const Tri condition = Decide(static_cast<uint32_t>(node.if_schema()), value);
  if (condition == Tri::kYes) return arm(node.then_schema());
  if (condition == Tri::kNo) return arm(node.else_schema());
  const Tri then = arm(node.then_schema());
  return then == arm(node.else_schema()) ? then : Tri::kUnknown;
}

Tri Evaluator::DecideObject(const Schema& node, ValueId value) {
  const bool restricts = RestrictsMembers(node);
  if (!restricts && !DemandsMembers(node)) return Tri::kYes;
  const Members members = Push(value);
  const bool more = values_[value].open && restricts && RestrictsOthers(node, members);
  Tri result = more ? Tri::kUnknown : Tri::kYes;
  result = And(result, DecidePresence(node, value, members));
  if (restricts && result != Tri::kNo) {
    for (const Applied& applied : AllApplied(node, members)) {
      Tri holds = Tri::kNo;
      if (applied.schema != kForbidden) {
        holds = Decide(static_cast<uint32_t>(applied.schema), applied.member.value);
      }
      if (applied.applies != Tri::kYes && holds == Tri::kNo) holds = Tri::kUnknown;
      result = And(result, holds);
      if (result == Tri::kNo) break;
    }
  }
  Pop(members);
  return result;
}

// Whether a node says something about members beside those that are known.
bool Evaluator::RestrictsOthers(const Schema& node, const Members& members) const {
  if (node.pattern_properties() || node.closed() || Given(node.additional())) return true;
  return std::ranges::any_of(*node.properties(), [&](const snapshot::Property* property) {
    return Find(members, property->name()->string_view()) == nullptr;
  });
}

Tri Evaluator::DecidePresence(const Schema& node, ValueId value, const Members& members) {
  Tri result = Tri::kYes;
  if (node.required()) {
    for (const flatbuffers::String* name : *node.required()) {
      result = And(result, Present(value, members, name->string_view()));
    }
  }
  return And(result,
             And(DecideDependents(node, value, members), DecideAlternatives(node, value, members)));
}

Tri Evaluator::DecideDependents(const Schema& node, ValueId value, const Members& members) {
  Tri result = Tri::kYes;
  const auto decide = [&](const auto* all, bool wanted) {
    if (!all) return;
    for (const snapshot::Dependents* one : *all) {
      const Tri given = Present(value, members, one->name()->string_view());
      if (given == Tri::kNo || !one->names()) continue;
      for (const flatbuffers::String* name : *one->names()) {
        const Tri present = Present(value, members, name->string_view());
        result = And(result, Or(Not(given), wanted ? present : Not(present)));
      }
    }
  };
  decide(node.dependent_required(), true);
  decide(node.dependent_excluded(), false);
  return result;
}

Tri Evaluator::DecideAlternatives(const Schema& node, ValueId value, const Members& members) {
  Tri result = Tri::kYes;
  const auto decide = [&](const auto* names, bool many) {
    if (!names) return;
    uint32_t present = 0;
    uint32_t open = 0;
    for (const flatbuffers::String* name : *names) {
      const Tri there = Present(value, members, name->string_view());
      if (there == Tri::kYes) ++present;
      if (there == Tri::kUnknown) ++open;
    }
    const bool broken = present + open == 0 || (present > 1 && !many);
    const bool sure = present > 0 && (many || open == 0);
    result = And(result, broken ? Tri::kNo : sure ? Tri::kYes : Tri::kUnknown);
  };
  decide(node.required_or(), true);
  decide(node.required_xor(), false);
  return result;
}

Tri Evaluator::Present(ValueId object, const Members& members, std::string_view name) const {
  const Entry* entry = Find(members, name);
  const bool absent = entry && values_[entry->member.value].kind == Kind::kAbsent;
  if (entry && !absent) return Tri::kYes;
  if (!absent && values_[object].open) return Tri::kUnknown;
  const Entry wanted{.key = name};
  return MayOverwrite(members, wanted) ? Tri::kUnknown : Tri::kNo;
}

Evaluator::Members Evaluator::Push(ValueId object) {
  constexpr size_t kUsualEntries = 32;
  if (entries_.empty()) entries_.reserve(kUsualEntries);
  Members pushed{.begin = entries_.size()};
  const auto members = values_.Members(object);
  const auto known = [&](const Member& member) {
    return values_[member.key].kind == Kind::kString && values_.Known(member.key);
  };
  const auto push = [&](uint32_t i) {
    entries_.push_back({.key = values_.Text(members[i].key), .member = members[i], .index = i + 1});
  };
  std::vector<uint32_t> unsure;
  for (uint32_t i = 0; i < members.size(); ++i) {
    known(members[i]) ? push(i) : unsure.push_back(i);
  }
  const auto begin = entries_.begin() + static_cast<ptrdiff_t>(pushed.begin);
  const auto before = [](const Entry& a, const Entry& b) {
    const int order = a.key.compare(b.key);
    return order != 0 ? order < 0 : a.index > b.index;
  };
  // Most are written in order.
  if (!std::is_sorted(begin, entries_.end(), before)) std::sort(begin, entries_.end(), before);
  const auto same = [](const Entry& a, const Entry& b) { return a.key == b.key; };
  entries_.erase(std::unique(begin, entries_.end(), same), entries_.end());
  pushed.end = entries_.size();
  for (const uint32_t i : unsure) push(i);
  pushed.unsure_end = entries_.size();
  return pushed;
}

const Evaluator::Entry* Evaluator::Find(const Members& members, std::string_view name) const {
  const auto begin = entries_.begin() + static_cast<ptrdiff_t>(members.begin);
  const auto end = entries_.begin() + static_cast<ptrdiff_t>(members.end);
  const auto found = std::lower_bound(
      begin, end, name,
      [](const Entry& entry, std::string_view wanted) { return entry.key < wanted; });
  return found != end && found->key == name ? &*found : nullptr;
}

// Whether a later member with holes in its key may take this one's name.
bool Evaluator::MayOverwrite(const Members& members, const Entry& entry) const {
  if (members.unsure_end - members.end > kMaxUnsureKeys) return true;
  for (size_t i = members.end; i < members.unsure_end; ++i) {
    const Entry& unsure = entries_[i];
    if (unsure.index < entry.index) continue;
    const bool any = values_[unsure.member.key].kind != Kind::kString;
    if (any || lang::MayEqual(unsure.key, entry.key)) return true;
  }
  return false;
}

std::vector<Evaluator::Applied> Evaluator::AllApplied(const Schema& node,
                                                      const Members& members) const {
  std::vector<Applied> applied;
  applied.reserve(members.unsure_end - members.begin);
  for (size_t i = members.begin; i < members.unsure_end; ++i) {
    const Entry& entry = entries_[i];
    if (values_[entry.member.value].kind == Kind::kAbsent) continue;
    AddApplied(node, members, entry, i < members.end, applied);
  }
  return applied;
}

void Evaluator::AddApplied(const Schema& node, const Members& members, const Entry& entry,
                           bool known, std::vector<Applied>& applied) const {
  const bool anything = values_[entry.member.key].kind != Kind::kString;
  Tri named = Tri::kNo;  // whether `properties` or `patternProperties` name the member
  if (known) {
    const bool kept = !MayOverwrite(members, entry);
    if (const snapshot::Property* property = snapshot::FindProperty(node, entry.key)) {
      named = Tri::kYes;
      applied.push_back({entry.member, static_cast<int32_t>(property->schema()),
                         kept ? Tri::kYes : Tri::kUnknown});
    }
  } else if (node.properties()) {
    for (const snapshot::Property* property : *node.properties()) {
      if (!anything && !lang::MayEqual(entry.key, property->name()->string_view())) continue;
      named = Tri::kUnknown;
      applied.push_back({entry.member, static_cast<int32_t>(property->schema()), Tri::kUnknown});
    }
  }
  if (node.pattern_properties()) {
    for (const snapshot::PatternProperty* property : *node.pattern_properties()) {
      const Tri matches =
          anything ? Tri::kUnknown : MatchPattern(property->pattern()->string_view(), entry.key);
      if (matches == Tri::kNo) continue;
      named = Or(named, matches);
      const bool sure = known && matches == Tri::kYes && !MayOverwrite(members, entry);
      applied.push_back({entry.member, static_cast<int32_t>(property->schema()),
                         sure ? Tri::kYes : Tri::kUnknown});
    }
  }
  if (anything) named = Tri::kUnknown;
  if (named == Tri::kYes) return;
  if (node.closed()) {
    applied.push_back({entry.member, kForbidden, Not(named)});
  } else if (Given(node.additional())) {
    const bool sure = known && named == Tri::kNo && !MayOverwrite(members, entry);
    applied.push_back({entry.member, node.additional(), sure ? Tri::kYes : Tri::kUnknown});
  }
}

}  // namespace stackql
