#pragma once

#include <utility>

#include "lint/finding.h"

namespace stackql::testing_support {

// An error of no consequence at a place.
inline Finding MadeFinding(Location where) {
  Finding finding;
  finding.rule = "TAG001";
  finding.name = "tag-key-length";
  finding.where = std::move(where);
  finding.message = "'X' is wrong.";
  return finding;
}

}  // namespace stackql::testing_support
