// Every type of StackQL's real provider documents against itself, against what a registry would
// publish of it, and with one fact changed. STACKQL_LINT_AWSCC names the documents;
// STACKQL_LINT_SWEEP=full takes all services, not every n-th.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "catalog/live_schema.h"
#include "catalog/provider.h"
#include "snapshot/snapshot_objects.h"
#include "support/schema_text.h"
#include "support/shared_data.h"
#include "verify/schema_drift.h"

namespace stackql::verify {
namespace {

using Json = nlohmann::ordered_json;
using Kind = SchemaChange::Kind;
using snapshot::ResourceType;
using snapshot::ResourceTypeT;
using snapshot::SchemaT;
using snapshot::Type;
using testing_support::Packed;

constexpr size_t kSlice = 4;  // every so many services in the short run

std::string Text(const std::vector<SchemaChange>& changes) {
  std::string text = std::to_string(changes.size()) + " changes";
  for (size_t i = 0; i < changes.size() && i < 5; ++i) {
    text += "\n  " + std::to_string(static_cast<int>(changes[i].kind)) + " " + changes[i].path +
            ": " + changes[i].detail;
  }
  return text;
}

// --- a compiled type as the registry would write it ---------------------------------------------

// Lists that have no order are written backwards, and definitions by other names.
class RegistryWriter {
 public:
  explicit RegistryWriter(const ResourceTypeT& type) : type_(type) {}

  Json Run() {
    Json json = Node(0);
    json["typeName"] = type_.type_name;
    json["readOnlyProperties"] = Pointers(type_.read_only, true);
    json["createOnlyProperties"] = Pointers(type_.create_only, true);
    json["writeOnlyProperties"] = Pointers(type_.write_only, true);
    json["conditionalCreateOnlyProperties"] = Pointers(type_.conditional_create_only, true);
    json["primaryIdentifier"] = Pointers(type_.primary_identifier, false);
    for (const auto& handler : type_.handlers) {
      std::string name = snapshot::EnumNameHandler(handler->handler);
      name[0] = static_cast<char>(name[0] + 32);
      json["handlers"][name]["permissions"] = Backwards(handler->actions);
    }
    if (type_.tagging) {
      json["tagging"]["taggable"] = type_.tagging->taggable;
      json["tagging"]["permissions"] = Backwards(type_.tagging->permissions);
      if (!type_.tagging->property.empty()) {
        json["tagging"]["tagProperty"] = "/properties" + type_.tagging->property;
      }
    }
    while (written_ < definitions_.size()) {
      const uint32_t index = definitions_[written_++];
      json["definitions"]["N" + std::to_string(index)] = Node(index);
    }
    return json;
  }

 private:
  static Json Backwards(std::vector<std::string> list) {
    std::reverse(list.begin(), list.end());
    return list;
  }

  static Json Pointers(std::vector<std::string> list, bool backwards) {
    for (std::string& pointer : list) pointer.insert(0, "/properties");
    return backwards ? Backwards(list) : Json(list);
  }

  Json Reference(uint32_t index) {
    if (std::find(definitions_.begin(), definitions_.end(), index) == definitions_.end()) {
      definitions_.push_back(index);
    }
    return {{"$ref", "#/definitions/N" + std::to_string(index)}};
  }

  Json Node(uint32_t index) {
    const SchemaT& node = *type_.schemas.at(index);
    if (node.never) return false;
    if (node.ref >= 0) return Reference(static_cast<uint32_t>(node.ref));
    Json json = Json::object();
    AddTypes(node, json);
    AddBounds(node, json);
    AddMembers(node, json);
    for (const uint32_t part : node.all_of) {
      // A keyword that is not compiled, where some keyword is not understood.
      if (type_.schemas.at(part)->untrusted) json["maxProperties"] = 1;
    }
    AddAll("anyOf", node.any_of, json);
    AddAll("oneOf", node.one_of, json);
    AddAll("allOf", node.all_of, json);
    if (node.items >= 0) json["items"] = Node(static_cast<uint32_t>(node.items));
    if (node.not_schema >= 0) json["not"] = Node(static_cast<uint32_t>(node.not_schema));
    return json;
  }

