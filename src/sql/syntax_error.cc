#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/query.h"
#include "sql/checks.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

constexpr size_t kLongestShown = 40;

constexpr std::array<std::string_view, 16> kClauses = {
    "select", "insert", "into",  "update", "delete",    "replace", "from", "where",
    "values", "set",    "group", "order",  "returning", "limit",   "join", "having"};

// First words of statements whose grammar in StackQL is not PostgreSQL's, or is unknown.
constexpr std::array<std::string_view, 22> kOtherStatements = {
    "alter",  "begin",    "check",     "commit", "create",  "drop",    "grant",  "kill",
    "load",   "merge",    "optimize",  "purge",  "refresh", "release", "rename", "repair",
    "revoke", "rollback", "savepoint", "set",    "start",   "truncate"};

class Reporter {
 public:
  Reporter(const Tokens& tokens, Problems& problems) : tokens_(tokens), problems_(problems) {}

  void Run(size_t found) {
    if (MayBeFine(found)) return;
    if (found > 0 && ReportBracket(found)) return;
    if (found >= tokens_.size()) {
      const size_t last = tokens_.size() - 1;
      return Report(rules::SqlSyntax::End{.before = Shown(last)}, last);
    }
    if (found == 0) return Report(rules::SqlSyntax::First{.found = Shown(0)}, 0, Meant(0));
    if (!ReportComma(found)) ReportToken(found);
  }

 private:
  std::string Shown(size_t index) const {
    std::string_view text = tokens_.Text(index);
    if (text.size() <= kLongestShown) return std::string(text);
    size_t end = kLongestShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "...";
  }

  // Whether something up to the error may be right in StackQL, or is unknown. What follows the
  // error cannot be its cause.
  bool MayBeFine(size_t found) const {
    const std::string first = Lower(tokens_.Text(0));
    if (std::find(kOtherStatements.begin(), kOtherStatements.end(), first) !=
        kOtherStatements.end()) {
      return true;
    }
    // INSERT without INTO
    if (tokens_.Is(0, Keyword::kInsert) && !tokens_.Is(1, Keyword::kInto)) return true;
    const size_t end = std::min(found + 1, tokens_.size());
    for (size_t i = 0; i < end; ++i) {
      const Token& token = tokens_[i];
      if (tokens_.IsHole(i) || IsDoubtful(i)) return true;
      if (token.kind == Kind::kSymbol &&
          std::string_view("!{").find(tokens_.Text(i)[0]) != std::string_view::npos) {
        return true;
      }
      if (token.kind == Kind::kWord && tokens_.Text(i)[0] == '$') return true;
    }
    // The hole after it may bring what is missing.
    if (tokens_.IsHole(found + 1)) return true;
    return Strange(found) || (found > 0 && Strange(found - 1));
  }
  // `match` begins such syntax only with its brackets: MATCH (a) AGAINST ('b').
  bool IsDoubtful(size_t index) const {
    return tokens_[index].word->doubtful &&
           (tokens_.IsSymbol(index + 1, "(") || Lower(tokens_.Text(index)) != "match");
  }
  // A word that PostgreSQL may have taken for something else than StackQL does.
  bool Strange(size_t index) const {
    return tokens_.Has(index, Kind::kWord) &&
           (tokens_[index].word->postgres_only || tokens_[index].word->type_name);
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
      return Report(rules::SqlSyntax{.before = Shown(index - 1), .found = Shown(index)}, index,
                    meant);
    }
    // 'it's'
    const bool glued = tokens_[found].where.begin == tokens_[found - 1].where.end &&
                       (tokens_.Has(found, Kind::kString) || tokens_.Has(found - 1, Kind::kString));
    Report(rules::SqlSyntax{.before = Shown(found - 1), .found = Shown(found)}, found,
           glued ? "Double an apostrophe inside a string: ''." : "");
  }

  std::string Meant(size_t index) const {
    if (!tokens_.Has(index, Kind::kWord) || tokens_[index].word->reserved) return {};
    const std::string_view meant = Suggest(Lower(tokens_.Text(index)), kClauses);
    std::string upper(meant);
    for (char& c : upper) c = static_cast<char>(c - 32);
    return upper.empty() ? upper : "Did you mean '" + upper + "'?";
  }

  void Report(Message what, size_t index, std::string help = {}) {
    problems_.push_back(
        {.what = std::move(what), .where = tokens_.At(index), .help = std::move(help)});
  }

  const Tokens& tokens_;
  Problems& problems_;
};

}  // namespace

void ReportSyntaxError(const Tokens& tokens, size_t offset, Problems& problems) {
  Reporter(tokens, problems)
      .Run(tokens.FirstEndingAfter(tokens[0].where.begin + static_cast<uint32_t>(offset)));
}

}  // namespace stackql::sql
