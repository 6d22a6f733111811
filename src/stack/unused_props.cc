#include "stack/unused_props.h"

#include <string_view>
#include <unordered_set>

#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {

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
  }
  for (const Prop& prop : resource.props) {
    if (!prop.name.empty() && names.count(prop.name) == 0) ++unread_[&prop];
  }
}

void UnusedProps::Report(const Values& values, const Resource& resource, size_t environments,
                         Problems& problems) const {
  for (const Prop& prop : resource.props) {
    const auto unread = unread_.find(&prop);
    if (unread == unread_.end() || unread->second != environments) continue;
    problems.push_back({.what = rules::UnusedProp{.name = prop.name, .resource = resource.name},
                        .where = values.Where(prop.name_at)});
  }
}

}  // namespace stackql
