#include "stack/yaml_traps.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/number.h"
#include "base/old_yaml.h"
#include "rules/manifest.h"
#include "stack/fields.h"
#include "value/value.h"

namespace stackql {
namespace {

bool AllDigits(std::string_view text) { return !text.empty() && All(text, IsDigit); }

// What YAML 1.1 makes of a plain scalar that YAML 1.2 takes for text; empty: text as well.
std::string_view OldMeaning(std::string_view text) {
  switch (ReadAsOldYaml(text)) {
    case OldScalar::kBool:
      return "a boolean";
    case OldScalar::kOctal:
      return "an octal number";
    case OldScalar::kSexagesimal:
      return "a base-60 number";
    case OldScalar::kDate:
      return "a date";
    default:
      return {};
  }
}

// `text` as a quoted YAML scalar; empty if that needs an escape.
std::string Quoted(std::string_view text) {
  if (text.find_first_of("\n\r") != std::string_view::npos) return {};
  if (text.find_first_of("\"\\") == std::string_view::npos) return '"' + std::string(text) + '"';
  if (text.find('\'') == std::string_view::npos) return '\'' + std::string(text) + '\'';
  return {};
}

}  // namespace

void AddQuotes(const Values& values, Loc token, Problem& problem) {
  std::string quoted = Quoted(values.sources().Bytes(token));
  if (quoted.empty()) return;
  problem.repairs.push_back(
      {.title = "Quote it", .where = token, .text = std::move(quoted), .verbatim = true});
}

bool IsUnquotedTemplate(const Values& values, ValueId node) {
  const Value& value = values[node];
  if (value.kind != Kind::kObject || value.count != 1 || !value.token) return false;
  if (values[values.Members(node).front().key].kind != Kind::kObject) return false;
  const std::string_view bytes = values.sources().Bytes(value.token);
  return bytes.starts_with("{{") && bytes.ends_with("}}");
}

bool ReportUnquotedTemplate(const Values& values, ValueId node, Problems& problems) {
  if (!IsUnquotedTemplate(values, node)) return false;
  const Loc where = values[node].token;
  Problem problem = {.what = rules::UnquotedTemplate{.text = values.sources().Bytes(where)},
                     .where = where,
                     .help = "Put it in quotes."};
  AddQuotes(values, where, problem);
  problems.push_back(std::move(problem));
  return true;
}

bool ReportMergeKey(const Values& values, ValueId key, Problems& problems) {
  if (values[key].kind != Kind::kString || values[key].quoted || values.Text(key) != "<<") {
    return false;
  }
  problems.push_back({.what = rules::MergeKey{.key = "<<"},
                      .where = values.Where(key),
                      .help = "Write out the merged keys, or use 'merge' in a prop."});
  return true;
}

YamlTraps::YamlTraps(const Values& values, TextId manifest, Problems& problems)
    : values_(values), manifest_(manifest), problems_(problems), seen_(values.size()) {}

void YamlTraps::Check(ValueId node) {
  const Kind kind = values_[node].kind;
  if (kind == Kind::kString) return CheckScalar(node);
  if (kind == Kind::kNumber) return CheckInteger(node);
  if (kind != Kind::kArray && kind != Kind::kObject) return;
  if (seen_[node]) return;
  seen_[node] = true;
  if (kind == Kind::kArray) {
    for (const ValueId item : values_.Elements(node)) Check(item);
    return;
  }
  if (ReportUnquotedTemplate(values_, node, problems_)) return;
  if (IsYaml(values_[node].token)) {
    CheckDuplicateKeys(values_, node, "mapping", problems_);
  }
  for (const Member& member : values_.Members(node)) {
    ReportMergeKey(values_, member.key, problems_);
    Check(member.value);
  }
}

// Whether serde_yaml reads it: the manifest, and what `file()` includes of such a name.
bool YamlTraps::IsYaml(Loc token) const {
  if (token.text == manifest_) return true;
  if (values_.sources().StepOf(token.text) != Step::kFile) return false;
  const std::string& path = values_.sources().Path(token.text);
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

// serde_yaml reads integers of 128 bits, but keeps only those of 64; longer ones are floats.
void YamlTraps::CheckInteger(ValueId node) {
  constexpr std::string_view kGreatest = "340282366920938463463374607431768211455";
  constexpr std::string_view kLeast = "170141183460469231731687303715884105728";
  if (!IsYaml(values_[node].token)) return;
  const std::string_view text = values_.Text(node);
  if (ParseNumber<int64_t>(text) || ParseNumber<uint64_t>(text)) return;
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  const std::string_view limit = negative ? kLeast : kGreatest;
  const bool longer =
      digits.size() > limit.size() || (digits.size() == limit.size() && digits > limit);
  if (!AllDigits(digits) || longer) return;
  const Loc token = values_[node].token;
  Problem problem = {
      .what = rules::OversizedInteger{.value = text}, .where = token, .help = "Put it in quotes."};
  if (token.text == manifest_) AddQuotes(values_, token, problem);
  problems_.push_back(std::move(problem));
}

void YamlTraps::CheckScalar(ValueId node) {
  const Value& value = values_[node];
  if (value.quoted || value.token.text != manifest_) return;
  const std::string_view meaning = OldMeaning(values_.Text(node));
  if (meaning.empty()) return;
  Problem problem = {.what = rules::YamlVersion{.meaning = meaning, .value = values_.Text(node)},
                     .where = value.token,
                     .help = meaning == "a boolean" ? "Write true or false, or put it in quotes."
                                                    : "Put it in quotes."};
  AddQuotes(values_, value.token, problem);
  problems_.push_back(std::move(problem));
}

}  // namespace stackql
