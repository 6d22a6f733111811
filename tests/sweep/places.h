#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lang/lang.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::sweep {

// What schemas say of the texts at a property, or of a node below it.
struct Place {
  std::string name = {};  // AWS::S3::Bucket/Arn
  std::string format = {};
  std::string type = {};  // that the format is about
  std::vector<std::string> patterns = {};
};

// Adds what the node, and those that hold with it, say of a text.
void Collect(const snapshot::ResourceType& type, uint32_t index, Place& place, int depth = 0);

// Whether some text matches both patterns; each pair is asked once.
Tri Meet(const std::string& one, const std::string& other);

// Whether some text is of both, as far as single patterns say it.
bool Fit(const Place& one, const Place& other);

}  // namespace stackql::sweep
