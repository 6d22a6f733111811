#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/sources.h"

// StackQL's lexical rules (its parser's token.go): '...' with '' and backslash escapes, "..." for
// names, comments by --, #, // and /* */ (not nested), $ and @ in names.
namespace stackql::sql {

struct Token {
  enum class Kind : uint8_t {
    kWord,      // a bare name or keyword
    kName,      // "..."
    kString,    // '...'
    kNumber,
    kSymbol,    // one operator or punctuation mark
    kHole,      // a template hole on its own
    kBacktick,  // `
    kUnclosed,  // a string, name or comment without an end, to the end of the text
    kComment,
  };
  Kind kind = Kind::kSymbol;
  bool hole = false;  // kWord, kName: a hole is part of it
  Span where = {};    // in the lexed text
};

struct LexOptions {
  bool comments = false;   // keep comments as tokens
  bool templates = false;  // the text still has its template tags: pass over them
};

// Linear in the text; every byte that is no blank is in some token.
std::vector<Token> Lex(std::string_view bytes, const LexOptions& options = {});

// The content of a string literal whose token is at `token`: the inner bytes if nothing is escaped.
Loc DecodeString(Sources& sources, Loc token);

// Whether a word is this keyword (given in upper case).
inline bool IsKeyword(std::string_view word, std::string_view keyword) {
  if (word.size() != keyword.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if ((c >= 'a' && c <= 'z' ? c - 32 : c) != keyword[i]) return false;
  }
  return true;
}

}  // namespace stackql::sql
