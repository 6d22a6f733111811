// What the evaluator calls wrong, or right, is so for every way in which holes and open containers
// can be filled: random schemas and values, filled at random and judged by a plain two-valued
// validator that shares nothing with the evaluator.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "lint/evaluate.h"
#include "support/schema_text.h"
#include "value/value.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using snapshot::SchemaT;
using snapshot::Type;

// A value without unknown parts.
struct Plain {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject } kind = Kind::kNull;
  int number = 0;  // also the boolean
  std::string text = {};
  std::vector<Plain> items = {};
  std::map<std::string, Plain> members = {};
  bool operator==(const Plain&) const = default;
};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int Below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }
  bool OneIn(int n) { return Below(n) == 0; }
  // Texts over a small alphabet, so that enumerations and equal items are often met. None is a
  // number or a boolean, which a schema may take quoted.
  std::string Word() {
    std::string word;
    for (int i = Below(4); i > 0; --i) word += static_cast<char>('a' + Below(2));
    return word;
  }

 private:
  std::mt19937 engine_;
};

// --- random schemas ------------------------------------------------------------------------------

class SchemaMaker {
 public:
  explicit SchemaMaker(Random& random) : random_(random) {}

  std::vector<std::unique_ptr<SchemaT>> Make() {
    Add(3);
    return std::move(nodes_);
  }

 private:
  uint32_t Add(int depth) {
    const auto index = static_cast<uint32_t>(nodes_.size());
    nodes_.push_back(nullptr);
    auto node = std::make_unique<SchemaT>();
    if (random_.OneIn(20)) {
      node->never = true;
    } else {
      Fill(*node, depth);
    }
    nodes_[index] = std::move(node);
    return index;
  }

  void Fill(SchemaT& node, int depth) {
    constexpr Type kTypes[] = {Type::Null,   Type::Bool,  Type::Integer,
                               Type::String, Type::Array, Type::Object};
    if (random_.OneIn(3)) node.types = kTypes[random_.Below(6)];
    if (random_.OneIn(8)) node.types |= kTypes[random_.Below(6)];
    if (random_.OneIn(6)) AddLiterals(node);
    if (random_.OneIn(6)) node.min_length = random_.Below(4);
    if (random_.OneIn(6)) node.max_length = random_.Below(4);
    if (random_.OneIn(6)) node.minimum = std::to_string(random_.Below(3));
    if (random_.OneIn(6)) node.exclusive_maximum = std::to_string(random_.Below(4));
    if (random_.OneIn(6)) node.min_items = random_.Below(3);
    if (random_.OneIn(6)) node.max_items = random_.Below(3);
    if (random_.OneIn(6)) node.unique_items = true;
    if (random_.OneIn(6)) node.pattern = random_.OneIn(2) ? "^a+$" : "b";
    if (depth == 0) return;
    if (random_.OneIn(4)) node.items = static_cast<int32_t>(Add(depth - 1));
    if (random_.OneIn(3)) AddProperties(node, depth);
    if (random_.OneIn(8)) node.required.emplace_back("a");
    if (random_.OneIn(8)) node.required.emplace_back("b");
    if (random_.OneIn(8)) AddBranches(node.any_of, depth);
    if (random_.OneIn(8)) AddBranches(node.one_of, depth);
    if (random_.OneIn(10)) AddBranches(node.all_of, depth);
    if (random_.OneIn(8)) node.not_schema = static_cast<int32_t>(Add(depth - 1));
    if (random_.OneIn(8)) {
      node.if_schema = static_cast<int32_t>(Add(depth - 1));
      if (!random_.OneIn(4)) node.then_schema = static_cast<int32_t>(Add(depth - 1));
      if (random_.OneIn(2)) node.else_schema = static_cast<int32_t>(Add(depth - 1));
    }
    if (random_.OneIn(12)) node.ref = static_cast<int32_t>(Add(depth - 1));
  }

  void AddLiterals(SchemaT& node) {
    for (int i = random_.Below(3); i >= 0; --i) {
      auto literal = std::make_unique<snapshot::LiteralT>();
      const bool number = random_.OneIn(3);
      literal->type = number ? Type::Integer : Type::String;
      literal->text = number ? std::to_string(random_.Below(4)) : random_.Word();
      node.enumeration.push_back(std::move(literal));
    }
  }

