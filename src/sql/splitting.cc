#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"
#include "rules/query.h"
#include "sql/anchor_checks.h"
#include "sql/lexer.h"
#include "sql/query_checks.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;
constexpr std::string_view kBlanks = " \t\r\n\f\v";

// The server's front end (StackQL's internal/stackql/driver/driver.go) cuts at every semicolon
// outside of double quotes, whatever literal or comment it is in; psql-wire answers with the first
// piece alone.
class SplitChecker {
 public:
  SplitChecker(const Sources& sources, Loc text, std::string_view anchor, Problems& problems)
      : text_(text), bytes_(sources.Bytes(text)), anchor_(anchor), problems_(problems) {}

  void Run() {
    if (!MayMatter()) return;
    tokens_ = Lex(bytes_, {.comments = true});
    // Where a quote is missing, which semicolons are in literals is not known.
    if (tokens_.back().kind == Kind::kUnclosed) return;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (IsSeparator(token) && !begun_ && !commented_) continue;  // an empty piece is passed over
      if (IsSeparator(token)) return Extra(i);
      const size_t cut = CutIn(token.where);
      if (cut != std::string_view::npos && ReportCut(i, cut)) return;
      begun_ |= token.kind != Kind::kComment;
      commented_ |= token.kind == Kind::kComment;
    }
  }

 private:
  // A semicolon that only blanks follow loses nothing.
  bool MayMatter() const {
    const size_t first = bytes_.find(';');
    return first != std::string_view::npos &&
           bytes_.find_first_not_of(kBlanks, first + 1) != std::string_view::npos;
  }

  bool IsSeparator(const Token& token) const {
    return token.kind == Kind::kSymbol && bytes_[token.where.begin] == ';';
  }

  // The first semicolon of a token at which the server cuts. What is unknown closes no quotes.
  size_t CutIn(Span where) {
    for (size_t i = where.begin; i < where.end; ++i) {
      const char c = bytes_[i];
      if (c == '"') quoted_ = !quoted_;
      if (c == ';' && !quoted_ && !complete_) return i;
    }
    return std::string_view::npos;
  }

  // True if something is lost there.
  bool ReportCut(size_t index, size_t cut) {
    const bool comment = tokens_[index].kind == Kind::kComment;
    const auto at = static_cast<uint32_t>(cut);
    const bool last = index + 1 == tokens_.size();
    if (comment && (last || (begun_ && IsSeparator(tokens_[index + 1])))) {
      complete_ = true;
      return false;
    }
    if (comment && !begun_ && !AnyStatement(index)) return false;
    Problem problem = {.what = rules::TruncatingSemicolon::Literal{.anchor = anchor_},
                       .where = text_.Sub(at, at + 1),
                       .help = "Remove it: it is only kept between double quotes, as in JSON."};
    problem.repairs.push_back(
        {.title = "Remove the semicolon", .where = problem.where, .guess = !comment});
    if (comment) {
      if (begun_) problem.what = rules::TruncatingSemicolon::Comment{.anchor = anchor_};
      if (!begun_) problem.what = rules::TruncatingSemicolon::Leading{.anchor = anchor_};
      problem.help = "Remove it from the comment.";
    }
    problems_.push_back(std::move(problem));
    return true;
  }

  bool AnyStatement(size_t index) const {
    return std::any_of(tokens_.begin() + static_cast<ptrdiff_t>(index), tokens_.end(),
                       [](const Token& token) { return token.kind != Kind::kComment; });
  }

  // The anchor's name that a comment consists of: /* create */, --+ create
  static std::string NamedIn(std::string_view comment) {
    const std::string name = Lower(comment);
    const size_t begin = name.find_first_not_of("/*-+# \t");
    if (begin == std::string::npos) return {};
    const size_t end = name.find_last_not_of("/* \t\r\n");
    const std::string word = name.substr(begin, end + 1 - begin);
    return IsAnchorKey(word) ? word : std::string();
  }

  // A statement after the first one. After what was meant as an anchor it has another name.
  void Extra(size_t separator) {
    std::string meant;  // by a plain comment above it
    Loc comment;
    for (size_t i = separator + 1; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      const std::string_view text = bytes_.substr(token.where.begin, token.where.size());
      if (token.kind == Kind::kComment) {
        if (LooksLikeAnchor(text)) return;
        if (std::string name = NamedIn(text); !name.empty()) {
          meant = std::move(name);
          comment = text_.Sub(token.where.begin, token.where.end);
        }
      } else if (token.hole) {
        return;
      } else if (!IsSeparator(token)) {
        problems_.push_back(
            {.what = rules::ExtraStatement{.anchor = anchor_, .verb = CutTo(text, 40)},
             .where = text_.Sub(token.where.begin, token.where.end)});
        if (!meant.empty()) {
          problems_.back().help = "An anchor above it would be /*+ " + meant + " */.";
          problems_.back().related = {{comment, "this comment is no anchor"}};
        }
        return;
      }
    }
  }

  Loc text_;
  std::string_view bytes_;
  std::string_view anchor_;
  Problems& problems_;
  std::vector<Token> tokens_;
  bool commented_ = false;  // a comment has been passed
  bool begun_ = false;      // a token that is not a comment has been passed
  bool quoted_ = false;     // inside double quotes, as the server counts them
  bool complete_ = false;   // what follows belongs to no statement
};

}  // namespace

void CheckSplitting(const Sources& sources, Loc text, std::string_view anchor, Problems& problems) {
  if (!anchor.empty()) SplitChecker(sources, text, anchor, problems).Run();
}

}  // namespace stackql::sql
