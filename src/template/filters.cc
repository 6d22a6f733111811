#include "template/filters.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "json/json.h"

namespace stackql::tmpl {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// One filter at work. Each member function returns kNoValue where the result is not certain.
struct Application {
  Values& values;
  ValueId input = kNoValue;
  std::span<const NamedValue> arguments;
  Loc at = {};

  bool IsText() const { return values[input].kind == Kind::kString; }
  bool IsKnownText() const { return IsText() && values.Known(input); }
  std::string_view Text() const { return values.Text(input); }
  Loc Place() const { return values[input].text; }

  // An argument that is a known text; nullopt otherwise.
  std::optional<std::string_view> Argument(std::string_view name) const {
    for (const NamedValue& argument : arguments) {
      if (argument.name != name || argument.value == kNoValue) continue;
      if (values[argument.value].kind == Kind::kString && values.Known(argument.value)) {
        return values.Text(argument.value);
      }
    }
    return std::nullopt;
  }

  ValueId Finish(TextBuilder& builder) const {
    const Loc text = builder.Finish(Step::kFilter, Place());
    return values.AddString(text, Place());
  }

  // A known JSON value; kNoValue if the text is not JSON for certain.
  ValueId Json() const {
    if (!IsText()) return values[input].kind == Kind::kUnknown ? kNoValue : input;
    return json::Parse(values, Place()).value;
  }

  ValueId FromJson() const { return Json(); }

  ValueId JsonEncode() const {
    if (!arguments.empty()) return kNoValue;
    const Loc text = json::Serialise(values, input, json::Form::kPlain);
    return values.AddString(text, values[input].token);
  }

  ValueId ChangeCase(bool upper) const {
    if (!IsKnownText()) return kNoValue;
    const std::string_view text = Text();
    TextBuilder builder(values.sources());
    for (uint32_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (static_cast<unsigned char>(c) >= 0x80) return kNoValue;  // Unicode's tables are not here
      const bool letter = upper ? (c >= 'a' && c <= 'z') : (c >= 'A' && c <= 'Z');
      const Loc place = Place().Sub(i, i + 1);
      if (letter) {
        builder.Atom(std::string(1, static_cast<char>(c ^ 0x20)), place);
      } else {
        builder.Copy(place);
      }
    }
    return Finish(builder);
  }

  ValueId Trim(bool start, bool end) const {
    if (!IsKnownText()) return kNoValue;
    const std::string_view text = Text();
    size_t begin = start ? text.find_first_not_of(kBlanks) : 0;
    if (begin == std::string_view::npos) begin = text.size();
    const size_t last = end ? text.find_last_not_of(kBlanks) : text.size() - 1;
    const size_t stop = text.empty() || last == std::string_view::npos ? begin : last + 1;
    const Loc kept = Place().Sub(static_cast<uint32_t>(begin),
                                 static_cast<uint32_t>(std::max(begin, stop)));
    return values.AddString(kept, Place());
  }

  ValueId Replace() const {
    const auto from = Argument("from");
    const auto to = Argument("to");
    if (!IsKnownText() || !from || !to || from->empty()) return kNoValue;
    const std::string_view text = Text();
    TextBuilder builder(values.sources());
    size_t done = 0;
    for (size_t found = text.find(*from); found != std::string_view::npos;
         found = text.find(*from, done)) {
      builder.Copy(Place().Sub(static_cast<uint32_t>(done), static_cast<uint32_t>(found)));
      const size_t end = found + from->size();
      builder.Atom(*to, Place().Sub(static_cast<uint32_t>(found), static_cast<uint32_t>(end)));
      done = end;
    }
    builder.Copy(Place().Sub(static_cast<uint32_t>(done), static_cast<uint32_t>(text.size())));
    return Finish(builder);
  }

  // Doubles single quotes; holes stay, as whatever fills them is escaped too.
  ValueId SqlEscape() const {
    if (!IsText()) return kNoValue;
    const std::string_view text = Text();
    TextBuilder builder(values.sources());
    uint32_t done = 0;
    for (size_t quote = text.find('\''); quote != std::string_view::npos;
         quote = text.find('\'', quote + 1)) {
      const auto begin = static_cast<uint32_t>(quote);
      builder.Copy(Place().Sub(done, begin));
      builder.Atom("''", Place().Sub(begin, begin + 1));
      done = begin + 1;
    }
    builder.Copy(Place().Sub(done, static_cast<uint32_t>(text.size())));
    return Finish(builder);
  }

  ValueId Merge(bool lists) const {
    const Kind wanted = lists ? Kind::kArray : Kind::kObject;
    if (arguments.size() != 1 || arguments[0].value == kNoValue) return kNoValue;
    const ValueId other = arguments[0].value;
    if (values[input].kind != wanted || values[other].kind != wanted) return kNoValue;
    return lists ? JoinLists(other) : JoinObjects(other);
  }

  ValueId JoinLists(ValueId other) const {
    // Which items repeat cannot be told without comparing them all: at least the first list's.
    return values.AddArray(values[input].token, Copy(values.Elements(input)),
                           values[other].count > 0 || values[input].open || values[other].open);
  }

