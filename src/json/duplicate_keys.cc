#include "json/duplicate_keys.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "rules/resource.h"
#include "value/value.h"

namespace stackql::json {
namespace {

void CheckObject(const Values& values, ValueId object, Problems& problems) {
  if (values.HasDistinctKeys(object)) return;
  std::map<std::string_view, ValueId> first;
  for (const Member& member : values.Members(object)) {
    if (values[member.key].kind != Kind::kString || !values.Known(member.key)) continue;
    const auto [known, added] = first.emplace(values.Text(member.key), member.key);
    if (added) continue;
    problems.push_back({.what = rules::DuplicateJsonKey{.key = known->first},
                        .where = values.Where(member.key),
                        .related = {{values.Where(known->second), "first given here"}}});
  }
}

}  // namespace

void CheckDuplicateKeys(const Values& values, ValueId root, Problems& problems) {
  std::vector<ValueId> open = {root};
  std::unordered_set<ValueId> seen;  // values may be shared
  while (!open.empty()) {
    const ValueId value = open.back();
    open.pop_back();
    const Kind kind = values[value].kind;
    if ((kind != Kind::kArray && kind != Kind::kObject) || !seen.insert(value).second) continue;
    if (values[value].count > 1) CheckObject(values, value, problems);
    for (const ValueId element : values.Elements(value)) open.push_back(element);
    for (const Member& member : values.Members(value)) open.push_back(member.value);
  }
}

}  // namespace stackql::json
