#include "lang/globs.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <set>
#include <unordered_set>
#include <utility>

#include "base/utf8.h"

namespace stackql::lang {
namespace {

using Kind = GlobItem::Kind;
using Bits = std::vector<uint64_t>;

bool IsRun(const GlobItem& item) {
  return item.kind == Kind::kRun || item.kind == Kind::kPartRun || item.kind == Kind::kWordRun;
}

// Whether an item matches a letter: a code point, or an item of another glob, which stands for all
// that it matches.
bool Takes(const GlobItem& item, const GlobItem& letter) {
  const bool in_part =
      (letter.kind == Kind::kText && letter.code_point != U':') || letter.kind == Kind::kPartOne;
  switch (item.kind) {
    case Kind::kText:
      return letter == item;
    case Kind::kOne:
      return in_part || letter.kind == Kind::kText || letter.kind == Kind::kOne;
    case Kind::kPartOne:
      return in_part;
    case Kind::kRun:
      return true;
    case Kind::kWordRun:
      return letter.kind == Kind::kWordRun ||
             (letter.kind == Kind::kText && letter.code_point != U':' && letter.code_point != U'/');
    default:
      return in_part || letter.kind == Kind::kPartRun || letter.kind == Kind::kWordRun;
  }
}

// Some globs read side by side: a bit for each place that may be reached in each of them.
class Automaton {
 public:
  explicit Automaton(const GlobSet& set) {
    layers_.resize(set.layers.size());
    for (size_t i = 0; i < set.layers.size(); ++i) AddAll(set.layers[i], layers_[i]);
    AddAll(set.denied, denied_);
    for (Group& group : layers_) group.Resize(words_);
    denied_.Resize(words_);
  }

  Bits Begin() const {
    Bits state(words_);
    for (const size_t begin : begins_) Reach(begin, state);
    return state;
  }

  Bits Step(const Bits& from, const GlobItem& letter) const {
    Bits to(words_);
    for (size_t word = 0; word < words_; ++word) {
      for (uint64_t left = from[word]; left != 0; left &= left - 1) {
        const size_t at = word * 64 + static_cast<size_t>(std::countr_zero(left));
        const GlobItem* item = places_[at].item;
        if (item == nullptr || !Takes(*item, letter)) continue;
        Reach(IsRun(*item) ? at : at + 1, to);
      }
    }
    return to;
  }

  // The code points that a next step tells from others, sorted.
  std::vector<char32_t> Letters(const Bits& state) const {
    std::vector<char32_t> letters = {U'/', U':'};
    for (size_t word = 0; word < words_; ++word) {
      for (uint64_t left = state[word]; left != 0; left &= left - 1) {
        const size_t at = word * 64 + static_cast<size_t>(std::countr_zero(left));
        const GlobItem* item = places_[at].item;
        if (item != nullptr && item->kind == Kind::kText) letters.push_back(item->code_point);
      }
    }
    std::sort(letters.begin(), letters.end());
    letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
    return letters;
  }

  // The work of a step from there, with what keeping its result takes.
  uint64_t Cost(const Bits& state) const {
    uint64_t cost = 8 + words_;
    for (const uint64_t word : state) cost += static_cast<uint64_t>(std::popcount(word));
    return cost;
  }

  // What is known of a text that was read up to here, of its end and of all continuations.
  bool Accepts(const Bits& state) const {
    return AllMeet(state, &Group::ends) && !Meet(state, denied_.ends);
  }
  bool AcceptsAll(const Bits& state) const {
    return AllMeet(state, &Group::always) && !Meet(state, denied_.all);
  }
  bool AcceptsNone(const Bits& state) const {
    return !AllMeet(state, &Group::all) || Meet(state, denied_.always);
  }

 private:
  struct Place {
    const GlobItem* item = nullptr;  // that is next; null: after the last one
    size_t begin = 0;                // of its glob
  };
  // Masks of the places of some globs.
  struct Group {
    Bits all = {};
    Bits ends = {};    // after the last item
    Bits always = {};  // whatever follows is matched
    void Resize(size_t words) {
      all.resize(words);
      ends.resize(words);
      always.resize(words);
    }
  };