  void AddAll(const char* keyword, const std::vector<uint32_t>& branches, Json& json) {
    for (size_t i = branches.size(); i-- > 0;) {
      if (type_.schemas.at(branches[i])->untrusted) continue;
      json[keyword].push_back(Node(branches[i]));
    }
  }

  static void AddTypes(const SchemaT& node, Json& json) {
    const std::pair<Type, const char*> names[] = {
        {Type::Null, "null"},     {Type::Bool, "boolean"},  {Type::Integer, "integer"},
        {Type::Number, "number"}, {Type::String, "string"}, {Type::Array, "array"},
        {Type::Object, "object"}};
    for (const auto& [type, name] : names) {
      if ((node.types & type) != Type::NONE) json["type"].push_back(name);
    }
    for (size_t i = node.enumeration.size(); i-- > 0;) {
      const auto& literal = *node.enumeration[i];
      json["enum"].push_back(literal.type == Type::String ? Json(literal.text)
                                                          : Json::parse(literal.text));
    }
  }

  static void AddBounds(const SchemaT& node, Json& json) {
    const auto count = [&](const char* keyword, int64_t bound) {
      if (bound >= 0) json[keyword] = bound;
    };
    const auto number = [&](const char* keyword, const std::string& bound) {
      if (!bound.empty()) json[keyword] = Json::parse(bound);
    };
    count("minLength", node.min_length);
    count("maxLength", node.max_length);
    count("minItems", node.min_items);
    count("maxItems", node.max_items);
    number("minimum", node.minimum);
    number("maximum", node.maximum);
    number("exclusiveMinimum", node.exclusive_minimum);
    number("exclusiveMaximum", node.exclusive_maximum);
    if (!node.pattern.empty()) json["pattern"] = node.pattern;
    if (node.unique_items) json["uniqueItems"] = true;
  }

  void AddMembers(const SchemaT& node, Json& json) {
    for (const auto& property : node.properties) {
      json["properties"][property->name] = Node(property->schema);
    }
    for (const auto& property : node.pattern_properties) {
      json["patternProperties"][property->pattern] = Node(property->schema);
    }
    if (!node.required.empty()) json["required"] = Backwards(node.required);
    if (!node.required_or.empty()) json["requiredOr"] = Backwards(node.required_or);
    if (!node.required_xor.empty()) json["requiredXor"] = Backwards(node.required_xor);
    for (const auto& each : node.dependent_required) {
      json["dependentRequired"][each->name] = Backwards(each->names);
    }
    for (const auto& each : node.dependent_excluded) {
      json["dependentExcluded"][each->name] = Backwards(each->names);
    }
    if (node.closed) json["additionalProperties"] = false;
    if (node.additional >= 0) {
      json["additionalProperties"] = Node(static_cast<uint32_t>(node.additional));
    }
  }

