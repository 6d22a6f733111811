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
#include "value/value.h"
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

// Of a resource with these queries; "btd" for build, test and teardown. What stackql-deploy 2.4.0
// sent when its tables were absent, right and wrong.
std::string PhasesIn(const Resource& resource, std::string_view anchor, const Siblings& siblings) {
  const Phases made = PhasesOf(&resource, anchor, siblings);
  return std::string(made.build ? "b" : "-") + (made.test ? "t" : "-") +
         (made.teardown ? "d" : "-");
}

TEST(Phases, AreTheCommandsThatRunAnAnchor) {
  using enum ResourceKind;
  const Siblings all = {.exists = true, .statecheck = true, .exports = true, .deletes = true};
  const Siblings no_exists = {.statecheck = true, .deletes = true};
  const Siblings no_check = {.exists = true, .deletes = true};
  const Siblings replaced = {.exists = true, .exports = true, .createorupdate = true};
  const Resource plain = {.kind = kResource};
  const Resource lists = {.kind = kMulti, .exports_key = 1};
  const Resource kept = {.kind = kResource, .deletes = false};
  const Resource trusted = {.kind = kResource, .validates = false};
  const Resource returns = {.kind = kResource, .returns_at_delete = true};
  EXPECT_EQ(PhasesIn(plain, "exists", all), "btd");
  EXPECT_EQ(PhasesIn(plain, "exists", {.dialect = Dialect::kPython}), "b-d");
  EXPECT_EQ(PhasesIn(plain, "create", all), "b--");
  EXPECT_EQ(PhasesIn(plain, "create", replaced), "---");
  EXPECT_EQ(PhasesIn(plain, "createorupdate", replaced), "b--");
  EXPECT_EQ(PhasesIn(plain, "update", all), "b--");
  EXPECT_EQ(PhasesIn(plain, "update", replaced), "---");
  EXPECT_EQ(PhasesIn(plain, "update", no_exists), "---");
  EXPECT_EQ(PhasesIn(plain, "update", no_check), "---");
  EXPECT_EQ(PhasesIn(trusted, "update", all), "---");
  EXPECT_EQ(PhasesIn(plain, "update", {.exists = true, .exports = true}), "b--");
  EXPECT_EQ(PhasesIn(plain, "statecheck", all), "bt-");
  EXPECT_EQ(PhasesIn(trusted, "statecheck", all), "b--");
  EXPECT_EQ(PhasesIn(plain, "statecheck", no_exists), "btd");
  EXPECT_EQ(PhasesIn(kept, "statecheck", no_exists), "bt-");
  EXPECT_EQ(PhasesIn(plain, "exports", all), "---");
  EXPECT_EQ(PhasesIn(lists, "exports", all), "btd");
  EXPECT_EQ(PhasesIn(plain, "exports", {.exists = true, .exports = true}), "bt-");
  EXPECT_EQ(PhasesIn(plain, "exports", replaced), "-t-");
  Siblings older = replaced;
  older.dialect = Dialect::kOlderRust;
  EXPECT_EQ(PhasesIn(plain, "exports", older), "bt-");
  older.deletes = true;
  EXPECT_EQ(PhasesIn(plain, "callback:delete", older), "--d");
  EXPECT_EQ(PhasesIn(plain, "delete", all), "--d");
  EXPECT_EQ(PhasesIn(kept, "delete", all), "---");
  EXPECT_EQ(PhasesIn(plain, "delete", {.exports = true, .deletes = true}), "---");
  EXPECT_EQ(PhasesIn(plain, "callback", all), "b--");
  EXPECT_EQ(PhasesIn(returns, "callback", all), "b--");
  EXPECT_EQ(PhasesIn(returns, "callback:delete", all), "---");
  Siblings returning = all;
  returning.delete_returns = true;
  EXPECT_EQ(PhasesIn(returns, "callback", returning), "b-d");
  EXPECT_EQ(PhasesIn(plain, "callback:create", all), "b--");
  EXPECT_EQ(PhasesIn(plain, "callback:delete", all), "---");
  EXPECT_EQ(PhasesIn(returns, "callback:delete", returning), "--d");
  EXPECT_EQ(PhasesIn(plain, "troubleshoot:delete", all), "--d");
  EXPECT_EQ(PhasesIn(plain, "craete", all), "---");
  const Resource query = {.kind = kQuery, .exports_key = 1};
  EXPECT_EQ(PhasesIn(query, "exports", {}), "btd");
  EXPECT_EQ(PhasesIn(query, "exists", {}), "-td");
  EXPECT_EQ(PhasesIn({.kind = kQuery}, "exports", {}), "---");
  EXPECT_EQ(PhasesIn({.kind = kQuery, .exports_key = 1, .deletes = false}, "exports", {}), "bt-");
  EXPECT_EQ(PhasesIn({.kind = kCommand}, "command", {}), "b--");
  EXPECT_EQ(PhasesIn({.kind = kCommand}, "exists", {}), "---");
}

TEST(Phases, OfSkippedResources) {
  const Resource lists = {.kind = ResourceKind::kResource, .exports_key = 1};
  Siblings all = {.exists = true, .exports = true, .deletes = true, .skipped = true};
  EXPECT_EQ(PhasesIn(lists, "exists", all), "--d");
  EXPECT_EQ(PhasesIn(lists, "exports", all), "--d");
  EXPECT_EQ(PhasesIn(lists, "create", all), "---");
  EXPECT_EQ(PhasesIn(lists, "delete", all), "---");
  EXPECT_EQ(PhasesIn({.kind = ResourceKind::kCommand}, "command", all), "---");
  EXPECT_EQ(PhasesIn(lists, "delete", {.exists = true, .deletes = true, .passed_over = true}),
            "---");
  all.dialect = Dialect::kOlderRust;
  EXPECT_EQ(PhasesIn(lists, "exports", all), "-td");
  EXPECT_EQ(PhasesIn(lists, "delete", all), "---");
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
       {"region-defaulted 'things_list_only.region'", "unknown-select-column 'things_list_only'"}},
      {"SELECT v.id FROM awscc.test.things_list_only AS v WHERE v.region IN ('us-east-1')",
       {"region-defaulted 'v.region'"}},
      {join + "a.c = b.c WHERE a.region = 'us-east-1'", {"region-defaulted 'a.region'"}},
      {join + "a.c = b.c WHERE 'us-east-1' = a.region",
       {"refused-condition ''us-east-1' = a.region'", "region-defaulted 'a.region'"}},
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
       {"refused-condition 'things.region'"}},
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
    // A script makes no resource.
    const bool script = resource.find("script") != std::string::npos;
    ASSERT_EQ(evaluated.unqueried.size(), script ? 0U : 1U) << resource;
    if (script) continue;
    const Bound bound = BindUnqueried(values, catalog, evaluated.unqueried).at(0);
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
