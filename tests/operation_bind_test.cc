// Binding queries to operations: calls, parameters, and what is said of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "operation/bind.h"
#include "operation/parameters.h"
#include "operation/phases.h"
#include "operation_asking.h"
#include "stack/stack.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

TEST(Bind, OneCallAStatement) {
  const std::vector<std::pair<std::string, Call>> cases = {
      {"INSERT INTO awscc.test.things (Name, region) SELECT 'a', 'us-east-1'", Call::kCreate},
      {"SELECT id FROM awscc.test.things WHERE region = 'us-east-1' AND Identifier = 'id-1'",
       Call::kRead},
      {"UPDATE awscc.test.things SET PatchDocument = string('[]') WHERE region = 'us-east-1' AND "
       "Identifier = 'id-1'",
       Call::kUpdate},
      {"DELETE FROM awscc.test.things WHERE region = 'us-east-1' AND Identifier = 'id-1'",
       Call::kDelete},
      {"SELECT id FROM awscc.test.things_list_only WHERE region = 'us-east-1'", Call::kList},
  };
  for (const auto& [text, call] : cases) {
    const Asked query(text);
    EXPECT_EQ(query.Problems(), Texts{}) << text;
    ASSERT_EQ(query.bound.operations.size(), 1U) << text;
    const Operation& operation = query.bound.operations[0];
    EXPECT_EQ(operation.call, call) << text;
    EXPECT_EQ(query.Text(operation.region), "us-east-1") << text;
    const bool named = call != Call::kCreate && call != Call::kList;
    EXPECT_EQ(query.Text(operation.identifier), named ? "id-1" : "none") << text;
  }
}

TEST(Bind, OtherTablesAreCounted) {
  const Asked query("SELECT a FROM awscc.ec2.vpcs WHERE region = 'x'; SELECT b FROM google.x.y;");
  ASSERT_EQ(query.bound.operations.size(), 1U);  // none of the other provider
  EXPECT_EQ(query.bound.operations[0].type, nullptr);
  EXPECT_EQ(query.Problems(), Texts{});
  EXPECT_EQ(query.bound.not_checked.count("awscc.ec2.vpcs"), 1U);
}

TEST(Phases, AreTheCommandsThatRunAnAnchor) {
  const auto phases = [](ResourceKind kind, std::string_view anchor, bool exists = true) {
    const Resource resource = {.kind = kind};
    const Phases made = PhasesOf(&resource, anchor, exists);
    return std::string(made.build ? "b" : "-") + (made.test ? "t" : "-") +
           (made.teardown ? "d" : "-");
  };
  using enum ResourceKind;
  EXPECT_EQ(phases(kResource, "exists"), "btd");
  EXPECT_EQ(phases(kResource, "create"), "b--");
  EXPECT_EQ(phases(kMulti, "createorupdate"), "b--");
  EXPECT_EQ(phases(kResource, "update"), "b--");
  EXPECT_EQ(phases(kResource, "statecheck"), "bt-");
  EXPECT_EQ(phases(kResource, "statecheck", false), "btd");
  EXPECT_EQ(phases(kResource, "exports"), "btd");
  EXPECT_EQ(phases(kQuery, "exports"), "btd");
  EXPECT_EQ(phases(kCommand, "command"), "b--");
  EXPECT_EQ(phases(kResource, "delete"), "--d");
  EXPECT_EQ(phases(kResource, "callback"), "b-d");
  EXPECT_EQ(phases(kResource, "callback:create"), "b--");
  EXPECT_EQ(phases(kResource, "callback:delete"), "--d");
  EXPECT_EQ(phases(kResource, "troubleshoot:delete"), "--d");
  EXPECT_EQ(phases(kResource, "craete"), "---");
}

TEST(Bind, Parameters) {
  const std::string read = "SELECT id FROM awscc.test.things WHERE ";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {read + "region = 'us-east-1'", {"missing-parameter 'awscc.test.things'"}},
      {read + "Identifier = 'id-1'", {"region-defaulted 'awscc.test.things'"}},
      {read + "region = 'eu' AND Identifier = 'id-1'", {"invalid-region 'eu'"}},
      {read + "region = 'us-east-1' AND Identifier = 'x'", {"malformed-identifier 'x'"}},
      {read + "region = '<region>' AND Identifier = '<Arn>'",
       {"leftover-placeholder '<Arn>'", "leftover-placeholder '<region>'"}},
      {read + "{{ condition }}", {}},
      {read + "region = '{{ r }}' AND Identifier = 'id-{{ n }}'", {}},
      {read + "region = 'us-east-1' AND Identifier = 'x-{{ n }}'",
       {"malformed-identifier 'x-{{ n }}'"}},
      {read + "region = 'us-east-1' AND Identifier IN ('id-1', 'id-2')", {}},
      {"SELECT nmae FROM awscc.test.things_list_only WHERE region = 'us-east-1'",
       {"unknown-select-column 'nmae'"}},
      {"INSERT INTO awscc.test.things (Nmae, region) SELECT 'a', 'us-east-1'",
       {"unknown-column 'Nmae'"}},
      {"INSERT INTO awscc.test.things (Name, region) SELECT 'a'",
       {"column-count-mismatch 'region'"}},
  };
  for (const auto& [text, problems] : cases) EXPECT_EQ(Asked(text).Problems(), problems) << text;
}

