#include "iam/policy_pattern.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "iam/arn.h"

namespace stackql::iam {
namespace {

using Kind = lang::GlobItem::Kind;

Kind RunAt(std::string_view rest, int colons, Reach reach) {
  const bool whole = colons == 0 && rest.empty();  // "*"
  if (reach == Reach::kFree || whole || colons >= kColonsOfArn) return Kind::kRun;
  const bool ends_part = rest.empty() || rest[0] == ':';
  return reach == Reach::kRunOn && ends_part ? Kind::kRun : Kind::kPartRun;
}

}  // namespace

bool HasWildcard(std::string_view pattern) {
  return pattern.find_first_of("*?") != std::string_view::npos;
}

// Asked of each action of each operation: patterns of stars alone take no automaton.
bool IsCalled(std::string_view pattern, std::string_view name) {
  if (pattern.find('?') != std::string_view::npos) {
    return lang::Matches(lang::ParseGlob(pattern), name);
  }
  size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  name.remove_prefix(star);
  // What is between two stars may as well stand where it is found first.
  for (;;) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    if (star == std::string_view::npos) return name.ends_with(pattern);
    const size_t at = name.find(pattern.substr(0, star));
    if (at == std::string_view::npos) return false;
    name.remove_prefix(at + star);
  }
}

bool BeginsWithEscape(std::string_view text) {
  return text.starts_with("${*}") || text.starts_with("${?}") || text.starts_with("${$}");
}

lang::Glob ParsePattern(std::string_view pattern, Reach reach) {
  lang::Glob glob;
  int colons = 0;
  for (size_t at = 0; at < pattern.size();) {
    const std::string_view rest = pattern.substr(at);
    if (BeginsWithEscape(rest)) {
      glob.push_back({.code_point = static_cast<char32_t>(rest[2])});
      at += 4;
      continue;
    }
    const CodePoint read = ReadCodePoint(pattern, at);
    at += read.size;
    if (read.value == U'*') {
      glob.push_back({.kind = RunAt(pattern.substr(at), colons, reach)});
    } else if (read.value == U'?') {
      const bool in_part = reach != Reach::kFree && colons < kColonsOfArn;
      glob.push_back({.kind = in_part ? Kind::kPartOne : Kind::kOne});
    } else {
      colons += read.value == U':' ? 1 : 0;
      glob.push_back({.code_point = read.value});
    }
  }
  return glob;
}

lang::Glob ParseResource(std::string_view pattern, Reach reach) {
  std::string whole(pattern);
  if (pattern.starts_with("arn:")) {
    const auto colons = std::count(pattern.begin(), pattern.end(), ':');
    for (auto missing = kColonsOfArn - colons; missing > 0; --missing) whole += ":*";
  }
  return ParsePattern(whole, reach);
}

lang::Glob ParseIntended(std::string_view pattern, Reach reach) {
  const auto colons = std::count(pattern.begin(), pattern.end(), ':');
  const bool is_short = pattern.starts_with("arn:") && colons < kColonsOfArn;
  return is_short ? ParsePattern(std::string(pattern) + '*', Reach::kRunOn)
                  : ParsePattern(pattern, reach);
}

bool PatternCovers(std::string_view wide, std::string_view narrow) {
  if (wide == narrow) return true;
  const size_t open = wide.find_first_of("*?$");
  if (narrow.substr(0, open) != wide.substr(0, open)) return false;
  return open != std::string_view::npos &&
         lang::PlainlyCovers(ParseResource(wide, Reach::kInPart),
                             ParseResource(narrow, Reach::kInPart));
}

}  // namespace stackql::iam
