#include "discovery/ignore.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"

namespace stackql::discovery {
namespace {

// Blanks at the end do not count, unless a backslash is before them.
std::string_view WithoutTrailingBlanks(std::string_view line) {
  size_t end = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
      end = std::min(i + 1, line.size());
    } else if (line[i] != ' ') {
      end = i + 1;
    }
  }
  return line.substr(0, end);
}

// A longer pattern matches nothing: no path is that long, and matching costs pattern times path.
constexpr size_t kLongestGlob = 1000;

constexpr std::string_view kSpecial = "*?[\\";

// The classes as git tells them: its white space has no vertical tab and no form feed.
bool IsTabOrSpace(char c) { return c == ' ' || c == '\t'; }
bool IsGraph(char c) { return c > ' ' && c < 0x7F; }
bool IsPrint(char c) { return c == ' ' || IsGraph(c); }
bool IsPunct(char c) { return IsGraph(c) && !IsAlnum(c); }
bool IsBlank(char c) { return kBlanks.find(c) != std::string_view::npos; }
bool IsHexDigit(char c) { return HexDigit(c) >= 0; }

using Member = bool (*)(char);

constexpr std::array<std::pair<std::string_view, Member>, 12> kClasses = {{
    {"alnum", IsAlnum},
    {"alpha", IsAlpha},
    {"blank", IsTabOrSpace},
    {"cntrl", IsControl},
    {"digit", IsDigit},
    {"graph", IsGraph},
    {"lower", IsLower},
    {"print", IsPrint},
    {"punct", IsPunct},
    {"space", IsBlank},
    {"upper", IsUpper},
    {"xdigit", IsHexDigit},
}};

bool AddClass(std::string_view name, std::bitset<256>& set) {
  for (const auto& entry : kClasses) {
    if (entry.first != name) continue;
    for (unsigned c = 0; c < 256; ++c) {
      if (entry.second(static_cast<char>(c))) set.set(c);
    }
    return true;
  }
  return false;
}

}  // namespace

IgnorePattern::IgnorePattern(std::string_view line) {
  if (!line.empty() && line.front() == '!') {
    negated_ = true;
    line.remove_prefix(1);
  }
  if (!line.empty() && line.back() == '/') {
    only_directories_ = true;
    line.remove_suffix(1);
  }
  any_depth_ = line.find('/') == std::string_view::npos;
  if (!line.empty() && line.front() == '/') line.remove_prefix(1);
  broken_ = line.empty();
  if (line.find_first_of(kSpecial) == std::string_view::npos) {
    prefix_ = line;
  } else if (line.size() > kLongestGlob) {
    broken_ = true;
  } else {
    Compile(line);
    FindEnds();
  }
}

// Most paths are told apart by the fixed bytes at the ends of a pattern.
void IgnorePattern::FindEnds() {
  const auto special = [](const Token& token) { return token.op != Op::kByte; };
  const auto first = std::find_if(tokens_.begin(), tokens_.end(), special);
  for (auto token = tokens_.begin(); token != first; ++token) {
    prefix_ += static_cast<char>(token->byte);
  }
  const auto last = std::find_if(tokens_.rbegin(), tokens_.rend(), special).base();
  for (auto token = std::max(first, last); token != tokens_.end(); ++token) {
    suffix_ += static_cast<char>(token->byte);
  }
}

void IgnorePattern::Compile(std::string_view glob) {
  // What is before the first special character is compared as it is, and two asterisks right
  // after it count as the beginning of the pattern. So does git.
  const size_t start = std::min(glob.find_first_of(kSpecial), glob.size());
  for (size_t i = 0; i < glob.size() && !broken_;) {
    const auto byte = static_cast<unsigned char>(glob[i]);
    if (byte == '*') {
      i = CompileStars(glob, i, start);
    } else if (byte == '?') {
      tokens_.push_back({.op = Op::kAnyByte});
      ++i;
    } else if (byte == '[') {
      i = CompileSet(glob, i);
    } else if (byte == '\\') {
      broken_ = i + 1 == glob.size();
      if (!broken_) tokens_.push_back({.byte = static_cast<unsigned char>(glob[i + 1])});
      i += 2;
    } else {
      tokens_.push_back({.byte = byte});
      ++i;
    }
  }
}

// Two or more asterisks cross slashes only when they are a whole part of the path.
size_t IgnorePattern::CompileStars(std::string_view glob, size_t at, size_t start) {
  const size_t end = std::min(glob.find_first_not_of('*', at), glob.size());
  const bool opens = at == start || glob[at - 1] == '/';
  const std::string_view rest = glob.substr(end);
  const bool crosses = end - at >= 2 && opens;
  if (crosses && rest.starts_with("/")) {
    tokens_.push_back({.op = Op::kFolders});
    return end + 1;
  }
  const bool any = crosses && (rest.empty() || rest.starts_with("\\/"));
  tokens_.push_back({.op = any ? Op::kAny : Op::kName});
  return end;
}

