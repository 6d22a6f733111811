#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "rules/query.h"
#include "sql/checks.h"
#include "sql/insertion.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

// Parameters whose values often have hyphens.
constexpr std::array<std::string_view, 5> kParameters = {"region", "Identifier", "zone", "location",
                                                         "project"};

class HyphenChecker {
 public:
  HyphenChecker(const Sources& sources, const Tokens& tokens, Problems& problems)
      : sources_(sources), tokens_(tokens), problems_(problems) {}

  void Run() {
    for (size_t i = 1; i + 1 < tokens_.size(); ++i) {
      if (!IsHyphen(i) || !tokens_.Has(i - 1, Kind::kWord) || tokens_[i - 1].hole) continue;
      size_t last = i + 1;
      if (!IsPart(last)) continue;
      while (IsHyphen(last + 1) && IsPart(last + 2)) last += 2;
      Chain(i - 1, last);
      i = last;
    }
  }

 private:
  bool Touch(size_t index) const {
    return index + 1 < tokens_.size() && tokens_[index].where.end == tokens_[index + 1].where.begin;
  }
  bool IsHyphen(size_t index) const {
    return tokens_.IsSymbol(index, "-") && Touch(index - 1) && Touch(index);
  }
  bool IsPart(size_t index) const {
    return tokens_.Has(index, Kind::kWord) || tokens_.Has(index, Kind::kNumber) ||
           tokens_.Has(index, Kind::kHole);
  }

  // Words that hyphens join, from `first` to `last`.
  void Chain(size_t first, size_t last) {
    if (IsValue(first, last)) {
      Report<rules::UnquotedHyphen::Value>(first, last, '\'');
    } else if (IsColumn(first, last)) {
      Report<rules::UnquotedHyphen>(first, last, '"');
      problems_.back().doubtful = true;
    }
  }

  // region = us-east-1, Identifier = demo-{{ env }}
  bool IsValue(size_t first, size_t last) const {
    if (first < 2 || !tokens_.IsSymbol(first - 1, "=") || !tokens_.IsName(first - 2)) return false;
    std::string_view name = tokens_.Text(first - 2);
    if (name.size() > 2 && name.front() == '"') name = name.substr(1, name.size() - 2);
    const bool parameter =
        std::find(kParameters.begin(), kParameters.end(), name) != kParameters.end();
    return parameter && (last + 1 == tokens_.size() || tokens_[last + 1].word->reserved ||
                         tokens_.IsSymbol(last + 1, ")"));
  }

  // WHERE project-id = 'x'
  bool IsColumn(size_t first, size_t last) const {
    const bool term = tokens_.Is(first - 1, Keyword::kWhere) ||
                      tokens_.Is(first - 1, Keyword::kAnd) || tokens_.Is(first - 1, Keyword::kOr);
    if (!term || !tokens_.IsSymbol(last + 1, "=") || !tokens_.Has(last + 2, Kind::kString) ||
        tokens_[last + 2].hole || !tokens_.Has(last, Kind::kWord)) {
      return false;
    }
    for (size_t i = first; i <= last; ++i) {
      if (tokens_[i].hole) return false;
    }
    // A difference may be compared with a number.
    const std::string_view text = tokens_.Text(last + 2);
    return std::any_of(text.begin(), text.end(), IsAlpha);
  }

  template <typename What>
  void Report(size_t first, size_t last, char quote) {
    problems_.push_back(
        {.what = What{.text = tokens_.Text(first, last)}, .where = tokens_.At(first, last)});
    AskForQuotes(sources_, quote, problems_.back());
  }

  const Sources& sources_;
  const Tokens& tokens_;
  Problems& problems_;
};

}  // namespace

void CheckHyphens(const Sources& sources, const Tokens& tokens, Problems& problems) {
  HyphenChecker(sources, tokens, problems).Run();
}

}  // namespace stackql::sql
