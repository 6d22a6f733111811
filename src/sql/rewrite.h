#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sql/lexer.h"

namespace stackql::sql {

// A masked statement and the tokens it was made from.
class Masked {
 public:
  Masked(const Tokens& tokens, std::string& out)
      : tokens_(tokens), out_(out), begin_(tokens[0].where.begin) {}

  const Tokens& tokens() const { return tokens_; }
  // The masked bytes of a token start here.
  char& At(size_t index, uint32_t offset = 0) {
    return out_[tokens_[index].where.begin - begin_ + offset];
  }
  // Writes a token as `spelling`, padded with blanks; the spelling is no longer than the token.
  void Spell(size_t index, std::string_view spelling);
  void Blank(size_t index) { Spell(index, {}); }
  void Blank(size_t first, size_t end) {
    for (size_t i = first; i < end; ++i) Blank(i);
  }

 private:
  const Tokens& tokens_;
  std::string& out_;
  uint32_t begin_;
};

// Spells what takes several tokens in StackQL's way: REPLACE t SET, JOIN without ON, LIMIT a, b,
// ON DUPLICATE KEY UPDATE, four-part table names, INTERVAL 1 DAY and the like.
void RewriteSyntax(Masked masked);

}  // namespace stackql::sql
