#include "operation/identifier.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "catalog/text_form.h"
#include "json/json.h"
#include "lang/patterns.h"
#include "operation/parameters.h"
#include "operation/properties.h"
#include "operation/reference_fix.h"
#include "rules/query.h"
#include "snapshot/snapshot_tables.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

// Reports an identifier of another number of parts than the type's; whether there was one.
bool CheckParts(const Values& values, ValueId identifier, const snapshot::ResourceType& type,
                Problems& problems) {
  const uint32_t expected =
      type.primary_identifier() == nullptr ? 0 : type.primary_identifier()->size();
  if (expected < 2) return false;
  const std::string_view text = values.Text(identifier);
  const auto found = static_cast<uint32_t>(std::count(text.begin(), text.end(), '|')) + 1;
  if (found == expected) return false;
  // A hole may hold more of them.
  if (found < expected && HasHole(text)) {
    const std::string enough = "^([^|]*\\|){" + std::to_string(expected - 1) + "}";
    if (MatchText(values, values[identifier].text, enough) != Tri::kNo) return false;
  }
  std::string names;
  for (const auto* part : *type.primary_identifier()) {
    names += (names.empty() ? "" : "|") + part->str().substr(1);
  }
  problems.push_back({.what = rules::MalformedIdentifier::Parts{.expected = expected,
                                                                .found = found,
                                                                .names = names,
                                                                .type = type.type_name()->str()},
                      .where = values.Where(identifier),
                      .doubtful = found > expected});
  return true;
}

// What texts of a one-part identifier look like, as closely as it is known; empty if it is not.
std::string FormOfIdentifier(const snapshot::ResourceType& type) {
  if (type.primary_identifier() == nullptr || type.primary_identifier()->size() != 1) return {};
  const std::string name = type.primary_identifier()->Get(0)->str().substr(1);
  const snapshot::Property* property = FindProperty(type, name);
  const snapshot::Schema* node =
      property == nullptr ? nullptr : type.schemas()->Get(property->schema());
  const bool formatted =
      node != nullptr && node->format_pattern() != nullptr && node->format_pattern()->size() > 0;
  return formatted ? node->format_pattern()->str()
                   : flatbuffers::GetString(type.identifier_pattern());
}

// Reports a text that is a column of another kind than an identifier, or a part of it, is.
void CheckReference(const Values& values, Loc text, const std::string& pattern,
                    const snapshot::ResourceType& type, Problems& problems) {
  if (FirstContent(values, text).empty() || MatchText(values, text, pattern) != Tri::kNo) return;
  const HoleContent& content = FirstContent(values, text).front();
  problems.push_back(
      {.what = rules::MalformedIdentifier::Reference{.content = Describe(content),
                                                     .pattern = pattern,
                                                     .type = type.type_name()->str(),
                                                     .value = values.sources().Spelling(text)},
       .where = text,
       .related = {{content.where, "this column"}}});
  AdviseColumn(values, text, content, OtherColumn(content, pattern), problems.back());
}

// Whether a text is the export of the property of the type that is another part of its identifier.
bool IsOtherPart(const Values& values, Loc text, const snapshot::ResourceType& type,
                 std::string_view name) {
  if (values.sources().Bytes(text) != kHoleBytes) return false;
  const std::span<const HoleContent> contents = FirstContent(values, text);
  if (contents.size() != 1 || contents.front().type != type.type_name()->string_view())
    return false;
  const std::string pointer = "/" + contents.front().property;
  return contents.front().property != name &&
         std::ranges::any_of(*type.primary_identifier(),
                             [&](const auto* part) { return part->string_view() == pointer; });
}

// Reports a part of an identifier that its property cannot be.
void CheckPart(const Values& values, Loc text, const snapshot::ResourceType& type,
               std::string_view name, Problems& problems) {
  const snapshot::Property* property = FindProperty(type, name);
  if (property == nullptr || text.empty()) return;
  if (IsOtherPart(values, text, type, name)) {
    const HoleContent& content = FirstContent(values, text).front();
    problems.push_back(
        {.what = rules::MalformedIdentifier::Part{.content = Describe(content),
                                                  .name = name,
                                                  .type = type.type_name()->str(),
                                                  .value = values.sources().Spelling(text)},
         .where = text,
         .related = {{content.where, "this column"}}});
    return;
  }
  for (const std::string& pattern : catalog::TextFormAt(type, property->schema()).patterns) {
    const size_t before = problems.size();
    if (MatchPattern(pattern, values.sources().Bytes(text)) == Tri::kNo) {
      problems.push_back(
          {.what = rules::MalformedIdentifier::Text{.name = name,
                                                    .pattern = pattern,
                                                    .type = type.type_name()->str(),
                                                    .value = ShowText(values.sources(), text)},
           .where = text});
    } else {
      CheckReference(values, text, pattern, type, problems);
    }
    if (problems.size() > before) return;
  }
}

