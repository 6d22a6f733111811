#include "verify/schema_nodes.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/decimal.h"
#include "snapshot/schema.h"
#include "verify/schema_words.h"

namespace stackql::verify {
namespace {

using snapshot::Schema;
using snapshot::Type;
using Kind = SchemaChange::Kind;
using Indices = flatbuffers::Vector<uint32_t>;
using Nodes = flatbuffers::Vector<flatbuffers::Offset<Schema>>;
using Branches = std::vector<uint32_t>;

// References may be circular or form long chains, and alternatives are compared with each other.
constexpr int kDeepest = 120;
constexpr size_t kMostPairs = 400'000;
constexpr size_t kMostChanges = 20'000;
constexpr size_t kMostBranches = 200;

using Schemas = std::map<std::string_view, uint32_t>;  // by the names of properties, or patterns

std::string_view TextOf(const flatbuffers::String* text) {
  return text == nullptr ? std::string_view() : text->string_view();
}

template <typename List>
bool Any(const List* list) {
  return list != nullptr && list->size() > 0;
}

// A type's nodes, seen through references.
class Side {
 public:
  explicit Side(const snapshot::ResourceType& type) : nodes_(type.schemas()) {}

  // Where references lead; none if that is nowhere, or nothing there is sure.
  std::optional<uint32_t> Target(uint32_t index) const {
    return nodes_ == nullptr ? std::nullopt : snapshot::SureTarget(*nodes_, index);
  }

  const Schema& At(uint32_t index) const { return *nodes_->Get(index); }

  // Whether a keyword of the node is not understood, or malformed.
  bool IsPartial(const Schema& node) const {
    if (node.all_of() == nullptr) return false;
    for (const uint32_t part : *node.all_of()) {
      if (part < nodes_->size() && At(part).untrusted()) return true;
    }
    return false;
  }

  // Takes every value, as {}.
  bool IsFree(int32_t index) const {
    if (index < 0) return true;
    const auto target = Target(static_cast<uint32_t>(index));
    return target && SaysNothing(At(*target));
  }

 private:
  static bool SaysNothing(const Schema& node) {
    const bool scalar = node.types() != Type::NONE || node.never() || Any(node.enumeration()) ||
                        node.min_length() > 0 || node.max_length() >= 0 || Any(node.minimum()) ||
                        Any(node.maximum()) || Any(node.exclusive_minimum()) ||
                        Any(node.exclusive_maximum()) || Any(node.pattern());
    const bool structure = Any(node.properties()) || Any(node.pattern_properties()) ||
                           node.closed() || node.additional() >= 0 || Any(node.required()) ||
                           Any(node.required_or()) || Any(node.required_xor()) ||
                           Any(node.dependent_required()) || Any(node.dependent_excluded()) ||
                           Any(node.prefix_items()) || node.min_items() > 0 ||
                           node.max_items() >= 0 || node.unique_items() || node.items() >= 0;
    return !scalar && !structure && !Any(node.any_of()) && !Any(node.one_of()) &&
           !Any(node.all_of()) && node.not_schema() < 0 && node.if_schema() < 0;
  }

  const Nodes* nodes_;
};

std::string TypeNames(Type types) {
  constexpr std::array<std::pair<Type, std::string_view>, 7> kNames = {{
      {Type::Null, "null"},
      {Type::Bool, "boolean"},
      {Type::Integer, "integer"},
      {Type::Number, "number"},
      {Type::String, "string"},
      {Type::Array, "array"},
      {Type::Object, "object"},
  }};
  std::string names;
  for (const auto& [type, name] : kNames) {
    if ((types & type) == Type::NONE) continue;
    names.append(names.empty() ? "" : " or ").append(name);
  }
  return names.empty() ? "any" : names;
}

std::string Quoted(std::string_view text) { return std::string("'").append(text).append("'"); }

std::set<std::string> Members(const Schema& node) {
  std::set<std::string> members;
  if (node.enumeration() == nullptr) return members;
  for (const auto* literal : *node.enumeration()) {
    members.insert(Quoted(literal->text()->string_view()));
  }
  return members;
}

std::set<std::string> Names(
    const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* list) {
  std::set<std::string> names;
  if (list == nullptr) return names;
  for (const auto* name : *list) names.insert(name->str());
  return names;
}

Schemas PropertiesOf(const Schema& node) {
  Schemas properties;
  if (node.properties() == nullptr) return properties;
  for (const auto* property : *node.properties()) {
    properties.emplace(property->name()->string_view(), property->schema());
  }
  return properties;
}

Schemas PatternsOf(const Schema& node) {
  Schemas patterns;
  if (node.pattern_properties() == nullptr) return patterns;
  for (const auto* property : *node.pattern_properties()) {
    patterns.emplace(property->pattern()->string_view(), property->schema());
  }
  return patterns;
}

Branches BranchesOf(const Indices* indices) {
  return indices == nullptr ? Branches() : Branches(indices->begin(), indices->end());
}

Branches BranchesOf(int32_t index) {
  return index < 0 ? Branches() : Branches{static_cast<uint32_t>(index)};
}

class NodeComparison {
 public:
  NodeComparison(const snapshot::ResourceType& local, const snapshot::ResourceType& live,
                 size_t& pairs, std::vector<SchemaChange>& changes)
      : local_(local),
        live_(live),
        generated_(local.generated()),
        pairs_(pairs),
        changes_(changes) {}

