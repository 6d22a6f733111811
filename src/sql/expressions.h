#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sql/ast.h"
#include "sql/lexer.h"
#include "sql/pg_tree.h"
#include "text/sources.h"

namespace stackql::sql {

// How deep a tree is followed; deeper ones are not checked.
inline constexpr int kDeepestTree = 400;

// Makes expressions and names: their shape from libpg_query's tree, their text from the user's
// bytes. Keeps account of the holes that turned out to be names or operands.
class ExprReader {
 public:
  // Offsets in the tree count from the first token.
  ExprReader(Sources& sources, const Tokens& tokens, const PgTree& tree);

  Expr Read(uint32_t node, int depth);
  // Makes of every expression in a part of the tree that has no place in the result: only its holes
  // and subqueries count.
  void Pass(uint32_t node, int depth);
  // Adds every expression in a part of the tree.
  void ReadParts(uint32_t node, std::vector<Expr>& parts, int depth);

  Name NameAt(size_t index);
  // name (. name)*; `index` ends after it.
  std::vector<Name> Dotted(size_t& index);
  // The token where a node of the tree is; tokens.size() if there is none.
  size_t TokenAt(uint32_t node) const;
  // A hole that is a whole operand here.
  void Place(size_t index);

  // Whether each hole outside of literals is a name or an operand.
  bool AllPlaced() const;
  bool too_deep() const { return too_deep_; }
  // Subqueries met in expressions, as nodes of the tree; to be read and cleared by the caller.
  std::vector<uint32_t>& subqueries() { return subqueries_; }

 private:
  Expr Constant(uint32_t node);
  Expr Number(size_t index);
  Expr Column(uint32_t node);
  Expr Call(uint32_t node, int depth);
  Expr Operation(uint32_t node, int depth);
  void ReadIn(uint32_t node, Expr& expr, int depth);
  Expr Boolean(uint32_t node, int depth);
  void AddArguments(uint32_t list, Expr& expr, int depth);
  void AddParts(uint32_t node, Expr& expr, int depth);
  void Widen(Expr& expr) const;

  Sources& sources_;
  const Tokens& tokens_;
  const PgTree& tree_;
  uint32_t begin_;
  std::vector<bool> placed_;  // by token
  std::vector<uint32_t> subqueries_;
  bool too_deep_ = false;
};

}  // namespace stackql::sql
