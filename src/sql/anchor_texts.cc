#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"
#include "rules/query.h"
#include "sql/anchor_checks.h"
#include "sql/lexer.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool HasTemplate(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos;
}

// Reads a comment as an anchor would be: `+ name`, then options or nothing.
class NameReader {
 public:
  explicit NameReader(std::string_view comment) : text_(comment) {}

  // The name in lower case; empty if it is not an anchor.
  std::string Run() {
    at_ = 2;
    SkipBlanks();
    if (Peek() != '+') return {};
    ++at_;
    SkipBlanks();
    std::string name = Word();
    SkipBlanks();
    if (Peek() == ',') {
      ++at_;
      SkipBlanks();
    }
    if (text_.substr(at_, 2) == "*/") return name;
    const std::string option = Word();
    SkipBlanks();
    return !option.empty() && Peek() == '=' ? name : std::string();
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  }
  std::string Word() {
    std::string word;
    for (; at_ < text_.size() && word.size() < 40; ++at_) {
      const char c = text_[at_];
      if (!IsAlpha(c) && c != ':' && c != '_') break;
      word += Lower(c);
    }
    return word;
  }

  std::string_view text_;
  size_t at_ = 0;
};

std::string NameIn(std::string_view comment) { return NameReader(comment).Run(); }

class TextChecker {
 public:
  TextChecker(const Sources& sources, Loc file, QueryFile& cut, Problems& problems)
      : sources_(sources), file_(file), cut_(cut), problems_(problems) {}

  void Run() {
    Lookalikes();
    if (cut_.anchors.empty()) return;
    const Loc first = cut_.anchors.front().line;
    const bool blurred =
        !cut_.lookalikes.empty() && cut_.lookalikes.front().span.begin < first.span.begin;
    if (!blurred) Preamble();
    for (size_t i = 0; i < cut_.anchors.size(); ++i) {
      const Anchor& anchor = cut_.anchors[i];
      if (!anchor.known) continue;
      const bool dead = i + 1 < cut_.anchors.size() && !cut_.anchors[i + 1].known;
      if (!Rest(anchor) && !dead) Body(anchor);
    }
  }

 private:
  template <typename What>
  void Report(Loc where, const Anchor& anchor) {
    problems_.push_back({.what = What{.anchor = sources_.Bytes(anchor.name)}, .where = where});
  }

  // --- look-alikes -------------------------------------------------------------------------------

  // Comments that look like anchors; strings and other comments may hold such, too, which only a
  // look at all tokens tells.
  void Lookalikes() {
    const std::string_view bytes = sources_.Bytes(file_);
    std::vector<uint32_t> candidates;
    auto anchor = cut_.anchors.begin();
    for (size_t at = bytes.find("/*"); at != std::string_view::npos;
         at = bytes.find("/*", at + 2)) {
      const auto begin = static_cast<uint32_t>(at);
      while (anchor != cut_.anchors.end() && Offset(anchor->line) < begin) ++anchor;
      if (anchor != cut_.anchors.end() && Offset(anchor->line) == begin) continue;
      const std::string name = NameIn(bytes.substr(at, kLongest));
      if (!name.empty() && IsAnchorKey(name)) candidates.push_back(begin);
    }
    if (candidates.empty()) return;
    auto candidate = candidates.begin();
    for (const Token& token : Lex(bytes, {.comments = true, .templates = true})) {
      while (candidate != candidates.end() && *candidate < token.where.begin) ++candidate;
      if (candidate == candidates.end()) return;
      if (token.kind == Kind::kComment && token.where.begin == *candidate) Lookalike(token.where);
    }
  }

  uint32_t Offset(Loc loc) const { return loc.span.begin - file_.span.begin; }

