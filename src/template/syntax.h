#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/message.h"
#include "text/sources.h"

// The syntax tree of a Tera template. Everything is a span of the template's text.
namespace stackql::tmpl {

inline constexpr uint32_t kNone = UINT32_MAX;

// Some consecutive entries of one of the tree's tables.
struct Run {
  uint32_t first = 0;
  uint32_t count = 0;
};

struct Argument {
  Span name = {};          // empty: positional, as in replace('a', 'b')
  uint32_t value = kNone;  // an expression
};

// One step of a name: `.b`, `["b"]`, or `[b]`.
struct NameStep {
  Span text = {};
  uint32_t index = kNone;  // for [b]: the expression that is looked up first
  bool dotted = true;
};

struct Expr {
  enum class Kind : uint8_t {
    kString,  // `text` is the content
    kNumber,
    kBool,
    kName,    // steps
    kCall,    // text(arguments)
    kTest,    // operand 0 is `text`, with the other operands
    kMath,    // operand 0 `text` operand 1
    kConcat,  // operands joined
    kFilter,  // operand 0 | text(arguments)
    kArray,   // operands
    kDict,    // steps are keys, operands their values
    kNot,     // operand 0; `text` is the word, if it is before the operand
    kAnd,
    kOr,
    kCompare,  // operand 0 `text` operand 1
    kIn,       // operand 0 in operand 1
    kMacro,    // self::text(arguments)
    kOpaque,   // read, but never evaluated; the operands are what it mentions
  };
  Kind kind = Kind::kOpaque;
  bool basic = false;  // may be an operand of arithmetic when it is in brackets
  Span where = {};
  Span text = {};
  Run operands = {};   // of Tree::operands
  Run arguments = {};  // of Tree::arguments
  Run steps = {};      // of Tree::steps
};

struct Branch {
  uint32_t condition = kNone;  // an expression; none: else
  std::vector<uint32_t> body = {};
};

struct Node {
  enum class Kind : uint8_t { kText, kOutput, kIf, kFor, kSet, kFilter, kBlock, kBreak, kOpaque };
  Kind kind = Kind::kText;
  bool global = false;    // kSet: outside of loops
  bool breaks = false;    // kFor: may end before its list does
  bool trimmed = false;   // kFor: its else has tags that take blanks, of which Tera ignores some
  Span where = {};        // the text, or the whole tag or block
  uint32_t expr = kNone;  // kOutput, kSet: the value; kFor: the list; kFilter: the filter
  Span name = {};         // kSet, kFor: the variable
  Span key = {};          // kFor: the variable for keys, if any
  std::vector<Branch> branches = {};  // kIf: in order; others: the body, then an else
};

struct MacroParameter {
  Span name = {};
  bool required = true;
};

// {% macro name(parameters) %}
struct Macro {
  Span name = {};
  std::vector<MacroParameter> parameters = {};
};

struct Tree {
  std::vector<Expr> exprs = {};
  std::vector<Node> nodes = {};
  std::vector<uint32_t> operands = {};
  std::vector<Argument> arguments = {};
  std::vector<NameStep> steps = {};
  std::vector<uint32_t> roots = {};
  std::vector<Macro> macros = {};
  bool all_macros = true;  // each definition was read

  template <class T>
  static std::span<const T> Of(const std::vector<T>& table, Run run) {
    return std::span<const T>(table).subspan(run.first, run.count);
  }
  std::span<const uint32_t> Operands(const Expr& expr) const { return Of(operands, expr.operands); }
  std::span<const Argument> Arguments(const Expr& expr) const {
    return Of(arguments, expr.arguments);
  }
  std::span<const NameStep> Steps(const Expr& expr) const { return Of(steps, expr.steps); }
};

// Why a template cannot be read.
struct Mistake {
  Message what;  // of the rule template-syntax
  Span where = {};
  std::string help = {};
  std::string meant = {};  // what is to be written there; empty: not known
  bool sure = true;        // Tera refuses it too
};

struct Parsed {
  Tree tree = {};
  std::optional<Mistake> mistake = {};  // the tree holds what could be read before it
};

// Reads a template. `custom` allows what stackql-deploy's pre-processor takes in queries: inline
// dictionaries and replace('a', 'b').
Parsed Parse(std::string_view bytes, bool custom);

// What was read of templates, for those that are rendered more than once.
class ParsedTemplates {
 public:
  const Parsed& Read(const Sources& sources, Loc where, bool custom);

 private:
  std::map<std::pair<Loc, bool>, Parsed> parsed_;
};

}  // namespace stackql::tmpl