  static void Set(Bits& bits, size_t at) {
    if (bits.size() <= at / 64) bits.resize(at / 64 + 1);
    bits[at / 64] |= uint64_t{1} << (at % 64);
  }
  static void Clear(Bits& bits, size_t begin, size_t end) {
    for (size_t at = begin; at < end;) {
      const size_t size = std::min(end - at, 64 - at % 64);
      bits[at / 64] &= ~(~uint64_t{0} >> (64 - size) << (at % 64));
      at += size;
    }
  }
  static bool Has(const Bits& bits, size_t at) { return (bits[at / 64] >> (at % 64) & 1) != 0; }
  static bool Meet(const Bits& a, const Bits& b) {
    for (size_t i = 0; i < a.size(); ++i) {
      if ((a[i] & b[i]) != 0) return true;
    }
    return false;
  }
  bool AllMeet(const Bits& state, Bits Group::*mask) const {
    return std::all_of(layers_.begin(), layers_.end(),
                       [&](const Group& layer) { return Meet(state, layer.*mask); });
  }

  void AddAll(const std::vector<const Glob*>& globs, Group& group) {
    for (const Glob* glob : globs) {
      const size_t begin = places_.size();
      begins_.push_back(begin);
      for (const GlobItem& item : *glob) places_.push_back({&item, begin});
      places_.push_back({nullptr, begin});
      bool always = true;
      for (size_t at = glob->size() + 1; at-- > 0;) {
        Set(group.all, begin + at);
        if (at == glob->size()) {
          Set(group.ends, begin + at);
          continue;
        }
        always = always && (*glob)[at].kind == Kind::kRun;
        if (always) Set(group.always, begin + at);
      }
    }
    words_ = places_.size() / 64 + 1;
  }

  // Runs may also be empty. What the places before a run of any text match, it matches as well:
  // they are left out. Places are reached in ascending order, so that they stay out.
  void Reach(size_t at, Bits& state) const {
    for (;; ++at) {
      const Place& place = places_[at];
      const bool was = Has(state, at);
      Set(state, at);
      if (place.item == nullptr || !IsRun(*place.item)) return;
      if (place.item->kind == Kind::kRun) Clear(state, place.begin, at);
      if (was) return;
    }
  }

  std::vector<Place> places_;
  std::vector<size_t> begins_;  // the first place of each glob
  std::vector<Group> layers_;
  Group denied_;
  size_t words_ = 1;
};

// A code point that is in none of the globs: all others are like it.
char32_t FreshLetter(const GlobSet& set, const Glob& needed) {
  std::set<char32_t> used = {U'/', U':'};
  const auto add = [&](const Glob& glob) {
    for (const GlobItem& item : glob) {
      if (item.kind == Kind::kText) used.insert(item.code_point);
    }
  };
  add(needed);
  for (const auto& layer : set.layers) {
    for (const Glob* glob : layer) add(*glob);
  }
  for (const Glob* glob : set.denied) add(*glob);
  char32_t fresh = U'x';
  constexpr std::u32string_view kNatural = U"xyzwvabcdefghijklmnopqrstu0123456789";
  for (size_t i = 0; used.count(fresh) > 0; ++i) {
    fresh = i < kNatural.size() ? kNatural[i] : static_cast<char32_t>(0x4E00 + i);
  }
  return fresh;
}

// Reads all texts of a glob, the shortest first, along with what the set says of them.
class Search {
 public:
  Search(const GlobSet& set, const Glob& needed, bool inside, uint64_t budget)
      : automaton_(set),
        needed_(needed),
        fresh_(FreshLetter(set, needed)),
        inside_(inside),
        budget_(budget) {}

