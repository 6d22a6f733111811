#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "text/sources.h"
#include "yaml/layout.h"

namespace stackql::yaml {

// Walks the bytes of a scalar and its decoded value side by side, recording what came from where.
// Every step either takes bytes of both or returns false and takes none.
class Aligner {
 public:
  Aligner(Sources& sources, TextId file, size_t begin, size_t end, std::string_view value)
      : source_(sources.Bytes(file).substr(0, end)),
        value_(value),
        at_(begin),
        file_(file),
        builder_(sources) {}

  size_t at() const { return at_; }
  char Peek() const { return At(source_, at_); }
  bool SourceDone() const { return at_ == source_.size(); }
  bool ValueDone() const { return done_ == value_.size(); }
  std::string_view source() const { return source_; }
  std::string_view rest() const { return value_.substr(done_); }

  void Skip(size_t to) { at_ = to; }

  // The bytes up to `to`, unchanged.
  bool Copy(size_t to) {
    const std::string_view bytes = source_.substr(at_, to - at_);
    if (!rest().starts_with(bytes)) return false;
    builder_.Copy(Here(to));
    at_ = to;
    done_ += bytes.size();
    return true;
  }

  // The bytes up to `to`, which spell `meant` as a whole; yaml-cpp gave `decoded` for them.
  bool Atom(size_t to, std::string_view decoded, std::string_view meant) {
    if (!rest().starts_with(decoded)) return false;
    builder_.Atom(meant, Here(to));
    at_ = to;
    done_ += decoded.size();
    return true;
  }
  bool Atom(size_t to, std::string_view decoded) { return Atom(to, decoded, decoded); }

  // One line break, which is kept. At the end of the text the value may have one nevertheless.
  bool KeepBreak() {
    if (Peek() == '\n') return Copy(at_ + 1);
    return Atom(SkipBreak(source_, at_), "\n");
  }

  // Line breaks folded to a space or to one fewer, with the white space around them.
  bool Fold(size_t breaks, size_t to) {
    if (breaks == 1) return Atom(to, " ");
    return AtomOfBreaks(breaks - 1, to);
  }
  bool AtomOfBreaks(size_t count, size_t to) {
    const std::string_view decoded = rest().substr(0, count);
    if (decoded.size() != count || decoded.find_first_not_of('\n') != std::string_view::npos) {
      return false;
    }
    return Atom(to, decoded);
  }

  // If white space leads to a line break here: folds it as flow scalars do. `folded` tells.
  bool FoldFlow(bool& folded) {
    size_t to = SkipBlanks(source_, at_);
    size_t breaks = 0;
    while (IsBreak(At(source_, to))) {
      to = SkipBlanks(source_, SkipBreak(source_, to));
      ++breaks;
    }
    folded = breaks > 0;
    if (folded) return Fold(breaks, to);
    to = std::min(to, at_ + rest().size());
    return to > at_ && Copy(to);
  }

  Loc Finish(Loc whole) { return builder_.Finish(Step::kYamlScalar, whole); }

 private:
  Loc Here(size_t to) const {
    return {file_, {static_cast<uint32_t>(at_), static_cast<uint32_t>(to)}};
  }

  std::string_view source_;
  std::string_view value_;
  size_t at_;
  size_t done_ = 0;
  TextId file_;
  TextBuilder builder_;
};

// The styles; true if the whole value was found.
bool AlignPlain(Aligner& aligner);
bool AlignSingleQuoted(Aligner& aligner);
bool AlignDoubleQuoted(Aligner& aligner);
// From the header ("|" or ">") on.
bool AlignBlock(Aligner& aligner);

}  // namespace stackql::yaml
