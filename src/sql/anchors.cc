#include "sql/anchors.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>

#include "base/ascii.h"
#include "base/utf8.h"
#include "base/white_space.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "rules/query.h"
#include "sql/anchor_checks.h"
#include "sql/lexer.h"

namespace stackql::sql {
namespace {

// Those that the 1.x tool knows come first.
constexpr size_t kPythonKeys = 8;
constexpr std::array<std::string_view, 16> kKeys = {"exists",
                                                    "statecheck",
                                                    "create",
                                                    "update",
                                                    "createorupdate",
                                                    "delete",
                                                    "exports",
                                                    "command",
                                                    "callback",
                                                    "callback:create",
                                                    "callback:update",
                                                    "callback:delete",
                                                    "troubleshoot",
                                                    "troubleshoot:create",
                                                    "troubleshoot:update",
                                                    "troubleshoot:delete"};
// StackQL's own hints, for its parser.
constexpr std::array<std::string_view, 3> kHints = {"await", "showresults", "required"};

bool Has(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The name that an alias stands for.
std::string_view Canonical(std::string_view key) {
  if (key == "preflight") return "exists";
  return key == "postdeploy" ? std::string_view("statecheck") : key;
}

class Cutter {
 public:
  Cutter(const Sources& sources, Loc file, Problems& problems, Dialect dialect)
      : sources_(sources),
        file_(file),
        bytes_(sources.Bytes(file)),
        problems_(problems),
        dialect_(dialect),
        python_(dialect == Dialect::kPython),
        keys_(std::span(kKeys).first(python_ ? kPythonKeys : kKeys.size())) {}

  QueryFile Run() {
    const size_t start_of_text = bytes_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    size_t body = start_of_text;
    size_t line = 0;  // an anchor after the mark does not begin its line
    while (line < bytes_.size()) {
      const size_t end = std::min(bytes_.find('\n', line), bytes_.size());
      size_t start = line;
      while (!python_ && start < end && IsBlank(bytes_[start])) ++start;
      const size_t close = bytes_.substr(0, end).find("*/", start);
      if (bytes_.compare(start, 3, "/*+") == 0 && close != std::string_view::npos) {
        Finish(body, line);
        Add(start, close + 2, end);
        body = end;
      }
      line = end + 1;
    }
    Finish(body, bytes_.size());
    if (OnlyHints()) {
      result_ = {};
      Finish(start_of_text, bytes_.size());
    }
    for (const Anchor& anchor : result_.anchors) Judge(anchor);
    CheckAnchorTexts(sources_, file_, result_, problems_);
    TakePreamble();
    return std::move(result_);
  }

 private:
  Loc At(size_t begin, size_t end) const {
    return file_.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
  }
  Loc Trimmed(size_t begin, size_t end) const {
    const std::string_view text = bytes_.substr(begin, end - begin);
    const size_t leading = LeadingBlanks(text);
    if (leading == text.size()) return At(end, end);
    return At(begin + leading, end - TrailingBlanks(text));
  }

  // The bytes up to the next anchor belong to the last one, or to none.
  void Finish(size_t begin, size_t end) {
    const Loc body = Trimmed(std::min(begin, end), end);
    if (result_.anchors.empty()) {
      result_.preamble = body;
    } else {
      result_.anchors.back().body = body;
    }
  }

  void Add(size_t begin, size_t end, size_t line_end) {
    Anchor anchor = {.line = At(begin, end), .rest = Trimmed(end, line_end)};
    const size_t inside_end = end - 2;
    size_t at = begin + 3;
    for (bool first = true; at <= inside_end; first = false) {
      const size_t stop =
          at + std::min(bytes_.substr(at, inside_end - at).find(','), inside_end - at);
      const Loc piece = Trimmed(at, stop);
      if (first) {
        anchor.name = piece;
      } else if (!piece.empty()) {
        AddOption(piece, anchor);
      }
      at = stop + 1;
    }
    Name(anchor);
    result_.anchors.push_back(std::move(anchor));
  }

  void Name(Anchor& anchor) const {
    anchor.key = sources_.Bytes(anchor.name);
    if (!python_) anchor.key = Lower(anchor.key);
    const std::string_view canonical = Canonical(anchor.key);
    anchor.legacy = canonical != anchor.key;
    if (anchor.legacy) anchor.key = canonical;
    anchor.known = Has(keys_, anchor.key);
    const size_t colon = anchor.key.find(':');
    anchor.base = anchor.key.substr(0, colon);
    if (colon != std::string::npos) anchor.qualifier = anchor.key.substr(colon + 1);
  }

  // A query for `stackql exec` may begin a line with a hint: only where there are anchors, too, is
  // it taken for one.
  bool OnlyHints() const {
    return !result_.anchors.empty() &&
           std::all_of(result_.anchors.begin(), result_.anchors.end(),
                       [](const Anchor& anchor) { return Has(kHints, Lower(anchor.key)); });
  }

  void Judge(const Anchor& anchor) {
    if (!anchor.known) return Unknown(anchor);
    CheckAnchorOptions(sources_, anchor, dialect_, problems_);
    const auto [known, added] = seen_.emplace(anchor.key, &anchor);
    if (!added) {
      const Anchor& first = *known->second;
      const bool alias = first.legacy != anchor.legacy;
      problems_.push_back({.what = alias ? Message(rules::DuplicateAnchor::Alias{
                                               .anchor = Written(anchor), .other = Written(first)})
                                         : rules::DuplicateAnchor{.anchor = Written(anchor)},
                           .where = anchor.name,
                           .related = {{first.name, "first given here"}}});
      known->second = &anchor;
    } else if (anchor.legacy) {
      problems_.push_back(
          {.what = rules::LegacyAnchor{.anchor = Written(anchor), .meant = anchor.key},
           .where = anchor.name,
           .repairs = {{.title = "Rename to '" + anchor.key + "'",
                        .where = anchor.name,
                        .text = anchor.key}}});
    }
  }

  std::string Written(const Anchor& anchor) const {
    return std::string(sources_.Bytes(anchor.name));
  }

  // The preamble is prepended to the first query: its templates are rendered there, and its
  // comments are sent. A statement in it is reported, and not read as a part of the query.
  void TakePreamble() {
    const std::string_view preamble = sources_.Bytes(result_.preamble);
    if (result_.anchors.empty() || preamble.empty()) return;
    const bool templates = preamble.find("{%") != std::string_view::npos;
    if (!templates && !Lex(preamble, {.templates = true}).empty()) return;
    Anchor& first = result_.anchors.front();
    first.body = Hull(result_.preamble, Hull(first.line, first.body));
  }

  void Unknown(const Anchor& anchor) {
    const std::string_view name = sources_.Bytes(anchor.name);
    Problem problem = {.what = rules::UnknownAnchor{.anchor = name},
                       .where = anchor.name.empty() ? anchor.line : anchor.name};
    const size_t blank = anchor.key.find_first_of(" \t");
    const std::string_view word = std::string_view(anchor.key).substr(0, blank);
    if (Has(kKeys, anchor.key)) {
      problem.what = rules::UnknownAnchor::Newer{.anchor = name};
    } else if (Has(kHints, Lower(anchor.key))) {
      problem.what = rules::UnknownAnchor::Hint{.anchor = name};
      problem.help = "Put the hint after the verb, on the same line.";
    } else if (blank != std::string::npos && Has(keys_, word) &&
               anchor.key.find('=') != std::string::npos) {
      problem.what = rules::UnknownAnchor::Comma{.anchor = name};
      const auto end = static_cast<uint32_t>(word.size());
      Replace(anchor.name.Sub(0, end), std::string(sources_.Bytes(anchor.name.Sub(0, end))) + ',',
              problem);
      problem.repairs.back().verbatim = true;
      problem.help = "Put a comma between the name '" + std::string(word) + "' and its options.";
    } else {
      std::string folded = Lower(anchor.key);
      std::erase_if(folded, IsBlank);
      Suggest(Has(keys_, folded) ? std::string_view(folded) : stackql::Suggest(folded, keys_),
              problem);
    }
    problems_.push_back(std::move(problem));
  }

  static void Replace(Loc where, const std::string& text, Problem& problem) {
    problem.repairs.push_back(ReplaceWith(text, where));
  }

  static void Suggest(std::string_view meant, Problem& problem) {
    if (meant.empty()) return;
    problem.help = DidYouMean(meant);
    Replace(problem.where, std::string(meant), problem);
  }

  void AddOption(Loc piece, Anchor& anchor) const {
    const size_t equals = sources_.Bytes(piece).find('=');
    if (equals == std::string_view::npos) return anchor.options.push_back({piece, {}});
    const size_t begin = piece.span.begin - file_.span.begin;
    const size_t end = piece.span.end - file_.span.begin;
    anchor.options.push_back({Trimmed(begin, begin + equals), Trimmed(begin + equals + 1, end)});
  }

  const Sources& sources_;
  Loc file_;
  std::string_view bytes_;
  Problems& problems_;
  Dialect dialect_;
  bool python_;
  std::span<const std::string_view> keys_;
  QueryFile result_;
  std::map<std::string, const Anchor*> seen_;
};

}  // namespace

bool IsAnchorKey(std::string_view key) { return Has(kKeys, Canonical(key)); }

QueryFile CutAnchors(const Sources& sources, Loc file, Problems& problems, Dialect dialect) {
  return Cutter(sources, file, problems, dialect).Run();
}

}  // namespace stackql::sql
