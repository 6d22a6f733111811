#include "stack/fields.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/number_text.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "stack/yaml_traps.h"
#include "value/value.h"

namespace stackql {
namespace {

// Fields of a prop that a global does not have.
constexpr std::array<std::string_view, 2> kOfPropsOnly = {"values", "merge"};

std::string_view Describe(Shape shape) {
  switch (shape) {
    case Shape::kAny:
      return "any value";
    case Shape::kText:
      return "a string";
    case Shape::kUnsigned:
      return "a whole number without quotes";
    case Shape::kBool:
    case Shape::kFlag:
      return "true or false without quotes";
    case Shape::kList:
      return "a list";
    case Shape::kTextList:
    case Shape::kMaybeTextList:
      return "a list of names";
    case Shape::kMap:
      return "a mapping";
  }
  return {};
}

bool IsScalar(Kind kind) { return kind != Kind::kArray && kind != Kind::kObject; }

bool Fits(const Values& values, ValueId id, Shape shape) {
  const Value& value = values[id];
  const bool nothing = value.kind == Kind::kNull;
  switch (shape) {
    case Shape::kAny:
      return true;
    case Shape::kText:
      return IsScalar(value.kind);
    case Shape::kUnsigned:
      // Hexadecimal and octal spellings are numbers too; only what is certainly rejected counts.
      return value.kind == Kind::kNumber &&
             values.Text(id).find_first_of("-.eE") == std::string_view::npos;
    case Shape::kBool:
      return nothing || value.kind == Kind::kBool;
    case Shape::kFlag:
      return value.kind == Kind::kBool;
    case Shape::kList:
    case Shape::kTextList:
      return (nothing && value.token.empty()) || value.kind == Kind::kArray;
    case Shape::kMaybeTextList:
      return nothing || value.kind == Kind::kArray;
    case Shape::kMap:
      return nothing || value.kind == Kind::kObject;
  }
  return true;
}

void ReportShape(const Values& values, ValueId id, const Field& field, Problems& problems) {
  problems.push_back({.what = rules::FieldType{.expected = Describe(field.shape),
                                               .field = field.name,
                                               .found = Describe(values[id].kind)},
                      .where = values.Where(id)});
  const bool list = field.shape == Shape::kList || field.shape == Shape::kTextList;
  if (list && values[id].kind == Kind::kNull) {
    problems.back().help = "Write [] for an empty list, or remove the field.";
  }
}

void CheckShape(const Values& values, ValueId id, const Field& field, Problems& problems) {
  if (field.shape == Shape::kAny) return;
  if (ReportUnquotedTemplate(values, id, problems)) return;
  if (!Fits(values, id, field.shape)) return ReportShape(values, id, field, problems);
  if (field.shape != Shape::kTextList && field.shape != Shape::kMaybeTextList) return;
  for (const ValueId item : values.Elements(id)) {
    if (IsScalar(values[item].kind)) continue;
    if (ReportUnquotedTemplate(values, item, problems)) continue;
    problems.push_back({.what = rules::FieldType{.expected = Describe(field.shape),
                                                 .field = field.name,
                                                 .found = Describe(values[item].kind)},
                        .where = values.Where(item)});
  }
}

// The word null is a text where one is wanted.
bool Empty(const Values& values, ValueId id, Shape shape) {
  const Value& value = values[id];
  if (value.kind == Kind::kNull) return shape != Shape::kText || value.token.empty();
  if (value.kind == Kind::kArray) return value.count == 0;
  return value.kind == Kind::kString && values.Text(id).empty();
}

// A finding about a whole mapping points at its first key: tight, and in it.
Loc FirstKey(const Values& values, ValueId object) {
  const std::span<const Member> members = values.Members(object);
  return members.empty() ? values.Where(object) : values.Where(members.front().key);
}

bool IsVital(const Values& values, ValueId object, const Field& field,
             std::span<const Field> fields) {
  if (field.vital != Vital::kAlone) return field.vital == Vital::kAlways;
  return std::ranges::none_of(fields, [&](const Field& other) {
    return other.vital == Vital::kAlone && values.Find(object, other.name) != kNoValue;
  });
}

// The field that was meant, if any: one that is not given.
const Field* MeantField(const Values& values, ValueId object, std::string_view written,
                        std::span<const Field> fields) {
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.name);
  const std::string_view meant = Suggest(written, names);
  if (meant.empty() || values.Find(object, meant) != kNoValue) return nullptr;
  return &*std::ranges::find(fields, meant, &Field::name);
}

// The field that was meant, if any.
const Field* ReportUnknown(const Values& values, ValueId object, ValueId key,
                           std::string_view owner, std::span<const Field> fields,
                           Problems& problems) {
  const std::string_view text = values.Text(key);
  const bool of_props =
      owner == "global" && std::ranges::find(kOfPropsOnly, text) != kOfPropsOnly.end();
  const Field* meant = of_props ? nullptr : MeantField(values, object, text, fields);
  Problem problem = {.what = rules::UnknownField{.field = text, .owner = owner},
                     .where = values.Where(key)};
  if (of_props) problem.help = "Only props have '" + std::string(text) + "'.";
  if (meant != nullptr) {
    const bool vital = IsVital(values, object, *meant, fields);
    if (vital) {
      problem.what =
          rules::MissingField::Misspelled{.field = meant->name, .owner = owner, .written = text};
    }
    problem.help = DidYouMean(meant->name);
    // What stands in for it is used today.
    problem.repairs.push_back({.title = "Rename to '" + std::string(meant->name) + "'",
                               .where = values[key].text,
                               .text = std::string(meant->name),
                               .guess = meant->vital == Vital::kAlone && !vital});
  }
  problems.push_back(std::move(problem));
  return meant;
}

// What two equal keys have in common; lists and mappings that are spelled differently may be equal.
std::string IdentityOf(const Values& values, ValueId key) {
  switch (values[key].kind) {
    case Kind::kString:
      return "s" + std::string(values.Text(key));
    case Kind::kNumber:
      return "n" + PrintedBySerde(values.Text(key));
    case Kind::kBool:
      return "b" + Lower(values.Text(key));
    case Kind::kNull:
      return values[key].token.empty() ? std::string() : std::string("0");
    case Kind::kArray:
    case Kind::kObject:
      return "c" + std::string(values.sources().Bytes(values.Where(key)));
    default:
      return {};
  }
}

}  // namespace