  void AddProperties(SchemaT& node, int depth) {
    for (const char* name : {"a", "b"}) {
      if (random_.OneIn(2)) continue;
      auto property = std::make_unique<snapshot::PropertyT>();
      property->name = name;
      property->schema = Add(depth - 1);
      node.properties.push_back(std::move(property));
    }
    if (random_.OneIn(4)) {
      auto property = std::make_unique<snapshot::PatternPropertyT>();
      property->pattern = "^a";
      property->schema = Add(depth - 1);
      node.pattern_properties.push_back(std::move(property));
    }
    if (random_.OneIn(2)) {
      node.closed = true;
    } else if (random_.OneIn(2)) {
      node.additional = static_cast<int32_t>(Add(depth - 1));
    }
  }

  void AddBranches(std::vector<uint32_t>& branches, int depth) {
    for (int i = 1 + random_.Below(2); i >= 0; --i) branches.push_back(Add(depth - 1));
  }

  Random& random_;
  std::vector<std::unique_ptr<SchemaT>> nodes_;
};

// --- a plain validator ---------------------------------------------------------------------------

class Validator {
 public:
  explicit Validator(const std::vector<std::unique_ptr<SchemaT>>& nodes) : nodes_(nodes) {}

  bool Valid(uint32_t schema, const Plain& value) const {
    const SchemaT& node = *nodes_[schema];
    if (node.never || !TypeFits(node, value) || !EnumFits(node, value)) return false;
    if (value.kind == Plain::Kind::kString && !StringFits(node, value.text)) return false;
    if (value.kind == Plain::Kind::kNumber && !NumberFits(node, value.number)) return false;
    if (value.kind == Plain::Kind::kArray && !ArrayFits(node, value)) return false;
    if (value.kind == Plain::Kind::kObject && !ObjectFits(node, value)) return false;
    return Combines(node, value) && (node.ref < 0 || Valid(U(node.ref), value));
  }

 private:
  static uint32_t U(int32_t index) { return static_cast<uint32_t>(index); }

  static bool TypeFits(const SchemaT& node, const Plain& value) {
    const Type kOf[] = {Type::Null,   Type::Bool,  Type::Integer | Type::Number,
                        Type::String, Type::Array, Type::Object};
    return node.types == Type::NONE ||
           (node.types & kOf[static_cast<int>(value.kind)]) != Type::NONE;
  }

  static bool EnumFits(const SchemaT& node, const Plain& value) {
    if (node.enumeration.empty()) return true;
    return std::any_of(node.enumeration.begin(), node.enumeration.end(), [&](const auto& literal) {
      if (literal->type == Type::String) {
        return value.kind == Plain::Kind::kString && value.text == literal->text;
      }
      return value.kind == Plain::Kind::kNumber && std::to_string(value.number) == literal->text;
    });
  }

  static bool PatternFits(const std::string& pattern, const std::string& text) {
    if (pattern == "b") return text.find('b') != std::string::npos;
    if (pattern == "^a") return !text.empty() && text[0] == 'a';
    return !text.empty() && text.find_first_not_of('a') == std::string::npos;  // ^a+$
  }

  static bool StringFits(const SchemaT& node, const std::string& text) {
    const auto size = static_cast<int64_t>(text.size());
    return size >= node.min_length && (node.max_length < 0 || size <= node.max_length) &&
           (node.pattern.empty() || PatternFits(node.pattern, text));
  }

  static bool NumberFits(const SchemaT& node, int number) {
    return (node.minimum.empty() || number >= std::stoi(node.minimum)) &&
           (node.exclusive_maximum.empty() || number < std::stoi(node.exclusive_maximum));
  }

  bool ArrayFits(const SchemaT& node, const Plain& value) const {
    const auto size = static_cast<int64_t>(value.items.size());
    if (size < node.min_items || (node.max_items >= 0 && size > node.max_items)) return false;
    for (size_t i = 0; i < value.items.size(); ++i) {
      if (node.items >= 0 && !Valid(U(node.items), value.items[i])) return false;
      for (size_t j = 0; node.unique_items && j < i; ++j) {
        if (value.items[i] == value.items[j]) return false;
      }
    }
    return true;
  }

