#include "sweep/sample_text.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "lang/lang.h"

namespace stackql::sweep {
namespace {

using lang::Program;
using Op = Program::Op;

constexpr uint32_t kFar = std::numeric_limits<uint32_t>::max();
constexpr size_t kMostStates = 20'000'000;
constexpr size_t kLayersBeyond = 8;  // how much longer a text may be to be nicer

void AppendUtf8(char32_t c, std::string& text) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | (c >> 18));
    text += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// How much a character is disliked: it may need escapes, or mean something to a template or to SQL.
uint32_t Cost(char32_t c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return 1;
  constexpr std::u32string_view kPlain = U"-_./:@=+,";
  if (kPlain.find(c) != std::u32string_view::npos) return 2;
  constexpr std::u32string_view kAwkward = U"'\"\\{}%;#`$";
  if (c < 0x20 || c == 0x7F || kAwkward.find(c) != std::u32string_view::npos) return 1000;
  return c < 0x7F ? 10 : 100;
}

// A walk through the program, one layer a code point: the cheapest way to each instruction.
class Sampler {
 public:
  Sampler(const Program& program, uint32_t seed) : program_(program), seed_(seed) {
    choices_.resize(program.code.size());
    for (size_t i = 0; i < program.code.size(); ++i) {
      if (program.code[i].op == Op::kRange) Choose(i);
    }
  }

  std::optional<std::string> Run(const Lengths& lengths) {
    const size_t width = program_.code.size() * 2;
    AddLayer();
    Reach(0, 0, 0, kFar);
    uint32_t best = kFar;
    size_t best_layer = 0;
    size_t last = lengths.most;
    for (size_t layer = 0;; ++layer) {
      Close(layer);
      const uint32_t cost = Matched(layer);
      if (layer >= lengths.least && cost < best) {
        if (best == kFar) last = std::min<size_t>(last, layer + kLayersBeyond);
        best = cost;
        best_layer = layer;
      }
      if (layer >= last || (layer + 2) * width > kMostStates || !Step(layer)) break;
    }
    if (best == kFar) return std::nullopt;
    return Text(best_layer);
  }

 private:
  struct State {
    uint32_t cost = kFar;
    uint32_t from = kFar;  // the state before, in this layer or, for a range, in the one before
  };

  // Twice the instructions: behind the end no character may follow.
  uint32_t Index(uint32_t pc, bool ended) const { return pc * 2 + (ended ? 1 : 0); }

  void AddLayer() {
    layers_.emplace_back(program_.code.size() * 2);
    queue_.clear();
  }

  void Choose(size_t at) {
    const Program::Instruction& instruction = program_.code[at];
    std::vector<std::pair<uint32_t, char32_t>> found;
    const auto offer = [&](char32_t c) {
      for (uint32_t i = 0; i < instruction.y; ++i) {
        const Program::Range& range = program_.ranges[instruction.x + i];
        if (c >= range.low && c <= range.high) {
          found.emplace_back(Cost(c), c);
          return;
        }
      }
    };
    for (char32_t c = 0x20; c < 0x7F; ++c) offer(c);
    for (uint32_t i = 0; found.empty() && i < instruction.y; ++i) {
      const char32_t low = program_.ranges[instruction.x + i].low;
      found.emplace_back(Cost(low), low);
    }
    if (found.empty()) return;
    const uint32_t least = std::min_element(found.begin(), found.end())->first;
    for (const auto& entry : found) {
      if (entry.first == least) choices_[at].push_back(entry.second);
    }
    // Lower case before capitals before digits.
    std::sort(choices_[at].begin(), choices_[at].end(), std::greater<>());
    const auto small =
        std::find_if(choices_[at].begin(), choices_[at].end(), [](char32_t c) { return c <= 'z'; });
    std::rotate(choices_[at].begin(), small, choices_[at].end());
  }

  void Reach(uint32_t pc, bool ended, uint32_t cost, uint32_t from) {
    State& state = layers_.back()[Index(pc, ended)];
    if (cost >= state.cost) return;
    state = {cost, from};
    queue_.push_back(Index(pc, ended));
  }

  void Close(size_t layer) {
    for (size_t i = 0; i < queue_.size(); ++i) {
      const uint32_t index = queue_[i];
      const Program::Instruction& instruction = program_.code[index / 2];
      const bool ended = index % 2 != 0;
      const uint32_t cost = layers_.back()[index].cost;
      switch (instruction.op) {
        case Op::kSplit:
          Reach(instruction.y, ended, cost, index);
          [[fallthrough]];
        case Op::kJump:
          Reach(instruction.x, ended, cost, index);
          break;
        case Op::kBegin:
          if (layer == 0) Reach(index / 2 + 1, ended, cost, index);
          break;
        case Op::kEnd:
          Reach(index / 2 + 1, true, cost, index);
          break;
        default:
          break;
      }
    }
  }

  uint32_t Matched(size_t layer) const {
    uint32_t best = kFar;
    for (size_t i = 0; i < layers_[layer].size(); ++i) {
      if (program_.code[i / 2].op == Op::kMatch) best = std::min(best, layers_[layer][i].cost);
    }
    return best;
  }

  // False if no instruction takes another character.
  bool Step(size_t layer) {
    AddLayer();
    for (uint32_t pc = 0; pc < program_.code.size(); ++pc) {
      const uint32_t index = Index(pc, false);
      const State& state = layers_[layer][index];
      if (state.cost == kFar || choices_[pc].empty()) continue;
      Reach(pc + 1, false, state.cost + Cost(choices_[pc].front()), index);
    }
    return !queue_.empty();
  }

  std::string Text(size_t layer) const {
    uint32_t index = kFar;
    for (uint32_t i = 0; i < layers_[layer].size(); ++i) {
      if (program_.code[i / 2].op != Op::kMatch || layers_[layer][i].cost == kFar) continue;
      if (index == kFar || layers_[layer][i].cost < layers_[layer][index].cost) index = i;
    }
    std::u32string reversed;
    while (true) {
      const uint32_t from = layers_[layer][index].from;
      if (from == kFar) break;
      if (program_.code[from / 2].op == Op::kRange) {
        const std::vector<char32_t>& choices = choices_[from / 2];
        reversed += choices[(seed_ + (layer == 1 ? 0 : seed_ / 7 * layer)) % choices.size()];
        --layer;
      }
      index = from;
    }
    std::string text;
    for (size_t i = reversed.size(); i-- > 0;) AppendUtf8(reversed[i], text);
    return text;
  }

  const Program& program_;
  uint32_t seed_;
  std::vector<std::vector<char32_t>> choices_;
  std::vector<std::vector<State>> layers_;
  std::vector<uint32_t> queue_;
};

}  // namespace

std::optional<std::string> SampleText(const std::string& pattern, const Lengths& lengths,
                                      uint32_t seed) {
  static auto& known =
      *new std::map<std::pair<std::string, std::pair<std::pair<uint64_t, uint64_t>, uint32_t>>,
                    std::optional<std::string>>;
  const auto key =
      std::make_pair(pattern, std::make_pair(std::make_pair(lengths.least, lengths.most), seed));
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  std::optional<std::string> text;
  std::string why;
  if (const auto program = lang::FromRegex(pattern, &why))
    text = Sampler(*program, seed).Run(lengths);
  return known.emplace(key, std::move(text)).first->second;
}

}  // namespace stackql::sweep
