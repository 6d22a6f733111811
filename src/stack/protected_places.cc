#include "stack/protected_places.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "stack/includes.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr int kDeepest = 100;
constexpr std::string_view kProtected = "protected";
constexpr std::string_view kBlanks = " \t";

class Finder {
 public:
  Finder(const Values& values, const std::string& directory)
      : values_(values), directory_(directory) {}

  std::vector<Loc> Run(ValueId root) {
    for (const ValueId global : Elements(root, "globals")) Named(global, {});
    for (const ValueId resource : Elements(root, "resources")) {
      std::set<std::string_view> names;
      if (const ValueId listed = values_.Find(resource, kProtected); listed != kNoValue) {
        names.insert(values_.Text(listed));
        for (const ValueId name : values_.Elements(listed)) names.insert(values_.Text(name));
        names.erase("");
      }
      for (const ValueId prop : Elements(resource, "props")) Named(prop, names);
    }
    AddIncluded();
    return std::move(places_);
  }

 private:
  std::span<const ValueId> Elements(ValueId object, std::string_view field) const {
    const ValueId list = values_.Find(object, field);
    return list == kNoValue ? std::span<const ValueId>() : values_.Elements(list);
  }

  // A prop or a global: by any of its members that says so.
  void Named(ValueId node, const std::set<std::string_view>& names) {
    const std::span<const Member> members = values_.Members(node);
    const bool hidden = std::ranges::any_of(members, [&](const Member& member) {
      return values_.Text(member.key) == kProtected || names.contains(values_.Text(member.value));
    });
    if (!hidden) return;
    for (const Member& member : members) {
      const std::string_view key = values_.Text(member.key);
      if (key != kProtected && !names.contains(values_.Text(member.value)) && key != "name") {
        Add(member.value, 0);
      }
    }
  }

  void Add(ValueId value, int depth) {
    if (depth > kDeepest || !seen_.insert(value).second) return;
    if (const Loc where = values_.Where(value); !IsStructure(value)) {
      places_.push_back(where);
      const std::string_view path = IncludedPath(values_.Text(value));
      if (!path.empty()) {
        const auto below = std::filesystem::path("resources") / path;
        included_.insert(directory_ + below.lexically_normal().generic_string());
      }
    }
    for (const Member& member : values_.Members(value)) Add(member.value, depth + 1);
    for (const ValueId item : values_.Elements(value)) Add(item, depth + 1);
  }

  bool IsStructure(ValueId value) const {
    return values_[value].kind == Kind::kObject || values_[value].kind == Kind::kArray;
  }

  void AddIncluded() {
    const Sources& sources = values_.sources();
    for (TextId id = 0; !included_.empty() && id < sources.size(); ++id) {
      const bool is = sources.StepOf(id) == Step::kFile && included_.contains(sources.Path(id));
      if (is) places_.push_back(sources.All(id));
    }
  }

  const Values& values_;
  const std::string& directory_;
  std::vector<Loc> places_;
  std::set<std::string> included_;    // paths
  std::unordered_set<ValueId> seen_;  // aliases share nodes
};

// The key of a line of YAML, with the column that it begins in: "- value: x" has "value" at 2.
struct LineKey {
  std::string_view key = {};
  size_t column = 0;
  size_t value_begin = 0;  // after the colon
};

LineKey KeyOf(std::string_view line) {
  LineKey found;
  size_t at = line.find_first_not_of(kBlanks);
  while (at != std::string_view::npos && line.substr(at, 2) == "- ") {
    at = line.find_first_not_of(kBlanks, at + 1);
  }
  if (at == std::string_view::npos) return {.column = line.size()};
  found.column = at;
  const size_t colon = line.find(':', at);
  if (colon == std::string_view::npos) return found;
  found.key = line.substr(at, colon - at);
  found.value_begin = colon + 1;
  return found;
}

}  // namespace

std::vector<Loc> ProtectedPlaces(const Values& values, ValueId root, const std::string& directory) {
  return Finder(values, directory).Run(root);
}

std::vector<Loc> PlacesOfValues(const Sources& sources, TextId file) {
  const std::string_view bytes = sources.Bytes(file);
  std::vector<Loc> places;
  if (bytes.find(kProtected) == std::string_view::npos) return places;
  const Loc all = sources.All(file);
  constexpr size_t kNone = std::string_view::npos;
  size_t column = kNone;  // of the key whose value goes on
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const LineKey line = KeyOf(bytes.substr(begin, end - begin));
    const auto at = [&](size_t offset) { return static_cast<uint32_t>(offset); };
    if (column != kNone && line.column > column) {
      places.push_back(all.Sub(at(begin), at(end)));
    } else {
      // However it is misspelled.
      const bool value = line.key.starts_with("val") || line.key == "merge";
      column = value ? line.column : kNone;
      if (value) places.push_back(all.Sub(at(begin + line.value_begin), at(end)));
    }
    begin = end + 1;
  }
  return places;
}

}  // namespace stackql
