#include "operation/reference_fix.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "value/value.h"

namespace stackql {
namespace {

// The name of an export that a text is, replaced by another one; none if there is other text around
// it.
std::optional<Repair> RepairReference(const Values& values, Loc text, const HoleContent& content,
                                      const std::string& exported) {
  if (values.sources().Bytes(text) != kHoleBytes) return {};
  const Loc spelled = values.sources().Resolve(text).at;
  const std::string_view bytes = values.sources().Bytes(spelled);
  if (!bytes.starts_with("{{") || !bytes.ends_with("}}")) return {};
  const size_t begin = std::min(bytes.find_first_not_of(kBlanks, 2), bytes.size());
  const size_t end = bytes.find_last_not_of(kBlanks, bytes.size() - 3) + 1;
  if (begin >= end) return {};
  const std::string_view name = bytes.substr(begin, end - begin);
  if (!All(name, [](char c) { return IsWord(c) || c == '.'; })) return {};
  const size_t dot = name.rfind('.');
  const size_t last = dot == std::string_view::npos ? begin : begin + dot + 1;
  if (bytes.substr(last, end - last) != content.exported) return {};
  Repair repair =
      ReplaceWith(exported, spelled.Sub(static_cast<uint32_t>(last), static_cast<uint32_t>(end)));
  repair.guess = true;
  return repair;
}

}  // namespace

void AdviseColumn(const Values& values, Loc text, const HoleContent& content,
                  const std::string& column, Problem& problem) {
  if (column.empty() || content.columns == nullptr) return;
  const auto found = std::ranges::find(*content.columns, column, &HoleContent::Column::name);
  if (found == content.columns->end() || found->exported.empty()) {
    problem.help = (content.exported.empty() ? "Select" : "Export") + (" the column '" + column) +
                   "' of " + content.type + " instead.";
    return;
  }
  problem.help = "Use the export '" + found->exported + "' instead.";
  if (auto repair = RepairReference(values, text, content, found->exported)) {
    problem.repairs.push_back(std::move(*repair));
  }
}

}  // namespace stackql
