#pragma once

#include "operation/binding.h"
#include "sql/ast.h"
#include "stack/evaluate.h"

// One binder for each form of statement. What they report is listed in bind.h.
namespace stackql {

// A SELECT with all that is in it. `nested`: the statement's verb is another's.
void BindSelect(Binding& binding, const sql::Statement& statement, const sql::Select& select,
                bool nested);
void BindInsert(Binding& binding, const sql::Statement& statement);
void BindUpdate(Binding& binding, const sql::Statement& statement);
void BindDelete(Binding& binding, const sql::Statement& statement);

// A table whose type is not in the catalog, or that has none: Cloud Control's own, tagging. `scope`
// is where its parameters are given; null for an INSERT's target.
void BindOther(Binding& binding, const sql::Statement& statement, const Resolved& resolved,
               const sql::Table& table, sql::Statement::Kind kind, const Scope* scope);

// Takes region and Identifier for an operation from the WHERE clause, reports what is wrong with
// them, and adds an operation for each.
void AddWithParameters(Binding& binding, const Resolved& resolved, const Scope& scope,
                       Operation operation);

}  // namespace stackql