  bool ObjectFits(const SchemaT& node, const Plain& value) const {
    for (const std::string& name : node.required) {
      if (value.members.count(name) == 0) return false;
    }
    for (const auto& entry : value.members) {
      bool named = false;
      for (const auto& property : node.properties) {
        if (property->name != entry.first) continue;
        named = true;
        if (!Valid(property->schema, entry.second)) return false;
      }
      for (const auto& property : node.pattern_properties) {
        if (!PatternFits(property->pattern, entry.first)) continue;
        named = true;
        if (!Valid(property->schema, entry.second)) return false;
      }
      if (named) continue;
      if (node.closed) return false;
      if (node.additional >= 0 && !Valid(U(node.additional), entry.second)) return false;
    }
    return true;
  }

  bool Combines(const SchemaT& node, const Plain& value) const {
    const auto holds = [&](uint32_t branch) { return Valid(branch, value); };
    const auto count = std::count_if(node.one_of.begin(), node.one_of.end(), holds);
    if (!node.one_of.empty() && count != 1) return false;
    if (!std::all_of(node.all_of.begin(), node.all_of.end(), holds)) return false;
    if (!node.any_of.empty() && std::none_of(node.any_of.begin(), node.any_of.end(), holds)) {
      return false;
    }
    if (node.not_schema >= 0 && holds(U(node.not_schema))) return false;
    if (node.if_schema < 0) return true;
    const int32_t arm = holds(U(node.if_schema)) ? node.then_schema : node.else_schema;
    return arm < 0 || holds(U(arm));
  }

  const std::vector<std::unique_ptr<SchemaT>>& nodes_;
};

// --- random values and their fillings ------------------------------------------------------------

// The JSON text of a value in which `%` marks what is unknown.
std::string RandomText(Random& random, int depth) {
  switch (random.Below(depth == 0 ? 6 : 10)) {
    case 0:
      return "%";
    case 1:
      return random.OneIn(2) ? "null" : random.OneIn(2) ? "true" : "false";
    case 2:
      return std::to_string(random.Below(4));
    case 3:
    case 4:
      return '"' + random.Word() + '"';
    case 5:
      return "\"x" + random.Word() + "%" + random.Word() + '"';
    case 6:
    case 7: {
      std::string text = "[";
      for (int i = random.Below(3); i > 0; --i) text += RandomText(random, depth - 1) + ",";
      if (random.OneIn(4)) text += "%,";
      if (text.back() == ',') text.pop_back();
      return text + "]";
    }
    default: {
      std::string text = "{";
      for (const char* name : {"a", "b", "ab", "c"}) {
        if (random.OneIn(3)) {
          text += '"' + std::string(name) + "\":" + RandomText(random, depth - 1) + ",";
        }
      }
      if (random.OneIn(6))
        text += "\"" + random.Word() + "%\":" + RandomText(random, depth - 1) + ",";
      if (random.OneIn(4)) text += "%,";
      if (text.back() == ',') text.pop_back();
      return text + "}";
    }
  }
}

class Filler {
 public:
  Filler(const Values& values, Random& random) : values_(values), random_(random) {}

  Plain Fill(ValueId id, int depth = 0) {
    const Value& value = values_[id];
    Plain plain;
    switch (value.kind) {
      case Kind::kUnknown:
      case Kind::kAbsent:
        return Anything(depth);
      case Kind::kNull:
        break;
      case Kind::kBool:
        plain.kind = Plain::Kind::kBool;
        plain.number = values_.Text(id) == "true";
        break;
      case Kind::kNumber:
        plain.kind = Plain::Kind::kNumber;
        plain.number = std::stoi(std::string(values_.Text(id)));
        break;
      case Kind::kString:
        plain.kind = Plain::Kind::kString;
        plain.text = FillText(values_.Text(id));
        break;
      case Kind::kArray:
        FillArray(id, plain, depth);
        break;
      case Kind::kObject:
        FillObject(id, plain, depth);
        break;
    }
    return plain;
  }

