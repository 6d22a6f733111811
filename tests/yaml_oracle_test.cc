// libyaml is the ancestor of the tool's own parser: both must read the same from a valid text, and
// what libyaml takes must not be called a mistake here.

#include <gtest/gtest.h>

#ifdef STACKQL_LINT_LIBYAML
#include <yaml.h>
#endif

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "support/shared_data.h"
#include "yaml_reading.h"

namespace stackql {
namespace {

#ifndef STACKQL_LINT_LIBYAML

TEST(YamlOracle, NeedsLibyaml) { GTEST_SKIP() << "libyaml (libyaml-dev) was not found"; }

#else

// A document as libyaml reads it.
class Oracle {
 public:
  explicit Oracle(std::string_view bytes) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(bytes.data()),
                                 bytes.size());
    loaded_ = yaml_parser_load(&parser_, &document_) != 0;
    valid_ = loaded_;
    if (loaded_ && yaml_document_get_root_node(&document_) != nullptr) {
      yaml_document_t next;
      valid_ = yaml_parser_load(&parser_, &next) != 0;
      if (valid_) {
        valid_ = yaml_document_get_root_node(&next) == nullptr;
        yaml_document_delete(&next);
      }
    }
    error_ = parser_.problem != nullptr ? parser_.problem : "";
    for (uint32_t at = 0; at < bytes.size(); ++at) {  // libyaml counts characters
      if ((bytes[at] & 0xC0) != 0x80) offsets_.push_back(at);
    }
    offsets_.push_back(static_cast<uint32_t>(bytes.size()));
    // It does not count a byte order mark.
    if (bytes.starts_with("\xEF\xBB\xBF")) offsets_.erase(offsets_.begin());
  }
  ~Oracle() {
    if (loaded_) yaml_document_delete(&document_);
    yaml_parser_delete(&parser_);
  }
  Oracle(const Oracle&) = delete;
  Oracle& operator=(const Oracle&) = delete;

  bool valid() const { return valid_; }
  const std::string& error() const { return error_; }
  const yaml_node_t* Root() { return yaml_document_get_root_node(&document_); }
  const yaml_node_t* Node(int id) { return yaml_document_get_node(&document_, id); }
  uint32_t Offset(yaml_mark_t mark) const {
    return offsets_[std::min(mark.index, offsets_.size() - 1)];
  }

 private:
  yaml_parser_t parser_ = {};
  yaml_document_t document_ = {};
  bool loaded_ = false;
  bool valid_ = false;
  std::string error_;
  std::vector<uint32_t> offsets_;
};

// Compares two trees; every pair of nodes once. The first difference, or empty.
class Comparison {
 public:
  Comparison(const Reading& read, Oracle& oracle) : read_(read), oracle_(oracle) {}

  std::string Differs(ValueId id, const yaml_node_t* node) {
    if (node == nullptr) return read_.values[id].kind == Kind::kNull ? "" : "not null";
    if (!seen_.insert({id, node}).second) return {};
    const Value& value = read_.values[id];
    switch (node->type) {
      case YAML_SCALAR_NODE:
        return Scalar(id, value, *node);
      case YAML_SEQUENCE_NODE: {
        const auto elements = read_.values.Elements(id);
        const auto& items = node->data.sequence.items;
        if (value.kind != Kind::kArray || items.top - items.start != std::ssize(elements)) {
          return At(value) + "not the same sequence";
        }
        for (size_t i = 0; i < elements.size(); ++i) {
          const std::string found = Differs(elements[i], oracle_.Node(items.start[i]));
          if (!found.empty()) return found;
        }
        return Collection(value, *node, node->data.sequence.style == YAML_FLOW_SEQUENCE_STYLE);
      }
      case YAML_MAPPING_NODE: {
        const auto members = read_.values.Members(id);
        const auto& pairs = node->data.mapping.pairs;
        if (value.kind != Kind::kObject || pairs.top - pairs.start != std::ssize(members)) {
          return At(value) + "not the same mapping";
        }
        for (size_t i = 0; i < members.size(); ++i) {
          std::string found = Differs(members[i].key, oracle_.Node(pairs.start[i].key));
          if (found.empty()) {
            found = Differs(members[i].value, oracle_.Node(pairs.start[i].value));
          }
          if (!found.empty()) return found;
        }
        return Collection(value, *node, node->data.mapping.style == YAML_FLOW_MAPPING_STYLE);
      }
      default:
        return "an empty node";
    }
  }

 private:
  std::string At(const Value& value) const {
    return "at byte " + std::to_string(value.token.span.begin) + ": ";
  }

  std::string Scalar(ValueId id, const Value& value, const yaml_node_t& node) {
    const auto& scalar = node.data.scalar;
    const std::string_view expected(reinterpret_cast<const char*>(scalar.value), scalar.length);
    const bool typed = value.kind == Kind::kNumber || value.kind == Kind::kBool;
    const std::string_view found =
        typed && !value.quoted ? read_.sources.Bytes(value.token) : read_.values.Text(id);
    if (found != expected) {
      return At(value) + "'" + std::string(found) + "' is not '" + std::string(expected) + "'";
    }
    const bool plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (value.quoted == plain) return At(value) + "style";
    const bool block =
        scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE;
    const uint32_t end = oracle_.Offset(node.end_mark);
    if (block ? value.token.span.end > end
              : (!expected.empty() || !plain) && value.token.span.end != end) {
      return At(value) + "ends at " + std::to_string(value.token.span.end) + ", not at " +
             std::to_string(end);
    }
    return {};
  }

