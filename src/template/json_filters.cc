// Filters that read or write JSON.

#include <algorithm>
#include <optional>
#include <string>

#include "json/json.h"
#include "rules/template.h"
#include "template/filters.h"
#include "template/limits.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

ValueId Unknown(const Application& a) { return a.values.AddUnknown(a.at); }

enum class Reading : uint8_t { kJson, kText, kUnsure };

// Reads a text as JSON, if it is or is not for every filling of its holes.
Reading ReadJson(Values& values, Loc text, ValueId& value) {
  const std::string_view bytes = values.sources().Bytes(text);
  const size_t first = bytes.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return Reading::kText;
  const char begin = bytes[first];
  const char end = bytes[bytes.find_last_not_of(kBlanks)];
  const bool holes = HasHole(bytes);
  // JSON begins with one of these and ends with one of those.
  constexpr std::string_view kBegins = "{[\"-0123456789tfn\xFF";
  constexpr std::string_view kEnds = "}]\"0123456789el\xFF";
  if (kBegins.find(begin) == std::string_view::npos || kEnds.find(end) == std::string_view::npos) {
    return Reading::kText;
  }
  // A hole does not close what is around it, but outside of brackets it may be anything.
  if (holes && begin != '{' && begin != '[') return Reading::kUnsure;
  const json::Parsed parsed = json::Parse(values, text);
  value = parsed.value;
  if (value != kNoValue) return Reading::kJson;
  return parsed.unsure || holes ? Reading::kUnsure : Reading::kText;
}

ValueId FromJson(const Application& a) {
  if (!a.IsText()) return Unknown(a);
  ValueId value = kNoValue;
  switch (ReadJson(a.values, a.Place(), value)) {
    case Reading::kJson:
      return value;
    case Reading::kText:
      return a.RefuseText();
    default:
      return Unknown(a);
  }
}

ValueId JsonEncode(const Application& a) {
  if (!a.arguments.empty()) return Unknown(a);
  return a.values.AddString(a.Json(a.input), a.at);
}

// A tag that is left out, as its key or value is not a string.
void ReportDropped(const Application& a, ValueId item, const std::optional<Member>& key,
                   const std::optional<Member>& value) {
  const Values& values = a.values;
  const bool named = key && values[key->value].kind == Kind::kString;
  const Loc where = named && value ? values.Where(value->value) : values.Where(item);
  if (named && value) {
    a.problems->push_back(
        {.what = rules::DroppedTag::Value{.found = Describe(values[value->value].kind),
                                          .key = values.Text(key->value)},
         .where = where,
         .help = "Put the value in quotes."});
    const Value& bare = values[value->value];
    if (bare.kind == Kind::kNumber || bare.kind == Kind::kBool) {
      a.problems->back().repairs.push_back(Quote(bare.token));
    }
  } else {
    a.problems->push_back({.what = rules::DroppedTag{.filter = a.filter}, .where = where});
  }
}

// [{"Key": k, "Value": v}] becomes [{"Key": k, "Values": [v]}]; other items are dropped.
ValueId ToAwsTagFilters(const Application& a) {
  Values& values = a.values;
  ValueId list = kNoValue;
  if (!a.IsText()) return Unknown(a);
  const Reading reading = ReadJson(values, a.Place(), list);
  if (reading == Reading::kText) return a.RefuseText();
  if (reading != Reading::kJson) return Unknown(a);
  if (values[list].kind != Kind::kArray) return a.Refuse(Takes::kList, What(values[list]));
  const Loc plural = values.sources().All(values.sources().AddBuiltin("Values"));
  bool open = values[list].open;
  std::vector<ValueId> filters;
  const std::vector<ValueId> items(values.Elements(list).begin(), values.Elements(list).end());
  for (const ValueId item : items) {
    const Value node = values[item];
    if (node.kind != Kind::kObject) {
      open |= node.kind == Kind::kUnknown;
      if (node.kind != Kind::kUnknown) {
        a.problems->push_back(
            {.what = rules::DroppedTag{.filter = a.filter}, .where = values.Where(item)});
      }
      continue;
    }
    const auto key = values.FindMember(item, "Key");
    const auto value = values.FindMember(item, "Value");
    const auto is_text = [&](const std::optional<Member>& member) {
      return member && values[member->value].kind == Kind::kString;
    };
    if (!is_text(key) || !is_text(value)) {
      const auto unsure = [&](const std::optional<Member>& member) {
        return member ? values[member->value].kind == Kind::kUnknown : node.open;
      };
      const bool dropped = !(unsure(key) || unsure(value));
      open |= !dropped;
      if (dropped) ReportDropped(a, item, key, value);
      continue;
    }
    const ValueId one[] = {value->value};
    const Member members[] = {*key,
                              {values.AddString(plural, values[value->key].token),
                               values.AddArray(values[value->value].token, one)}};
    filters.push_back(values.AddObject(node.token, members));
  }
  const ValueId all = values.AddArray(values[list].token, filters, open);
  return values.AddString(a.Json(all), a.at);
}

