#include "stack/uncollected.h"

#include <algorithm>

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

const tmpl::Read* UncollectedExports::FirstOf(const Resource& resource,
                                              std::span<const tmpl::Read> reads,
                                              Moment moment) const {
  if (sources_.empty()) return nullptr;
  const auto found = std::ranges::find_if(reads, [&](const tmpl::Read& read) {
    const Resource* source = Find(read.name);
    if (source == nullptr || HasProp(resource, read.name)) return false;
    return moment == Moment::kCollection ? source < &resource
                                         : !NamesOwnExport(*this, resource, read.name);
  });
  return found == reads.end() ? nullptr : &*found;
}

}  // namespace stackql
