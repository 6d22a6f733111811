#include <algorithm>
#include <string>

#include "lint/evaluate.h"
#include "snapshot/schema.h"
#include "value/value.h"

// What is wrong with a value that a schema certainly refuses. Conjunctions are walked without
// asking Decide first, so that the cost stays linear; at alternatives Decide's memo answers.

namespace stackql {
namespace {

using snapshot::Given;
using snapshot::Schema;

constexpr int kMaxDepth = 600;
constexpr size_t kMostFailures = 10'000;  // in one value; nobody reads more

// A key as a step of a JSON pointer.
void AppendStep(std::string_view key, std::string& path) {
  for (const char c : key) {
    if (c == '~') {
      path += "~0";
    } else if (c == '/') {
      path += "~1";
    } else {
      path += c;
    }
  }
}

bool StopsAt(Keyword keyword) { return keyword == Keyword::kType || keyword == Keyword::kEnum; }

// A text too short for its pattern, or a number beyond two limits, is one mistake.
bool Covers(Keyword earlier, Keyword later) {
  switch (earlier) {
    case Keyword::kMinLength:
      return later == Keyword::kPattern;
    case Keyword::kExclusiveMinimum:
      return later == Keyword::kMinimum;
    case Keyword::kExclusiveMaximum:
      return later == Keyword::kMaximum;
    default:
      return false;
  }
}

}  // namespace

Failure Evaluator::Fail(Keyword keyword, const Schema& node, ValueId value) const {
  Failure failure{.keyword = keyword, .schema = &node, .value = value};
  if (!path_.empty()) failure.key = path_.back().key;
  for (const Step& step : path_) {
    failure.path += '/';
    if (step.key == kNoValue) {
      failure.path += std::to_string(step.index);
    } else {
      AppendStep(values_.Text(step.key), failure.path);
    }
  }
  return failure;
}

void Evaluator::Explain(uint32_t schema, ValueId value, std::vector<Failure>& failures) {
  const size_t before = failures.size();
  if (const Schema* node = Node(schema)) {
    ExplainNode(*node, value, failures);
    if (failures.size() == before) failures.push_back(Fail(Keyword::kOther, *node, value));
  }
}

void Evaluator::ExplainNode(const Schema& node, ValueId value, std::vector<Failure>& failures) {
  const Value& subject = values_[value];
  const bool absent = subject.kind == Kind::kAbsent || subject.untrusted;
  if (node.never() && !absent) return failures.push_back(Fail(Keyword::kNever, node, value));
  if (absent || subject.kind == Kind::kUnknown || node.untrusted()) return;
  if (visits_left_ == 0 || depth_ >= kMaxDepth || failures.size() >= kMostFailures) return;
  --visits_left_;
  ++depth_;
  if (ExplainLeaves(node, value, failures)) {
    if (subject.kind == Kind::kArray) ExplainItems(node, value, failures);
    if (subject.kind == Kind::kObject) ExplainObject(node, value, failures);
    ExplainCombinators(node, value, failures);
    const Schema* target = Given(node.ref()) ? Node(static_cast<uint32_t>(node.ref())) : nullptr;
    if (target && target != &node) ExplainNode(*target, value, failures);
  }
  --depth_;
}

// False if the value is so wrong that there is nothing more to say about it.
bool Evaluator::ExplainLeaves(const Schema& node, ValueId value, std::vector<Failure>& failures) {
  Keyword last = Keyword::kOther;
  for (const Leaf& leaf : LeavesFor(values_[value].kind)) {
    if (leaf.judge(values_, value, node) != Tri::kNo) continue;
    if (Covers(last, leaf.keyword)) continue;
    last = leaf.keyword;
    failures.push_back(Fail(leaf.keyword, node, value));
    if (StopsAt(leaf.keyword)) return false;
  }
  return true;
}

void Evaluator::ExplainItems(const Schema& node, ValueId value, std::vector<Failure>& failures) {
  if (DecideUnique(node, value) == Tri::kNo) {
    for (const auto& [index, first] : FindEqual(value).pairs) {
      failures.push_back(Fail(Keyword::kUniqueItems, node, value));
      failures.back().item = index;
      failures.back().first = first;
    }
  }
  if (DecideContains(node, value) == Tri::kNo) {
    failures.push_back(Fail(Keyword::kContains, node, value));
  }
  const Schema* items = Given(node.items()) ? Node(static_cast<uint32_t>(node.items())) : nullptr;
  const bool placed = node.prefix_items() && !values_[value].open;
  if (!items && !placed) return;
  uint32_t index = 0;
  for (const ValueId element : values_.Elements(value)) {
    path_.push_back({.index = index});
    if (placed && index < node.prefix_items()->size()) {
      const Schema* own = Node(node.prefix_items()->Get(index));
      if (own) ExplainNode(*own, element, failures);
    }
    if (items) ExplainNode(*items, element, failures);
    path_.pop_back();
    ++index;
  }
}

void Evaluator::ExplainObject(const Schema& node, ValueId value, std::vector<Failure>& failures) {
  const Members members = Push(value);
  std::vector<Applied> wrong = AllApplied(node, members);
  std::erase_if(wrong, [](const Applied& applied) { return applied.applies != Tri::kYes; });
  // In the order in which the user wrote them.
  std::ranges::stable_sort(wrong, {}, [](const Applied& applied) { return applied.member.key; });
  for (const Applied& applied : wrong) {
    path_.push_back({.key = applied.member.key});
    if (applied.schema == kForbidden) {
      failures.push_back(Fail(Keyword::kAdditional, node, applied.member.value));
      failures.back().object = value;
    } else if (const Schema* schema = Node(static_cast<uint32_t>(applied.schema))) {
      ExplainNode(*schema, applied.member.value, failures);
    }
    path_.pop_back();
  }
  ExplainPresence(node, value, members, failures);
  Pop(members);
  ExplainComparisons(node, value, failures);
}

void Evaluator::AddMissing(const Schema& node, Keyword keyword, std::string_view name,
                           ValueId value, const Members& members, std::vector<Failure>& failures) {
  if (Present(value, members, name) != Tri::kNo) return;
  failures.push_back(Fail(keyword, node, value));
  failures.back().name = name;
  if (const Entry* entry = Find(members, name)) failures.back().removed = entry->member.key;
}

// Points at the one that the user wrote last.
void Evaluator::AddExcluded(const Schema& node, std::string_view one, std::string_view other,
                            ValueId value, const Members& members, std::vector<Failure>& failures) {
  const Entry* first = Find(members, one);
  const Entry* last = Find(members, other);
  if (!first || !last) return;
  if (first->index > last->index) std::swap(first, last);
  path_.push_back({.key = last->member.key});
  failures.push_back(Fail(Keyword::kExcluded, node, last->member.value));
  failures.back().object = value;
  failures.back().name = first->key;
  failures.back().other = first->member.key;
  path_.pop_back();
}

void Evaluator::ExplainPresence(const Schema& node, ValueId value, const Members& members,
                                std::vector<Failure>& failures) {
  const auto present = [&](const flatbuffers::String* name) {
    return Present(value, members, name->string_view());
  };
  if (node.required()) {
    for (const flatbuffers::String* name : *node.required()) {
      AddMissing(node, Keyword::kRequired, name->string_view(), value, members, failures);
    }
  }
  if (node.dependent_required()) {
    for (const snapshot::Dependents* one : *node.dependent_required()) {
      if (present(one->name()) != Tri::kYes || !one->names()) continue;
      for (const flatbuffers::String* name : *one->names()) {
        const size_t before = failures.size();
        AddMissing(node, Keyword::kNeeded, name->string_view(), value, members, failures);
        if (failures.size() == before) continue;
        failures.back().cause = one->name()->str();
        failures.back().other = Find(members, one->name()->string_view())->member.key;
      }
    }
  }
  if (node.dependent_excluded()) {
    for (const snapshot::Dependents* one : *node.dependent_excluded()) {
      if (present(one->name()) != Tri::kYes || !one->names()) continue;
      for (const flatbuffers::String* name : *one->names()) {
        if (present(name) != Tri::kYes) continue;
        AddExcluded(node, one->name()->string_view(), name->string_view(), value, members,
                    failures);
      }
    }
  }
  const auto alternatives = [&](const auto* names, Keyword keyword) {
    if (!names) return;
    std::vector<std::string_view> given;
    bool open = false;
    for (const flatbuffers::String* name : *names) {
      const Tri there = present(name);
      if (there == Tri::kYes) given.push_back(name->string_view());
      open = open || there == Tri::kUnknown;
    }
    if (given.empty() && !open) failures.push_back(Fail(keyword, node, value));
    if (keyword == Keyword::kRequiredOr) return;
    for (size_t i = 1; i < given.size(); ++i) {
      AddExcluded(node, given[0], given[i], value, members, failures);
    }
  };
  alternatives(node.required_or(), Keyword::kRequiredOr);
  alternatives(node.required_xor(), Keyword::kRequiredXor);
}

void Evaluator::ExplainCombinators(const Schema& node, ValueId value,
                                   std::vector<Failure>& failures) {
  if (node.all_of()) {
    for (const uint32_t branch : *node.all_of()) {
      if (const Schema* schema = Node(branch)) ExplainNode(*schema, value, failures);
    }
  }
  if (node.any_of()) ExplainChoice(node, Keyword::kAnyOf, value, failures);
  if (node.one_of()) ExplainChoice(node, Keyword::kOneOf, value, failures);
  if (Given(node.not_schema()) &&
      Decide(static_cast<uint32_t>(node.not_schema()), value) == Tri::kYes) {
    failures.push_back(Fail(Keyword::kNot, node, value));
  }
  if (Given(node.if_schema()) && DecideCondition(node, value) == Tri::kNo) {
    const Tri condition = Decide(static_cast<uint32_t>(node.if_schema()), value);
    const int32_t arm = condition == Tri::kNo ? node.else_schema() : node.then_schema();
    const Schema* schema = Given(arm) ? Node(static_cast<uint32_t>(arm)) : nullptr;
    if (schema) ExplainNode(*schema, value, failures);
  }
}

void Evaluator::ExplainChoice(const Schema& node, Keyword keyword, ValueId value,
                              std::vector<Failure>& failures) {
  const auto& branches = keyword == Keyword::kAnyOf ? *node.any_of() : *node.one_of();
  std::vector<uint32_t> holding;
  for (uint32_t i = 0; i < branches.size(); ++i) {
    const Tri holds = Decide(branches.Get(i), value);
    if (holds == Tri::kUnknown) {
      if (keyword == Keyword::kAnyOf) return;
      continue;
    }
    if (holds == Tri::kNo) continue;
    if (keyword == Keyword::kAnyOf) return;
    holding.push_back(i);
  }
  if (holding.size() > 1) {
    failures.push_back(Fail(Keyword::kOneOfMany, node, value));
    failures.back().first = branches.Get(holding[0]);
    failures.back().second = branches.Get(holding[1]);
  } else if (holding.empty()) {
    for (const uint32_t branch : branches) {
      if (Decide(branch, value) != Tri::kNo) return;
    }
    ExplainBranches(node, keyword, value, failures);
  }
}

// Whether the branch has a member that takes one of few values only, and the value's fits.
Tri Evaluator::Discriminates(uint32_t branch, ValueId value) {
  const Schema* node = snapshot::Target(nodes_, branch);
  if (!node || values_[value].kind != Kind::kObject || !node->properties()) {
    return Tri::kUnknown;
  }
  Tri fits = Tri::kUnknown;
  for (const snapshot::Property* property : *node->properties()) {
    const Schema* schema = snapshot::Target(nodes_, property->schema());
    if (!schema || !schema->enumeration()) continue;
    const ValueId member = values_.Find(value, property->name()->string_view());
    if (member == kNoValue) continue;
    const Tri one = Decide(property->schema(), member);
    if (one == Tri::kNo) return one;
    if (one == Tri::kYes) fits = one;
  }
  return fits;
}

// Of what one alternative does not have, tells which members another has: each is right alone.
void Evaluator::MarkExclusive(const flatbuffers::Vector<uint32_t>& branches, ValueId value,
                              std::vector<Failure>& failures) const {
  const auto has = [](const Schema* schema, std::string_view name) {
    return schema != nullptr && snapshot::FindProperty(*schema, name) != nullptr;
  };
  for (Failure& failure : failures) {
    if (failure.keyword != Keyword::kAdditional || failure.object != value) continue;
    const std::string_view name = values_.Text(failure.key);
    const bool elsewhere = std::ranges::any_of(
        branches, [&](uint32_t branch) { return has(snapshot::Target(nodes_, branch), name); });
    if (!elsewhere) continue;
    for (const Member& member : values_.Members(value)) {
      if (!has(failure.schema, values_.Text(member.key))) continue;
      failure.keyword = Keyword::kExcluded;
      failure.name = values_.Text(member.key);
      failure.other = member.key;
      break;
    }
  }
}

// Tells what is wrong by the alternative that the user most probably meant.
void Evaluator::ExplainBranches(const Schema& node, Keyword keyword, ValueId value,
                                std::vector<Failure>& failures) {
  const auto& branches = keyword == Keyword::kAnyOf ? *node.any_of() : *node.one_of();
  const bool told = std::ranges::any_of(
      branches, [&](uint32_t branch) { return Discriminates(branch, value) == Tri::kYes; });
  bool only_required = true;
  bool only_formats = true;
  std::vector<Failure> best;
  size_t best_cost = SIZE_MAX;
  for (const uint32_t branch : branches) {
    const Schema* schema = snapshot::Target(nodes_, branch);
    only_required = only_required && schema && OnlyRequires(*schema);
    std::vector<Failure> found;
    if (const Schema* start = Node(branch)) ExplainNode(*start, value, found);
    only_formats = only_formats && found.size() == 1 && found[0].keyword == Keyword::kFormat;
    if (found.empty()) continue;
    size_t cost = std::min<size_t>(found.size(), 1000);
    const bool other_type = found[0].value == value && found[0].keyword == Keyword::kType;
    if (other_type) cost += 1'000'000;
    if (told && Discriminates(branch, value) != Tri::kYes) cost += 100'000;
    if (cost < best_cost) {
      best = std::move(found);
      best_cost = cost;
    }
  }
  if (only_formats) return failures.push_back(Fail(Keyword::kFormat, node, value));
  const bool nothing_fits = best_cost >= 1'000'000 && branches.size() > 1;
  if (only_required || nothing_fits || best.empty()) {
    failures.push_back(Fail(keyword, node, value));
    return;
  }
  MarkExclusive(branches, value, best);
  failures.insert(failures.end(), std::make_move_iterator(best.begin()),
                  std::make_move_iterator(best.end()));
}

}  // namespace stackql
