// Filters that look into the items of a list, all of which must be known.

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/template.h"
#include "template/filters.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

ValueId Unknown(const Application& a) { return a.values.AddUnknown(a.at); }

std::vector<ValueId> Items(const Application& a) {
  const std::span<const ValueId> items = a.values.Elements(a.input);
  return {items.begin(), items.end()};
}

// The JSON of a value, which equal values have alike; empty if it is not known.
std::string Json(const Application& a, ValueId value) {
  const std::string text(a.values.sources().Bytes(a.Json(value)));
  const bool zero = text.find("-0.0") != std::string::npos;  // it equals 0.0
  return HasHole(text) || zero ? std::string() : text;
}

// What an item has at the path of an attribute. kNoValue: nothing, or null.
struct Found {
  ValueId value = kNoValue;
  bool sure = true;
};

Found FindBelow(const Application& a, ValueId item, std::string_view path) {
  const auto step_end = [&] { return std::min(path.find('.'), path.size()); };
  while (!path.empty()) {
    const Value& node = a.values[item];
    if (node.kind == Kind::kUnknown || node.kind == Kind::kArray || node.open)
      return {.sure = false};
    if (node.kind != Kind::kObject) return {};
    for (const Member& member : a.values.Members(item)) {
      if (!a.values.Known(member.key)) return {.sure = false};
    }
    item = a.values.Find(item, path.substr(0, step_end()));
    if (item == kNoValue) return {};
    path.remove_prefix(std::min(step_end() + 1, path.size()));
  }
  const Kind kind = a.values[item].kind;
  if (kind == Kind::kNull) return {};
  return {.value = item, .sure = kind != Kind::kUnknown};
}

// The attribute of each item; none if one is not known. Names of other characters are read in a way
// of their own.
std::optional<std::vector<ValueId>> Attributes(const Application& a) {
  std::string_view path;
  const bool given = a.Argument("attribute") != kNoValue;
  const auto plain = [](char c) { return IsWord(c) || c == '-' || c == '.' || c == ':'; };
  if (!a.IsList() || (given && !a.KnownArgument("attribute", path)) || !All(path, plain) ||
      path.starts_with('.') || path.ends_with('.') || path.find("..") != std::string_view::npos) {
    return std::nullopt;
  }
  std::vector<ValueId> found;
  for (const ValueId item : a.values.Elements(a.input)) {
    const Found at = FindBelow(a, item, path);
    if (!at.sure) return std::nullopt;
    found.push_back(at.value);
  }
  return found;
}

ValueId Map(const Application& a) {
  std::optional<std::vector<ValueId>> found = Attributes(a);
  if (!found) return Unknown(a);
  std::erase(*found, kNoValue);
  return a.values.AddArray(a.at, *found);
}

ValueId Filter(const Application& a) {
  const std::optional<std::vector<ValueId>> found = Attributes(a);
  if (!found) return Unknown(a);
  const std::vector<ValueId> items = Items(a);
  const ValueId wanted = a.Argument("value");
  const bool any = wanted == kNoValue || a.values[wanted].kind == Kind::kNull;
  const std::string text = any ? std::string() : Json(a, wanted);
  if (!any && text.empty()) return Unknown(a);
  std::vector<ValueId> kept;
  for (size_t i = 0; i < items.size(); ++i) {
    const ValueId value = (*found)[i];
    const std::string json = any || value == kNoValue ? std::string() : Json(a, value);
    if (!any && value != kNoValue && json.empty()) return Unknown(a);
    if (value != kNoValue && json == text) kept.push_back(items[i]);
  }
  return a.values.AddArray(a.at, kept);
}

ValueId GroupBy(const Application& a) {
  const std::optional<std::vector<ValueId>> found = Attributes(a);
  if (!found) return Unknown(a);
  const std::vector<ValueId> items = Items(a);
  std::map<std::string, std::vector<ValueId>> groups;
  std::map<std::string, Loc> origins;
  for (size_t i = 0; i < items.size(); ++i) {
    const ValueId value = (*found)[i];
    if (value == kNoValue) continue;
    const bool text = a.values[value].kind == Kind::kString;
    if (text && !a.values.Known(value)) return Unknown(a);
    const std::string key = text ? std::string(a.values.Text(value)) : Json(a, value);
    if (!text && key.empty()) return Unknown(a);
    groups[key].push_back(items[i]);
    origins.emplace(key, a.values[value].text);
  }
  std::vector<Member> members;
  for (const auto& [key, group] : groups) {
    TextBuilder builder(a.values.sources());
    builder.Atom(key, a.at, origins[key]);
    members.push_back({a.Made(builder), a.values.AddArray(a.at, group)});
  }
  return a.values.AddObject(a.at, members);
}

ValueId Slice(const Application& a) {
  if (!a.IsList()) return Unknown(a);
  const std::vector<ValueId> items = Items(a);
  const auto count = static_cast<int64_t>(items.size());
  const auto place = [&](std::string_view name, int64_t otherwise) -> std::optional<int64_t> {
    const ValueId given = a.Argument(name);
    if (given == kNoValue) return otherwise;
    const std::optional<int64_t> at = Integer(a.values.Text(given));
    return at && *at < 0 ? std::max<int64_t>(count + *at, 0) : at;
  };
  const std::optional<int64_t> start = place("start", 0);
  const std::optional<int64_t> end = place("end", count);
  if (!start || !end) return Unknown(a);
  const auto to = static_cast<size_t>(std::min(*end, count));
  const size_t from = std::min(static_cast<size_t>(*start), to);
  return a.values.AddArray(a.at, std::span(items).subspan(from, to - from));
}

