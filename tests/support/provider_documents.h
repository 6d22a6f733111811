#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/places.h"

namespace stackql::testing_support {

// The folder of StackQL's real provider documents, which are no part of this repository:
// STACKQL_LINT_AWSCC names it, else it may lie beside the source tree. Empty if there is none.
inline std::string ProviderDocuments() {
  const char* named = std::getenv("STACKQL_LINT_AWSCC");
  if (named != nullptr) return named;
  const std::filesystem::path beside =
      std::filesystem::path(testing_support::kSourceDir) / "../shared/data/awscc";
  return std::filesystem::is_directory(beside) ? beside.string() : std::string();
}

// Whether sweeps take everything, and not a slice.
inline bool SweepsAll() {
  const char* named = std::getenv("STACKQL_LINT_SWEEP");
  return named != nullptr && std::string_view(named) == "full";
}

}  // namespace stackql::testing_support
