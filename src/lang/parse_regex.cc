#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/ascii.h"
#include "base/utf8.h"
#include "lang/char_set.h"
#include "lang/escape.h"
#include "lang/syntax.h"

namespace stackql::lang {
namespace {

constexpr uint32_t kMaxDepth = 200;
constexpr uint32_t kMaxRepeat = 1'000'000;
constexpr auto kLineFeed = std::to_array<Program::Range>({{'\n', '\n'}});

class Parser {
 public:
  Parser(std::string_view pattern, uint32_t max_ranges, Syntax& syntax)
      : pattern_(pattern), max_ranges_(max_ranges), syntax_(syntax) {}

  bool Run(std::string& why);

 private:
  // A letter in (?...) that holds until the group ends.
  struct Flags {
    bool fold_case = false;
    bool dot_all = false;
  };

  bool AtEnd() const { return at_ >= pattern_.size(); }
  bool Next(char c) const { return !AtEnd() && pattern_[at_] == c; }
  bool Take(char c) {
    if (!Next(c)) return false;
    ++at_;
    return true;
  }
  bool Fail(std::string_view why) {
    if (why_.empty()) why_ = why;
    return false;
  }
  uint32_t Add(const Node& node) {
    syntax_.nodes.push_back(node);
    return static_cast<uint32_t>(syntax_.nodes.size() - 1);
  }
  uint32_t AddList(Node::Op op, size_t base);
  bool AddClass(CharSet& set, uint32_t& node);
  bool AddFolded(Flags flags, bool negated, uint32_t& node);
  bool ParseAlternation(Flags flags, uint32_t depth, uint32_t& node);
  bool ParseConcat(Flags& flags, uint32_t depth, uint32_t& node);
  bool ParseAtom(Flags& flags, uint32_t depth, uint32_t& node);
  bool ParseGroup(Flags& flags, uint32_t depth, uint32_t& node);
  bool ParseGroupHead(Flags& inner, bool& flags_only);
  bool ParseFlags(Flags& inner, bool& flags_only);
  bool ParseEscape(Flags flags, uint32_t& node);
  bool ParseClass(Flags flags, uint32_t& node);
  bool ParseClassItem(std::optional<char32_t>& code);
  bool ParseQuantifier(uint32_t& node);
  bool ParseCounts(uint32_t& min, uint32_t& max);
  std::optional<uint32_t> Number(size_t& at) const;
  bool Literal(char32_t code, Flags flags, uint32_t& node);

