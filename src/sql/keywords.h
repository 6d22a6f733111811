#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stackql::sql {

// Words that decide something about a statement's shape.
enum class Keyword : uint8_t {
  kNone,
  kAll,
  kAnd,
  kAny,
  kArray,
  kAs,
  kAsc,
  kBegin,
  kBetween,
  kBinary,
  kBoth,
  kBy,
  kCase,
  kCast,
  kConflict,
  kCreate,
  kCross,
  kCurrentTime,
  kDate,
  kDefault,
  kDelete,
  kDesc,
  kDistinct,
  kDiv,
  kDuplicate,
  kElse,
  kEnd,
  kEscape,
  kExcept,
  kExec,
  kExtract,
  kFalse,
  kFetch,
  kFilter,
  kFirst,
  kFrom,
  kFull,
  kGroup,
  kHaving,
  kIlike,
  kIn,
  kInner,
  kInsert,
  kInteger,
  kIntersect,
  kInterval,
  kInto,
  kIs,
  kIsNull,
  kJoin,
  kLast,
  kLateral,
  kLeading,
  kLeft,
  kLike,
  kLimit,
  kMaterialized,
  kMod,
  kNatural,
  kNext,
  kNot,
  kNotNull,
  kNull,
  kNulls,
  kOffset,
  kOn,
  kOr,
  kOrder,
  kOuter,
  kOver,
  kPosition,
  kRegexp,
  kReplace,
  kReturning,
  kRight,
  kSelect,
  kSeparator,
  kSet,
  kSetFunction,
  kSigned,
  kSimilar,
  kSome,
  kTable,
  kTablesample,
  kThen,
  kTo,
  kTrailing,
  kTransaction,
  kTrim,
  kTrue,
  kUnion,
  kUnit,
  kUnknown,
  kUnsigned,
  kUpdate,
  kUsing,
  kValues,
  kView,
  kWhen,
  kWhere,
  kWindow,
  kWith,
  kXor,
  kZone,
};

// What is known of a word, whatever its case.
struct WordInfo {
  Keyword keyword = Keyword::kNone;
  bool reserved = false;            // StackQL does not take it as a bare column name,
  bool reserved_after_dot = false;  // not even after a dot
  bool postgres_only = false;       // only PostgreSQL reserves it: a fine name in StackQL
  bool type_name = false;           // PostgreSQL reads word(...) as a type, not as a call
  bool doubtful = false;            // begins syntax whose form here differs from PostgreSQL's
  bool own_statement = false;       // as first word: a statement that PostgreSQL does not have
  bool keyword_of_stackql = false;  // its lexer does not read it as an identifier
  bool unused = false;              // one that no rule of its grammar names
};

inline constexpr WordInfo kPlainWord = {};  // a word without any of these

const WordInfo& Lookup(std::string_view word);

// The words that something is known of, in order, and which of them this is; WordCount() if none.
size_t WordCount();
const WordInfo& WordAt(size_t index);
size_t WordIndex(const WordInfo& word);

}  // namespace stackql::sql
