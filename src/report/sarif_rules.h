#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lint/placeholders.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::report {

// A message as SARIF writes it: "{0}" for the first of its different placeholders, and so on. They
// point into the message.
struct NumberedMessage {
  std::string text = {};
  std::vector<Placeholder> placeholders = {};
};
NumberedMessage Number(std::string_view message);

// "tag-key-length" as "TagKeyLength".
std::string PascalCase(std::string_view kebab);

// The reportingDescriptor object of a rule.
nlohmann::ordered_json RuleDescriptor(const snapshot::Rule& rule);

}  // namespace stackql::report
