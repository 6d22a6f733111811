#include "stack/secret_text.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "base/utf8.h"

namespace stackql {
namespace {

constexpr size_t kGram = 4;
constexpr size_t kMostGrams = 4 << 20;

// Bytes that templates may add to a text where they stand for what is not known.
constexpr size_t kMostShown = 16 << 20;

using Run = SecretRun;
using Runs = std::vector<Run>;

uint32_t GramAt(std::string_view text, size_t at) {
  uint32_t gram = 0;
  std::memcpy(&gram, text.data() + at, sizeof gram);
  return gram;
}

// Neighbours of one secret join.
void Append(Span span, const std::string* name, Runs& runs) {
  if (!runs.empty() && runs.back().name == name && runs.back().span.end == span.begin) {
    runs.back().span.end = span.end;
  } else if (!span.empty()) {
    runs.push_back({span, name});
  }
}

// Runs in their order, so that both ends rise: what lies within another one is part of it.
void Order(Runs& runs) {
  std::ranges::stable_sort(runs, {}, [](const Run& run) {
    return std::make_pair(run.span.begin, UINT32_MAX - run.span.end);
  });
  Runs outer;
  for (const Run& run : runs) {
    if (outer.empty() || run.span.end > outer.back().span.end) outer.push_back(run);
  }
  runs = std::move(outer);
}

// The runs that overlap a span, of those in order.
std::span<const Run> Overlapping(const Runs& runs, Span span) {
  const auto first =
      std::ranges::upper_bound(runs, span.begin, {}, [](const Run& run) { return run.span.end; });
  const auto last = std::lower_bound(first, runs.end(), span.end, [](const Run& run, uint32_t end) {
    return run.span.begin < end;
  });
  return {first, last};
}

// Adds what one piece of a text, the bytes at `out`, has of the secrets in the text it is made of.
void Follow(const Piece& piece, Span out, const std::vector<Runs>& known, Runs& runs) {
  const Loc from = piece.origin ? piece.origin : piece.at;
  if (!from || piece.mode == Piece::Mode::kHole) return;
  for (const Run& run : Overlapping(known[from.text], from.span)) {
    const uint32_t begin = std::max(run.span.begin, from.span.begin);
    const uint32_t end = std::min(run.span.end, from.span.end);
    if (begin >= end) continue;
    if (piece.mode == Piece::Mode::kAtom) return Append(out, run.name, runs);
    const uint32_t first = out.begin + (begin - from.span.begin);
    Append({first, std::min(first + (end - begin), out.end)}, run.name, runs);
  }
}

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

}  // namespace

SecretText::SecretText(const Secrets& secrets, const Sources& sources, Which which)
    : secrets_(secrets), sources_(sources) {
  if (secrets.empty()) return;
  std::vector<Runs>& known = runs_;
  known.resize(sources.size());
  for (const auto& [place, name] : secrets.places()) {
    if (which == Which::kProtected && secrets.IsGiven(place)) continue;
    if (place.text < known.size()) known[place.text].push_back({place.span, &name});
    if (place.span.size() < kGram)
      Add(name, sources.Bytes(place));  // it may lie within another one
  }
  for (Runs& runs : known) Order(runs);
  for (TextId id = 0; id < sources.size(); ++id) {
    const std::vector<Piece>& pieces = sources.Pieces(id);
    const auto size = static_cast<uint32_t>(sources.Bytes(id).size());
    // A text that is a secret itself is one whatever it is made of.
    for (size_t i = 0; known[id].empty() && i < pieces.size(); ++i) {
      Runs found;
      const uint32_t end = i + 1 < pieces.size() ? pieces[i + 1].out : size;
      Follow(pieces[i], {pieces[i].out, end}, known, found);
      if (found.empty()) continue;
      Runs all;
      for (; i < pieces.size(); ++i) {
        const uint32_t next = i + 1 < pieces.size() ? pieces[i + 1].out : size;
        Follow(pieces[i], {pieces[i].out, next}, known, all);
      }
      known[id] = std::move(all);
    }
    for (const Run& run : known[id]) Add(*run.name, sources.Bytes(Loc{id, run.span}));
  }
}

const std::string* SecretText::MadeOf(Loc where) const {
  if (where.text >= runs_.size()) return nullptr;
  const std::span<const Run> runs = Overlapping(runs_[where.text], where.span);
  return runs.empty() ? nullptr : runs.front().name;
}

std::string SecretText::Shown(Loc where) const {
  std::string out = Followed(where);
  return secrets_.too_many() ? out : secrets_.Hide(std::move(out));
}

// Texts can be made of texts in long chains, so this keeps its own stack. Each step leads to a text
// that was there before the one it is in.
std::string SecretText::Followed(Loc where) const {
  std::string out;
  std::vector<Part> open = {{.where = where}};
  while (!open.empty()) {
    const Part part = open.back();
    open.pop_back();
    const Piece* piece = part.piece;
    const bool spelled = piece == nullptr || (!piece->origin && piece->mode == Piece::Mode::kCopy);
    const std::string* name = spelled ? nullptr : secrets_.SpelledIn(piece->at);
    if (piece == nullptr) name = secrets_.StandingAt(part.where);
    if (name == nullptr && piece != nullptr && piece->mode == Piece::Mode::kAtom) {
      name = MadeOf(part.where);
    }
    if (name != nullptr) {
      out += "<" + *name + ">";
    } else if (piece == nullptr && !sources_.Pieces(part.where.text).empty()) {
      AppendPieces(sources_, part.where, open);
    } else if (piece == nullptr || piece->mode == Piece::Mode::kAtom) {
      out += sources_.Bytes(part.where);
    } else if (piece->mode == Piece::Mode::kHole) {
      out += Template(sources_, part.where, kMostShown - std::min(out.size(), kMostShown));
    } else {
      const Loc target = piece->origin ? piece->origin : piece->at;
      const uint32_t begin = part.where.span.begin - piece->out;
      open.push_back({.where = target.Sub(begin, begin + part.where.span.size())});
    }
  }
  return out;
}

void SecretText::Add(const std::string& name, std::string_view value) {
  const auto [known, added] = numbers_.emplace(name, static_cast<uint32_t>(names_.size()));
  const uint32_t number = known->second;
  if (added) names_.push_back(name);
  if (value.size() < kGram) {
    if (!value.empty()) short_.emplace(value, number);
    return;
  }
  if (all_) return;
  for (size_t at = 0; at + kGram <= value.size(); ++at) grams_.emplace(GramAt(value, at), number);
  all_ |= grams_.size() > kMostGrams;
}

const std::string* SecretText::At(std::string_view text, size_t at) const {
  if (at + kGram > text.size()) return nullptr;
  const auto found = grams_.find(GramAt(text, at));
  return found == grams_.end() ? nullptr : &names_[found->second];
}

bool SecretText::IsIn(std::string_view text) const {
  if (all_ || short_.count(std::string(text)) > 0) return true;
  for (size_t at = 0; !grams_.empty() && at + kGram <= text.size(); ++at) {
    if (grams_.count(GramAt(text, at)) > 0) return true;
  }
  return false;
}

std::string SecretText::Without(std::string_view text) const { return Without(text, {}); }

std::string SecretText::Without(std::string_view text, std::string_view mark) const {
  if (all_) return mark.empty() ? "<hidden>" : std::string(mark);
  if (!IsIn(text)) return std::string(text);
  const auto shown = [&](const std::string& name) {
    return mark.empty() ? "<" + name + ">" : std::string(mark);
  };
  const auto whole = short_.find(std::string(text));
  if (whole != short_.end()) return shown(names_[whole->second]);
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const std::string* name = At(text, at);
    if (name == nullptr) {
      out += text[at++];
      continue;
    }
    size_t end = at + kGram;
    for (size_t next = at + 1; next <= end; ++next) {
      if (At(text, next) != nullptr) end = std::max(end, next + kGram);
    }
    // A character is hidden as a whole.
    end = CharacterEnd(text, end);
    while (!out.empty() && at > 0 && IsContinuation(text[at])) {
      out.pop_back();
      --at;
    }
    out += shown(*name);
    at = end;
  }
  return out;
}

}  // namespace stackql
