#include <algorithm>
#include <iterator>

#include "lang/char_set.h"
#include "lang/globs.h"
#include "lang/lang.h"
#include "text/sources.h"

namespace stackql::lang {

// A leading or trailing `*` needs no code: matching searches.
Program FromGlob(std::string_view text) {
  const auto is_run = [](const GlobItem& item) { return item.kind == GlobItem::Kind::kRun; };
  const Glob glob = ParseGlob(text);
  const auto begin = std::ranges::find_if_not(glob, is_run);
  const auto end =
      std::find_if_not(glob.rbegin(), std::make_reverse_iterator(begin), is_run).base();
  Program program;
  program.limits.instructions = UINT32_MAX;
  program.ranges.push_back({0, kLastCodePoint});
  auto& code = program.code;
  if (begin == glob.begin()) code.push_back({.op = Program::Op::kBegin});
  for (auto item = begin; item != end; ++item) {
    const auto here = static_cast<uint32_t>(code.size());
    if (is_run(*item)) {
      if (is_run(*(item - 1))) continue;
      code.push_back({.op = Program::Op::kSplit, .x = here + 1, .y = here + 3});
      code.push_back({.op = Program::Op::kRange, .x = 0, .y = 1});
      code.push_back({.op = Program::Op::kJump, .x = here});
    } else if (item->kind == GlobItem::Kind::kOne) {
      code.push_back({.op = Program::Op::kRange, .x = 0, .y = 1});
    } else {
      const auto letter = static_cast<uint32_t>(program.ranges.size());
      program.ranges.push_back({item->code_point, item->code_point});
      code.push_back({.op = Program::Op::kRange, .x = letter, .y = 1});
    }
  }
  if (end == glob.end()) code.push_back({.op = Program::Op::kEnd});
  code.push_back({.op = Program::Op::kMatch});
  return program;
}

// The text before its first hole is a prefix of the candidate, what follows the last one a suffix;
// the runs between are found one after the other in what is left.
bool MayEqual(std::string_view text, std::string_view candidate) {
  constexpr char kHoleByte = kHoleBytes[0];
  const size_t first = text.find(kHoleByte);
  if (first == std::string_view::npos) return text == candidate;
  const size_t last = text.rfind(kHoleByte);
  const std::string_view suffix = text.substr(last + 1);
  if (candidate.size() < first + suffix.size()) return false;
  if (!candidate.starts_with(text.substr(0, first)) || !candidate.ends_with(suffix)) return false;
  candidate = candidate.substr(first, candidate.size() - first - suffix.size());
  size_t at = first;
  while (at < last) {
    at = text.find_first_not_of(kHoleByte, at);
    if (at >= last) break;
    const size_t end = text.find(kHoleByte, at);
    const std::string_view run = text.substr(at, end - at);
    const size_t found = candidate.find(run);
    if (found == std::string_view::npos) return false;
    candidate.remove_prefix(found + run.size());
    at = end;
  }
  return true;
}

}  // namespace stackql::lang
