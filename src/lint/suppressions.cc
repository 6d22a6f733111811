#include "lint/suppressions.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/lint.h"
#include "snapshot/snapshot_tables.h"
#include "sql/parse.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kMarker = "stackql-lint:";
constexpr std::string_view kName = "stackql-lint";

enum class Reach : uint8_t { kHere, kNextLine, kFile, kStart, kEnd };

constexpr std::array<std::string_view, 5> kVerbs = {"ignore", "ignore-next-line", "ignore-file",
                                                    "ignore-start", "ignore-end"};  // as in Reach

// What a comment says that it reaches; none for an unknown word.
std::optional<Reach> ReachOf(std::string_view verb) {
  const auto* const known = std::ranges::find(kVerbs, verb);
  if (known == kVerbs.end()) return std::nullopt;
  return static_cast<Reach>(known - kVerbs.begin());
}

// The letters, hyphens and blanks of a suppression before its list: "stackql-lint ignore-file [".
struct Heading {
  std::string_view verb = {};
  size_t list = 0;  // where the bracket opens
};

// What follows the program's name at `at`, if it almost is a suppression.
std::optional<Heading> HeadingAt(std::string_view bytes, size_t at) {
  const auto skip = [&](size_t from, std::string_view what) {
    return std::min(bytes.find_first_not_of(what, from), bytes.size());
  };
  const size_t verb = skip(at + kName.size(), " \t:");
  size_t end = verb;
  while (end < bytes.size() && (IsAlpha(bytes[end]) || bytes[end] == '-')) ++end;
  const size_t list = skip(end, " \t");
  const std::string_view word = bytes.substr(verb, end - verb);
  const bool is_one = list < bytes.size() && bytes[list] == '[' && ReachOf(Lower(word));
  return is_one ? std::optional(Heading{word, list}) : std::nullopt;
}

// The next place from an offset on where the program is addressed as it should be, or almost.
size_t NextMarker(std::string_view bytes, size_t from) {
  constexpr size_t kHyphen = kName.find('-');
  for (size_t hyphen = bytes.find('-', from + kHyphen); hyphen != std::string_view::npos;
       hyphen = bytes.find('-', hyphen + 1)) {
    const size_t at = hyphen - kHyphen;
    if (!EqualsIgnoringCase(bytes.substr(at, kName.size()), kName)) continue;
    if (bytes.substr(at).starts_with(kMarker) || HeadingAt(bytes, at)) return at;
  }
  return std::string_view::npos;
}

