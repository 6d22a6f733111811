// The JSON Schema of configurations is that of the reader, and the page names every setting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "config/settings.h"
#include "report/config_views.h"
#include "support/places.h"
#include "value/value.h"

namespace stackql::report {
namespace {

using nlohmann::json;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

const std::string kFolder = std::string(testing_support::kSourceDir) + "/src/config/";

// UPDATE_README=1 rewrites it.
TEST(ConfigSchema, IsInTheTree) {
  const std::string path = kFolder + "schema.json";
  if (std::getenv("UPDATE_README") != nullptr)
    std::ofstream(path, std::ios::binary) << ConfigSchema();
  EXPECT_EQ(ReadAll(path), ConfigSchema());
}

// What the reader says of a configuration, as rules.
size_t ProblemsOf(const std::string& text) {
  Sources sources;
  Values values(sources);
  Problems problems;
  config::Read(values, sources.AddFile("a", text), problems);
  return problems.size();
}

TEST(ConfigSchema, HasTheKeysOfTheReader) {
  const json schema = json::parse(ConfigSchema());
  const json& properties = schema.at("properties");
  EXPECT_EQ(properties.size(), config::kSettings.size());
  const std::string page = ReadAll(kFolder + "README.md");
  for (const auto& [name, property] : properties.items()) {
    EXPECT_FALSE(property.at("description").get<std::string>().empty());
    EXPECT_NE(page.find("| `" + name + "` |"), std::string::npos) << name;
    // What the schema takes, the reader takes, and null is as good as nothing there.
    if (property.contains("enum")) {
      for (const json& value : property.at("enum")) {
        EXPECT_EQ(ProblemsOf(name + ": " + value.dump()), 0U) << name << value.dump();
      }
    } else {
      EXPECT_THAT(property.at("type"), testing::Contains("null"));
      EXPECT_EQ(ProblemsOf(name + ": null"), 0U) << name;
      EXPECT_EQ(ProblemsOf(name + ": " + (property.at("type")[0] == "object" ? "[]" : "{}")), 1U)
          << name;
    }
  }
  EXPECT_EQ(ProblemsOf("unknown: 1"), 1U);
  const json& overrides = properties.at("overrides").at("items").at("properties");
  EXPECT_EQ(overrides.size(), config::kOverrideSettings.size());
  for (const auto& [name, property] : overrides.items()) {
    EXPECT_EQ(ProblemsOf("overrides: [{paths: [a]" +
                         (name == "paths" ? "" : ", " + name + ": null") + "}]"),
              0U)
        << name;
  }
}

TEST(ConfigText, IsAConfiguration) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const config::Config config = config::Read(
      values,
      sources.AddFile("a",
                      "select: [SQL, 'on', 'a b']\nvariables: {x: secret}\nseverity: {TAG: 'off'}\n"
                      "overrides: [{paths: ['*.iql'], ignore: [TAG]}]\n"),
      problems);
  std::map<std::string, std::string> origins;
  for (const auto& [name, where] : config.places) origins[name] = "a:1";
  const std::vector<std::string> files = {"a", "b"};
  const std::map<std::string, std::string> none;
  const std::string text =
      ConfigText({.config = config, .files = files, .origins = origins, .env_variables = none});
  EXPECT_THAT(text, testing::HasSubstr("# a\n# extends b\n"));
  EXPECT_THAT(text, testing::HasSubstr("x: \"<x>\""));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("secret")));
  EXPECT_EQ(ProblemsOf(text), 0U) << text;
  Values again(sources);
  const config::Config reread = config::Read(again, sources.AddFile("b", text), problems);
  EXPECT_EQ(reread.select, config.select);
  EXPECT_EQ(reread.severity, config.severity);
  ASSERT_EQ(reread.overrides.size(), 1U);
  EXPECT_EQ(reread.overrides[0].paths, config.overrides[0].paths);
}

}  // namespace
}  // namespace stackql::report
