#include "verify/drift.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "json/json.h"
#include "lang/lang.h"

namespace stackql::verify {
namespace {

constexpr int kMostDepth = 64;
constexpr size_t kMostItems = 1'000;  // of a list; longer ones are compared by their length only

using Pointers = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

// Pointers as the snapshot has them: "/A/*/B".
bool Lists(const Pointers* pointers, std::string_view path) {
  return pointers != nullptr &&
         std::any_of(pointers->begin(), pointers->end(),
                     [&](const auto* pointer) { return pointer->string_view() == path; });
}

class Comparison {
 public:
  Comparison(Values& values, const snapshot::ResourceType& type, Drift& drift)
      : values_(values), type_(type), drift_(drift) {}

  // Whether a property cannot be compared: nobody can set it, or no reading gives it.
  bool IsPassedOver(std::string_view path) {
    const bool hidden = Lists(type_.write_only(), path);
    drift_.write_only += hidden ? 1 : 0;
    return hidden || Lists(type_.read_only(), path);
  }

  // Whether they are the same; kUnknown if that hangs on what is not known. `path`: their place.
  Tri Same(ValueId desired, ValueId live, const std::string& path, int depth = 0) {
    if (depth > kMostDepth) return Tri::kUnknown;
    desired = Opened(desired, live);
    live = Opened(live, desired);
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
    if (wanted == Kind::kObject || actual == Kind::kObject) return Tri::kNo;
    return SameScalar(desired, live);
  }

 private:
  // A text that holds JSON, if the other side is a structure.
  ValueId Opened(ValueId value, ValueId other) {
    const bool structure =
        values_[other].kind == Kind::kObject || values_[other].kind == Kind::kArray;
    if (values_[value].kind != Kind::kString || !structure) return value;
    const json::Parsed parsed = json::Parse(values_, values_[value].text);
    return parsed.value == kNoValue ? value : parsed.value;
  }

  Tri SameObject(ValueId desired, ValueId live, const std::string& path, int depth) {
    Tri all = Tri::kYes;
    const auto members = values_.Members(desired);
    const std::vector<Member> wanted(members.begin(), members.end());
    for (const Member& member : wanted) {
      if (!values_.Known(member.key)) return Tri::kUnknown;
      const std::string key(values_.Text(member.key));
      std::string below = path;
      below.append("/").append(key);
      if (IsPassedOver(below)) continue;
      const ValueId actual = values_.Find(live, key);
      const Kind kind = values_[member.value].kind;
      const bool absent = kind == Kind::kAbsent || kind == Kind::kNull;
      if (actual == kNoValue || absent) {
        all = And(all, absent && actual == kNoValue ? Tri::kYes
                       : kind == Kind::kUnknown     ? Tri::kUnknown
                                                    : Tri::kNo);
        continue;
      }
      all = And(all, Same(member.value, actual, below, depth + 1));
    }
    return values_[desired].open ? And(all, Tri::kUnknown) : all;
  }

  bool IsAwsTag(ValueId item) const {
    if (values_[item].kind != Kind::kObject) return false;
    const ValueId key = values_.Find(item, "Key");
    return key != kNoValue && values_.Text(key).substr(0, 4) == "aws:";
  }

  // Each desired item has a live one of its own that is the same.
  Tri SameList(ValueId desired, ValueId live, const std::string& path, int depth) {
    const auto wanted_items = values_.Elements(desired);
    const std::vector<ValueId> wanted(wanted_items.begin(), wanted_items.end());
    std::vector<ValueId> actual;
    for (const ValueId item : values_.Elements(live)) {
      if (!IsAwsTag(item)) actual.push_back(item);
    }
    if (values_[desired].open) return Tri::kUnknown;
    if (wanted.size() != actual.size()) return Tri::kNo;
    if (wanted.size() > kMostItems) return Tri::kUnknown;
    bool unknown = false;
    for (const ValueId item : wanted) {
      bool maybe = false;
      const auto same = std::find_if(actual.begin(), actual.end(), [&](ValueId other) {
        const Tri answer = Same(item, other, path, depth + 1);
        maybe = maybe || answer == Tri::kUnknown;
        return answer == Tri::kYes;
      });
      if (same != actual.end()) {
        actual.erase(same);
        continue;
      }
      if (!maybe) return Tri::kNo;
      unknown = true;
    }
    return unknown ? Tri::kUnknown : Tri::kYes;
  }

  // "s3:GetObject" and ["s3:GetObject"].
  Tri SameAsOne(ValueId desired, ValueId live, const std::string& path, int depth) {
    const bool list = values_[desired].kind == Kind::kArray;
    const auto items = values_.Elements(list ? desired : live);
    if (list && values_[desired].open) return Tri::kUnknown;
    if (items.size() != 1) return Tri::kNo;
    const ValueId item = items[0];
    return list ? Same(item, live, path + "/*", depth + 1)
                : Same(desired, item, path + "/*", depth + 1);
  }

  Tri SameScalar(ValueId desired, ValueId live) const {
    if (!values_.Known(desired)) return Tri::kUnknown;
    const std::string_view wanted = values_.Text(desired);
    const std::string_view actual = values_.Text(live);
    if (wanted == actual) return Tri::kYes;
    if (values_[live].kind == Kind::kBool) {
      return Of(wanted.size() == actual.size() &&
                std::equal(wanted.begin(), wanted.end(), actual.begin(),
                           [](char a, char b) { return (a | 0x20) == (b | 0x20); }));
    }
    return values_[live].kind == Kind::kNumber ? SameNumber(wanted, actual) : Tri::kNo;
  }

  // 1, 1.0 and 1e0; of numbers with many digits, only equal texts are surely the same.
  static Tri SameNumber(std::string_view wanted, std::string_view actual) {
    constexpr size_t kExactDigits = 15;
    const auto read = [](std::string_view text) -> std::optional<double> {
      double number = 0;
      const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
      const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
      return whole ? std::optional<double>(number) : std::nullopt;
    };
    const auto one = read(wanted);
    const auto other = read(actual);
    if (!one || !other) return Tri::kNo;
    if (wanted.size() > kExactDigits || actual.size() > kExactDigits) return Tri::kUnknown;
    return Of(*one == *other);
  }

  static Tri Of(bool yes) { return yes ? Tri::kYes : Tri::kNo; }

  Values& values_;
  const snapshot::ResourceType& type_;
  Drift& drift_;
};

}  // namespace

Drift Compare(Values& values, ValueId desired, ValueId live, const snapshot::ResourceType& type) {
  Drift drift;
  Comparison comparison(values, type, drift);
  const auto members = values.Members(desired);
  const std::vector<Member> wanted(members.begin(), members.end());
  for (const Member& member : wanted) {
    if (!values.Known(member.key)) {
      ++drift.unknown;
      continue;
    }
    const std::string property(values.Text(member.key));
    const std::string path = "/" + property;
    if (comparison.IsPassedOver(path)) continue;
    const ValueId actual = values.Find(live, property);
    const Kind kind = values[member.value].kind;
    if (kind == Kind::kAbsent || kind == Kind::kNull) continue;
    const Tri same = actual == kNoValue ? (kind == Kind::kUnknown ? Tri::kUnknown : Tri::kNo)
                                        : comparison.Same(member.value, actual, path);
    if (same == Tri::kUnknown) ++drift.unknown;
    if (same != Tri::kNo) continue;
    drift.differences.push_back({.property = property,
                                 .where = values.Where(member.value),
                                 .live = actual,
                                 .replaces = Lists(type.create_only(), path)});
  }
  return drift;
}

}  // namespace stackql::verify
