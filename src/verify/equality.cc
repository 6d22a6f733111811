#include "verify/equality.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/decimal.h"
#include "iam/arn.h"
#include "json/json.h"
#include "value/value.h"
#include "verify/matching.h"

namespace stackql::verify {
namespace {

constexpr int kMostDepth = 64;

Tri Of(bool yes) { return yes ? Tri::kYes : Tri::kNo; }

constexpr size_t kExactDigits = 15;  // of a double, whatever the number

// Of a number with more digits, AWS may give what a double keeps of it.
Tri SameNumbers(std::string_view one, std::string_view other) {
  const std::optional<Decimal> first = ParseDecimal(one);
  const std::optional<Decimal> second = ParseDecimal(other);
  if (!first || !second) return Tri::kNo;
  const std::optional<std::strong_ordering> order = Compare(*first, *second);
  if (order && *order == 0) return Tri::kYes;
  const bool exact = one.size() <= kExactDigits && other.size() <= kExactDigits;
  return order && exact ? Tri::kNo : Tri::kUnknown;
}

bool IsStructure(Kind kind) { return kind == Kind::kObject || kind == Kind::kArray; }

bool IsUnset(Kind kind) { return kind == Kind::kAbsent || kind == Kind::kNull; }

// "111122223333" and "arn:aws:iam::111122223333:root".
bool IsRootOf(std::string_view arn, std::string_view account) {
  using iam::ArnField;
  return arn.starts_with("arn:") && iam::IsAccount(account) &&
         ArnField(arn, iam::kServiceField) == "iam" && ArnField(arn, iam::kRegionField).empty() &&
         ArnField(arn, iam::kAccountField) == account &&
         ArnField(arn, iam::kResourceField) == "root";
}

bool MayHoldJson(std::string_view text) {
  return !text.empty() && (text.front() == '{' || text.front() == '[');
}

}  // namespace

bool Lists(const Pointers* pointers, std::string_view path) {
  return pointers != nullptr &&
         std::any_of(pointers->begin(), pointers->end(),
                     [&](const auto* pointer) { return pointer->string_view() == path; });
}

bool Equality::IsPassedOver(std::string_view path) const {
  return Lists(type_.write_only(), path) || Lists(type_.read_only(), path);
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
Tri Equality::Same(ValueId desired, ValueId live, const std::string& path, int depth) {
  if (depth > kMostDepth || --left_ <= 0) return Tri::kUnknown;
  Open(desired, live);
  const Kind wanted = values_[desired].kind;
  const Kind actual = values_[live].kind;
  if (wanted == Kind::kUnknown) return Tri::kUnknown;
  if (wanted == Kind::kObject && actual == Kind::kObject) {
    return SameObject(desired, live, path, depth);
  }
  if (wanted == Kind::kArray && actual == Kind::kArray) {
    return SameList(desired, live, path + "/*", depth);
  }
  if (wanted == Kind::kArray || actual == Kind::kArray) {
    return SameAsOne(desired, live, path, depth);
  }
  if (wanted == Kind::kObject) return Tri::kNo;
  if (actual == Kind::kObject) return values_.Known(desired) ? Tri::kNo : Tri::kUnknown;
  return SameScalar(desired, live);
}

// Services leave out what is empty, and often what is off.
// NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
Tri Equality::SameAsAbsent(ValueId desired, const std::string& path, int depth) {
  if (depth > kMostDepth || --left_ <= 0) return Tri::kUnknown;
  const Value& value = values_[desired];
  if (IsUnset(value.kind)) return Tri::kYes;
  if (value.kind == Kind::kArray) {
    return !values_.Elements(desired).empty() ? Tri::kNo : value.open ? Tri::kUnknown : Tri::kYes;
  }
  if (value.kind != Kind::kObject) {
    if (value.kind == Kind::kUnknown || !values_.Known(desired)) return Tri::kUnknown;
    const std::string_view text = values_.Text(desired);
    const bool off = text.empty() || text == "0" || EqualsIgnoringCase(text, "false");
    return off ? Tri::kUnknown : Tri::kNo;
  }
  Tri all = value.open ? Tri::kUnknown : Tri::kYes;
  for (const Member& member : values_.Members(desired)) {
    if (!values_.Known(member.key)) {
      all = And(all, Tri::kUnknown);
      continue;
    }
    const std::string below = path + "/" + std::string(values_.Text(member.key));
    if (!IsPassedOver(below)) all = And(all, SameAsAbsent(member.value, below, depth + 1));
  }
  return all;
}

void Equality::Open(ValueId& desired, ValueId& live) {
  const auto open = [&](ValueId value, ValueId other) {
    if (values_[value].kind != Kind::kString) return value;
    const bool other_holds = values_[other].kind == Kind::kString &&
                             MayHoldJson(values_.Text(value)) && MayHoldJson(values_.Text(other));
    if (!IsStructure(values_[other].kind) && !other_holds) return value;
    const auto [known, is_new] = opened_.emplace(value, value);
    if (!is_new) return known->second;
    const json::Parsed parsed = json::Parse(values_, values_[value].text);
    const bool holds = parsed.value != kNoValue && IsStructure(values_[parsed.value].kind);
    if (holds) known->second = parsed.value;
    return known->second;
  };
  const ValueId opened = open(desired, live);
  live = open(live, desired);
  desired = opened;
}

std::vector<ValueId> Equality::LiveItems(ValueId list) const {
  std::vector<ValueId> items;
  for (const ValueId item : values_.Elements(list)) {
    const ValueId key = values_[item].kind == Kind::kObject ? values_.Find(item, "Key") : kNoValue;
    const bool added = key != kNoValue && values_.Text(key).starts_with("aws:");
    if (!added) items.push_back(item);
  }
  return items;
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
Tri Equality::SameObject(ValueId desired, ValueId live, const std::string& path, int depth) {
  Tri all = values_[desired].open ? Tri::kUnknown : Tri::kYes;
  const auto members = values_.Members(desired);
  const std::vector<Member> wanted(members.begin(), members.end());
  for (const Member& member : wanted) {
    if (all == Tri::kNo) return all;
    if (!values_.Known(member.key)) {
      all = Tri::kUnknown;
      continue;
    }
    const std::string key(values_.Text(member.key));
    std::string below = path;
    below.append("/").append(key);
    if (IsUnset(values_[member.value].kind) || IsPassedOver(below)) continue;
    const ValueId actual = values_.Find(live, key);
    all = And(all, actual == kNoValue ? SameAsAbsent(member.value, below, depth + 1)
                                      : Same(member.value, actual, below, depth + 1));
  }
  return all;
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
Tri Equality::SameList(ValueId desired, ValueId live, const std::string& path, int depth) {
  const auto elements = values_.Elements(desired);
  const std::vector<ValueId> wanted(elements.begin(), elements.end());
  const std::vector<ValueId> actual = LiveItems(live);
  const bool open = values_[desired].open;
  if (wanted.size() > actual.size() || (wanted.size() < actual.size() && !open)) return Tri::kNo;
  if (actual.size() > kMostItems) return Tri::kUnknown;
  Sameness same(wanted.size(), std::vector<Tri>(actual.size()));
  for (size_t i = 0; i < wanted.size(); ++i) {
    for (size_t j = 0; j < actual.size(); ++j) {
      same[i][j] = Same(wanted[i], actual[j], path, depth + 1);
    }
  }
  const auto columns = Match(same, actual.size());
  Tri all = open ? Tri::kUnknown : Tri::kYes;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (!columns[i]) return Tri::kNo;
    all = And(all, same[i][*columns[i]]);
  }
  return all;
}

// "s3:GetObject" and ["s3:GetObject"].
// NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
Tri Equality::SameAsOne(ValueId desired, ValueId live, const std::string& path, int depth) {
  const bool list = values_[desired].kind == Kind::kArray;
  if (list ? values_[desired].open : !values_.Known(desired)) return Tri::kUnknown;
  const auto items = values_.Elements(list ? desired : live);
  if (items.size() != 1) return Tri::kNo;
  const ValueId item = items[0];
  return list ? Same(item, live, path + "/*", depth + 1)
              : Same(desired, item, path + "/*", depth + 1);
}

Tri Equality::SameScalar(ValueId desired, ValueId live) const {
  if (!values_.Known(desired)) return Tri::kUnknown;
  const std::string_view wanted = values_.Text(desired);
  const std::string_view actual = values_.Text(live);
  if (wanted == actual) return Tri::kYes;
  const auto either = [&](Kind kind) {
    return values_[desired].kind == kind || values_[live].kind == kind;
  };
  if (either(Kind::kBool)) return Of(EqualsIgnoringCase(wanted, actual));
  if (either(Kind::kNumber)) return SameNumbers(wanted, actual);
  return Of(IsRootOf(wanted, actual) || IsRootOf(actual, wanted));
}

}  // namespace stackql::verify
