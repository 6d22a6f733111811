// Compiles the grammar of grammar_rules.h into tables: grammarc OUTPUT
#include <algorithm>
#include <bitset>
#include <fstream>
#include <initializer_list>
#include <ostream>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "sql/grammar_node.h"
#include "sql/grammar_rules.h"
#include "sql/keywords.h"
#include "sql/terminals.h"

namespace stackql::sql {
namespace {

using TerminalSet = std::bitset<kSetWords * 64>;

// --- what the grammar's words, symbols and classes stand for -----------------------------------

TerminalSet Set(std::initializer_list<uint16_t> ids) {
  TerminalSet set;
  for (const uint16_t id : ids) set.set(id);
  return set;
}

// Keywords that may be names: everywhere, or after a dot only.
TerminalSet NameWords(bool after_dot) {
  TerminalSet set;
  for (size_t i = 0; i < WordCount(); ++i) {
    const WordInfo& word = WordAt(i);
    const bool name = after_dot ? !word.reserved_after_dot : !word.reserved;
    if (word.keyword_of_stackql && name) set.set(i);
  }
  return set;
}

TerminalSet UnusedWords() {
  TerminalSet set;
  for (size_t i = 0; i < WordCount(); ++i) set.set(i, WordAt(i).unused);
  return set;
}

TerminalSet OfWord(std::string_view word) { return Set({WordTerminal(Lookup(word))}); }

TerminalSet OfSymbol(std::string_view symbol) { return Set({SymbolTerminal(symbol)}); }

TerminalSet OfClass(std::string_view name) {
  const TerminalSet identifiers = Set({kIdentifier, kValueWord, kAtName, kAtAtName, kAnyHole});
  if (name == "id") return identifiers;
  if (name == "word") return identifiers | NameWords(false);
  if (name == "label") return identifiers | NameWords(true);
  if (name == "value") return Set({kValueWord, kAnyHole});
  if (name == "at") return Set({kAtName, kAnyHole});
  if (name == "payload") return Set({kAtAtName, kAnyHole});
  if (name == "string") return Set({kText, kSpanText, kAnyHole});
  if (name == "interval") return Set({kSpanText});
  if (name == "integer") return Set({kWholeNumber, kAnyHole});
  if (name == "number") return Set({kWholeNumber, kOtherNumber, kAnyHole});
  if (name == "bind") return Set({kBindVariable, kAnyHole});
  if (name == "cast") return Set({kCastSuffix, kAnyHole});
  if (name == "unused") return UnusedWords();
  if (name == "all") return ~TerminalSet();
  if (name == "any") return ~Set({kNothing});
  TerminalSet set;
  if (name == "compare") {
    for (const std::string_view symbol : {"=", "<", ">", "<=", ">=", "<>", "<=>"}) {
      set |= OfSymbol(symbol);
    }
  } else if (name == "operator") {
    for (const std::string_view symbol : {"&", "|", "^", "+", "-", "*", "/", "%", "<<", ">>"}) {
      set |= OfSymbol(symbol);
    }
    set |= OfWord("div") | OfWord("mod");
  }
  return set;
}

// --- the notation ------------------------------------------------------------------------------

using Op = GrammarNode::Op;

struct Node {
  Op op = Op::kSequence;
  bool nullable = false;
  TerminalSet first = {};            // kTerminals: the ones that match
  std::vector<uint16_t> parts = {};  // nodes; of a kRule: its body
};
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
    nodes_[0] = nodes_[Body(rules_.at("statement"))];
    while (Propagate()) {
    }
  }

  void Write(std::ostream& out) const {
    std::vector<TerminalSet> sets;
    std::vector<uint16_t> parts;
    out << "#pragma once\n\n#include \"sql/grammar_node.h\"\n\nnamespace stackql::sql {\n\n"
        << "inline constexpr GrammarNode kNodes[] = {\n";
    for (const Node& node : nodes_) {
      const auto set = std::find(sets.begin(), sets.end(), node.first);
      const size_t begin = parts.size();
      for (const uint16_t part : node.parts) parts.push_back(Body(part));
      out << "    {GrammarNode::Op(" << static_cast<int>(node.op) << "), " << node.nullable << ", "
          << set - sets.begin() << ", " << begin << ", " << parts.size() << "},\n";
      if (set == sets.end()) sets.push_back(node.first);
    }
    out << "};\ninline constexpr uint16_t kParts[] = {";
    for (const uint16_t part : parts) out << part << ", ";
    out << "};\ninline constexpr uint64_t kSets[][kSetWords] = {\n";
    for (const TerminalSet& set : sets) WriteSet(set, out);
    out << "};\n\n}  // namespace stackql::sql\n";
  }

 private:
  static void WriteSet(const TerminalSet& set, std::ostream& out) {
    out << "    {";
    for (size_t word = 0; word < kSetWords; ++word) {
      uint64_t bits = 0;
      for (size_t bit = 0; bit < 64; ++bit) bits |= uint64_t{set[word * 64 + bit]} << bit;
      out << bits << "U, ";
    }
    out << "},\n";
  }

  // What a name in a rule stands for.
  uint16_t Body(uint16_t index) const {
    while (nodes_[index].op == Op::kRule) index = nodes_[index].parts.at(0);
    return index;
  }

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

}  // namespace
}  // namespace stackql::sql

int main(int, char** arguments) {
  std::ofstream out(arguments[1]);
  stackql::sql::Grammar().Write(out);
  return out.flush() ? 0 : 1;
}