  std::string_view pattern_;
  uint32_t max_ranges_;
  Syntax& syntax_;
  size_t at_ = 0;
  std::string_view why_;
  CharSet set_;
  std::vector<uint32_t> pending_;  // nodes of the lists being read
};

bool Parser::Run(std::string& why) {
  uint32_t root = 0;
  bool ok = ParseAlternation({}, 0, root);
  if (ok && !AtEnd()) ok = Fail("a ')' without '('");
  syntax_.root = root;
  why = why_;
  return ok;
}

// A node whose children are the pending ones from `base` on; one child stands for itself.
uint32_t Parser::AddList(Node::Op op, size_t base) {
  const auto count = static_cast<uint32_t>(pending_.size() - base);
  uint32_t node = 0;
  if (count == 1) {
    node = pending_.back();
  } else if (count == 0) {
    node = Add({.op = Node::Op::kEmpty});
  } else {
    const auto first = static_cast<uint32_t>(syntax_.children.size());
    syntax_.children.insert(syntax_.children.end(), pending_.begin() + static_cast<ptrdiff_t>(base),
                            pending_.end());
    node = Add({.op = op, .first = first, .count = count});
  }
  pending_.resize(base);
  return node;
}

bool Parser::AddClass(CharSet& set, uint32_t& node) {
  const std::span<const Program::Range> ranges = set.ranges();
  const auto first = static_cast<uint32_t>(syntax_.ranges.size());
  if (first + ranges.size() > max_ranges_) return Fail("the pattern is too large");
  syntax_.ranges.insert(syntax_.ranges.end(), ranges.begin(), ranges.end());
  node =
      Add({.op = Node::Op::kClass, .first = first, .count = static_cast<uint32_t>(ranges.size())});
  return true;
}

// Adds set_ as a class.
bool Parser::AddFolded(Flags flags, bool negated, uint32_t& node) {
  if (flags.fold_case && !set_.FoldCase()) {
    return Fail("ignoring case beyond ASCII is not supported");
  }
  if (negated) set_.Negate();
  return AddClass(set_, node);
}

bool Parser::ParseAlternation(Flags flags, uint32_t depth, uint32_t& node) {
  if (depth > kMaxDepth) return Fail("groups are nested too deeply");
  const size_t base = pending_.size();
  do {
    uint32_t branch = 0;
    if (!ParseConcat(flags, depth, branch)) return false;
    pending_.push_back(branch);
  } while (Take('|'));
  node = AddList(Node::Op::kAlternate, base);
  return true;
}

bool Parser::ParseConcat(Flags& flags, uint32_t depth, uint32_t& node) {
  const size_t base = pending_.size();
  while (!AtEnd() && !Next('|') && !Next(')')) {
    uint32_t atom = 0;
    if (!ParseAtom(flags, depth, atom) || !ParseQuantifier(atom)) return false;
    pending_.push_back(atom);
  }
  node = AddList(Node::Op::kConcat, base);
  return true;
}

bool Parser::ParseAtom(Flags& flags, uint32_t depth, uint32_t& node) {
  const CodePoint code = ReadCodePoint(pattern_, at_);
  if (!code.valid) return Fail("the pattern is not UTF-8");
  switch (code.value) {
    case '(':
      return ParseGroup(flags, depth, node);
    case '[':
      return ParseClass(flags, node);
    case '\\':
      return ParseEscape(flags, node);
    case '*':
    case '+':
    case '?':
      return Fail("a quantifier has nothing before it");
    case '{': {
      uint32_t min = 0;
      uint32_t max = 0;
      if (ParseCounts(min, max)) return Fail("a quantifier has nothing before it");
      break;
    }
    default:
      break;
  }
  at_ += code.size;
  if (code.value == '^') {
    node = Add({.op = Node::Op::kBegin});
  } else if (code.value == '$') {
    node = Add({.op = Node::Op::kEnd});
  } else if (code.value == '.') {
    set_.clear();
    set_.AddComplement(flags.dot_all ? std::span<const Program::Range>() : kLineFeed);
    return AddClass(set_, node);
  } else {
    return Literal(code.value, flags, node);
  }
  return true;
}

bool Parser::Literal(char32_t code, Flags flags, uint32_t& node) {
  set_.clear();
  set_.Add(code, code);
  return AddFolded(flags, false, node);
}

bool Parser::ParseGroup(Flags& flags, uint32_t depth, uint32_t& node) {
  ++at_;
  Flags inner = flags;
  bool flags_only = false;
  if (Take('?') && !ParseGroupHead(inner, flags_only)) return false;
  if (flags_only) {
    flags = inner;
    node = Add({.op = Node::Op::kEmpty});
    return true;
  }
  if (!ParseAlternation(inner, depth + 1, node)) return false;
  return Take(')') || Fail("a '(' is not closed");
}

// What follows "(?".
bool Parser::ParseGroupHead(Flags& inner, bool& flags_only) {
  if (Take(':')) return true;
  const std::string_view rest = pattern_.substr(at_);
  for (const std::string_view look : {"=", "!", "<=", "<!"}) {
    if (rest.starts_with(look)) return Fail("look-around is not supported");
  }
  if (rest.starts_with("<") || rest.starts_with("P<")) {
    const size_t close = pattern_.find('>', at_);
    if (close == std::string_view::npos) return Fail("a group name is not closed");
    at_ = close + 1;
    return true;
  }
  return ParseFlags(inner, flags_only);
}

bool Parser::ParseFlags(Flags& inner, bool& flags_only) {
  bool on = true;
  for (; !AtEnd() && pattern_[at_] != ')' && pattern_[at_] != ':'; ++at_) {
    switch (pattern_[at_]) {
      case 'i':
        inner.fold_case = on;
        break;
      case 's':
        inner.dot_all = on;
        break;
      case '-':
        on = false;
        break;
      default:
        return Fail("an unknown kind of group");
    }
  }
  if (AtEnd()) return Fail("a '(' is not closed");
  flags_only = pattern_[at_] == ')';
  ++at_;
  return true;
}

bool Parser::ParseEscape(Flags flags, uint32_t& node) {
  set_.clear();
  const Escape escape = ReadEscape(pattern_, at_, set_);
  at_ += escape.size;
  switch (escape.kind) {
    case Escape::Kind::kError:
      return Fail(escape.why);
    case Escape::Kind::kCharacter:
      return Literal(escape.code, flags, node);
    case Escape::Kind::kBegin:
      node = Add({.op = Node::Op::kBegin});
      return true;
    case Escape::Kind::kEnd:
      node = Add({.op = Node::Op::kEnd});
      return true;
    case Escape::Kind::kSet:
      break;
  }
  return AddFolded(flags, false, node);
}

// One character of a class, or a set within it, which is added; then `code` is empty.
bool Parser::ParseClassItem(std::optional<char32_t>& code) {
  code = std::nullopt;
  if (Next('\\')) {
    if (pattern_.substr(at_, 2) == "\\b") {
      at_ += 2;
      code = '\b';
      return true;
    }
    const Escape escape = ReadEscape(pattern_, at_, set_);
    at_ += escape.size;
    if (escape.kind == Escape::Kind::kError) return Fail(escape.why);
    if (escape.kind == Escape::Kind::kCharacter) code = escape.code;
    const bool anchor = escape.kind == Escape::Kind::kBegin || escape.kind == Escape::Kind::kEnd;
    return !anchor || Fail("an anchor inside a class");
  }
  // Engines disagree on what these mean within a class.
  const std::string_view rest = pattern_.substr(at_);
  if (rest.starts_with("[:")) return Fail("POSIX classes are not supported");
  if (rest.starts_with("&&[")) return Fail("intersections of classes are not supported");
  const CodePoint read = ReadCodePoint(pattern_, at_);
  if (!read.valid) return Fail("the pattern is not UTF-8");
  at_ += read.size;
  code = read.value;
  return true;
}

bool Parser::ParseClass(Flags flags, uint32_t& node) {
  ++at_;
  set_.clear();
  const bool negated = Take('^');
  if (Next(']')) return Fail("a class that is empty or begins with ']' is not supported");
  while (!Take(']')) {
    if (AtEnd()) return Fail("a '[' is not closed");
    std::optional<char32_t> low;
    if (!ParseClassItem(low)) return false;
    const bool range = low && Next('-') && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']';
    if (!range) {
      if (low) set_.Add(*low, *low);
      continue;
    }
    ++at_;
    std::optional<char32_t> high;
    if (!ParseClassItem(high)) return false;
    if (!high) {  // "a-\d": the dash stands for itself
      set_.Add(*low, *low);
      set_.Add('-', '-');
      continue;
    }
    if (*high < *low) return Fail("a range whose end comes before its start");
    set_.Add(*low, *high);
  }
  return AddFolded(flags, negated, node);
}

// A decimal number at `at`, cut to kMaxRepeat + 1.
std::optional<uint32_t> Parser::Number(size_t& at) const {
  const size_t begin = at;
  uint32_t value = 0;
  for (; at < pattern_.size() && IsDigit(pattern_[at]); ++at) {
    value = std::min(value * 10 + static_cast<uint32_t>(pattern_[at] - '0'), kMaxRepeat + 1);
  }
  return at > begin ? std::optional(value) : std::nullopt;
}

// {n}, {n,} or {n,m} at at_. False if there is none; braces that are none stand for themselves.
bool Parser::ParseCounts(uint32_t& min, uint32_t& max) {
  size_t at = at_ + 1;
  const std::optional<uint32_t> low = Number(at);
  if (!low) return false;
  min = max = *low;
  if (at < pattern_.size() && pattern_[at] == ',') {
    ++at;
    max = Number(at).value_or(kNoLimit);
  }
  if (at >= pattern_.size() || pattern_[at] != '}') return false;
  at_ = at + 1;
  return true;
}

bool Parser::ParseQuantifier(uint32_t& node) {
  uint32_t min = 0;
  uint32_t max = kNoLimit;
  if (Take('*')) {
  } else if (Take('+')) {
    min = 1;
  } else if (Take('?')) {
    max = 1;
  } else if (!Next('{') || !ParseCounts(min, max)) {
    return true;
  }
  if (max < min) return Fail("a repeat whose end comes before its start");
  if (min > kMaxRepeat || (max > kMaxRepeat && max != kNoLimit)) {
    return Fail("a repeat is too large");
  }
  Take('?');  // a lazy repeat matches the same texts
  size_t counts = at_;
  if (Next('*') || Next('+') || Next('?')) return Fail("a quantifier after a quantifier");
  if (Next('{') && ++counts < pattern_.size() && Number(counts)) {
    return Fail("a quantifier after a quantifier");
  }
  syntax_.children.push_back(node);
  node = Add({.op = Node::Op::kRepeat,
              .first = static_cast<uint32_t>(syntax_.children.size() - 1),
              .count = 1,
              .min = min,
              .max = max});
  return true;
}

}  // namespace

bool ParseRegex(std::string_view pattern, uint32_t max_ranges, Syntax& syntax, std::string& why) {
  return Parser(pattern, max_ranges, syntax).Run(why);
}

}  // namespace stackql::lang
