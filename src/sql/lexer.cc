#include "sql/lexer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"

namespace stackql::sql {
namespace {

constexpr char kHoleByte = '\xFF';

bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
constexpr bool IsWordStart(char c) {
  return IsAlpha(c) || c == '_' || c == '@' || c == '$' ||
         (static_cast<unsigned char>(c) >= 0x80 && c != kHoleByte);
}

// Whether IsWordStart() or IsDigit() holds, for every byte.
constexpr std::array<bool, 256> kWordBytes = [] {
  std::array<bool, 256> bytes = {};
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<char>(i);
    bytes[i] = IsWordStart(c) || IsDigit(c);
  }
  return bytes;
}();
bool IsWord(char c) { return kWordBytes[static_cast<unsigned char>(c)]; }

// What may mean something between quotes.
constexpr std::array<bool, 256> kQuotedBytes = [] {
  std::array<bool, 256> bytes = {};
  for (const char c : {'\'', '"', '\\', '{', kHoleByte})
    bytes[static_cast<unsigned char>(c)] = true;
  return bytes;
}();

class Lexer {
 public:
  Lexer(std::string_view bytes, const LexOptions& options) : bytes_(bytes), options_(options) {}

  std::vector<Token> Run() {
    tokens_.reserve(bytes_.size() / 6 + 8);
    if (bytes_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    ToEnd();
    return std::move(tokens_);
  }

 private:
  void ToEnd() {
    while (at_ < bytes_.size()) {
      if (IsBlank(bytes_[at_])) {
        ++at_;
      } else if (!options_.templates || !PassTemplate()) {
        Next();
      }
    }
  }

  char Peek(size_t ahead = 0) const {
    return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0';
  }

  void Add(Token::Kind kind, size_t end, bool hole = false) {
    tokens_.push_back({kind, hole, {static_cast<uint32_t>(at_), static_cast<uint32_t>(end)}});
    if (kind == Token::Kind::kWord) tokens_.back().word = &Lookup(bytes_.substr(at_, end - at_));
    at_ = end;
  }

  bool PassTemplate() {
    if (Peek() != '{') return false;
    const char kind = Peek(1);
    if (kind != '{' && kind != '%' && kind != '#') return false;
    const std::string_view close = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";
    const size_t end = bytes_.find(close, at_ + 2);
    at_ = end == std::string_view::npos ? bytes_.size() : end + 2;
    return true;
  }

  // Where the output tag that begins here ends; npos if it does not. Looks for the end once only.
  size_t TagEnd(size_t begin) {
    if (begin >= no_tag_end_) return std::string_view::npos;
    const size_t end = bytes_.find("}}", begin);
    if (end == std::string_view::npos) no_tag_end_ = begin;
    return end;
  }

  void Next() {
    const char c = Peek();
    if (IsWord(c) && !IsDigit(c)) return Word(at_);
    const char next = Peek(1);
    if (c == '\'' || c == '"') return Quoted(c);
    if (c == '`') return Add(Token::Kind::kBacktick, at_ + 1);
    const bool line = (c == '-' && next == '-') || c == '#' || (c == '/' && next == '/');
    if (line) return Comment(std::min(bytes_.find('\n', at_), bytes_.size()));
    if (c == '/' && next == '*') return BlockComment();
    if (IsDigit(c) || (c == '.' && IsDigit(next))) return Number();
    if (c == kHoleByte) return Word(at_);
    Symbol();
  }

  void Comment(size_t end) {
    if (options_.comments) return Add(Token::Kind::kComment, end);
    at_ = end;
  }

  void BlockComment() {
    const size_t end = bytes_.find("*/", at_ + 2);
    if (end == std::string_view::npos) return Add(Token::Kind::kUnclosed, bytes_.size());
    if (Peek(2) == '!') return RunComment(end);
    Comment(end + 2);
  }

  // The text inside /*! ... */, after an optional version of five digits, is SQL that StackQL runs
  // (the parser's scanMySQLSpecificComment).
  void RunComment(size_t end) {
    constexpr size_t kVersion = 5;
    at_ += 3;
    const std::string_view version = bytes_.substr(at_, std::min(kVersion, end - at_));
    if (std::ranges::all_of(version, IsDigit) &&
        (version.size() == kVersion || at_ + version.size() == end)) {
      at_ += version.size();
    }
    const std::string_view all = std::exchange(bytes_, bytes_.substr(0, end));
    ToEnd();
    bytes_ = all;
    at_ = end + 2;
  }

  void Quoted(char quote) {
    bool hole = false;
    for (size_t i = at_ + 1; i < bytes_.size(); ++i) {
      const char c = bytes_[i];
      if (!kQuotedBytes[static_cast<unsigned char>(c)]) continue;
      hole |= c == kHoleByte;
      if (c == '\\' && quote == '\'') {
        ++i;
      } else if (options_.templates && c == '{' && i + 1 < bytes_.size() && bytes_[i + 1] == '{') {
        const size_t end = TagEnd(i);
        if (end != std::string_view::npos) i = end + 1;
      } else if (c == quote) {
        if (i + 1 < bytes_.size() && bytes_[i + 1] == quote) {
          ++i;
          continue;
        }
        return Add(quote == '\'' ? Token::Kind::kString : Token::Kind::kName, i + 1, hole);
      }
    }
    Add(Token::Kind::kUnclosed, bytes_.size());
  }

  void Number() {
    size_t end = at_;
    const auto digits = [&] {
      while (end < bytes_.size() && IsDigit(bytes_[end])) ++end;
    };
    if (Peek() == '0' && (Peek(1) == 'x' || Peek(1) == 'X')) {
      end += 2;
      while (end < bytes_.size() && IsWord(bytes_[end])) ++end;
      return Add(Token::Kind::kNumber, end);
    }
    digits();
    if (end < bytes_.size() && bytes_[end] == '.') {
      ++end;
      digits();
    }
    if (end < bytes_.size() && (bytes_[end] == 'e' || bytes_[end] == 'E')) {
      size_t exponent = end + 1;
      if (exponent < bytes_.size() && (bytes_[exponent] == '+' || bytes_[exponent] == '-'))
        ++exponent;
      if (exponent < bytes_.size() && IsDigit(bytes_[exponent])) {
        end = exponent;
        digits();
      }
    }
    // Digits glued to letters or a hole are a word with unknown parts, not a number.
    const bool glued =
        end < bytes_.size() && (IsWordStart(bytes_[end]) || bytes_[end] == kHoleByte);
    glued ? Word(end) : Add(Token::Kind::kNumber, end);
  }

  // `end` is after what is known to belong to the word.
  void Word(size_t end) {
    bool hole = false;
    bool other = end > at_;
    while (end < bytes_.size() && (IsWord(bytes_[end]) || bytes_[end] == kHoleByte)) {
      (bytes_[end] == kHoleByte ? hole : other) = true;
      ++end;
    }
    // Neighbouring holes without anything between are one.
    if (hole && !other) return Add(Token::Kind::kHole, end, true);
    Add(Token::Kind::kWord, end, hole);
  }

  void Symbol() {
    if (std::string_view("-<>!=|:&").find(Peek()) == std::string_view::npos) {
      return Add(Token::Kind::kSymbol, at_ + 1);
    }
    static constexpr std::array<std::string_view, 13> kLong = {
        "->>", "<=>", "<>", "!=", "<=", ">=", "==", "||", "::", "->", "&&", "<<", ">>"};
    for (const std::string_view symbol : kLong) {
      if (bytes_.compare(at_, symbol.size(), symbol) == 0) {
        return Add(Token::Kind::kSymbol, at_ + symbol.size());
      }
    }
    Add(Token::Kind::kSymbol, at_ + 1);
  }

  std::string_view bytes_;
  LexOptions options_;
  size_t at_ = 0;
  size_t no_tag_end_ = std::string_view::npos;
  std::vector<Token> tokens_;
};

// What a backslash and this character stand for.
char Unescape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case '0':
      return '\0';
    case 'Z':
      return '\x1A';
    default:
      return c;
  }
}

}  // namespace

