#include "json/duplicate_keys.h"

#include <algorithm>
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
  constexpr size_t kFew = 32;
  std::vector<ValueId> open = {root};
  // Values may be shared. A few are compared one by one.
  std::vector<ValueId> few;
  std::unordered_set<ValueId> seen;
  const auto is_new = [&](ValueId value) {
    if (few.size() == kFew) return seen.insert(value).second;
    if (std::find(few.begin(), few.end(), value) != few.end()) return false;
    few.push_back(value);
    if (few.size() == kFew) seen.insert(few.begin(), few.end());
    return true;
  };
  while (!open.empty()) {
    const ValueId value = open.back();
    open.pop_back();
    const Kind kind = values[value].kind;
    if ((kind != Kind::kArray && kind != Kind::kObject) || !is_new(value)) continue;
    if (values[value].count > 1) CheckObject(values, value, problems);
    for (const ValueId element : values.Elements(value)) open.push_back(element);
    for (const Member& member : values.Members(value)) open.push_back(member.value);
  }
}

}  // namespace stackql::json
