#include "text/sources.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace stackql {
namespace {

// Texts within texts whose parts are joined to one place; further down, the whole stands for them.
constexpr int kDeepestJoin = 50;

}  // namespace

Loc Hull(Loc a, Loc b) {
  assert(a.text == b.text);
  return {a.text, {std::min(a.span.begin, b.span.begin), std::max(a.span.end, b.span.end)}};
}

TextId Sources::Add(Text text) {
  bytes_.push_back(texts_.emplace_back(std::move(text)).bytes);
  return size() - 1;
}

TextId Sources::AddFile(std::string path, std::string bytes) {
  const TextId id = Add({.bytes = std::move(bytes), .step = Step::kFile, .pieces = {}});
  paths_.emplace(id, std::move(path));
  return id;
}

TextId Sources::AddBuiltin(std::string bytes) {
  return Add({.bytes = std::move(bytes), .step = Step::kBuiltin, .pieces = {}});
}

const std::string& Sources::Path(TextId id) const {
  static const std::string none;
  const auto path = paths_.find(id);
  return path == paths_.end() ? none : path->second;
}

TextId Sources::Derive(Step step, Loc whole, std::string bytes, std::vector<Piece> pieces) {
#ifndef NDEBUG
  const auto exists = [&](Loc at) { return !at || at.text < size(); };
  assert(exists(whole));
  for (size_t i = 0; i < pieces.size(); ++i) {
    const uint32_t end =
        i + 1 < pieces.size() ? pieces[i + 1].out : static_cast<uint32_t>(bytes.size());
    assert(pieces[i].out < end && "pieces rise strictly");
    assert(exists(pieces[i].at) && exists(pieces[i].origin) && "a text holds older texts only");
    if (pieces[i].mode != Piece::Mode::kCopy) continue;
    const Loc from = pieces[i].origin ? pieces[i].origin : pieces[i].at;
    assert(std::string_view(bytes).substr(pieces[i].out, end - pieces[i].out) == Bytes(from));
  }
#endif
  return Add(
      {.bytes = std::move(bytes), .step = step, .whole = whole, .pieces = std::move(pieces)});
}

// Takes one step from a derived text towards its file. False when `loc` is in a file already, or
// in a text that has no place.
bool Sources::StepBack(Loc& loc, Place& place, int depth) const {
  const Text& text = Find(loc.text);
  if (text.step == Step::kFile || text.step == Step::kBuiltin) return false;
  if (text.pieces.empty()) {
    place.exact = false;
    loc = text.whole;
    return static_cast<bool>(loc);
  }
  const auto after = [](uint32_t offset, const Piece& piece) { return offset < piece.out; };
  auto first = std::upper_bound(text.pieces.begin(), text.pieces.end(), loc.span.begin, after);
  if (first != text.pieces.begin()) --first;
  if (loc.empty() && first->out == loc.span.begin && first != text.pieces.begin()) --first;
  const auto last =
      std::lower_bound(first + 1, text.pieces.end(), loc.span.end,
                       [](const Piece& piece, uint32_t offset) { return piece.out < offset; });

  const auto part = [&](const Piece& piece, uint32_t piece_end, Loc target) {
    if (piece.mode != Piece::Mode::kCopy) return target;
    const uint32_t begin = std::max(loc.span.begin, piece.out) - piece.out;
    const uint32_t end = std::min(loc.span.end, piece_end) - piece.out;
    return target.Sub(begin, std::max(begin, end));
  };
  const auto end_of = [&](auto piece) {
    return piece + 1 == text.pieces.end() ? static_cast<uint32_t>(text.bytes.size())
                                          : (piece + 1)->out;
  };
  const auto has_file = [&](Loc at) { return at && StepOf(at.text) != Step::kBuiltin; };

  if (last - first == 1) {
    if (first->mode != Piece::Mode::kCopy) place.exact = false;
    if (has_file(first->origin)) {
      if (has_file(first->at)) place.used_in.push_back(first->at);
      loc = part(*first, end_of(first), first->origin);
    } else if (first->origin) {  // a built-in value: it is where it is spelled
      place.exact = false;
      loc = first->at;
    } else {
      loc = part(*first, end_of(first), first->at);
    }
    return static_cast<bool>(loc);
  }

  place.exact = false;
  Loc hull;
  for (auto piece = first; piece != last; ++piece) {
    const bool inserted = static_cast<bool>(piece->origin);
    const Loc at = inserted ? piece->at : part(*piece, end_of(piece), piece->at);
    if (hull && at && !Join(hull, at, text.whole, depth)) {
      hull = text.whole;
      break;
    }
    if (!hull) hull = at;
  }
  loc = hull ? hull : text.whole;
  return static_cast<bool>(loc);
}

// Takes steps towards the file until both places lie in one text.
bool Sources::Meet(Loc& a, Loc& b, int depth) const {
  Place ignored;
  while (a.text != b.text) {
    Loc& later = a.text > b.text ? a : b;  // a text comes after those that it is made of
    if (!StepBack(later, ignored, depth)) return false;
  }
  return true;
}

