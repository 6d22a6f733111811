// What schemas say a value stands for: read from each spelling, and collected where it holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/provider.h"
#include "catalog/registry.h"
#include "catalog/relations.h"
#include "snapshot/snapshot_tables.h"
#include "support/provider_folder.h"
#include "support/schema_text.h"
#include "support/shared_data.h"

namespace stackql::catalog {
namespace {

using snapshot::ResourceType;
using snapshot::Schema;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

std::string Text(const snapshot::Relation& relation) {
  return relation.type_name()->str() + relation.property()->str();
}

std::vector<std::string> At(const ResourceType& type, uint32_t schema) {
  std::vector<std::string> texts;
  for (const snapshot::Relation* relation : RelationsAt(type, schema)) {
    texts.push_back(Text(*relation));
  }
  return texts;
}

// Of the only property of a type.
std::vector<std::string> AtProperty(const ResourceType& type) {
  return At(type, type.schemas()->Get(0)->properties()->Get(0)->schema());
}

// As a registry schema whose property P is `schema`.
std::vector<std::string> OfRegistry(const std::string& schema, const std::string& more = "{}") {
  const auto compiled =
      CompileSchema("p.json", R"({"typeName": "AWS::Demo::Thing", "properties": {"P": )" + schema +
                                  R"(}, "definitions": )" + more + "}");
  if (!compiled) return {compiled.error().message};
  EXPECT_THAT(compiled->anomalies, IsEmpty()) << schema;
  return AtProperty(*Packed<ResourceType>(*compiled->type));
}

// {"relationshipRef": ...} for a type's property.
std::string To(const std::string& name, const std::string& more = {}) {
  const std::string type = R"({"typeName": "AWS::Demo::)" + name + '"';
  return R"({"relationshipRef": )" + type + R"(, "propertyPath": "/properties/Id"})" + more + "}";
}

TEST(Relations, HoldBesideOtherKeywordsAndBehindReferences) {
  const std::string a = "AWS::Demo::A/Id";
  EXPECT_THAT(OfRegistry(To("A")), ElementsAre(a));
  EXPECT_THAT(OfRegistry(To("A", R"(, "type": "string", "maxLength": 5)")), ElementsAre(a));
  EXPECT_THAT(OfRegistry(R"({"$ref": "#/definitions/D"})", R"({"D": )" + To("A") + "}"),
              ElementsAre(a));
  EXPECT_THAT(OfRegistry(To("A", R"(, "$ref": "#/definitions/D")"), R"({"D": {}})"),
              ElementsAre(a));
  EXPECT_THAT(OfRegistry(R"({"allOf": [{"type": "string"}, )" + To("A") + "]}"), ElementsAre(a));
  EXPECT_THAT(OfRegistry(R"({"type": "array", "items": )" + To("A") + "}"), IsEmpty())
      << "the list is no identifier, its items are";
  EXPECT_THAT(OfRegistry(R"({"not": )" + To("A") + "}"), IsEmpty());
}

TEST(Relations, OfAlternativesHoldIfEachHasSome) {
  const std::string a = "AWS::Demo::A/Id";
  const std::string b = "AWS::Demo::B/Id";
  for (const std::string keyword : {"anyOf", "oneOf"}) {
    const auto of = [&](const std::string& branches) {
      return OfRegistry(R"({"type": "string", ")" + keyword + R"(": [)" + branches + "]}");
    };
    EXPECT_THAT(of(To("A") + ", " + To("B")), ElementsAre(a, b)) << keyword;
    EXPECT_THAT(of(To("A") + ", " + To("A")), ElementsAre(a)) << keyword;
    EXPECT_THAT(of(To("A") + R"(, {"pattern": "^x"})"), IsEmpty()) << keyword;
    EXPECT_THAT(of(To("A") + R"(, {"anyOf": [)" + To("B") + "]}"), ElementsAre(a, b)) << keyword;
  }
}

TEST(Relations, OfCircularReferencesEnd) {
  const std::string self = R"({"$ref": "#/definitions/D"})";
  EXPECT_THAT(OfRegistry(self, R"({"D": )" + self + "}"), IsEmpty());
  EXPECT_THAT(OfRegistry(self, R"({"D": )" + To("A", R"(, "allOf": [)" + self + "]") + "}"),
              ElementsAre("AWS::Demo::A/Id"));
  std::string wide = R"({"D": {"anyOf": [)" + self;
  for (int i = 0; i < 40; ++i) wide += ", " + self;
  EXPECT_THAT(OfRegistry(self, wide + "]}}"), IsEmpty());
}

TEST(Relations, ThatAreMalformedArePassedOver) {
  const std::string long_name(65, 'x');
  for (const std::string relation :
       {R"(5)", R"([])", R"({})", R"("AWS::Demo::A")", R"({"typeName": "AWS::Demo::A"})",
        R"({"propertyPath": "/properties/Id"})",
        R"({"typeName": ["AWS::Demo::A"], "propertyPath": "/properties/Id"})",
        R"({"typeName": "AWS::Demo", "propertyPath": "/properties/Id"})",
        R"({"typeName": "AWS::Demo::", "propertyPath": "/properties/Id"})",
        R"({"typeName": "AWS::Demo::A::B", "propertyPath": "/properties/Id"})",
        R"({"typeName": "AWS::Demo::A\n", "propertyPath": "/properties/Id"})",
        R"({"typeName": "AWS::Demo::A", "propertyPath": {}})",
        R"({"typeName": "AWS::Demo::A", "propertyPath": ""})",
        R"({"typeName": "AWS::Demo::A", "propertyPath": "Id"})",
        R"({"typeName": "AWS::Demo::A", "propertyPath": "/properties/\u001b"})"}) {
    EXPECT_THAT(OfRegistry(R"({"relationshipRef": )" + relation + "}"), IsEmpty()) << relation;
  }
  EXPECT_THAT(OfRegistry(To(long_name)), IsEmpty());
  EXPECT_THAT(OfRegistry(To(long_name.substr(1))), testing::SizeIs(1));
  EXPECT_THAT(OfRegistry(R"({"relationshipRef": {"typeName": "AWS::Demo::A", "propertyPath": "/)" +
                         std::string(256, 'x') + R"("}})"),
              IsEmpty());
}

constexpr std::string_view kGadgets = R"(components:
  schemas:
    Shared: {type: string, relationshipRef: {typeName: AWS::Demo::A, propertyPath: /properties/Id}}
    Own: {type: string, x-relationshipRef: {typeName: AWS::Demo::A, propertyPath: /properties/Id}}
    Widget:
      properties: {P: {$ref: '#/components/schemas/Own'}}
      x-type-name: AWS::Demo::Widget
    Gadget:
      properties: {P: {$ref: '#/components/schemas/Shared'}}
      x-type-name: AWS::Demo::Gadget
    Gizmo:
      properties: {P: {$ref: '#/components/schemas/Shared'}}
      x-type-name: AWS::Demo::Gizmo
)";

