#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/config.h"
#include "diag/problem.h"
#include "run/run.h"
#include "value/fwd.h"

namespace stackql {

// A configuration with those that it extends.
struct ConfigInForce {
  config::Config config = {};
  std::vector<std::string> files = {};                // that it was read from, its own first
  std::map<std::string, std::string> variables = {};  // of its env-file
  // Where its settings, and the elements of lists and mappings, are: "ignore/TAG" -> "FILE:3:9".
  std::map<std::string, std::string> origins = {};
};

// Finds the configuration for a file; empty: none is in force.
std::string FindConfigFor(const std::string& path, const RunOptions& options);

// Reads it. What is wrong in it is in `problems`, which refer to `values`, or, if it cannot be
// read, in `errors`.
ConfigInForce ReadConfigFile(const std::string& path, const RunOptions& options, Values& values,
                             Problems& problems, std::vector<std::string>& errors);

// The configuration in force in the current directory, whatever is wrong in it.
config::Config ConfigHere(const RunOptions& options, std::vector<std::string>& errors);

// What paths relative to a folder of configurations are relative to: the same place among the
// units.
std::string FolderAmongUnits(const std::string& folder, const ConfigTree& tree);

}  // namespace stackql
