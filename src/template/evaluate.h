#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/lang.h"
#include "template/filters.h"
#include "template/syntax.h"
#include "template/template.h"

namespace stackql::tmpl {

// Evaluates the expressions of one template.
class Evaluator {
 public:
  Evaluator(Values& values, Loc where, const Tree& tree, const Scope& scope, bool custom,
            std::vector<Read>& reads, Problems& problems)
      : values_(values),
        where_(where),
        bytes_(values.sources().Bytes(where)),
        tree_(tree),
        scope_(scope),
        custom_(custom),
        reads_(reads),
        problems_(problems) {}

  // The value of an expression within the tag at `tag`. kNoValue: an undefined name.
  ValueId Evaluate(uint32_t expr, Loc tag);
  // Whether a condition holds, as Tera judges values.
  Tri Judge(uint32_t expr, Loc tag);

  // Variables of {% set %} and {% for %}, the innermost last.
  std::vector<std::pair<std::string_view, ValueId>> locals = {};

 private:
  Loc At(Span span) const { return where_.Sub(span.begin, span.end); }
  std::string_view Text(Span span) const { return bytes_.substr(span.begin, span.size()); }
  ValueId Unknown(Loc at) { return values_.AddUnknown(at); }

  ValueId Name(const Expr& expr);
  ValueId Lookup(const std::vector<std::string>& steps, Loc where, bool& defined);
  ValueId Below(ValueId value, const std::vector<std::string>& steps, size_t from, Loc where,
                bool& defined);
  bool IsOpenPrefix(const std::string& first) const;
  ValueId Filter(const Expr& expr, Loc tag);
  ValueId Call(const Expr& expr, Loc tag);
  ValueId Dict(const Expr& expr, Loc tag);
  ValueId Array(const Expr& expr, Loc tag);
  ValueId Range(const std::vector<NamedValue>& arguments, Loc tag);
  Tri Compare(const Expr& expr, Loc tag);
  Tri Test(const Expr& expr, Loc tag);
  Tri Holds(ValueId value) const;
  std::vector<NamedValue> Arguments(const Expr& expr, Loc tag);
  bool CheckArguments(const Expr& expr, const Signature& signature);
  void Guard(size_t from);

  Values& values_;
  Loc where_;
  std::string_view bytes_;
  const Tree& tree_;
  const Scope& scope_;
  bool custom_;
  std::vector<Read>& reads_;
  Problems& problems_;
};

}  // namespace stackql::tmpl
