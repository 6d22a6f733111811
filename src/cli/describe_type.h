#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "snapshot/fwd.h"

namespace stackql::cli {

// All that the catalog knows of a type: its tables, verbs, parameters, properties with constraints,
// and the IAM actions of each operation. Members are in the order of printing.
nlohmann::ordered_json DescribeType(const snapshot::ResourceType& type);

// The same for people, in 80 columns where names allow.
std::string TypeText(const nlohmann::ordered_json& type);

}  // namespace stackql::cli