TEST(Relations, OfProviderDocumentsHoldWhereTheDefinitionIsSurelyTheTypesOwn) {
  const TemporaryFolder folder;
  const Provider provider(*ProviderIn(WriteProvider(folder, "v26.03.00379", kGadgets)), Cache(""));
  const auto& types = *provider.Find("demo")->types();
  ASSERT_EQ(types.size(), 3U);
  // They are sorted: Gadget, Gizmo, Widget.
  EXPECT_THAT(AtProperty(*types[2]), ElementsAre("AWS::Demo::A/Id"));
  EXPECT_THAT(AtProperty(*types[0]), IsEmpty());
}

// The relations of a document, read line by line: "AWS::EC2::VPC/VpcId".
struct Written {
  std::set<std::string> relations = {};
  size_t total = 0;
  size_t in_requests = 0;  // which repeat the properties of their type, and are not compiled
};

Written ReadRelations(const std::filesystem::path& document) {
  Written written;
  std::ifstream file(document);
  std::string schema;
  std::string type;
  for (std::string line; std::getline(file, line);) {
    const size_t indent = line.find_first_not_of(' ');
    if (indent == std::string::npos) continue;
    const size_t colon = line.find(": ");
    if (indent == 4) schema = line.substr(indent, line.find(':') - indent);
    if (line.find("relationshipRef:") != std::string::npos ||
        line.find("x-relationshipRef:") != std::string::npos) {
      ++written.total;
      written.in_requests += schema.ends_with("Request") ? 1 : 0;
    }
    if (line.find(" typeName: ") != std::string::npos) type = line.substr(colon + 2);
    if (line.find(" propertyPath: /properties") == std::string::npos) continue;
    written.relations.insert(type + line.substr(colon + 2 + std::string("/properties").size()));
  }
  return written;
}

// In version v26.03.00379 there are 78. 28 of them stand in requests; 4 of the other 50 in
// definitions that 2 or 3 types share, so that 55 nodes have one; 9 of these are doubtful.
TEST(Relations, OfTheRealDocumentsAreAllCompiled) {
  const std::string documents = ProviderDocuments();
  if (documents.empty()) GTEST_SKIP() << "SKIPPED: no documents of StackQL's awscc provider";
  const Provider provider(*ProviderIn(documents), Cache(""));
  Written all;
  size_t compiled = 0;
  size_t doubtful = 0;
  for (const std::string& name : provider.Services()) {
    const Written written =
        ReadRelations(std::filesystem::path(documents) / "services" / (name + ".yaml"));
    if (written.total == 0) continue;
    all.total += written.total;
    all.in_requests += written.in_requests;
    std::set<std::string> found;
    for (const ResourceType* type : *provider.Find(name)->types()) {
      for (const Schema* node : *type->schemas()) {
        if (node->relations() == nullptr) continue;
        for (const auto* relation : *node->relations()) found.insert(Text(*relation));
        compiled += node->relations()->size();
        doubtful += node->doubtful() ? node->relations()->size() : 0;
      }
    }
    EXPECT_EQ(found, written.relations) << name;
  }
  std::cout << all.total << " relations, " << all.in_requests << " in requests, " << compiled
            << " compiled, " << doubtful << " of them doubtful\n";
  EXPECT_GE(compiled, all.total - all.in_requests);
}

}  // namespace
}  // namespace stackql::catalog