  std::string Collection(const Value& value, const yaml_node_t& node, bool flow) {
    // The end mark of a block collection is where the next token starts.
    const uint32_t end = oracle_.Offset(node.end_mark);
    const uint32_t begin = oracle_.Offset(node.start_mark);
    if (value.token.span.begin < begin || value.token.span.end > std::max(end, begin)) {
      return At(value) + "outside of libyaml's";
    }
    const char first = read_.sources.Bytes(value.token)[0];
    // [{a: b}: c] is a pair that starts with a bracket of its key's.
    const char last = read_.sources.Bytes(value.token).back();
    const bool bracketed = (first == '[' && last == ']') || (first == '{' && last == '}');
    if (flow && bracketed && value.token.span.end != end) {
      return At(value) + "ends at " + std::to_string(value.token.span.end);
    }
    return {};
  }

  const Reading& read_;
  Oracle& oracle_;
  std::set<std::pair<ValueId, const yaml_node_t*> > seen_;
};

// Empty if both agree on a text, or what differs.
std::string Differs(std::string_view text) {
  Oracle oracle(text);
  const Reading read(std::string(text), {.depth = 1'000, .allow_byte_order_mark = true});
  const bool valid = read.problems.empty();
  if (!oracle.valid()) return valid ? "only libyaml rejects: " + oracle.error() : std::string();
  if (!valid) return "libyaml takes what is called " + std::string(read.problems[0].what.id);
  if (read.values[read.root].kind == Kind::kUnknown) return {};  // not read, and nothing is said
  return Comparison(read, oracle).Differs(read.root, oracle.Root());
}

constexpr std::string_view kDocuments[] = {
    "",
    "# c\n",
    "a: 1\nb: [x, 'y', \"z\\n\", {k: v}, [], {}]\n",
    "a:\n- b: |\n    x\n     y\n\n  c: >-\n    f\n    g\n\n    h\n- ~\n-\n",
    "a: &x {k: 1}\nb: *x\nc: !t 'q'\n",
    "é: 😀\r\nü:\r\n- 'a\r\n  b'\r\n- |\r\n  x\r\n",
    "\xEF\xBB\xBF"
    "a: b\n",
    "? k\n: v\n? [l]\n",
    "a: one\n  two\n\n  three # c\nb: \"x \\\n  y\"\n",
    "{a: 1, b: , c, \"d\":1, [e]: f}\n",
    "[a: b, ? c : d]\n",
    "- - - a\n    - b\n  - c\n",
    "a: >\n  x\n   more\n\n  y\n\nb: |+\n  k\n\nc: |2\n    i\n",
    "a: {{ x }}\nb: '{{ y }}'\n",
    "--- # c\na: 1\n...\n",
    "a: - b\n",
    "a: b: c\n",
    "a: [1, 2\n",
    "\ta: 1\n",
    "a:\n\tb: 1\n",
    "a: 1\nb\n",
    "a: [,]\n",
    "a: 1\n---\nb: 2\n",
    "a: *x\n",
    "a: 'x\n",
};

TEST(YamlOracle, AgreesOnDocuments) {
  for (const std::string_view text : kDocuments) EXPECT_EQ(Differs(text), "") << text;
}

// Texts made from pieces that matter to YAML. What libyaml takes must be read alike; what it
// rejects may be taken.
TEST(YamlOracle, NeverRejectsMoreThanLibyaml) {
  static constexpr std::string_view kPieces[] = {"a",
                                                 "b: ",
                                                 ": ",
                                                 ":",
                                                 "- ",
                                                 "-",
                                                 "\n",
                                                 "\n",
                                                 "\n  ",
                                                 "\n  ",
                                                 "\n    ",
                                                 " ",
                                                 "'x'",
                                                 "\"d\"",
                                                 "[",
                                                 "]",
                                                 "{",
                                                 "}",
                                                 ", ",
                                                 ",",
                                                 " # c",
                                                 "|\n",
                                                 "&x v",
                                                 "*x",
                                                 "!t v",
                                                 "~",
                                                 "é",
                                                 "null",
                                                 "{{ v }}",
                                                 "1",
                                                 "  - item\n",
                                                 "\r\n",
                                                 "|+\n",
                                                 "it's",
                                                 "\"\\n\"",
                                                 "key: value\n",
                                                 "text: |\n    line\n",
                                                 ">-\n    a\n    b\n"};
  std::mt19937 random(1);
  const auto below = [&](size_t limit) {
    return std::uniform_int_distribution<size_t>(0, limit - 1)(random);
  };
  int valid = 0;
  const char* rounds = std::getenv("STACKQL_LINT_ORACLE_ROUNDS");
  for (int i = rounds != nullptr ? std::atoi(rounds) : 20'000; i > 0; --i) {
    std::string text = below(2) == 0 ? "k: " : "k:\n  ";
    for (size_t pieces = 1 + below(12); pieces > 0; --pieces) {
      text += kPieces[below(std::size(kPieces))];
    }
    const std::string difference = Differs(text);
    if (difference.starts_with("only libyaml")) continue;
    valid += Reading(text).problems.empty() ? 1 : 0;
    EXPECT_EQ(difference, "") << text;
  }
  EXPECT_GT(valid, 1'000);
}

TEST(YamlOracle, AgreesOnTheProviderDocuments) {
  const std::string root = testing_support::ProviderDocuments();
  if (root.empty()) GTEST_SKIP() << "no documents of StackQL's awscc provider";
  constexpr size_t kSlice = 12;  // every so many documents in the short run
  std::set<std::filesystem::path> documents;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".yaml") documents.insert(entry.path());
  }
  ASSERT_FALSE(documents.empty());
  size_t number = 0;
  for (const std::filesystem::path& path : documents) {
    if (!testing_support::SweepsAll() && number++ % kSlice != 0) continue;
    std::ifstream stream(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    EXPECT_EQ(Differs(text), "") << path;
  }
}

#endif

}  // namespace
}  // namespace stackql
