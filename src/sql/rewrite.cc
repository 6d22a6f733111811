#include "sql/rewrite.h"

#include <algorithm>
#include <vector>

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

class Rewriter {
 public:
  explicit Rewriter(Masked masked) : masked_(masked), tokens_(masked.tokens()) {}

  void Run() {
    if (tokens_.Is(0, Keyword::kReplace)) masked_.Spell(0, "UPDATE");
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (i < tail_end_) continue;
      if (tokens_[i].kind == Kind::kSymbol) {
        Symbol(i);
      } else if (tokens_[i].kind == Kind::kWord && tokens_[i].word->keyword != Keyword::kNone) {
        Word(i);
      }
    }
    while (!open_joins_.empty()) CloseJoins();
  }

 private:
  // Whether the token ends an operand, so that an operator may follow.
  bool EndsOperand(size_t index) const {
    if (index >= tokens_.size()) return false;
    if (tokens_[index].kind == Kind::kSymbol) return tokens_.IsSymbol(index, ")");
    return !tokens_[index].word->reserved || tokens_.Is(index, Keyword::kEnd);
  }
  bool IsOperand(size_t index) const {
    return tokens_.Has(index, Kind::kNumber) || tokens_.Has(index, Kind::kHole) ||
           tokens_.Has(index, Kind::kString) || tokens_.Has(index, Kind::kWord) ||
           tokens_.Has(index, Kind::kName);
  }

  void Symbol(size_t index) {
    const std::string_view text = tokens_.Text(index);
    if (text == "(") {
      ++depth_;
    } else if (text == ")") {
      while (!open_joins_.empty() && open_joins_.back().depth >= depth_) CloseJoins();
      depth_ -= depth_ > 0 ? 1 : 0;
    } else if (text == "?") {
      masked_.Spell(index, "0");
    } else if (text == ":" && tokens_.Has(index + 1, Kind::kWord) &&
               tokens_[index].where.end == tokens_[index + 1].where.begin) {
      masked_.Spell(index, "0");
      masked_.Blank(index + 1);
    } else if (text == "!=") {
      masked_.Spell(index, "<>");  // `!=-1` would be one operator
    } else if (text == ".") {
      Dot(index);
    }
  }

  bool IsPart(size_t index) const {
    return tokens_.IsName(index) || tokens_.Has(index, Kind::kHole);
  }

  // FROM (EXEC method @a = 'b') becomes a table of some name.
  void Exec(size_t index) {
    const size_t close = tokens_.Closing(index - 1);
    if (!tokens_.IsSymbol(index - 1, "(") || close == tokens_.size()) return;
    masked_.Blank(index - 1, close + 1);
    masked_.Spell(index - 1, "x");
    tail_end_ = close + 1;
  }

  // A fourth part of a name has no place in PostgreSQL's.
  void Dot(size_t index) {
    const bool first = index > 0 && !tokens_.IsSymbol(index - 2, ".");
    if (!first || !IsPart(index + 1) || !tokens_.IsSymbol(index + 2, ".") || !IsPart(index + 3) ||
        !tokens_.IsSymbol(index + 4, ".") || !IsPart(index + 5) ||
        tokens_.IsSymbol(index + 6, ".")) {
      return;
    }
    masked_.Blank(index + 4, index + 6);
  }

  void Word(size_t index) {
    switch (tokens_[index].word->keyword) {
      case Keyword::kReplace:
        if (tokens_.Is(index - 1, Keyword::kOr) && tokens_.Is(index + 1, Keyword::kMaterialized)) {
          masked_.Blank(index - 1, index + 1);
        }
        break;
      case Keyword::kRegexp:
        masked_.Spell(index, "LIKE");
        break;
      case Keyword::kXor:
        masked_.Spell(index, "OR");
        break;
      case Keyword::kDiv:
        if (EndsOperand(index - 1)) masked_.Spell(index, "/");
        break;
      case Keyword::kMod:
        if (EndsOperand(index - 1)) masked_.Spell(index, "%");
        break;
      case Keyword::kSeparator:
        if (EndsOperand(index - 1) && depth_ > 0) masked_.Spell(index, ",");
        break;
      case Keyword::kBinary:
        if (!tokens_.Is(index - 1, Keyword::kAs) && IsOperand(index + 1)) masked_.Blank(index);
        break;
      case Keyword::kInteger:
        if (tokens_.Is(index - 1, Keyword::kUnsigned) || tokens_.Is(index - 1, Keyword::kSigned)) {
          masked_.Blank(index);
        }
        break;
      case Keyword::kExec:
        Exec(index);
        break;
      case Keyword::kInterval:
        Interval(index);
        break;
      case Keyword::kCurrentTime:
        if (tokens_.IsSymbol(index + 1, "(") && tokens_.IsSymbol(index + 2, ")")) {
          masked_.Blank(index + 1, index + 3);
        }
        break;
      default:
        Clause(index);
    }
  }

  // INTERVAL 1 DAY
  void Interval(size_t index) {
    if ((tokens_.Has(index + 1, Kind::kNumber) || tokens_.Has(index + 1, Kind::kHole)) &&
        tokens_.Is(index + 2, Keyword::kUnit)) {
      masked_.Blank(index);
      masked_.Blank(index + 2);
    }
  }

  void Clause(size_t index) {
    switch (tokens_[index].word->keyword) {
      case Keyword::kJoin:
        Join(index);
        break;
      case Keyword::kOn:
        if (tokens_.Is(index + 1, Keyword::kDuplicate)) {
          Tail(index);
        } else if (!open_joins_.empty()) {
          open_joins_.pop_back();
        }
        break;
      case Keyword::kUsing:
        if (!open_joins_.empty()) open_joins_.pop_back();
        break;
      case Keyword::kSelect:
      case Keyword::kWhere:
      case Keyword::kGroup:
      case Keyword::kUnion:
        while (!open_joins_.empty() && open_joins_.back().depth >= depth_) CloseJoins();
        break;
      case Keyword::kLimit:
      case Keyword::kOrder:
        while (!open_joins_.empty() && open_joins_.back().depth >= depth_) CloseJoins();
        if (depth_ == 0 && Changes()) {
          Tail(index);
        } else if (tokens_.IsSymbol(index + 2, ",") && tokens_.Is(index, Keyword::kLimit)) {
          masked_.Blank(index + 2, std::min(index + 4, tokens_.size()));
        }
        break;
      default:
        break;
    }
  }

  bool Changes() const {
    return tokens_.Is(0, Keyword::kUpdate) || tokens_.Is(0, Keyword::kDelete) ||
           tokens_.Is(0, Keyword::kReplace);
  }

  // Leaves out the rest of the statement up to RETURNING.
  void Tail(size_t index) {
    tail_end_ = index;
    while (tail_end_ < tokens_.size() && !tokens_.Is(tail_end_, Keyword::kReturning)) {
      masked_.Blank(tail_end_++);
    }
  }

  void Join(size_t index) {
    if (tokens_.Is(index - 1, Keyword::kNatural) || tokens_.Is(index - 1, Keyword::kCross) ||
        tokens_.Is(index - 2, Keyword::kNatural)) {
      return;
    }
    const bool outer =
        tokens_.Is(index - 1, Keyword::kLeft) || tokens_.Is(index - 1, Keyword::kRight) ||
        tokens_.Is(index - 1, Keyword::kOuter) || tokens_.Is(index - 1, Keyword::kFull);
    open_joins_.push_back({index, depth_, outer});
  }

  // A JOIN without ON or USING is a comma.
  void CloseJoins() {
    const OpenJoin join = open_joins_.back();
    open_joins_.pop_back();
    if (join.outer) return;
    masked_.Spell(join.index, ",");
    if (tokens_.Is(join.index - 1, Keyword::kInner)) masked_.Blank(join.index - 1);
  }

  struct OpenJoin {
    size_t index = 0;
    uint32_t depth = 0;
    bool outer = false;  // LEFT, RIGHT: these need their condition
  };

  Masked masked_;
  const Tokens& tokens_;
  uint32_t depth_ = 0;
  size_t tail_end_ = 0;  // tokens before it have been left out
  std::vector<OpenJoin> open_joins_;
};

}  // namespace

void Masked::Spell(size_t index, std::string_view spelling) {
  const uint32_t size = tokens_[index].where.size();
  spelling = spelling.substr(0, size);
  char* const begin = &At(index);
  std::fill(std::copy(spelling.begin(), spelling.end(), begin), begin + size, ' ');
}

void RewriteSyntax(Masked masked) { Rewriter(masked).Run(); }

}  // namespace stackql::sql
