#pragma once

#include <span>
#include <string>

#include "sql/ast.h"
#include "text/sources.h"

namespace stackql {

// Expressions within each other: those further down are not looked at.
inline constexpr int kDeepestExpression = 50;

// An expression as it is written, a string without its quotes, cut to a length that a message can
// hold.
std::string Written(const Sources& sources, const sql::Expr& expr);
std::string Written(const Sources& sources, Loc where);

// A string, a number, a boolean or NULL.
bool IsLiteral(const sql::Expr& expr);

// The arguments that are expressions: of CONVERT(a, char) the first.
std::span<const sql::Expr> OperandsOf(const sql::Expr& expr);

// Whether it can only be a text without its quotes where a literal is needed: papers, 5 - 3. One
// that hyphens join is reported as `unquoted-hyphen`, one in double quotes as
// `double-quoted-string`.
bool IsBareText(const sql::Expr& expr, const Sources& sources);

// Whether a template hole is an operand or a name in an expression, so that it may be another one.
// A hole in a literal leaves its form as it is.
bool IsOpen(const sql::Expr& expr, int depth = 0);

}  // namespace stackql
