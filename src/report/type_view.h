#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "snapshot/fwd.h"

namespace stackql::report {

// What the catalog's schema says of a value.
struct SchemaView {
  std::string types = {};  // "string or array"; empty: not known
  // Bounds, by their keywords: minLength, maximum, ... -1 and "": none. Those of numbers are as
  // they are written.
  int64_t min_length = -1;
  int64_t max_length = -1;
  int64_t min_items = -1;
  int64_t max_items = -1;
  std::string minimum = {};
  std::string maximum = {};
  std::string exclusive_minimum = {};
  std::string exclusive_maximum = {};
  bool unique_items = false;
  std::string pattern = {};
  std::vector<std::string> allowed = {};  // the only values; empty: any
};

struct PropertyView {
  std::string name = {};
  std::string column = {};  // in StackQL, of properties at the top; empty: none
  SchemaView schema = {};
  std::vector<std::string> traits = {};  // "required", "readOnly", ...: keywords that hold
  std::optional<std::string> default_value = {};
  std::optional<SchemaView> items = {};       // of an array
  std::vector<PropertyView> properties = {};  // of an object, or of an array's items
};

// All that the catalog knows of a type.
struct TypeView {
  std::string type = {};        // AWS::IVS::Stage
  std::string table = {};       // awscc.ivs.stages; empty: none
  std::string list_table = {};  // empty: none
  std::vector<std::string> verbs = {};
  std::vector<std::string> identifier = {};  // names of the properties that make it up
  std::vector<std::string> columns = {};
  std::vector<std::string> list_columns = {};
  std::vector<PropertyView> properties = {};
  std::string tag_property = {};                                                // empty: none
  std::vector<std::pair<std::string, std::vector<std::string>>> handlers = {};  // and their actions
  std::string origin = {};  // where the properties are from, and the tables
  std::string page = {};    // AWS's own description
};

TypeView ViewOf(const snapshot::ResourceType& type, const catalog::Catalog& catalog);

struct PropertyFound {
  PropertyView property = {};     // without those below it
  std::string_view pointer = {};  // its own
};

// The property at a JSON pointer, or that whose value the place is within where no members of the
// value are known, as of a policy; none if there is none.
std::optional<PropertyFound> PropertyAt(const TypeView& type, std::string_view pointer);

// A property alone: for programs, and for people, each line indented.
nlohmann::ordered_json PropertyJson(const PropertyView& property);
std::string PropertyText(const PropertyView& property, const std::string& indent);

// For programs. Members are in the order of printing.
nlohmann::ordered_json TypeJson(const TypeView& type);
// ... with the names of the type and its tables only.
nlohmann::ordered_json TypeSummaryJson(const TypeView& type);

// For people, in 80 columns where names allow.
std::string TypeText(const TypeView& type);

}  // namespace stackql::report
