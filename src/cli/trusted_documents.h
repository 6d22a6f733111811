#pragma once

#include <string>

namespace stackql::catalog {
class Provider;
}

namespace stackql::cli {

// Why a provider's documents must not decide what is granted: git tracks them where they lie, so
// that a pull request may have changed them, and no lock file vouches for them. Empty: they may.
// `named`: the folder of --catalog, which is believed; `lock`: the lock file's path.
std::string WhyDistrusted(const catalog::Provider& provider, const std::string& named,
                          const std::string& lock);

}  // namespace stackql::cli
