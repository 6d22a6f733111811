// CloudFormation registry schemas on disk, and that they give the same types as StackQL's
// documents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/catalog.h"
#include "catalog/provider.h"
#include "catalog/registry.h"
#include "snapshot/snapshot_objects.h"
#include "support/provider_folder.h"

namespace stackql::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr std::string_view kWidget = R"({
  "typeName": "AWS::Demo::Widget",
  "description": "A widget.",
  "definitions": {
    "Tag": {"type": "object", "additionalProperties": false,
      "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}}, "required": ["Key"]},
    "Own": {"type": "object", "properties": {"Size": {"type": "integer", "maximum": 9}}}
  },
  "properties": {
    "Name": {"type": "string", "pattern": "^[a-z]+$"},
    "Own": {"$ref": "#/definitions/Own"},
    "Gadget": {},
    "Free": {"type": "object", "patternProperties": {"^x-": {"type": "integer"}},
      "additionalProperties": false},
    "Tags": {"type": "array", "items": {"$ref": "#/definitions/Tag"}}
  },
  "required": ["Name"],
  "additionalProperties": false,
  "primaryIdentifier": ["/properties/Name"],
  "createOnlyProperties": ["/properties/Name", "/properties/Own/Size"],
  "readOnlyProperties": ["/properties/Own/Id"],
  "tagging": {"taggable": true, "tagProperty": "/properties/Tags"},
  "handlers": {
    "create": {"permissions": ["demo:CreateWidget"]},
    "read": {"permissions": ["demo:GetWidget"]},
    "delete": {"permissions": []}
  }
})";

// What a node says, with all that it refers to; where documents lose something, nothing.
std::string Describe(const snapshot::ResourceTypeT& type, uint32_t index, int depth = 0) {
  const snapshot::SchemaT& node = *type.schemas[index];
  if (node.ref >= 0) return Describe(type, static_cast<uint32_t>(node.ref), depth);
  std::string text = std::to_string(static_cast<int>(node.types)) + node.pattern + node.maximum +
                     (node.closed ? "closed" : "");
  for (const std::string& name : node.required) text += " needs " + name;
  const auto below = [&](const std::string& step, uint32_t to) {
    if (depth < 5) text += "\n" + step + " " + Describe(type, to, depth + 1);
  };
  if (node.items >= 0) below("items", static_cast<uint32_t>(node.items));
  for (const auto& property : node.properties) below(property->name, property->schema);
  for (const auto& property : node.pattern_properties) below(property->pattern, property->schema);
  return text;
}

TEST(Sources, AgreeInOneModel) {
  const TemporaryFolder folder;
  const Provider provider(*ProviderIn(WriteProvider(folder, "v26.03.00379")), Cache(""));
  const std::unique_ptr<snapshot::ResourceTypeT> documents(
      provider.Find("demo")->types()->Get(1)->UnPack());
  const Result<CompiledSchema> compiled = CompileSchema("widget.json", std::string(kWidget));
  ASSERT_TRUE(compiled) << compiled.error().message;
  EXPECT_THAT(compiled->anomalies, IsEmpty());
  const auto& schema = compiled->type;
  EXPECT_EQ(schema->type_name, documents->type_name);
  EXPECT_EQ(schema->service, documents->service);
  EXPECT_EQ(schema->primary_identifier, documents->primary_identifier);
  EXPECT_EQ(schema->identifier_pattern, documents->identifier_pattern);
  EXPECT_EQ(schema->create_only, documents->create_only);
  EXPECT_EQ(schema->read_only, documents->read_only);
  EXPECT_EQ(schema->write_only, documents->write_only);
  EXPECT_EQ(schema->tagging->taggable, documents->tagging->taggable);
  EXPECT_EQ(schema->tagging->property, documents->tagging->property);
  ASSERT_EQ(schema->handlers.size(), documents->handlers.size());
  for (size_t i = 0; i < schema->handlers.size(); ++i) {
    EXPECT_EQ(schema->handlers[i]->handler, documents->handlers[i]->handler);
    EXPECT_EQ(schema->handlers[i]->actions, documents->handlers[i]->actions);
  }
  EXPECT_EQ(Describe(*schema, 0), Describe(*documents, 0));
}

TEST(RegistrySchemas, AreFoundByTheirFileName) {
  EXPECT_EQ(SchemaFileName("AWS::S3::Bucket"), "aws-s3-bucket.json");
  EXPECT_EQ(SchemaFileName("AWS::S3::../../x"), "");
  const TemporaryFolder folder;
  folder.Write("a/aws-demo-widget.json", kWidget);
  folder.Write("a/aws-demo-broken.json", "{");
  folder.Write("b/aws-demo-other.json", kWidget);  // another type than its name says
  const Registry registry(folder.path().string(), Cache(""));
  ASSERT_NE(registry.Find("AWS::Demo::Widget"), nullptr);
  EXPECT_EQ(registry.Find("AWS::Demo::Other"), nullptr);
  EXPECT_EQ(registry.Find("AWS::Demo::Nothing"), nullptr);
  EXPECT_THAT(registry.Failures(), IsEmpty());
  EXPECT_EQ(registry.Types().size(), 1U);
  ASSERT_EQ(registry.Failures().size(), 1U);
  EXPECT_NE(registry.Failures()[0].find("aws-demo-broken.json: not JSON"), std::string::npos);
}

TEST(RegistrySchemas, SayWhatTypesOfTheDocumentsAreLike) {
  const TemporaryFolder folder;
  folder.Write("cfn/set/aws-demo-widget.json", kWidget);
  std::string alone(kWidget);
  alone.replace(alone.find("Widget"), 6, "Alone");
  folder.Write("cfn/set/aws-demo-alone.json", alone);
  const auto provider = std::make_shared<const Provider>(
      *ProviderIn(WriteProvider(folder, "v26.03.00379")), Cache(""));
  const auto registry =
      std::make_shared<const Registry>((folder.path() / "cfn").string(), Cache(""));
  const Catalog catalog(snapshot::Snapshot(), {}, provider, registry);
  EXPECT_FALSE(catalog.FindType("AWS::Demo::Widget")->generated());
  EXPECT_TRUE(catalog.FindType("AWS::Demo::Gadget")->generated());
  const auto widgets = catalog.FindTable("demo", "widgets");
  EXPECT_EQ(widgets.type, catalog.FindType("AWS::Demo::Widget"));
  EXPECT_EQ(widgets.table->columns()->size(), 3U) << "of the documents";
  ASSERT_NE(catalog.FindType("AWS::Demo::Alone"), nullptr);
  EXPECT_FALSE(catalog.FindType("AWS::Demo::Alone")->generated());
}

}  // namespace
}  // namespace stackql::catalog
