#include "sql/syntax_checks.h"

#include <array>
#include <string>
#include <string_view>

#include "sql/keywords.h"

namespace stackql::sql {
namespace {

struct Rejected {
  std::array<std::string_view, 2> words = {};  // the second may be empty
  std::string_view help = {};
};

// Found by running StackQL's parser on each; certain wherever the words stand together.
constexpr std::array kPhrases = {
    Rejected{{"DISTINCT", "ON"}, "Use GROUP BY."},
    Rejected{{"FULL", "JOIN"}, "Use LEFT JOIN, and UNION the other half."},
    Rejected{{"FULL", "OUTER"}, "Use LEFT JOIN, and UNION the other half."},
    Rejected{{"ON", "CONFLICT"}, "Use the anchors exists and update."},
    Rejected{{"SIMILAR", "TO"}, "Use LIKE or regexp_like()."},
    Rejected{{"DEFAULT", "VALUES"}, "Name the columns and their values."},
    Rejected{{"NULLS", "LAST"}, "Order by an expression instead."},
    Rejected{{"NULLS", "FIRST"}, "Order by an expression instead."},
    Rejected{{"FETCH", "FIRST"}, "Use LIMIT."},
    Rejected{{"FETCH", "NEXT"}, "Use LIMIT."},
};

// Between two operands.
constexpr std::array kOperators = {
    Rejected{{"ILIKE", ""}, "Use LIKE on lower()."},
    Rejected{{"EXCEPT", ""}, "Use NOT IN or a LEFT JOIN."},
    Rejected{{"INTERSECT", ""}, "Use IN or a JOIN."},
    Rejected{{"TABLESAMPLE", ""}, "Use LIMIT."},
};

class Checker {
 public:
  Checker(const Sources& sources, Loc text, std::span<const Token> tokens, Problems& problems)
      : text_(text), bytes_(sources.Bytes(text)), tokens_(tokens), problems_(problems) {}

  bool Run() {
    const size_t before = problems_.size();
    for (size_t i = 0; i < tokens_.size(); ++i) {
      switch (tokens_[i].kind) {
        case Token::Kind::kBacktick: i = Backtick(i); break;
        case Token::Kind::kWord: Word(i); break;
        case Token::Kind::kSymbol:
          if (Text(i) == "==") Unsupported({i, i}, "Use =.");
          break;
        default: break;
      }
    }
    Columns();
    return problems_.size() > before;
  }

 private:
  std::string_view Text(size_t index) const {
    return bytes_.substr(tokens_[index].where.begin, tokens_[index].where.size());
  }
  bool Is(size_t index, std::string_view keyword) const {
    return index < tokens_.size() && tokens_[index].kind == Token::Kind::kWord &&
           IsKeyword(Text(index), keyword);
  }
  bool IsSymbol(size_t index, std::string_view symbol) const {
    return index < tokens_.size() && tokens_[index].kind == Token::Kind::kSymbol &&
           Text(index) == symbol;
  }
  Loc At(size_t first, size_t last) const {
    return text_.Sub(tokens_[first].where.begin, tokens_[last].where.end);
  }

  // The backticks of one name are one mistake.
  size_t Backtick(size_t index) {
    size_t close = index + 1;
    while (close < tokens_.size() && tokens_[close].kind != Token::Kind::kBacktick &&
           close - index < 8) {
      ++close;
    }
    const bool closed = close < tokens_.size() && tokens_[close].kind == Token::Kind::kBacktick;
    const size_t last = closed ? close : index;
    problems_.push_back({.rule = "backtick-identifier",
                         .where = At(index, last),
                         .args = {{"text", std::string(Bytes(index, last))}},
                         .help = "Quote names with double quotes."});
    return last;
  }

  std::string_view Bytes(size_t first, size_t last) const {
    return bytes_.substr(tokens_[first].where.begin,
                         tokens_[last].where.end - tokens_[first].where.begin);
  }

  void Unsupported(std::pair<size_t, size_t> range, std::string_view help) {
    problems_.push_back({.rule = "unsupported-syntax",
                         .where = At(range.first, range.second),
                         .args = {{"syntax", std::string(Bytes(range.first, range.second))}},
                         .help = std::string(help)});
  }

  bool Operand(size_t index) const {
    if (index >= tokens_.size()) return false;
    const Token::Kind kind = tokens_[index].kind;
    return kind != Token::Kind::kSymbol || Text(index) == "(" || Text(index) == ")" ||
           Text(index) == "*";
  }

  void Word(size_t index) {
    for (const Rejected& phrase : kPhrases) {
      if (Is(index, phrase.words[0]) && Is(index + 1, phrase.words[1])) {
        return Unsupported({index, index + 1}, phrase.help);
      }
    }
    for (const Rejected& phrase : kOperators) {
      const bool between = index > 0 && Operand(index - 1) && Operand(index + 1) &&
                           !Is(index - 1, "SELECT") && !Is(index - 1, "BY") &&
                           !Is(index + 1, "FROM");
      if (between && Is(index, phrase.words[0])) return Unsupported({index, index}, phrase.help);
    }
  }

  // --- reserved words as columns -----------------------------------------------------------------

  void Reserved(size_t index) {
    const std::string_view word = Text(index);
    if (tokens_[index].kind != Token::Kind::kWord || tokens_[index].hole || !IsReserved(word)) return;
    problems_.push_back({.rule = "reserved-word",
                         .where = At(index, index),
                         .args = {{"word", std::string(word)}},
                         .help = "Write it in double quotes: \"" + std::string(word) + "\"."});
  }

  // The columns of an INSERT and the targets of an UPDATE.
  void Columns() {
    if (Is(0, "INSERT")) {
      size_t i = 0;
      while (i < tokens_.size() && !IsSymbol(i, "(") && !Is(i, "SELECT") && !Is(i, "VALUES")) ++i;
      if (!IsSymbol(i, "(")) return;
      for (++i; i < tokens_.size() && !IsSymbol(i, ")") && !IsSymbol(i, "("); ++i) {
        const bool alone = (IsSymbol(i - 1, "(") || IsSymbol(i - 1, ",")) &&
                           (IsSymbol(i + 1, ",") || IsSymbol(i + 1, ")"));
        if (alone) Reserved(i);
      }
    }
    if (Is(0, "UPDATE") || Is(0, "REPLACE")) {
      for (size_t i = 1; i + 1 < tokens_.size(); ++i) {
        if (Is(i - 1, "SET") && IsSymbol(i + 1, "=")) Reserved(i);
      }
    }
  }

  Loc text_;
  std::string_view bytes_;
  std::span<const Token> tokens_;
  Problems& problems_;
};

}  // namespace

bool CheckSyntax(const Sources& sources, Loc text, std::span<const Token> tokens,
                 Problems& problems) {
  return Checker(sources, text, tokens, problems).Run();
}

}  // namespace stackql::sql
