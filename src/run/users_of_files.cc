#include "run/users_of_files.h"

#include <algorithm>
#include <cstdint>

#include "run/bound_unit.h"
#include "value/value.h"

namespace stackql {
namespace {

// Where an entry of a list begins: at its first key.
Loc BeginOf(const Values& values, ValueId node) {
  const auto members = values.Members(node);
  return members.empty() ? values.Where(node) : values.Where(members.front().key);
}

}  // namespace

std::vector<Location> PlacesOfUsers(const BoundUnit& unit,
                                    const std::set<std::string_view>& files) {
  if (unit.manifest == kNoText) return {};
  const std::string& path = unit.sources.Path(unit.manifest);
  const Stack& stack = unit.stack;
  std::set<std::string_view> used;
  std::vector<Location> places;
  for (const auto& [file, number] : stack.by_path) {
    if (files.count(file) > 0) used.insert(file);
  }
  const auto& resources = stack.manifest.resources;
  for (size_t i = 0; i < resources.size(); ++i) {
    const size_t number = i < stack.file_of.size() ? stack.file_of[i] : Stack::kNoFile;
    const bool uses = std::ranges::any_of(stack.by_path, [&](const auto& entry) {
      return entry.second == number && number != Stack::kNoFile && files.count(entry.first) > 0;
    });
    if (!uses || resources[i].node == kNoValue) continue;
    const Loc begin = unit.sources.Resolve(BeginOf(unit.values, resources[i].node)).at;
    if (begin.text != unit.manifest) continue;
    uint32_t end = UINT32_MAX;
    if (i + 1 < resources.size() && resources[i + 1].node != kNoValue) {
      const Loc next = unit.sources.Resolve(BeginOf(unit.values, resources[i + 1].node)).at;
      if (next.text == unit.manifest && next.span.begin > begin.span.begin) end = next.span.begin;
    }
    places.push_back({path, {begin.span.begin, end}});
  }
  if (used.size() < files.size()) places.push_back({path, {0, UINT32_MAX}});
  return places;
}

}  // namespace stackql
