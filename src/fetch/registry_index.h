#pragma once

#include <string>
#include <string_view>

namespace stackql::fetch {

// The newest released version of a provider in a registry's providers.yaml; empty if it names
// none. Versions of development branches ("v26.03.00379-dev") are not released.
std::string NewestVersion(std::string_view index, std::string_view provider);

}  // namespace stackql::fetch
