#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "text/sources.h"

// The syntax tree of a Tera template. Everything is a span of the template's text.
namespace stackql::tmpl {

struct Argument {
  Span name = {};      // empty: positional, which Tera does not have
  uint32_t value = 0;  // index of an expression
};

struct Expr {
  enum class Kind : uint8_t {
    kString,   // `text` is the content
    kNumber,
    kBool,
    kName,     // `steps`: a.b["c"].0
    kFilter,   // args[0] | text(named...)
    kCall,     // text(named...)
    kTest,     // args[0] is text
    kNot,
    kAnd,
    kOr,
    kCompare,  // text is the operator
    kIn,
    kMath,     // text is the operator
    kConcat,
    kArray,
    kDict,     // inline dictionary: steps are keys, args their values
    kOpaque,   // understood as far as its extent goes
  };
  Kind kind = Kind::kOpaque;
  Span where = {};
  Span text = {};
  std::vector<Span> steps = {};
  std::vector<uint32_t> args = {};  // indices of expressions
  std::vector<Argument> named = {};
};

struct Branch {
  bool has_condition = false;
  uint32_t condition = 0;
  std::vector<uint32_t> body = {};  // indices of nodes
};

struct Node {
  enum class Kind : uint8_t { kText, kOutput, kIf, kFor, kSet, kFilter, kOpaque };
  Kind kind = Kind::kText;
  Span where = {};                   // the text, or the whole tag or block
  uint32_t expr = 0;                 // kOutput, kFor, kSet
  Span name = {};                    // kSet: the variable; kFor: the value's; kFilter: the filter
  Span key = {};                     // kFor: the key's variable, may be empty
  std::vector<Branch> branches = {};  // kIf: in order; kFor: body, maybe the else; kFilter: body
};

struct Tree {
  std::vector<Expr> exprs = {};
  std::vector<Node> nodes = {};
  std::vector<uint32_t> roots = {};
};

// Reads a template. With mistakes (`template-syntax`), `failed` is set and the tree holds what could
// be read before. `custom` allows what stackql-deploy's pre-processor takes in queries: inline
// dictionaries and positional arguments of replace().
Tree Parse(const Sources& sources, Loc where, bool custom, Problems& problems, bool& failed);

}  // namespace stackql::tmpl
