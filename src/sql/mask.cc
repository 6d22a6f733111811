#include "sql/mask.h"

#include <algorithm>
#include <iterator>

#include "sql/keywords.h"

namespace stackql::sql {
namespace {

class Masker {
 public:
  Masker(std::string_view bytes, Span statement, std::span<const Token> tokens)
      : bytes_(bytes), statement_(statement), tokens_(tokens), out_(statement.size(), ' ') {
    FindInsertColumns();
  }

  std::string Run() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      switch (token.kind) {
        case Token::Kind::kString: Quoted(token, i > 0 && Is(i - 1, "AS") ? '"' : '\''); break;
        case Token::Kind::kName: Quoted(token, '"'); break;
        case Token::Kind::kHole: Hole(i); break;
        case Token::Kind::kWord: Word(i); break;
        case Token::Kind::kNumber: Number(token); break;
        default: Copy(token);
      }
    }
    return std::move(out_);
  }

 private:
  std::string_view Text(const Token& token) const {
    return bytes_.substr(token.where.begin, token.where.size());
  }
  bool Is(size_t index, std::string_view keyword) const {
    return tokens_[index].kind == Token::Kind::kWord && IsKeyword(Text(tokens_[index]), keyword);
  }
  bool IsSymbol(size_t index, std::string_view symbol) const {
    return index < tokens_.size() && tokens_[index].kind == Token::Kind::kSymbol &&
           Text(tokens_[index]) == symbol;
  }
  char& At(uint32_t offset) { return out_[offset - statement_.begin]; }

  void Copy(const Token& token) {
    for (uint32_t i = token.where.begin; i < token.where.end; ++i) At(i) = bytes_[i];
  }

  // Nothing inside is looked at, and blanks cost libpg_query least: '' or "x", then blanks.
  void Quoted(const Token& token, char quote) {
    const bool name = quote == '"' && token.where.size() > 2;
    At(token.where.begin) = quote;
    if (name) At(token.where.begin + 1) = 'x';
    At(token.where.begin + (name ? 2 : 1)) = quote;
  }

  void Hole(size_t index) {
    const Span where = tokens_[index].where;
    for (uint32_t i = where.begin; i < where.end; ++i) At(i) = 'x';
    if (index > 0 && Is(index - 1, "IN")) {
      At(where.begin) = '(';
      At(where.begin + 1) = '0';
      At(where.begin + 2) = ')';
      for (uint32_t i = where.begin + 3; i < where.end; ++i) At(i) = ' ';
    } else if (index > 0 && (Is(index - 1, "LIMIT") || Is(index - 1, "OFFSET"))) {
      for (uint32_t i = where.begin; i < where.end; ++i) At(i) = '0';
    }
  }

  void Number(const Token& token) {
    const bool hexadecimal = Text(token).size() > 1 && (Text(token)[1] == 'x' || Text(token)[1] == 'X');
    for (uint32_t i = token.where.begin; i < token.where.end; ++i) {
      At(i) = hexadecimal ? '1' : bytes_[i];
    }
  }

  void Word(size_t index) {
    const Token& token = tokens_[index];
    for (uint32_t i = token.where.begin; i < token.where.end; ++i) {
      const char c = bytes_[i];
      At(i) = static_cast<unsigned char>(c) >= 0x80 || c == '@' || c == '$' ? 'x' : c;
    }
    const std::string_view text = Text(token);
    if (index == 0 && IsKeyword(text, "REPLACE")) return Spell(token, "UPDATE ");
    if (index > 0 && Is(index - 1, "OR") && IsKeyword(text, "REPLACE")) return;
    if (IsKeyword(text, "REGEXP") || IsKeyword(text, "RLIKE")) return Spell(token, "LIKE");
    if (IsColumnHere(index) ? IsReserved(text) || IsPostgresOnly(text)
                            : IsNameHere(index) && IsPostgresOnly(text)) {
      At(token.where.begin) = '_';
    }
  }

  void Spell(const Token& token, std::string_view as) {
    for (uint32_t i = 0; i < token.where.size(); ++i) {
      At(token.where.begin + i) = i < as.size() ? as[i] : ' ';
    }
  }

  // Where only the name of a column can stand: after a dot, in the columns of an INSERT, as the target
  // of SET.
  bool IsColumnHere(size_t index) const {
    if (index == 0) return false;
    if (IsSymbol(index - 1, ".")) return true;
    if (index > columns_.begin && index < columns_.end) {
      return (IsSymbol(index - 1, ",") || IsSymbol(index - 1, "(")) &&
             (IsSymbol(index + 1, ",") || IsSymbol(index + 1, ")"));
    }
    return Is(index - 1, "SET") && IsSymbol(index + 1, "=");
  }

  // Where a word that is no keyword of StackQL's is a name.
  bool IsNameHere(size_t index) const {
    const bool ends = index + 1 == tokens_.size() || IsSymbol(index + 1, ",") ||
                      IsSymbol(index + 1, ")") || IsSymbol(index + 1, "=") ||
                      IsSymbol(index + 1, ".") || Is(index + 1, "FROM") || Is(index + 1, "AS");
    if (!ends || index == 0) return false;
    if (IsSymbol(index - 1, ",") || IsSymbol(index - 1, "(")) return true;
    static constexpr std::string_view kBefore[] = {"SELECT", "BY", "SET",   "AND",
                                                   "OR",     "ON", "WHERE", "AS"};
    return std::any_of(std::begin(kBefore), std::end(kBefore),
                       [&](std::string_view word) { return Is(index - 1, word); });
  }

  // Finds the brackets of INSERT INTO table ( ... ).
  void FindInsertColumns() {
    if (tokens_.empty() || !Is(0, "INSERT")) return;
    size_t open = 1;
    while (open < tokens_.size() && !IsSymbol(open, "(")) ++open;
    size_t close = open + 1;
    while (close < tokens_.size() && !IsSymbol(close, ")") && !IsSymbol(close, "(")) ++close;
    columns_ = {static_cast<uint32_t>(open), static_cast<uint32_t>(close)};
  }

  std::string_view bytes_;
  Span statement_;
  std::span<const Token> tokens_;
  Span columns_ = {};  // tokens: the brackets around an INSERT's columns
  std::string out_;
};

}  // namespace

std::string Mask(std::string_view bytes, Span statement, std::span<const Token> tokens) {
  return Masker(bytes, statement, tokens).Run();
}

}  // namespace stackql::sql
