// The values of properties that rules/aws/values.json lists: they are those of the type, and lead
// to it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "catalog/type_facts.h"
#include "support/temporary_folder.h"

namespace stackql::catalog {
namespace {

using testing_support::TemporaryFolder;

// What is said of a folder with one type, `Box` with a `Size` and a list of `Lids`, and these
// values.
std::string Said(std::string_view values) {
  const TemporaryFolder folder;
  folder.Write("sources.json", R"({"regions": ["us-east-1"]})");
  for (const char* name : {"formats.json", "references.json", "arns.json"})
    folder.Write(name, "{}");
  folder.Write("values.json", values);
  folder.Write("test.types.json", R"({"types": {"AWS::Test::Box": {"properties": {
      "Size": {"type": "string"}, "Lids": {"type": "array", "items": {"type": "string"}}}}}})");
  const auto compiled = CompileTypeFacts(folder.path().string());
  if (compiled) return "compiled";
  const std::string& message = compiled.error().message;
  return message.substr(message.find("values.json"));
}

TEST(ListedValues, LeadToPropertiesOfTypes) {
  EXPECT_EQ(Said(R"({"values": {"AWS::Test::Box": {"/Size": ["s", "l"], "/Lids/*": ["a"]}}})"),
            "compiled");
  EXPECT_EQ(Said(R"({"values": {"AWS::Test::Box": {"/Width": ["s"]}}})"),
            "values.json: AWS::Test::Box has no /Width");
  EXPECT_EQ(Said(R"({"valuesOfAnyCase": {"AWS::Test::Box": {"/Size/*": ["s"]}}})"),
            "values.json: AWS::Test::Box has no /Size/*");
  EXPECT_EQ(Said(R"({"values": {"AWS::Test::Bag": {"/Size": ["s"]}}})"),
            "values.json: unknown type AWS::Test::Bag");
}

}  // namespace
}  // namespace stackql::catalog
