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

bool Secrets::too_many() const { return secrets_.size() > kMostSecrets; }

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
const std::string* Secrets::StandingAt(Loc bytes) const {
  const auto after = places_.upper_bound(Loc{bytes.text, {bytes.span.begin, UINT32_MAX}});
  if (bytes.empty() || after == places_.begin()) return nullptr;
  const auto& [place, name] = *std::prev(after);
  return Within(bytes, place) ? &name : nullptr;
}

std::string Secrets::Hide(std::string text) const {
  if (too_many()) return "<hidden>";
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
