#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/config.h"

namespace stackql::report {

// A configuration in force, with where each of its settings is.
struct ShownConfig {
  const config::Config& config;
  const std::vector<std::string>& files;                    // its own first; none: there is none
  const std::map<std::string, std::string>& origins;        // "ignore/TAG" -> "FILE:3:9"
  const std::map<std::string, std::string>& env_variables;  // of its env-file
  bool values = false;                                      // show those of variables
};

// As YAML, with the origins as comments; what is not set is a comment as a whole.
std::string ConfigText(const ShownConfig& shown);
std::string ConfigJson(const ShownConfig& shown);

// The JSON Schema of configurations.
std::string ConfigSchema();

}  // namespace stackql::report
