#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "rules/query.h"
#include "sql/checks.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

// What pages and chats make of quotes, blanks and hyphens, or add.
struct Pasted {
  std::string_view bytes;
  std::string_view name;
  std::string_view help;
};
constexpr std::string_view kTextQuote = "Write a string in '...'.";
constexpr std::string_view kNameQuote = "Write a string in '...' and a name in \"...\".";
constexpr std::array<Pasted, 17> kPasted = {{
    {"\u2018", "typographic quote U+2018", kTextQuote},
    {"\u2019", "typographic quote U+2019", kTextQuote},
    {"\u201A", "typographic quote U+201A", kTextQuote},
    {"\u201C", "typographic quote U+201C", kNameQuote},
    {"\u201D", "typographic quote U+201D", kNameQuote},
    {"\u201E", "typographic quote U+201E", kNameQuote},
    {"\u00A0", "no-break space U+00A0", "Write a space."},
    {"\u2009", "thin space U+2009", "Write a space."},
    {"\u202F", "no-break space U+202F", "Write a space."},
    {"\u200B", "zero-width space U+200B", "Delete it."},
    {"\u2060", "word joiner U+2060", "Delete it."},
    {"\uFEFF", "byte order mark U+FEFF", "Delete it."},
    {"\u2010", "hyphen U+2010", "Write -."},
    {"\u2012", "figure dash U+2012", "Write - or --."},
    {"\u2212", "minus sign U+2212", "Write -."},
    {"\u2013", "en dash U+2013", "Write - or --."},
    {"\u2014", "em dash U+2014", "Write - or --."},
}};

// The first of them in a text.
const Pasted* FindPasted(std::string_view text, size_t& at) {
  const Pasted* first = nullptr;
  at = text.size();
  for (const Pasted& pasted : kPasted) {
    if (const size_t found = text.find(pasted.bytes); found < at) {
      at = found;
      first = &pasted;
    }
  }
  return first;
}

