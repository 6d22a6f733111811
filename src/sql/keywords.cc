#include "sql/keywords.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace stackql::sql {
namespace {

enum Flag : uint8_t {
  kReserved = 1,
  kAfterDot = 2,
  kPostgres = 4,
  kType = 8,
  kDoubtful = 16,
  kOwn = 32,
};

struct Entry {
  std::string_view word;
  Keyword keyword;
  int flags;
};

// Sorted by word. A table of facts, found by giving every keyword of both grammars to both parsers.
constexpr Entry kEntries[] = {
    {"_binary", Keyword::kNone, kReserved | kAfterDot},
    {"_latin1", Keyword::kNone, kReserved | kAfterDot},
    {"_utf8", Keyword::kNone, kReserved | kAfterDot},
    {"_utf8mb4", Keyword::kNone, kReserved | kAfterDot},
    {"add", Keyword::kNone, kReserved},
    {"against", Keyword::kNone, kDoubtful},
    {"all", Keyword::kAll, kReserved | kAfterDot},
    {"alter", Keyword::kNone, kReserved | kAfterDot},
    {"analyse", Keyword::kNone, kPostgres},
    {"analyze", Keyword::kNone, kReserved | kAfterDot | kOwn},
    {"and", Keyword::kAnd, kReserved},
    {"any", Keyword::kAny, kPostgres},
    {"array", Keyword::kArray, kPostgres},
    {"as", Keyword::kAs, kReserved},
    {"asc", Keyword::kAsc, kReserved},
    {"asymmetric", Keyword::kNone, kPostgres},
    {"auth", Keyword::kNone, kOwn},
    {"authorization", Keyword::kNone, kPostgres},
    {"begin", Keyword::kBegin, 0},
    {"between", Keyword::kBetween, kReserved},
    {"bigint", Keyword::kNone, kType},
    {"binary", Keyword::kBinary, kReserved},
    {"bit", Keyword::kNone, kType},
    {"boolean", Keyword::kNone, kType},
    {"both", Keyword::kBoth, kPostgres},
    {"by", Keyword::kBy, kReserved},
    {"case", Keyword::kCase, kReserved},
    {"cast", Keyword::kCast, kReserved | kAfterDot | kDoubtful},
    {"char", Keyword::kNone, kType},
    {"character", Keyword::kNone, kType | kDoubtful},
    {"check", Keyword::kNone, kPostgres},
    {"collate", Keyword::kNone, kReserved | kDoubtful},
    {"collation", Keyword::kNone, kPostgres},
    {"column", Keyword::kNone, kReserved | kAfterDot},
    {"concurrently", Keyword::kNone, kPostgres},
    {"conflict", Keyword::kConflict, 0},
    {"constraint", Keyword::kNone, kReserved | kAfterDot},
    {"convert", Keyword::kNone, kReserved | kDoubtful},
    {"create", Keyword::kCreate, kReserved},
    {"cross", Keyword::kCross, kReserved},
    {"current_catalog", Keyword::kNone, kPostgres},
    {"current_date", Keyword::kCurrentTime, kReserved},
    {"current_role", Keyword::kNone, kPostgres},
    {"current_schema", Keyword::kNone, kPostgres},
    {"current_time", Keyword::kCurrentTime, kReserved},
    {"current_timestamp", Keyword::kCurrentTime, kReserved},
    {"current_user", Keyword::kNone, kPostgres},
    {"database", Keyword::kNone, kReserved},
    {"databases", Keyword::kNone, kReserved},
    {"date", Keyword::kDate, 0},
    {"datetime", Keyword::kDate, 0},
    {"day", Keyword::kUnit, 0},
    {"dec", Keyword::kNone, kType},
    {"decimal", Keyword::kNone, kType},
    {"default", Keyword::kDefault, kPostgres},
    {"deferrable", Keyword::kNone, kPostgres},
    {"delete", Keyword::kDelete, kReserved},
    {"desc", Keyword::kDesc, kReserved | kOwn},
    {"describe", Keyword::kNone, kReserved | kOwn},
    {"distinct", Keyword::kDistinct, kReserved},
    {"distinctrow", Keyword::kNone, kReserved},
    {"div", Keyword::kDiv, kReserved},
    {"do", Keyword::kNone, kReserved | kAfterDot | kOwn},
    {"drop", Keyword::kNone, kReserved},
    {"duplicate", Keyword::kDuplicate, kDoubtful},
    {"else", Keyword::kElse, kReserved},
    {"end", Keyword::kEnd, kReserved},
    {"escape", Keyword::kEscape, kReserved},
    {"except", Keyword::kExcept, kPostgres},
    {"exec", Keyword::kExec, kReserved | kDoubtful | kOwn},
    {"exists", Keyword::kNone, kReserved},
    {"explain", Keyword::kNone, kReserved | kOwn},
    {"extract", Keyword::kExtract, kDoubtful},
    {"false", Keyword::kFalse, kReserved},
    {"fetch", Keyword::kFetch, kPostgres},
    {"filter", Keyword::kFilter, 0},
    {"first", Keyword::kFirst, 0},
    {"float", Keyword::kNone, kType},
    {"flush", Keyword::kNone, kOwn},
    {"for", Keyword::kNone, kReserved},
    {"force", Keyword::kNone, kDoubtful},
    {"foreign", Keyword::kNone, kPostgres},
    {"format", Keyword::kNone, kReserved | kAfterDot},
    {"freeze", Keyword::kNone, kPostgres},
    {"from", Keyword::kFrom, kReserved},
    {"full", Keyword::kFull, kReserved | kAfterDot},
    {"generate_series", Keyword::kSetFunction, 0},
    {"grant", Keyword::kNone, kPostgres},
    {"group", Keyword::kGroup, kReserved},
    {"group_concat", Keyword::kNone, kReserved | kAfterDot},
    {"grouping", Keyword::kNone, kDoubtful},
    {"having", Keyword::kHaving, kReserved},
    {"hour", Keyword::kUnit, 0},
    {"if", Keyword::kNone, kReserved},
    {"ignore", Keyword::kNone, kReserved | kDoubtful},
    {"ilike", Keyword::kIlike, kPostgres},
    {"in", Keyword::kIn, kReserved},
    {"index", Keyword::kNone, kReserved},
    {"initially", Keyword::kNone, kPostgres},
    {"inner", Keyword::kInner, kReserved},
    {"inout", Keyword::kNone, kDoubtful},
    {"insert", Keyword::kInsert, kReserved},
    {"int", Keyword::kNone, kType},
    {"integer", Keyword::kInteger, kType},
    {"intersect", Keyword::kIntersect, kPostgres},
    {"interval", Keyword::kInterval, kReserved | kDoubtful},
    {"into", Keyword::kInto, kReserved},
    {"is", Keyword::kIs, kReserved},
    {"isnull", Keyword::kIsNull, kPostgres},
    {"join", Keyword::kJoin, kReserved},
    {"last", Keyword::kLast, 0},
    {"lateral", Keyword::kLateral, kPostgres},
    {"leading", Keyword::kLeading, kPostgres},
    {"left", Keyword::kLeft, kReserved},
    {"like", Keyword::kLike, kReserved},
    {"limit", Keyword::kLimit, kReserved},
    {"list", Keyword::kNone, kReserved | kAfterDot},
    {"localtime", Keyword::kCurrentTime, kReserved},
    {"localtimestamp", Keyword::kCurrentTime, kReserved},
    {"lock", Keyword::kNone, kReserved | kOwn},
    {"match", Keyword::kNone, kDoubtful},
    {"materialized", Keyword::kMaterialized, 0},
    {"microsecond", Keyword::kUnit, 0},
    {"minute", Keyword::kUnit, 0},
    {"mod", Keyword::kMod, kReserved},
    {"month", Keyword::kUnit, 0},
    {"national", Keyword::kNone, kType},
    {"nativequery", Keyword::kNone, kOwn},
    {"natural", Keyword::kNatural, kReserved},
    {"nchar", Keyword::kNone, kType},
    {"next", Keyword::kNext, kReserved},
    {"none", Keyword::kNone, kType},
    {"normalize", Keyword::kNone, kType | kDoubtful},
    {"not", Keyword::kNot, kReserved},
    {"notnull", Keyword::kNotNull, kPostgres},
    {"null", Keyword::kNull, kReserved},
    {"nulls", Keyword::kNulls, 0},
    {"numeric", Keyword::kNone, kType},
    {"off", Keyword::kNone, kReserved},
    {"offset", Keyword::kOffset, kPostgres},
    {"on", Keyword::kOn, kReserved},
    {"only", Keyword::kNone, kPostgres},
    {"or", Keyword::kOr, kReserved},
    {"order", Keyword::kOrder, kReserved},
    {"out", Keyword::kNone, kType},
    {"outer", Keyword::kOuter, kReserved},
    {"over", Keyword::kOver, kReserved},
    {"overlaps", Keyword::kNone, kPostgres},
    {"overlay", Keyword::kNone, kDoubtful},
    {"partition", Keyword::kNone, kDoubtful},
    {"placing", Keyword::kNone, kPostgres},
    {"position", Keyword::kPosition, kDoubtful},
    {"precision", Keyword::kNone, kType},
    {"primary", Keyword::kNone, kPostgres},
    {"pull", Keyword::kNone, kReserved | kAfterDot},
    {"purge", Keyword::kNone, kOwn},
    {"quarter", Keyword::kUnit, 0},
    {"real", Keyword::kNone, kType},
    {"recursive", Keyword::kNone, kReserved},
    {"references", Keyword::kNone, kPostgres},
    {"refresh", Keyword::kNone, kOwn},
    {"regexp", Keyword::kRegexp, kReserved},
    {"registry", Keyword::kNone, kReserved | kAfterDot | kOwn},
    {"release", Keyword::kNone, kReserved | kAfterDot},
    {"replace", Keyword::kReplace, kReserved},
    {"returning", Keyword::kReturning, kReserved},
    {"right", Keyword::kRight, kReserved},
    {"rlike", Keyword::kRegexp, kReserved},
    {"row", Keyword::kNone, kDoubtful},
    {"savepoint", Keyword::kNone, kReserved | kAfterDot},
    {"schema", Keyword::kNone, kReserved},
    {"second", Keyword::kUnit, 0},
    {"select", Keyword::kSelect, kReserved},
    {"separator", Keyword::kSeparator, kReserved},
    {"session_user", Keyword::kNone, kPostgres},
    {"set", Keyword::kSet, kReserved},
    {"setof", Keyword::kNone, kType},
    {"show", Keyword::kNone, kReserved | kOwn},
    {"signed", Keyword::kSigned, kDoubtful},
    {"similar", Keyword::kSimilar, kPostgres},
    {"sleep", Keyword::kNone, kOwn},
    {"smallint", Keyword::kNone, kType},
    {"some", Keyword::kSome, kPostgres},
    {"sql_cache", Keyword::kNone, kReserved | kAfterDot},
    {"sql_calc_found_rows", Keyword::kNone, kReserved | kAfterDot},
    {"sql_no_cache", Keyword::kNone, kReserved | kAfterDot},
    {"stackql", Keyword::kNone, kOwn},
    {"straight_join", Keyword::kNone, kReserved},
    {"stream", Keyword::kNone, kReserved | kAfterDot | kOwn},
    {"substr", Keyword::kNone, kReserved},
    {"substring", Keyword::kNone, kReserved | kDoubtful},
    {"symmetric", Keyword::kNone, kPostgres},
    {"table", Keyword::kTable, kReserved},
    {"tablesample", Keyword::kTablesample, kPostgres},
    {"then", Keyword::kThen, kReserved},
    {"time", Keyword::kDate, kType},
    {"timestamp", Keyword::kDate, kType},
    {"timestampadd", Keyword::kNone, kReserved},
    {"timestampdiff", Keyword::kNone, kReserved},
    {"to", Keyword::kTo, kReserved},
    {"traditional", Keyword::kNone, kReserved | kAfterDot},
    {"trailing", Keyword::kTrailing, kPostgres},
    {"transaction", Keyword::kTransaction, 0},
    {"treat", Keyword::kNone, kDoubtful},
    {"tree", Keyword::kNone, kReserved | kAfterDot},
    {"trim", Keyword::kTrim, 0},
    {"true", Keyword::kTrue, kReserved},
    {"union", Keyword::kUnion, kReserved},
    {"unique", Keyword::kNone, kPostgres},
    {"unknown", Keyword::kUnknown, 0},
    {"unlock", Keyword::kNone, kOwn},
    {"unnest", Keyword::kSetFunction, 0},
    {"unsigned", Keyword::kUnsigned, kDoubtful},
    {"update", Keyword::kUpdate, kReserved},
    {"use", Keyword::kNone, kReserved | kDoubtful | kOwn},
    {"user", Keyword::kNone, kPostgres},
    {"using", Keyword::kUsing, kReserved},
    {"utc_date", Keyword::kCurrentTime, kReserved},
    {"utc_time", Keyword::kCurrentTime, kReserved},
    {"utc_timestamp", Keyword::kCurrentTime, kReserved},
    {"values", Keyword::kValues, kReserved},
    {"varchar", Keyword::kNone, kType},
    {"variadic", Keyword::kNone, kPostgres},
    {"verbose", Keyword::kNone, kPostgres},
    {"view", Keyword::kView, 0},
    {"vitess", Keyword::kNone, kReserved | kAfterDot},
    {"week", Keyword::kUnit, 0},
    {"when", Keyword::kWhen, kReserved},
    {"where", Keyword::kWhere, kReserved},
    {"window", Keyword::kWindow, kPostgres},
    {"with", Keyword::kWith, kPostgres},
    {"work", Keyword::kNone, kReserved | kAfterDot},
    {"xmlelement", Keyword::kNone, kDoubtful},
    {"xmlexists", Keyword::kNone, kDoubtful},
    {"xmlforest", Keyword::kNone, kDoubtful},
    {"xmlparse", Keyword::kNone, kDoubtful},
    {"xmlpi", Keyword::kNone, kDoubtful},
    {"xmlroot", Keyword::kNone, kDoubtful},
    {"xmlserialize", Keyword::kNone, kDoubtful},
    {"xmltable", Keyword::kNone, kDoubtful},
    {"xor", Keyword::kXor, kReserved},
    {"year", Keyword::kUnit, 0},
    {"zone", Keyword::kZone, 0},
};
constexpr size_t kCount = std::size(kEntries);
constexpr size_t kLongest = 19;

static_assert(std::is_sorted(std::begin(kEntries), std::end(kEntries),
                             [](const Entry& a, const Entry& b) { return a.word < b.word; }));

constexpr std::array<WordInfo, kCount> MakeInfos() {
  std::array<WordInfo, kCount> infos = {};
  for (size_t i = 0; i < kCount; ++i) {
    const int flags = kEntries[i].flags;
    infos[i] = {.keyword = kEntries[i].keyword,
                .reserved = (flags & kReserved) != 0,
                .reserved_after_dot = (flags & kAfterDot) != 0,
                .postgres_only = (flags & kPostgres) != 0,
                .type_name = (flags & kType) != 0,
                .doubtful = (flags & kDoubtful) != 0,
                .own_statement = (flags & kOwn) != 0};
  }
  return infos;
}
constexpr std::array<WordInfo, kCount> kInfos = MakeInfos();
constexpr WordInfo kPlain = {};

// Index of the first entry whose word begins with each letter, so that a look-up compares few.
constexpr std::array<uint16_t, 128> MakeStarts() {
  std::array<uint16_t, 128> starts = {};
  size_t entry = 0;
  for (size_t c = 0; c < starts.size(); ++c) {
    while (entry < kCount && static_cast<size_t>(kEntries[entry].word[0]) < c) ++entry;
    starts[c] = static_cast<uint16_t>(entry);
  }
  return starts;
}
constexpr std::array<uint16_t, 128> kStarts = MakeStarts();

}  // namespace

const WordInfo& Lookup(std::string_view word) {
  if (word.empty() || word.size() > kLongest) return kPlain;
  char lower[kLongest];
  for (size_t i = 0; i < word.size(); ++i) {
    lower[i] = Lower(word[i]);
  }
  const auto first = static_cast<unsigned char>(lower[0]);
  if (first + 1U >= kStarts.size()) return kPlain;
  const std::string_view wanted(lower, word.size());
  for (size_t i = kStarts[first]; i < kStarts[first + 1U]; ++i) {
    if (kEntries[i].word == wanted) return kInfos[i];
  }
  return kPlain;
}

}  // namespace stackql::sql
