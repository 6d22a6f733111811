#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "catalog/catalog.h"
#include "snapshot/schema.h"
#include "support/sample.h"
#include "support/shared_data.h"

// Compares the built-in facts, keyword by keyword, with the registry's schemas that they were made
// of, read here by other means.
namespace stackql::sweep {
namespace {

using Json = nlohmann::json;
using snapshot::Schema;
using snapshot::Type;

using Paths = std::map<std::string, std::set<std::string>>;  // by keyword

std::string Kendra(const std::string& path) {
  return "AWS::Kendra::DataSource/CustomDocumentEnrichmentConfiguration/" + path;
}

// What rules/aws/refresh.py leaves out on purpose.
Paths LeftOut() {
  return {
      // AWS's schema says more here: to which resource's property the value refers.
      {"anyOf", {"AWS::Redshift::Cluster/KmsKeyId"}},
      // UNTRUE: AWS accepts what they refuse.
      {"dependentRequired", {"AWS::EC2::SecurityGroup"}},
      {"requiredXor", {"AWS::CloudFront::Distribution/DistributionConfig/ViewerCertificate"}},
      // Within quotes or slashes: no value matches them.
      {"pattern",
       {"AWS::Amplify::Domain/Certificate/CertificateArn",
        "AWS::Batch::ConsumableResource/ConsumableResourceName",
        "AWS::Batch::SchedulingPolicy/Name", Kendra("PostExtractionHookConfiguration/LambdaArn"),
        "AWS::Logs::LogAnomalyDetector/FilterPattern"}},
      // StackQL's documents do not require these.
      {"required",
       {"AWS::CloudFormation::Stack", "AWS::DataZone::PolicyGrant", "AWS::LicenseManager::License",
        "AWS::MediaConnect::FlowSource", "AWS::Neptune::EventSubscription",
        "AWS::PCAConnectorAD::ServicePrincipalName",
        "AWS::PCAConnectorAD::TemplateGroupAccessControlEntry", "AWS::S3::AccessGrantsLocation"}},
  };
}

Type TypesOf(const Json& schema) {
  static const std::map<std::string, Type> names = {
      {"null", Type::Null},     {"boolean", Type::Bool},  {"integer", Type::Integer},
      {"number", Type::Number}, {"string", Type::String}, {"array", Type::Array},
      {"object", Type::Object}};
  Type types = Type::NONE;
  if (!schema.contains("type")) return types;
  const Json& type = schema["type"];
  for (const Json& one : type.is_array() ? type : Json::array({type})) {
    types |= names.at(one.get<std::string>());
  }
  return types;
}

class Comparison {
 public:
  Comparison(const Json& document, const snapshot::SchemaNodes& nodes, Paths& lost)
      : document_(document), nodes_(nodes), lost_(lost) {}

  // NOLINTNEXTLINE(misc-no-recursion): each pair of nodes once
  void Walk(const Json& schema, uint32_t index, const std::string& path) {
    const Json& json = Resolve(schema);
    const Schema* node = Node(index, json);
    if (!json.is_object() || !done_.emplace(&json, node).second) return;
    if (node == nullptr) return Lost("node", path);
    Values(json, *node, path);
    Structure(json, *node, path);
    if (json.contains("properties")) {
      for (const auto& [name, below] : json["properties"].items()) {
        const snapshot::Property* property = snapshot::FindProperty(*node, name);
        std::string below_path = path;
        below_path.append("/").append(name);
        if (property == nullptr) {
          Lost("property", below_path);
        } else {
          Walk(below, property->schema(), below_path);
        }
      }
    }
    if (!json.contains("items")) return;
    if (node->items() < 0) return Lost("items", path);
    Walk(json["items"], static_cast<uint32_t>(node->items()), path + "/*");
  }

  size_t compared() const { return compared_; }

 private:
  const Json& Resolve(const Json& schema) const {
    const Json* at = &schema;
    for (int i = 0; i < 20 && at->is_object() && at->contains("$ref"); ++i) {
      at = &document_.at(Json::json_pointer((*at)["$ref"].get<std::string>().substr(1)));
    }
    return *at;
  }

