#include "base/number.h"
#include "base/utf8.h"
#include "yaml/aligner.h"

namespace stackql::yaml {
namespace {

// The end of the run of bytes that stand for themselves in quotes of either kind.
size_t PlainRun(std::string_view source, size_t at) {
  while (at < source.size() && !IsBlank(source[at]) && !IsBreak(source[at]) && source[at] != '\'' &&
         source[at] != '"' && source[at] != '\\') {
    ++at;
  }
  return at;
}

// What a backslash and one character stand for; empty for the hexadecimal ones.
std::string_view SimpleEscape(char c) {
  switch (c) {
    case '0':
      return {"\0", 1};
    case 'a':
      return "\a";
    case 'b':
      return "\b";
    case 't':
    case '\t':
      return "\t";
    case 'n':
      return "\n";
    case 'v':
      return "\v";
    case 'f':
      return "\f";
    case 'r':
      return "\r";
    case 'e':
      return "\x1B";
    case ' ':
      return " ";
    case '"':
      return "\"";
    case '\'':
      return "'";
    case '/':
      return "/";
    case '\\':
      return "\\";
    case 'L':
      return "\xE2\x80\xA8";
    case 'P':
      return "\xE2\x80\xA9";
    default:
      return {};
  }
}

// From a backslash on.
bool AlignEscape(Aligner& aligner) {
  const size_t at = aligner.at();
  const char kind = At(aligner.source(), at + 1);
  if (IsBreak(kind)) {  // the line goes on; empty lines after it count
    size_t to = SkipBlanks(aligner.source(), SkipBreak(aligner.source(), at + 1));
    size_t breaks = 0;
    while (IsBreak(At(aligner.source(), to))) {
      to = SkipBlanks(aligner.source(), SkipBreak(aligner.source(), to));
      ++breaks;
    }
    return breaks == 0 ? aligner.Atom(to, {}) : aligner.AtomOfBreaks(breaks, to);
  }
  // yaml-cpp gives Latin-1 for these two.
  if (kind == 'N') return aligner.Atom(at + 2, "\x85", "\xC2\x85");
  if (kind == '_') return aligner.Atom(at + 2, "\xA0", "\xC2\xA0");
  const std::string_view simple = SimpleEscape(kind);
  if (!simple.empty()) return aligner.Atom(at + 2, simple);
  const size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  if (digits == 0 || at + 2 + digits > aligner.source().size()) return false;
  std::string decoded;
  const auto code = ParseNumber<uint32_t>(aligner.source().substr(at + 2, digits), 16);
  AppendCodePoint(code.value_or(0), decoded);
  return aligner.Atom(at + 2 + digits, decoded);
}

}  // namespace

bool AlignPlain(Aligner& aligner) {
  while (!aligner.ValueDone()) {
    const size_t at = aligner.at();
    const size_t limit = std::min(aligner.source().size(), at + aligner.rest().size());
    size_t run = at;
    while (run < limit && !IsBlank(aligner.source()[run]) && !IsBreak(aligner.source()[run])) ++run;
    if (run > at) {
      if (!aligner.Copy(run)) return false;
      continue;
    }
    bool folded = false;
    if (aligner.SourceDone() || !aligner.FoldFlow(folded)) return false;
  }
  return true;
}

bool AlignSingleQuoted(Aligner& aligner) {
  bool folded = false;
  while (!aligner.SourceDone()) {
    const size_t run = PlainRun(aligner.source(), aligner.at());
    const char next = aligner.Peek();
    bool taken = false;
    if (run > aligner.at()) {
      taken = aligner.Copy(run);
    } else if (next == '\'') {
      taken = aligner.Atom(aligner.at() + 2, "'");
    } else if (next == '"' || next == '\\') {
      taken = aligner.Copy(aligner.at() + 1);
    } else {
      taken = aligner.FoldFlow(folded);
    }
    if (!taken) return false;
  }
  return aligner.ValueDone();
}

bool AlignDoubleQuoted(Aligner& aligner) {
  bool folded = false;
  while (!aligner.SourceDone()) {
    const size_t run = PlainRun(aligner.source(), aligner.at());
    const char next = aligner.Peek();
    bool taken = false;
    if (run > aligner.at()) {
      taken = aligner.Copy(run);
    } else if (next == '\\') {
      taken = AlignEscape(aligner);
    } else if (next == '\'') {
      taken = aligner.Copy(aligner.at() + 1);
    } else {
      taken = aligner.FoldFlow(folded);
    }
    if (!taken) return false;
  }
  return aligner.ValueDone();
}

}  // namespace stackql::yaml
