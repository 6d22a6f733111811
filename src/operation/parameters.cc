#include "operation/parameters.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "operation/expression_text.h"
#include "operation/properties.h"
#include "rules/query.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

constexpr size_t kMostChoices = 100;  // of one IN list

const sql::Name* ColumnOf(const sql::Expr& expr) {
  return expr.kind == ExprKind::kColumn && !expr.names.empty() ? &expr.names.back() : nullptr;
}

// What a column is written with: `a` of a.region; null for nothing.
const sql::Name* QualifierOf(const sql::Expr& column) {
  return column.names.size() < 2 ? nullptr : &column.names[column.names.size() - 2];
}

// Terms with another qualifier are passed over; null takes all, an empty one those without.
void LookAt(const sql::Expr& term, std::string_view name, const std::string* qualifier,
            Given& given) {
  const bool compares = term.kind == ExprKind::kCompare && term.args.size() == 2;
  if (!compares && term.kind != ExprKind::kIn) {
    given.maybe = true;
    return;
  }
  for (size_t side = 0; side < (compares ? 2U : 1U); ++side) {
    const sql::Name* column = ColumnOf(term.args[side]);
    if (column == nullptr) continue;
    if (const sql::Name* written = QualifierOf(term.args[side]); qualifier != nullptr) {
      given.maybe |= written != nullptr && written->unknown;
      if ((written == nullptr ? std::string_view() : written->text) != *qualifier) continue;
    }
    if (column->unknown) {
      given.maybe = true;
    } else if (column->text == name) {
      const bool equals = compares ? term.op == "=" : !term.negated;
      const bool alone = term.args[side].names.size() == 1;
      given.unqualified |= equals && alone;
      if (equals && !alone) given.qualified.push_back(&term.args[side]);
      if (!compares) {
        if (!term.negated) given.list = given.present ? nullptr : &term;
        given.present |= !term.negated;
      } else if (term.op == "=") {
        given.value = given.present ? nullptr : &term.args[1 - side];
        given.list = nullptr;
        given.present = true;
      } else {
        given.unequal = &term;
      }
    } else if (EqualsIgnoringCase(column->text, name)) {
      given.misspelled = &term.args[side];
    }
  }
  // `▯ = 'x'`: the hole may be the parameter's name.
  for (const sql::Expr& side : term.args)
    given.maybe |= compares && side.kind == ExprKind::kHole && ColumnOf(term.args[0]) == nullptr &&
                   ColumnOf(term.args[1]) == nullptr;
}

Given Find(const std::vector<sql::Expr>& where, std::string_view name,
           const std::string* qualifier) {
  Given given;
  for (const sql::Expr* term : sql::Conjuncts(where)) LookAt(*term, name, qualifier, given);
  return given;
}

// Comparisons count however they are joined, and the last one of a name.
void FindLast(const sql::Expr& expr, std::string_view name, Given& given, int depth) {
  const bool joins =
      expr.kind == ExprKind::kAnd || expr.kind == ExprKind::kOr || expr.kind == ExprKind::kNot;
  if (joins && depth < kDeepestExpression) {
    for (const sql::Expr& arg : expr.args) FindLast(arg, name, given, depth + 1);
    return;
  }
  Given one;
  LookAt(expr, name, nullptr, one);
  one.maybe |= given.maybe;
  if (one.present || !given.present) {
    given = one;
  } else {
    given.maybe = one.maybe;
  }
}

Given FindIn(const Scope& scope, std::string_view name) {
  if (scope.change) {
    Given given;
    for (const sql::Expr& term : *scope.where) FindLast(term, name, given, 0);
    return given;
  }
  if (scope.alone) return Find(*scope.where, name, nullptr);
  const std::string none;
  Given given = Find(*scope.where, name, &none);
  if (given.present || scope.view) return given;
  const sql::Table& table = *scope.table;
  const std::string& own = table.alias.text.empty() ? table.parts.back().text : table.alias.text;
  return Find(*scope.where, name, &own);
}

bool Names(const sql::Expr& expr, std::string_view name, int depth) {
  if (depth > kDeepestExpression || expr.kind == ExprKind::kHole) return true;
  const auto named = [&](const sql::Name& part) {
    return part.unknown || EqualsIgnoringCase(part.text, name);
  };
  return std::any_of(expr.names.begin(), expr.names.end(), named) ||
         std::any_of(expr.args.begin(), expr.args.end(),
                     [&](const sql::Expr& arg) { return Names(arg, name, depth + 1); });
}

// Whether no term could be about this parameter of a view, of whatever table of a join.
bool IsNowhere(const Scope& scope, std::string_view name) {
  const auto names = [&](const std::vector<sql::Expr>& condition) {
    return std::any_of(condition.begin(), condition.end(),
                       [&](const sql::Expr& expr) { return Names(expr, name, 0); });
  };
  if (names(*scope.where)) return false;
  return scope.joins == nullptr ||
         std::none_of(scope.joins->begin(), scope.joins->end(),
                      [&](const sql::Join& join) { return names(join.on); });
}