std::vector<Token> Lex(std::string_view bytes, const LexOptions& options) {
  return Lexer(bytes, options).Run();
}

Loc DecodeString(Sources& sources, Loc token) {
  const Loc inner = token.Sub(1, token.span.size() - 1);
  const std::string_view bytes = sources.Bytes(inner);
  const auto begins_escape = [](char c) { return c == '\\' || c == '\''; };
  const auto next_escape = [&](uint32_t from) {
    return static_cast<uint32_t>(std::find_if(bytes.begin() + from, bytes.end(), begins_escape) -
                                 bytes.begin());
  };
  uint32_t at = next_escape(0);
  if (at == bytes.size()) return inner;
  TextBuilder builder(sources);
  uint32_t done = 0;
  for (; at + 1 < bytes.size(); at = next_escape(at)) {
    const char next = bytes[at + 1];
    builder.Copy(inner.Sub(done, at));
    if (bytes[at] == '\\' && next == kHoleByte) {
      builder.Hole(inner.Sub(at, at + 4));
      at += 4;
    } else {
      const char c = bytes[at] == '\\' ? Unescape(next) : next;
      builder.Atom(std::string_view(&c, 1), inner.Sub(at, at + 2));
      at += 2;
    }
    done = at;
  }
  builder.Copy(inner.Sub(done, static_cast<uint32_t>(bytes.size())));
  return builder.Finish(Step::kSqlString, inner);
}

size_t Tokens::FirstEndingAfter(uint32_t offset) const {
  const auto found = std::partition_point(tokens_.begin(), tokens_.end(), [&](const Token& token) {
    return token.where.end <= offset;
  });
  return static_cast<size_t>(found - tokens_.begin());
}

size_t Tokens::BeginningAt(uint32_t offset) const {
  const size_t index = FirstEndingAfter(offset);
  return index < tokens_.size() && tokens_[index].where.begin == offset ? index : tokens_.size();
}

int Tokens::Nesting(size_t index) const {
  if (tokens_[index].kind != Token::Kind::kSymbol) return 0;
  const char symbol = bytes_[tokens_[index].where.begin];
  if (symbol == '(' || symbol == '[') return 1;
  return symbol == ')' || symbol == ']' ? -1 : 0;
}

size_t Tokens::Closing(size_t open) const {
  int depth = 0;
  for (size_t i = open; i < tokens_.size(); ++i) {
    depth += Nesting(i);
    if (depth == 0) return i;
  }
  return tokens_.size();
}

std::pair<size_t, size_t> Tokens::Balanced(size_t first, size_t last) const {
  const auto nesting = [&](size_t index) {
    const bool member = index > 0 && IsSymbol(index - 1, ".");
    if (!member && Is(index, Keyword::kCase)) return 1;
    return !member && Is(index, Keyword::kEnd) ? -1 : Nesting(index);
  };
  int depth = 0;
  int lowest = 0;
  for (size_t i = first; i <= last; ++i) {
    depth += nesting(i);
    lowest = std::min(lowest, depth);
  }
  for (int closed = -lowest; closed > 0 && first > 0;) closed -= nesting(--first);
  for (int open = depth - lowest; open > 0 && last + 1 < tokens_.size();) open += nesting(++last);
  return {first, last};
}

}  // namespace stackql::sql
