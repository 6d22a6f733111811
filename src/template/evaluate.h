#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/lang.h"
#include "template/filters.h"
#include "template/syntax.h"
#include "template/template.h"

namespace stackql::tmpl {

// A variable of {% set %} or {% for %}.
struct Local {
  std::string_view name = {};
  ValueId value = kNoValue;
  // Of a loop over a text: that it has no parts follows from what is reported there.
  bool character = false;
  // For `loop`: which round it is, of how many.
  uint32_t round = 0;
  uint32_t rounds = 0;
};

// Evaluates the expressions of one template as Tera's processor does, three-valued: what depends on
// something unknown is unknown. kNoValue stands for what certainly fails, such as an undefined
// name.
class Evaluator {
 public:
  Evaluator(Values& values, Loc where, const Tree& tree, const Scope& scope, bool custom,
            Rendered& result, Problems& problems)
      : values_(values),
        where_(where),
        bytes_(values.sources().Bytes(where)),
        tree_(tree),
        scope_(scope),
        custom_(custom),
        result_(result),
        problems_(problems),
        budget_(kMostWork + kWorkPerByte * bytes_.size()) {}

  // The value of an expression within the tag at `tag`.
  ValueId Evaluate(uint32_t expr, Loc tag);
  // Whether a condition holds.
  Tri Judge(uint32_t expr, Loc tag);
  // Applies a filter; `expr` is its expression, of which only name and arguments count here.
  ValueId Apply(const Expr& expr, ValueId input, Loc tag);
  // Notes the names in an expression that may not be evaluated.
  void Mention(uint32_t expr);
  // Reports a loop over what is certainly a text (`text-iterated`): the context holds nothing else.
  // With a key, or over what has no items, it certainly fails (`wrong-loop`).
  void CheckIterated(uint32_t expr, ValueId value, bool with_key);

  // Takes from what one template may cost; false when nothing is left.
  bool Spend(size_t bytes) {
    const bool had = spent_ <= budget_;
    spent_ += bytes + kStepCost;
    if (spent_ <= budget_) return true;
    if (had) values_.NoteLimit(Values::Limit::kWork, where_);
    return false;
  }

  std::vector<Local> locals = {};                    // of loops, the innermost last
  std::map<std::string_view, ValueId> globals = {};  // set outside of loops
  bool looping = false;                              // something may be evaluated more than once

 private:
  // In bytes that are looked at or made.
  static constexpr size_t kMostWork = size_t{32} << 20;
  static constexpr size_t kWorkPerByte = 64;
  static constexpr size_t kStepCost = 64;
  static constexpr size_t kJsonCost = 8;  // of a byte of JSON, each of which has a place

  // While one lives, nothing that goes wrong is certain to.
  class Doubt {
   public:
    explicit Doubt(Evaluator& evaluator) : evaluator_(evaluator) { ++evaluator_.doubt_; }
    ~Doubt() { --evaluator_.doubt_; }
    Doubt(const Doubt&) = delete;
    Doubt& operator=(const Doubt&) = delete;

   private:
    Evaluator& evaluator_;
  };

  Loc At(Span span) const { return where_.Sub(span.begin, span.end); }
  std::string_view Text(Span span) const { return bytes_.substr(span.begin, span.size()); }
  ValueId Unknown(Loc at) { return values_.AddUnknown(at); }
  ValueId Fail();
  void Report(Problem problem);
  bool IsNews(Span where, int what);

  // names.cc
  static std::string Joined(const std::vector<std::string_view>& steps, size_t count);
  ValueId Name(const Expr& expr);
  bool StepTexts(const Expr& expr, std::vector<std::string_view>& texts);
  bool IsLocal(std::string_view name) const;
  ValueId LocalValue(const std::vector<std::string_view>& steps, Loc at);
  ValueId LoopVariable(const Local& loop, std::string_view name, Loc at);
  ValueId Lookup(std::string_view name, const std::vector<std::string_view>& steps, Loc at);
  ValueId Prepared(ValueId value);
  ValueId Below(ValueId value, const std::vector<std::string_view>& steps, size_t from, Loc at);
  bool HasNamesBelow(std::string_view name) const;
  bool IsUnknownName(std::string_view name, const std::vector<std::string_view>& steps) const;
  ValueId Read(std::string_view name, Loc at, ValueId value);
  bool IsAlone(Span call) const;
  ValueId DictValue(Span key, const Expr& operand);
  void ReportLiteral(Span key, Loc value);
  void MentionName(const Expr& expr);

  // text_traps.cc
  ValueId ContextText(uint32_t expr);
  void CheckCondition(uint32_t expr, ValueId value);
  void CheckComparison(const Expr& expr);
  Takes WhatIs(uint32_t expr, ValueId value);
  bool CheckNumbers(const Expr& expr, ValueId left, ValueId right);

  // evaluate.cc
  ValueId Dict(const Expr& expr);
  ValueId Used(ValueId value, Loc at);
  ValueId Array(const Expr& expr, Loc tag);
  ValueId Concat(const Expr& expr, Loc tag);
  ValueId Math(const Expr& expr, Loc tag);
  ValueId FloatMath(const Expr& expr, ValueId left, ValueId right);
  ValueId Negate(const Expr& expr, Loc tag);
  ValueId Truth(Tri truth, Loc at);
  ValueId Number(int64_t number, Loc at);
  // A number that was made of these two.
  ValueId Computed(const std::string& number, ValueId left, ValueId right, Loc at);
  std::optional<double> Double(ValueId value) const;
  uint32_t Base(uint32_t expr) const;
  bool IsLiteral(const Expr& concat) const;

  // calls.cc
  ValueId Filter(const Expr& expr, Loc tag);
  ValueId Default(const Expr& expr, ValueId input, Loc tag);
  ValueId Call(const Expr& expr, Loc tag);
  ValueId CallMacro(const Expr& expr);
  ValueId Range(const Expr& expr, const std::vector<NamedValue>& arguments, Loc tag);
  std::vector<NamedValue> Arguments(const Expr& expr, Loc tag, bool& fine);
  bool CheckArguments(const Expr& expr, const Signature& signature,
                      const std::vector<NamedValue>& arguments);
  bool CheckInput(const Expr& expr, const Signature& signature, ValueId input);
  void ReportOf(const Expr& expr, Problem problem, Loc tag);
  void ReportUnknown(Message what, Span name, const std::vector<std::string_view>& candidates);

  // conditions.cc
  Tri Chain(const Expr& expr, Loc tag);
  Tri Lenient(uint32_t expr, Loc tag);
  Tri Holds(ValueId value) const;
  Tri Compare(const Expr& expr, Loc tag, bool& mismatch);
  Tri Order(std::string_view op, ValueId left, ValueId right);
  Tri Equal(ValueId left, ValueId right) const;
  Tri In(const Expr& expr, Loc tag);
  Tri Contains(ValueId list, ValueId item);
  Tri Test(const Expr& expr, Loc tag);
  bool CheckSubject(const Expr& expr, ValueId subject);
  Tri TestValue(std::string_view name, ValueId subject, ValueId argument);

  Values& values_;
  Loc where_;
  std::string_view bytes_;
  const Tree& tree_;
  const Scope& scope_;
  bool custom_;
  Rendered& result_;
  Problems& problems_;
  int doubt_ = 0;
  size_t spent_ = 0;
  size_t budget_ = 0;
  std::set<std::pair<uint32_t, int>> news_ = {};
};

}  // namespace stackql::tmpl
