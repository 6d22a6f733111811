// Properties that a statement may not set or change: read-only, create-only and deprecated ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/property_checks.h"
#include "snapshot/snapshot_objects.h"
#include "support/rule_names.h"
#include "support/schema_text.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;

struct Given {
  std::string schema = "{}";
  Texts read_only = {};
  Texts create_only = {};
  Texts deprecated = {};
};

// "rule 'place' name=value ..." of each problem; in the value each % is a hole.
Texts Told(const Given& given, Call call, const std::string& value) {
  snapshot::ResourceTypeT native = TypeWith(given.schema);
  native.read_only = given.read_only;
  native.create_only = given.create_only;
  native.deprecated = given.deprecated;
  const Packed<snapshot::ResourceType> type(native);
  Workbench bench;
  Operation operation = {.call = call, .type = &*type, .type_name = "AWS::Test::Thing"};
  operation.desired = bench.Read(value);
  Problems problems;
  CheckProperties(bench.values, operation, RuleSet(snapshot::Snapshot()), problems);
  Texts told;
  for (const Problem& problem : problems) {
    std::string text = RuleName(problem) + " '" +
                       std::string(bench.sources.Bytes(bench.sources.Resolve(problem.where).at)) +
                       "'";
    for (const auto& [name, text_of] : problem.what.args) {
      text += " " + std::string(name) + "=" + text_of;
    }
    told.push_back(text);
  }
  return told;
}

TEST(ReadOnly, PropertiesAreToldOnce) {
  const Given given = {.schema = R"({"properties": {"A": {"maxLength": 1}, "Ab": {"maxLength": 1},
                                     "In": {"properties": {"B": {"maxLength": 1}}}}})",
                       .read_only = {"/A", "/In/B"}};
  EXPECT_THAT(Told(given, Call::kCreate, R"({"A": "xx", "In": {"B": "xx"}})"),
              ElementsAre("read-only-property 'A' name=A", "read-only-property 'B' name=B"));
  const Texts both = Told(given, Call::kCreate, R"({"A": "xx", "Ab": "xx"})");
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0], "read-only-property 'A' name=A");
  EXPECT_THAT(both[1], testing::StartsWith("string-length 'xx'"));
  EXPECT_THAT(Told(given, Call::kCreate, R"({"Ab": "x", "In": {}})"), IsEmpty());
  const Given inside = {
      .schema = R"({"properties": {"A": {"properties": {"B": {"maxLength": 1}}}}})",
      .read_only = {"/A"}};
  EXPECT_THAT(Told(inside, Call::kCreate, R"({"A": {"B": "xx"}})"),
              ElementsAre("read-only-property 'A' name=A"));
  const Given elements = {.read_only = {"/L/*"}};
  EXPECT_THAT(Told(elements, Call::kCreate, R"({"L": ["x"]})"),
              ElementsAre("read-only-property 'x' name=/L/0"));
}

// Documents may name the type itself.
TEST(ReadOnly, IsNothingOfAnEmptyPointer) {
  const Given given = {.read_only = {""}, .create_only = {"", "/A"}, .deprecated = {""}};
  EXPECT_THAT(Told(given, Call::kCreate, R"({"A": 1})"), IsEmpty());
  EXPECT_THAT(Told(given, Call::kUpdate, R"({"A": 1})"),
              ElementsAre("create-only-change 'A' name=A type=AWS::Test::Thing"));
}

TEST(CreateOnly, PropertiesDoNotChange) {
  const Given given = {.create_only = {"/A", "/A/B", "/Ab", "/In/C"}};
  const std::string type = " type=AWS::Test::Thing";
  EXPECT_THAT(Told(given, Call::kUpdate, R"({"A": {"B": 1}, "Ab": 2, "Other": 3})"),
              ElementsAre("create-only-change 'A' name=A" + type,
                          "create-only-change 'Ab' name=Ab" + type));
  // What a patch only passes through stays.
  EXPECT_THAT(
      Told(given, Call::kUpdate, R"({"A": {"B": 1, %}, "In": {"C": 2, %}, %})"),
      ElementsAre("create-only-change 'B' name=B" + type, "create-only-change 'C' name=C" + type));
  EXPECT_THAT(Told(given, Call::kCreate, R"({"A": 1})"), IsEmpty());
}

// What a larger object has that a patch writes may be what the resource has.
TEST(CreateOnly, PropertiesWithinAnObjectMayBeTheSame) {
  const Given given = {.create_only = {"/In/C", "/L/*/D"}, .deprecated = {"/In/C"}};
  EXPECT_THAT(Told(given, Call::kUpdate, R"({"In": {"C": 2}})"),
              ElementsAre("deprecated-property 'C' name=C type=AWS::Test::Thing"));
  EXPECT_THAT(Told(given, Call::kUpdate, R"({"L": [{"D": 1}]})"), IsEmpty());
  EXPECT_THAT(Told(given, Call::kUpdate, R"({"In": {"C": {"A": 1, %}, %}, %})"), IsEmpty())
      << "only passed through";
  EXPECT_THAT(Told(given, Call::kCreate, R"({"In": {"C": {"A": 1, %}}})"),
              ElementsAre("deprecated-property 'C' name=C type=AWS::Test::Thing"));
}

TEST(Deprecated, PropertiesAreTold) {
  const Given given = {.deprecated = {"/A", "/B"}};
  const std::string type = " type=AWS::Test::Thing";
  for (const Call call : {Call::kCreate, Call::kUpdate}) {
    EXPECT_THAT(Told(given, call, R"({"A": 1, "B": 2, "C": 3})"),
                ElementsAre("deprecated-property 'A' name=A" + type,
                            "deprecated-property 'B' name=B" + type));
  }
  EXPECT_THAT(Told(given, Call::kRead, R"({"A": 1})"), IsEmpty());
}

}  // namespace
}  // namespace stackql
