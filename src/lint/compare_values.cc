#include "lint/compare_values.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/number.h"
#include "lang/lang.h"
#include "lint/evaluate.h"
#include "lint/lookup.h"
#include "snapshot/schema.h"
#include "value/value.h"

// What a schema says of values beside each other: some item is so, values are among others, a
// number limits another one, values differ from each other.

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
  if (IsAnyItem(step)) {
    for (const ValueId item : values.Elements(at)) {
      if (IsMeant(values, item, step) != Tri::kNo) Collect(values, item, pointer, all);
    }
    return;
  }
  if (step == "#") {
    for (const Member& member : values.Members(at)) Collect(values, member.key, pointer, all);
    return;
  }
  if (const auto member = SureStep(values, at, step)) {
    return Collect(values, member->value, pointer, all);
  }
  const auto members = values.Members(at);
  const bool unsure = std::any_of(members.begin(), members.end(), [&](const Member& member) {
    return values[member.key].kind != Kind::kString || !values.Known(member.key);
  });
  if (unsure) all.complete = false;
}

bool IsText(Kind kind) { return kind == Kind::kString || kind == Kind::kNumber; }

// Whether a known text or number is the same as a number; either may be in quotes.
bool SameText(const Values& values, ValueId one, ValueId number) {
  const std::string_view text = values.Text(one);
  return text == values.Text(number) || SameNumber(text, values.Text(number)).value_or(true);
}

// Values that others are looked for among.
struct Choices {
  std::unordered_set<std::string_view> texts = {};  // of those that are known strings
  std::vector<ValueId> others = {};                 // that are not
  bool complete = true;

  Choices(const Values& values, const Collected& collected) : complete(collected.complete) {
    for (const ValueId value : collected.values) {
      if (values[value].kind == Kind::kString && values.Known(value)) {
        texts.insert(values.Text(value));
      } else {
        others.push_back(value);
      }
    }
  }
};

Tri IsAmong(const Values& values, ValueId value, const Choices& choices) {
  if (!IsText(values[value].kind) || !values.Known(value)) return Tri::kUnknown;
  const std::string_view written = values.Text(value);
  if (choices.texts.contains(written)) return Tri::kYes;
  Tri result = choices.complete ? Tri::kNo : Tri::kUnknown;
  if (values[value].kind == Kind::kNumber) {
    for (const std::string_view text : choices.texts) {
      if (SameNumber(written, text).value_or(true)) return Tri::kYes;
    }
  }
  for (const ValueId other : choices.others) {
    const bool text = IsText(values[other].kind);
    if (text && values.Known(other) && SameText(values, value, other)) return Tri::kYes;
    const bool possible = text ? lang::MayEqual(values.Text(other), values.Text(value))
                               : values[other].kind == Kind::kUnknown;
    if (possible) result = Tri::kUnknown;
  }
  return result;
}

Choices ChoicesOf(const Values& values, const snapshot::Among& among, ValueId others) {
  Collected known;
  for (uint32_t i = 0; among.others() && i < among.others()->size(); ++i) {
    Collect(values, others, among.others()->Get(i)->string_view(), known);
  }
  return {values, known};
}

// Whether all strings are certainly among the others of the same object, and there is no value that
// may become one. Numbers, which strings can be equal to, are not asked for, nor the items of which
// only some are meant.
bool AllAmong(const Values& values, const snapshot::Among& among, ValueId object) {
  const bool conditional =
      among.others() && std::ranges::any_of(*among.others(), [](const auto* at) {
        return at->string_view().find('[') != std::string_view::npos;
      });
  if (conditional) return false;
  Collected all;
  Collect(values, object, among.values()->string_view(), all);
  const Choices choices = ChoicesOf(values, among, object);
  return all.complete && std::ranges::all_of(all.values, [&](ValueId value) {
           switch (values[value].kind) {
             case Kind::kString:
               return values.Known(value) && choices.texts.contains(values.Text(value));
             case Kind::kObject:
             case Kind::kArray:
             case Kind::kBool:
             case Kind::kNull:
               return !values[value].untrusted;
             default:
               return false;
           }
         });
}