  // A format that other facts add stands beside what the schema says.
  const Schema* Node(uint32_t index, const Json& json) const {
    const Schema* node = snapshot::Target(nodes_, index);
    const bool wrapped = node && node->format() && node->all_of() && node->all_of()->size() == 1;
    return wrapped && !json.contains("allOf") ? snapshot::Target(nodes_, node->all_of()->Get(0))
                                              : node;
  }

  void Lost(const std::string& kind, const std::string& path) { lost_[kind].insert(path); }

  void Expect(const std::string& keyword, const Json& json, bool same, const std::string& path) {
    if (!json.contains(keyword)) return;
    ++compared_;
    if (!same) Lost(keyword, path);
  }

  void Values(const Json& json, const Schema& node, const std::string& path) {
    const auto whole = [&](const char* keyword, int64_t value) {
      Expect(keyword, json, json.value(keyword, Json()) == Json(value), path);
    };
    whole("minLength", node.min_length());
    whole("maxLength", node.max_length());
    whole("minItems", node.min_items());
    whole("maxItems", node.max_items());
    const auto number = [&](const char* keyword, const flatbuffers::String* text) {
      const bool same = text != nullptr && json.contains(keyword) &&
                        json[keyword].get<double>() == std::stod(text->str());
      Expect(keyword, json, same, path);
    };
    number("minimum", node.minimum());
    number("maximum", node.maximum());
    number("exclusiveMinimum", node.exclusive_minimum());
    number("exclusiveMaximum", node.exclusive_maximum());
    Expect("type", json, node.types() == TypesOf(json), path);
    Expect("pattern", json, node.pattern() && json.value("pattern", "") == node.pattern()->str(),
           path);
    const size_t values = json.contains("enum") ? json["enum"].size() : 0;
    Expect("enum", json, node.enumeration() && node.enumeration()->size() == values, path);
    Expect("const", json, node.enumeration() && node.enumeration()->size() == 1, path);
  }

  void Structure(const Json& json, const Schema& node, const std::string& path) {
    const auto names = [&](const char* keyword, const auto* list) {
      std::set<std::string> found;
      if (list != nullptr) {
        for (const auto* name : *list) found.insert(name->str());
      }
      const bool same =
          json.contains(keyword) && json[keyword].get<std::set<std::string>>() == found;
      Expect(keyword, json, same, path);
    };
    names("required", node.required());
    names("requiredOr", node.required_or());
    names("requiredXor", node.required_xor());
    const auto count = [&](const char* keyword, const auto* list) {
      const size_t size = list == nullptr ? 0 : list->size();
      Expect(keyword, json, json.contains(keyword) && json[keyword].size() == size, path);
    };
    count("anyOf", node.any_of());
    count("oneOf", node.one_of());
    count("allOf", node.all_of());
    count("patternProperties", node.pattern_properties());
    count("dependentRequired", node.dependent_required());
    count("dependentExcluded", node.dependent_excluded());
    Expect("not", json, node.not_schema() >= 0, path);
    Expect("if", json, node.if_schema() >= 0, path);
    Expect("uniqueItems", json, node.unique_items() == json.value("uniqueItems", Json(false)),
           path);
    const Json more = json.value("additionalProperties", Json());
    Expect("additionalProperties", json,
           more.is_boolean() ? node.closed() != more.get<bool>() : node.additional() >= 0, path);
  }

  const Json& document_;
  const snapshot::SchemaNodes& nodes_;
  Paths& lost_;
  std::set<std::pair<const Json*, const Schema*>> done_;
  size_t compared_ = 0;
};

TEST(RegistryFacts, NothingThatTheRegistrySaysIsLost) {
  const std::string folder = testing_support::RegistrySchemas();
  if (folder.empty()) GTEST_SKIP() << "SKIPPED: no schemas of CloudFormation's registry";
  const catalog::Catalog builtin{testing_support::Builtin()};
  Paths lost;
  size_t types = 0;
  size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    const Json document = Json::parse(file);
    const std::string name = document.value("typeName", "");
    const snapshot::ResourceType* type = builtin.FindType(name);
    if (type == nullptr) continue;
    Comparison comparison(document, *type->schemas(), lost);
    comparison.Walk(document, 0, name);
    compared += comparison.compared();
    ++types;
  }
  std::cout << types << " types, " << compared << " keywords\n";
  EXPECT_GT(types, 1'000U);
  EXPECT_EQ(lost, LeftOut());
}

}  // namespace
}  // namespace stackql::sweep