  // NOLINTNEXTLINE(misc-no-recursion): each pair once, no deeper than kDeepest
  void Compare(uint32_t was_index, uint32_t is_index, const std::string& path, int depth) {
    const auto was_target = local_.Target(was_index);
    const auto is_target = live_.Target(is_index);
    if (!was_target || !is_target || depth > kDeepest || pairs_ >= kMostPairs) return;
    if (IsCompared({*was_target, *is_target})) return;
    compared_.emplace(*was_target, *is_target);
    ++pairs_;
    const Place place = {.was = local_.At(*was_target),
                         .is = live_.At(*is_target),
                         .partial = local_.IsPartial(local_.At(*was_target)) ||
                                    live_.IsPartial(live_.At(*is_target)),
                         .path = path,
                         .depth = depth};
    if (place.was.never() != place.is.never()) {
      return Say(place, place.is.never() ? "no longer allows any value" : "allowed no value");
    }
    if (!CompareTypes(place)) return;
    CompareScalars(place);
    CompareItems(place);
    CompareMembers(place);
    CompareOtherMembers(place);
    CompareChoices(place);
  }

 private:
  using Pair = std::pair<uint32_t, uint32_t>;
  // Compares alternatives: what is compared already counts as the same.
  NodeComparison(const NodeComparison& outer, std::vector<SchemaChange>& changes)
      : local_(outer.local_),
        live_(outer.live_),
        generated_(outer.generated_),
        outer_(&outer),
        pairs_(outer.pairs_),
        changes_(changes) {}

  bool IsCompared(const Pair& pair) const {
    for (const NodeComparison* one = this; one != nullptr; one = one->outer_) {
      if (one->compared_.count(pair) > 0) return true;
    }
    return false;
  }

  // Two nodes that are to be the same.
  struct Place {
    const Schema& was;
    const Schema& is;
    bool partial = false;
    const std::string& path;
    int depth = 0;
    bool root() const { return path.empty(); }
  };

  void Add(Kind kind, std::string path, std::string detail) {
    if (changes_.size() >= kMostChanges) return;
    changes_.push_back({kind, std::move(path), std::move(detail)});
  }
  void Say(const Place& place, std::string detail) {
    Add(Kind::kConstraint, place.path, std::move(detail));
  }
  static std::string Below(const Place& place, std::string_view step) {
    return place.path + "/" + Quotable(step);
  }

  // Whether there is any sense in comparing further.
  bool CompareTypes(const Place& place) {
    const Type was = place.was.types();
    const Type is = place.is.types();
    if (was == is) return true;
    const bool unsure = generated_ || place.partial;
    const bool apart = was != Type::NONE && is != Type::NONE && (was & is) == Type::NONE;
    if (unsure && !apart) return true;
    Say(place, "type " + TypeNames(is) + ", was " + TypeNames(was));
    return false;
  }

  void CompareCount(const Place& place, std::string_view keyword, int64_t was, int64_t is,
                    int64_t nothing) {
    was = was == nothing ? -1 : was;
    is = is == nothing ? -1 : is;
    if (was == is) return;
    SayBound(place, keyword, was < 0 ? "" : std::to_string(was), is < 0 ? "" : std::to_string(is));
  }

