// A schema read from an answer: what is taken for one, and that it holds its own bytes.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "catalog/live_schema.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::catalog {
namespace {

constexpr const char* kThing = R"({"typeName": "AWS::Demo::Thing",
  "properties": {"Name": {"type": "string"}}, "readOnlyProperties": ["/properties/Name"]})";

TEST(LiveSchema, IsReadFromItsText) {
  Result<LiveSchema> read = LiveSchema::Read("AWS::Demo::Thing", kThing);
  ASSERT_TRUE(read) << read.error().message;
  const LiveSchema moved = std::move(*read);
  read = Failed("gone");
  EXPECT_EQ(moved.type().type_name()->str(), "AWS::Demo::Thing");
  EXPECT_EQ(moved.type().read_only()->Get(0)->str(), "/Name");
  EXPECT_FALSE(moved.type().generated());
}

TEST(LiveSchema, IsNoOtherText) {
  std::string many = R"({"typeName": "AWS::Demo::Thing", "properties": {)";
  for (int i = 0; i < 100'001; ++i) {
    many.append(i == 0 ? "" : ",").append("\"P").append(std::to_string(i)).append("\": {}");
  }
  const std::pair<std::string, std::string> texts[] = {
      {"", "not JSON: expected a value"},
      {"<html>", "not JSON: expected a value"},
      {"[]", "a schema must be an object"},
      {R"({"typeName": "AWS::Demo::Thing"})", "a resource type must have 'properties'"},
      {R"({"typeName": "AWS::Demo::Other", "properties": {}})",
       "expected the schema of AWS::Demo::Thing, found one of AWS::Demo::Other"},
      {many + "}}", "the schema is too large"},
  };
  for (const auto& [text, expected] : texts) {
    const Result<LiveSchema> read = LiveSchema::Read("AWS::Demo::Thing", text);
    ASSERT_FALSE(read) << text.substr(0, 80);
    EXPECT_EQ(read.error().message, expected);
  }
}

}  // namespace
}  // namespace stackql::catalog
