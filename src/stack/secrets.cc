#include "stack/secrets.h"

#include <algorithm>
#include <iterator>

#include "base/ascii.h"

namespace stackql {
namespace {

// Shorter values are hidden only where they are all of a text: they are part of too many others.
constexpr size_t kTelling = 4;
// With more secrets than anybody has, messages are not searched but hidden.
constexpr size_t kMostSecrets = 1000;

// Bytes that templates may add to a text where they stand for what is not known.
constexpr size_t kMostShown = 16 << 20;

// Bytes of a text that are to be followed; with `piece`, they are a part of it.
struct Part {
  Loc where = {};
  const Piece* piece = nullptr;
};

// Adds the pieces that the bytes at `where` are made of, the first one last.
void AppendPieces(const Sources& sources, Loc where, std::vector<Part>& open) {
  const std::vector<Piece>& pieces = sources.Pieces(where.text);
  const auto behind = [](const Piece& piece, uint32_t offset) { return piece.out < offset; };
  auto piece = std::lower_bound(pieces.begin(), pieces.end(), where.span.end, behind);
  uint32_t end = where.span.end;
  while (piece != pieces.begin() && end > where.span.begin) {
    --piece;
    const uint32_t begin = std::max(piece->out, where.span.begin);
    open.push_back({.where = {where.text, {begin, end}}, .piece = &*piece});
    end = begin;
  }
}

// The template that stands for a hole; one that is longer than `room` is cut short.
std::string Template(const Sources& sources, Loc hole, size_t room) {
  const std::string_view spelled = sources.Spelling(hole);
  if (spelled.size() > room) return "{{ ... }}";
  const bool tag = spelled.starts_with("{");  // else a name within one
  return tag ? std::string(spelled) : "{{ " + std::string(spelled) + " }}";
}

bool Within(Loc inner, Loc outer) {
  return inner.text == outer.text && inner.span.begin >= outer.span.begin &&
         inner.span.end <= outer.span.end;
}

}  // namespace

void Secrets::Add(const std::string& name, Loc place, std::string_view value, bool given) {
  // Many environments may have the same ones.
  const bool known = std::any_of(secrets_.begin(), secrets_.end(), [&](const Secret& secret) {
    return secret.name == name && secret.value == value;
  });
  if (!known && secrets_.size() <= kMostSecrets) {
    // Longer ones first: a shorter one may be a part of theirs.
    const auto at = std::find_if(secrets_.begin(), secrets_.end(), [&](const Secret& secret) {
      return secret.value.size() < value.size();
    });
    secrets_.insert(at, {name, std::string(value)});
  }
  if (place) places_.emplace(place, name);
  if (place && given) given_.insert(place);
  in_scope_.insert(name);
}

void Secrets::EndScope(const std::string& name) { in_scope_.erase(name); }

void Secrets::AddReads(const std::vector<tmpl::Read>& reads) {
  if (secrets_.empty()) return;
  for (const tmpl::Read& read : reads) {
    if (in_scope_.find(read.name) != in_scope_.end()) reads_.emplace(read.where, read.name);
  }
}

const std::string* Secrets::SpelledIn(Loc at) const {
  const auto first = reads_.lower_bound(Loc{at.text, {at.span.begin, 0}});
  return first != reads_.end() && Within(first->first, at) ? &first->second : nullptr;
}

// Places lie beside each other: the last one that begins before is the only one to ask.
const std::string* Secrets::StandingAt(Loc origin) const {
  const auto after = places_.upper_bound(Loc{origin.text, {origin.span.begin, UINT32_MAX}});
  if (origin.empty() || after == places_.begin()) return nullptr;
  const auto& [place, name] = *std::prev(after);
  return Within(origin, place) ? &name : nullptr;
}

std::string Secrets::Shown(const Sources& sources, Loc where) const {
  std::string out = Followed(sources, where);
  return secrets_.size() > kMostSecrets ? out : Hide(std::move(out));
}

// Texts can be made of texts in long chains, so this keeps its own stack. Each step leads to a text
// that was there before the one it is in.
std::string Secrets::Followed(const Sources& sources, Loc where) const {
  std::string out;
  std::vector<Part> open = {{.where = where}};
  while (!open.empty()) {
    const Part part = open.back();
    open.pop_back();
    const Piece* piece = part.piece;
    const bool spelled = piece == nullptr || (!piece->origin && piece->mode == Piece::Mode::kCopy);
    const std::string* name = spelled ? nullptr : SpelledIn(piece->at);
    if (piece == nullptr) name = StandingAt(part.where);
    if (name != nullptr) {
      out += "<" + *name + ">";
    } else if (piece == nullptr && !sources.Pieces(part.where.text).empty()) {
      AppendPieces(sources, part.where, open);
    } else if (piece == nullptr || piece->mode == Piece::Mode::kAtom) {
      out += sources.Bytes(part.where);
    } else if (piece->mode == Piece::Mode::kHole) {
      out += Template(sources, part.where, kMostShown - std::min(out.size(), kMostShown));
    } else {
      const Loc target = piece->origin ? piece->origin : piece->at;
      const uint32_t begin = part.where.span.begin - piece->out;
      open.push_back({.where = target.Sub(begin, begin + part.where.span.size())});
    }
  }
  return out;
}

std::string Secrets::Hide(std::string text) const {
  if (secrets_.size() > kMostSecrets) return "<hidden>";
  for (const Secret& secret : secrets_) {
    if (secret.value.empty()) continue;
    std::string shown = "<" + secret.name + ">";
    if (text == secret.value) return shown;
    if (secret.value.size() >= kTelling) ReplaceAll(text, secret.value, shown);
  }
  return text;
}

std::vector<Loc> Secrets::Places(const Sources& sources) const {
  std::vector<Loc> places;
  for (const auto& entry : places_) {
    const Loc at = sources.Resolve(entry.first).at;
    if (at && sources.StepOf(at.text) == Step::kFile) places.push_back(at);
  }
  return places;
}

}  // namespace stackql
