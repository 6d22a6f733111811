#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/drafts.h"
#include "diag/dialect.h"
#include "iam/fwd.h"
#include "lint/finding.h"
#include "lint/rules.h"
#include "snapshot/snapshot.h"

namespace stackql {

// Where the configurations for units are looked for instead of beside them: what `units` holds has
// its configuration at the same place below `configs`. Both are real paths.
struct ConfigTree {
  std::string units = {};  // empty: beside the units
  std::string configs = {};
  bool closed = false;  // nor are they looked for above it
};

struct RunTimes;

struct RunOptions {
  std::vector<std::string> paths = {};              // empty: the current directory
  std::map<std::string, std::string> overlay = {};  // contents by path: standard input
  Drafts drafts = {};                               // what else is read for other than it is
  std::vector<std::string> environments = {};       // empty: the configuration's, or the manifest's
  std::optional<Dialect> dialect = {};              // over the configuration's; default: rust
  std::map<std::string, std::string> variables = {};  // over the configuration's
  bool show_values = false;                           // variables and protected values, too
  std::string config = {};                            // --config; empty: the nearest one
  bool no_config = false;
  ConfigTree config_tree = {};
  std::function<bool(const std::string& real_path)> kept = {};  // see discovery::Kept
  bool documents_beside = true;          // provider documents beside units are used
  std::vector<std::string> select = {};  // replaces the configuration's
  std::vector<std::string> ignore = {};  // adds to the configuration's
  std::vector<std::string> rule_directories = {};
  std::string catalog = {};  // provider documents that go before those that are found
  // What is known of IAM's actions, for policies within properties; null: these are not checked.
  const iam::ActionReference* actions = nullptr;
  bool allow_empty = false;           // it is no failure if there is nothing to read
  std::string cache = {};             // where compiled documents are kept; empty: nowhere
  uint64_t max_file_size = 10 << 20;  // bytes
  unsigned jobs = 0;                  // threads; 0: one a core
  RunTimes* times = nullptr;          // null: nothing is measured
};

struct RunResult {
  Report report = {};
  // Every rule that was in force anywhere, the user's own included; never null.
  std::unique_ptr<RuleSet> rules = {};
  // What the user's rules were compiled to.
  std::shared_ptr<const std::deque<std::string>> rule_bytes = {};
  std::vector<std::string> unread_variables = {};  // files `.env` beside stacks
  std::vector<std::string> gone = {};  // paths given where nothing is, whose stacks were linted
  // Mistakes in the configuration or in rule documents that stop the run, as compact lines: exit 2.
  std::vector<std::string> usage_errors = {};
};

// The threads to use.
unsigned Jobs(const RunOptions& options);

// Lints everything under the paths. The same result for any number of jobs.
RunResult Run(const RunOptions& options, const snapshot::Snapshot& builtin);

}  // namespace stackql