// Reads [...] at `at`; a set that does not end breaks the pattern.
size_t IgnorePattern::CompileSet(std::string_view glob, size_t at) {
  size_t i = at + 1;
  const auto get = [&](size_t k) { return k < glob.size() ? glob[k] : '\0'; };
  const bool inverted = get(i) == '!' || get(i) == '^';
  if (inverted) ++i;
  Set set;
  unsigned char previous = 0;  // could begin a range
  for (bool first = true; first || get(i) != ']'; first = false, ++i) {
    if (get(i) == '[' && get(i + 1) == ':') {
      const size_t close = glob.find(']', i + 2);
      if (close == std::string_view::npos) return broken_ = true, glob.size();
      if (close > i + 2 && glob[close - 1] == ':') {
        if (!AddClass(glob.substr(i + 2, close - i - 3), set)) return broken_ = true, glob.size();
        i = close;
        previous = 0;
        continue;
      }
    }
    const bool range = get(i) == '-' && previous != 0 && get(i + 1) != '\0' && get(i + 1) != ']';
    if (range) ++i;
    if (get(i) == '\\') ++i;
    if (get(i) == '\0') return broken_ = true, glob.size();
    const auto c = static_cast<unsigned char>(get(i));
    for (unsigned k = range ? previous : c; k <= c; ++k) set.set(k);
    previous = range ? 0 : c;
  }
  if (inverted) set.flip();
  set.reset('/');
  tokens_.push_back({.op = Op::kSet, .set = static_cast<uint32_t>(sets_.size())});
  sets_.push_back(set);
  return i + 1;
}

bool IgnorePattern::Takes(const Token& token, unsigned char c) const {
  switch (token.op) {
    case Op::kByte:
      return c == token.byte;
    case Op::kAnyByte:
    case Op::kName:
      return c != '/';
    case Op::kSet:
      return sets_[token.set].test(c);
    case Op::kAny:
    case Op::kFolders:
      return true;
  }
  return false;
}

// The state i is not 0 where what was read so far may end before the token i; it is 2 within the
// run of a kFolders, which may be left after a slash only.
void IgnorePattern::Step(const std::vector<char>& before, unsigned char c,
                         std::vector<char>& after) const {
  std::fill(after.begin(), after.end(), 0);
  for (size_t i = 0; i < tokens_.size(); ++i) {
    if (before[i] == 0 || !Takes(tokens_[i], c)) continue;
    switch (tokens_[i].op) {
      case Op::kName:
      case Op::kAny:
        after[i] = 1;
        break;
      case Op::kFolders:
        if (after[i] == 0) after[i] = 2;
        if (c == '/') after[i + 1] = 1;
        break;
      default:
        after[i + 1] = 1;
    }
  }
}

void IgnorePattern::Close(std::vector<char>& states) const {
  for (size_t i = 0; i < tokens_.size(); ++i) {
    const Op op = tokens_[i].op;
    const bool skippable = op == Op::kName || op == Op::kAny || op == Op::kFolders;
    if (states[i] == 1 && skippable && states[i + 1] != 1) states[i + 1] = 1;
  }
}

bool IgnorePattern::MatchesGlob(std::string_view text) const {
  std::vector<char> states(tokens_.size() + 1, 0);
  std::vector<char> next(tokens_.size() + 1, 0);
  states[0] = 1;
  Close(states);
  for (const char c : text) {
    Step(states, static_cast<unsigned char>(c), next);
    Close(next);
    states.swap(next);
  }
  return states.back() == 1;
}

bool IgnorePattern::Matches(std::string_view path, bool is_directory) const {
  if (broken_ || (only_directories_ && !is_directory)) return false;
  if (any_depth_) path.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
  if (tokens_.empty()) return path == prefix_;
  if (path.size() < prefix_.size() + suffix_.size()) return false;
  if (path.substr(0, prefix_.size()) != prefix_) return false;
  if (path.substr(path.size() - suffix_.size()) != suffix_) return false;
  return MatchesGlob(path);
}

IgnoreList::IgnoreList(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) {
    bytes.remove_prefix(kByteOrderMark.size());
  }
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    line = WithoutTrailingBlanks(line);
    if (!line.empty() && line.front() != '#') patterns_.emplace_back(line);
  }
}

Verdict IgnoreList::Judge(std::string_view path, bool is_directory) const {
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (!pattern->Matches(path, is_directory)) continue;
    return pattern->negated() ? Verdict::kKept : Verdict::kIgnored;
  }
  return Verdict::kSilent;
}

}  // namespace stackql::discovery
