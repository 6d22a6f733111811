#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diag/dialect.h"
#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql::config {

// The settings of a .stackql-lint.yaml. Everything has a default.
struct Config {
  std::string path = {};                 // empty: defaults
  std::vector<std::string> select = {};  // ids, names, or family prefixes ("TAG"); empty: all
  std::vector<std::string> ignore = {};
  std::map<std::string, std::string> severity = {};  // id or name -> error|warning|info|off
  std::optional<Dialect> dialect = {};
  std::vector<std::string> environments = {};
  std::map<std::string, std::string> variables = {};  // as if given with stackql-deploy's -e
  std::vector<std::string> rule_directories = {};     // `rules`; relative to the file
  std::vector<std::string> exclude = {};              // .gitignore patterns, relative to the file
  // Where its settings are ("ignore"), and the elements of lists ("ignore/TAG").
  std::map<std::string, Loc> places = {};
};

// The .stackql-lint.yaml nearest to `path`, going up, to `last` (a real path) at most; empty if
// none.
std::string FindConfig(const std::string& path, const std::string& last = "/");

// Reads a configuration; what is wrong in it keeps its default. Problems: `unknown-config-key`
// (with a suggestion), `invalid-config`, `yaml-syntax`. `values` and its sources must outlive the
// problems' use.
Config Read(Values& values, TextId file, Problems& problems);

}  // namespace stackql::config