const sql::Assignment* FindSet(const Scope& scope, std::string_view name) {
  if (scope.sets == nullptr) return nullptr;
  for (const sql::Assignment& set : *scope.sets) {
    if (set.column.text == name) return &set;
  }
  return nullptr;
}

}  // namespace

Given FindParameter(const std::vector<sql::Expr>& where, std::string_view name) {
  return Find(where, name, nullptr);
}

ValueId DefaultRegion(Values& values, const Scope& scope) {
  TextBuilder builder(values.sources());
  builder.Atom("us-east-1", scope.table->where);
  const Loc text = builder.Finish(Step::kSqlString, scope.table->where);
  return values.AddString(text, scope.table->where);
}

std::vector<ValueId> Choices(Values& values, const Scope& scope, std::string_view name) {
  if (scope.united) {
    return {name == "region" ? DefaultRegion(values, scope)
                             : values.AddUnknown(scope.table->where)};
  }
  Given given = FindIn(scope, name);
  if (scope.view && given.present && !given.unqualified) {
    return {name == "region" ? DefaultRegion(values, scope)
                             : values.AddUnknown(scope.table->where)};
  }
  // A comparison of another kind sets a view's parameter, too; if it has rows is another matter.
  if (scope.view && !given.present && given.unequal != nullptr) {
    return {ParameterValue(values, given.unequal->args[1])};
  }
  if (scope.view && !given.present && scope.reader != nullptr) {
    const Given outer = Find(*scope.reader, name, nullptr);
    if (outer.value != nullptr) return {ParameterValue(values, *outer.value)};
    if (outer.present || outer.maybe) return {values.AddUnknown(scope.table->where)};
  }
  if (given.value != nullptr) return {ParameterValue(values, *given.value)};
  if (given.list == nullptr) {
    if (const sql::Assignment* set = FindSet(scope, name); set != nullptr && !given.present) {
      return {ParameterValue(values, set->value)};
    }
    // The region of views that are joined is judged with all of them.
    const bool searched = scope.alone || (scope.view && name != "region" && IsNowhere(scope, name));
    const bool absent = searched && !given.present && !given.maybe && !scope.partial;
    return {absent ? kNoValue : values.AddUnknown(scope.table->where)};
  }
  std::vector<ValueId> choices;
  const std::vector<sql::Expr>& items = given.list->args;
  const size_t end = std::min(items.size(), kMostChoices + 1);
  for (size_t i = 1; i < end; ++i) {
    if (items[i].kind == ExprKind::kHole) continue;  // the list is open
    choices.push_back(ParameterValue(values, items[i]));
  }
  if (given.list->open_list || end < items.size() || choices.empty()) {
    choices.push_back(values.AddUnknown(given.list->where));
  }
  return choices;
}

ValueId FirstText(const Values& values, std::span<const ValueId> choices) {
  const auto text = std::ranges::find_if(
      choices, [&](ValueId choice) { return values[choice].kind == Kind::kString; });
  return text == choices.end() ? kNoValue : *text;
}

ValueId ParameterValue(Values& values, const sql::Expr& expr) {
  const sql::Expr* literal = Literal(expr);
  if (literal == nullptr) return values.AddUnknown(expr.where);
  return values.AddString(literal->text, literal->where);
}

bool IsPlaceholder(std::string_view text) {
  const auto inside = [](char c) {
    return IsAlnum(c) || std::string_view("_-| <>/").find(c) != std::string_view::npos;
  };
  return text.size() > 2 && text.front() == '<' && text.back() == '>' &&
         std::all_of(text.begin(), text.end(), inside);
}

bool CheckPlaceholder(const Values& values, ValueId value, Problems& problems) {
  if (values[value].kind != Kind::kString || !values.Known(value)) return false;
  const std::string_view text = values.Text(value);
  if (!IsPlaceholder(text)) return false;
  problems.push_back({.what = rules::LeftoverPlaceholder{.text = text},
                      .where = values.Where(value),
                      .help = "Replace it with the actual value."});
  return true;
}

void CheckRegion(const Values& values, ValueId region, Problems& problems) {
  if (values[region].kind != Kind::kString || !values.Known(region)) return;
  if (CheckPlaceholder(values, region, problems)) return;
  const std::string_view text = values.Text(region);
  if (text.starts_with("cn-") && IsRegion(text)) {
    problems.push_back(
        {.what = rules::InvalidRegion::China{.region = text}, .where = values.Where(region)});
    return;
  }
  if (IsRegion(text)) return;
  problems.push_back({.what = rules::InvalidRegion{.region = text},
                      .where = values.Where(region),
                      .help = "Regions look like us-east-1."});
}

}  // namespace stackql