// ('a','b'), without escaping anything.
ValueId SqlList(const Application& a) {
  Values& values = a.values;
  ValueId list = a.input;
  if (a.IsText()) {
    switch (ReadJson(values, a.Place(), list)) {
      case Reading::kUnsure:
        return Unknown(a);
      case Reading::kText:
        list = a.input;
        break;
      case Reading::kJson:
        break;
    }
  }
  std::vector<ValueId> items;
  if (values[list].kind == Kind::kArray) {
    if (values[list].open) return Unknown(a);
    items.assign(values.Elements(list).begin(), values.Elements(list).end());
  }
  const bool texts = values[list].kind == Kind::kArray &&
                     std::all_of(items.begin(), items.end(),
                                 [&](ValueId item) { return values[item].kind == Kind::kString; });
  if (!texts) {
    if (!a.IsKnownText()) return Unknown(a);
    items = {a.input};  // any other text is one item
  }
  TextBuilder builder(values.sources());
  builder.Atom(items.empty() ? "(NULL" : "(", a.at);
  for (size_t i = 0; i < items.size(); ++i) {
    if (builder.size() > kLongestText) return a.TooLarge();
    builder.Atom(i == 0 ? "'" : ",'", a.at);
    builder.Insert(values[items[i]].text, a.at);
    builder.Atom("'", a.at);
  }
  builder.Atom(")", a.at);
  return a.Made(builder);
}

ValueId PatchOf(const Application& a) {
  ValueId object = a.input;
  if (a.IsText()) {
    const Reading reading = ReadJson(a.values, a.Place(), object);
    if (reading == Reading::kText) return a.RefuseText();
    if (reading != Reading::kJson) return Unknown(a);
  }
  const Takes what = What(a.values[object]);
  if (what != Takes::kAnything && what != Takes::kObject) return a.Refuse(Takes::kObject, what);
  if (what != Takes::kObject) return Unknown(a);
  return GeneratePatch({a.values, object, {}, a.at, a.work});
}

// A value as the patch holds it: text that is JSON is embedded as such.
void AddPatchValue(const Application& a, ValueId value, TextBuilder& builder) {
  Values& values = a.values;
  const Value node = values[value];
  const Loc at = node.token ? node.token : a.at;
  if (node.kind == Kind::kUnknown) return builder.Hole(at);
  ValueId written = value;
  if (node.kind == Kind::kString) {
    ValueId inner = kNoValue;
    const Reading reading = ReadJson(values, node.text, inner);
    if (reading == Reading::kUnsure) return builder.Hole(at, node.text);
    if (reading == Reading::kJson) written = inner;
  }
  builder.Insert(a.Json(written), a.at);
}

constexpr Takes kText = Takes::kText;

constexpr Signature kFilters[] = {
    {.name = "from_json", .custom = true, .input = kText, .apply = FromJson},
    {.name = "generate_patch_document",
     .custom = true,
     .input = Takes::kTextOrObject,
     .apply = PatchOf},
    {.name = "json_encode", .parameters = {{{"pretty"}}}, .apply = JsonEncode},
    {.name = "sql_list", .custom = true, .apply = SqlList},
    {.name = "to_aws_tag_filters", .custom = true, .input = kText, .apply = ToAwsTagFilters},
};

}  // namespace

ValueId DictText(Values& values, ValueId dict, Loc at) {
  std::vector<Member> members(values.Members(dict).begin(), values.Members(dict).end());
  for (Member& member : members) {
    const Value node = values[member.value];
    if (node.kind != Kind::kString) continue;
    ValueId inner = kNoValue;
    const Reading reading = ReadJson(values, node.text, inner);
    if (reading == Reading::kJson) member.value = inner;
    if (reading == Reading::kUnsure) member.value = values.AddUnknown(node.token);
  }
  const ValueId object = values.AddObject(values[dict].token, members);
  return values.AddString(json::Serialise(values, object, json::Form::kPlain), at);
}

std::span<const Signature> JsonFilters() { return kFilters; }

ValueId GeneratePatch(const Application& a) {
  Values& values = a.values;
  if (values[a.input].open) return Unknown(a);
  std::vector<Member> members(values.Members(a.input).begin(), values.Members(a.input).end());
  for (const Member& member : members) {
    if (values[member.key].kind != Kind::kString || values[member.value].kind == Kind::kAbsent) {
      return Unknown(a);
    }
    // A key goes into the path as it is; one that JSON would escape is left alone.
    for (const char c : values.Text(member.key)) {
      if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) return Unknown(a);
    }
  }
  // In the order of the keys, of which the last one of equals counts.
  std::stable_sort(members.begin(), members.end(), [&](const Member& x, const Member& y) {
    return values.Text(x.key) < values.Text(y.key);
  });
  TextBuilder builder(values.sources());
  builder.Atom("[", a.at);
  bool first = true;
  for (size_t i = 0; i < members.size(); ++i) {
    const Member& member = members[i];
    if (i + 1 < members.size() && values.Known(member.key) &&
        values.Text(member.key) == values.Text(members[i + 1].key)) {
      continue;
    }
    if (builder.size() > kLongestText) return a.TooLarge();
    builder.Atom(first ? R"({"op":"add","path":"/)" : R"(,{"op":"add","path":"/)", a.at);
    builder.Insert(values[member.key].text, a.at);
    builder.Atom(R"(","value":)", a.at);
    AddPatchValue(a, member.value, builder);
    builder.Atom("}", a.at);
    first = false;
  }
  builder.Atom("]", a.at);
  return a.Made(builder);
}

}  // namespace stackql::tmpl
