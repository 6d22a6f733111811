#include "template/lexer.h"

#include <algorithm>
#include <cctype>

namespace stackql::tmpl {
namespace {

bool IsNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsQuote(char c) { return c == '\'' || c == '"' || c == '`'; }

uint32_t U(size_t value) { return static_cast<uint32_t>(value); }

Token Next(std::string_view bytes, size_t at, size_t end) {
  const auto token = [&](Token::Kind kind, size_t stop) {
    return Token{.kind = kind, .where = {U(at), U(stop)}};
  };
  const char c = bytes[at];
  size_t stop = at + 1;
  if (IsNameStart(c)) {
    while (stop < end && (IsNameStart(bytes[stop]) || IsDigit(bytes[stop]))) ++stop;
    return token(Token::Kind::kName, stop);
  }
  if (IsDigit(c)) {
    while (stop < end && IsDigit(bytes[stop])) ++stop;
    const bool fraction = stop + 1 < end && bytes[stop] == '.' && IsDigit(bytes[stop + 1]);
    if (fraction) {
      ++stop;
      while (stop < end && IsDigit(bytes[stop])) ++stop;
    }
    return token(Token::Kind::kNumber, stop);
  }
  if (IsQuote(c)) {
    stop = bytes.substr(0, end).find(c, at + 1);
    if (stop == std::string_view::npos) return token(Token::Kind::kBad, end);
    return token(Token::Kind::kString, stop + 1);
  }
  const std::string_view two = bytes.substr(at, std::min<size_t>(2, end - at));
  if (two == "==" || two == "!=" || two == "<=" || two == ">=" || two == "::") {
    return token(Token::Kind::kSymbol, at + 2);
  }
  if (std::string_view("|()[]{},.:=<>+-*/%~").find(c) != std::string_view::npos) {
    return token(Token::Kind::kSymbol, stop);
  }
  return token(Token::Kind::kBad, stop);
}

// End of the tag that opens at `at`, behind its closing delimiter; npos if there is none. Strings
// may hold the delimiter.
size_t TagEnd(std::string_view bytes, size_t at, std::string_view close) {
  if (close == "#}") {
    const size_t found = bytes.find(close, at + 2);
    return found == std::string_view::npos ? found : found + 2;
  }
  for (size_t i = at + 2; i < bytes.size(); ++i) {
    if (IsQuote(bytes[i])) {
      const size_t end = bytes.find(bytes[i], i + 1);
      const size_t tag = bytes.find(close, i + 1);
      // A quote that does not close within the tag is no string of it.
      if (end == std::string_view::npos || tag == std::string_view::npos) {
        return tag == std::string_view::npos ? tag : tag + 2;
      }
      i = end;
    } else if (bytes.compare(i, 2, close) == 0) {
      // `}}}`: an inline dictionary closes before the tag does.
      if (close == "}}" && bytes.compare(i, 3, "}}}") == 0 &&
          bytes.substr(at + 2, i - at - 2).find('{') != std::string_view::npos) {
        ++i;
      }
      return i + 2;
    }
  }
  return std::string_view::npos;
}

class Cutter {
 public:
  explicit Cutter(std::string_view bytes) : bytes_(bytes) {}

  std::vector<Chunk> Run() {
    size_t at = 0;
    while (at < bytes_.size()) {
      const size_t open = NextTag(at);
      AddText(at, open);
      if (open == bytes_.size()) break;
      at = Tag(open);
    }
    return std::move(chunks_);
  }

 private:
  size_t NextTag(size_t at) const {
    for (at = bytes_.find('{', at); at != std::string_view::npos; at = bytes_.find('{', at + 1)) {
      const char next = at + 1 < bytes_.size() ? bytes_[at + 1] : '\0';
      if (next == '{' || next == '%' || next == '#') return at;
    }
    return bytes_.size();
  }

  void AddText(size_t begin, size_t end) {
    if (trim_) {
      while (begin < end && IsBlank(bytes_[begin])) ++begin;
    }
    trim_ = false;
    // A tag that begins with {- takes the blanks before it.
    if (end + 2 < bytes_.size() && bytes_[end + 2] == '-') {
      while (end > begin && IsBlank(bytes_[end - 1])) --end;
    }
    if (begin < end) chunks_.push_back({Chunk::Kind::kText, {U(begin), U(end)}, {}});
  }

  size_t Tag(size_t open) {
    const char kind = bytes_[open + 1];
    const std::string_view close = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";
    const size_t end = TagEnd(bytes_, open, close);
    if (end == std::string_view::npos) {
      chunks_.push_back({Chunk::Kind::kUnclosed, {U(open), U(open + 2)}, {}});
      return bytes_.size();
    }
    Span inside = {U(open + 2), U(end - 2)};
    if (inside.begin < inside.end && bytes_[inside.begin] == '-') ++inside.begin;
    if (inside.begin < inside.end && bytes_[inside.end - 1] == '-') {
      --inside.end;
      trim_ = true;
    }
    if (kind == '#') return end;
    if (kind == '%' && Word(inside) == "raw") return Raw(open, end);
    chunks_.push_back({kind == '{' ? Chunk::Kind::kOutput : Chunk::Kind::kStatement,
                       {U(open), U(end)},
                       inside});
    return end;
  }

  std::string_view Word(Span inside) const {
    size_t begin = inside.begin;
    while (begin < inside.end && IsBlank(bytes_[begin])) ++begin;
    size_t end = begin;
    while (end < inside.end && (IsNameStart(bytes_[end]) || IsDigit(bytes_[end]))) ++end;
    return bytes_.substr(begin, end - begin);
  }

  // Text up to {% endraw %} is text.
  size_t Raw(size_t open, size_t begin) {
    for (size_t at = bytes_.find("{%", begin); at != std::string_view::npos;
         at = bytes_.find("{%", at + 2)) {
      const size_t end = TagEnd(bytes_, at, "%}");
      if (end == std::string_view::npos) break;
      size_t word = at + 2;
      if (word < end && bytes_[word] == '-') ++word;
      if (Word({U(word), U(end)}) != "endraw") continue;
      AddText(begin, at);
      trim_ = bytes_[end - 3] == '-';
      return end;
    }
    chunks_.push_back({Chunk::Kind::kUnclosed, {U(open), U(open + 2)}, {}});
    return bytes_.size();
  }

  std::string_view bytes_;
  std::vector<Chunk> chunks_;
  bool trim_ = false;  // the last tag ended in -} and takes the blanks that follow
};

}  // namespace

std::vector<Token> Tokenise(std::string_view bytes, uint32_t begin, uint32_t end) {
  std::vector<Token> tokens;
  size_t at = begin;
  while (true) {
    while (at < end && IsBlank(bytes[at])) ++at;
    if (at >= end) break;
    tokens.push_back(Next(bytes, at, end));
    if (tokens.back().kind == Token::Kind::kBad) return tokens;
    at = tokens.back().where.end;
  }
  tokens.push_back({Token::Kind::kEnd, {end, end}});
  return tokens;
}

std::vector<Chunk> Cut(std::string_view bytes) { return Cutter(bytes).Run(); }

}  // namespace stackql::tmpl
