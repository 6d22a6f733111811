// Filters that take lists and objects.

#include <algorithm>
#include <set>
#include <string>

#include "base/utf8.h"
#include "json/json.h"
#include "template/filters.h"
#include "template/limits.h"
#include "template/numbers.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

constexpr size_t kMostElements = 100'000;
constexpr uint64_t kMostJson = uint64_t{1} << 20;  // written to compare the items of two lists

ValueId Unknown(const Application& a) { return a.values.AddUnknown(a.at); }

// The empty text, which filters give for what an empty list does not have.
ValueId Nothing(const Application& a) {
  const Loc empty = a.values.sources().All(a.values.sources().AddBuiltin({}));
  return a.values.AddString(empty, a.at);
}

ValueId At(const Application& a, size_t index) {
  return index < a.values[a.input].count ? a.values.Elements(a.input)[index] : Nothing(a);
}

ValueId First(const Application& a) { return a.IsList() ? At(a, 0) : Unknown(a); }

ValueId Last(const Application& a) {
  if (!a.IsList()) return Unknown(a);
  const uint32_t count = a.values[a.input].count;
  return At(a, count == 0 ? 0 : count - 1);
}

ValueId Nth(const Application& a) {
  if (a.IsList() && a.values[a.input].count == 0) return Nothing(a);
  const ValueId n = a.Argument("n");
  const int64_t index = n == kNoValue ? -1 : Integer(a.values.Text(n)).value_or(-1);
  if (!a.IsList() || index < 0) return Unknown(a);
  return At(a, static_cast<size_t>(index));
}

ValueId Length(const Application& a) {
  const Value node = a.values[a.input];
  if (node.open) return Unknown(a);
  if (node.kind == Kind::kArray) return a.MadeNumber(node.count);
  if (node.kind == Kind::kObject) {
    std::set<std::string_view> keys;
    for (const Member& member : a.values.Members(a.input)) {
      if (!a.values.Known(member.key)) return Unknown(a);
      keys.insert(a.values.Text(member.key));
    }
    return a.MadeNumber(keys.size());
  }
  if (!a.IsKnownText()) return Unknown(a);
  return a.MadeNumber(CountCharacters(a.Text()));
}

ValueId ReverseText(const Application& a) {
  const std::string_view text = a.Text();
  std::string reversed;
  for (size_t end = text.size(); end > 0;) {
    const size_t begin = CharacterBegin(text, end - 1);
    reversed += text.substr(begin, end - begin);
    end = begin;
  }
  if (reversed.size() > kLongestText) return a.TooLarge();
  TextBuilder builder(a.values.sources());
  builder.Atom(reversed, a.at, a.Place());
  return a.Made(builder);
}

ValueId Reverse(const Application& a) {
  if (a.IsKnownText()) return ReverseText(a);
  if (!a.IsList()) return Unknown(a);
  const std::span<const ValueId> items = a.values.Elements(a.input);
  const std::vector<ValueId> reversed(items.rbegin(), items.rend());
  return a.values.AddArray(a.values[a.input].token, reversed);
}

ValueId Join(const Application& a) {
  std::string_view separator;
  if (!a.IsList()) return Unknown(a);
  if (a.Argument("sep") != kNoValue && !a.KnownArgument("sep", separator)) return Unknown(a);
  if (separator.find('\\') != std::string_view::npos) return Unknown(a);
  TextBuilder builder(a.values.sources());
  bool first = true;
  for (const ValueId item : a.values.Elements(a.input)) {
    if (builder.size() > kLongestText) return a.TooLarge();
    if (!first) builder.Atom(separator, a.at);
    first = false;
    InsertPrinted(a.values, item, a.at, builder);
  }
  return a.Made(builder);
}

ValueId Concat(const Application& a) {
  const ValueId with = a.Argument("with");
  // After items that are not known, it cannot be told where the others come.
  if (!a.IsList() || with == kNoValue) return Unknown(a);
  const std::span<const ValueId> items = a.values.Elements(a.input);
  std::vector<ValueId> all(items.begin(), items.end());
  bool open = false;
  switch (a.values[with].kind) {
    case Kind::kUnknown:
      open = true;
      break;  // an item, or many
    case Kind::kArray: {
      const std::span<const ValueId> more = a.values.Elements(with);
      all.insert(all.end(), more.begin(), more.end());
      open |= a.values[with].open;
      break;
    }
    default:
      all.push_back(with);
  }
  return all.size() > kMostElements ? a.TooLarge() : a.values.AddArray(a.at, all, open);
}

