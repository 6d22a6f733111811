#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/utf8.h"
#include "diag/suggest.h"
#include "rules/query.h"
#include "sql/checks.h"
#include "sql/grammar.h"
#include "sql/insertion.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

constexpr size_t kLongestShown = 40;

constexpr std::array<std::string_view, 16> kClauses = {
    "select", "insert", "into",  "update", "delete",    "replace", "from", "where",
    "values", "set",    "group", "order",  "returning", "limit",   "join", "having"};

class Reporter {
 public:
  Reporter(const Sources& sources, const Tokens& tokens, Problems& problems)
      : sources_(sources), tokens_(tokens), problems_(problems) {}

  void Run(size_t found) {
    if (ReportJson(found) || MayBeFine(found)) return;
    if (ReportReservedWord(found)) return;
    if (found > 0 && ReportBracket(found)) return;
    if (found >= tokens_.size()) {
      const size_t last = tokens_.size() - 1;
      return Report(rules::SqlSyntax::End{.before = Shown(last)}, last);
    }
    if (found == 0) {
      return ReportMisspelled(rules::SqlSyntax::First{.found = Shown(0)}, 0, Meant(0));
    }
    if (!ReportComma(found)) ReportToken(found);
  }

 private:
  std::string Shown(size_t index) const { return Shortened(tokens_.Text(index), kLongestShown); }

