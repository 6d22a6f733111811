#pragma once

#include <cstdint>

namespace stackql {

// Which stackql-deploy a stack is written for, of those that run it differently: the Rust one (2.x;
// 2.4, or 2.0 to 2.0.6) or the Python one (1.x).
enum class Dialect : uint8_t { kRust, kPython, kOlderRust };

}  // namespace stackql