void CheckDuplicateKeys(const Values& values, ValueId object, std::string_view owner,
                        Problems& problems) {
  if (values.HasDistinctKeys(object)) return;
  std::vector<std::pair<std::string, Member>> members;
  for (const Member& member : values.Members(object)) {
    std::string identity = IdentityOf(values, member.key);
    if (!identity.empty()) members.emplace_back(std::move(identity), member);
  }
  std::stable_sort(members.begin(), members.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 1; i < members.size(); ++i) {
    if (members[i - 1].first != members[i].first) continue;
    const ValueId key = members[i].second.key;
    problems.push_back(
        {.what =
             rules::DuplicateKey{.key = values.sources().Bytes(values.Where(key)), .owner = owner},
         .where = values.Where(key),
         .related = {{values.Where(members[i - 1].second.key), "first given here"}}});
  }
}

bool CheckFields(const Values& values, ValueId object, std::string_view owner,
                 std::span<const Field> fields, MisspelledFields& misspelled, Problems& problems) {
  if (ReportUnquotedTemplate(values, object, problems)) return false;
  if (values[object].kind != Kind::kObject) {
    problems.push_back({.what = rules::FieldType{.expected = "a mapping",
                                                 .field = owner,
                                                 .found = Describe(values[object].kind)},
                        .where = values.Where(object)});
    return false;
  }
  CheckDuplicateKeys(values, object, owner, problems);
  bool merges = false;
  for (const Member& member : values.Members(object)) {
    if (ReportMergeKey(values, member.key, problems)) {
      merges = true;
      continue;
    }
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& candidate) {
      return candidate.name == values.Text(member.key);
    });
    if (field == fields.end()) {
      const Field* meant = ReportUnknown(values, object, member.key, owner, fields, problems);
      if (meant != nullptr) misspelled.Add(object, meant->name, member.value);
    } else if (!(field->required && values[member.value].kind == Kind::kNull)) {
      CheckShape(values, member.value, *field, problems);
    }
  }
  // What is missing was to be merged.
  if (merges) return true;
  for (const Field& field : fields) {
    if (!field.required) continue;
    const ValueId value = values.Find(object, field.name);
    if (value != kNoValue && (field.may_be_empty || !Empty(values, value, field.shape))) continue;
    if (value == kNoValue && misspelled.Find(object, field.name) != kNoValue) continue;
    problems.push_back({.what = rules::MissingField{.field = field.name, .owner = owner},
                        .where = value != kNoValue
                                     ? values.Where(values.FindMember(object, field.name)->key)
                                     : FirstKey(values, object)});
  }
  return true;
}

}  // namespace stackql
