#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "sql/ast.h"
#include "value/fwd.h"

// The parameters that StackQL takes from a WHERE clause or an INSERT's columns: region, Identifier.
namespace stackql {

// What a WHERE clause gives for one parameter.
struct Given {
  const sql::Expr* value = nullptr;  // the other side of `name = value`; null: none, or several
  const sql::Expr* list = nullptr;   // the one IN list on it
  bool present = false;              // an equality or IN list on it
  bool maybe = false;                // something in the clause may be one: holes, OR, unknown forms
  const sql::Expr* misspelled = nullptr;         // an equality on the same name in another case
  const sql::Expr* unequal = nullptr;            // a comparison that is not an equality
  const sql::Expr* meant = nullptr;              // a column that is compared in place of it
  bool unqualified = false;                      // one of the equalities names no table
  std::vector<const sql::Expr*> qualified = {};  // the columns of those that do
};
Given FindParameter(const std::vector<sql::Expr>& where, std::string_view name);

// Where a table of a statement is given its parameters.
struct Scope {
  const std::vector<sql::Expr>* where = nullptr;  // never null when it is used
  // The assignments of an UPDATE, which may give them, too.
  const std::vector<sql::Assignment>* sets = nullptr;
  // The WHERE clause of the query that reads this one's rows, which reaches its views.
  const std::vector<sql::Expr>* reader = nullptr;
  const std::vector<sql::Join>* joins = nullptr;  // of the table with others; null: none
  const sql::Table* table = nullptr;              // never null when it is used
  // The only source, which all terms are about. Else those with its own name are, and those without
  // a qualifier, which are not certain to be about this view: but for the region.
  bool alone = true;
  bool view = false;     // takes its region from a term without a qualifier alone
  bool united = false;   // a part of a UNION, whose views take none
  bool partial = false;  // there may be more terms
  // UPDATE and DELETE: what NOT and OR join counts as well, and of a name the last.
  bool change = false;
};

// The values that a parameter is given, one request each: an IN list is several. kNoValue if
// certainly none is given, kUnknown for what is not known. Never empty, and bounded.
std::vector<ValueId> Choices(Values& values, const Scope& scope, std::string_view name);
// The first of them that is a text, if only in part known; kNoValue: none.
ValueId FirstText(const Values& values, std::span<const ValueId> choices);

// What the awscc provider's views read where no region reaches them.
ValueId DefaultRegion(Values& values, const Scope& scope);

// A literal as a value; kUnknown for other expressions.
ValueId ParameterValue(Values& values, const sql::Expr& expr);

// Problems: `leftover-placeholder`, `invalid-region`.
void CheckRegion(const Values& values, ValueId region, Problems& problems);
// Whether the text is a placeholder that documentation leaves to be filled in: '<Arn>'.
bool IsPlaceholder(std::string_view text);
// Reports `value` if it is such a placeholder; true if it was.
bool CheckPlaceholder(const Values& values, ValueId value, Problems& problems);

}  // namespace stackql
