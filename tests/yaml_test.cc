#include "yaml/yaml.h"

#include <gtest/gtest.h>

namespace stackql {
namespace {

TEST(Yaml, Placeholder) {
  Sources sources;
  Values values(sources);
  Problems problems;
  EXPECT_NE(yaml::Parse(values, sources.AddFile("m.yml", "a: 1"), problems).root, kNoValue);
}

}  // namespace
}  // namespace stackql
