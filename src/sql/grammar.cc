#include "sql/grammar.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sql/grammar_tables.h"
#include "sql/terminals.h"

namespace stackql::sql {
namespace {

using Op = GrammarNode::Op;

class Matcher {
 public:
  explicit Matcher(const std::vector<Terminal>& terminals)
      : terminals_(terminals), steps_(terminals.size() * 200 + 5'000) {}

  // The first terminal that does not fit, or kGrammatical.
  size_t Run() {
    size_t at = 0;
    const bool matches = Match(0, at, 0);
    if (steps_ == 0 || (matches && at == terminals_.size())) return kGrammatical;
    return furthest_;
  }

 private:
  static constexpr uint32_t kDeepest = 6'000;

  bool MayBegin(const GrammarNode& node, size_t at) const {
    if (at >= terminals_.size()) return false;
    const uint16_t id = terminals_[at].id;
    return (kSets[node.first][id / 64] >> (id % 64) & 1U) != 0;
  }
  static std::span<const uint16_t> Parts(const GrammarNode& node) {
    return std::span(kParts).subspan(node.begin, node.end - node.begin);
  }
  static uint16_t Part(const GrammarNode& node) { return kParts[node.begin]; }

  bool Match(size_t index, size_t& at, uint32_t depth) {
    const GrammarNode& node = kNodes[index];
    if (steps_ == 0) return true;
    if (--steps_ == 0 || depth > kDeepest) {
      steps_ = 0;
      return true;
    }
    if (node.op == Op::kNot) {
      size_t ahead = at;
      const size_t furthest = furthest_;
      const bool found = Match(Part(node), ahead, depth + 1);
      furthest_ = furthest;
      return !found;
    }
    if (!MayBegin(node, at)) return node.nullable;
    switch (node.op) {
      case Op::kTerminals:
        furthest_ = std::max(furthest_, ++at);
        return true;
      case Op::kSequence:
        return MatchSequence(node, at, depth);
      case Op::kChoice:
        return MatchChoice(node, at, depth);
      case Op::kOptional:
        if (MayBegin(node, at)) TryMatch(Part(node), at, depth);
        return true;
      case Op::kMany:
        while (MayBegin(node, at) && TryMatch(Part(node), at, depth)) {
        }
        return true;
      case Op::kList:
        return MatchList(node, at, depth);
      default:
        return false;
    }
  }

  bool MatchSequence(const GrammarNode& node, size_t& at, uint32_t depth) {
    for (const uint16_t part : Parts(node)) {
      const GrammarNode& next = kNodes[part];
      if (next.op != Op::kNot && !MayBegin(next, at)) {
        if (!next.nullable) return false;
      } else if (!Match(part, at, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  // Leaves `at` alone if nothing matches.
  bool TryMatch(size_t index, size_t& at, uint32_t depth) {
    size_t end = at;
    if (!Match(index, end, depth + 1)) return false;
    const bool moved = end > at;
    at = end;
    return moved;
  }

  bool MatchChoice(const GrammarNode& node, size_t& at, uint32_t depth) {
    for (const uint16_t part : Parts(node)) {
      if (!MayBegin(kNodes[part], at) && !kNodes[part].nullable) continue;
      size_t end = at;
      if (!Match(part, end, depth + 1)) continue;
      at = end;
      return true;
    }
    return false;
  }

  bool MatchList(const GrammarNode& node, size_t& at, uint32_t depth) {
    if (!Match(Part(node), at, depth + 1)) return false;
    while (at < terminals_.size() && terminals_[at].id == kComma) {
      size_t end = at + 1;
      furthest_ = std::max(furthest_, end);
      if (!Match(Part(node), end, depth + 1)) break;
      at = end;
    }
    return true;
  }

  const std::vector<Terminal>& terminals_;
  size_t steps_;
  size_t furthest_ = 0;
};

// What was found of statements of the same terminals: many differ in names and literals alone.
struct Known {
  static constexpr size_t kMost = 128 << 10;  // terminals
  static constexpr size_t kLongest = 2'000;

  std::mutex mutex;
  std::unordered_map<std::u16string, size_t> found;
  size_t terminals = 0;
};

Known& Process() {
  static Known& known = *new Known;  // never freed: threads may outlive statics
  return known;
}

size_t Find(const std::vector<Terminal>& terminals) {
  if (terminals.size() > Known::kLongest) return Matcher(terminals).Run();
  std::u16string key;
  key.reserve(terminals.size());
  for (const Terminal& terminal : terminals) key += static_cast<char16_t>(terminal.id);
  Known& known = Process();
  {
    const std::lock_guard lock(known.mutex);
    const auto found = known.found.find(key);
    if (found != known.found.end()) return found->second;
  }
  const size_t found = Matcher(terminals).Run();
  const std::lock_guard lock(known.mutex);
  if (known.terminals + key.size() <= Known::kMost) {
    known.terminals += key.size();
    known.found.emplace(std::move(key), found);
  }
  return found;
}

size_t Find(const Tokens& tokens, const std::vector<Terminal>& terminals) {
  const size_t found = Find(terminals);
  if (found == kGrammatical) return found;
  return found < terminals.size() ? terminals[found].token : tokens.size();
}

}  // namespace

size_t FindUngrammatical(const Tokens& tokens) { return Find(tokens, ReadTerminals(tokens)); }

size_t FindUngrammatical(const Tokens& tokens, size_t quoted) {
  std::vector<Terminal> terminals = ReadTerminals(tokens);
  for (Terminal& terminal : terminals) {
    if (terminal.token == quoted) terminal.id = kIdentifier;
  }
  return Find(tokens, terminals);
}

}  // namespace stackql::sql
