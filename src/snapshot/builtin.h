#pragma once

#include <string_view>

// The snapshot compiled from rules/ at build time, linked into programs only.
extern "C" {
extern const char stackql_lint_builtin_begin[];
extern const char stackql_lint_builtin_end[];
}

namespace stackql::snapshot {

inline std::string_view BuiltinBytes() {
  return {stackql_lint_builtin_begin,
          static_cast<size_t>(stackql_lint_builtin_end - stackql_lint_builtin_begin)};
}

}  // namespace stackql::snapshot
