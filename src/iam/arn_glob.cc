#include "iam/arn_glob.h"

#include <string_view>

#include "base/utf8.h"

namespace stackql::iam {
namespace {

using lang::GlobItem;

GlobItem::Kind RunOf(const Piece& piece, int colons) {
  if (piece.alphabet == Piece::Alphabet::kWord) return GlobItem::Kind::kWordRun;
  const bool in_part = colons > 0 && colons < kColonsOfArn;
  return in_part || piece.alphabet == Piece::Alphabet::kPart ? GlobItem::Kind::kPartRun
                                                             : GlobItem::Kind::kRun;
}

}  // namespace

ArnGlob GlobOf(const Arn& arn) {
  ArnGlob needed;
  int colons = 0;
  for (size_t i = 0; i < arn.size(); ++i) {
    const Piece& piece = arn[i];
    if (piece.kind == Piece::Kind::kText) {
      for (size_t at = 0; at < piece.text.size();) {
        const CodePoint read = ReadCodePoint(piece.text, at);
        at += read.size;
        colons += read.value == U':' ? 1 : 0;
        needed.glob.push_back({.code_point = read.value});
      }
    } else if (piece.kind == Piece::Kind::kAny && !piece.text.empty()) {
      needed.glob.insert(needed.glob.end(), piece.text.size(), {.kind = GlobItem::Kind::kPartOne});
    } else {
      needed.glob.push_back({.kind = RunOf(piece, colons)});
    }
    needed.pieces.resize(needed.glob.size(), i);
  }
  return needed;
}

}  // namespace stackql::iam
