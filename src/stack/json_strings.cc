#include "stack/json_strings.h"

#include <string_view>
#include <unordered_set>
#include <vector>

#include "json/duplicate_keys.h"
#include "json/json.h"
#include "value/value.h"

namespace stackql {
namespace {

void CheckString(Values& values, ValueId string, Problems& problems) {
  const std::string_view text = values.Text(string);
  if (!text.starts_with('{') && !text.starts_with('[')) return;
  if (text.starts_with("{{") || text.starts_with("{%") || text.starts_with("{#")) return;
  const json::Parsed parsed = json::Parse(values, values[string].text);
  if (parsed.value != kNoValue) json::CheckDuplicateKeys(values, parsed.value, problems);
}

}  // namespace

void CheckJsonStrings(Values& values, const Manifest& manifest, Problems& problems) {
  std::vector<ValueId> open;
  for (const Global& global : manifest.globals) open.push_back(global.value);
  for (const Resource& resource : manifest.resources) {
    for (const Prop& prop : resource.props) {
      open.push_back(prop.value);
      open.push_back(prop.values);
    }
  }
  std::unordered_set<ValueId> seen;  // aliases share their anchor's node
  while (!open.empty()) {
    const ValueId value = open.back();
    open.pop_back();
    const Kind kind = values[value].kind;
    if (kind != Kind::kString && kind != Kind::kArray && kind != Kind::kObject) continue;
    if (!seen.insert(value).second) continue;
    if (kind == Kind::kString) CheckString(values, value, problems);
    for (const ValueId element : values.Elements(value)) open.push_back(element);
    for (const Member& member : values.Members(value)) open.push_back(member.value);
  }
}

}  // namespace stackql
