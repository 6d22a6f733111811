// Every column that the types used most export, in every property of these types that has a format
// or a pattern: the program finds what cannot be of the property's kind, at the export's bytes, and
// nothing else. What can be of it is worked out from the facts about both alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/schema_compiler.h"
#include "catalog/text_form.h"
#include "snapshot/builtin.h"
#include "snapshot/schema.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_tables.h"
#include "support/sample.h"
#include "sweep/places.h"

namespace stackql::sweep {
namespace {

using snapshot::ResourceType;
using snapshot::Schema;

constexpr std::array<std::string_view, 60> kMostUsed = {"AWS::ApiGateway::Deployment",
                                                        "AWS::ApiGateway::Method",
                                                        "AWS::ApiGateway::Resource",
                                                        "AWS::ApiGateway::RestApi",
                                                        "AWS::ApiGateway::Stage",
                                                        "AWS::ApiGatewayV2::Api",
                                                        "AWS::ApiGatewayV2::Integration",
                                                        "AWS::AutoScaling::AutoScalingGroup",
                                                        "AWS::CloudFront::Distribution",
                                                        "AWS::CloudWatch::Alarm",
                                                        "AWS::Cognito::UserPool",
                                                        "AWS::Cognito::UserPoolClient",
                                                        "AWS::DynamoDB::Table",
                                                        "AWS::EC2::EIP",
                                                        "AWS::EC2::Instance",
                                                        "AWS::EC2::InternetGateway",
                                                        "AWS::EC2::LaunchTemplate",
                                                        "AWS::EC2::NatGateway",
                                                        "AWS::EC2::NetworkInterface",
                                                        "AWS::EC2::Route",
                                                        "AWS::EC2::RouteTable",
                                                        "AWS::EC2::SecurityGroup",
                                                        "AWS::EC2::SecurityGroupIngress",
                                                        "AWS::EC2::Subnet",
                                                        "AWS::EC2::SubnetRouteTableAssociation",
                                                        "AWS::EC2::VPC",
                                                        "AWS::EC2::VPCEndpoint",
                                                        "AWS::EC2::VPCGatewayAttachment",
                                                        "AWS::EC2::Volume",
                                                        "AWS::ECR::Repository",
                                                        "AWS::ECS::Service",
                                                        "AWS::ECS::TaskDefinition",
                                                        "AWS::EFS::FileSystem",
                                                        "AWS::EFS::MountTarget",
                                                        "AWS::EKS::Cluster",
                                                        "AWS::EKS::Nodegroup",
                                                        "AWS::ElasticLoadBalancingV2::Listener",
                                                        "AWS::ElasticLoadBalancingV2::LoadBalancer",
                                                        "AWS::ElasticLoadBalancingV2::TargetGroup",
                                                        "AWS::Events::Rule",
                                                        "AWS::IAM::InstanceProfile",
                                                        "AWS::IAM::ManagedPolicy",
                                                        "AWS::IAM::Role",
                                                        "AWS::IAM::User",
                                                        "AWS::KMS::Alias",
                                                        "AWS::KMS::Key",
                                                        "AWS::Kinesis::Stream",
                                                        "AWS::Lambda::EventSourceMapping",
                                                        "AWS::Lambda::Function",
                                                        "AWS::Lambda::LayerVersion",
                                                        "AWS::Lambda::Permission",
                                                        "AWS::RDS::DBCluster",
                                                        "AWS::RDS::DBInstance",
                                                        "AWS::S3::AccessPoint",
                                                        "AWS::S3::Bucket",
                                                        "AWS::S3::BucketPolicy",
                                                        "AWS::SNS::Topic",
                                                        "AWS::SQS::Queue",
                                                        "AWS::SecretsManager::Secret",
                                                        "AWS::StepFunctions::StateMachine"};

constexpr std::string_view kHole = "{{ it }}";
// Resources of a stack: a run asks only so many questions about patterns, and is silent then.
constexpr size_t kTogether = 6;

// What is certain of the texts of a node.
void AddForm(const ResourceType& type, uint32_t index, Place& place) {
  catalog::TextForm form = catalog::TextFormAt(type, index);
  place.format = std::move(form.format);
  place.patterns = std::move(form.patterns);
}

struct Taken : Place {
  bool alone = false;  // it is all of a column
};

// What StackQL reads as JSON where it is all of a column, so that it is not this text.
const Place kJson = {.patterns = {R"(^\s*[\[{])"}};

// A query that creates one resource, with a hole in each of its places.
struct Consumer {
  std::string query = {};
  std::map<size_t, Taken> places = {};  // by where the hole begins in the query
};

bool HasText(const Schema& node) {
  return node.types() == snapshot::Type::String && node.enumeration() == nullptr;
}

// Writes the query of a type.
class Writer {
 public:
  Writer(const ResourceType& type, const std::string& table) : type_(type) {
    std::vector<std::pair<std::string, std::string>> columns;
    for (const auto* property : *type.schemas()->Get(0)->properties()) {
      const std::string name = property->name()->str();
      const auto value = Value(property->schema(), name, 0);
      if (value) columns.emplace_back(name, *value);
    }
    query_ = "/*+ create */\nINSERT INTO " + table + " (";
    for (const auto& [name, value] : columns) query_ += "\"" + name + "\", ";
    query_ += "region) SELECT ";
    for (const auto& [name, value] : columns) query_ += "'" + value + "', ";
    query_ += "'us-east-1';\n";
  }

