#include "stack/captures.h"

#include <algorithm>

namespace stackql {
namespace {

bool IsCallback(std::string_view anchor) { return anchor.substr(0, 8) == "callback"; }
bool IsTroubleshoot(std::string_view anchor) { return anchor.substr(0, 12) == "troubleshoot"; }

}  // namespace

Captures CapturedBy(const sql::Statement& statement) {
  const ResultColumns result = ColumnsOf(statement);
  Captures captures = {.known = result.known};
  for (const ResultColumn& column : result.columns) {
    if (column.name == "count") {
      captures.counted = true;
    } else {
      captures.columns.emplace_back(column.name);
    }
  }
  return captures;
}

bool SeesCaptures(std::string_view anchor, const Captures& captures) {
  if (anchor == "exists" || IsCallback(anchor)) return false;
  if (anchor == "create" || anchor == "createorupdate") return captures.counted;
  return true;
}

bool SeesOwnExports(std::string_view anchor) {
  return anchor == "delete" || IsCallback(anchor) || IsTroubleshoot(anchor);
}

void CapturedRows::Add(const Resource& resource, const Captures* captures) {
  Row row = {.open = resource.has_return_vals || captures == nullptr || !captures->known};
  if (!row.open) row.columns = captures->columns;
  rows_.emplace(resource.name, std::move(row));
}

bool CapturedRows::MayHold(std::string_view name) const {
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return false;
  const auto row = rows_.find(name.substr(0, dot));
  if (row == rows_.end()) return false;
  const std::string_view column = name.substr(dot + 1);
  const std::vector<std::string>& columns = row->second.columns;
  return row->second.open || IsCallback(column) ||
         std::find(columns.begin(), columns.end(), column) != columns.end();
}

}  // namespace stackql
