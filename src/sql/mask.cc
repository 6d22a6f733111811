#include "sql/mask.h"

#include <algorithm>

#include "sql/keywords.h"

namespace stackql::sql {
namespace {

class Masker {
 public:
  Masker(std::string_view bytes, Span statement, std::span<const Token> tokens)
      : bytes_(bytes), statement_(statement), tokens_(tokens), out_(statement.size(), ' ') {}

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

  // The length is what counts: nothing inside is looked at.
  void Quoted(const Token& token, char quote) {
    for (uint32_t i = token.where.begin; i < token.where.end; ++i) At(i) = 'x';
    At(token.where.begin) = quote;
    At(token.where.end - 1) = quote;
    // An empty name is an error to PostgreSQL; StackQL says nothing.
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
    const bool reserved = IsReserved(text);
    if ((reserved || IsPostgresOnly(text)) && IsNameHere(index, reserved)) At(token.where.begin) = '_';
  }

  void Spell(const Token& token, std::string_view as) {
    for (uint32_t i = 0; i < token.where.size(); ++i) {
      At(token.where.begin + i) = i < as.size() ? as[i] : ' ';
    }
  }

  // Whether a keyword stands where a column's name does. Of the words that StackQL reserves too,
  // only in a list of columns or as the target of SET.
  bool IsNameHere(size_t index, bool reserved) const {
    const bool after_dot = index > 0 && IsSymbol(index - 1, ".");
    if (after_dot) return true;
    const bool opens = index > 0 && (IsSymbol(index - 1, ",") || IsSymbol(index - 1, "("));
    const bool closes = IsSymbol(index + 1, ",") || IsSymbol(index + 1, ")");
    if (reserved) {
      const bool target = index > 0 && Is(index - 1, "SET") && IsSymbol(index + 1, "=");
      return InInsertColumns(index) ? opens && closes : target;
    }
    const bool begins = opens || (index > 0 && (Is(index - 1, "SELECT") || Is(index - 1, "BY") ||
                                                Is(index - 1, "SET") || Is(index - 1, "AND") ||
                                                Is(index - 1, "OR") || Is(index - 1, "WHERE") ||
                                                Is(index - 1, "AS") || Is(index - 1, "ON")));
    const bool ends = closes || index + 1 == tokens_.size() || IsSymbol(index + 1, "=") ||
                      IsSymbol(index + 1, ".") || Is(index + 1, "FROM") || Is(index + 1, "AS");
    return begins && ends;
  }

  // INSERT INTO table ( ... here ... )
  bool InInsertColumns(size_t index) const {
    if (tokens_.empty() || !Is(0, "INSERT")) return false;
    size_t i = 1;
    while (i < index && !IsSymbol(i, "(")) ++i;
    if (i >= index) return false;
    for (++i; i < index; ++i) {
      if (IsSymbol(i, ")") || IsSymbol(i, "(")) return false;
    }
    return true;
  }

  std::string_view bytes_;
  Span statement_;
  std::span<const Token> tokens_;
  std::string out_;
};

}  // namespace

std::string Mask(std::string_view bytes, Span statement, std::span<const Token> tokens) {
  return Masker(bytes, statement, tokens).Run();
}

}  // namespace stackql::sql