  void CompareNumber(const Place& place, std::string_view keyword, const flatbuffers::String* was,
                     const flatbuffers::String* is) {
    if (TextOf(was) == TextOf(is) || SameNumber(TextOf(was), TextOf(is)) == true) return;
    SayBound(place, keyword, TextOf(was), TextOf(is));
  }

  // Empty: there is none.
  void SayBound(const Place& place, std::string_view keyword, std::string_view was,
                std::string_view is) {
    if (place.partial && (was.empty() || is.empty())) return;
    const std::string name(keyword);
    Say(place, (is.empty() ? "no " + name : name + " " + Quotable(is)) + ", was " +
                   (was.empty() ? "none" : Quotable(was)));
  }

  void CompareScalars(const Place& place) {
    const Schema& was = place.was;
    const Schema& is = place.is;
    CompareCount(place, "minLength", was.min_length(), is.min_length(), 0);
    CompareCount(place, "maxLength", was.max_length(), is.max_length(), -1);
    CompareCount(place, "minItems", was.min_items(), is.min_items(), 0);
    CompareCount(place, "maxItems", was.max_items(), is.max_items(), -1);
    CompareNumber(place, "minimum", was.minimum(), is.minimum());
    CompareNumber(place, "maximum", was.maximum(), is.maximum());
    CompareNumber(place, "exclusiveMinimum", was.exclusive_minimum(), is.exclusive_minimum());
    CompareNumber(place, "exclusiveMaximum", was.exclusive_maximum(), is.exclusive_maximum());
    if (TextOf(was.pattern()) != TextOf(is.pattern())) {
      SayBound(place, "pattern", TextOf(was.pattern()), TextOf(is.pattern()));
    }
    if (was.unique_items() != is.unique_items() && !place.partial) {
      Say(place, is.unique_items() ? "uniqueItems true, was false" : "uniqueItems false, was true");
    }
    const std::set<std::string> old_members = Members(was);
    const std::set<std::string> new_members = Members(is);
    const bool both = !old_members.empty() && !new_members.empty();
    if (old_members == new_members || (place.partial && !both)) return;
    const std::string change = SetChange(old_members, new_members);
    Say(place, both                  ? "enum " + change
               : new_members.empty() ? "no enum, had one"
                                     : "enum " + change + "; was none");
  }

  // NOLINTNEXTLINE(misc-no-recursion): see Compare
  void CompareItems(const Place& place) {
    const int32_t was = place.was.items();
    const int32_t is = place.is.items();
    if (was >= 0 && is >= 0) return Step(place, "*", was, is);
    if (place.partial || (local_.IsFree(was) && live_.IsFree(is))) return;
    if (!IsSure(was, is)) return;
    Say(place, is >= 0 ? "items have a schema, had none" : "items have no schema, had one");
  }

  // One of both is a node that says something for certain.
  bool IsSure(int32_t was, int32_t is) const {
    return was >= 0 ? local_.Target(static_cast<uint32_t>(was)).has_value()
                    : live_.Target(static_cast<uint32_t>(is)).has_value();
  }

  // NOLINTNEXTLINE(misc-no-recursion): see Compare
  void Step(const Place& place, std::string_view step, int64_t was, int64_t is) {
    Compare(static_cast<uint32_t>(was), static_cast<uint32_t>(is), Below(place, step),
            place.depth + 1);
  }

