#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sql/keywords.h"
#include "text/sources.h"

// StackQL's lexical rules (its parser's token.go): '...' with '' and backslash escapes, "..." for
// names, comments by --, #, // and /* */ (not nested, and without what is in /*! */), $ and @ in
// names.
namespace stackql::sql {

struct Token {
  enum class Kind : uint8_t {
    kWord,    // a bare name or keyword
    kName,    // "..."
    kString,  // '...'
    kNumber,
    kSymbol,    // one operator or punctuation mark
    kHole,      // a template hole on its own
    kBacktick,  // `
    kUnclosed,  // a string, name or comment without an end, to the end of the text
    kComment,
  };
  Kind kind = Kind::kSymbol;
  bool hole = false;                   // a hole is it, or is part of it
  Span where = {};                     // in the lexed text
  const WordInfo* word = &kPlainWord;  // of a kWord
};

struct LexOptions {
  bool comments = false;   // keep comments as tokens
  bool templates = false;  // the text still has its template tags: pass over them
};

// Linear in the text; every byte that is not a blank is in some token.
std::vector<Token> Lex(std::string_view bytes, const LexOptions& options = {});

// The content of a string literal whose token is at `token`: the inner bytes if nothing is escaped.
Loc DecodeString(Sources& sources, Loc token);

// The tokens of one statement, without comments, and the text they are in. Indices beyond the end
// are taken and are nothing.
class Tokens {
 public:
  Tokens(Loc text, std::string_view bytes, std::span<const Token> tokens)
      : text_(text), bytes_(bytes), tokens_(tokens) {}

  size_t size() const { return tokens_.size(); }
  const Token& operator[](size_t index) const { return tokens_[index]; }
  auto begin() const { return tokens_.begin(); }
  auto end() const { return tokens_.end(); }

  bool Has(size_t index, Token::Kind kind) const {
    return index < tokens_.size() && tokens_[index].kind == kind;
  }
  bool Is(size_t index, Keyword keyword) const {
    return index < tokens_.size() && tokens_[index].word->keyword == keyword;
  }
  bool IsSymbol(size_t index, std::string_view symbol) const {
    return Has(index, Token::Kind::kSymbol) && Text(index) == symbol;
  }
  // A bare name that may be a keyword, or a quoted one.
  bool IsName(size_t index) const {
    return Has(index, Token::Kind::kWord) || Has(index, Token::Kind::kName);
  }
  // A hole on its own, or glued to a bare word.
  bool IsHole(size_t index) const {
    return Has(index, Token::Kind::kHole) ||
           (Has(index, Token::Kind::kWord) && tokens_[index].hole);
  }
  std::string_view Text(size_t index) const {
    const Span where = tokens_[index].where;
    return bytes_.substr(where.begin, where.size());
  }
  // The bytes from one token to another.
  std::string_view Text(size_t first, size_t last) const {
    return bytes_.substr(tokens_[first].where.begin,
                         tokens_[last].where.end - tokens_[first].where.begin);
  }
  Loc At(size_t index) const { return At(index, index); }
  Loc At(size_t first, size_t last) const {
    return text_.Sub(tokens_[first].where.begin, tokens_[last].where.end);
  }
  // The first token that ends after this offset; size() if there is none.
  size_t FirstEndingAfter(uint32_t offset) const;
  // The token that begins at this offset; size() if there is none.
  size_t BeginningAt(uint32_t offset) const;
  // The bracket that closes the one at `open`; size() if there is none.
  size_t Closing(size_t open) const;
  // The first and the last token of what these two become with the other halves of the brackets and
  // of each CASE ... END between them.
  std::pair<size_t, size_t> Balanced(size_t first, size_t last) const;

 private:
  // What a token does to the number of open brackets.
  int Nesting(size_t index) const;

  Loc text_;
  std::string_view bytes_;
  std::span<const Token> tokens_;
};

}  // namespace stackql::sql