  // Whether a hole up to the error may be its cause, or the one after it may bring what is missing.
  // What else follows cannot be the cause, unless it is part of the same word.
  bool MayBeFine(size_t found) const {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const bool glued = i > 0 && tokens_[i].where.begin == tokens_[i - 1].where.end;
      if (i > found + 1 && !glued) break;
      if (tokens_.IsHole(i)) return true;
    }
    return false;
  }

  // A list or mapping that a template inserts outside quotes, whatever else is in it.
  bool ReportJson(size_t found) {
    if (!tokens_.IsSymbol(found, "[") && !tokens_.IsSymbol(found, "{")) return false;
    for (size_t i = 0; i < found; ++i) {
      if (tokens_.IsHole(i)) return false;
    }
    const Loc begin = tokens_.At(found);
    const Insertion insertion = InsertionAt(sources_, begin);
    if (!insertion.tag || insertion.value.span.begin != begin.span.begin) return false;
    const std::string tag(sources_.Bytes(insertion.tag));
    problems_.push_back(
        {.what = rules::SqlSyntax::Json{.inserted = tag}, .where = insertion.value});
    AskForQuotes(sources_, '\'', problems_.back());
    return true;
  }

  // A reserved word that would fit as a name.
  bool ReportReservedWord(size_t found) {
    if (!tokens_.Has(found, Kind::kWord) || !tokens_[found].word->reserved || found == 0)
      return false;
    if (IsKeyword(found)) {
      ReportUnsupported(tokens_, found, found, "", problems_);
      return true;
    }
    const std::string word = Lower(tokens_.Text(found));
    const bool clause = std::find(kClauses.begin(), kClauses.end(), word) != kClauses.end();
    const bool named = tokens_.Is(found - 1, Keyword::kAs) || tokens_.IsSymbol(found + 1, ",") ||
                       tokens_.IsSymbol(found + 1, "=");
    if (clause && !named) return false;
    if (FindUngrammatical(tokens_, found) <= found + 1) return false;
    sql::ReportReservedWord(tokens_, found, problems_);
    return true;
  }

  // count(ALL a), a = ALL (...), DELETE IGNORE, DESCRIBE TABLE a: a word that is not meant as a
  // name.
  bool IsKeyword(size_t index) const {
    if (tokens_.IsSymbol(index + 1, "(") && !tokens_.Is(index - 1, Keyword::kSelect) &&
        !tokens_.IsSymbol(index - 1, ",")) {
      return tokens_.Is(index, Keyword::kAll);
    }
    if (tokens_.Is(index, Keyword::kAll)) return IsEntry(index + 1);
    if (index != 1) return false;
    const bool describes = EqualsIgnoringCase(tokens_.Text(0), "describe") ||
                           EqualsIgnoringCase(tokens_.Text(0), "desc");
    return (describes && tokens_.Has(index + 1, Kind::kWord)) ||
           EqualsIgnoringCase(tokens_.Text(index), "ignore");
  }

  bool ReportBracket(size_t found) {
    std::vector<size_t> open;
    for (size_t i = 0; i < std::min(found + 1, tokens_.size()); ++i) {
      if (tokens_.IsSymbol(i, "(")) open.push_back(i);
      if (!tokens_.IsSymbol(i, ")")) continue;
      if (open.empty()) {
        Report(rules::SqlSyntax::Unopened{.found = ")"}, i);
        return true;
      }
      open.pop_back();
    }
    if (open.empty() || found < tokens_.size()) return false;
    Report(rules::SqlSyntax::Unclosed{.found = "("}, open.back());
    return true;
  }

  bool ReportComma(size_t found) {
    const bool before = tokens_.IsSymbol(found - 1, ",");
    const bool comma = tokens_.IsSymbol(found, ",");
    if (comma && (before || tokens_.IsSymbol(found - 1, "("))) {
      Report(rules::SqlSyntax::EmptyEntry{.before = Shown(found - 1), .found = Shown(found)}, found,
             "Remove the comma, or add the missing expression.");
      return true;
    }
    if (before && (tokens_.IsSymbol(found, ")") || tokens_[found].word->reserved)) {
      const Loc comma_at = tokens_.At(found - 1);
      Report(rules::SqlSyntax::TrailingComma{.found = Shown(found)}, found - 1,
             "Remove the comma.");
      problems_.back().repairs.push_back(
          {.title = "Remove the comma", .where = comma_at, .text = ""});
      return true;
    }
    if (!IsEntry(found) || !IsEntry(found - 1) || !InList(found)) return false;
    Report(rules::SqlSyntax::MissingComma{.before = Shown(found - 1), .found = Shown(found)},
           found);
    return true;
  }
  bool IsEntry(size_t index) const {
    if (index >= tokens_.size()) return false;
    const Kind kind = tokens_[index].kind;
    return kind == Kind::kName || kind == Kind::kString || kind == Kind::kNumber ||
           (kind == Kind::kWord && tokens_[index].word->keyword == Keyword::kNone &&
            !tokens_[index].word->reserved);
  }
  // Whether the innermost bracket around a token opens a list of an INSERT.
  bool InList(size_t index) const {
    if (!tokens_.Is(0, Keyword::kInsert)) return false;
    size_t depth = 0;
    for (size_t i = index; i > 0; --i) {
      if (tokens_.IsSymbol(i - 1, ")")) ++depth;
      if (!tokens_.IsSymbol(i - 1, "(") || depth-- > 0) continue;
      return tokens_.Is(i - 2, Keyword::kValues) || tokens_.IsSymbol(i - 2, ",") ||
             tokens_.IsName(i - 2);
    }
    return false;
  }

  void ReportToken(size_t found) {
    // `SELECT a FORM t`: the word in front was meant as a keyword.
    for (const size_t index : {found, found - 1}) {
      const std::string meant = Meant(index);
      if (meant.empty() || index == 0) continue;
      ReportMisspelled(rules::SqlSyntax{.before = Shown(index - 1), .found = Shown(index)}, index,
                       meant);
      // Or a comma is missing before a name.
      problems_.back().repairs.back().guess = true;
      return;
    }
    // 'it's'
    const bool glued = tokens_[found].where.begin == tokens_[found - 1].where.end &&
                       (tokens_.Has(found, Kind::kString) || tokens_.Has(found - 1, Kind::kString));
    Report(rules::SqlSyntax{.before = Shown(found - 1), .found = Shown(found)}, found,
           glued ? "Double an apostrophe inside a string: ''." : "");
  }

  // The keyword that a word is probably to be, in capitals; empty: none.
  std::string Meant(size_t index) const {
    if (!tokens_.Has(index, Kind::kWord) || tokens_[index].word->reserved) return {};
    std::string meant(Suggest(Lower(tokens_.Text(index)), kClauses));
    for (char& c : meant) c = static_cast<char>(c - 32);
    return meant;
  }

  void ReportMisspelled(Message what, size_t index, const std::string& meant) {
    Report(std::move(what), index, DidYouMean(meant));
    if (!meant.empty()) problems_.back().repairs.push_back(ReplaceWith(meant, tokens_.At(index)));
  }

  void Report(Message what, size_t index, std::string help = {}) {
    problems_.push_back(
        {.what = std::move(what), .where = tokens_.At(index), .help = std::move(help)});
  }

  const Sources& sources_;
  const Tokens& tokens_;
  Problems& problems_;
};

}  // namespace

void ReportSyntaxError(const Sources& sources, const Tokens& tokens, size_t found,
                       Problems& problems) {
  Reporter(sources, tokens, problems).Run(found);
}

}  // namespace stackql::sql