// The known values that equal one before them, each with that one.
std::vector<std::pair<Found, ValueId>> Repeated(const Values& values, ValueId object,
                                                const snapshot::Distinct& distinct) {
  std::vector<std::pair<Found, ValueId>> repeated;
  std::map<std::string_view, ValueId> before;
  for (uint32_t i = 0; distinct.at() && i < distinct.at()->size(); ++i) {
    for (const Found& found : FindAll(values, object, distinct.at()->Get(i)->string_view())) {
      const ValueId value = found.member.value;
      if (!IsText(values[value].kind) || !values.Known(value)) continue;
      const auto [first, fresh] = before.emplace(values.Text(value), value);
      if (!fresh) repeated.emplace_back(found, first->second);
    }
  }
  return repeated;
}

std::optional<int64_t> WholeNumber(const Values& values, ValueId value) {
  const Kind kind = values[value].kind;
  if (kind != Kind::kNumber && kind != Kind::kString) return std::nullopt;
  return ParseNumber<int64_t>(Trim(values.Text(value), kBlanks));
}

// Whether a value is above its limit; none if that cannot be said.
std::optional<bool> IsAbove(const Values& values, ValueId value, ValueId other,
                            const snapshot::Limit& limit) {
  constexpr int64_t kMost = int64_t{1} << 60;
  const auto number = WholeNumber(values, value);
  const auto most = WholeNumber(values, other);
  if (!number || !most || std::max(std::abs(*number), std::abs(*most)) > kMost) return std::nullopt;
  if (limit.ratio() == 1) return *number > *most - limit.margin();
  return static_cast<double>(*number + limit.margin()) > static_cast<double>(*most) * limit.ratio();
}

}  // namespace

std::vector<Found> NotAmong(const Values& values, const snapshot::Among& among, ValueId object,
                            ValueId others) {
  const Choices choices = ChoicesOf(values, among, others);
  std::vector<Found> foreign = FindAll(values, object, among.values()->string_view());
  std::erase_if(foreign, [&](const Found& found) {
    return IsAmong(values, found.member.value, choices) != Tri::kNo;
  });
  return foreign;
}

std::optional<size_t> CountAll(const Values& values, ValueId root, std::string_view pointer) {
  Collected all;
  Collect(values, root, pointer, all);
  return all.complete ? std::optional(all.values.size()) : std::nullopt;
}

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
  if (!failures.empty()) return Tri::kNo;
  bool certain = !node.limits() && !node.distinct();
  for (uint32_t i = 0; certain && node.among() && i < node.among()->size(); ++i) {
    certain = AllAmong(values_, *node.among()->Get(i), value);
  }
  return certain ? Tri::kYes : Tri::kUnknown;
}

void Evaluator::ExplainComparisons(const Schema& node, ValueId value,
                                   std::vector<Failure>& failures) const {
  const auto add = [&](Keyword keyword, const Found& found) {
    failures.push_back(Fail(keyword, node, found.member.value));
    failures.back().path += found.path;
    failures.back().key = found.member.key;
  };
  for (uint32_t i = 0; node.among() && i < node.among()->size(); ++i) {
    for (const Found& found : NotAmong(values_, *node.among()->Get(i), value, value)) {
      add(Keyword::kAmong, found);
    }
  }
  for (uint32_t i = 0; node.limits() && i < node.limits()->size(); ++i) {
    const snapshot::Limit& limit = *node.limits()->Get(i);
    const auto most = FindAll(values_, value, limit.limit()->string_view());
    if (most.size() != 1) continue;
    for (const Found& found : FindAll(values_, value, limit.value()->string_view())) {
      const auto above = IsAbove(values_, found.member.value, most[0].member.value, limit);
      if (!above.value_or(false)) continue;
      add(Keyword::kLimit, found);
      failures.back().other = most[0].member.value;
      failures.back().name = limit.limit()->str();
    }
  }
  for (uint32_t i = 0; node.distinct() && i < node.distinct()->size(); ++i) {
    for (const auto& [found, first] : Repeated(values_, value, *node.distinct()->Get(i))) {
      add(Keyword::kDistinct, found);
      failures.back().other = first;
    }
  }
}

}  // namespace stackql