// Widens `hull` so that it covers `at`. False when they lie in different texts and do not meet
// within `whole`.
bool Sources::Join(Loc& hull, Loc at, Loc whole, int depth) const {
  if (hull.text == at.text) {
    hull = Hull(hull, at);
    return true;
  }
  if (!whole || depth > kDeepestJoin || !Meet(hull, at, depth + 1)) return false;
  hull = Hull(hull, at);
  Loc within = hull;
  return Meet(within, whole, depth + 1) && Hull(within, whole) == whole;
}

Place Sources::Resolve(Loc loc) const {
  Place place;
  if (!loc) return place;
  while (StepBack(loc, place)) {
  }
  place.at = loc;
  // Insertions were met from the value outwards to the file of the query; show file places only.
  for (Loc& use : place.used_in) {
    if (StepOf(use.text) != Step::kFile) use = Resolve(use).at;
  }
  std::reverse(place.used_in.begin(), place.used_in.end());
  // The steps of one template tag are one use: the part that names the value says it.
  const auto around = [](Loc nearer, Loc use) {
    return nearer.text == use.text && Hull(nearer, use) == use;
  };
  place.used_in.erase(std::unique(place.used_in.begin(), place.used_in.end(), around),
                      place.used_in.end());
  return place;
}

// The run that the hole at a place was first made as.
Sources::Run Sources::RunOfHole(Loc hole) const {
  while (hole) {
    const Text& text = Find(hole.text);
    if (text.pieces.empty()) break;
    const auto after = [](uint32_t offset, const Piece& piece) { return offset < piece.out; };
    auto piece = std::upper_bound(text.pieces.begin(), text.pieces.end(), hole.span.begin, after);
    if (piece == text.pieces.begin()) break;
    --piece;
    if (piece->mode == Piece::Mode::kHole) return {&text, &*piece};
    if (piece->mode == Piece::Mode::kAtom) break;
    const uint32_t begin = hole.span.begin - piece->out;
    hole = (piece->origin ? piece->origin : piece->at)
               .Sub(begin, begin + static_cast<uint32_t>(kHoleBytes.size()));
  }
  return {};
}

Loc Sources::OriginOfHole(Loc hole) const {
  const Run run = RunOfHole(hole);
  const bool known =
      run.piece != nullptr && run.piece->origin && StepOf(run.piece->origin.text) == Step::kBuiltin;
  return known ? run.piece->origin : Loc();
}

Step Sources::StepOfHole(Loc hole) const {
  const Run run = RunOfHole(hole);
  return run.text == nullptr ? Step::kFile : run.text->step;
}

void Sources::NoteShared(Loc place) {
  if (IsShared(place)) return;
  auto at = shared_.lower_bound({place.text, place.span.begin});
  while (at != shared_.end() && at->first.first == place.text &&
         at->first.second < place.span.end) {
    at = shared_.erase(at);  // lies within
  }
  shared_[{place.text, place.span.begin}] = place.span.end;
}

bool Sources::IsShared(Loc place) const {
  auto at = shared_.upper_bound({place.text, place.span.begin});
  if (at == shared_.begin()) return false;
  --at;
  return at->first.first == place.text && place.span.end <= at->second;
}

void TextBuilder::Reserve() {
  constexpr size_t kUsualPieces = 8;
  constexpr size_t kUsualBytes = 240;
  pieces_.reserve(kUsualPieces);
  bytes_.reserve(kUsualBytes);
}

inline void TextBuilder::Start(Piece::Mode mode, Loc at, Loc origin) {
  if (pieces_.empty()) Reserve();
  pieces_.push_back({.out = size(), .mode = mode, .at = at, .origin = origin});
}

void TextBuilder::Copy(Loc at) {
  if (at.empty()) return;
  const bool joins = !pieces_.empty() && pieces_.back().mode == Piece::Mode::kCopy &&
                     !pieces_.back().origin && pieces_.back().at.text == at.text &&
                     pieces_.back().at.span.end == at.span.begin;
  if (joins) {
    pieces_.back().at.span.end = at.span.end;
  } else {
    Start(Piece::Mode::kCopy, at, {});
  }
  bytes_ += sources_.Bytes(at);
}

void TextBuilder::Insert(Loc origin, Loc at) {
  if (origin.empty()) return;
  Start(Piece::Mode::kCopy, at, origin);
  bytes_ += sources_.Bytes(origin);
}

void TextBuilder::Atom(std::string_view bytes, Loc at, Loc origin) {
  if (bytes.empty()) return;
  Start(Piece::Mode::kAtom, at, origin);
  bytes_ += bytes;
}

void TextBuilder::Atom(char byte, Loc at) {
  Start(Piece::Mode::kAtom, at, {});
  bytes_.push_back(byte);
}

void TextBuilder::Hole(Loc at, Loc origin) {
  Start(Piece::Mode::kHole, at, origin);
  bytes_ += kHoleBytes;
}

Loc TextBuilder::Finish(Step step, Loc whole) {
  if (pieces_.empty())
    return whole.empty() ? whole : sources_.All(sources_.Derive(step, whole, {}, {}));
  if (pieces_.size() == 1 && pieces_[0].mode == Piece::Mode::kCopy && !pieces_[0].origin) {
    return pieces_[0].at;
  }
  return sources_.All(sources_.Derive(step, whole, std::move(bytes_), std::move(pieces_)));
}

}  // namespace stackql
