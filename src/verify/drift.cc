#include "verify/drift.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "lang/lang.h"
#include "value/value.h"
#include "verify/equality.h"
#include "verify/matching.h"

namespace stackql::verify {
namespace {

constexpr int kMostDepth = 64;

// Members that name an item of a list.
constexpr std::array<std::string_view, 4> kNames = {"Key", "Name", "Id", "Sid"};

// Where a comparison is.
struct Place {
  std::string path = {};  // "/Tags/*/Key"
  bool replaces = false;
  int depth = 0;
};

class Comparison {
 public:
  Comparison(Values& values, const snapshot::ResourceType& type, Drift& drift)
      : values_(values), type_(type), drift_(drift), equality_(values, type) {}

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
  void Compare(ValueId desired, ValueId live, const Place& place) {
    if (place.depth > kMostDepth || equality_.IsSpent()) return Unknown();
    const ValueId written = desired;
    equality_.Open(desired, live);
    const Kind wanted = values_[desired].kind;
    const Kind actual = values_[live].kind;
    if (wanted == Kind::kObject && actual == Kind::kObject) {
      return CompareObjects(desired, live, place);
    }
    if (wanted == Kind::kArray && actual == Kind::kArray) {
      return CompareLists(desired, live, place);
    }
    const Tri same = equality_.Same(desired, live, place.path, place.depth);
    if (same == Tri::kUnknown) Unknown();
    if (same == Tri::kNo) Report(Difference::Kind::kValue, written, live, place);
  }

 private:
  void Unknown() { ++drift_.unknown; }

  void Report(Difference::Kind kind, ValueId desired, ValueId live, const Place& place,
              size_t more = 0) {
    drift_.differences.push_back({.kind = kind,
                                  .property = place.path.substr(1),
                                  .where = values_.Where(desired),
                                  .live = live,
                                  .more = more,
                                  .replaces = place.replaces});
  }

  Place Below(const Place& place, std::string_view name) const {
    Place below = {.path = place.path, .replaces = place.replaces, .depth = place.depth + 1};
    below.path.append("/").append(name);
    below.replaces = below.replaces || Lists(type_.create_only(), below.path);
    return below;
  }

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
  void CompareObjects(ValueId desired, ValueId live, const Place& place) {
    if (values_[desired].open) Unknown();
    const auto members = values_.Members(desired);
    const std::vector<Member> wanted(members.begin(), members.end());
    for (const Member& member : wanted) {
      if (!values_.Known(member.key)) {
        Unknown();
        continue;
      }
      const Kind kind = values_[member.value].kind;
      if (kind == Kind::kAbsent || kind == Kind::kNull) continue;
      const std::string key(values_.Text(member.key));
      const Place below = Below(place, key);
      if (Lists(type_.write_only(), below.path)) ++drift_.write_only;
      if (equality_.IsPassedOver(below.path)) continue;
      const ValueId actual = values_.Find(live, key);
      if (actual == kNoValue) {
        CompareWithNone(member.value, below);
      } else {
        Compare(member.value, actual, below);
      }
    }
  }

  void CompareWithNone(ValueId desired, const Place& place) {
    const Tri same = equality_.SameAsAbsent(desired, place.path, place.depth);
    if (same == Tri::kUnknown) Unknown();
    if (same == Tri::kNo) Report(Difference::Kind::kAbsent, desired, kNoValue, place);
  }

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
  void CompareLists(ValueId desired, ValueId live, const Place& place) {
    const auto elements = values_.Elements(desired);
    const std::vector<ValueId> wanted(elements.begin(), elements.end());
    const std::vector<ValueId> actual = equality_.LiveItems(live);
    const bool open = values_[desired].open;
    if (open) Unknown();
    if (std::max(wanted.size(), actual.size()) > kMostItems) {
      return CompareLengths(desired, live, wanted.size(), actual.size(), place);
    }
    const Place below = Below(place, "*");
    Sameness same(wanted.size(), std::vector<Tri>(actual.size()));
    for (size_t i = 0; i < wanted.size(); ++i) {
      for (size_t j = 0; j < actual.size(); ++j) {
        same[i][j] = equality_.Same(wanted[i], actual[j], below.path, below.depth);
      }
    }
    const auto columns = Match(same, actual.size());
    std::vector<ValueId> left = LeftOver(actual, columns);
    size_t missing = 0;
    for (size_t i = 0; i < wanted.size(); ++i) {
      const ValueId other = columns[i] ? actual[*columns[i]] : TakeCounterpart(wanted[i], left);
      if (other != kNoValue) {
        Compare(wanted[i], other, below);
        continue;
      }
      ++missing;
      Report(Difference::Kind::kItem, wanted[i], live, place);
    }
    // An item that was changed is one that is missing and one more.
    if (!open && left.size() > missing) {
      Report(Difference::Kind::kMore, desired, live, place, left.size() - missing);
    }
  }

  void CompareLengths(ValueId desired, ValueId live, size_t wanted, size_t actual,
                      const Place& place) {
    if (wanted > actual) return Report(Difference::Kind::kValue, desired, live, place);
    if (wanted == actual || values_[desired].open) return Unknown();
    Report(Difference::Kind::kMore, desired, live, place, actual - wanted);
  }

  static std::vector<ValueId> LeftOver(const std::vector<ValueId>& items,
                                       const std::vector<std::optional<size_t>>& taken) {
    std::vector<bool> used(items.size());
    for (const std::optional<size_t>& column : taken) {
      if (column) used[*column] = true;
    }
    std::vector<ValueId> left;
    for (size_t i = 0; i < items.size(); ++i) {
      if (!used[i]) left.push_back(items[i]);
    }
    return left;
  }

  // The live item that the desired one was or becomes: the only one of its name; kNoValue if there
  // is none.
  ValueId TakeCounterpart(ValueId desired, std::vector<ValueId>& left) const {
    const std::string_view name = NameOf(desired);
    if (name.empty()) return TakeNameless(desired, left);
    const auto is_named = [&](ValueId item) { return NameOf(item) == name; };
    const auto found = std::find_if(left.begin(), left.end(), is_named);
    if (found == left.end() || std::any_of(found + 1, left.end(), is_named)) return kNoValue;
    const ValueId item = *found;
    left.erase(found);
    return item;
  }

  // Of lists of one item, as policies often have: the other one.
  ValueId TakeNameless(ValueId desired, std::vector<ValueId>& left) const {
    const auto may_be = [&](ValueId item) {
      return values_[item].kind == Kind::kObject && NameOf(item).empty();
    };
    if (left.size() != 1 || !may_be(desired) || !may_be(left[0])) return kNoValue;
    return std::exchange(left, {})[0];
  }

  std::string_view NameOf(ValueId item) const {
    if (values_[item].kind != Kind::kObject) return {};
    for (const std::string_view member : kNames) {
      const ValueId name = values_.Find(item, member);
      if (name == kNoValue) continue;
      return values_[name].kind == Kind::kString && values_.Known(name) ? values_.Text(name)
                                                                        : std::string_view();
    }
    return {};
  }

  Values& values_;
  const snapshot::ResourceType& type_;
  Drift& drift_;
  Equality equality_;
};

}  // namespace

Drift Compare(Values& values, ValueId desired, ValueId live, const snapshot::ResourceType& type) {
  Drift drift;
  Comparison(values, type, drift).Compare(desired, live, {});
  return drift;
}

}  // namespace stackql::verify
