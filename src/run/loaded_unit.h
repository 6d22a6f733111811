#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "diag/dialect.h"
#include "diag/problem.h"
#include "discovery/discovery.h"
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
  // Contents given instead of a file's (standard input), by path.
  const std::map<std::string, std::string>* overlay = nullptr;
};

// The files of one unit (a stack, or query files without one), read and evaluated.
class LoadedUnit {
 public:
  LoadedUnit(const discovery::Unit& unit, const LoadOptions& options);
  LoadedUnit(const LoadedUnit&) = delete;
  LoadedUnit& operator=(const LoadedUnit&) = delete;

  // Evaluates the stack once for each of `environments`, or once if there are none, then the query
  // files that belong to no stack; each evaluation is given to `visit`.
  void Evaluate(const std::function<void(Evaluation)>& visit);

  Sources sources;
  Values values{sources};
  Problems problems = {};
  Stack stack = {};
  TextId manifest = kNoText;                   // kNoText: none, or it could not be read
  std::vector<QuerySource> query_files = {};   // those of no stack
  std::vector<std::string> environments = {};  // that the stack is evaluated in, in this order
  std::vector<std::string> failures = {};      // what could not be read, a sentence each
  Secrets secrets = {};                        // known after each evaluation
  uint32_t files = 0;                          // manifests and query files read

 private:
  FileText Read(const std::string& path);
  TextId Open(const std::string& path);
  void LoadStackOf(const std::string& manifest_path);

  const LoadOptions& options_;
  std::string root_ = {};  // files read for the stack must lie below it; empty: anywhere
};

}  // namespace stackql
