#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/sources.h"

namespace stackql::tmpl {

struct Token {
  enum class Kind : uint8_t {
    kName,
    kNumber,
    kString,  // with its quotes
    kSymbol,
    kDict,      // what is between the braces of an inline dictionary
    kEnd,       // the closing delimiter of the tag
    kBad,       // bytes that are not tokens, or the quote of a string that does not end
    kUnclosed,  // the opening delimiter of a tag that does not end
  };
  Kind kind = Kind::kEnd;
  Span where = {};
};

// A piece of a template: text between tags, or one tag.
struct Chunk {
  enum class Kind : uint8_t { kText, kOutput, kStatement };
  Kind kind = Kind::kText;
  Span where = {};     // text after whitespace control; tags with their delimiters
  uint32_t first = 0;  // index of a tag's first token; the tokens end with kEnd, kBad or kUnclosed
};

struct Lexed {
  std::vector<Token> tokens = {};
  std::vector<Chunk> chunks = {};
};

// Cuts a template into texts and the tokens of its tags. Comments and the tags of raw blocks are
// gone; `-` next to a delimiter has taken its blanks. Ends at the first tag that cannot be read.
// `dictionaries`: an output tag may hold one, with its filter.
Lexed Lex(std::string_view bytes, bool dictionaries);

}  // namespace stackql::tmpl
