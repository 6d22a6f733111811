#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/drafts.h"
#include "catalog/catalog.h"
#include "diag/dialect.h"
#include "diag/environments.h"
#include "diag/problem.h"
#include "discovery/discovery.h"
#include "iam/fwd.h"
#include "lint/levels.h"
#include "lint/rules.h"
#include "operation/bind.h"
#include "stack/evaluate.h"
#include "stack/stack.h"
#include "value/value.h"

namespace stackql {

// What reading and evaluating a unit needs, besides its files.
struct LoadOptions {
  Dialect dialect = Dialect::kRust;
  std::vector<std::string> environments = {};  // empty: those that the manifest names
  std::map<std::string, std::string> variables = {};
  bool show_values = false;           // secrets, too
  uint64_t max_file_size = 10 << 20;  // bytes
  // What a stack's files must lie below; empty: its repository, or its own folder in none.
  std::string boundary = {};
  // Contents given instead of a file's (standard input), by path.
  const std::map<std::string, std::string>* overlay = nullptr;
  // The same by real path, and before that: what files would be. The first that has one wins.
  std::array<const Drafts*, 2> drafts = {};
};

// What is in force for a unit; shared between threads, read only.
struct UnitContext {
  const RuleSet* rules = nullptr;
  const Levels* levels = nullptr;
  const catalog::Catalog* catalog = nullptr;
  const iam::ActionReference* actions = nullptr;  // null: policies in properties are not checked
  std::vector<std::string> configs = {};          // the files of the configuration in force
  std::vector<std::string> rule_folders = {};     // of rules that are not the program's own
  bool require_reason = false;                    // of suppressions
  LoadOptions load = {};
};

// A query, and what each of its arms asks for.
struct BoundQuery {
  QueryResult result = {};
  // One for each arm; of a query that cannot be read, one that says so.
  std::vector<Bound> arms = {};
};

// A resource without a query file, and what it stands for.
struct BoundResource {
  UnqueriedResource resource = {};
  Bound bound = {};
};

// A stack, or query files without one: its files read, evaluated and bound once. Every command is a
// function of such values.
struct BoundUnit {
  explicit BoundUnit(UnitContext in_force) : context(std::move(in_force)) {}
  BoundUnit(const BoundUnit&) = delete;
  BoundUnit& operator=(const BoundUnit&) = delete;

  UnitContext context;
  std::vector<std::string> only = {};  // files that were named; empty: the whole unit was
  Sources sources = {};
  Values values{sources};
  TextId manifest = kNoText;    // kNoText: none, or it could not be read
  uint32_t written_values = 0;  // the first so many values are as files have them, not evaluated
  Stack stack = {};
  std::vector<Loc> hidden = {};                // places that no frame shows
  std::vector<QuerySource> query_files = {};   // those of no stack
  std::vector<std::string> environments = {};  // that the stack was evaluated in, in this order
  std::vector<ResourceNames> names = {};       // of the stack's resources
  std::vector<BoundQuery> queries = {};        // the stack's, then those of query files
  std::vector<BoundResource> unqueried = {};
  Bound unread = {};       // what of the stack nobody could read
  Problems problems = {};  // of files and of values of the manifest
  Secrets secrets = {};
  std::vector<std::string> failures = {};  // what could not be read, a sentence each
  std::vector<std::string> asked = {};     // files that were read or looked for
  uint32_t files = 0;                      // manifests and query files read
};

// Reads a unit. What `context` points to must outlive the result.
std::unique_ptr<BoundUnit> LoadUnit(const discovery::Unit& unit, UnitContext context);

// Where to point for a file as a whole: its first line with something on it.
Loc FirstLine(const Sources& sources, TextId file);

// What each of a unit's queries is rendered to, without secrets; empty: nothing.
std::vector<std::string> ShownTexts(const BoundUnit& unit);

// Something that was bound, and the environments in which it is made.
struct BoundPart {
  const EnvironmentSet& environments;  // empty: all
  const Bound& bound;
};
// Everything that a unit asks for.
std::vector<BoundPart> PartsOf(const BoundUnit& unit);

}  // namespace stackql
