#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sql/anchors.h"
#include "stack/captures.h"
#include "stack/manifest.h"
#include "stack/names.h"
#include "value/fwd.h"

namespace stackql {

// The values of names that a resource brings; the same in every environment.
struct ResourceNames {
  ValueId name = kNoValue;
  ValueId token = kNoValue;
  std::vector<ValueId> exports = {};             // kNoValue: of an export without a name
  std::map<std::string, ValueId> captured = {};  // columns of its exists query, once they are seen
  // What return_vals names of the rows of statements; none if it cannot be read.
  std::vector<std::string> returned = {};
};
ResourceNames NamesOf(Values& values, const Resource& resource);

// Defines what the resource's own templates see: its name and its idempotency token.
void DefineOwnNames(const Resource& resource, const ResourceNames& own, Names& names);

// Defines what later resources see of it.
void DefineExports(const Resource& resource, const ResourceNames& own, Names& names);

// Names that several resources export, in order. A teardown keeps what the last one gives:
// `unknown` if it has no name of its own.
std::vector<std::pair<std::string, ValueId>> SharedExports(std::span<const Resource> resources,
                                                           std::span<const ResourceNames> own,
                                                           ValueId unknown);

// Anchors that only run at teardown, after the exports of every resource were collected.
bool RunsAtTeardown(const sql::Anchor& anchor);

// Defines what the query under an anchor sees of its own resource's state; what is neither an
// export nor captured has the value `unknown`. True if there may be other columns, too.
bool DefineState(Values& values, const Resource& resource, ResourceNames& own,
                 const sql::Anchor& anchor, const Captures& captures, ValueId unknown,
                 Names& names);

// Before teardown deletes a resource, each column that it exports under another name also gets its
// own name back, whatever else has that name (stackql-deploy's src/commands/teardown.rs).
void DefineExportedColumns(const Resource& resource, const sql::Anchor& anchor, Names& names);

// A text without a place in any file.
ValueId AddBuiltin(Values& values, const std::string& text);

}  // namespace stackql