  const ResourceTypeT& type_;
  std::vector<uint32_t> definitions_;
  size_t written_ = 0;
};

// --- one fact changed ---------------------------------------------------------------------------

using Set = std::set<uint32_t>;

uint32_t Behind(const ResourceTypeT& type, uint32_t index) {
  for (int i = 0; i < 100 && type.schemas.at(index)->ref >= 0; ++i) {
    index = static_cast<uint32_t>(type.schemas[index]->ref);
  }
  return index;
}

std::vector<uint32_t> Alternatives(const SchemaT& node) {
  std::vector<uint32_t> all = node.any_of;
  all.insert(all.end(), node.one_of.begin(), node.one_of.end());
  all.insert(all.end(), node.all_of.begin(), node.all_of.end());
  if (node.not_schema >= 0) all.push_back(static_cast<uint32_t>(node.not_schema));
  return all;
}

// What one step of a path leads to: the name of a property, or any item or key.
Set Below(const ResourceTypeT& type, uint32_t index, const std::string& step) {
  const SchemaT& node = *type.schemas.at(index);
  Set below;
  for (const auto& property : node.properties) {
    if (property->name == step) below.insert(Behind(type, property->schema));
  }
  if (step != "*") return below;
  for (const auto& property : node.pattern_properties) {
    below.insert(Behind(type, property->schema));
  }
  if (node.items >= 0) below.insert(Behind(type, static_cast<uint32_t>(node.items)));
  if (node.additional >= 0) below.insert(Behind(type, static_cast<uint32_t>(node.additional)));
  return below;
}

void Reach(const ResourceTypeT& type, uint32_t index, bool alternatives, Set& reached) {
  index = Behind(type, index);
  if (type.schemas[index]->untrusted || !reached.insert(index).second) return;
  const SchemaT& node = *type.schemas[index];
  for (const auto& property : node.properties) {
    Reach(type, property->schema, alternatives, reached);
  }
  for (const uint32_t below : Below(type, index, "*")) Reach(type, below, alternatives, reached);
  if (!alternatives) return;
  for (const uint32_t below : Alternatives(node)) Reach(type, below, true, reached);
}

// Nodes of values that have a path, and are no part of an alternative.
std::vector<uint32_t> PlainNodes(const ResourceTypeT& type) {
  Set plain;
  Reach(type, 0, false, plain);
  Set within;
  for (const uint32_t index : plain) {
    for (const uint32_t branch : Alternatives(*type.schemas[index])) {
      Reach(type, branch, true, within);
    }
  }
  std::vector<uint32_t> nodes;
  for (const uint32_t index : plain) {
    const SchemaT& node = *type.schemas[index];
    const bool partial = std::any_of(node.all_of.begin(), node.all_of.end(),
                                     [&](uint32_t part) { return type.schemas[part]->untrusted; });
    if (!partial && !node.never && within.count(index) == 0) nodes.push_back(index);
  }
  return nodes;
}

// Changes one fact of a type; false if it has none of that sort.
using Change = std::function<bool(ResourceTypeT& type, SchemaT& node, std::mt19937& random)>;

struct Mutation {
  std::string name = {};
  Kind kind = Kind::kConstraint;
  bool of_node = true;     // else of the type
  bool of_member = false;  // the path leads on to a property of the node
  Change change = {};
};

template <typename List>
size_t Pick(const List& list, std::mt19937& random) {
  return random() % list.size();
}

std::vector<Mutation> MutationsOfNodes() {
  const auto grow = [](int64_t& bound) { bound = bound < 0 ? 77 : bound + 1; };
  using T = ResourceTypeT;
  using N = SchemaT;
  using R = std::mt19937;
  return {
      {"property dropped", Kind::kRemovedProperty, true, true,
       [](T&, N& node, R& random) {
         if (node.properties.empty()) return false;
         node.properties.erase(node.properties.begin() +
                               static_cast<int64_t>(Pick(node.properties, random)));
         return true;
       }},
      {"property added", Kind::kNewProperty, true, true,
       [](T& type, N& node, R&) {
         if (node.properties.empty()) return false;
         node.properties.push_back(std::make_unique<snapshot::PropertyT>());
         node.properties.back()->name = "zzzNew";
         node.properties.back()->schema = static_cast<uint32_t>(type.schemas.size());
         return true;
       }},
      {"maxLength", Kind::kConstraint, true, false,
       [&](T&, N& node, R&) { return grow(node.max_length), true; }},
      {"minItems", Kind::kConstraint, true, false,
       [&](T&, N& node, R&) { return grow(node.min_items), true; }},
      {"minimum", Kind::kConstraint, true, false,
       [](T&, N& node, R&) { return node.minimum += node.minimum.empty() ? "7" : "1", true; }},
      {"pattern", Kind::kConstraint, true, false,
       [](T&, N& node, R&) { return node.pattern += "z", true; }},
      {"uniqueItems", Kind::kConstraint, true, false,
       [](T&, N& node, R&) { return node.unique_items = !node.unique_items, true; }},
      {"type", Kind::kConstraint, true, false,
       [](T&, N& node, R&) {
         node.types = node.types == Type::String ? Type::Integer : Type::String;
         return true;
       }},
      {"enum grown", Kind::kConstraint, true, false,
       [](T&, N& node, R&) {
         node.enumeration.push_back(std::make_unique<snapshot::LiteralT>());
         node.enumeration.back()->type = Type::String;
         node.enumeration.back()->text = "zzzNew";
         return true;
       }},
      {"enum shrunk", Kind::kConstraint, true, false,
       [](T&, N& node, R& random) {
         if (node.enumeration.empty()) return false;
         node.enumeration.erase(node.enumeration.begin() +
                                static_cast<int64_t>(Pick(node.enumeration, random)));
         return true;
       }},
      {"additionalProperties", Kind::kConstraint, true, false,
       [](T&, N& node, R&) {
         if (node.additional >= 0) return false;
         return node.closed = !node.closed, true;
       }},
      {"items dropped", Kind::kConstraint, true, false,
       [](T& type, N& node, R&) {
         if (node.items < 0) return false;
         const SchemaT& items = *type.schemas[Behind(type, static_cast<uint32_t>(node.items))];
         if (items.untrusted || items.types == Type::NONE) return false;
         return node.items = -1, true;
       }},
      {"required added", Kind::kNewlyRequired, true, true,
       [](T&, N& node, R&) { return node.required.emplace_back("zzzNeeded"), true; }},
      {"required dropped", Kind::kNoLongerRequired, true, true,
       [](T&, N& node, R& random) {
         if (node.required.empty()) return false;
         const std::string name = node.required[Pick(node.required, random)];
         node.required.erase(std::remove(node.required.begin(), node.required.end(), name),
                             node.required.end());
         return true;
       }},
  };
}

std::vector<Mutation> MutationsOfTypes() {
  using T = ResourceTypeT;
  using N = SchemaT;
  using R = std::mt19937;
  // Some point to no property; nothing is said of these.
  const auto drop = [](std::vector<std::string>& list, const N& root, R& random) {
    if (list.empty()) return false;
    const size_t at = Pick(list, random);
    const std::string first = list[at].substr(1, list[at].find('/', 1) - 1);
    const bool known = std::any_of(root.properties.begin(), root.properties.end(),
                                   [&](const auto& property) { return property->name == first; });
    return known && (list.erase(list.begin() + static_cast<int64_t>(at)), true);
  };
  const auto add = [](std::vector<std::string>& list, const N& root, R& random) {
    if (root.properties.empty()) return false;
    return list.push_back("/" + root.properties[Pick(root.properties, random)]->name + "/Zzz"),
           true;
  };
  return {
      {"readOnly added", Kind::kMutability, false, false,
       [=](T& type, N& root, R& random) { return add(type.read_only, root, random); }},
      {"createOnly added", Kind::kMutability, false, false,
       [=](T& type, N& root, R& random) { return add(type.create_only, root, random); }},
      {"readOnly dropped", Kind::kMutability, false, false,
       [=](T& type, N& root, R& random) { return drop(type.read_only, root, random); }},
      {"writeOnly dropped", Kind::kMutability, false, false,
       [=](T& type, N& root, R& random) { return drop(type.write_only, root, random); }},
      {"identifier", Kind::kMutability, false, false,
       [](T& type, N&, R&) { return type.primary_identifier.emplace_back("/Zzz"), true; }},
      {"deprecated", Kind::kDeprecation, false, false,
       [=](T& type, N& root, R& random) { return add(type.deprecated, root, random); }},
      {"handler dropped", Kind::kRemovedHandler, false, false,
       [](T& type, N&, R&) {
         if (type.handlers.empty()) return false;
         return type.handlers.pop_back(), true;
       }},
      {"permission added", Kind::kPermissions, false, false,
       [](T& type, N&, R& random) {
         if (type.handlers.empty()) return false;
         auto& handler = type.handlers[Pick(type.handlers, random)];
         return handler->actions.emplace_back("zzz:New"), true;
       }},
      {"permission dropped", Kind::kPermissions, false, false,
       [](T& type, N&, R&) {
         if (type.handlers.empty() || type.handlers[0]->actions.empty()) return false;
         return type.handlers[0]->actions.clear(), true;
       }},
      {"taggable", Kind::kTagging, false, false,
       [](T& type, N&, R&) {
         if (!type.tagging) return false;
         return type.tagging->taggable = !type.tagging->taggable, true;
       }},
  };
}

class Sweep {
 public:
  void Run(const ResourceType& documented) {
    ++types;
    std::unique_ptr<ResourceTypeT> type(documented.UnPack());
    name_ = type->type_name;
    ExpectNothing(documented, documented, "the type itself");
    const std::string registry = RegistryWriter(*type).Run().dump();
    const auto live = catalog::LiveSchema::Read(name_, registry);
    ASSERT_TRUE(live) << name_ << ": " << live.error().message;
    ExpectNothing(documented, live->type(), "its registry schema");
    // Nothing is left out of what the registry itself has.
    type->generated = false;
    for (const auto& node : type->schemas) {
      nodes += 1;
      doubtful += node->doubtful ? 1 : 0;
      node->doubtful = false;
    }
    const Packed<ResourceType> whole(*type);
    ExpectNothing(*whole, live->type(), "its registry schema, all of it");
    ExpectNothing(live->type(), *whole, "the type, from its registry schema");
    for (const Mutation& mutation : of_nodes_) Mutate(*whole, mutation);
    for (const Mutation& mutation : of_types_) Mutate(*whole, mutation);
  }

