#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stackql::catalog {

// A folder with the documents of one version of StackQL's awscc provider.
struct ProviderFolder {
  std::string path = {};     // holds services/
  std::string version = {};  // v26.03.00379: its name; empty if it is not called like a version
};

// The documents in a folder that the user named: one version, or the newest of several, as the
// folder itself, `awscc/`, `src/awscc/` or a whole `.stackql` may hold them.
std::optional<ProviderFolder> ProviderIn(const std::string& folder);

// The newest version in `.stackql/src/awscc/` of a folder.
std::optional<ProviderFolder> ProviderBeside(const std::string& folder);

// The same in or above the current directory, else in the user's home.
std::optional<ProviderFolder> ProviderElsewhere();

// The documents that StackQL has put into `.stackql/src/awscc/`: beside `path` or above it, else
// in or above the current directory, else in the user's home (StackQL's --approot and its
// default). The newest version there.
std::optional<ProviderFolder> FindProvider(const std::string& path);

// The month that a version of the provider is of: "2026-03" of "v26.03.00379". Empty if the version
// is not of that form.
std::string MonthOf(std::string_view version);

// Orders versions as StackQL's registry does: by their numbers. Negative if a is older than b.
int CompareVersions(std::string_view a, std::string_view b);

}  // namespace stackql::catalog
