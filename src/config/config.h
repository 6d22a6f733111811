#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/path.h"
#include "diag/dialect.h"
#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql::config {

// Settings of rules that hold for some files, after those of all.
struct Override {
  std::vector<std::string> paths = {};  // .gitignore patterns, relative to `folder`
  std::string folder = {};              // of the configuration that has it
  Loc where = {};                       // its first key
  std::vector<std::string> select = {};
  std::vector<std::string> ignore = {};
  std::map<std::string, std::string> severity = {};
  std::map<std::string, Loc> places = {};  // of the elements of these: "ignore/TAG"
};

// What a configuration is called.
inline constexpr std::string_view kFileName = ".stackql-lint.yaml";

// The settings of a .stackql-lint.yaml, which settings.h lists. Everything has a default.
struct Config {
  std::string path = {};                 // empty: defaults
  std::vector<std::string> select = {};  // ids, their beginnings ("TAG"), names; empty: all
  std::vector<std::string> ignore = {};
  std::map<std::string, std::string> severity = {};  // id or name -> error|warning|info|off
  std::map<std::string, std::string> fixes = {};     // id or name -> safe|unsafe|shown
  std::optional<Dialect> dialect = {};
  std::vector<std::string> environments = {};
  std::map<std::string, std::string> variables = {};  // as if given with stackql-deploy's -e
  std::vector<std::string> rule_directories = {};     // `rules`
  std::vector<std::string> exclude = {};              // .gitignore patterns
  std::string extends = {};
  std::string env_file = {};
  std::vector<std::string> extend_ignore =
      {};  // more of `ignore`, of this file and those it extends
  // Of the configuration in force where the program runs.
  std::string fail_on = {};  // error|warning|info|never
  std::string baseline = {};
  bool require_reason = false;  // of suppressions
  std::vector<Override> overrides = {};
  // Where its settings are ("ignore"), and the elements of lists and mappings ("ignore/TAG").
  std::map<std::string, Loc> places = {};
  // What the paths of settings are relative to: "exclude" -> the folder of the file that has it.
  std::map<std::string, std::string> folders = {};

  std::string FolderOf(const std::string& setting) const {
    const auto folder = folders.find(setting);
    return folder == folders.end() ? std::string() : folder->second;
  }
};

// Adds what another configuration sets and this one does not: lists and single values as a whole,
// mappings name by name. Its overrides go before the own ones.
void Extend(Config& own, const Config& base);

// The .stackql-lint.yaml nearest to `path`, going up, to `last` (a real path) at most; empty if
// none. `exists` tells whether a file is there.
std::string FindConfig(const std::string& path, const std::string& last = "/",
                       const std::function<bool(const std::string& path)>& exists = IsRegularFile);

// Reads a configuration; what is wrong in it keeps its default. Problems: `unknown-config-key`
// (with a suggestion), `invalid-config`, `yaml-syntax`. `values` and its sources must outlive the
// problems' use.
Config Read(Values& values, TextId file, Problems& problems);

}  // namespace stackql::config
