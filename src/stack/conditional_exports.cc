#include "stack/conditional_exports.h"

#include <algorithm>

namespace stackql {
namespace {

// Whether a condition may be false: it depends on a variable.
bool MayBeFalse(const Values& values, const Resource& resource) {
  if (resource.condition == kNoValue || values[resource.condition].kind != Kind::kString) {
    return false;
  }
  return values.Text(resource.condition).find("{{") != std::string_view::npos;
}

}  // namespace

ConditionalExports::ConditionalExports(const Values& values, const Manifest& manifest,
                                       Problems& problems)
    : values_(values), manifest_(manifest), problems_(problems) {
  const bool any =
      std::any_of(manifest.resources.begin(), manifest.resources.end(),
                  [&](const Resource& resource) { return MayBeFalse(values, resource); });
  if (!any) return;
  const auto add = [&](const std::string& name, const Resource* source) {
    const auto [known, added] = sources_.emplace(name, source);
    if (!added && known->second != source) known->second = nullptr;
  };
  for (const Global& global : manifest.globals) add(global.name, nullptr);
  for (const Resource& resource : manifest.resources) {
    const Resource* source = MayBeFalse(values, resource) ? &resource : nullptr;
    for (const Export& item : resource.exports) {
      add(item.name, source);
      add(resource.name + "." + item.name, source);
    }
  }
}

const Resource* ConditionalExports::OnlySource(std::string_view name) const {
  const auto known = sources_.find(name);
  return known == sources_.end() ? nullptr : known->second;
}

void ConditionalExports::Check(const Resource& resource, const std::vector<tmpl::Read>& reads) {
  if (sources_.empty() || resource.condition != kNoValue) return;
  for (const tmpl::Read& read : reads) {
    if (read.guarded || !read.defined) continue;
    const Resource* source = OnlySource(read.name);
    if (source == nullptr || source >= &resource) continue;
    const bool own = std::any_of(resource.props.begin(), resource.props.end(),
                                 [&](const Prop& prop) { return prop.name == read.name; });
    if (own) continue;
    problems_.push_back({.rule = "conditional-export",
                         .where = read.where,
                         .args = {{"name", read.name}, {"source", source->name}},
                         .help = "Give '" + resource.name + "' an 'if' as well, or a default.",
                         .related = {{values_.Where(source->condition), "the condition"}}});
  }
}

void ConditionalExports::CheckStack() {
  for (const ValueId item : manifest_.exports) {
    const std::string name(values_.Text(item));
    const Resource* source = OnlySource(name);
    if (source == nullptr) continue;
    problems_.push_back({.rule = "conditional-export",
                         .where = values_.Where(item),
                         .message = "stack",
                         .args = {{"name", name}, {"source", source->name}},
                         .related = {{values_.Where(source->condition), "the condition"}}});
  }
}

}  // namespace stackql
