#include "sql/grammar.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ascii.h"
#include "sql/grammar_rules.h"
#include "sql/terminals.h"

namespace stackql::sql {
namespace {

// --- the notation
// ----------------------------------------------------------------------------------

struct Node {
  enum class Op : uint8_t { kTerminals, kSequence, kChoice, kOptional, kMany, kList, kNot, kRule };
  Op op = Op::kSequence;
  bool nullable = false;
  TerminalSet first = {};            // kTerminals: the ones that match
  std::vector<uint16_t> parts = {};  // nodes; of a kRule: its body
};
using Op = Node::Op;

// The rules of `kGrammar` as a graph of nodes.
class Grammar {
 public:
  Grammar() {
    Add({});  // the start, until its rule is known
    for (std::string_view rest = kGrammar; !rest.empty();) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      ReadRule(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    nodes_[0] = nodes_[rules_.at("statement")];
    while (Propagate()) {
    }
  }
  const Node& operator[](size_t index) const { return nodes_[index]; }

 private:
  uint16_t Add(Node node) {
    nodes_.push_back(std::move(node));
    return static_cast<uint16_t>(nodes_.size() - 1);
  }

  uint16_t Rule(std::string_view name) {
    const auto [found, is_new] = rules_.emplace(name, 0);
    if (is_new) found->second = Add({.op = Op::kRule});
    return found->second;
  }

  void ReadRule(std::string_view line) {
    const size_t equals = line.find(" = ");
    if (equals == std::string_view::npos) return;
    text_ = line.substr(equals + 3);
    const uint16_t rule = Rule(line.substr(0, equals));
    const uint16_t body = ReadChoice();
    nodes_[rule].parts = {body};
  }

  char Peek() {
    while (!text_.empty() && text_[0] == ' ') text_.remove_prefix(1);
    return text_.empty() ? '\0' : text_[0];
  }
  bool Take(char c) {
    if (Peek() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::string_view TakeUntil(size_t end) {
    const std::string_view taken = text_.substr(0, end);
    text_.remove_prefix(std::min(end, text_.size()));
    return taken;
  }

  uint16_t ReadChoice() {
    Node choice = {.op = Op::kChoice};
    do {
      choice.parts.push_back(ReadSequence());
    } while (Take('|'));
    return choice.parts.size() == 1 ? choice.parts[0] : Add(std::move(choice));
  }

  uint16_t ReadSequence() {
    Node sequence = {.op = Op::kSequence};
    while (std::string_view("|)]}").find(Peek()) == std::string_view::npos && Peek() != '\0') {
      uint16_t part = ReadPart();
      if (Take('*')) part = Add({.op = Op::kMany, .parts = {part}});
      sequence.parts.push_back(part);
    }
    return sequence.parts.size() == 1 ? sequence.parts[0] : Add(std::move(sequence));
  }

  uint16_t ReadPart() {
    if (Take('!')) return Add({.op = Op::kNot, .nullable = true, .parts = {ReadPart()}});
    for (const auto& [open, close, op] :
         {std::tuple('[', ']', Op::kOptional), std::tuple('{', '}', Op::kList),
          std::tuple('(', ')', Op::kSequence)}) {
      if (!Take(open)) continue;
      const uint16_t inner = ReadChoice();
      Take(close);
      return op == Op::kSequence ? inner : Add({.op = op, .parts = {inner}});
    }
    if (Take('\'')) {
      const std::string_view symbol = TakeUntil(text_.find('\''));
      Take('\'');
      return Terminals(OfSymbol(symbol));
    }
    if (Take('<')) {
      const std::string_view name = TakeUntil(text_.find('>'));
      Take('>');
      return Terminals(OfClass(name));
    }
    size_t end = 0;
    while (end < text_.size() && (IsAlnum(text_[end]) || text_[end] == '_')) ++end;
    const std::string_view name = TakeUntil(end);
    return IsLower(name[0]) ? Rule(name) : Terminals(OfWord(name));
  }

  uint16_t Terminals(const TerminalSet& set) { return Add({.op = Op::kTerminals, .first = set}); }

  // One round of working out what may be empty and what each node may begin with.
  bool Propagate() {
    bool changed = false;
    for (Node& node : nodes_) {
      if (node.op == Op::kTerminals || node.op == Op::kNot) continue;
      bool nullable = node.op == Op::kOptional || node.op == Op::kMany || node.op == Op::kSequence;
      TerminalSet first;
      for (const uint16_t index : node.parts) {
        const Node& part = nodes_[index];
        if (node.op != Op::kSequence || nullable) first |= part.first;
        if (node.op == Op::kSequence) {
          nullable = nullable && part.nullable;
        } else {
          nullable = nullable || part.nullable;
        }
      }
      changed |= nullable != node.nullable || first != node.first;
      node.nullable = nullable;
      node.first = first;
    }
    return changed;
  }

  std::string_view text_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string_view, uint16_t> rules_;
};

// --- matching
// ----------------------------------------------------------------------------------------

class Matcher {
 public:
  Matcher(const Grammar& grammar, const std::vector<Terminal>& terminals)
      : grammar_(grammar), terminals_(terminals), steps_(terminals.size() * 200 + 5'000) {}

  // The first terminal that does not fit, or kGrammatical.
  size_t Run() {
    size_t at = 0;
    const bool matches = Match(0, at, 0);
    if (steps_ == 0 || (matches && at == terminals_.size())) return kGrammatical;
    return furthest_;
  }

 private:
  static constexpr uint32_t kDeepest = 6'000;

  bool MayBegin(const Node& node, size_t at) const {
    return at < terminals_.size() && node.first[terminals_[at].id];
  }

  bool Match(size_t index, size_t& at, uint32_t depth) {
    const Node& node = grammar_[index];
    if (steps_ == 0) return true;
    if (--steps_ == 0 || depth > kDeepest) {
      steps_ = 0;
      return true;
    }
    if (node.op == Op::kNot) {
      size_t ahead = at;
      const size_t furthest = furthest_;
      const bool found = Match(node.parts[0], ahead, depth + 1);
      furthest_ = furthest;
      return !found;
    }
    if (!MayBegin(node, at)) return node.nullable;
    switch (node.op) {
      case Op::kTerminals:
        furthest_ = std::max(furthest_, ++at);
        return true;
      case Op::kRule:
        return Match(node.parts[0], at, depth + 1);
      case Op::kSequence:
        return MatchSequence(node, at, depth);
      case Op::kChoice:
        return MatchChoice(node, at, depth);
      case Op::kOptional:
        if (MayBegin(node, at)) TryMatch(node.parts[0], at, depth);
        return true;
      case Op::kMany:
        while (MayBegin(node, at) && TryMatch(node.parts[0], at, depth)) {
        }
        return true;
      case Op::kList:
        return MatchList(node, at, depth);
      default:
        return false;
    }
  }

  bool MatchSequence(const Node& node, size_t& at, uint32_t depth) {
    for (const uint16_t part : node.parts) {
      const Node& next = grammar_[part];
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

  bool MatchChoice(const Node& node, size_t& at, uint32_t depth) {
    for (const uint16_t part : node.parts) {
      if (!MayBegin(grammar_[part], at) && !grammar_[part].nullable) continue;
      size_t end = at;
      if (!Match(part, end, depth + 1)) continue;
      at = end;
      return true;
    }
    return false;
  }

  bool MatchList(const Node& node, size_t& at, uint32_t depth) {
    if (!Match(node.parts[0], at, depth + 1)) return false;
    while (at < terminals_.size() && terminals_[at].id == kComma) {
      size_t end = at + 1;
      furthest_ = std::max(furthest_, end);
      if (!Match(node.parts[0], end, depth + 1)) break;
      at = end;
    }
    return true;
  }

  const Grammar& grammar_;
  const std::vector<Terminal>& terminals_;
  size_t steps_;
  size_t furthest_ = 0;
};

size_t Find(const Tokens& tokens, std::vector<Terminal> terminals) {
  static const Grammar& grammar = *new Grammar;  // never freed: threads may outlive statics
  const size_t found = Matcher(grammar, terminals).Run();
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
  return Find(tokens, std::move(terminals));
}

}  // namespace stackql::sql
