#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "sql/ast.h"
#include "value/fwd.h"

// How StackQL turns what a statement says into Cloud Control's desired state.
namespace stackql {

struct Operation;

// The property of that exact name; null if the type has none.
const snapshot::Property* FindProperty(const snapshot::ResourceType& type, std::string_view name);

// The names of the type's top-level properties.
std::vector<std::string_view> PropertyNames(const snapshot::ResourceType& type);

// A context string as a property's value: text that is a JSON object or array becomes that
// structure, other text stays. Broken JSON where the property takes a structure is reported
// (`wrong-type`, message "json").
ValueId PropertyValue(Values& values, ValueId text, const snapshot::ResourceType& type,
                      const snapshot::Property& property, Problems& problems);

// The same for an SQL expression: literals as text, string('...') as text that stays text, anything
// else unknown.
ValueId PropertyValue(Values& values, const sql::Expr& expr, const snapshot::ResourceType& type,
                      const snapshot::Property& property, Problems& problems);

// The objects that members of a desired state hold as texts, as "string('{...}')" gives them.
std::vector<std::pair<ValueId, ValueId>> JsonTexts(Values& values, ValueId desired);
// The object that a value of an operation's desired state holds as a text; itself if it holds none.
ValueId JsonContentOf(const Operation& operation, ValueId value);

// The text of a literal: 'x', 5, string('x'); nullptr for other expressions.
const sql::Expr* Literal(const sql::Expr& expr);
// Whether a literal holds JSON text that its own escapes spoil, which is reported as such.
bool IsSpoilt(Values& values, const sql::Expr& literal);

}  // namespace stackql