ValueId Get(const Application& a) {
  std::string_view key;
  const Value node = a.values[a.input];
  if (node.kind != Kind::kObject || node.open || !a.KnownArgument("key", key)) return Unknown(a);
  for (const Member& member : a.values.Members(a.input)) {
    if (a.values[member.key].kind != Kind::kString || !a.values.Known(member.key))
      return Unknown(a);
  }
  const ValueId found = a.values.Find(a.input, key);
  if (found != kNoValue) return found;
  const ValueId otherwise = a.Argument("default");
  return otherwise != kNoValue ? otherwise : a.RefuseKey(key);
}

// Joins two lists without repeating items. What may repeat one is left out, and the list is open.
ValueId MergeLists(const Application& a) {
  Values& values = a.values;
  if (a.arguments.size() != 1 || values[a.input].kind != Kind::kArray) return Unknown(a);
  const Takes given = What(values[a.arguments[0].value]);
  if (given != Takes::kAnything && given != Takes::kList) return a.Refuse(Takes::kList, given);
  if (given != Takes::kList) return Unknown(a);
  const ValueId other = a.arguments[0].value;
  std::vector<ValueId> items(values.Elements(a.input).begin(), values.Elements(a.input).end());
  const size_t own = items.size();
  items.insert(items.end(), values.Elements(other).begin(), values.Elements(other).end());
  if (items.size() > kMostElements) return a.TooLarge();
  bool open = values[a.input].open || values[other].open;
  std::set<std::string, std::less<>> have;
  std::vector<ValueId> all;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string_view text = values.sources().Bytes(a.Json(items[i]));
    if (*a.work > kMostJson) return a.TooLarge();
    const bool unknown = HasHole(text);
    open |= unknown;
    if (!unknown && !have.emplace(text).second) continue;
    // An item with unknown parts may be among those before it.
    if (i < own || (!unknown && !open)) all.push_back(items[i]);
  }
  return values.AddArray(values[a.input].token, all, open);
}

ValueId MergeObjects(const Application& a) {
  Values& values = a.values;
  if (a.arguments.size() != 1 || values[a.input].kind != Kind::kObject) return Unknown(a);
  const Takes given = What(values[a.arguments[0].value]);
  if (given != Takes::kAnything && given != Takes::kObject) return a.Refuse(Takes::kObject, given);
  if (given != Takes::kObject) return Unknown(a);
  const ValueId other = a.arguments[0].value;
  std::vector<Member> all(values.Members(a.input).begin(), values.Members(a.input).end());
  const std::vector<Member> more(values.Members(other).begin(), values.Members(other).end());
  if (all.size() + more.size() > kMostElements) return a.TooLarge();
  std::set<std::string_view> replaced;
  bool known = true;
  for (const Member& member : more) {
    known &= values[member.key].kind == Kind::kString && values.Known(member.key);
    replaced.insert(values.Text(member.key));
  }
  // The rest of an open object may replace any member.
  if (!known || values[other].open) return Unknown(a);
  std::erase_if(all, [&](const Member& member) {
    return values.Known(member.key) && replaced.count(values.Text(member.key)) > 0;
  });
  all.insert(all.end(), more.begin(), more.end());
  return values.AddObject(values[a.input].token, all, values[a.input].open);
}

constexpr Takes kText = Takes::kText;
constexpr Takes kNumber = Takes::kNumber;
constexpr Takes kList = Takes::kList;

constexpr Signature kFilters[] = {
    {.name = "concat", .input = kList, .parameters = {{{"with", {}, true}}}, .apply = Concat},
    {.name = "first", .input = kList, .apply = First},
    {.name = "get",
     .input = Takes::kObject,
     .parameters = {{{"key", kText, true}, {"default"}}},
     .apply = Get},
    {.name = "join", .input = kList, .parameters = {{{"sep", kText}}}, .apply = Join},
    {.name = "last", .input = kList, .apply = Last},
    {.name = "length", .input = Takes::kCountable, .apply = Length},
    {.name = "merge_lists", .custom = true, .input = kList, .apply = MergeLists},
    {.name = "merge_objects", .custom = true, .input = Takes::kObject, .apply = MergeObjects},
    {.name = "nth", .input = kList, .parameters = {{{"n", kNumber, true}}}, .apply = Nth},
    {.name = "reverse", .input = Takes::kTextOrList, .apply = Reverse},
};

}  // namespace

std::span<const Signature> ListFilters() { return kFilters; }

}  // namespace stackql::tmpl
