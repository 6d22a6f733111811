#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/number.h"
#include "lang/lang.h"
#include "lint/evaluate.h"
#include "lint/lookup.h"
#include "snapshot/schema.h"
#include "value/value.h"

// What a schema says of values beside each other: some item is so, values are among others, a
// number limits another one.

namespace stackql {
namespace {

using snapshot::Given;
using snapshot::Schema;

// The values at a pointer.
struct Collected {
  std::vector<ValueId> values = {};
  bool complete = true;  // there are no others
};

// NOLINTNEXTLINE(misc-no-recursion): a step of the pointer each
void Collect(const Values& values, ValueId at, std::string_view pointer, Collected& all) {
  const Value& value = values[at];
  if (pointer.empty()) {
    all.values.push_back(at);
    return;
  }
  const bool unknown = value.kind == Kind::kUnknown || value.untrusted ||
                       (value.kind == Kind::kString && !values.Known(at));
  if (unknown || value.open) all.complete = false;
  pointer.remove_prefix(1);
  const std::string_view step = pointer.substr(0, pointer.find('/'));
  pointer.remove_prefix(step.size());
  if (step == "*") {
    for (const ValueId item : values.Elements(at)) Collect(values, item, pointer, all);
    return;
  }
  if (const auto member = SureMember(values, at, step)) {
    return Collect(values, member->value, pointer, all);
  }
  const auto members = values.Members(at);
  const bool unsure = std::any_of(members.begin(), members.end(), [&](const Member& member) {
    return values[member.key].kind != Kind::kString || !values.Known(member.key);
  });
  if (unsure) all.complete = false;
}

Tri IsAmong(const Values& values, ValueId value, const Collected& others) {
  if (values[value].kind != Kind::kString || !values.Known(value)) return Tri::kUnknown;
  const std::string_view text = values.Text(value);
  Tri result = others.complete ? Tri::kNo : Tri::kUnknown;
  for (const ValueId other : others.values) {
    const bool string = values[other].kind == Kind::kString;
    if (string && values.Known(other) && values.Text(other) == text) return Tri::kYes;
    const bool possible =
        string ? lang::MayEqual(values.Text(other), text) : values[other].kind == Kind::kUnknown;
    if (possible) result = Tri::kUnknown;
  }
  return result;
}

Collected Others(const Values& values, ValueId object, const snapshot::Among& among) {
  Collected others;
  if (among.others() == nullptr) return {};
  for (const auto* pointer : *among.others()) {
    Collect(values, object, pointer->string_view(), others);
  }
  return others;
}

std::optional<int64_t> WholeNumber(const Values& values, ValueId value) {
  const Kind kind = values[value].kind;
  if (kind != Kind::kNumber && kind != Kind::kString) return std::nullopt;
  return ParseNumber<int64_t>(Trim(values.Text(value), kBlanks));
}

// Whether a value is above its limit; none if that cannot be said.
std::optional<bool> IsAbove(const Values& values, ValueId value, ValueId limit, int64_t margin) {
  constexpr int64_t kMost = int64_t{1} << 60;
  const auto number = WholeNumber(values, value);
  const auto most = WholeNumber(values, limit);
  if (!number || !most || std::max(std::abs(*number), std::abs(*most)) > kMost) return std::nullopt;
  return *number > *most - margin;
}

}  // namespace

Tri Evaluator::DecideContains(const Schema& node, ValueId value) {
  if (!Given(node.contains())) return Tri::kYes;
  Tri any = values_[value].open ? Tri::kUnknown : Tri::kNo;
  for (const ValueId element : values_.Elements(value)) {
    any = Or(any, Decide(static_cast<uint32_t>(node.contains()), element));
    if (any == Tri::kYes) break;
  }
  return any;
}

Tri Evaluator::DecideComparisons(const Schema& node, ValueId value) const {
  std::vector<Failure> failures;
  ExplainComparisons(node, value, failures);
  return failures.empty() ? Tri::kUnknown : Tri::kNo;
}

void Evaluator::ExplainComparisons(const Schema& node, ValueId value,
                                   std::vector<Failure>& failures) const {
  const auto add = [&](Keyword keyword, const Found& found) {
    failures.push_back(Fail(keyword, node, found.member.value));
    failures.back().path += found.path;
    failures.back().key = found.member.key;
  };
  if (node.among() != nullptr) {
    for (const snapshot::Among* among : *node.among()) {
      const Collected others = Others(values_, value, *among);
      for (const Found& found : FindAll(values_, value, among->values()->string_view())) {
        if (IsAmong(values_, found.member.value, others) == Tri::kNo) add(Keyword::kAmong, found);
      }
    }
  }
  if (node.limits() == nullptr) return;
  for (const snapshot::Limit* limit : *node.limits()) {
    const auto most = FindAll(values_, value, limit->limit()->string_view());
    if (most.size() != 1) continue;
    for (const Found& found : FindAll(values_, value, limit->value()->string_view())) {
      const auto above =
          IsAbove(values_, found.member.value, most[0].member.value, limit->margin());
      if (above.value_or(false)) add(Keyword::kLimit, found);
    }
  }
}

}  // namespace stackql
