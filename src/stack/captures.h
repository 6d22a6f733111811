#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "stack/manifest.h"
#include "stack/result_columns.h"

namespace stackql {

// What stackql-deploy keeps of the row that a resource's exists query returns: `this.<column>` in
// the resource's other queries (stackql-deploy's src/commands/base.rs).
struct Captures {
  bool known = false;    // these columns and no others
  bool counted = false;  // the row comes, with a count, for a resource that does not exist, too
  std::vector<std::string> columns = {};
};

// Of the exists query's statement.
Captures CapturedBy(const sql::Statement& statement);

// Whether the queries under an anchor (canonical key) see the captured columns. `create` runs when
// no row was found; a callback starts over with what is known of the stack.
bool SeesCaptures(std::string_view anchor, const Captures& captures);

// Whether they see what the resource itself exported.
bool SeesOwnExports(std::string_view anchor);

// What earlier resources captured, which later templates see below their names.
class CapturedRows {
 public:
  void Clear() { rows_.clear(); }
  // `captures` of the resource's queries; null: not known. The first resource of a name counts.
  void Add(const Resource& resource, const Captures* captures);
  // Whether a name ("vpc.vpc_id") may be a column of these.
  bool MayHold(std::string_view name) const;

 private:
  struct Row {
    bool open = false;  // may have any column
    std::vector<std::string> columns = {};
  };
  std::map<std::string, Row, std::less<>> rows_;  // by resource
};

}  // namespace stackql
