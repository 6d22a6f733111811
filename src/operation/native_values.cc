#include "operation/native_values.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "diag/suggest.h"
#include "json/duplicate_keys.h"
#include "json/json.h"
#include "operation/parameters.h"
#include "operation/properties.h"
#include "rules/query.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

// AWS::S3:: of AWS::S3::Bucket
std::string_view ServicePart(std::string_view type) { return type.substr(0, type.rfind(':') + 1); }

// The type of the same service that was meant: AWS has more of them than are known.
std::string MeantType(const catalog::Catalog& catalog, std::string_view name) {
  std::vector<std::string_view> names;
  for (const snapshot::ResourceType* type : catalog.Types()) {
    const std::string_view each = type->type_name()->string_view();
    if (SameButStyle(ServicePart(each), ServicePart(name))) names.push_back(each);
  }
  return std::string(Suggest(name, names, 1));
}

// A list of strings.
bool IsListOfStrings(const Values& values, ValueId list) {
  const Kind kind = values[list].kind;
  if (kind != Kind::kArray) return kind == Kind::kUnknown;
  return std::ranges::all_of(values.Elements(list), [&](ValueId item) {
    return values[item].kind == Kind::kString || values[item].kind == Kind::kUnknown;
  });
}

// {"Key": ..., "Values": [...]}
void CheckTagFilter(const Values& values, ValueId filter, Problems& problems) {
  constexpr auto kMembers = std::to_array<std::string_view>({"Key", "Values"});
  if (values[filter].kind == Kind::kUnknown) return;
  if (values[filter].kind != Kind::kObject) {
    problems.push_back({.what = rules::TaggingFilter::Item{.found = Describe(values[filter].kind)},
                        .where = values.Where(filter)});
    return;
  }
  for (const Member& member : values.Members(filter)) {
    if (values[member.key].kind != Kind::kString || !values.Known(member.key)) continue;
    const std::string_view name = values.Text(member.key);
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      problems.push_back({.what = rules::TaggingFilter::Member{.name = name},
                          .where = values.Where(member.key),
                          .help = name == "Value" ? R"(Write "Values": ["..."].)"
                                                  : DidYouMean(Suggest(name, kMembers))});
    } else if (name == "Values" && !IsListOfStrings(values, member.value)) {
      problems.push_back(
          {.what = rules::TaggingFilter{.name = name}, .where = values.Where(member.value)});
    }
  }
}

// Whether a list that a template filled in is one of tags, as properties take it.
bool AreInsertedTags(const Values& values, ValueId list) {
  const auto is_tag = [&](ValueId item) {
    const auto value = values.FindMember(item, "Value");
    return value && !values.FindMember(item, "Values") &&
           !values.sources().Resolve(values.Where(value->key)).used_in.empty();
  };
  return !values.Elements(list).empty() && std::ranges::all_of(values.Elements(list), is_tag);
}

}  // namespace

const snapshot::ResourceType* FindNamedType(Binding& binding, ValueId name) {
  constexpr std::string_view kForm =
      "^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}(::MODULE)?$";
  const Values& values = binding.values;
  if (name == kNoValue || values[name].kind != Kind::kString) return nullptr;
  if (CheckPlaceholder(values, name, binding.problems)) return nullptr;
  const Loc where = values.Where(name);
  if (MatchText(values, values[name].text, kForm) == Tri::kNo) {
    binding.problems.push_back(
        {.what = rules::UnknownTable::TypeForm{.name = values.sources().Spelling(where)},
         .where = where,
         .certain = true});
    return nullptr;
  }
  if (!values.Known(name)) return nullptr;
  const std::string_view text = values.Text(name);
  const snapshot::ResourceType* type = binding.catalog.FindType(text);
  if (type != nullptr) return type;
  if (const std::string meant = MeantType(binding.catalog, text); !meant.empty()) {
    binding.problems.push_back({.what = rules::UnknownTable::Type{.name = text},
                                .where = where,
                                .help = DidYouMean(meant),
                                .repairs = {Correct(text, meant, where)},
                                .certain = EqualsIgnoringCase(text, meant)});
  }
  return nullptr;
}

ValueId DesiredObject(Binding& binding, const sql::Expr& expr) {
  Values& values = binding.values;
  const sql::Expr* literal = Literal(expr);
  if (literal == nullptr || literal->kind != sql::Expr::Kind::kString) return kNoValue;
  constexpr std::string_view kName = "DesiredState";
  const json::Parsed parsed = json::Parse(values, literal->text);
  if (parsed.value != kNoValue) {
    json::CheckDuplicateKeys(values, parsed.value, binding.problems);
    const Kind kind = values[parsed.value].kind;
    if (kind == Kind::kObject || kind == Kind::kUnknown) return parsed.value;
    binding.problems.push_back(
        {.what = rules::WrongType::Object{.found = Describe(kind), .property = kName},
         .where = literal->where});
    return kNoValue;
  }
  const std::string_view bytes = values.sources().Bytes(literal->text);
  if (parsed.unsure || HasHole(bytes.substr(0, 3)) || IsSpoilt(values, *literal)) return kNoValue;
  binding.problems.push_back(
      {.what = rules::WrongType::Json{.expected = parsed.expected, .property = kName},
       .where = parsed.error ? parsed.error : literal->where});
  return kNoValue;
}

void CheckTaggingFilter(Binding& binding, std::string_view name, const sql::Expr& value) {
  Values& values = binding.values;
  const sql::Expr* literal = Literal(value);
  if (literal == nullptr || literal->kind != sql::Expr::Kind::kString) return;
  if (IsSpoilt(values, *literal)) return;
  const json::Parsed parsed = json::Parse(values, literal->text);
  if (parsed.unsure) return;
  const bool tags = name == "TagFilters";
  if (tags && parsed.value != kNoValue && values[parsed.value].kind == Kind::kArray) {
    if (AreInsertedTags(values, parsed.value)) {
      binding.problems.push_back({.what = rules::TaggingFilter::Plain{.name = name},
                                  .where = literal->where,
                                  .help = "Pass them through the filter 'to_aws_tag_filters'."});
      return;
    }
    const auto filters = values.Elements(parsed.value);
    for (const ValueId filter : std::vector(filters.begin(), filters.end())) {
      CheckTagFilter(values, filter, binding.problems);
    }
    return;
  }
  if (parsed.value == kNoValue ? HasHole(values.sources().Bytes(literal->text).substr(0, 3))
                               : IsListOfStrings(values, parsed.value)) {
    return;
  }
  binding.problems.push_back({.what = tags ? Message(rules::TaggingFilter::Tags{.name = name})
                                           : rules::TaggingFilter{.name = name},
                              .where = literal->where});
}

}  // namespace stackql
