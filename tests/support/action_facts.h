#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "iam/action_reference.h"
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

}  // namespace stackql::testing_support