bool IsForeign(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

void Quote(const Tokens& tokens, size_t index, Message what, Problems& problems) {
  const std::string quoted = '"' + std::string(tokens.Text(index)) + '"';
  const Loc where = tokens.At(index);
  problems.push_back({.what = std::move(what),
                      .where = where,
                      .help = "Write it in double quotes: " + quoted + ".",
                      .repairs = {ReplaceWith(quoted, where)}});
}

class Checker {
 public:
  Checker(const Tokens& tokens, Problems& problems) : tokens_(tokens), problems_(problems) {}

  void Run() {
    const bool data = IsData();
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == Kind::kBacktick) {
        i = Backtick(i);
      } else if (tokens_[i].kind == Kind::kWord && data) {
        Word(i);
      }
    }
  }

 private:
  // Whether the statement reads or writes rows, and defines nothing.
  bool IsData() const {
    return tokens_.Is(0, Keyword::kSelect) || tokens_.Is(0, Keyword::kInsert) ||
           tokens_.Is(0, Keyword::kUpdate) || tokens_.Is(0, Keyword::kDelete) ||
           tokens_.Is(0, Keyword::kReplace) || tokens_.Is(0, Keyword::kWith);
  }

  // The backticks of one name are one mistake.
  size_t Backtick(size_t index) {
    size_t last = index;
    while (last + 1 < tokens_.size() && last - index < 8) {
      if (tokens_[++last].kind == Kind::kBacktick) break;
    }
    if (tokens_[last].kind != Kind::kBacktick || last == index) last = index;
    const std::string text(tokens_.Text(index, last));
    Problem problem = {.what = rules::BacktickIdentifier{.text = text},
                       .where = tokens_.At(index, last),
                       .help = "Quote names with double quotes."};
    const std::string_view name =
        last > index ? std::string_view(text).substr(1, text.size() - 2) : std::string_view();
    if (!name.empty() && !HasHole(name) && name.find('"') == std::string_view::npos) {
      const std::string quoted = '"' + std::string(name) + '"';
      problem.repairs.push_back(ReplaceWith(quoted, problem.where));
    }
    problems_.push_back(std::move(problem));
    return last;
  }

  void Word(size_t index) {
    if (tokens_[index].hole) return;
    const WordInfo& word = *tokens_[index].word;
    if (word.reserved && IsColumn(index)) {
      sql::ReportReservedWord(tokens_, index, problems_);
    } else if (word.keyword == Keyword::kNone && IsForeign(tokens_.Text(index))) {
      Quote(tokens_, index, rules::UnsupportedSyntax::Name{.syntax = tokens_.Text(index)},
            problems_);
    } else if (tokens_.Is(index, Keyword::kFetch) && FetchesRows(index)) {
      ReportUnsupported(tokens_, index, index + 1, "Use LIMIT.", problems_);
    } else if (tokens_.Text(index) == "$" && tokens_.Is(index - 1, Keyword::kSet) &&
               tokens_.IsSymbol(index + 1, ".")) {
      ReportUnsupported(tokens_, index, index + 1, "Set a column.", problems_);
    }
  }

  // FETCH FIRST 3 ROWS ONLY, FETCH NEXT ROW ONLY
  bool FetchesRows(size_t index) const {
    if (!tokens_.Is(index + 1, Keyword::kFirst) && !tokens_.Is(index + 1, Keyword::kNext)) {
      return false;
    }
    const std::string_view only = index + 3 < tokens_.size() ? tokens_.Text(index + 3) : "";
    return tokens_.Has(index + 2, Kind::kNumber) || only == "ONLY" || only == "only";
  }

  // Whether a reserved word can be nothing but the name of a column here.
  bool IsColumn(size_t index) const {
    const WordInfo& word = *tokens_[index].word;
    if (index > 0 && tokens_.IsSymbol(index - 1, ".")) return word.reserved_after_dot;
    switch (word.keyword) {
      case Keyword::kNull:
      case Keyword::kTrue:
      case Keyword::kFalse:
      case Keyword::kCurrentTime:
      case Keyword::kEnd:
      case Keyword::kSelect:
        return false;
      default:
        break;
    }
    // SET word =
    if (tokens_.Is(index - 1, Keyword::kSet)) return tokens_.IsSymbol(index + 1, "=");
    const bool opens = tokens_.IsSymbol(index - 1, "(") || tokens_.IsSymbol(index - 1, ",");
    const bool closes = tokens_.IsSymbol(index + 1, ",") || tokens_.IsSymbol(index + 1, ")");
    if (opens && closes) return true;
    // SELECT word, ... FROM
    const bool item = opens || tokens_.Is(index - 1, Keyword::kSelect);
    if (item && (tokens_.IsSymbol(index + 1, ",") || tokens_.Is(index + 1, Keyword::kFrom))) {
      return !tokens_.Is(index, Keyword::kDistinct) && !tokens_.Is(index, Keyword::kAll);
    }
    // WHERE word =
    const bool term = tokens_.Is(index - 1, Keyword::kWhere) ||
                      tokens_.Is(index - 1, Keyword::kAnd) || tokens_.Is(index - 1, Keyword::kOr);
    return term && tokens_.IsSymbol(index + 1, "=");
  }

  const Tokens& tokens_;
  Problems& problems_;
};

}  // namespace

void CheckNames(const Tokens& tokens, Problems& problems) { Checker(tokens, problems).Run(); }

bool CheckPastedCharacters(const Tokens& tokens, Problems& problems) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens.Has(i, Kind::kWord) || !IsForeign(tokens.Text(i))) continue;
    size_t at = 0;
    const Pasted* pasted = FindPasted(tokens.Text(i), at);
    if (pasted == nullptr) continue;
    const auto begin = static_cast<uint32_t>(at);
    const auto end = static_cast<uint32_t>(at + pasted->bytes.size());
    problems.push_back({.what = rules::UnsupportedSyntax::Character{.character = pasted->name},
                        .where = tokens.At(i).Sub(begin, end),
                        .help = std::string(pasted->help)});
    return true;
  }
  return false;
}

void ReportReservedWord(const Tokens& tokens, size_t index, Problems& problems) {
  Quote(tokens, index, rules::ReservedWord{.word = tokens.Text(index)}, problems);
}

void ReportUnsupported(const Tokens& tokens, size_t first, size_t last, std::string_view help,
                       Problems& problems) {
  problems.push_back(
      {.what = rules::UnsupportedSyntax{.syntax = CutTo(tokens.Text(first, last), 60)},
       .where = tokens.At(first, last),
       .help = std::string(help)});
}

}  // namespace stackql::sql
