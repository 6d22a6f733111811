#include "base/utf8.h"
#include "lang/char_set.h"
#include "lang/lang.h"
#include "text/sources.h"

namespace stackql::lang {

// A leading or trailing `*` needs no code: matching searches.
Program FromGlob(std::string_view glob) {
  Program program;
  program.limits.instructions = UINT32_MAX;
  program.ranges.push_back({0, kLastCodePoint});
  auto& code = program.code;
  const bool open_begin = glob.starts_with('*');
  const bool open_end = glob.ends_with('*');
  while (glob.starts_with('*')) glob.remove_prefix(1);
  while (glob.ends_with('*')) glob.remove_suffix(1);
  if (!open_begin) code.push_back({.op = Program::Op::kBegin});
  for (size_t at = 0; at < glob.size();) {
    const CodePoint read = ReadCodePoint(glob, at);
    const auto here = static_cast<uint32_t>(code.size());
    if (read.value == '*') {
      code.push_back({.op = Program::Op::kSplit, .x = here + 1, .y = here + 3});
      code.push_back({.op = Program::Op::kRange, .x = 0, .y = 1});
      code.push_back({.op = Program::Op::kJump, .x = here});
      while (at + 1 < glob.size() && glob[at + 1] == '*') ++at;
    } else {
      const auto first = static_cast<uint32_t>(program.ranges.size());
      const bool any = read.value == '?';
      if (!any) program.ranges.push_back({read.value, read.value});
      code.push_back({.op = Program::Op::kRange, .x = any ? 0 : first, .y = 1});
    }
    at += read.size;
  }
  if (!open_end) code.push_back({.op = Program::Op::kEnd});
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
