#include "stack/unused_props.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "diag/suggest.h"
#include "rules/manifest.h"
#include "rules/template.h"
#include "value/value.h"

namespace stackql {
namespace {

// Each unread prop is compared with so many names that are not defined.
constexpr size_t kMostNames = 100;

}  // namespace

void UnusedProps::Count(const Resource& resource, std::span<const tmpl::Read> reads) {
  // A name counts as read if one below it is.
  std::unordered_set<std::string_view> names;
  for (const tmpl::Read& read : reads) {
    const std::string_view name = read.name;
    for (size_t end = name.find('.'); end != std::string_view::npos;
         end = name.find('.', end + 1)) {
      names.insert(name.substr(0, end));
    }
    names.insert(name);
    if (read.defined || read.guarded) continue;
    const bool own = name.starts_with(resource.name + ".");
    undefined_[&resource].emplace(name.substr(own ? resource.name.size() + 1 : 0), read.where);
  }
  for (const Prop& prop : resource.props) {
    if (!prop.name.empty() && names.count(prop.name) == 0) ++unread_[&prop];
  }
}

void UnusedProps::Report(const Values& values, const Resource& resource, size_t environments,
                         Problems& problems) const {
  const auto undefined = undefined_.find(&resource);
  std::vector<std::string_view> misspelled;
  if (undefined != undefined_.end()) {
    for (const auto& [name, where] : undefined->second) {
      if (misspelled.size() == kMostNames) break;
      misspelled.push_back(name);
    }
  }
  for (const Prop& prop : resource.props) {
    const auto unread = unread_.find(&prop);
    if (unread == unread_.end() || unread->second != environments) continue;
    problems.push_back({.what = rules::UnusedProp{.name = prop.name, .resource = resource.name},
                        .where = values.Where(prop.name_at)});
    // It is misspelled where it is used.
    const std::string_view written = Suggest(prop.name, misspelled);
    if (!written.empty()) problems.back().cause = undefined->second.find(written)->second;
  }
}

void UnusedProps::Soften(const Values& values, size_t environments, Problems& problems) const {
  std::vector<Loc> places;
  for (const auto& [prop, unread] : unread_) {
    if (unread != environments) continue;
    for (const ValueId value : {prop->value, prop->values}) {
      if (value != kNoValue) places.push_back(values[value].token);
    }
  }
  if (places.empty()) return;
  std::ranges::sort(places);
  for (Problem& problem : problems) {
    if (problem.what.rule != rules::UndefinedVariable::kRule) continue;
    const Loc at = values.sources().Resolve(problem.where).at;
    const auto after = std::ranges::upper_bound(places, Loc{at.text, {at.span.begin, UINT32_MAX}});
    if (after == places.begin()) continue;
    const Loc place = *std::prev(after);
    problem.doubtful |= place.text == at.text && at.span.end <= place.span.end;
  }
}

}  // namespace stackql