 private:
  std::string FillText(std::string_view text) {
    std::string filled;
    for (size_t at = 0; at < text.size();) {
      if (text[at] == '\xFF') {
        filled += random_.Word();
        at += kHoleBytes.size();
      } else {
        filled += text[at++];
      }
    }
    return filled;
  }

  void FillArray(ValueId id, Plain& plain, int depth) {
    plain.kind = Plain::Kind::kArray;
    for (const ValueId element : values_.Elements(id)) {
      plain.items.push_back(Fill(element, depth + 1));
    }
    if (!values_[id].open) return;
    for (int i = random_.Below(3); i > 0; --i) {
      const auto at =
          static_cast<ptrdiff_t>(random_.Below(static_cast<int>(plain.items.size()) + 1));
      plain.items.insert(plain.items.begin() + at, Anything(depth + 1));
    }
  }

  void FillObject(ValueId id, Plain& plain, int depth) {
    plain.kind = Plain::Kind::kObject;
    for (const Member& member : values_.Members(id)) {
      plain.members[FillText(values_.Text(member.key))] = Fill(member.value, depth + 1);
    }
    if (!values_[id].open) return;
    for (int i = random_.Below(3); i > 0; --i) {
      plain.members.emplace(random_.Word(), Anything(depth + 1));
    }
  }

  Plain Anything(int depth) {
    Plain plain;
    plain.kind = static_cast<Plain::Kind>(random_.Below(depth > 3 ? 4 : 6));
    if (plain.kind == Plain::Kind::kString) plain.text = random_.Word();
    if (plain.kind == Plain::Kind::kNumber) plain.number = random_.Below(4);
    if (plain.kind == Plain::Kind::kBool) plain.number = random_.Below(2);
    if (plain.kind == Plain::Kind::kArray) {
      for (int i = random_.Below(3); i > 0; --i) plain.items.push_back(Anything(depth + 1));
    }
    if (plain.kind == Plain::Kind::kObject) {
      for (int i = random_.Below(3); i > 0; --i) {
        plain.members.emplace(random_.Word(), Anything(depth + 1));
      }
    }
    return plain;
  }

  const Values& values_;
  Random& random_;
};

struct Tally {
  int right = 0;
  int wrong = 0;
  int unknown = 0;
};

// One schema on several values. Stops at the first contradiction.
void Round(unsigned seed, Tally& tally) {
  Random random(seed);
  snapshot::ResourceTypeT native;
  native.type_name = "AWS::Test::Thing";
  native.service = "test";
  native.schemas = SchemaMaker(random).Make();
  const Packed<snapshot::ResourceType> type(native);
  const Validator validator(native.schemas);
  Workbench bench;
  for (int i = 0; i < 12; ++i) {
    const std::string text = RandomText(random, 3);
    const ValueId value = bench.Read(text);
    Evaluator evaluator(bench.values, *type->schemas());
    const Tri decided = evaluator.Decide(0, value);
    (decided == Tri::kYes ? tally.right : decided == Tri::kNo ? tally.wrong : tally.unknown)++;
    if (decided == Tri::kUnknown) continue;
    if (decided == Tri::kNo) {
      std::vector<Failure> failures;
      evaluator.Explain(0, value, failures);
      ASSERT_FALSE(failures.empty()) << "seed " << seed << " on " << text;
    }
    for (int filling = 0; filling < 20; ++filling) {
      const Plain plain = Filler(bench.values, random).Fill(value);
      ASSERT_EQ(validator.Valid(0, plain), decided == Tri::kYes)
          << "seed " << seed << " on " << text;
    }
  }
}

TEST(Soundness, VerdictsHoldForEveryFilling) {
  Tally tally;
  for (unsigned seed = 1; seed <= 6'000; ++seed) {
    Round(seed, tally);
    if (testing::Test::HasFatalFailure()) return;
  }
  // The verdicts are not all evasions.
  EXPECT_GT(tally.right, 5'000);
  EXPECT_GT(tally.wrong, 5'000);
}

}  // namespace
}  // namespace stackql
