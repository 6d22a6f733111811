#include "report/patch.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/line_diff.h"

namespace stackql::report {
namespace {

constexpr size_t kContext = 3;  // lines around a change

using Lines = std::vector<std::string_view>;

void AppendLines(char sign, const Lines& lines, size_t begin, size_t end, std::string& out) {
  for (size_t i = begin; i < end; ++i) {
    out += sign;
    out += lines[i];
    if (!lines[i].ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

std::string RangeText(size_t begin, size_t end) {
  // An empty range is after the line that it names.
  return std::to_string(begin == end ? begin : begin + 1) + ',' + std::to_string(end - begin);
}

// Changes that share their context are one hunk.
void AppendHunk(const Lines& before, const Lines& after, const LineChange* first,
                const LineChange* last, std::string& out) {
  const size_t above = std::min(first->before, kContext);
  const size_t below = std::min(before.size() - last->before_end, kContext);
  out += "@@ -" + RangeText(first->before - above, last->before_end + below) + " +" +
         RangeText(first->after - above, last->after_end + below) + " @@\n";
  size_t at = first->before - above;
  for (const LineChange* run = first; run <= last; ++run) {
    AppendLines(' ', before, at, run->before, out);
    AppendLines('-', before, run->before, run->before_end, out);
    AppendLines('+', after, run->after, run->after_end, out);
    at = run->before_end;
  }
  AppendLines(' ', before, at, last->before_end + below, out);
}

// A name as git writes it: in quotes where it has characters that end or escape something.
std::string Named(std::string_view prefix, std::string_view path) {
  std::string name(prefix);
  bool plain = true;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      plain = false;
      name += '\\';
      for (const unsigned shift : {6U, 3U, 0U})
        name += static_cast<char>('0' + (byte >> shift & 7U));
    } else {
      plain = plain && c != '"' && c != '\\';
      if (c == '"' || c == '\\') name += '\\';
      name += c;
    }
  }
  return plain ? name : '"' + name + '"';
}

// After a name with blanks, a tab ends it.
std::string Header(std::string_view sign, const std::string& name) {
  return std::string(sign) + name + (name.find(' ') == std::string::npos ? "\n" : "\t\n");
}

}  // namespace

std::string Patch(std::string_view path, std::string_view before, std::string_view after,
                  PatchForm form) {
  const Lines old_lines = LinesOf(before);
  const Lines new_lines = LinesOf(after);
  const std::vector<LineChange> changes = DiffLines(old_lines, new_lines);
  if (changes.empty()) return {};
  const std::string old_name = Named("a/", path);
  const std::string new_name = Named("b/", path);
  std::string out;
  if (form == PatchForm::kGit) out = "diff --git " + old_name + " " + new_name + "\n";
  out += Header("--- ", old_name) + Header("+++ ", new_name);
  for (size_t i = 0; i < changes.size();) {
    size_t last = i;
    while (last + 1 < changes.size() &&
           changes[last + 1].before - changes[last].before_end <= 2 * kContext) {
      ++last;
    }
    AppendHunk(old_lines, new_lines, &changes[i], &changes[last], out);
    i = last + 1;
  }
  return out;
}

}  // namespace stackql::report
