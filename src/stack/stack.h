#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/dialect.h"
#include "diag/problem.h"
#include "sql/anchors.h"
#include "stack/manifest.h"
#include "value/fwd.h"

namespace stackql {

// What reading a file gave.
struct FileText {
  enum class Status : uint8_t { kOk, kMissing, kRefused };
  Status status = Status::kMissing;
  std::string bytes = {};  // kRefused: why, a sentence
};
using ReadFile = std::function<FileText(const std::string& path)>;

// A query file, cut at its anchors.
struct QuerySource {
  Loc file = {};
  sql::QueryFile cut = {};
  bool readable = true;  // false: it is no text, and nothing is cut
};

// A manifest and the query files of its resources.
struct Stack {
  Manifest manifest = {};
  std::string directory = {};        // where the manifest lies: "" or ending in '/'
  bool has_resources_folder = true;  // false: resources are bound by their names alone
  std::vector<QuerySource> files = {};
  std::vector<size_t> file_of = {};  // for each resource; kNoFile: none, or it could not be read
  std::map<std::string, size_t> by_path = {};
  std::set<std::string> replaced = {};  // paths of files that inline statements stand for
  bool tested = false;  // some resource has a statecheck, which stackql-deploy test looks for
  // Indices of resources.
  std::vector<size_t> scripts_without_file = {};
  std::vector<size_t> never_updated = {};  // when their statecheck fails, as others are

  static constexpr size_t kNoFile = SIZE_MAX;
};

// Whether a resource of its kind has a query file.
bool NeedsQueryFile(const Resource& resource);

// The query file of a resource; null if it has none, or it could not be read.
const sql::QueryFile* QueriesOf(const Stack& stack, size_t resource);

// Where a file lies below the manifest's folder. In messages: they are the same wherever a run
// starts.
std::string_view PathInStack(const Stack& stack, std::string_view path);

// Whether a query file has one of these anchors (canonical keys).
bool HasAnchor(const sql::QueryFile& file, std::initializer_list<std::string_view> keys);

// Whether the delete of a query file has the word that stackql-deploy takes for a RETURNING clause.
bool DeleteReturns(const Sources& sources, const sql::QueryFile& file);

// Cuts a query file that is in the arena already.
QuerySource CutQueryFile(Sources& sources, TextId file, Problems& problems,
                         Dialect dialect = Dialect::kRust);

// Loads the stack whose manifest has been read. `directory` is where it lies ("" or ending in '/').
// Files that exist but are refused are named in `failures`; `found` are query files of the folder,
// for what a missing one may be called. Problems: `missing-query-file`, `query-file-outside`, and
// those of sql::CutAnchors, conditions.h, flows.h, json_strings.h and CheckPins.
Stack LoadStack(Values& values, Manifest manifest, const std::string& directory,
                bool has_resources_folder, const ReadFile& read, Problems& problems,
                std::vector<std::string>& failures, std::span<const std::string> found = {});

}  // namespace stackql
