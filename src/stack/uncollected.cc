#include "stack/uncollected.h"

#include <algorithm>

#include "base/ascii.h"
#include "rules/manifest.h"

namespace stackql {
namespace {

bool IsCollected(const Stack& stack, size_t index) {
  const Resource& resource = stack.manifest.resources[index];
  switch (resource.kind) {
    case ResourceKind::kScript:
      return false;
    case ResourceKind::kQuery:
      return resource.deletes;
    case ResourceKind::kResource:
    case ResourceKind::kMulti: {
      const sql::QueryFile* file = QueriesOf(stack, index);
      return file == nullptr || HasAnchor(*file, {"exports"}) ||
             std::ranges::any_of(file->anchors,
                                 [](const sql::Anchor& anchor) { return !anchor.known; });
    }
    default:
      return true;
  }
}

bool HasProp(const Resource& resource, std::string_view name) {
  return std::ranges::any_of(resource.props, [&](const Prop& prop) { return prop.name == name; });
}

// Before a delete, the column of `{column: name}` is also a name for the resource's own export.
bool NamesOwnExport(const UncollectedExports& uncollected, const Resource& resource,
                    std::string_view name) {
  return std::ranges::any_of(resource.exports, [&](const Export& each) {
    return each.column == name && uncollected.Find(each.name) == nullptr;
  });
}

// Whether a name is all that is between its braces.
bool IsAlone(const Sources& sources, Loc name) {
  const std::string_view text = sources.Bytes(name.text);
  const size_t last = text.substr(0, name.span.begin).find_last_not_of(kBlanks);
  const std::string_view before = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  const size_t after = text.find_first_not_of(kBlanks, name.span.end);
  return before.ends_with("{{") && after != std::string_view::npos &&
         text.substr(after).starts_with("}}");
}

}  // namespace

UncollectedExports::UncollectedExports(const Stack& stack) {
  const std::vector<Resource>& resources = stack.manifest.resources;
  for (size_t i = 0; i < resources.size(); ++i) {
    const Resource* source = IsCollected(stack, i) ? nullptr : &resources[i];
    for (const Export& item : resources[i].exports) {
      for (const std::string& name : {item.name, resources[i].name + "." + item.name}) {
        const auto [known, added] = sources_.emplace(name, source);
        if (!added && known->second != source) known->second = nullptr;
      }
    }
  }
  std::erase_if(sources_, [](const auto& entry) { return entry.second == nullptr; });
}

const Resource* UncollectedExports::Find(std::string_view name) const {
  const auto known = sources_.find(name);
  return known == sources_.end() ? nullptr : known->second;
}

void UncollectedExports::AddProp(const Sources& sources, const std::string& prop,
                                 std::span<const tmpl::Read> reads, Props& props) const {
  for (const tmpl::Read& read : reads) {
    const auto earlier = props.find(read.name);
    const Resource* source = earlier == props.end() ? Find(read.name) : earlier->second.source;
    if (source == nullptr || !IsAlone(sources, read.where)) continue;
    props.emplace(prop, Needed{.source = source,
                               .name = earlier == props.end() ? read.name : earlier->second.name});
    return;
  }
}

std::optional<UncollectedExports::Needed> UncollectedExports::FirstOf(
    const Resource& resource, const Props& props, std::span<const tmpl::Read> reads,
    Moment moment) const {
  if (sources_.empty()) return std::nullopt;
  for (const tmpl::Read& read : reads) {
    Needed found = {Find(read.name), read.name, read.where};
    if (HasProp(resource, read.name)) {
      const auto prop = props.find(read.name);
      if (prop == props.end()) continue;
      found = {prop->second.source, prop->second.name, read.where};
    } else if (moment == Moment::kDeletion && NamesOwnExport(*this, resource, read.name)) {
      continue;
    }
    if (found.source == nullptr) continue;
    if (moment == Moment::kDeletion || found.source < &resource) return found;
  }
  return std::nullopt;
}

bool FindsAtTeardown(std::string_view anchor, const Siblings& siblings) {
  return anchor == (siblings.exists ? "exists" : "statecheck");
}

void CheckTeardown(const UncollectedExports& uncollected, const Resource& resource,
                   const UncollectedExports::Props& props, QueryResult& result) {
  using Moment = UncollectedExports::Moment;
  Siblings& siblings = result.query.siblings;
  const std::string& anchor = result.query.anchor;
  const bool collected = !uncollected.FirstOf(resource, props, result.reads, Moment::kCollection);
  if (anchor == "exports") siblings.passed_over = !collected;
  if (siblings.passed_over || !(FindsAtTeardown(anchor, siblings) || anchor == "delete")) return;
  const auto needed = uncollected.FirstOf(resource, props, result.reads, Moment::kDeletion);
  if (!needed) return;
  result.lacks_export = true;
  siblings.passed_over = anchor != "exists" || !collected;
  if (!siblings.deletes || !resource.deletes) return;
  result.problems.push_back({.what = rules::BrokenTeardown::Unknown{.name = resource.name,
                                                                    .source = needed->source->name,
                                                                    .value = needed->name},
                             .where = needed->where,
                             .help = "Use a value that a teardown knows without it."});
}

}  // namespace stackql