void CheckEachPart(const Values& values, ValueId identifier, const snapshot::ResourceType& type,
                   Problems& problems) {
  const Loc whole = values[identifier].text;
  const std::string_view bytes = values.sources().Bytes(whole);
  size_t begin = 0;
  for (const auto* pointer : *type.primary_identifier()) {
    const size_t end = std::min(bytes.find('|', begin), bytes.size());
    const Loc text = whole.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
    begin = end + 1;
    CheckPart(values, text, type, pointer->string_view().substr(1), problems);
  }
}

// Reports members of an identifier in JSON that are no properties of the type, or that these cannot
// be. Which of its properties identify a resource is not decided: types have further identifiers.
void CheckMembers(Values& values, ValueId identifier, const snapshot::ResourceType& type,
                  Problems& problems) {
  const json::Parsed parsed = json::Parse(values, values[identifier].text);
  if (parsed.value == kNoValue || values[parsed.value].kind != Kind::kObject) return;
  for (const Member& member : values.Members(parsed.value)) {
    const std::string_view name = values.Text(member.key);
    if (!values.Known(member.key)) continue;
    if (FindProperty(type, name) != nullptr) {
      const Value& part = values[member.value];
      if (part.kind == Kind::kString) CheckPart(values, part.text, type, name, problems);
      continue;
    }
    problems.push_back(
        {.what = rules::MalformedIdentifier::Member{.name = name, .type = type.type_name()->str()},
         .where = values.Where(member.key)});
  }
}

// The property that a resource is known by, if it is one name.
std::string_view NameOfType(const snapshot::ResourceType& type) {
  if (type.primary_identifier() == nullptr || type.primary_identifier()->size() != 1) return {};
  const std::string_view name = type.primary_identifier()->Get(0)->string_view().substr(1);
  return name.ends_with("Name") ? name : std::string_view();
}

// Whether resources of the type have an ARN beside their identifier.
bool HasOwnArn(const snapshot::ResourceType& type) {
  return type.read_only() != nullptr &&
         std::ranges::any_of(*type.read_only(), [](const auto* pointer) {
           const std::string_view name = pointer->string_view();
           return name.rfind('/') == 0 && Lower(name).ends_with("arn");
         });
}

// Reports an ARN where the identifier is a name. Some services take ARNs for names, so it may work.
void CheckArn(const Values& values, ValueId identifier, const snapshot::ResourceType& type,
              Problems& problems) {
  constexpr std::string_view kArn = "^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$";
  const std::string_view name = NameOfType(type);
  if (name.empty() || !HasOwnArn(type)) return;
  if (MatchText(values, values[identifier].text, kArn) != Tri::kYes) return;
  const snapshot::Property* property = FindProperty(type, name);
  if (property == nullptr) return;
  for (const std::string& pattern : catalog::TextFormAt(type, property->schema()).patterns) {
    if (pattern.find("arn") != std::string::npos) return;
  }
  problems.push_back({.what = rules::MalformedIdentifier::Arn{.name = name,
                                                              .type = type.type_name()->str(),
                                                              .value = Show(values, identifier)},
                      .where = values.Where(identifier),
                      .doubtful = true});
}

}  // namespace

void CheckIdentifier(Values& values, ValueId identifier, const snapshot::ResourceType& type,
                     Problems& problems) {
  if (values[identifier].kind != Kind::kString) return;
  if (CheckPlaceholder(values, identifier, problems)) return;
  // Names and values as JSON, which may be those of a secondary identifier (the Cloud Control API
  // user guide, "Identifying resources").
  constexpr std::string_view kJson = "^\\s*[{]";
  if (MatchText(values, values[identifier].text, kJson) == Tri::kYes) {
    return CheckMembers(values, identifier, type, problems);
  }
  if (CheckParts(values, identifier, type, problems)) return;
  const auto parts = static_cast<ptrdiff_t>(
      type.primary_identifier() == nullptr ? 0 : type.primary_identifier()->size());
  if (parts > 1 && std::ranges::count(values.Text(identifier), '|') == parts - 1) {
    CheckEachPart(values, identifier, type, problems);
  }
  const std::string pattern = flatbuffers::GetString(type.identifier_pattern());
  if (!pattern.empty() && MatchPattern(pattern, values.Text(identifier)) == Tri::kNo) {
    problems.push_back({.what = rules::MalformedIdentifier{.pattern = pattern,
                                                           .type = type.type_name()->str(),
                                                           .value = Show(values, identifier)},
                        .where = values.Where(identifier)});
    return;
  }
  const size_t before = problems.size();
  const std::string form = FormOfIdentifier(type);
  if (!form.empty()) CheckReference(values, values[identifier].text, form, type, problems);
  if (problems.size() == before) CheckArn(values, identifier, type, problems);
}

}  // namespace stackql
