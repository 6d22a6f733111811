#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "snapshot/actions_tables.h"
#include "support/places.h"

namespace stackql::testing_support {

// The facts about actions that the program embeds, read from the build's file.
inline const iam::ActionReference& Actions() {
  static const std::string bytes = [] {
    std::ifstream file(testing_support::kActionSnapshot, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }();
  static const iam::ActionReference actions{snapshot::Snapshot::Open(bytes)};
  return actions;
}

inline std::vector<std::string> Words(
    const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* texts) {
  std::vector<std::string> words;
  if (texts == nullptr) return words;
  for (const auto* text : *texts) words.push_back(text->str());
  return words;
}

// "Stage!" is required.
inline std::vector<std::string> Resources(const snapshot::Action* action) {
  std::vector<std::string> names;
  if (action == nullptr || action->resources() == nullptr) return names;
  for (const auto* each : *action->resources()) {
    names.push_back(each->arn_type()->str() + (each->required() ? "!" : ""));
  }
  return names;
}

}  // namespace stackql::testing_support
