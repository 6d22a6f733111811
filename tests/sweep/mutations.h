#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "snapshot/snapshot.h"
#include "sweep/examples.h"
#include "sweep/judge.h"

namespace stackql::sweep {

// Where the finding of a mutation has to be.
enum class At {
  kValue,   // the value, of a text without its quotes
  kKey,     // the name of the member
  kHolder,  // an object that lacks a member: its key, else what it holds
};

// One constraint of a property's valid value, broken.
struct Mutation {
  std::string kind = {};
  std::string rule = {};  // that has to find it
  At at = At::kValue;
  bool below_choice = false;  // another alternative may explain the value better
  bool doubtful = false;      // the definition may be another type's
  Json value = {};            // of the whole property
  Json::json_pointer spot = Json::json_pointer();  // in it
};

// What was not made, by reason.
using Reasons = std::map<std::string, size_t>;

// Breaks every constraint that speaks of a part of a property's valid value, each once.
class Mutator {
 public:
  Mutator(const snapshot::ResourceType& type, Examples& examples, Reasons& reasons)
      : nodes_(*type.schemas()), examples_(examples), reasons_(reasons) {}

  std::vector<Mutation> Run(const std::string& property, const Json& value);

 private:
  struct Place {
    Json::json_pointer at = Json::json_pointer();
    std::string path = {};  // below the resource
    bool below_choice = false;
    int depth = 0;
  };

  void Walk(uint32_t schema, const Json& value, const Place& place);
  void WalkMembers(const snapshot::Schema& node, const Json& value, const Place& place);
  void BreakType(const snapshot::Schema& node, const Json& value, const Place& place);
  void BreakEnum(const snapshot::Schema& node, const Place& place);
  void BreakNumber(const snapshot::Schema& node, const Json& value, const Place& place);
  void BreakText(const snapshot::Schema& node, const Json& value, const Place& place);
  void BreakLength(const snapshot::Schema& node, const Place& place);
  void BreakItems(const snapshot::Schema& node, const Json& value, const Place& place);
  void AddTooMany(const snapshot::Schema& node, const Place& place);
  void BreakMembers(const snapshot::Schema& node, const Json& value, const Place& place);
  void BreakPresence(const snapshot::Schema& node, const Json& value, const Place& place);
  void AddBeside(const snapshot::Schema& node, const std::string& one, const std::string& other,
                 const Json& value, const Place& place);
  void Add(const std::string& kind, const std::string& rule, const Place& place, Json replaced,
           At at = At::kValue, const std::string& below = {});

  const Nodes& nodes_;
  Examples& examples_;
  Reasons& reasons_;
  uint32_t schema_ = 0;
  bool doubtful_ = false;
  Json whole_ = {};
  std::vector<Mutation> mutations_;
  std::set<std::pair<const snapshot::Schema*, bool>> done_;
};

}  // namespace stackql::sweep
