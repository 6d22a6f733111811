#include "sql/mask.h"

#include <algorithm>

#include "base/ascii.h"
#include "sql/rewrite.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

class Masker {
 public:
  explicit Masker(const Tokens& tokens)
      : tokens_(tokens),
        out_(tokens[tokens.size() - 1].where.end - tokens[0].where.begin, ' '),
        masked_(tokens, out_) {}

  std::string Run() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      switch (tokens_[i].kind) {
        case Kind::kString:
          String(i);
          break;
        case Kind::kName:
          Quoted(i, '"');
          break;
        case Kind::kHole:
          Hole(i);
          break;
        case Kind::kWord:
          Word(i);
          break;
        case Kind::kNumber:
          Number(i);
          break;
        default:
          Copy(i);
      }
    }
    RewriteSyntax(masked_);
    return std::move(out_);
  }

 private:
  void Fill(size_t index, char c) {
    std::fill_n(&masked_.At(index), tokens_[index].where.size(), c);
  }
  void Copy(size_t index) { tokens_.Text(index).copy(&masked_.At(index), std::string::npos); }

  // Nothing inside is looked at, and blanks cost libpg_query least: '' or "x", then blanks.
  void Quoted(size_t index, char quote) {
    masked_.Spell(index, quote == '\'' ? "''" : "\"x\"");
    // PostgreSQL takes no empty name.
    if (quote == '"' && tokens_[index].where.size() == 2) Fill(index, 'x');
  }

  void String(size_t index) {
    if (IsContinuation(tokens_, index)) return masked_.Blank(index);
    // AS 'alias', table 'alias'
    const bool behind_name = tokens_.Has(index - 1, Kind::kName) ||
                             (tokens_.Has(index - 1, Kind::kWord) && !tokens_[index - 1].hole &&
                              IsPlainName(*tokens_[index - 1].word, tokens_.Text(index - 1)));
    const bool alias = index > 0 && (tokens_.Is(index - 1, Keyword::kAs) || behind_name);
    Quoted(index, alias ? '"' : '\'');
  }

  // Neither a keyword nor the prefix of a literal: e'...', x'...', date '...'.
  static bool IsPlainName(const WordInfo& word, std::string_view text) {
    return word.keyword == Keyword::kNone && !word.reserved && !word.postgres_only &&
           !word.type_name && !word.doubtful && !word.own_statement &&
           (text.size() > 1 ||
            std::string_view("bBeEnNuUxX").find(text[0]) == std::string_view::npos);
  }

  void Hole(size_t index) {
    Fill(index, 'x');
    if (index > 0 && tokens_.Is(index - 1, Keyword::kIn)) {
      masked_.Spell(index, "(0)");
    } else if (tokens_.Is(index - 1, Keyword::kLimit) || tokens_.Is(index - 1, Keyword::kOffset)) {
      Fill(index, '0');
    }
  }

  void Number(size_t index) {
    const std::string_view text = tokens_.Text(index);
    const bool hexadecimal = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
    hexadecimal ? Fill(index, '1') : Copy(index);
  }

  void Word(size_t index) {
    const std::string_view text = tokens_.Text(index);
    // 1{{ zeros }}
    if (IsDigit(text[0]) && tokens_[index].hole) return Fill(index, '1');
    std::transform(text.begin(), text.end(), &masked_.At(index), [](char c) {
      return static_cast<unsigned char>(c) >= 0x80 || c == '@' || c == '$' ? 'x' : c;
    });
    const WordInfo& word = *tokens_[index].word;
    const bool call = tokens_.IsSymbol(index + 1, "(");
    if ((word.postgres_only && IsNameHere(index)) || (word.reserved && IsReservedName(index)) ||
        (word.type_name && call && !IsTypeHere(index))) {
      masked_.At(index) = '_';
    }
  }

  // A keyword where only a name may be: that StackQL reserves the word is said elsewhere.
  bool IsReservedName(size_t index) const {
    if (index > 0 && tokens_.IsSymbol(index - 1, ".")) return true;
    if (tokens_.Is(index, Keyword::kNull) || tokens_.Is(index, Keyword::kTrue) ||
        tokens_.Is(index, Keyword::kFalse) || tokens_.Is(index, Keyword::kCurrentTime)) {
      return false;
    }
    if (tokens_.Is(index - 1, Keyword::kSet)) return tokens_.IsSymbol(index + 1, "=");
    const bool opens = tokens_.IsSymbol(index - 1, "(") || tokens_.IsSymbol(index - 1, ",");
    return opens && (tokens_.IsSymbol(index + 1, ",") || tokens_.IsSymbol(index + 1, ")"));
  }

  // CAST(a AS char(3)), a::char(3)
  bool IsTypeHere(size_t index) const {
    return tokens_.Is(0, Keyword::kCreate) || tokens_.Is(index - 1, Keyword::kAs) ||
           tokens_.IsSymbol(index - 1, "::");
  }

  // Whether a word that PostgreSQL reserves is where a name may be.
  bool IsNameHere(size_t index) const {
    if (index == 0) return false;
    if (tokens_.IsSymbol(index - 1, ".")) return true;
    const bool ends = index + 1 == tokens_.size() || EndsName(index + 1);
    if (tokens_.Is(index, Keyword::kIsNull) || tokens_.Is(index, Keyword::kNotNull)) {
      return ends && BeginsName(index - 1);
    }
    // Behind another name it is an alias.
    const bool alias = tokens_.Has(index - 1, Kind::kName) ||
                       (tokens_.Has(index - 1, Kind::kWord) && !tokens_[index - 1].word->reserved);
    return ends && (alias || BeginsName(index - 1));
  }
  bool BeginsName(size_t before) const {
    if (tokens_.Has(before, Kind::kSymbol)) return !tokens_.IsSymbol(before, ")");
    switch (tokens_[before].word->keyword) {
      case Keyword::kSelect:
      case Keyword::kDistinct:
      case Keyword::kBy:
      case Keyword::kSet:
      case Keyword::kAnd:
      case Keyword::kOr:
      case Keyword::kXor:
      case Keyword::kNot:
      case Keyword::kWhere:
      case Keyword::kAs:
      case Keyword::kOn:
      case Keyword::kWhen:
      case Keyword::kThen:
      case Keyword::kElse:
      case Keyword::kHaving:
      case Keyword::kReturning:
      case Keyword::kBetween:
      case Keyword::kLike:
      case Keyword::kFrom:
      case Keyword::kJoin:
        return true;
      default:
        return false;
    }
  }
  bool EndsName(size_t after) const {
    if (tokens_.Has(after, Kind::kSymbol)) {
      return !tokens_.IsSymbol(after, "(") && !tokens_.IsSymbol(after, "[");
    }
    switch (tokens_[after].word->keyword) {
      case Keyword::kFrom:
      case Keyword::kAs:
      case Keyword::kAnd:
      case Keyword::kOr:
      case Keyword::kXor:
      case Keyword::kIs:
      case Keyword::kIn:
      case Keyword::kNot:
      case Keyword::kLike:
      case Keyword::kRegexp:
      case Keyword::kBetween:
      case Keyword::kThen:
      case Keyword::kElse:
      case Keyword::kWhen:
      case Keyword::kEnd:
      case Keyword::kAsc:
      case Keyword::kDesc:
      case Keyword::kLimit:
      case Keyword::kOrder:
      case Keyword::kGroup:
      case Keyword::kHaving:
      case Keyword::kUnion:
      case Keyword::kWhere:
      case Keyword::kOn:
      case Keyword::kJoin:
      case Keyword::kLeft:
      case Keyword::kInner:
      case Keyword::kSet:
      case Keyword::kReturning:
        return true;
      default:
        return false;
    }
  }

  const Tokens& tokens_;
  std::string out_;
  Masked masked_;
};

}  // namespace

bool IsContinuation(const Tokens& tokens, size_t index) {
  return index > 0 && tokens.Has(index, Kind::kString) && tokens.Has(index - 1, Kind::kString);
}

std::string Mask(const Tokens& tokens) { return Masker(tokens).Run(); }

}  // namespace stackql::sql
