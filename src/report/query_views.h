#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "text/lines.h"
#include "text/sources.h"

namespace stackql::report {

// A query as it would be sent.
struct ShownQuery {
  std::string environment = {};
  size_t resource = 0;  // its place in the manifest
  Loc anchor_at = {};
  std::string name = {};  // of the resource
  std::string anchor = {};
  std::string file = {};
  Position at = {};
  std::string text = {};
  bool complete = false;  // nothing in it is unknown
};

std::string QueriesText(const std::vector<ShownQuery>& queries);
std::string QueriesJson(const std::vector<ShownQuery>& queries);

}  // namespace stackql::report
