#include "operation/reference_fix.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "value/value.h"

namespace stackql {

std::optional<Repair> RepairReference(const Values& values, Loc text, const HoleContent& content,
                                      const std::string& column) {
  if (content.columns == nullptr || values.sources().Bytes(text) != kHoleBytes) return {};
  const auto named = [&](const std::string& wanted) {
    const auto found = std::ranges::find(*content.columns, wanted, &HoleContent::Column::name);
    return found == content.columns->end() ? std::string() : found->exported;
  };
  const std::string exported = named(column);
  const Loc spelled = values.sources().Resolve(text).at;
  const std::string_view bytes = values.sources().Bytes(spelled);
  if (exported.empty() || !bytes.starts_with("{{") || !bytes.ends_with("}}")) return {};
  const size_t begin = std::min(bytes.find_first_not_of(kBlanks, 2), bytes.size());
  const size_t end = bytes.find_last_not_of(kBlanks, bytes.size() - 3) + 1;
  if (begin >= end) return {};
  const std::string_view name = bytes.substr(begin, end - begin);
  if (!All(name, [](char c) { return IsWord(c) || c == '.'; })) return {};
  const size_t dot = name.rfind('.');
  const size_t last = dot == std::string_view::npos ? begin : begin + dot + 1;
  if (bytes.substr(last, end - last) != named(content.column)) return {};
  Repair repair =
      ReplaceWith(exported, spelled.Sub(static_cast<uint32_t>(last), static_cast<uint32_t>(end)));
  repair.guess = true;
  return repair;
}

}  // namespace stackql
