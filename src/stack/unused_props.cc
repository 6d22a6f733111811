#include "stack/unused_props.h"

#include <algorithm>
#include <string>

#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

// The name itself, or one below it.
bool Reads(const tmpl::Read& read, const std::string& name) {
  return read.name.compare(0, name.size(), name) == 0 &&
         (read.name.size() == name.size() || read.name[name.size()] == '.');
}

}  // namespace

void UnusedProps::Count(const Resource& resource, std::span<const tmpl::Read> reads) {
  for (const Prop& prop : resource.props) {
    const bool read = std::any_of(reads.begin(), reads.end(),
                                  [&](const tmpl::Read& each) { return Reads(each, prop.name); });
    if (!prop.name.empty() && !read) ++unread_[&prop];
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