ValueId RefuseItem(const Application& a, ValueId item) {
  const std::string_view found =
      item == kNoValue ? "null or missing" : Wording(What(a.values[item]));
  a.problems->push_back(
      {.what = rules::FilterArgument::Items{.found = found, .name = a.filter}, .where = a.at});
  return kNoValue;
}

// Texts, numbers and booleans by themselves, lists by how long they are.
ValueId Sort(const Application& a) {
  const std::optional<std::vector<ValueId>> found = Attributes(a);
  if (!found) return Unknown(a);
  std::vector<std::pair<ValueId, double>> order;  // of numbers, booleans and lists
  const std::vector<ValueId> items = Items(a);
  for (size_t i = 0; i < items.size(); ++i) {
    const Value& node = a.values[(*found)[i]];
    const bool alike = node.kind == a.values[found->front()].kind && node.kind != Kind::kObject;
    if ((*found)[i] == kNoValue || !alike) return RefuseItem(a, (*found)[i]);
    const std::string_view text = a.values.Text((*found)[i]);
    if (node.open || HasHole(text)) return Unknown(a);
    std::optional<double> key = node.kind == Kind::kBool && text.starts_with('t') ? 1 : 0;
    if (node.kind == Kind::kArray) key = node.count;
    if (node.kind == Kind::kNumber) key = ReadDouble(text);
    if (!key || (*key == 0 && std::signbit(*key))) return Unknown(a);
    order.emplace_back(items[i], *key);
  }
  std::vector<size_t> places(items.size());
  for (size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::ranges::stable_sort(places, [&](size_t one, size_t other) {
    if (order[one].second != order[other].second) return order[one].second < order[other].second;
    const bool texts = a.values[(*found)[one]].kind == Kind::kString;
    return texts && a.values.Text((*found)[one]) < a.values.Text((*found)[other]);
  });
  std::vector<ValueId> sorted;
  sorted.reserve(items.size());
  for (const size_t place : places) sorted.push_back(items[place]);
  return a.values.AddArray(a.at, sorted);
}

// Texts, integers and booleans; of items that differ in case alone, the first.
ValueId Unique(const Application& a) {
  const std::optional<std::vector<ValueId>> found = Attributes(a);
  const ValueId given = a.Argument("case_sensitive");
  if (!found || (given != kNoValue && a.values[given].kind != Kind::kBool)) return Unknown(a);
  const bool exact = given != kNoValue && a.values.Text(given).starts_with('t');
  const std::vector<ValueId> items = Items(a);
  std::set<std::string> seen;
  std::vector<ValueId> kept;
  for (size_t i = 0; i < items.size(); ++i) {
    const ValueId value = (*found)[i];
    if (value == kNoValue) {
      // Later ones that lack the attribute are left out, those in which it is null are refused.
      const bool refused = i == 0 || a.Argument("attribute") == kNoValue;
      return refused ? RefuseItem(a, value) : Unknown(a);
    }
    const Kind kind = a.values[value].kind;
    const std::string_view text = a.values.Text(value);
    const bool whole = kind == Kind::kNumber && Integer(text).has_value();
    if (kind == Kind::kNumber && !whole) return Unknown(a);
    const bool alike = kind == a.values[found->front()].kind;
    if (!alike || kind == Kind::kArray || kind == Kind::kObject) return RefuseItem(a, value);
    const bool ascii = All(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (HasHole(text) || (!ascii && !exact)) return Unknown(a);
    const std::string key = kind == Kind::kBool ? std::string(text.substr(0, 1))
                            : exact             ? std::string(text)
                                                : Lower(text);
    if (seen.insert(kind == Kind::kBool ? Lower(key) : key).second) kept.push_back(items[i]);
  }
  return a.values.AddArray(a.at, kept);
}

constexpr Takes kText = Takes::kText;
constexpr Takes kNumber = Takes::kNumber;
constexpr Takes kBool = Takes::kBool;
constexpr Takes kList = Takes::kList;

constexpr Signature kFilters[] = {
    {.name = "filter",
     .input = kList,
     .parameters = {{{"attribute", kText, true}, {"value"}}},
     .apply = Filter},
    {.name = "group_by",
     .input = kList,
     .parameters = {{{"attribute", kText, true}}},
     .apply = GroupBy},
    {.name = "map", .input = kList, .parameters = {{{"attribute", kText, true}}}, .apply = Map},
    {.name = "slice",
     .input = kList,
     .parameters = {{{"start", kNumber}, {"end", kNumber}}},
     .apply = Slice},
    {.name = "sort", .input = kList, .parameters = {{{"attribute", kText}}}, .apply = Sort},
    {.name = "unique",
     .input = kList,
     .parameters = {{{"attribute", kText}, {"case_sensitive", kBool}}},
     .apply = Unique},
};

}  // namespace

std::span<const Signature> ItemFilters() { return kFilters; }

}  // namespace stackql::tmpl
