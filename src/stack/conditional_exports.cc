#include "stack/conditional_exports.h"

#include <algorithm>

#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {

ConditionalExports::ConditionalExports(const Values& values, const Manifest& manifest)
    : values_(values), manifest_(manifest) {
  const bool any =
      std::any_of(manifest.resources.begin(), manifest.resources.end(),
                  [&](const Resource& resource) { return resource.condition != kNoValue; });
  if (!any) return;
  const auto add = [&](const std::string& name, const Resource* source) {
    const auto [known, added] = sources_.emplace(name, source);
    if (!added && known->second != source) known->second = nullptr;
  };
  for (const Global& global : manifest.globals) add(global.name, nullptr);
  for (const Resource& resource : manifest.resources) {
    const Resource* source = resource.condition != kNoValue ? &resource : nullptr;
    for (const Export& item : resource.exports) {
      add(item.name, source);
      add(resource.name + "." + item.name, source);
    }
  }
}

Verdict ConditionalExports::Decide(const Resource& resource, ValueId rendered) {
  const Value& value = values_[rendered];
  // A condition that names no variable is meant as it is.
  const bool varies = values_.Text(resource.condition).find("{{") != std::string_view::npos;
  const Verdict verdict =
      value.kind == Kind::kString ? EvaluateCondition(values_.Text(rendered)) : Verdict::kUnknown;
  if (varies && (verdict == Verdict::kFalse || verdict == Verdict::kUnknown)) {
    skipped_.insert(&resource);
  } else {
    skipped_.erase(&resource);
  }
  return verdict;
}

const Resource* ConditionalExports::OnlySource(std::string_view name) const {
  const auto known = sources_.find(name);
  if (known == sources_.end() || known->second == nullptr) return nullptr;
  return skipped_.count(known->second) > 0 ? known->second : nullptr;
}

void ConditionalExports::Check(const Resource& resource, std::span<const tmpl::Read> reads,
                               Problems& problems) const {
  if (sources_.empty() || resource.condition != kNoValue) return;
  for (const tmpl::Read& read : reads) {
    if (read.guarded || !read.defined) continue;
    const Resource* source = OnlySource(read.name);
    if (source == nullptr || source >= &resource) continue;
    const bool own = std::any_of(resource.props.begin(), resource.props.end(),
                                 [&](const Prop& prop) { return prop.name == read.name; });
    if (own) continue;
    problems.push_back({.what = rules::ConditionalExport{.name = read.name, .source = source->name},
                        .where = read.where,
                        .help = "Give '" + resource.name + "' an 'if' as well, or a default.",
                        .related = {{values_.Where(source->condition), "the condition"}}});
  }
}

void ConditionalExports::CheckStack(Problems& problems) const {
  for (const ValueId item : manifest_.exports) {
    const std::string name(values_.Text(item));
    const Resource* source = OnlySource(name);
    if (source == nullptr) continue;
    problems.push_back(
        {.what = rules::ConditionalExport::Stack{.name = name, .source = source->name},
         .where = values_.Where(item),
         .related = {{values_.Where(source->condition), "the condition"}}});
  }
}

}  // namespace stackql
