#include "stack/captures.h"

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

}  // namespace stackql