  // kYes: there is such a text.
  GlobAnswer Run() {
    nodes_.push_back({.state = automaton_.Begin(), .before = kNone});
    queue_.push_back(0);
    while (!queue_.empty()) {
      const size_t at = queue_.front();
      queue_.pop_front();
      // Expanding leaves it where it is: a deque moves none of its elements when it grows.
      const Node& node = nodes_[at];
      if (!seen_.insert(Key(node.place, node.state)).second) continue;
      if (node.place == needed_.size() && IsHit(node.state)) return Found(at);
      if (node.place == needed_.size() || IsHopeless(node.state)) continue;
      if (steps_ > budget_) return {};
      Expand(at, node);
    }
    return {.answer = Tri::kNo};
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;
  static constexpr char32_t kNoLetter = UINT32_MAX;

  struct Node {
    size_t place = 0;  // in the needed glob
    Bits state = {};
    size_t before = 0;            // node
    char32_t letter = kNoLetter;  // that led here
  };

  bool IsHit(const Bits& state) const { return automaton_.Accepts(state) == inside_; }
  bool IsHopeless(const Bits& state) const {
    return inside_ ? automaton_.AcceptsNone(state) : automaton_.AcceptsAll(state);
  }

  static std::string Key(size_t place, const Bits& state) {
    std::string key(reinterpret_cast<const char*>(state.data()), state.size() * sizeof(uint64_t));
    key.append(reinterpret_cast<const char*>(&place), sizeof place);
    return key;
  }

  // What is seen is marked when its turn comes: only then no shorter text leads there.
  void Add(size_t place, Bits state, size_t before, char32_t letter) {
    if (seen_.count(Key(place, state)) > 0) return;
    nodes_.push_back({place, std::move(state), before, letter});
    // A step without a letter makes no text longer.
    if (letter == kNoLetter) {
      queue_.push_front(nodes_.size() - 1);
    } else {
      queue_.push_back(nodes_.size() - 1);
    }
  }

  void Expand(size_t at, const Node& node) {
    const GlobItem& item = needed_[node.place];
    const size_t next = IsRun(item) ? node.place : node.place + 1;
    steps_ += automaton_.Cost(node.state);
    if (IsRun(item)) Add(node.place + 1, node.state, at, kNoLetter);
    if (item.kind == Kind::kText) return Follow(at, node, next, item);
    Follow(at, node, next, {.code_point = fresh_});
    for (const char32_t code_point : automaton_.Letters(node.state)) {
      const GlobItem letter = {.code_point = code_point};
      if (Takes(item, letter)) Follow(at, node, next, letter);
    }
  }

  void Follow(size_t at, const Node& node, size_t next, const GlobItem& letter) {
    steps_ += automaton_.Cost(node.state);
    Add(next, automaton_.Step(node.state, letter), at, letter.code_point);
  }

  // The text that led to a node.
  GlobAnswer Found(size_t at) const {
    GlobAnswer found = {.answer = Tri::kYes};
    found.fillings.resize(needed_.size());
    std::vector<std::pair<size_t, char32_t>> path;
    for (size_t i = at; nodes_[i].before != kNone; i = nodes_[i].before) {
      if (nodes_[i].letter == kNoLetter) continue;
      path.emplace_back(nodes_[nodes_[i].before].place, nodes_[i].letter);
    }
    std::reverse(path.begin(), path.end());
    for (const auto& step : path) {
      AppendCodePoint(step.second, found.text);
      AppendCodePoint(step.second, found.fillings[step.first]);
    }
    return found;
  }

  const Automaton automaton_;
  const Glob& needed_;
  const char32_t fresh_;
  const bool inside_;
  const uint64_t budget_;
  uint64_t steps_ = 0;
  std::deque<Node> nodes_;
  std::deque<size_t> queue_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

GlobAnswer Includes(const GlobSet& set, const Glob& needed, uint64_t budget) {
  GlobAnswer outside = Search(set, needed, false, budget).Run();
  outside.answer = Not(outside.answer);
  return outside;
}

GlobAnswer Meets(const GlobSet& set, const Glob& needed, uint64_t budget) {
  return Search(set, needed, true, budget).Run();
}

bool PlainlyCovers(const Glob& wide, const Glob& narrow) {
  // Most differ in how they begin.
  const auto fixed = std::ranges::find_if(
      wide, [](const GlobItem& item) { return item.kind != GlobItem::Kind::kText; });
  if (std::mismatch(wide.begin(), fixed, narrow.begin(), narrow.end()).first != fixed) return false;
  const Automaton automaton({.layers = {{&wide}}});
  Bits state = automaton.Begin();
  for (const GlobItem& item : narrow) state = automaton.Step(state, item);
  return automaton.Accepts(state);
}

bool Matches(const Glob& glob, std::string_view text) {
  const Automaton automaton({.layers = {{&glob}}});
  Bits state = automaton.Begin();
  for (size_t at = 0; at < text.size();) {
    const CodePoint read = ReadCodePoint(text, at);
    state = automaton.Step(state, {.code_point = read.value});
    at += read.size;
  }
  return automaton.Accepts(state);
}

Glob ParseGlob(std::string_view text) {
  Glob glob;
  for (size_t at = 0; at < text.size();) {
    const CodePoint read = ReadCodePoint(text, at);
    at += read.size;
    if (read.value == U'*') {
      glob.push_back({.kind = Kind::kRun});
    } else if (read.value == U'?') {
      glob.push_back({.kind = Kind::kOne});
    } else {
      glob.push_back({.code_point = read.value});
    }
  }
  return glob;
}

}  // namespace stackql::lang
