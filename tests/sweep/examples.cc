#include "sweep/examples.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "snapshot/snapshot_tables.h"
#include "sweep/sample_text.h"

namespace stackql::sweep {
namespace {

using snapshot::Schema;
using snapshot::Type;

constexpr int kDeepest = 40;
constexpr size_t kMostValues = 40'000;    // made for one property, attempts included
constexpr size_t kMostCombinations = 64;  // of alternatives at one value

template <typename Vector>
bool Any(const Vector* vector) {
  return vector && vector->size() > 0;
}

bool Has(Type types, Type type) { return (types & type) != Type::NONE; }

// The type to make: what the schema allows, else what its keywords are about.
Type TypeToMake(const std::vector<const Schema*>& parts) {
  Type types = Type::NONE;
  bool given = false;
  for (const Schema* part : parts) {
    if (part->types() == Type::NONE) continue;
    types = given ? types & part->types() : part->types();
    given = true;
  }
  if (given) {
    for (const Type one : {Type::Object, Type::Array, Type::String, Type::Integer, Type::Number,
                           Type::Bool, Type::Null}) {
      if (Has(types, one)) return one;
    }
  }
  for (const Schema* part : parts) {
    if (Any(part->properties()) || Any(part->pattern_properties()) || Any(part->required()) ||
        part->additional() >= 0) {
      return Type::Object;
    }
    if (part->items() >= 0 || part->min_items() > 0) return Type::Array;
    if (Any(part->minimum()) || Any(part->maximum())) return Type::Number;
  }
  return Type::String;
}

// Distinct texts that many a pattern takes, for those that cannot be sampled.
constexpr std::string_view kCandidates[] = {"example",
                                            "Example1",
                                            "1",
                                            "123456789012",
                                            "us-east-1",
                                            "10.0.0.0/16",
                                            "example.com",
                                            "/example",
                                            "https://example.com/a",
                                            "user@example.com",
                                            "2030-01-01T00:00:00Z",
                                            "s3://example/a",
                                            "rate(5 minutes)",
                                            "arn:aws:iam::123456789012:role/example",
                                            "arn:aws:s3:::example",
                                            "a.b",
                                            "1.0.0",
                                            "*",
                                            "$default",
                                            "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"};

}  // namespace

namespace {

using Names = std::set<std::string>;
using Texts = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;
using AllDependents = flatbuffers::Vector<flatbuffers::Offset<snapshot::Dependents>>;

// Of members that exclude each other, the first stays, unless another one is required.
void LeaveOutExcluded(const AllDependents* all, const Names& required, Names& left_out) {
  if (!Any(all)) return;
  for (const auto* one : *all) {
    const std::string name = one->name()->str();
    for (const auto* other : *one->names()) {
      if (left_out.count(name) > 0 || left_out.count(other->str()) > 0) continue;
      left_out.insert(required.count(other->str()) > 0 ? name : other->str());
    }
  }
}

// A member whose companion is left out is left out; a required one's companions are required.
void KeepTogether(const AllDependents* all, Names& required, Names& left_out) {
  if (!Any(all)) return;
  for (uint32_t round = 0; round < all->size(); ++round) {
    for (const auto* one : *all) {
      for (const auto* other : *one->names()) {
        if (left_out.count(other->str()) > 0) left_out.insert(one->name()->str());
        if (required.count(one->name()->str()) > 0) required.insert(other->str());
      }
    }
  }
}

}  // namespace

bool PathFits(std::string_view pointer, std::string_view path) {
  while (!pointer.empty() && !path.empty()) {
    pointer.remove_prefix(1);
    path.remove_prefix(1);
    const std::string_view wanted = pointer.substr(0, pointer.find('/'));
    const std::string_view step = path.substr(0, path.find('/'));
    if (wanted != "*" && wanted != step) return false;
    pointer.remove_prefix(wanted.size());
    path.remove_prefix(step.size());
  }
  return pointer.empty() && path.empty();
}

Examples::Examples(const snapshot::ResourceType& type) : type_(type), nodes_(*type.schemas()) {
  const Schema& root = *nodes_.Get(0);
  // The first of the alternatives.
  const Attempt attempt = Choose({0}, 0);
  std::set<std::string> required;
  for (const Schema* part : attempt.parts) {
    if (!part->required()) continue;
    for (const auto* name : *part->required()) required.insert(name->str());
  }
  const Names left_out = LeftOut(attempt.parts, "", required);
  required_.assign(required.begin(), required.end());
  if (!root.properties()) return;
  for (const auto* property : *root.properties()) {
    const std::string name = property->name()->str();
    const bool other = attempt.others.count(name) > 0 || left_out.count(name) > 0;
    if (!IsReadOnly("/" + name) && !other) settable_.push_back(name);
  }
}

// The members that others exclude; adds to the required ones those of which one must be there.
std::set<std::string> Examples::LeftOut(const Parts& parts, const std::string& path,
                                        std::set<std::string>& required) const {
  Names left_out;
  const auto choose = [&](const Texts* names, bool only) {
    if (!Any(names)) return;
    std::string chosen;
    for (const auto* name : *names) {
      const bool better = required.count(name->str()) > 0;
      if (IsReadOnly(path + "/" + name->str()) || (!chosen.empty() && !better)) continue;
      chosen = name->str();
      if (better) break;
    }
    if (!chosen.empty()) required.insert(chosen);
    for (const auto* name : *names) {
      if (only && name->str() != chosen) left_out.insert(name->str());
    }
  };
  for (const Schema* part : parts) {
    choose(part->required_xor(), true);
    choose(part->required_or(), false);
    LeaveOutExcluded(part->dependent_excluded(), required, left_out);
    KeepTogether(part->dependent_required(), required, left_out);
  }
  return left_out;
}

bool Examples::IsReadOnly(const std::string& path) const {
  if (!type_.read_only()) return false;
  return std::any_of(type_.read_only()->begin(), type_.read_only()->end(),
                     [&](const auto* pointer) { return PathFits(pointer->string_view(), path); });
}

uint32_t Examples::SchemaOf(const std::string& name) const {
  const auto* properties = nodes_.Get(0)->properties();
  if (properties) {
    for (const auto* property : *properties) {
      if (property->name()->str() == name) return property->schema();
    }
  }
  return nodes_.size();
}

std::optional<Json> Examples::Property(const std::string& name, Extent extent) {
  const uint32_t schema = SchemaOf(name);
  if (schema >= nodes_.size()) return std::nullopt;
  shown_.clear();
  budget_ = kMostValues;
  return Make({schema}, {.all = extent == Extent::kAll, .path = "/" + name});
}

std::optional<Json> Examples::Item(uint32_t schema, uint32_t seed, const std::string& path) {
  shown_.clear();
  budget_ = kMostValues;
  return Make({schema}, {.seed = seed, .path = path});
}

// The branches of alternatives: `combination` says which is taken.
void Examples::AddAlternatives(const flatbuffers::Vector<uint32_t>& branches, size_t& combination,
                               Attempt& attempt, std::vector<uint32_t>& open) const {
  const size_t taken = combination % branches.size();
  combination /= branches.size();
  attempt.alternatives = std::min(attempt.alternatives * branches.size(), kMostCombinations);
  std::set<std::string> demanded;
  for (size_t i = 0; i < branches.size(); ++i) {
    uint32_t index = branches.Get(static_cast<uint32_t>(i));
    if (i == taken) open.push_back(index);
    const Schema* node = Target(nodes_, index);
    if (!node) continue;
    const auto add = [&](const std::string& name) {
      (i == taken ? demanded : attempt.others).insert(name);
    };
    if (node->required()) {
      for (const auto* name : *node->required()) add(name->str());
    }
    if (!node->properties()) continue;
    for (const auto* property : *node->properties()) add(property->name()->str());
  }
  for (const std::string& name : demanded) attempt.others.erase(name);
}

Examples::Attempt Examples::Choose(const std::vector<uint32_t>& roots, size_t combination) const {
  Attempt attempt;
  std::vector<uint32_t> open = roots;
  std::set<const Schema*> seen;
  while (!open.empty()) {
    uint32_t index = open.back();
    open.pop_back();
    const Schema* node = Target(nodes_, index);
    if (!node || !seen.insert(node).second) continue;
    attempt.parts.push_back(node);
    if (node->all_of()) open.insert(open.end(), node->all_of()->begin(), node->all_of()->end());
    if (Any(node->any_of())) AddAlternatives(*node->any_of(), combination, attempt, open);
    if (Any(node->one_of())) AddAlternatives(*node->one_of(), combination, attempt, open);
  }
  return attempt;
}

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest, no more than budget_
std::optional<Json> Examples::Make(const std::vector<uint32_t>& roots, const Wish& wish) {
  if (wish.depth > kDeepest || budget_ == 0) return std::nullopt;
  --budget_;
  const std::set<const Schema*> shown = shown_;
  size_t combinations = 1;
  for (size_t i = 0; i < combinations; ++i) {
    const Attempt attempt = Choose(roots, i);
    combinations = attempt.alternatives;
    for (const Policy policy : {Policy::kAll, Policy::kWithoutOthers, Policy::kRequired}) {
      if (!wish.all && policy != Policy::kRequired) continue;
      if (policy == Policy::kWithoutOthers && attempt.others.empty()) continue;
      shown_ = shown;
      std::optional<Json> value = Build(attempt, policy, wish);
      if (!value) continue;
      Tri verdict = Tri::kYes;
      for (const uint32_t root : roots) verdict = And(verdict, Judge(nodes_, root, *value));
      if (verdict != Tri::kNo) return value;
      if (!value->is_object()) break;
    }
  }
  return std::nullopt;
}

// NOLINTNEXTLINE(misc-no-recursion): see Make
std::optional<Json> Examples::Build(const Attempt& attempt, Policy policy, const Wish& wish) {
  for (const Schema* part : attempt.parts) {
    if (!Any(part->enumeration())) continue;
    const auto& members = *part->enumeration();
    for (uint32_t i = 0; i < members.size(); ++i) {
      const snapshot::Literal& one = *members.Get((i + wish.seed) % members.size());
      const Json value = one.type() == Type::String
                             ? Json(one.text()->str())
                             : Json::parse(one.text()->str(), nullptr, false);
      const bool fits =
          std::all_of(attempt.parts.begin(), attempt.parts.end(),
                      [&](const Schema* other) { return JudgeLeaf(*other, value) != Tri::kNo; });
      if (fits) return value;
    }
    return std::nullopt;
  }
  switch (TypeToMake(attempt.parts)) {
    case Type::Object:
      return Object(attempt, policy, wish);
    case Type::Array:
      return Array(attempt.parts, wish);
    case Type::String:
      return Text(attempt.parts, wish);
    case Type::Integer:
      return Number(attempt.parts, true, wish);
    case Type::Number:
      return Number(attempt.parts, false, wish);
    case Type::Bool:
      return Json(wish.seed % 2 == 0);
    default:
      return Json(nullptr);
  }
}

// NOLINTNEXTLINE(misc-no-recursion): see Make
std::optional<Json> Examples::Object(const Attempt& attempt, Policy policy, const Wish& wish) {
  std::set<std::string> required;
  std::map<std::string, std::vector<uint32_t>> members;
  bool first = true;
  for (const Schema* part : attempt.parts) {
    if (part->required()) {
      for (const auto* name : *part->required()) required.insert(name->str());
    }
    if (!part->properties()) continue;
    for (const auto* property : *part->properties()) {
      members[property->name()->str()].push_back(property->schema());
    }
    first = shown_.insert(part).second && first;
  }
  const Names left_out = LeftOut(attempt.parts, wish.path, required);
  const bool full = policy != Policy::kRequired && first;
  Json object = Json::object();
  for (const std::string& name : required) members.try_emplace(name);
  for (const auto& [name, schemas] : members) {
    const bool needed = required.count(name) > 0;
    const bool other = policy == Policy::kWithoutOthers && attempt.others.count(name) > 0;
    const bool read_only = IsReadOnly(wish.path + "/" + name);
    if (needed && read_only) return std::nullopt;  // AWS alone makes such an object
    if (!needed && (!full || other || read_only || left_out.count(name) > 0)) continue;
    std::optional<Json> value = Make(
        schemas,
        {.all = full, .depth = wish.depth + 1, .seed = wish.seed, .path = wish.path + "/" + name});
    if (value) {
      object[name] = std::move(*value);
    } else if (needed) {
      return std::nullopt;
    }
  }
  if (full) AddFreeMember(attempt.parts, wish, object);
  return object;
}

// A member whose name the schema leaves to the user.
// NOLINTNEXTLINE(misc-no-recursion): see Make
void Examples::AddFreeMember(const Parts& parts, const Wish& wish, Json& object) {
  for (const Schema* part : parts) {
    std::string name = "Example";
    uint32_t schema = 0;
    if (Any(part->pattern_properties())) {
      const auto* property = part->pattern_properties()->Get(0);
      const auto sample = SampleText(property->pattern()->str(), {.least = 1}, wish.seed);
      if (!sample) continue;
      name = *sample;
      schema = property->schema();
    } else if (part->additional() >= 0) {
      schema = static_cast<uint32_t>(part->additional());
    } else {
      continue;
    }
    std::optional<Json> value = Make(
        {schema},
        {.all = true, .depth = wish.depth + 1, .seed = wish.seed, .path = wish.path + "/" + name});
    if (value && !object.contains(name)) object[name] = std::move(*value);
    return;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): see Make
std::optional<Json> Examples::Array(const Parts& parts, const Wish& wish) {
  int64_t least = wish.all ? 1 : 0;
  int64_t most = std::numeric_limits<int64_t>::max();
  std::vector<uint32_t> items;
  std::vector<uint32_t> placed;
  for (const Schema* part : parts) {
    if (part->prefix_items())
      placed.assign(part->prefix_items()->begin(), part->prefix_items()->end());
    least = std::max(least, part->min_items());
    if (part->max_items() >= 0) most = std::min(most, part->max_items());
    if (part->items() >= 0) items.push_back(static_cast<uint32_t>(part->items()));
  }
  least = std::min(least, most);
  Json array = Json::array();
  for (uint32_t seed = 0; static_cast<int64_t>(array.size()) < least && seed < least * 3 + 30;
       ++seed) {
    const Wish one = {.all = wish.all,
                      .depth = wish.depth + 1,
                      .seed = wish.seed + seed,
                      .path = wish.path + "/" + std::to_string(array.size())};
    std::vector<uint32_t> roots = items;
    if (array.size() < placed.size()) roots.push_back(placed[array.size()]);
    std::optional<Json> item = Make(roots, one);
    if (!item) return std::nullopt;
    if (std::find(array.begin(), array.end(), *item) == array.end()) array.push_back(*item);
  }
  return array;
}

std::optional<Json> Examples::Text(const Parts& parts, const Wish& wish) const {
  Lengths lengths;
  std::vector<std::string> patterns;
  for (const Schema* part : parts) {
    lengths.least = std::max<uint64_t>(lengths.least, std::max<int64_t>(part->min_length(), 0));
    if (part->max_length() >= 0) {
      lengths.most = std::min<uint64_t>(lengths.most, static_cast<uint64_t>(part->max_length()));
    }
    if (Any(part->pattern())) patterns.push_back(part->pattern()->str());
    if (Any(part->format_pattern()))
      patterns.insert(patterns.begin(), part->format_pattern()->str());
  }
  std::vector<std::string> candidates;
  std::vector<std::string> arns;  // the plain ones are nicer
  for (const std::string& pattern : patterns) {
    const Lengths longer = {.least = std::max<uint64_t>(lengths.least, 1), .most = lengths.most};
    for (const Lengths& wanted : {longer, lengths}) {
      const auto text = SampleText(pattern, wanted, wish.seed);
      if (text) (text->starts_with("arn:") ? arns : candidates).push_back(*text);
    }
  }
  std::string plain = wish.seed == 0 ? "example" : "example" + std::to_string(wish.seed);
  if (plain.size() > lengths.most) plain = plain.substr(plain.size() - lengths.most);
  if (plain.size() < lengths.least) plain.insert(0, lengths.least - plain.size(), 'x');
  candidates.push_back(plain);
  candidates.insert(candidates.end(), std::begin(kCandidates), std::end(kCandidates));
  candidates.insert(candidates.end(), arns.begin(), arns.end());
  std::optional<Json> doubtful;
  for (const std::string& text : candidates) {
    // Skip what is certainly too short, and line breaks, which StackQL corrupts in JSON.
    if (text.size() < lengths.least || text.find('\n') != std::string::npos) continue;
    Tri fits = Tri::kYes;
    for (const Schema* part : parts) fits = And(fits, JudgeLeaf(*part, text));
    if (fits == Tri::kYes) return Json(text);
    if (fits == Tri::kUnknown && !doubtful) doubtful = Json(text);
  }
  return doubtful;
}

std::optional<Json> Examples::Number(const Parts& parts, bool whole, const Wish& wish) const {
  double low = -1e15;
  double high = 1e15;
  for (const Schema* part : parts) {
    const auto limit = [](const flatbuffers::String* text, double other) {
      return Any(text) ? std::stod(text->str()) : other;
    };
    low = std::max({low, limit(part->minimum(), low), limit(part->exclusive_minimum(), low)});
    high = std::min({high, limit(part->maximum(), high), limit(part->exclusive_maximum(), high)});
  }
  const double seed = wish.seed;
  for (const double number : {1 + seed, low + seed, low + seed + 1, high - seed, high - seed - 1,
                              (low + high) / 2, low + 0.5, low + 0.01}) {
    const Json value =
        whole || std::floor(number) == number ? Json(static_cast<int64_t>(number)) : Json(number);
    const bool fits = std::all_of(parts.begin(), parts.end(), [&](const Schema* part) {
      return JudgeLeaf(*part, value) != Tri::kNo;
    });
    if (fits) return value;
  }
  return std::nullopt;
}

}  // namespace stackql::sweep
