#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sql/lexer.h"

// The tokens of a statement as StackQL's grammar sees them.
namespace stackql::sql {

// Keywords come first, by their index; these follow.
inline constexpr size_t kMostWords = 460;
enum : uint16_t {
  kIdentifier = kMostWords,
  kValueWord,  // NEXT value
  kAtName,     // @a
  kAtAtName,   // @@a
  kText,       // '...'
  kSpanText,   // '1 day': two words
  kWholeNumber,
  kOtherNumber,   // 1.5, 0x1F, X'1F'
  kBindVariable,  // ?, :a
  kCastSuffix,    // ::a
  kAnyHole,
  kNothing,  // what StackQL's lexer refuses
  kComma,
  kFirstSymbol,
  kTerminalCount = kFirstSymbol + 24,
};

struct Terminal {
  uint16_t id = kNothing;
  uint32_t token = 0;  // the first one that it is made of
};

std::vector<Terminal> ReadTerminals(const Tokens& tokens);

// Those of a keyword and of a symbol; kIdentifier and kNothing if it is none.
uint16_t WordTerminal(const WordInfo& word);
uint16_t SymbolTerminal(std::string_view symbol);

}  // namespace stackql::sql
