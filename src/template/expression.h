#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "template/lexer.h"
#include "template/syntax.h"

namespace stackql::tmpl {

// Reads the tokens of one tag into the tree, by the grammar of Tera 1.20. Throws Mistake, which
// Parse catches.
class ExpressionParser {
 public:
  ExpressionParser(std::string_view bytes, const std::vector<Token>& tokens, uint32_t first,
                   bool custom, Tree& tree)
      : bytes_(bytes), tokens_(tokens), first_(first), at_(first), custom_(custom), tree_(tree) {}

  const Token& Peek() const { return tokens_[at_]; }
  std::string_view Text() const { return bytes_.substr(Peek().where.begin, Peek().where.size()); }
  bool Is(std::string_view text) const;
  bool Take(std::string_view text);
  void Expect(std::string_view text);
  Span Name();
  void Finish();  // the tag must end here
  [[noreturn]] void Unexpected(std::string_view expected) const;

  // What an output tag, a set, or an argument holds: an expression, or an array with filters.
  uint32_t Value();
  // The same, or an inline dictionary with its filter.
  uint32_t Output();
  // What a condition is.
  uint32_t Logic();
  // What a loop runs over.
  uint32_t Container();
  // The filter of a filter section: `name` or `name(...)`. Its operand is missing.
  uint32_t SectionFilter();

 private:
  enum class Sort : uint8_t { kBasic, kText, kLogic };  // kLogic: in brackets
  struct Operand {
    uint32_t expr = kNone;
    Sort sort = Sort::kBasic;
  };
  using Reader = uint32_t (ExpressionParser::*)();

  const Token& Ahead() const;
  bool IsWord(std::string_view word) const;
  bool TakeWord(std::string_view word);
  bool Touches() const;
  uint32_t Add(Expr expr);
  uint32_t Add(Expr expr, std::vector<uint32_t> operands);
  uint32_t AddBinary(Expr::Kind kind, uint32_t left, Span op, uint32_t right);
  Span From(uint32_t expr) const;
  Span Since(Span first) const { return {first.begin, tokens_[at_ - 1].where.end}; }

  uint32_t AndChain();
  uint32_t LogicValue();
  uint32_t Comparison(uint32_t left);
  uint32_t InCondition(uint32_t left);
  uint32_t InContainer();
  Operand Side();
  uint32_t Sum(Reader next);
  uint32_t Product(Reader next);
  uint32_t Filtered();
  uint32_t Unit();
  Operand Primary();
  uint32_t String();
  uint32_t Negative();
  Operand Bracket();
  uint32_t Concat(uint32_t first);
  void RefuseBoolean(uint32_t part) const;
  uint32_t ConcatPart();
  uint32_t Filters(uint32_t value);
  uint32_t NameOrCall();
  uint32_t Steps(Span first);
  NameStep Index();
  uint32_t Test(uint32_t subject);
  void Arguments(Expr& expr);
  uint32_t Array();
  uint32_t Dict();
  uint32_t DictValue(Span text);
  [[noreturn]] void ForeignDict();

  std::string_view bytes_;
  const std::vector<Token>& tokens_;
  size_t first_ = 0;
  size_t at_ = 0;
  bool custom_ = false;
  Tree& tree_;
  Operand pending_ = {};  // read already, and to be taken as the next unit
  int depth_ = 0;
  int links_ = 0;
};

}  // namespace stackql::tmpl