  void Lookalike(Span where) {
    const Loc comment = file_.Sub(where.begin, where.end);
    const std::string_view text = sources_.Bytes(comment);
    cut_.lookalikes.push_back(comment);
    const bool blank = text[2] != '+';
    const bool lines = text.find('\n') != std::string_view::npos;
    const std::string name = NameIn(text);
    Problem problem = {.what = lines ? Message(rules::LookalikeAnchor::Lines{.anchor = name})
                                     : rules::LookalikeAnchor::Inline{.anchor = name},
                       .where = comment};
    if (where.begin == kByteOrderMark.size() && sources_.Bytes(file_).starts_with(kByteOrderMark)) {
      problem.what = rules::LookalikeAnchor::Mark{.anchor = name};
      problem.repairs.push_back({.title = "Remove the byte order mark",
                                 .where = file_.Sub(0, kByteOrderMark.size()),
                                 .text = ""});
    } else if (blank) {
      problem.what = rules::LookalikeAnchor::Blank{.anchor = name};
      const auto plus = static_cast<uint32_t>(text.find('+'));
      problem.repairs.push_back(
          {.title = "Remove the spaces before the '+'", .where = comment.Sub(2, plus), .text = ""});
    }
    problems_.push_back(std::move(problem));
  }

  // --- around the anchors ------------------------------------------------------------------------

  // A byte order mark with an anchor on its line is reported there.
  void ReportMark(const Anchor& anchor) {
    const bool alone =
        cut_.lookalikes.empty() || Offset(cut_.lookalikes.front()) != kByteOrderMark.size();
    if (!alone || !anchor.known || !sources_.Bytes(file_).starts_with(kByteOrderMark)) return;
    const Loc mark = file_.Sub(0, kByteOrderMark.size());
    problems_.push_back(
        {.what = rules::TextBeforeAnchor::Mark{.anchor = sources_.Bytes(anchor.name)},
         .where = mark,
         .help = "Remove it."});
    problems_.back().repairs.push_back(
        {.title = "Remove the byte order mark", .where = mark, .text = ""});
  }

  // Comments are fine before the first anchor, and so is what templates only define there.
  void Preamble() {
    const std::string_view bytes = sources_.Bytes(cut_.preamble);
    const Anchor& anchor = cut_.anchors.front();
    ReportMark(anchor);
    if (bytes.empty() || !anchor.known) return;
    if (bytes.find("{%") != std::string_view::npos) return;
    const std::vector<Token> tokens = Lex(bytes, {.templates = true});
    const auto separates = [&](const Token& token) {
      return token.kind == Kind::kSymbol && bytes[token.where.begin] == ';';
    };
    const auto first = std::find_if_not(tokens.begin(), tokens.end(), separates);
    if (first == tokens.end()) return;
    const auto last = std::find_if(first, tokens.end(), separates) - 1;
    Report<rules::TextBeforeAnchor>(cut_.preamble.Sub(first->where.begin, last->where.end), anchor);
  }

  // Whether something but a comment stands after an anchor on its line.
  bool Rest(const Anchor& anchor) {
    const std::string_view bytes = sources_.Bytes(anchor.rest);
    if (bytes.empty() || (!HasTemplate(bytes) && Lex(bytes).empty())) return false;
    Report<rules::TextBehindAnchor>(anchor.rest, anchor);
    return true;
  }

  void Body(const Anchor& anchor) {
    const std::string_view bytes = sources_.Bytes(anchor.body);
    if (HasTemplate(bytes.substr(0, kLongest))) return;
    if (bytes.find_first_of("-#/;") != 0 && !bytes.empty()) return;
    const std::vector<Token> tokens = Lex(bytes);
    const bool empty = std::all_of(tokens.begin(), tokens.end(), [&](const Token& token) {
      return bytes[token.where.begin] == ';';
    });
    if (!empty || HasTemplate(bytes)) return;
    Report<rules::EmptyAnchor>(anchor.name, anchor);
    // A build cannot do without these.
    problems_.back().doubtful = anchor.key != "create" && anchor.key != "createorupdate";
  }

  static constexpr size_t kLongest = 400;  // of an anchor's look-alike

  const Sources& sources_;
  Loc file_;
  QueryFile& cut_;
  Problems& problems_;
};

}  // namespace

bool LooksLikeAnchor(std::string_view comment) {
  const std::string name = comment.starts_with("/*") ? NameIn(comment) : std::string();
  return !name.empty() && IsAnchorKey(name);
}

void CheckAnchorTexts(const Sources& sources, Loc file, QueryFile& cut, Problems& problems) {
  TextChecker(sources, file, cut, problems).Run();
}

}  // namespace stackql::sql
