#include "template/lexer.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "base/white_space.h"
#include "template/blanks.h"

namespace stackql::tmpl {
namespace {

bool IsNameStart(char c) { return IsAlpha(c) || c == '_'; }
bool IsNamePart(char c) { return IsWord(c); }
bool IsQuote(char c) { return c == '\'' || c == '"' || c == '`'; }

class Lexer {
 public:
  Lexer(std::string_view bytes, bool dictionaries) : bytes_(bytes), dictionaries_(dictionaries) {}

  Lexed Run() {
    constexpr size_t kUsualTokens = 16;
    constexpr size_t kUsualChunks = 8;
    lexed_.tokens.reserve(kUsualTokens);
    lexed_.chunks.reserve(kUsualChunks);
    size_t at = 0;
    while (at < bytes_.size()) {
      const size_t open = NextTag(at);
      AddText(at, open);
      if (open == bytes_.size()) break;
      at = Tag(open);
    }
    return std::move(lexed_);
  }

 private:
  static uint32_t U(size_t value) { return static_cast<uint32_t>(value); }

  char At(size_t at) const { return at < bytes_.size() ? bytes_[at] : '\0'; }

  size_t NextTag(size_t at) const {
    for (at = bytes_.find('{', at); at != std::string_view::npos; at = bytes_.find('{', at + 1)) {
      const char next = At(at + 1);
      if (next == '{' || next == '%' || next == '#') return at;
    }
    return bytes_.size();
  }

  void AddText(size_t begin, size_t end) {
    std::string_view text = bytes_.substr(begin, end - begin);
    if (trim_) {
      begin += LeadingBlanks(text);
      text = bytes_.substr(begin, end - begin);
    }
    trim_ = false;
    if (At(end + 2) == '-') end -= TrailingBlanks(text);
    if (begin < end) lexed_.chunks.push_back({Chunk::Kind::kText, {U(begin), U(end)}, 0});
  }

  // Reads the tag at `open`; gives where to go on.
  size_t Tag(size_t open) {
    const char kind = bytes_[open + 1];
    if (kind == '#') return Comment(open);
    const size_t begin = open + 2 + (At(open + 2) == '-' ? 1 : 0);
    if (kind == '%' && WordAt(begin) == "raw") {
      const size_t end = Raw(begin);
      if (end != 0) return end;
    }
    if (kind == '{' && dictionaries_) {
      const size_t end = Dictionary(open);
      if (end != 0) return end;
    }
    Chunk chunk = {kind == '{' ? Chunk::Kind::kOutput : Chunk::Kind::kStatement,
                   {U(open), U(bytes_.size())},
                   U(lexed_.tokens.size())};
    const size_t end = Tokens(begin, open, kind == '{' ? '}' : '%');
    chunk.where.end = U(end);
    lexed_.chunks.push_back(chunk);
    return lexed_.tokens.back().kind == Token::Kind::kEnd ? end : bytes_.size();
  }

  size_t Skip(size_t at) const {
    while (IsBlank(At(at))) ++at;
    return at;
  }

  // Reads a tag that stackql-deploy's pre-processor replaces before Tera sees it: braces, a bar,
  // the name of a filter, and no dash. Braces within the dictionary come in pairs, beside each
  // other. 0 if this is another tag.
  size_t Dictionary(size_t open) {
    const size_t brace = Skip(open + 2);
    if (At(brace) != '{') return 0;
    size_t part = brace + 1;
    for (size_t close = bytes_.find('}', part); close != std::string_view::npos;
         close = bytes_.find('}', part)) {
      const size_t bar = Skip(close + 1);
      const size_t name = At(bar) == '|' ? Skip(bar + 1) : bar;
      size_t name_end = name;
      while (IsNamePart(At(name_end))) ++name_end;
      const size_t end = Skip(name_end);
      if (name > bar && name_end > name && bytes_.substr(end, 2) == "}}") {
        lexed_.chunks.push_back(
            {Chunk::Kind::kOutput, {U(open), U(end + 2)}, U(lexed_.tokens.size())});
        Add(Token::Kind::kSymbol, brace, brace + 1);
        Add(Token::Kind::kDict, brace + 1, close);
        Add(Token::Kind::kSymbol, close, close + 1);
        Add(Token::Kind::kSymbol, bar, bar + 1);
        Add(Token::Kind::kName, name, name_end);
        Add(Token::Kind::kEnd, end, end + 2);
        return end + 2;
      }
      if (bytes_.substr(part, close - part).find('{') == std::string_view::npos) return 0;
      part = close + 1;
    }
    return 0;
  }

  size_t Comment(size_t open) {
    const size_t close = bytes_.find("#}", open + 3);  // {##} has nothing to be a comment
    if (close == std::string_view::npos) return Unclosed(open);
    trim_ = bytes_[close - 1] == '-' && close - 1 > open + 2;
    if (open == leading_) {  // the comments that a template begins with take no blanks
      leading_ = close + 2;
      trim_ = false;
    }
    return close + 2;
  }

