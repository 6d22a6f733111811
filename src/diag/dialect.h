#pragma once

#include <cstdint>

namespace stackql {

// Which stackql-deploy a stack is written for: the Rust one (2.x) or the Python one (1.x).
enum class Dialect : uint8_t { kRust, kPython };

}  // namespace stackql
