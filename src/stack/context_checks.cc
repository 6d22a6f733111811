#include "stack/context_checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/old_yaml.h"
#include "json/json.h"
#include "rules/manifest.h"
#include "stack/yaml_traps.h"
#include "value/value.h"

namespace stackql {
namespace {

enum class Shape : uint8_t { kUnknown, kText, kScalar, kList, kMapping };

// What a context string certainly is when read as JSON; kText: it is none.
Shape ShapeOf(Values& values, ValueId text, ParsedTexts& texts) {
  if (text == kNoValue) return Shape::kUnknown;
  const Kind given = values[text].kind;
  if (given == Kind::kNumber || given == Kind::kBool) return Shape::kScalar;
  if (given != Kind::kString) return Shape::kUnknown;
  const std::string_view bytes = values.Text(text);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  const bool bracket =
      first != std::string_view::npos && (bytes[first] == '[' || bytes[first] == '{');
  if (!bracket && !values.Known(text)) return Shape::kUnknown;  // it may hold anything
  const json::Parsed& parsed = texts.Read(values, text);
  if (parsed.value == kNoValue) {
    return parsed.unsure || !values.Known(text) ? Shape::kUnknown : Shape::kText;
  }
  const Kind kind = values[parsed.value].kind;
  return kind == Kind::kArray    ? Shape::kList
         : kind == Kind::kObject ? Shape::kMapping
                                 : Shape::kScalar;
}

std::string_view Wording(Shape shape) {
  return shape == Shape::kList ? "a list" : shape == Shape::kMapping ? "a mapping" : "a scalar";
}

// Whether a value other than a string is false in Python.
bool IsFalse(const Values& values, ValueId value) {
  const Value& node = values[value];
  const std::string_view written = values.sources().Bytes(node.token);
  OldScalar scalar = OldScalar::kText;
  switch (node.kind) {
    case Kind::kArray:
    case Kind::kObject:
      return node.count == 0 && !node.open;
    case Kind::kBool:
    case Kind::kNumber:
    case Kind::kString:
      if (!node.quoted) scalar = ReadAsOldYaml(written);
      break;
    default:
      break;
  }
  if (scalar == OldScalar::kBool) {
    const std::string lower = Lower(written);
    return lower == "no" || lower == "off" || lower == "false";
  }
  const bool number = scalar == OldScalar::kNumber || scalar == OldScalar::kOctal;
  return number && written.find_first_not_of("-+0._xb") == std::string_view::npos;
}

// Of a value in 1.x.
Shape ShapeInPython(Values& values, ValueId value, ParsedTexts& texts) {
  if (value == kNoValue) return Shape::kUnknown;
  const Value& node = values[value];
  const bool date = node.kind == Kind::kUnknown && node.token &&
                    ReadAsOldYaml(values.sources().Bytes(node.token)) == OldScalar::kDate;
  return date || node.kind == Kind::kNull ? Shape::kScalar : ShapeOf(values, value, texts);
}

}  // namespace

void CheckGlobal(const Values& values, const Global& global, ValueId rendered, Dialect dialect,
                 Problems& problems) {
  if (global.name.empty()) return;
  if (dialect == Dialect::kPython && global.value != kNoValue && IsFalse(values, global.value)) {
    const Loc token = values[global.value].token;
    problems.push_back({.what = rules::EmptyGlobal::False{.name = global.name,
                                                          .value = values.sources().Bytes(token)},
                        .where = token,
                        .help = "Put it in quotes."});
    return;
  }
  const bool given = global.value != kNoValue;
  const bool null = given && values[global.value].kind == Kind::kNull;
  const bool empty = !given || null ||
                     (values[rendered].kind == Kind::kString && values.Known(rendered) &&
                      values.Text(rendered).empty());
  if (!empty) return;
  Loc where = values.Where(given ? global.value : global.name_at);
  if (given && where.empty()) where = values[global.value].token;
  if (where.empty()) where = values.Where(global.name_at);
  problems.push_back({.what = rules::EmptyGlobal{.name = global.name},
                      .where = where,
                      .help = "Give it a value, or remove it."});
}

namespace {

// The name that a text of a single template inserts; empty: it is no such text.
std::string_view BareName(std::string_view text) {
  if (!text.starts_with("{{") || !text.ends_with("}}") || text.size() < 5) return {};
  const std::string_view name = Trim(text.substr(2, text.size() - 4), " ");
  return All(name, IsWord) ? name : std::string_view();
}

}  // namespace

void CheckMerge(Values& values, const Prop& prop, ValueId base, std::span<const ValueId> others,
                ParsedTexts& texts, Problems& problems) {
  const Shape own = base == kNoValue ? Shape::kText : ShapeOf(values, base, texts);
  if (base != kNoValue && own == Shape::kText) {
    problems.push_back({.what = rules::IneffectiveMerge::Base{.prop = prop.name},
                        .where = values.Where(prop.value != kNoValue ? prop.value : prop.name_at)});
  }
  // A text is dropped: the first of the others is taken as it is.
  bool empty = own == Shape::kText;
  Shape merged = own;
  for (size_t i = 0; i < others.size() && i < prop.merge.size(); ++i) {
    const std::string name(values.Text(prop.merge[i]));
    const Loc where = values.Where(prop.merge[i]);
    if (name.find("{{") != std::string::npos) {
      problems.push_back({.what = rules::InvalidMerge::Template{.name = name},
                          .where = where,
                          .help = "Write the bare name, without braces."});
      if (const std::string_view bare = BareName(name); !bare.empty()) {
        problems.back().repairs.push_back(ReplaceWith(bare, where));
      }
      return;
    }
    const Shape shape = ShapeOf(values, others[i], texts);
    if (shape == Shape::kText) {
      problems.push_back({.what = rules::InvalidMerge{.name = name}, .where = where});
      return;
    }
    if (others[i] == base && shape != Shape::kUnknown) {
      problems.push_back({.what = rules::IneffectiveMerge{.name = name}, .where = where});
    }
    const bool first = empty;
    empty = false;
    if (first) merged = shape;
    if (first || shape == Shape::kUnknown || merged == Shape::kUnknown) continue;
    if (merged == shape && shape != Shape::kScalar) continue;
    problems.push_back({.what =
                            rules::InvalidMerge::Mixed{
                                .base = Wording(merged), .found = Wording(shape), .name = name},
                        .where = where});
    return;
  }
}

Kind CheckPythonMerge(Values& values, const Prop& prop, ValueId written, ValueId base,
                      std::span<const ValueId> others, ParsedTexts& texts, Problems& problems) {
  const Kind kind = written == kNoValue ? Kind::kNull : values[written].kind;
  Shape merged = kind == Kind::kArray    ? Shape::kList
                 : kind == Kind::kObject ? Shape::kMapping
                                         : ShapeInPython(values, base, texts);
  const bool empty =
      kind == Kind::kString && base != kNoValue && values.Known(base) && values.Text(base).empty();
  const bool none =
      empty || kind == Kind::kNull || (merged == Shape::kScalar && IsFalse(values, written));
  if (!none && (merged == Shape::kText || merged == Shape::kScalar)) {
    problems.push_back(
        {.what = rules::InvalidMerge{.name = prop.name}, .where = values.Where(written)});
    return Kind::kUnknown;
  }
  if (none) merged = Shape::kUnknown;
  for (size_t i = 0; i < others.size() && i < prop.merge.size(); ++i) {
    const Shape shape = ShapeInPython(values, others[i], texts);
    const bool structure = shape == Shape::kList || shape == Shape::kMapping;
    if (shape == Shape::kUnknown) continue;
    if (structure && merged == Shape::kUnknown) {
      if (none && i == 0) merged = shape;  // the first of the others counts
      continue;
    }
    if (structure && shape == merged) continue;
    const std::string_view name = values.Text(prop.merge[i]);
    problems.push_back(
        {.what = structure ? Message(rules::InvalidMerge::Mixed{
                                 .base = Wording(merged), .found = Wording(shape), .name = name})
                           : rules::InvalidMerge{.name = name},
         .where = values.Where(prop.merge[i])});
    return Kind::kUnknown;
  }
  return merged == Shape::kList      ? Kind::kArray
         : merged == Shape::kMapping ? Kind::kObject
                                     : Kind::kUnknown;
}

void CheckDates(const Values& values, ValueId value, Problems& problems) {
  std::vector<ValueId> open = {value};
  std::set<ValueId> seen;  // aliases share their anchor's node
  while (!open.empty()) {
    const ValueId id = open.back();
    open.pop_back();
    const Value& node = values[id];
    const bool structure = node.kind == Kind::kArray || node.kind == Kind::kObject;
    if (structure && !seen.insert(id).second) continue;
    for (const ValueId item : values.Elements(id)) open.push_back(item);
    for (const Member& member : values.Members(id)) {
      open.insert(open.end(), {member.value, member.key});
    }
    const bool date = id != value && node.kind == Kind::kString && !node.quoted &&
                      ReadAsOldYaml(values.Text(id)) == OldScalar::kDate;
    if (!date) continue;
    problems.push_back({.what = rules::DateInJson{.value = values.Text(id)},
                        .where = node.token,
                        .help = "Put it in quotes."});
    AddQuotes(values, node.token, problems.back());
  }
}

}  // namespace stackql
