#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "support/places.h"

// Data for tests that are no part of this repository.
namespace stackql::testing_support {

// A folder that the environment variable names, else ../shared/data/<name> beside the source tree.
// Empty if there is none: such tests are skipped then.
inline std::string SharedData(const char* variable, const std::string& name) {
  const char* named = std::getenv(variable);
  if (named != nullptr) return named;
  const std::filesystem::path beside = std::filesystem::path(kSourceDir) / "../shared/data" / name;
  return std::filesystem::is_directory(beside) ? beside.string() : std::string();
}

// The documents of StackQL's awscc provider.
inline std::string ProviderDocuments() { return SharedData("STACKQL_LINT_AWSCC", "awscc"); }

// The registry's schemas that the built-in facts were made of: a folder of JSON files, as in
// cfnlint/data/schemas/resources of the package that rules/aws/sources.json names.
inline std::string RegistrySchemas() { return SharedData("STACKQL_LINT_REGISTRY", "registry"); }

// AWS's test suite of signatures.
inline std::string SigningSuite() { return SharedData("STACKQL_LINT_SIGV4", "sigv4"); }

// Documents that StackQL signed, and the certificates.
inline std::string SignedDocuments() {
  return SharedData("STACKQL_LINT_SIGNING_SAMPLES", "stackql-signing");
}

// Whether sweeps take everything, and not a slice.
inline bool SweepsAll() {
  const char* named = std::getenv("STACKQL_LINT_SWEEP");
  return named != nullptr && std::string_view(named) == "full";
}

}  // namespace stackql::testing_support