  size_t Unclosed(size_t open) {
    lexed_.chunks.push_back(
        {Chunk::Kind::kOutput, {U(open), U(open + 2)}, U(lexed_.tokens.size())});
    Add(Token::Kind::kUnclosed, open, open + 2);
    return bytes_.size();
  }

  void Add(Token::Kind kind, size_t begin, size_t end) {
    lexed_.tokens.push_back({kind, {U(begin), U(end)}});
  }

  // Reads tokens up to the closing delimiter; gives the end of the tag, or of what could be read.
  size_t Tokens(size_t at, size_t open, char close) {
    int braces = 0;
    while (true) {
      while (at < bytes_.size() && IsBlank(bytes_[at])) ++at;
      if (at == bytes_.size()) {
        Add(Token::Kind::kUnclosed, open, open + 2);
        return at;
      }
      const size_t mark = bytes_[at] == '-' ? at + 1 : at;
      if (braces == 0 && At(mark) == close && At(mark + 1) == '}') {
        Add(Token::Kind::kEnd, at, mark + 2);
        trim_ = mark > at;
        return mark + 2;
      }
      const size_t end = One(at);
      if (lexed_.tokens.back().kind == Token::Kind::kBad) return end;
      if (bytes_[at] == '{') ++braces;
      if (bytes_[at] == '}') --braces;
      at = end;
    }
  }

  size_t One(size_t at) {
    const char c = bytes_[at];
    size_t end = at + 1;
    Token::Kind kind = Token::Kind::kSymbol;
    if (IsNameStart(c)) {
      kind = Token::Kind::kName;
      while (IsNamePart(At(end))) ++end;
    } else if (IsDigit(c)) {
      kind = Token::Kind::kNumber;
      end = NumberEnd(at);
    } else if (IsQuote(c)) {
      end = bytes_.find(c, at + 1);
      kind = end == std::string_view::npos ? Token::Kind::kBad : Token::Kind::kString;
      end = end == std::string_view::npos ? at + 1 : end + 1;
    } else if (IsPair(bytes_.substr(at, 2))) {
      end = at + 2;
    } else if (c == '{' || c == '}') {
      if (!dictionaries_) kind = Token::Kind::kBad;
    } else if (std::string_view("|()[],.:=<>+-*/%~").find(c) == std::string_view::npos) {
      kind = Token::Kind::kBad;
      end = CharacterEnd(bytes_, end);
    }
    Add(kind, at, end);
    return end;
  }

  // Tera's numbers have no leading zeros and no exponent.
  size_t NumberEnd(size_t at) const {
    size_t end = at + 1;
    if (bytes_[at] != '0') {
      while (IsDigit(At(end))) ++end;
    }
    if (At(end) != '.' || !IsDigit(At(end + 1)) || AfterDot(at)) return end;
    while (IsDigit(At(end + 1))) ++end;
    return end + 1;
  }

  // In `a.0.1` the digits are steps, not a fraction.
  bool AfterDot(size_t at) const {
    if (lexed_.tokens.empty()) return false;
    const Span last = lexed_.tokens.back().where;
    return last.end == at && last.size() == 1 && bytes_[last.begin] == '.';
  }

  static bool IsPair(std::string_view two) {
    return two == "==" || two == "!=" || two == "<=" || two == ">=" || two == "::";
  }

  std::string_view WordAt(size_t begin) const {
    while (IsBlank(At(begin))) ++begin;
    size_t end = begin;
    while (IsNamePart(At(end))) ++end;
    return bytes_.substr(std::min(begin, bytes_.size()), end - begin);
  }

  // Where the tag `word` closes that is to begin at `begin`, after its opening delimiter; 0 if it
  // is another tag.
  size_t TagEnd(size_t begin, std::string_view word) const {
    if (WordAt(begin) != word) return 0;
    while (IsBlank(At(begin))) ++begin;
    begin += word.size();
    while (IsBlank(At(begin))) ++begin;
    if (At(begin) == '-') ++begin;
    return At(begin) == '%' && At(begin + 1) == '}' ? begin + 2 : 0;
  }

  // Text up to {% endraw %} is text. 0 if this is not a raw block that ends.
  size_t Raw(size_t word) {
    const size_t begin = TagEnd(word, "raw");
    if (begin == 0 || no_endraw_) return 0;
    for (size_t at = bytes_.find("{%", begin); at != std::string_view::npos;
         at = bytes_.find("{%", at + 2)) {
      const size_t end = TagEnd(at + 2 + (At(at + 2) == '-' ? 1 : 0), "endraw");
      if (end == 0) continue;
      trim_ = bytes_[begin - 3] == '-';
      AddText(begin, at);
      trim_ = bytes_[end - 3] == '-';
      return end;
    }
    no_endraw_ = true;
    return 0;
  }

  std::string_view bytes_;
  bool dictionaries_;
  Lexed lexed_;
  size_t leading_ = 0;      // end of the comments that the template begins with
  bool no_endraw_ = false;  // none follows: looked for already
  bool trim_ = false;       // the last tag ended in `-` and takes the blanks that follow
};

}  // namespace

Lexed Lex(std::string_view bytes, bool dictionaries) { return Lexer(bytes, dictionaries).Run(); }

}  // namespace stackql::tmpl