  // NOLINTNEXTLINE(misc-no-recursion): see Compare
  void CompareMembers(const Place& place) {
    const auto was = PropertiesOf(place.was);
    const auto is = PropertiesOf(place.is);
    for (const auto& [name, schema] : was) {
      if (const auto same = is.find(name); same != is.end()) {
        Step(place, name, schema, same->second);
      } else if (!place.partial) {
        Add(Kind::kRemovedProperty, Below(place, name), {});
      }
    }
    if (place.partial) return;
    for (const auto& entry : is) {
      if (was.find(entry.first) == was.end()) {
        Add(Kind::kNewProperty, Below(place, entry.first), {});
      }
    }
    const std::set<std::string> needed = Names(place.was.required());
    const std::set<std::string> needs = Names(place.is.required());
    for (const std::string& name : needs) {
      if (needed.count(name) == 0) Add(Kind::kNewlyRequired, Below(place, name), {});
    }
    // Of a property that is gone, that is reported already.
    for (const std::string& name : needed) {
      const bool gone = was.count(name) > 0 && is.count(name) == 0;
      if (needs.count(name) == 0 && !gone) Add(Kind::kNoLongerRequired, Below(place, name), {});
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): see Compare
  void CompareOtherMembers(const Place& place) {
    const auto was = PatternsOf(place.was);
    const auto is = PatternsOf(place.is);
    std::set<std::string> old_patterns;
    std::set<std::string> new_patterns;
    for (const auto& [pattern, schema] : was) {
      old_patterns.insert(Quoted(pattern));
      if (const auto same = is.find(pattern); same != is.end()) {
        Step(place, "*", schema, same->second);
      }
    }
    for (const auto& entry : is) new_patterns.insert(Quoted(entry.first));
    const int32_t old_rest = place.was.additional();
    const int32_t new_rest = place.is.additional();
    if (old_rest >= 0 && new_rest >= 0) Step(place, "*", old_rest, new_rest);
    if (place.partial || (place.root() && generated_)) return;
    if (old_patterns != new_patterns) {
      Say(place, "patternProperties " + SetChange(old_patterns, new_patterns));
    }
    const auto rest = [](const Schema& node, const Side& side) {
      return node.closed() ? "false" : side.IsFree(node.additional()) ? "true" : "a schema";
    };
    const std::string_view old_others = rest(place.was, local_);
    const std::string_view new_others = rest(place.is, live_);
    if (old_others == new_others || (old_rest >= 0 && new_rest >= 0)) return;
    const bool sure = (old_rest < 0 && new_rest < 0) || IsSure(old_rest, new_rest);
    if (!sure) return;
    Say(place,
        "additionalProperties " + std::string(new_others) + ", was " + std::string(old_others));
  }

  // NOLINTNEXTLINE(misc-no-recursion): see Compare
  void CompareChoices(const Place& place) {
    if (place.partial) return;
    const Schema& was = place.was;
    const Schema& is = place.is;
    CompareBranches(place, "anyOf", BranchesOf(was.any_of()), BranchesOf(is.any_of()));
    CompareBranches(place, "oneOf", BranchesOf(was.one_of()), BranchesOf(is.one_of()));
    CompareBranches(place, "allOf", BranchesOf(was.all_of()), BranchesOf(is.all_of()));
    CompareBranches(place, "not", BranchesOf(was.not_schema()), BranchesOf(is.not_schema()));
    CompareBranches(place, "if", BranchesOf(was.if_schema()), BranchesOf(is.if_schema()));
    CompareBranches(place, "then", BranchesOf(was.then_schema()), BranchesOf(is.then_schema()));
    CompareBranches(place, "else", BranchesOf(was.else_schema()), BranchesOf(is.else_schema()));
  }

  // Each of `was` has one of `is` of its own that says the same.
  // NOLINTNEXTLINE(misc-no-recursion): see Compare
  void CompareBranches(const Place& place, const std::string& keyword, const Branches& was,
                       Branches is) {
    if (was.size() > kMostBranches || is.size() > kMostBranches) return;
    if (generated_ && (was.empty() || is.empty())) return;
    if (is.empty() && !was.empty()) return Say(place, "no " + keyword + ", had one");
    if (was.empty() && !is.empty()) return Say(place, keyword + ", had none");
    if (was.size() != is.size()) {
      return Say(place, keyword + " of length " + std::to_string(is.size()) + ", was of length " +
                            std::to_string(was.size()));
    }
    // Mostly they are in the same order.
    for (size_t i = 0; i < was.size(); ++i) {
      size_t same = i;
      while (same < is.size() && !Same(was[i], is[same], place.depth + 1)) ++same;
      if (same == is.size()) return Say(place, keyword + " differs");
      std::swap(is[i], is[same]);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): see Compare
  bool Same(uint32_t was, uint32_t is, int depth) {
    std::vector<SchemaChange> changes;
    NodeComparison below(*this, changes);
    below.Compare(was, is, "/", depth);
    if (changes.empty()) compared_.merge(below.compared_);
    return changes.empty();
  }

  Side local_;
  Side live_;
  bool generated_;
  const NodeComparison* outer_ = nullptr;
  size_t& pairs_;
  std::vector<SchemaChange>& changes_;
  std::set<Pair> compared_;
};

}  // namespace

void CompareNodes(const snapshot::ResourceType& local, const snapshot::ResourceType& live,
                  std::vector<SchemaChange>& changes) {
  size_t pairs = 0;
  NodeComparison(local, live, pairs, changes).Compare(0, 0, {}, 0);
}

}  // namespace stackql::verify