  static std::vector<ValueId> Copy(std::span<const ValueId> items) {
    return {items.begin(), items.end()};
  }

  ValueId JoinObjects(ValueId other) const {
    std::vector<Member> all(values.Members(input).begin(), values.Members(input).end());
    const std::vector<Member> more(values.Members(other).begin(), values.Members(other).end());
    all.insert(all.end(), more.begin(), more.end());  // the later of equal keys counts
    return values.AddObject(values[input].token, all, values[input].open || values[other].open);
  }

  ValueId Element(bool first) const {
    if (values[input].kind != Kind::kArray || values[input].open || values[input].count == 0) {
      return kNoValue;
    }
    const std::span<const ValueId> items = values.Elements(input);
    return first ? items.front() : items.back();
  }

  ValueId Get() const {
    const auto key = Argument("key");
    return key && values[input].kind == Kind::kObject ? values.Find(input, *key) : kNoValue;
  }
};

struct Entry {
  std::string_view name = {};
  ValueId (*apply)(const Application&) = nullptr;
};

constexpr std::array kEntries = {
    Entry{"from_json", [](const Application& a) { return a.FromJson(); }},
    Entry{"json_encode", [](const Application& a) { return a.JsonEncode(); }},
    Entry{"upper", [](const Application& a) { return a.ChangeCase(true); }},
    Entry{"lower", [](const Application& a) { return a.ChangeCase(false); }},
    Entry{"trim", [](const Application& a) { return a.Trim(true, true); }},
    Entry{"trim_start", [](const Application& a) { return a.Trim(true, false); }},
    Entry{"trim_end", [](const Application& a) { return a.Trim(false, true); }},
    Entry{"replace", [](const Application& a) { return a.Replace(); }},
    Entry{"sql_escape", [](const Application& a) { return a.SqlEscape(); }},
    Entry{"merge_lists", [](const Application& a) { return a.Merge(true); }},
    Entry{"merge_objects", [](const Application& a) { return a.Merge(false); }},
    Entry{"first", [](const Application& a) { return a.Element(true); }},
    Entry{"last", [](const Application& a) { return a.Element(false); }},
    Entry{"get", [](const Application& a) { return a.Get(); }},
    Entry{"safe", [](const Application& a) { return a.IsText() ? a.input : kNoValue; }},
    Entry{"generate_patch_document",
          [](const Application& a) {
            const ValueId object = a.Json();
            if (object == kNoValue || a.values[object].kind != Kind::kObject) return kNoValue;
            return GeneratePatch(a.values, object, a.at);
          }},
};

// Whether a text with holes could turn out to be JSON of its own: anything but text that begins
// like none.
bool MayBeJson(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return false;
  const char c = text[first];
  return static_cast<unsigned char>(c) == 0xFF || (c >= '0' && c <= '9') ||
         std::string_view("{[\"-tfn").find(c) != std::string_view::npos;
}

// The value of one operation: a text that is JSON is embedded as it is, other text as a string.
void AddPatchValue(Values& values, ValueId value, Loc at, TextBuilder& builder) {
  const Value node = values[value];
  if (node.kind == Kind::kUnknown) return builder.Hole(at);
  if (node.kind == Kind::kString) {
    const std::string_view text = values.sources().Bytes(node.text);
    const json::Parsed parsed = json::Parse(values, node.text);
    if (parsed.value != kNoValue && values[parsed.value].kind != Kind::kUnknown) {
      return builder.Copy(node.text);
    }
    if (HasHole(text) && MayBeJson(text)) return builder.Hole(at, node.text);
  }
  builder.Copy(json::Serialise(values, value, json::Form::kPlain));
}

}  // namespace

ValueId GeneratePatch(Values& values, ValueId object, Loc at) {
  if (values[object].open) return kNoValue;
  TextBuilder builder(values.sources());
  builder.Atom("[", at);
  bool first = true;
  const std::vector<Member> members(values.Members(object).begin(), values.Members(object).end());
  for (const Member& member : members) {
    const Loc key = values[member.key].text;
    if (values.sources().Bytes(key).find_first_of("\"\\") != std::string_view::npos) return kNoValue;
    builder.Atom(first ? R"({"op":"add","path":"/)" : R"(,{"op":"add","path":"/)", at);
    builder.Copy(key);
    builder.Atom(R"(","value":)", at);
    AddPatchValue(values, member.value, at, builder);
    builder.Atom("}", at);
    first = false;
  }
  builder.Atom("]", at);
  const Loc text = builder.Finish(Step::kFilter, at);
  return values.AddString(text, at);
}

ValueId ApplyFilter(Values& values, std::string_view name, ValueId input,
                    std::span<const NamedValue> arguments, Loc at) {
  const auto found = std::find_if(kEntries.begin(), kEntries.end(),
                                  [&](const Entry& entry) { return entry.name == name; });
  if (found == kEntries.end() || values[input].kind == Kind::kUnknown) return values.AddUnknown(at);
  const ValueId result = found->apply({values, input, arguments, at});
  return result == kNoValue ? values.AddUnknown(at) : result;
}

}  // namespace stackql::tmpl
