#pragma once

#include <string>

#include "sql/ast.h"
#include "text/sources.h"

namespace stackql {

// An expression as it is written, cut to a length that a message can hold.
std::string Written(const Sources& sources, const sql::Expr& expr);

// Whether a template hole is in an expression, so that it may be another one.
bool IsOpen(const Sources& sources, const sql::Expr& expr);

}  // namespace stackql
