#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/sources.h"

namespace stackql::tmpl {

struct Token {
  enum class Kind : uint8_t { kName, kNumber, kString, kSymbol, kEnd, kBad };
  Kind kind = Kind::kEnd;
  Span where = {};  // with the quotes of a string
};

// The tokens between the delimiters of a tag, which lie in [begin, end) of `bytes`; the last one is
// kEnd, or kBad at something that is no token.
std::vector<Token> Tokenise(std::string_view bytes, uint32_t begin, uint32_t end);

// A piece of a template: text between tags, or one tag.
struct Chunk {
  enum class Kind : uint8_t { kText, kOutput, kStatement, kUnclosed };
  Kind kind = Kind::kText;
  Span where = {};   // with the delimiters
  Span inside = {};  // without delimiters and whitespace control
};

// Cuts a template at its tags. Comments and the tags of raw blocks are gone, whitespace control is
// applied to the text.
std::vector<Chunk> Cut(std::string_view bytes);

}  // namespace stackql::tmpl
