#pragma once

#include <string_view>

// The snapshots compiled from rules/ at build time, linked into programs only.
extern "C" {
extern const char stackql_lint_builtin_begin[];
extern const char stackql_lint_builtin_end[];
extern const char stackql_lint_actions_begin[];
extern const char stackql_lint_actions_end[];
extern const char stackql_lint_actions_digest[];
}

namespace stackql::snapshot {

// The rules, the facts about AWS that they use, and the built-in resource types.
inline std::string_view BuiltinBytes() {
  return {stackql_lint_builtin_begin,
          static_cast<size_t>(stackql_lint_builtin_end - stackql_lint_builtin_begin)};
}

// What is known of IAM actions.
inline std::string_view ActionBytes() {
  return {stackql_lint_actions_begin,
          static_cast<size_t>(stackql_lint_actions_end - stackql_lint_actions_begin)};
}

// Their SHA-256, in hexadecimal digits.
inline std::string_view ActionDigest() { return {stackql_lint_actions_digest, 64}; }

}  // namespace stackql::snapshot