// Bytes of the line that holds `offset`, without its break.
Span LineAt(std::string_view bytes, size_t offset) {
  const size_t begin = bytes.substr(0, offset).rfind('\n') + 1;  // npos + 1 is 0
  const size_t end = std::min(bytes.find('\n', offset), bytes.size());
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

bool Blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

class Reader {
 public:
  Reader(const Sources& sources, const RuleSet& rules, Problems& problems)
      : sources_(sources), rules_(rules), problems_(problems) {}

  // Reads the marker at `at`, up to `end`, of a comment that reaches from `comment` to `whole`, all
  // in the text `text`.
  void Read(Loc text, size_t comment, size_t at, size_t end, size_t whole) {
    const std::string_view bytes = sources_.Bytes(text.text).substr(0, end);
    if (!bytes.substr(at).starts_with(kMarker)) {
      Malformed(text, at, end);
      return Respell(text, at, end);
    }
    size_t cursor = bytes.find_first_not_of(" \t", at + kMarker.size());
    cursor = std::min(cursor, end);
    const size_t word = cursor;
    while (cursor < end && (IsAlpha(bytes[cursor]) || bytes[cursor] == '-')) {
      ++cursor;
    }
    const std::string_view verb = bytes.substr(word, cursor - word);
    const size_t close = bytes.find(']', cursor);
    const std::optional<Reach> reach = ReachOf(verb);
    if (!reach || cursor >= end || bytes[cursor] != '[' || close == std::string_view::npos ||
        Blank(bytes.substr(cursor + 1, close - cursor - 1))) {
      Malformed(text, at, end);
      if (!reach) return MeantVerb(verb, Part(text, word, cursor));
      return HeadingAt(bytes, at) ? Respell(text, at, end) : AddBrackets(text, cursor, end);
    }
    Suppression suppression = {.lines = Target(text, comment, at, *reach),
                               .block = *reach == Reach::kStart,
                               .reasoned = !Blank(bytes.substr(close + 1))};
    const std::string_view opening = bytes.substr(comment, at - comment);
    const bool several = bytes.substr(cursor, close - cursor).find(',') != std::string_view::npos;
    if (!several && opening.find_first_not_of("#-/* \t") == std::string_view::npos) {
      suppression.comment = Part(text, comment, whole);
    }
    for (size_t name = cursor + 1; name < close;) {
      const size_t stop = std::min(bytes.find(',', name), close);
      Add(text, name, stop, suppression, *reach == Reach::kEnd);
      name = stop + 1;
    }
  }

  std::vector<Suppression> Take() {
    for (const size_t number : open_) {
      problems_.push_back(
          {.what = rules::MalformedSuppression::Unclosed{.rule = found_[number].named},
           .where = found_[number].where,
           .help = "Write 'stackql-lint: ignore-end[" + found_[number].named + "]'."});
    }
    return std::move(found_);
  }

 private:
  Loc Part(Loc text, size_t begin, size_t end) const {
    return {text.text, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
  }

  void Malformed(Loc text, size_t at, size_t end) {
    const std::string_view bytes = sources_.Bytes(text.text);
    while (end > at && IsSpace(bytes[end - 1])) --end;
    problems_.push_back(
        {.what = rules::MalformedSuppression{.text = bytes.substr(at, end - at)},
         .where = Part(text, at, end),
         .help =
             "Write 'stackql-lint: ignore[RULE] reason', or use ignore-next-line or ignore-file."});
  }

  void MeantVerb(std::string_view verb, Loc where) {
    const std::string_view meant = Suggest(verb, kVerbs, 1);  // not ignore-file for ignore-line
    if (meant.empty()) return;
    problems_.back().help = DidYouMean(meant);
    problems_.back().repairs.push_back(Correct(verb, meant, where));
  }

  void Rewrite(std::string_view text, Loc where) {
    Repair repair = ReplaceWith(text, where);
    repair.verbatim = true;  // nothing is escaped in a comment
    problems_.back().repairs.push_back(std::move(repair));
  }

  // Around the rule in "ignore TAG001".
  void AddBrackets(Loc text, size_t from, size_t end) {
    const std::string_view bytes = sources_.Bytes(text.text).substr(0, end);
    const size_t begin = std::min(bytes.find_first_not_of(" \t", from), end);
    const size_t stop = std::min(bytes.find_first_of(" \t\r\n,", begin), end);
    if (begin == stop) return;
    const std::string name = Spelled(bytes.substr(begin, stop - begin));
    if (Named(name).empty() || bytes.substr(stop).starts_with(',')) return;
    problems_.back().help = "Write the rule in brackets.";
    Rewrite("[" + name + "]", Part(text, from, stop));
  }

  // Without its colon, with blanks, or in capitals.
  void Respell(Loc text, size_t at, size_t end) {
    const std::string_view bytes = sources_.Bytes(text.text).substr(0, end);
    const std::optional<Heading> heading = HeadingAt(bytes, at);
    const size_t close = heading ? bytes.find(']', heading->list) : std::string_view::npos;
    if (close == std::string_view::npos ||
        Blank(bytes.substr(heading->list + 1, close - heading->list - 1))) {
      return;
    }
    const std::string written = "stackql-lint: " + Lower(heading->verb);
    problems_.back().help = "Write '" + written +
                            std::string(bytes.substr(heading->list, close + 1 - heading->list)) +
                            "'.";
    Rewrite(written, Part(text, at, heading->list));
  }

  // File bytes of the lines that a comment speaks of.
  Span Target(Loc text, size_t comment, size_t at, Reach reach) const {
    const Loc file = sources_.Resolve(Part(text, comment, comment + 1)).at;
    const std::string_view bytes = sources_.Bytes(file.text);
    if (reach == Reach::kFile) return {0, static_cast<uint32_t>(bytes.size())};
    const Loc marker = sources_.Resolve(Part(text, at, at + 1)).at;
    const Span line = LineAt(bytes, marker.span.begin);
    const uint32_t start = std::max(line.begin, std::min(file.span.begin, line.end));
    const bool alone = Blank(bytes.substr(line.begin, start - line.begin));
    if (reach == Reach::kEnd || (reach == Reach::kHere && !alone)) return line;
    const Span next = line.end < bytes.size() ? LineAt(bytes, line.end + 1) : line;
    if (reach != Reach::kStart) return next;
    return {next.begin, static_cast<uint32_t>(bytes.size())};  // until it is closed
  }

  // A word as rules have it: ids and families are in capitals, names are not.
  std::string Spelled(std::string_view word) const {
    for (std::string each : {std::string(word), Upper(word), Lower(word)}) {
      if (!rules_.Named(each).empty()) return each;
    }
    return std::string(word);
  }

  // Ends the last block of a word that is open.
  void Close(const std::string& named, Loc where, uint32_t end) {
    const auto last = std::find_if(open_.rbegin(), open_.rend(),
                                   [&](size_t number) { return found_[number].named == named; });
    if (last == open_.rend()) {
      problems_.push_back({.what = rules::MalformedSuppression::Unopened{.rule = named},
                           .where = where,
                           .help = "Remove it, or write 'ignore-start' before it."});
      return;
    }
    Span& lines = found_[*last].lines;
    lines.end = std::max(lines.begin, end);
    open_.erase(std::prev(last.base()));
  }

  // Adds what a word of a comment switches off, or ends its block.
  void Add(Loc text, size_t begin, size_t end, Suppression suppression, bool closes) {
    const std::string_view bytes = sources_.Bytes(text.text);
    while (begin < end && IsSpace(bytes[begin])) ++begin;
    while (end > begin && IsSpace(bytes[end - 1])) --end;
    if (begin == end) return;
    const std::string name = Spelled(bytes.substr(begin, end - begin));
    suppression.where = Part(text, begin, end);
    suppression.named = Named(name);
    if (suppression.named.empty()) return Unknown(name, suppression.where);
    if (closes) {
      const uint32_t line = suppression.lines.begin;
      return Close(suppression.named, suppression.where, line == 0 ? 0 : line - 1);
    }
    suppression.path = sources_.Path(sources_.Resolve(suppression.where).at.text);
    if (suppression.block) open_.push_back(found_.size());
    found_.push_back(std::move(suppression));
  }

  // The id of a rule, or the word for several; empty if it names none.
  const std::string& Named(const std::string& word) {
    const auto [known, added] = named_.try_emplace(word);
    if (!added) return known->second;
    const snapshot::Rule* rule = rules_.Find(std::string_view(word));
    if (rule != nullptr) {
      known->second = rule->id()->str();
    } else if (!rules_.Named(word).empty()) {
      known->second = word;
    }
    return known->second;
  }

  void Unknown(const std::string& name, Loc where) {
    const auto [known, added] = meant_.try_emplace(name);
    if (added) {
      if (words_.empty()) words_ = rules_.Words();
      known->second = Suggest(name, words_);
    }
    const std::string_view meant = known->second;
    problems_.push_back(
        {.what = rules::UnknownSuppression{.rule = name},
         .where = where,
         .help = meant.empty() ? "Run 'stackql-lint rules' to see the rules." : DidYouMean(meant)});
    if (!meant.empty()) problems_.back().repairs.push_back(Correct(name, meant, where));
  }

  const Sources& sources_;
  const RuleSet& rules_;
  Problems& problems_;
  std::vector<Suppression> found_;
  std::vector<size_t> open_ = {};  // blocks that no comment has ended, by their numbers
  std::map<std::string, std::string> named_ = {};
  std::vector<std::string_view> words_ = {};  // that name rules
  std::map<std::string, std::string_view> meant_ = {};
};

// The places of a file's scalars, in their order; they do not overlap. A block scalar begins
// after the line of its indicator, which may end in a comment.
std::vector<Span> ScalarsOf(const Values& values, uint32_t written, TextId file) {
  const std::string_view bytes = values.sources().Bytes(file);
  std::vector<Span> scalars;
  for (ValueId id = 0; id < written; ++id) {
    const Value& value = values[id];
    const bool scalar = value.kind != Kind::kArray && value.kind != Kind::kObject;
    if (!scalar || value.token.text != file) continue;
    Span span = value.token.span;
    const bool block = !span.empty() && (bytes[span.begin] == '|' || bytes[span.begin] == '>');
    if (block) span.begin = std::min(LineAt(bytes, span.begin).end, span.end);
    scalars.push_back(span);
  }
  std::ranges::sort(scalars);
  return scalars;
}

bool InScalar(const std::vector<Span>& scalars, size_t offset) {
  const auto after = std::ranges::upper_bound(scalars, offset, {}, &Span::begin);
  return after != scalars.begin() && offset < std::prev(after)->end;
}

// The suppressions by one word in one file.
struct Group {
  struct Lines {
    Span span = {};
    uint32_t furthest = 0;  // the last end of these and of those before
    Suppression* suppression = nullptr;
  };
  std::vector<Lines> lines = {};  // by their beginnings

  void Sort() {
    std::ranges::sort(lines, {}, &Lines::span);
    uint32_t furthest = 0;
    for (Lines& each : lines) each.furthest = furthest = std::max(furthest, each.span.end);
  }
  // Marks those that touch the span as used; whether there is one.
  bool Use(Span span) {
    bool used = false;
    const auto after = std::ranges::upper_bound(lines, span.end, {},
                                                [](const Lines& each) { return each.span.begin; });
    for (auto each = after; each != lines.begin() && std::prev(each)->furthest >= span.begin;) {
      --each;
      if (each->span.end < span.begin) continue;
      each->suppression->used = used = true;
    }
    return used;
  }
};

}  // namespace

std::vector<Suppression> ManifestSuppressions(const Values& values, uint32_t written, TextId file,
                                              const RuleSet& rules, Problems& problems) {
  const Sources& sources = values.sources();
  const std::string_view bytes = sources.Bytes(file);
  size_t at = NextMarker(bytes, 0);
  if (at == std::string_view::npos) return {};
  const std::vector<Span> scalars = ScalarsOf(values, written, file);
  Reader reader(sources, rules, problems);
  for (; at != std::string_view::npos; at = NextMarker(bytes, at + 1)) {
    const Span line = LineAt(bytes, at);
    const size_t hash = bytes.substr(line.begin, at - line.begin).rfind('#');
    if (hash == std::string_view::npos || InScalar(scalars, at)) continue;
    reader.Read(sources.All(file), line.begin + hash, at, line.end, line.end);
  }
  return reader.Take();
}

std::vector<Suppression> QuerySuppressions(const Sources& sources, Loc text, const RuleSet& rules,
                                           Problems& problems) {
  if (NextMarker(sources.Bytes(text), 0) == std::string_view::npos) return {};
  Reader reader(sources, rules, problems);
  for (const Loc comment : sql::Comments(sources, text)) {
    const std::string_view bytes = sources.Bytes(comment);
    for (size_t at = NextMarker(bytes, 0); at != std::string_view::npos;
         at = NextMarker(bytes, at + 1)) {
      const size_t line_end = std::min(bytes.find('\n', at), bytes.size());
      size_t end = line_end;
      if (end == bytes.size() && bytes.ends_with("*/")) end -= 2;
      reader.Read(comment, comment.span.begin, comment.span.begin + at, comment.span.begin + end,
                  comment.span.end);
    }
  }
  return reader.Take();
}

uint32_t Suppress(std::vector<Suppression>& suppressions, std::vector<Finding>& findings) {
  if (suppressions.empty()) return 0;
  std::map<std::pair<std::string_view, std::string_view>, Group> groups;
  for (Suppression& suppression : suppressions) {
    groups[{suppression.path, suppression.named}].lines.push_back(
        {.span = suppression.lines, .suppression = &suppression});
  }
  for (auto& [key, group] : groups) group.Sort();
  return static_cast<uint32_t>(std::erase_if(findings, [&](const Finding& finding) {
    bool used = false;
    for (const std::string_view word : WordsFor(finding.rule)) {
      const auto group = groups.find({finding.where.path, word});
      if (group != groups.end() && group->second.Use(finding.where.span)) used = true;
    }
    return used;
  }));
}

void CheckUnused(const std::vector<Suppression>& suppressions, const RuleSet& rules,
                 const Levels& levels, Problems& problems) {
  // Whether one of the rules that a word means ran in a file; what only AWS can tell did not.
  std::map<std::pair<std::string_view, std::string_view>, bool> asked_for;
  const auto asked = [&](const Suppression& suppression) {
    const auto [known, added] = asked_for.try_emplace({suppression.path, suppression.named});
    if (added) {
      const Levels in_file = levels.In(suppression.path);
      known->second =
          std::ranges::any_of(rules.Named(suppression.named), [&](const snapshot::Rule* rule) {
            return rule->subject() != snapshot::Subject::Live && in_file.Of(*rule);
          });
    }
    return known->second;
  };
  for (const Suppression& suppression : suppressions) {
    if (suppression.used || !asked(suppression)) continue;
    problems.push_back({.what = rules::UnusedSuppression{.rule = suppression.named},
                        .where = suppression.where,
                        .help = suppression.block ? "Remove it and the 'ignore-end' that follows."
                                                  : "Remove it."});
    if (suppression.block) continue;
    problems.back().repairs.push_back(suppression.comment ? RemoveComment(suppression.comment)
                                                          : RemoveItem(suppression.where));
  }
}

}  // namespace stackql