  Consumer Take() {
    Consumer consumer = {.query = query_};
    size_t at = 0;
    for (Taken& place : places_) {
      at = query_.find(kHole, at);
      consumer.places.emplace(at, std::move(place));
      at += kHole.size();
    }
    return consumer;
  }

 private:
  // What only AWS sets is reported whatever it is.
  bool IsReadOnly(const std::string& name) const {
    const auto* pointers = type_.read_only();
    return pointers != nullptr && std::ranges::any_of(*pointers, [&](const auto* pointer) {
             return pointer->str() == "/" + name;
           });
  }

  // With a hole in each text below the node that has a form; none if there is none.
  // NOLINTNEXTLINE(misc-no-recursion): a schema in a schema
  std::optional<std::string> Value(uint32_t index, const std::string& name, int depth) {
    const Schema* node = snapshot::Target(*type_.schemas(), index);
    if (node == nullptr || depth > 4 || IsReadOnly(name)) return std::nullopt;
    if (node->any_of() != nullptr || node->one_of() != nullptr) return std::nullopt;
    if (HasText(*node)) {
      Taken place;
      place.name = type_.type_name()->str() + "/" + name;
      place.alone = depth == 0;
      AddForm(type_, index, place);
      if (place.patterns.empty()) return std::nullopt;
      places_.push_back(std::move(place));
      const std::string hole(kHole);
      return depth == 0 ? hole : "\"" + hole + "\"";
    }
    if (node->types() == snapshot::Type::Array && snapshot::Given(node->items())) {
      const auto item = Value(static_cast<uint32_t>(node->items()), name + "/*", depth + 1);
      return item ? std::optional("[" + *item + "]") : std::nullopt;
    }
    if (node->types() != snapshot::Type::Object || node->properties() == nullptr) {
      return std::nullopt;
    }
    std::string members;
    for (const auto* property : *node->properties()) {
      const std::string key = property->name()->str();
      const auto member = Value(property->schema(), name + "/" + key, depth + 1);
      if (!member) continue;
      members += (members.empty() ? "\"" : ", \"") + key + "\": " + *member;
    }
    return members.empty() ? std::nullopt : std::optional("{" + members + "}");
  }

  const ResourceType& type_;
  std::vector<Taken> places_ = {};
  std::string query_ = {};
};

// A column that a stack exports.
struct Export {
  Place place = {};
  std::string column = {};
  std::string table = {};
};

class Pairs {
 public:
  Pairs() {
    for (const std::string_view name : kMostUsed) {
      const ResourceType* type = catalog_.FindType(name);
      if (type == nullptr || catalog_.TablesOf(*type).resources == nullptr) {
        ADD_FAILURE() << name;
        continue;
      }
      Add(*type);
    }
  }