TEST(Bind, RegionsThatDoNotCount) {
  const std::string join = "SELECT a.id FROM awscc.test.things_list_only a JOIN x.y.z b ON ";
  const Texts joined = {"region-defaulted 'awscc.test.things_list_only'"};
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"SELECT id FROM awscc.test.things_list_only WHERE things_list_only.region = 'us-east-1'",
       {"region-defaulted 'things_list_only.region'"}},
      {"SELECT v.id FROM awscc.test.things_list_only AS v WHERE v.region IN ('us-east-1')",
       {"region-defaulted 'v.region'"}},
      {join + "a.c = b.c WHERE a.region = 'us-east-1'", {"region-defaulted 'a.region'"}},
      {join + "a.c = b.c WHERE 'us-east-1' = a.region", {"region-defaulted 'a.region'"}},
      {join + "a.region = b.region WHERE b.region = 'us-east-1'", joined},
      {join + "a.region = 'us-east-1'", joined},
      {join + "a.c = b.c WHERE region = 'us-east-1'", {}},
      {join + "a.c = b.c WHERE region = 'us-east-1' AND a.region = 'us-east-1'", {}},
      {join + "a.c = b.c WHERE {{ condition }}", {}},
      {join + "{{ condition }}", {}},
      {join + "a.c = b.c WHERE a.region = 'us-east-1' AND {{ more }}", {}},
      {join + "a.c = b.c WHERE a.{{ column }} = 'us-east-1'", {}},
      {"SELECT id FROM (SELECT a.id FROM awscc.test.things_list_only a WHERE region = "
       "'us-east-1') d JOIN x.y.z b ON d.id = b.id",
       {}},
      {"DELETE FROM awscc.test.things WHERE things.region = 'us-east-1' AND Identifier = 'id-1'",
       {}},
  };
  for (const auto& [text, problems] : cases) EXPECT_EQ(Asked(text).Problems(), problems) << text;
}

// A manifest alone: the resource is bound by its name and the names of its props.
TEST(Bind, LooseManifests) {
  const std::vector<std::pair<std::string, size_t>> cases = {
      {"{name: thing, props: [{name: Name, value: x}]}", 1},
      {"{name: things, props: [{name: Name, value: x}]}", 1},
      {"{name: thing, props: [{name: Colour, value: x}]}", 0},
      {"{name: other, props: [{name: Colour, value: x}]}", 0},
      {"{name: thing, type: script, run: ls}", 0},
  };
  for (const auto& [resource, count] : cases) {
    Sources sources;
    Values values(sources);
    Problems problems;
    std::vector<std::string> failures;
    const TextId file =
        sources.AddFile("m", "name: demo\nproviders: [aws]\nresources:\n  - " + resource + "\n");
    const yaml::Document document = yaml::Parse(values, file, problems);
    const Stack stack = LoadStack(
        values, ReadManifest(values, document.root, problems), "", false,
        [](const std::string&) { return FileText(); }, problems, failures);
    const EvaluatedStack evaluated = EvaluateStack(values, stack, {});
    const catalog::Catalog catalog(snapshot::Snapshot::Open(Known()));
    ASSERT_EQ(evaluated.unqueried.size(), 1U) << resource;
    const Bound bound = BindUnqueried(values, catalog, evaluated.unqueried[0]);
    EXPECT_TRUE(problems.empty() && evaluated.problems.empty() && bound.problems.empty())
        << resource;
    ASSERT_EQ(bound.operations.size(), count) << resource;
    if (count == 0) continue;
    EXPECT_EQ(bound.operations[0].call, Call::kCreate);
    const ValueId name = values.Find(bound.operations[0].desired, "Name");
    ASSERT_NE(name, kNoValue);
    EXPECT_EQ(values.Text(name), "x");
  }
}

TEST(Parameters, Placeholders) {
  for (const char* text : {"<Arn>", "<Arn>|<Id>", "<your-name>"}) {
    EXPECT_TRUE(IsPlaceholder(text)) << text;
  }
  for (const char* text : {"", "<>", "Arn", "<Arn", "a<b>", "<a'b>"}) {
    EXPECT_FALSE(IsPlaceholder(text)) << text;
  }
}

TEST(Parameters, Regions) {
  for (const char* text : {"us-east-1", "ap-southeast-12", "us-gov-west-1", "eusc-de-east-1"}) {
    EXPECT_EQ(Asked("SELECT id FROM awscc.test.things_list_only WHERE region = '" +
                    std::string(text) + "'")
                  .Problems(),
              Texts{})
        << text;
  }
  for (const char* text :
       {"us-east", "us-1", "u-east-1", "us--1", "US-EAST-1", "us-east-1a", "1"}) {
    EXPECT_EQ(Asked("SELECT id FROM awscc.test.things_list_only WHERE region = '" +
                    std::string(text) + "'")
                  .Problems(),
              Texts{"invalid-region '" + std::string(text) + "'"});
  }
}

}  // namespace
}  // namespace stackql
