#include "stack/captures.h"

namespace stackql {
namespace {

bool IsCallback(std::string_view anchor) { return anchor.starts_with("callback"); }
bool IsTroubleshoot(std::string_view anchor) { return anchor.starts_with("troubleshoot"); }

}  // namespace

Captures CapturedBy(const sql::Statement& statement) {
  const sql::Columns result = ColumnsOf(statement);
  Captures captures = {.known = result.known};
  for (const sql::Column& column : result.columns) {
    if (column.name != "count") captures.columns.emplace_back(column.name);
  }
  return captures;
}

bool SeesCaptures(std::string_view anchor) {
  return anchor != "exists" && !anchor.starts_with("create") && !IsCallback(anchor);
}

bool SeesReturnVals(std::string_view anchor) {
  return anchor == "statecheck" || anchor == "exports" || IsTroubleshoot(anchor);
}

bool SeesOwnExports(std::string_view anchor) {
  return anchor == "delete" || IsCallback(anchor) || IsTroubleshoot(anchor);
}

bool MayBeReturned(std::string_view name, std::string_view anchor,
                   const std::set<std::string, std::less<>>& earlier) {
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos || !name.substr(dot + 1).starts_with("callback.")) return false;
  const bool runs_after =
      anchor != "exists" && anchor != "delete" && anchor != "statecheck" && anchor != "exports";
  return runs_after && earlier.find(name.substr(0, dot)) != earlier.end();
}

}  // namespace stackql
