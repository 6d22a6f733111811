#include "sweep/mutations.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "lang/patterns.h"
#include "snapshot/snapshot_tables.h"
#include "sweep/sample_text.h"

namespace stackql::sweep {
namespace {

using snapshot::Schema;
using snapshot::Type;

constexpr int kDeepest = 60;
constexpr int64_t kMostItems = 200;
constexpr int64_t kLongestText = 20'000;

bool Given(const flatbuffers::String* text) { return text && text->size() > 0; }

template <typename Vector>
bool Any(const Vector* vector) {
  return vector && vector->size() > 0;
}

bool TakesByPattern(const Schema& node, std::string_view name) {
  return node.pattern_properties() &&
         std::ranges::any_of(*node.pattern_properties(), [&](const auto* property) {
           return MatchPattern(property->pattern()->string_view(), name) != Tri::kNo;
         });
}

Json NumberJson(double number) {
  const auto whole = static_cast<int64_t>(number);
  return static_cast<double>(whole) == number ? Json(whole) : Json(number);
}

}  // namespace

std::vector<Mutation> Mutator::Run(const std::string& property, const Json& value) {
  mutations_.clear();
  whole_ = value;
  schema_ = examples_.SchemaOf(property);
  Walk(schema_, value, {.path = "/" + property});
  return std::move(mutations_);
}

void Mutator::Add(const std::string& kind, const std::string& rule, const Place& place,
                  Json replaced, At at, const std::string& below) {
  Mutation mutation{.kind = kind,
                    .rule = rule,
                    .at = at,
                    .below_choice = place.below_choice,
                    .doubtful = doubtful_,
                    .value = whole_,
                    .spot = below.empty() ? place.at : place.at / below};
  mutation.value[place.at] = std::move(replaced);
  const Tri verdict = Judge(nodes_, schema_, mutation.value);
  if (verdict == Tri::kNo) {
    mutations_.push_back(std::move(mutation));
  } else if (verdict == Tri::kYes) {
    ++reasons_[kind + ": another alternative takes the value"];
  } else {
    ++reasons_[kind + ": the documents or their patterns leave it open"];
  }
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest, each node twice at most
void Mutator::Walk(uint32_t schema, const Json& value, const Place& place) {
  const Schema* node = Target(nodes_, schema);
  if (!node || node->untrusted() || place.depth > kDeepest) return;
  if (!done_.emplace(node, place.below_choice).second) return;
  doubtful_ = node->doubtful();
  BreakType(*node, value, place);
  BreakEnum(*node, place);
  if (value.is_number()) BreakNumber(*node, value, place);
  if (value.is_string()) BreakText(*node, value, place);
  if (value.is_array()) BreakItems(*node, value, place);
  if (value.is_object()) BreakMembers(*node, value, place);
  WalkMembers(*node, value, place);
  Place same = place;
  ++same.depth;
  if (node->all_of()) {
    for (const uint32_t branch : *node->all_of()) Walk(branch, value, same);
  }
  same.below_choice = true;
  for (const auto* branches : {node->any_of(), node->one_of()}) {
    if (!branches) continue;
    for (const uint32_t branch : *branches) {
      if (Judge(nodes_, branch, value) == Tri::kYes) Walk(branch, value, same);
    }
  }
}

// NOLINTNEXTLINE(misc-no-recursion): see Walk
void Mutator::WalkMembers(const Schema& node, const Json& value, const Place& place) {
  if (value.is_array() && Any(node.prefix_items()) && !value.empty()) {
    Walk(node.prefix_items()->Get(0), value[0],
         {place.at / 0, place.path + "/0", place.below_choice, place.depth + 1});
  }
  if (value.is_array() && node.items() >= 0 && !value.empty()) {
    Walk(static_cast<uint32_t>(node.items()), value[0],
         {place.at / 0, place.path + "/0", place.below_choice, place.depth + 1});
  }
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.items()) {
    const Place below = {place.at / name, place.path + "/" + name, place.below_choice,
                         place.depth + 1};
    bool named = false;
    if (node.properties()) {
      for (const auto* property : *node.properties()) {
        if (property->name()->string_view() != name) continue;
        named = true;
        Walk(property->schema(), member, below);
      }
    }
    if (named) continue;
    if (Any(node.pattern_properties())) {
      Walk(node.pattern_properties()->Get(0)->schema(), member, below);
    } else if (node.additional() >= 0) {
      Walk(static_cast<uint32_t>(node.additional()), member, below);
    }
  }
}

void Mutator::BreakType(const Schema& node, const Json& value, const Place& place) {
  if (node.types() == Type::NONE || node.types() == Type::Null) return;
  if (!value.is_string()) return Add("wrong type", "wrong-type", place, "abc");
  // The text of a column stays text whatever it spells, unless it is a structure.
  const bool column = place.at.empty();
  Add("wrong type", "wrong-type", place, column ? Json({{"Key", "a"}}) : Json(5));
}

void Mutator::BreakEnum(const Schema& node, const Place& place) {
  if (!Any(node.enumeration())) return;
  const bool text = node.enumeration()->Get(0)->type() == Type::String;
  Add("not in enum", "not-in-enum", place, text ? Json("NoSuchMember") : Json(987654321));
}

void Mutator::BreakNumber(const Schema& node, const Json& value, const Place& place) {
  const auto limit = [](const flatbuffers::String* text) { return std::stod(text->str()); };
  if (Given(node.minimum())) {
    Add("number too low", "number-range", place, NumberJson(limit(node.minimum()) - 1));
  }
  if (Given(node.maximum())) {
    Add("number too high", "number-range", place, NumberJson(limit(node.maximum()) + 1));
  }
  if (Given(node.exclusive_minimum())) {
    Add("number too low", "number-range", place, NumberJson(limit(node.exclusive_minimum())));
  }
  if (Given(node.exclusive_maximum())) {
    Add("number too high", "number-range", place, NumberJson(limit(node.exclusive_maximum())));
  }
  if (node.types() == Type::Integer && !Any(node.enumeration())) {
    Add("no whole number", "wrong-type", place, value.get<double>() + 0.5);
  }
}

void Mutator::BreakLength(const Schema& node, const Place& place) {
  const std::string pattern = Given(node.pattern()) ? node.pattern()->str() : std::string();
  if (node.min_length() > 0) {
    const auto length = static_cast<uint64_t>(node.min_length() - 1);
    const auto text = pattern.empty() ? std::string(length, 'x')
                                      : SampleText(pattern, {0, length}, 0).value_or("");
    Add("text too short", "string-length", place, text);
  }
  if (node.max_length() < 0) return;
  if (node.max_length() > kLongestText) {
    ++reasons_["text too long: it takes more than " + std::to_string(kLongestText)];
    return;
  }
  const auto length = static_cast<uint64_t>(node.max_length() + 1);
  const auto text =
      pattern.empty() ? std::string(length, 'x') : SampleText(pattern, {length, length + 20}, 0);
  if (text) return Add("text too long", "string-length", place, *text);
  ++reasons_["text too long: the pattern limits the length as well"];
}

void Mutator::BreakText(const Schema& node, const Json& value, const Place& place) {
  if (Any(node.enumeration())) return;
  BreakLength(node, place);
  if (!Given(node.pattern())) return;
  const std::string text = value.get<std::string>();
  std::vector<std::string> candidates = {"!", " "};
  const size_t least = static_cast<size_t>(std::max<int64_t>(node.min_length(), 1));
  for (const char c : std::string("!~ ^|?a0A")) {
    if (!text.empty()) candidates.push_back(c + text.substr(1));
    if (!text.empty()) candidates.push_back(text.substr(0, text.size() - 1) + c);
    candidates.emplace_back(std::max(text.size(), least), c);
    candidates.push_back(text + c);
  }
  for (const std::string& candidate : candidates) {
    const auto length = static_cast<int64_t>(CodePoints(candidate));
    if (length < node.min_length() || (node.max_length() >= 0 && length > node.max_length())) {
      continue;
    }
    if (JudgeLeaf(node, candidate) != Tri::kNo) continue;
    return Add("pattern not met", "pattern-mismatch", place, candidate);
  }
  ++reasons_["pattern not met: no text was found that the pattern surely refuses"];
}

void Mutator::BreakItems(const Schema& node, const Json& value, const Place& place) {
  if (node.min_items() > 0) {
    Json fewer = value;
    while (static_cast<int64_t>(fewer.size()) >= node.min_items()) fewer.erase(fewer.size() - 1);
    Add("too few items", "item-count", place, std::move(fewer));
  }
  if (node.max_items() >= 0) AddTooMany(node, place);
  if (!node.unique_items() || value.empty()) return;
  Json twice = value;
  if (node.max_items() >= 0 && static_cast<int64_t>(value.size()) >= node.max_items()) {
    if (value.size() < 2) {
      ++reasons_["item twice: the list takes one item only"];
      return;
    }
    twice.erase(twice.size() - 1);
  }
  twice.push_back(value[0]);
  Add("item twice", "duplicate-item", place, twice, At::kValue, std::to_string(twice.size() - 1));
}

void Mutator::AddTooMany(const Schema& node, const Place& place) {
  if (node.max_items() > kMostItems) {
    ++reasons_["too many items: it takes more than " + std::to_string(kMostItems)];
    return;
  }
  // Items with the same 'Key' may be a mistake of their own.
  const auto key = [](const Json& item) {
    return item.is_object() ? item.value("Key", item) : item;
  };
  std::set<Json> keys;
  Json more = Json::array();
  const auto wanted = static_cast<size_t>(node.max_items()) + 1;
  for (uint32_t seed = 0; more.size() < wanted && seed < wanted * 3 + 20; ++seed) {
    if (node.items() < 0) {
      more.push_back("item" + std::to_string(seed));
      continue;
    }
    const auto item = examples_.Item(static_cast<uint32_t>(node.items()), seed, place.path + "/0");
    if (!item) break;
    if (keys.insert(key(*item)).second) more.push_back(*item);
  }
  if (more.size() < wanted) {
    ++reasons_["too many items: there are not as many different ones"];
    return;
  }
  Add("too many items", "item-count", place, std::move(more));
}

void Mutator::BreakMembers(const Schema& node, const Json& value, const Place& place) {
  if (node.required()) {
    for (const auto* name : *node.required()) {
      if (!value.contains(name->str())) continue;
      Json less = value;
      less.erase(name->str());
      Add("required member missing", "missing-property", place, std::move(less), At::kHolder);
    }
  }
  BreakPresence(node, value, place);
  if (!node.closed() || TakesByPattern(node, "NoSuchMember")) return;
  Json more = value;
  more["NoSuchMember"] = "example";
  Add("unknown member", "unknown-property", place, std::move(more), At::kKey, "NoSuchMember");
}

void Mutator::AddBeside(const Schema& node, const std::string& one, const std::string& other,
                        const Json& value, const Place& place) {
  if (!value.contains(one) || value.contains(other) || !node.properties()) return;
  for (const auto* property : *node.properties()) {
    if (property->name()->string_view() != other) continue;
    const auto made = examples_.Item(property->schema(), 0, place.path + "/" + other);
    if (!made) return;
    Json more = value;
    more[other] = *made;
    Add("excluded member", "schema-choice", place, std::move(more), At::kKey, other);
  }
}

void Mutator::BreakPresence(const Schema& node, const Json& value, const Place& place) {
  const auto without = [&](const auto* names) {
    Json less = value;
    for (const auto* name : *names) less.erase(name->str());
    return less;
  };
  if (Any(node.required_or())) {
    Add("none of several", "schema-choice", place, without(node.required_or()), At::kHolder);
  }
  if (Any(node.required_xor())) {
    Add("none of several", "schema-choice", place, without(node.required_xor()), At::kHolder);
    for (const auto* one : *node.required_xor()) {
      for (const auto* other : *node.required_xor()) {
        AddBeside(node, one->str(), other->str(), value, place);
      }
    }
  }
  if (Any(node.dependent_excluded())) {
    for (const auto* one : *node.dependent_excluded()) {
      for (const auto* other : *one->names()) {
        AddBeside(node, one->name()->str(), other->str(), value, place);
      }
    }
  }
  if (!Any(node.dependent_required())) return;
  for (const auto* one : *node.dependent_required()) {
    if (!value.contains(one->name()->str())) continue;
    for (const auto* name : *one->names()) {
      Json less = value;
      less.erase(name->str());
      Add("companion missing", "missing-property", place, std::move(less), At::kKey,
          one->name()->str());
    }
  }
}

}  // namespace stackql::sweep
