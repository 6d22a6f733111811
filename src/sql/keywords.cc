#include "sql/keywords.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace stackql::sql {
namespace {

constexpr size_t kLongest = 24;

// Sorted, in lower case.
constexpr std::array<std::string_view, 120> kReserved = {
    "_binary", "_latin1", "_utf8", "_utf8mb4", "add", "all", "alter", "analyze", "and", "as",
    "asc", "between", "binary", "by", "case", "cast", "collate", "column", "constraint",
    "convert", "create", "cross", "current_date", "current_time", "current_timestamp",
    "database", "databases", "delete", "desc", "describe", "distinct", "distinctrow", "div",
    "do", "drop", "else", "end", "escape", "exec", "exists", "explain", "false", "for",
    "format", "from", "full", "group", "group_concat", "having", "if", "ignore", "in", "index",
    "inner", "insert", "interval", "into", "is", "join", "left", "like", "limit", "list",
    "localtime", "localtimestamp", "lock", "mod", "natural", "next", "not", "null", "off", "on",
    "or", "order", "outer", "over", "pull", "recursive", "regexp", "registry", "release",
    "replace", "returning", "right", "rlike", "savepoint", "schema", "select", "separator",
    "set", "show", "sql_cache", "sql_calc_found_rows", "sql_no_cache", "straight_join",
    "stream", "substr", "substring", "table", "then", "timestampadd", "timestampdiff", "to",
    "traditional", "tree", "true", "union", "update", "use", "using", "utc_date", "utc_time",
    "utc_timestamp", "values", "vitess", "when", "where", "work", "xor"};

constexpr std::array<std::string_view, 45> kPostgresOnly = {
    "analyse", "any", "array", "asymmetric", "authorization", "both", "check", "collation",
    "concurrently", "current_catalog", "current_role", "current_schema", "current_user",
    "default", "deferrable", "except", "fetch", "foreign", "freeze", "grant", "ilike",
    "initially", "intersect", "isnull", "lateral", "leading", "notnull", "offset", "only",
    "overlaps", "placing", "primary", "references", "session_user", "similar", "some",
    "symmetric", "tablesample", "trailing", "unique", "user", "variadic", "verbose", "window",
    "with"};

constexpr std::array<std::string_view, 14> kOwnStatements = {
    "auth", "desc", "describe", "exec", "explain", "nativequery", "purge", "refresh", "registry",
    "show", "sleep", "stackql", "stream", "use"};

constexpr std::array<std::string_view, 14> kStackqlSyntax = {
    "against", "binary", "div", "duplicate", "force", "interval", "match", "mod",
    "regexp", "rlike", "separator", "straight_join", "unsigned", "xor"};

template <size_t Count>
bool Contains(const std::array<std::string_view, Count>& words, std::string_view word) {
  if (word.size() > kLongest) return false;
  char lower[kLongest];
  for (size_t i = 0; i < word.size(); ++i) {
    lower[i] = static_cast<char>(word[i] >= 'A' && word[i] <= 'Z' ? word[i] + 32 : word[i]);
  }
  return std::binary_search(words.begin(), words.end(), std::string_view(lower, word.size()));
}

}  // namespace

bool IsReserved(std::string_view word) { return Contains(kReserved, word); }
bool IsPostgresOnly(std::string_view word) { return Contains(kPostgresOnly, word); }
bool IsOwnStatement(std::string_view word) { return Contains(kOwnStatements, word); }
bool IsStackqlSyntax(std::string_view word) { return Contains(kStackqlSyntax, word); }

}  // namespace stackql::sql
