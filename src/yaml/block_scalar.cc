#include "yaml/aligner.h"

namespace stackql::yaml {
namespace {

size_t SkipSpaces(std::string_view bytes, size_t at, size_t limit = std::string_view::npos) {
  size_t taken = 0;
  while (taken < limit && At(bytes, at) == ' ') ++at, ++taken;
  return at;
}

std::string_view FirstLine(std::string_view text) {
  return text.substr(0, std::min(text.find('\n'), text.size()));
}

// One line of the value: what precedes it in the source line is indentation.
bool AlignLine(Aligner& aligner) {
  const std::string_view line = FirstLine(aligner.rest());
  const size_t end = LineEnd(aligner.source(), aligner.at());
  if (end - aligner.at() < line.size()) return false;
  const size_t content = end - line.size();
  if (SkipSpaces(aligner.source(), aligner.at()) < content) return false;
  aligner.Skip(content);
  return aligner.Copy(end);
}

bool AlignLiteral(Aligner& aligner) {
  while (!aligner.ValueDone()) {
    if (!AlignLine(aligner)) return false;
    if (!aligner.ValueDone() && !aligner.KeepBreak()) return false;
  }
  return true;
}

// Whether the line at `at` has nothing but indentation.
bool IsEmptyLine(std::string_view source, size_t at, size_t indent) {
  const size_t content = SkipSpaces(source, at, indent);
  return content < source.size() && IsBreak(source[content]);
}

// From the end of a line of a folded scalar to the start of the next line's content.
bool AlignFold(Aligner& aligner, size_t indent) {
  const std::string_view source = aligner.source();
  size_t to = SkipBreak(source, aligner.at());
  size_t breaks = 1;
  while (IsEmptyLine(source, to, indent)) {
    to = SkipBreak(source, SkipSpaces(source, to, indent));
    ++breaks;
  }
  const size_t content = SkipSpaces(source, to, indent);
  if (aligner.rest()[0] == ' ') return breaks == 1 && aligner.Atom(content, " ");
  const size_t kept = std::min(aligner.rest().find_first_not_of('\n'), aligner.rest().size());
  if (kept != breaks && kept + 1 != breaks) return false;
  return aligner.AtomOfBreaks(kept, content);
}

bool OnlyBreaks(std::string_view text) {
  return text.find_first_not_of('\n') == std::string_view::npos;
}

bool AlignFolded(Aligner& aligner) {
  while (!aligner.ValueDone() && aligner.rest()[0] == '\n') {  // leading empty lines
    aligner.Skip(SkipSpaces(aligner.source(), aligner.at()));
    if (aligner.SourceDone() || !aligner.KeepBreak()) return false;
  }
  const size_t spaces = SkipSpaces(aligner.source(), aligner.at()) - aligner.at();
  const size_t own = SkipSpaces(aligner.rest(), 0);
  if (own > spaces) return false;
  const size_t indent = spaces - own;
  aligner.Skip(aligner.at() + indent);
  while (!aligner.ValueDone() && !OnlyBreaks(aligner.rest())) {
    const size_t end = LineEnd(aligner.source(), aligner.at());
    if (!aligner.Copy(end)) return false;
    if (aligner.ValueDone() || OnlyBreaks(aligner.rest())) break;
    if (aligner.SourceDone() || !AlignFold(aligner, indent)) return false;
  }
  while (!aligner.ValueDone()) {  // what chomping kept
    if (!aligner.KeepBreak()) return false;
    if (!aligner.ValueDone()) aligner.Skip(SkipSpaces(aligner.source(), aligner.at(), indent));
  }
  return true;
}

}  // namespace

bool AlignBlock(Aligner& aligner) {
  const bool folded = aligner.Peek() == '>';
  aligner.Skip(LineEnd(aligner.source(), aligner.at()));
  if (aligner.ValueDone()) return true;
  aligner.Skip(SkipBreak(aligner.source(), aligner.at()));
  return folded ? AlignFolded(aligner) : AlignLiteral(aligner);
}

}  // namespace stackql::yaml