  std::map<std::string, size_t> told;
  size_t types = 0;
  size_t nodes = 0;
  size_t doubtful = 0;

 private:
  void ExpectNothing(const ResourceType& local, const ResourceType& live, const char* what) const {
    const auto changes = CompareSchemas(local, live);
    EXPECT_TRUE(changes.empty()) << name_ << " and " << what << ": " << Text(changes);
  }

  void Mutate(const ResourceType& whole, const Mutation& mutation) {
    const std::unique_ptr<ResourceTypeT> type(whole.UnPack());
    const std::vector<uint32_t> plain = PlainNodes(*type);
    uint32_t index = 0;
    bool changed = false;
    for (int tries = 0; !changed && tries < 20; ++tries) {
      index = mutation.of_node ? plain.at(Pick(plain, random_)) : 0;
      changed = mutation.change(*type, *type->schemas[index], random_);
    }
    if (!changed) return;
    type->schemas.push_back(std::make_unique<SchemaT>());  // of a property that was added
    const Packed<ResourceType> live(*type);
    const auto changes = CompareSchemas(whole, *live);
    ASSERT_EQ(changes.size(), 1U) << name_ << " " << mutation.name << ": " << Text(changes);
    EXPECT_EQ(changes[0].kind, mutation.kind) << name_ << " " << mutation.name;
    ++told[mutation.name];
    if (!mutation.of_node) return;
    std::string path = changes[0].path;
    if (mutation.of_member) path.resize(path.rfind('/'));
    EXPECT_EQ(At(*type, path).count(index), 1U) << name_ << " " << Text(changes);
  }

