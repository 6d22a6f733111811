#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "json/decode.h"
#include "json/json.h"
#include "json/lexeme.h"
#include "value/value.h"

namespace stackql::json {
namespace {

constexpr char kHoleByte = '\xFF';

// What a byte is, for the loops that skip many of them.
enum : uint8_t { kBlank = 1, kEndsRun = 2, kEndsString = 4 };

constexpr std::array<uint8_t, 256> Classify() {
  std::array<uint8_t, 256> classes = {};
  for (size_t i = 0; i < 0x20; ++i) classes[i] = kEndsString;
  for (const unsigned char c : {' ', '\t', '\n', '\r'}) classes[c] |= kBlank | kEndsRun;
  for (const unsigned char c : {',', ':', '[', ']', '{', '}', '"'}) classes[c] |= kEndsRun;
  for (const unsigned char c : {'"', '\\'}) classes[c] |= kEndsString;
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = Classify();

bool Is(char c, uint8_t what) { return (kClasses[static_cast<uint8_t>(c)] & what) != 0; }

class Reader {
 public:
  Reader(Values& values, Loc where, const Limits& limits)
      : values_(values), where_(where), bytes_(values.sources().Bytes(where)), limits_(limits) {}

  Parsed Run();

 private:
  // Where a list of elements or members is.
  enum class After : uint8_t { kOpening, kItem, kComma, kHole };
  // Bytes that are neither structure nor a string.
  struct Bare {
    size_t end = 0;
    bool hole = false;
  };
  struct List {
    size_t begin = 0;
    size_t comma = 0;
    After after = After::kOpening;
    bool open = false;
    bool closed = false;
  };

  Loc At(size_t begin, size_t end) const {
    return where_.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
  }
  bool AtEnd() const { return at_ == bytes_.size(); }
  void SkipBlanks() {
    while (at_ < bytes_.size() && Is(bytes_[at_], kBlank)) ++at_;
  }
  Bare ScanBare() const;
  bool IsText(const Bare& bare) const;
  bool IsValue(const Bare& bare) const;
  ValueId ReadValue(uint32_t depth);
  ValueId ReadScalar();
  ValueId ReadString();
  ValueId ReadArray(uint32_t depth);
  ValueId ReadObject(uint32_t depth);
  bool ReadMember(List& list, uint32_t depth);
  bool ReadColonInHole(List& list, ValueId key, uint32_t depth);
  ValueId ReadMemberValue(List& list, uint32_t depth);
  bool ReadHoleInObject(List& list, size_t end, uint32_t depth);
  bool ReadListPunctuation(List& list, char close);
  ValueId Fail(size_t begin, size_t end, std::string_view expected, bool unsure = false);
  ValueId FailToken(std::string_view expected);
  ValueId FailValue();
  ValueId FailKey();
  ValueId FailUnclosed(const List& list);
  size_t TokenEnd() const;

  Values& values_;
  Loc where_;
  std::string_view bytes_;
  Limits limits_;
  size_t at_ = 0;
  bool hole_ = false;  // one was met outside of strings
  Parsed result_;
  std::vector<ValueId> elements_;
  std::vector<Member> members_;
};

Reader::Bare Reader::ScanBare() const {
  Bare bare = {.end = at_};
  for (; bare.end < bytes_.size() && !Is(bytes_[bare.end], kEndsRun); ++bare.end) {
    bare.hole |= bytes_[bare.end] == kHoleByte;
  }
  return bare;
}

ValueId Reader::Fail(size_t begin, size_t end, std::string_view expected, bool unsure) {
  result_ = {.error = At(begin, end), .expected = std::string(expected), .unsure = unsure || hole_};
  return kNoValue;
}

// The end of what a reader would take for one token at at_, for the place of an error.
size_t Reader::TokenEnd() const {
  const char first = bytes_[at_];
  if (first == '"' || first == '\'' || first == '`') {
    for (size_t end = at_ + 1; end < bytes_.size() && bytes_[end] != '\n'; ++end) {
      if (bytes_[end] == first) return end + 1;
      if (bytes_[end] == '\\' && end + 1 < bytes_.size()) ++end;
    }
  }
  const size_t end = ScanBare().end;
  return end > at_ ? end : at_ + 1;
}

ValueId Reader::FailToken(std::string_view expected) {
  return AtEnd() ? Fail(at_, at_, expected) : Fail(at_, TokenEnd(), expected);
}

ValueId Reader::FailValue() {
  const size_t end = TokenEnd();
  return Fail(at_, end, ExpectedValue(bytes_.substr(at_, end - at_)));
}

ValueId Reader::FailKey() {
  const std::string_view found = bytes_.substr(at_, TokenEnd() - at_);
  const bool comment = found[0] == '#' || found[0] == '/';
  return FailToken(comment ? "a key (JSON has no comments)" : "a key in double quotes");
}

ValueId Reader::FailUnclosed(const List& list) {
  return Fail(list.begin, list.begin + 1,
              bytes_[list.begin] == '[' ? "a closing bracket for this one"
                                        : "a closing brace for this one");
}

Parsed Reader::Run() {
  SkipBlanks();
  if (AtEnd()) {
    Fail(0, bytes_.size(), "a value");
    return result_;
  }
  if (at_ == 0 && bytes_.starts_with(kByteOrderMark)) {
    Fail(0, kByteOrderMark.size(), "no byte order mark");
    return result_;
  }
  const size_t begin = at_;
  const bool all_unknown = bytes_[at_] != '\'' && ScanBare().hole;
  const ValueId value = all_unknown ? kNoValue : ReadValue(0);
  if (value == kNoValue && !all_unknown) return result_;
  SkipBlanks();
  if (value != kNoValue && AtEnd()) return {.value = value};
  // What a hole beside a value makes of it cannot be told.
  if (all_unknown || HasHole(bytes_.substr(at_))) {
    size_t end = bytes_.size();
    while (Is(bytes_[end - 1], kBlank)) --end;
    return {.value = values_.AddUnknown(At(begin, end))};
  }
  FailToken("the end of the JSON");
  return result_;
}

ValueId Reader::ReadValue(uint32_t depth) {
  switch (bytes_[at_]) {
    case '"':
      return ReadString();
    case '[':
      return ReadArray(depth + 1);
    case '{':
      return ReadObject(depth + 1);
    case ']':
    case '}':
    case ',':
    case ':':
      return FailToken("a value");
    default:
      return ReadScalar();
  }
}

// Whether it is one hole, in the place of a text: JSON text is written with a hole for a text that
// may be JSON itself.
bool Reader::IsText(const Bare& bare) const {
  if (!bare.hole || bare.end - at_ != kHoleBytes.size()) return false;
  const Loc hole = At(at_, bare.end);
  // What was written as JSON text was a text: others than structures stay in quotes.
  const bool written = values_.sources().StepOfHole(hole) == Step::kSerialise;
  return written ? IsNoStructure(values_, hole) : IsNoJson(values_, hole);
}

// Whether it is one hole, which was written as JSON text for one value.
bool Reader::IsValue(const Bare& bare) const {
  if (!bare.hole || bare.end - at_ != kHoleBytes.size()) return false;
  const Loc hole = At(at_, bare.end);
  return values_.sources().StepOfHole(hole) == Step::kSerialise &&
         values_.sources().OriginOfHole(hole);
}

// A number, true, false, null, or an unknown value.
ValueId Reader::ReadScalar() {
  if (bytes_[at_] == '\'') return FailValue();
  const Bare bare = ScanBare();
  const Loc where = At(at_, bare.end);
  if (bare.hole) {
    hole_ = true;
    const bool text = IsText(bare);
    at_ = bare.end;
    return text ? values_.AddString(where, where) : values_.AddUnknown(where);
  }
  const std::string_view lexeme = bytes_.substr(at_, bare.end - at_);
  Kind kind = Kind::kUnknown;
  if (lexeme == "true" || lexeme == "false") kind = Kind::kBool;
  if (lexeme == "null") kind = Kind::kNull;
  if (kind == Kind::kUnknown) {
    if (!IsNumber(lexeme)) return FailValue();
    kind = Kind::kNumber;
  }
  at_ = bare.end;
  return values_.Add({.kind = kind, .token = where, .text = where});
}

ValueId Reader::ReadString() {
  const size_t begin = at_;
  bool escapes = false;
  size_t end = at_ + 1;
  while (true) {
    while (end < bytes_.size() && !Is(bytes_[end], kEndsString)) ++end;
    if (end >= bytes_.size()) {
      const bool hole = HasHole(bytes_.substr(begin));
      return Fail(begin, bytes_.size(), "a closing double quote", hole);
    }
    if (bytes_[end] == '"') break;
    if (bytes_[end] != '\\') {
      const char c = bytes_[end];
      return Fail(end, end + 1,
                  c == '\n' || c == '\r' ? "a closing double quote, or \\n for a line break"
                  : c == '\t'            ? "\\t for a tab"
                                         : "an escape such as \\u0001 for a control character");
    }
    escapes = true;
    // What follows belongs to the escape, unless it is wrong in itself.
    end += end + 1 < bytes_.size() && static_cast<uint8_t>(bytes_[end + 1]) >= 0x20 ? 2 : 1;
  }
  const Loc token = At(begin, end + 1);
  const Loc content = At(begin + 1, end);
  at_ = end + 1;
  if (!escapes) return values_.AddString(content, token);
  Decoded decoded = DecodeString(values_.sources(), content, token);
  if (!decoded.error) return values_.AddString(decoded.text, token);
  result_ = {.error = decoded.error,
             .expected = std::move(decoded.expected),
             .unsure = decoded.unsure || hole_};
  return kNoValue;
}

// Takes the comma or closing bracket at at_. False if there is another byte, or on failure; then
// result_ tells which.
bool Reader::ReadListPunctuation(List& list, char close) {
  const char c = bytes_[at_];
  if (c == close) {
    if (list.after == After::kComma) {
      Fail(list.comma, list.comma + 1,
           close == ']' ? "no comma before the closing bracket"
                        : "no comma before the closing brace");
      return false;
    }
    list.closed = true;
  } else if (c == ',') {
    if (list.after == After::kComma || list.after == After::kOpening) {
      Fail(at_, at_ + 1, close == ']' ? "a value" : "a key in double quotes");
      return false;
    }
    list.after = After::kComma;
    list.comma = at_;
  } else {
    return false;
  }
  ++at_;
  return true;
}

ValueId Reader::ReadArray(uint32_t depth) {
  List list = {.begin = at_};
  if (depth > limits_.depth) return Fail(at_, at_ + 1, "less nesting", true);
  const size_t base = elements_.size();
  ++at_;
  while (!list.closed) {
    SkipBlanks();
    if (AtEnd()) return FailUnclosed(list);
    if (ReadListPunctuation(list, ']')) continue;
    if (result_.error) return kNoValue;
    const Bare bare = ScanBare();
    if (bare.hole && bytes_[at_] != '\'' && !IsText(bare) &&
        !IsValue(bare)) {  // any number of elements, or a part of one
      hole_ = list.open = true;
      list.after = After::kHole;
      at_ = bare.end;
      continue;
    }
    if (list.after == After::kItem) return FailToken("a comma or closing bracket");
    const ValueId element = ReadValue(depth);
    if (element == kNoValue) return kNoValue;
    elements_.push_back(element);
    list.after = After::kItem;
  }
  const auto items = std::span(elements_).subspan(base);
  const ValueId array = values_.AddArray(At(list.begin, at_), items, list.open);
  elements_.resize(base);
  return array;
}

ValueId Reader::ReadObject(uint32_t depth) {
  List list = {.begin = at_};
  if (depth > limits_.depth) return Fail(at_, at_ + 1, "less nesting", true);
  const size_t base = members_.size();
  ++at_;
  while (!list.closed) {
    SkipBlanks();
    if (AtEnd()) return FailUnclosed(list);
    if (ReadListPunctuation(list, '}')) continue;
    if (result_.error) return kNoValue;
    const Bare bare = ScanBare();
    const bool hole = bare.hole && bytes_[at_] != '\'';
    if (hole ? !ReadHoleInObject(list, bare.end, depth) : !ReadMember(list, depth)) {
      return kNoValue;
    }
  }
  const auto items = std::span(members_).subspan(base);
  const ValueId object = values_.AddObject(At(list.begin, at_), items, list.open);
  members_.resize(base);
  return object;
}

// A hole where a member or its key should be.
bool Reader::ReadHoleInObject(List& list, size_t end, uint32_t depth) {
  const Loc where = At(at_, end);
  hole_ = list.open = true;
  list.after = After::kHole;
  at_ = end;
  SkipBlanks();
  if (AtEnd() || bytes_[at_] != ':') return true;
  ++at_;
  const ValueId key = values_.AddUnknown(where);
  const ValueId value = ReadMemberValue(list, depth);
  if (value == kNoValue) return false;
  members_.push_back({.key = key, .value = value});
  return true;
}

bool Reader::ReadMember(List& list, uint32_t depth) {
  const bool string = bytes_[at_] == '"';
  if (list.after == After::kItem) {
    FailToken("a comma or closing brace");
    return false;
  }
  const ValueId key = string ? ReadString() : FailKey();
  if (key == kNoValue) return false;
  if (HasHole(values_.Text(key))) list.open = true;
  SkipBlanks();
  if (AtEnd()) {
    FailUnclosed(list);
    return false;
  }
  if (bytes_[at_] == ':') {
    ++at_;
    const ValueId value = ReadMemberValue(list, depth);
    if (value != kNoValue) members_.push_back({.key = key, .value = value});
    return value != kNoValue;
  }
  return ReadColonInHole(list, key, depth);
}

// A key after which a hole holds the colon, and maybe more.
bool Reader::ReadColonInHole(List& list, ValueId key, uint32_t depth) {
  const Bare bare = ScanBare();
  hole_ |= bare.hole;
  // After an earlier hole the key may be a value.
  if (!bare.hole || list.after == After::kHole) {
    FailToken("a colon");
    return false;
  }
  members_.push_back({.key = key, .value = values_.AddUnknown(At(at_, bare.end))});
  list.open = true;
  list.after = After::kHole;
  at_ = bare.end;
  SkipBlanks();
  if (AtEnd() || bytes_[at_] == ',' || bytes_[at_] == '}') return true;
  if (bytes_[at_] != ':') {  // a value or a key
    FailToken("a comma or closing brace");
    return false;
  }
  ++at_;
  return ReadMemberValue(list, depth) != kNoValue;
}

// The value after a colon.
ValueId Reader::ReadMemberValue(List& list, uint32_t depth) {
  SkipBlanks();
  if (AtEnd()) return FailUnclosed(list);
  const size_t begin = at_;
  const ValueId value = ReadValue(depth);
  if (value == kNoValue) return kNoValue;
  // One hole fills the place of the value; more of them, or one glued to other bytes, may bring
  // members of their own.
  const bool alone = values_[value].kind != Kind::kUnknown || at_ - begin == kHoleBytes.size();
  list.open |= !alone;
  list.after = alone ? After::kItem : After::kHole;
  return value;
}

}  // namespace

Parsed Parse(Values& values, Loc where, const Limits& limits) {
  return Reader(values, where, limits).Run();
}

}  // namespace stackql::json