  // Lints stacks that export the column and use it in every place.
  void Check(const Export& from) {
    for (size_t begin = 0; begin < consumers_.size(); begin += kTogether) {
      const size_t end = std::min(begin + kTogether, consumers_.size());
      Compare(from, std::span(consumers_).subspan(begin, end - begin));
    }
  }

  std::vector<Export> given = {};
  size_t silent = 0;
  size_t told = 0;
  size_t matched = 0;  // silent ones of the same kind

 private:
  // Where the program finds the export wrong, by file.
  static std::map<std::string, std::set<size_t>> Found(const Export& from,
                                                       std::span<const Consumer> consumers) {
    std::map<std::string, std::string> files;
    std::string manifest =
        "version: 1\nname: demo\nproviders: [awscc]\nresources:\n- {name: one, exports: [{" +
        from.column + ": it}]}\n";
    files["resources/one.iql"] = "/*+ exports */\nSELECT " + from.column + " FROM " + from.table +
                                 " WHERE region = 'us-east-1' AND Identifier = 'i';\n";
    for (size_t i = 0; i < consumers.size(); ++i) {
      manifest += "- {name: r" + std::to_string(i) + "}\n";
      files["resources/" + FileOf(i)] = consumers[i].query;
    }
    files["stackql_manifest.yml"] = manifest;
    const Report report = testing_support::Lint(files);
    std::map<std::string, std::set<size_t>> found;
    for (const Finding& finding : report.findings) {
      if (finding.name != "wrong-reference") continue;
      EXPECT_EQ(testing_support::Covered(report, finding), kHole) << finding.message;
      const std::string& path = finding.where.path;
      found[path.substr(path.rfind('/') + 1)].insert(finding.where.span.begin);
    }
    return found;
  }

  void Compare(const Export& from, std::span<const Consumer> consumers) {
    auto found = Found(from, consumers);
    for (size_t i = 0; i < consumers.size(); ++i) {
      for (const auto& [at, taken] : consumers[i].places) {
        const bool fits = Fit(taken, from.place) || (taken.alone && Fit(kJson, from.place));
        EXPECT_NE(fits, found[FileOf(i)].contains(at)) << from.place.name << " for " << taken.name;
        ++(fits ? silent : told);
        matched += fits && !taken.format.empty() && from.place.format == taken.format ? 1 : 0;
      }
    }
  }

  static std::string FileOf(size_t index) { return "r" + std::to_string(index) + ".iql"; }

  void Add(const ResourceType& type) {
    const std::string table =
        "awscc." + type.service()->str() + "." + catalog_.TablesOf(type).resources->name()->str();
    Consumer consumer = Writer(type, table).Take();
    if (!consumer.places.empty()) consumers_.push_back(std::move(consumer));
    for (const auto* property : *type.schemas()->Get(0)->properties()) {
      const std::string name = property->name()->str();
      Place place = {.name = type.type_name()->str() + "/" + name};
      AddForm(type, property->schema(), place);
      if (place.patterns.empty()) continue;
      given.push_back({std::move(place), catalog::ColumnName(name), table});
    }
  }

  snapshot::Snapshot builtin_ = testing_support::Builtin();
  catalog::Catalog catalog_{builtin_};
  std::vector<Consumer> consumers_ = {};
};

TEST(ReferencePairs, AreFoundIfTheyDoNotFitAndSilentIfTheyDo) {
  Pairs pairs;
  for (const Export& given : pairs.given) pairs.Check(given);
  std::cout << pairs.given.size() << " columns: " << pairs.told << " pairs do not fit, "
            << pairs.silent << " do, " << pairs.matched << " of the same kind\n";
  EXPECT_GT(pairs.told, 15'000U);
  EXPECT_GT(pairs.silent, 15'000U);
  EXPECT_GT(pairs.matched, 100U);
}

}  // namespace
}  // namespace stackql::sweep
