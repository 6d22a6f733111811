#include "lint/created_resource.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"
#include "value/value.h"

namespace stackql {
namespace {

// The name in "{{ name }}"; empty if that is anything else, or not the same wherever it is written.
std::string_view NameIn(std::string_view spelled) {
  if (spelled.size() < 4 || !spelled.starts_with("{{") || !spelled.ends_with("}}")) return {};
  const std::string_view name = Trim(spelled.substr(2, spelled.size() - 4), kBlanks);
  const bool plain =
      !name.starts_with("this.") && All(name, [](char c) { return IsWord(c) || c == '.'; });
  return plain ? name : std::string_view();
}

}  // namespace

std::optional<std::string> SameText(const Values& values, const CreatedResource& resource,
                                    ValueId id) {
  const Value& value = values[id];
  if (id == kNoValue || value.untrusted) return std::nullopt;
  const auto shared = [&](std::string_view spelled) {
    const std::string_view name = NameIn(spelled);
    return !name.empty() && std::ranges::find(resource.props, name) == resource.props.end();
  };
  if (value.kind == Kind::kUnknown) {
    const std::string_view spelled = values.sources().Spelling(value.token);
    return shared(spelled) ? std::optional(std::string(spelled)) : std::nullopt;
  }
  if (value.kind != Kind::kString && value.kind != Kind::kNumber) return std::nullopt;
  const std::string_view bytes = values.Text(id);
  std::string text;
  for (size_t at = 0; at < bytes.size();) {
    const size_t hole = std::min(bytes.find('\xFF', at), bytes.size());
    text += bytes.substr(at, hole - at);
    if (hole == bytes.size()) break;
    const auto begin = static_cast<uint32_t>(hole);
    const std::string_view spelled = values.sources().Spelling(
        value.text.Sub(begin, begin + static_cast<uint32_t>(kHoleBytes.size())));
    if (!shared(spelled)) return std::nullopt;
    text += spelled;
    at = hole + kHoleBytes.size();
  }
  return text;
}

ExportIndex::ExportIndex(std::span<const CreatedResource* const> resources) {
  for (const CreatedResource* resource : resources) {
    for (const std::string_view name : resource->exports) {
      const auto [found, is_new] = by_name_.emplace(name, resource);
      if (!is_new && found->second != resource) found->second = nullptr;
    }
  }
}

const CreatedResource* ExportIndex::Find(std::string_view same) const {
  const auto found = by_name_.find(NameIn(same));
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace stackql
