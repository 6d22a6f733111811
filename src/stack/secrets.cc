#include "stack/secrets.h"

#include <algorithm>
#include <iterator>

namespace stackql {
namespace {

// Shorter values are hidden only where they are all of a text: they are part of too many others.
constexpr size_t kTelling = 4;
// With more secrets than anybody has, messages are not searched but hidden.
constexpr size_t kMostSecrets = 1000;

bool Within(Loc inner, Loc outer) {
  return inner.text == outer.text && inner.span.begin >= outer.span.begin &&
         inner.span.end <= outer.span.end;
}

}  // namespace

void Secrets::Add(const std::string& name, Loc place, std::string_view value) {
  secrets_.push_back({name, std::string(value)});
  if (place) places_.emplace(place, name);
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
  std::string out;
  Append(sources, where, out);
  return secrets_.size() > kMostSecrets ? out : Hide(std::move(out));
}

void Secrets::Append(const Sources& sources, Loc where, std::string& out) const {
  if (const std::string* name = StandingAt(where)) {
    out += "<" + *name + ">";
    return;
  }
  const std::vector<Piece>& pieces = sources.Pieces(where.text);
  if (pieces.empty()) {
    out += sources.Bytes(where);
    return;
  }
  const auto after = std::upper_bound(pieces.begin(), pieces.end(), where.span.begin,
                                      [](uint32_t at, const Piece& p) { return at < p.out; });
  for (auto piece = after == pieces.begin() ? after : after - 1; piece != pieces.end(); ++piece) {
    const uint32_t end = piece + 1 == pieces.end()
                             ? static_cast<uint32_t>(sources.Bytes(where.text).size())
                             : (piece + 1)->out;
    const Span part = {std::max(piece->out, where.span.begin), std::min(end, where.span.end)};
    if (part.begin >= part.end) break;
    const Loc here = {where.text, part};
    const std::string* name =
        piece->origin || piece->mode != Piece::Mode::kCopy ? SpelledIn(piece->at) : nullptr;
    if (name != nullptr) {
      out += "<" + *name + ">";
    } else if (piece->mode == Piece::Mode::kHole) {
      const std::string_view spelled = sources.Spelling(here);
      const bool tag = spelled.substr(0, 1) == "{";  // else a name within one
      out += tag ? std::string(spelled) : "{{ " + std::string(spelled) + " }}";
    } else if (piece->mode == Piece::Mode::kCopy) {
      const Loc target = piece->origin ? piece->origin : piece->at;
      Append(sources, target.Sub(part.begin - piece->out, part.end - piece->out), out);
    } else {
      out += sources.Bytes(here);
    }
  }
}

std::string Secrets::Hide(std::string text) const {
  if (secrets_.size() > kMostSecrets) return "<hidden>";
  for (const Secret& secret : secrets_) {
    if (secret.value.empty()) continue;
    std::string shown = "<" + secret.name + ">";
    if (text == secret.value) return shown;
    if (secret.value.size() < kTelling) continue;
    for (size_t at = text.find(secret.value); at != std::string::npos;
         at = text.find(secret.value, at + shown.size())) {
      text.replace(at, secret.value.size(), shown);
    }
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