  static Set At(const ResourceTypeT& type, std::string path) {
    Set nodes = {0};
    while (!path.empty()) {
      const size_t end = std::min(path.find('/', 1), path.size());
      Set below;
      for (const uint32_t node : nodes) below.merge(Below(type, node, path.substr(1, end - 1)));
      nodes = below;
      path.erase(0, end);
    }
    return nodes;
  }

  const std::vector<Mutation> of_nodes_ = MutationsOfNodes();
  const std::vector<Mutation> of_types_ = MutationsOfTypes();
  std::mt19937 random_{7};
  std::string name_;
};

TEST(SchemaDriftSweep, TellsOfEveryTypeJustWhatChanged) {
  const std::string documents = testing_support::ProviderDocuments();
  if (documents.empty()) GTEST_SKIP() << "SKIPPED: no documents of StackQL's awscc provider";
  const catalog::Provider provider(*catalog::ProviderIn(documents), catalog::Cache(""));
  Sweep sweep;
  const std::vector<std::string>& services = provider.Services();
  for (size_t i = 0; i < services.size(); i += testing_support::SweepsAll() ? 1 : kSlice) {
    const snapshot::Service* service = provider.Find(services[i]);
    ASSERT_NE(service, nullptr) << services[i];
    if (service->types() == nullptr) continue;
    for (const ResourceType* type : *service->types()) sweep.Run(*type);
  }
  std::cout << sweep.types << " types, " << sweep.nodes << " nodes, " << sweep.doubtful
            << " of them doubtful\n";
  for (const auto& [name, count] : sweep.told) std::cout << "  " << name << ": " << count << "\n";
  EXPECT_EQ(sweep.told.size(), MutationsOfNodes().size() + MutationsOfTypes().size());
}

}  // namespace
}  // namespace stackql::verify
