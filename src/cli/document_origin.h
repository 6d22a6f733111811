#pragma once

#include <functional>
#include <string>

namespace stackql::catalog {
class Provider;
}

namespace stackql::cli {

// Finds out where documents come from and says why they must not decide what is granted; empty:
// they may. `named`: the folder of --catalog.
std::function<std::string(const catalog::Provider&)> DistrustUnlessNamed(const std::string& named);

}  // namespace stackql::cli
