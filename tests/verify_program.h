#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "support/aws/guarded_double.h"
#include "support/command.h"
#include "support/provider_folder.h"
#include "support/temporary_folder.h"

// The program's `verify` against the double of AWS.
namespace stackql::testing_support {

inline constexpr const char* kKey = "AKIACANARY0KEY000001";
inline constexpr const char* kSecret = "canary/secret+000001";
inline constexpr const char* kLiveValue = "canary-live-value";

// CloudFormation's schema of AWS::Demo::Widget, as kDemoService has it.
inline constexpr const char* kWidgetSchema = R"({
  "typeName": "AWS::Demo::Widget",
  "definitions": {
    "Tag": {"type": "object", "additionalProperties": false, "required": ["Key"],
            "properties": {"Key": {"type": "string"}, "Value": {"type": "string"}}},
    "Own": {"type": "object", "properties": {"Size": {"type": "integer", "maximum": 9}}},
    "Gadget": {"type": "object",
               "properties": {"Id": {"type": "string"},
                              "Tags": {"type": "array", "items": {"$ref": "#/definitions/Tag"}}}}},
  "properties": {
    "Name": {"type": "string", "pattern": "^[a-z]+$"},
    "Own": {"$ref": "#/definitions/Own"},
    "Gadget": {"$ref": "#/definitions/Gadget"},
    "Free": {"type": "object", "patternProperties": {"^x-": {"type": "integer"}},
             "additionalProperties": false},
    "Tags": {"type": "array", "items": {"$ref": "#/definitions/Tag"}}},
  "additionalProperties": false,
  "required": ["Name"],
  "primaryIdentifier": ["/properties/Name"],
  "createOnlyProperties": ["/properties/Name", "/properties/Own/Size"],
  "readOnlyProperties": ["/properties/Own/properties/Id"],
  "tagging": {"taggable": true, "tagProperty": "/properties/Tags"},
  "handlers": {"create": {"permissions": ["demo:CreateWidget"]},
               "read": {"permissions": ["demo:GetWidget"]},
               "delete": {"permissions": []}}})";

// A provider's document of roles, which widgets may name.
inline constexpr const char* kRoleService = R"(components:
  schemas:
    Role:
      type: object
      properties:
        RoleName: {type: string}
      x-type-name: AWS::IAM::Role
      x-stackql-primary-identifier: [RoleName]
      x-required-permissions:
        read: [iam:GetRole]
  x-stackQL-resources:
    roles:
      x-cfn-type-name: AWS::IAM::Role
      x-identifiers: [RoleName]
      x-type: cloud_control
      sqlVerbs: {insert: [one]}
)";

inline aws_double::World Account() {
  aws_double::World world;
  world.types = {{.name = "AWS::Demo::Widget", .primary = {"Name"}, .schema = kWidgetSchema},
                 {.name = "AWS::IVS::Stage", .primary = {"Arn"}, .readable = false},
                 {.name = "AWS::IVS::StorageConfiguration", .primary = {"Arn"}},
                 {.name = "AWS::IAM::Role", .primary = {"RoleName"}}};
  world.resources = {
      {.type = "AWS::Demo::Widget",
       .properties = R"({"Name":"one","Own":{"Size":3},"Tags":[{"Key":"a","Value":")" +
                     std::string(kLiveValue) + R"("}]})"},
      {.type = "AWS::Demo::Widget", .properties = R"({"Name":"two","Own":{"Size":4}})"},
      {.type = "AWS::IAM::Role", .properties = R"({"RoleName":"web"})"},
      {.type = "AWS::IVS::StorageConfiguration",
       .properties =
           R"({"Arn":"arn:aws:ivs:us-east-1:123456789012:storage-configuration/AbCd","S3":{}})"}};
  return world;
}

class VerifyProgram : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write(".stackql/src/awscc/v26.03.00379/services/demo.yaml", kDemoService);
    folder_.Write(".stackql/src/awscc/v26.03.00379/services/iam.yaml", kRoleService);
    // The program inherits these.
    setenv("AWS_ACCESS_KEY_ID", kKey, 1);
    setenv("AWS_SECRET_ACCESS_KEY", kSecret, 1);
    setenv("AWS_REGION", "us-east-1", 1);
    setenv("AWS_CONFIG_FILE", "/nonexistent", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent", 1);
    for (const char* name : {"AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_CA_BUNDLE"}) unsetenv(name);
    Serve({.world = Account()});
  }
  void TearDown() override {
    for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION",
                             "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"}) {
      unsetenv(name);
    }
  }

  // Another AWS from here on.
  void Serve(aws_double::Settings settings) {
    server_ = std::make_unique<aws_double::GuardedDouble>(std::move(settings));
  }

  // `verify` of a query file with these statements. Whatever happens, no secret and nothing of a
  // live resource gets out.
  Outcome With(const std::string& query, const std::string& options = "") {
    folder_.Write("x.iql", query);
    const Outcome outcome =
        RunProgram(folder_.path().string(),
                   "verify x.iql --no-config --endpoint-url " + server_->Address() + " " + options);
    EXPECT_THAT(outcome.text, testing::Not(testing::HasSubstr(kSecret)));
    EXPECT_THAT(outcome.text, testing::Not(testing::HasSubstr(kLiveValue)));
    return outcome;
  }
  nlohmann::json Findings(const std::string& query, const std::string& options = "") {
    return nlohmann::json::parse(
        With(query, options + " --output json 2>/dev/null; exit $?").text)["findings"];
  }
  // "LIV001 1:2 message", a line each.
  std::string Lines(const std::string& query, const std::string& options = "") {
    std::string lines;
    for (const nlohmann::json& finding : Findings(query, options)) {
      lines += finding["rule"].get<std::string>() + " " +
               std::to_string(finding["line"].get<int>()) + ":" +
               std::to_string(finding["column"].get<int>()) + " " +
               finding["message"].get<std::string>() + "\n";
    }
    return lines;
  }

  TemporaryFolder folder_;
  std::unique_ptr<aws_double::GuardedDouble> server_;
};

inline std::string Create(const std::string& name, const std::string& size) {
  return "INSERT INTO awscc.demo.widgets (Name, Own, region) SELECT '" + name + R"(', '{"Size": )" +
         size + "}', 'us-east-1';\n";
}

inline std::string ReadOf(const std::string& table, const std::string& identifier) {
  return "SELECT name FROM awscc." + table + " WHERE region = 'us-east-1' AND Identifier = '" +
         identifier + "';\n";
}

// A widget whose gadget is what the text names.
inline std::string Naming(const std::string& text) {
  return "INSERT INTO awscc.demo.widgets (Name, Gadget, region) SELECT 'new', '{\"Id\": \"" + text +
         "\"}', 'us-east-1';\n";
}

}  // namespace stackql::testing_support
