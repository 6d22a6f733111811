#include "lint/created_resource.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"
#include "lint/lookup.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr int kDeepest = 8;  // exports that are made of other exports
constexpr char kMark = '\xFF';

// The name in "{{ name }}"; empty if that is anything else, or not the same wherever it is written.
std::string_view NameIn(std::string_view spelled) {
  if (spelled.size() < 4 || !spelled.starts_with("{{") || !spelled.ends_with("}}")) return {};
  const std::string_view name = Trim(spelled.substr(2, spelled.size() - 4), kBlanks);
  const bool plain =
      !name.starts_with("this.") && All(name, [](char c) { return IsWord(c) || c == '.'; });
  return plain ? name : std::string_view();
}

std::string Mark(std::string_view name) { return kMark + std::string(name) + kMark; }

std::optional<std::string> OriginMark(Loc origin) {
  return Mark("#" + std::to_string(origin.text));
}

}  // namespace

bool IsWhole(std::string_view text) { return text.find(kMark) == std::string_view::npos; }

SharedTexts::SharedTexts(const Values& values, std::span<const CreatedResource* const> resources)
    : values_(values) {
  for (const CreatedResource* resource : resources) {
    for (const ValueId exported : resource->exports) {
      const Loc origin = values.OriginOf(exported);
      const auto mark = origin ? OriginMark(origin) : MarkOf({}, values[exported].text);
      if (!mark) continue;
      const auto [known, is_new] =
          exports_.emplace(*mark, Exported{resource, PropertyOf(*resource, exported)});
      if (!is_new && known->second.by != resource) known->second = {};
    }
  }
  for (const CreatedResource* resource : resources) {
    const auto* identifier = resource->create->type->primary_identifier();
    if (identifier == nullptr || identifier->size() != 1) continue;
    const auto member =
        SureMember(values, resource->create->desired, identifier->Get(0)->string_view().substr(1));
    auto name = member ? Of(*resource, member->value) : std::nullopt;
    if (!name || name->empty()) continue;
    const auto [known, is_new] = named_.emplace(
        std::pair(std::string_view(resource->create->type_name), std::move(*name)), resource);
    if (!is_new && known->second != resource) known->second = nullptr;
  }
}

// What stands for a hole: its origin, or else its name.
std::optional<std::string> SharedTexts::MarkOf(const CreatedResource& resource, Loc hole) const {
  const Loc origin = values_.sources().OriginOfHole(hole);
  if (origin) return OriginMark(origin);
  const std::string_view name = NameIn(values_.sources().Spelling(hole));
  const bool own = std::ranges::find(resource.props, name) != resource.props.end();
  return name.empty() || own ? std::nullopt : std::optional(Mark(name));
}

// What the resource is created with for the property that an export reads.
ValueId SharedTexts::PropertyOf(const CreatedResource& resource, ValueId exported) const {
  const auto content = values_.contents().find(values_.OriginOf(exported).text);
  if (content == values_.contents().end() || content->second.size() != 1) return kNoValue;
  const HoleContent& only = content->second.front();
  if (only.type != resource.create->type_name) return kNoValue;
  const auto member = SureMember(values_, resource.create->desired, only.property);
  return member ? member->value : kNoValue;
}

std::optional<std::string> SharedTexts::Of(const CreatedResource& resource, ValueId id) const {
  return Text(resource, id, 0);
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
std::optional<std::string> SharedTexts::Text(const CreatedResource& resource, ValueId id,
                                             int depth) const {
  const Value& value = values_[id];
  if (id == kNoValue || value.untrusted || depth > kDeepest) return std::nullopt;
  const auto known = [&](std::string mark) -> std::optional<std::string> {
    const auto exported = exports_.find(mark);
    if (exported == exports_.end() || exported->second.property == kNoValue) return mark;
    const auto text = Text(*exported->second.by, exported->second.property, depth + 1);
    return text && !text->empty() ? text : std::optional(std::move(mark));
  };
  if (value.kind == Kind::kUnknown) {
    auto mark = MarkOf(resource, value.text);
    return mark ? known(std::move(*mark)) : std::nullopt;
  }
  if (value.kind != Kind::kString && value.kind != Kind::kNumber) return std::nullopt;
  const std::string_view bytes = values_.Text(id);
  std::string text;
  for (size_t at = 0; at < bytes.size();) {
    const size_t hole = std::min(bytes.find(kHoleBytes, at), bytes.size());
    text += bytes.substr(at, hole - at);
    if (hole == bytes.size()) break;
    const auto begin = static_cast<uint32_t>(hole);
    const auto end = begin + static_cast<uint32_t>(kHoleBytes.size());
    auto mark = MarkOf(resource, value.text.Sub(begin, end));
    const auto part = mark ? known(std::move(*mark)) : std::nullopt;
    if (!part) return std::nullopt;
    text += *part;
    at = end;
  }
  return text;
}

const CreatedResource* SharedTexts::Exporter(const CreatedResource& resource, ValueId id) const {
  const Value& value = values_[id];
  const bool hole = value.kind == Kind::kUnknown ||
                    (value.kind == Kind::kString && values_.Text(id) == kHoleBytes);
  if (id == kNoValue || value.untrusted || !hole) return nullptr;
  const auto mark = MarkOf(resource, value.text);
  const auto found = mark ? exports_.find(*mark) : exports_.end();
  return found == exports_.end() ? nullptr : found->second.by;
}

const CreatedResource* SharedTexts::Referred(const CreatedResource& resource, ValueId id,
                                             std::string_view type) const {
  if (const CreatedResource* other = Exporter(resource, id)) {
    return other->create->type_name == type ? other : nullptr;
  }
  auto text = Of(resource, id);
  if (!text) return nullptr;
  const auto named = named_.find({type, std::move(*text)});
  if (named == named_.end() || named->second == nullptr) return nullptr;
  const Operation& create = *named->second->create;
  const auto region = create.region == kNoValue ? std::nullopt : Of(*named->second, create.region);
  return region && region == Of(resource, resource.create->region) ? named->second : nullptr;
}

}  // namespace stackql
