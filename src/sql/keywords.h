#pragma once

#include <string_view>

namespace stackql::sql {

// Words that StackQL's grammar does not take as a bare column name.
bool IsReserved(std::string_view word);
// Words that only PostgreSQL reserves: fine as names in StackQL.
bool IsPostgresOnly(std::string_view word);
// First words of statements that libpg_query has no shape for.
bool IsOwnStatement(std::string_view word);
// Words of syntax that StackQL takes and PostgreSQL does not.
bool IsStackqlSyntax(std::string_view word);

}  // namespace stackql::sql
