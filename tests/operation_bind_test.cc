// Binding queries to operations: calls, parameters, and what is said of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "operation/bind.h"
#include "operation/parameters.h"
#include "operation/phases.h"
#include "stack/stack.h"
#include "support/schema_text.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

using Texts = std::vector<std::string>;
using testing_support::TypeWith;

// A snapshot that knows awscc.test.things.
const std::string& Known() {
  static const std::string bytes = [] {
    snapshot::ServiceT service;
    service.name = "test";
    auto type = std::make_unique<snapshot::ResourceTypeT>(TypeWith(
        R"({"type": "object", "properties": {"Name": {"type": "string"}, "Id": {"type": "string"}}})"));
    type->table = "things";
    type->list_table = "things_list_only";
    type->columns = {"id", "name", "region"};
    type->list_columns = {"id", "region"};
    type->primary_identifier = {"/Id"};
    type->identifier_pattern = "^id-[0-9]+$";
    for (const auto handler :
         {snapshot::Handler::Create, snapshot::Handler::Read, snapshot::Handler::Update,
          snapshot::Handler::Delete, snapshot::Handler::List}) {
      auto one = std::make_unique<snapshot::PermissionsT>();
      one->handler = handler;
      type->handlers.push_back(std::move(one));
    }
    service.types.push_back(std::move(type));
    flatbuffers::FlatBufferBuilder builder;
    builder.Finish(snapshot::Service::Pack(builder, &service));
    const std::string section(reinterpret_cast<const char*>(builder.GetBufferPointer()),
                              builder.GetSize());
    return snapshot::Write({{snapshot::SectionKind::kService, "test", section}});
  }();
  return bytes;
}

class Asked {
 public:
  explicit Asked(std::string text) {
    const TextId file = sources_.AddFile("query.iql", std::move(text));
    const QuerySource source = CutQueryFile(sources_, file, problems_);
    const Evaluation evaluation = EvaluateQueryFile(values_, source, problems_);
    const catalog::Catalog catalog(snapshot::Snapshot::Open(Known()));
    bound = Bind(values_, catalog, evaluation, problems_);
  }
  Texts Problems() const {
    Texts lines;
    for (const Problem& problem : problems_) {
      lines.push_back(std::string(problem.rule) + " '" +
                      std::string(sources_.Bytes(sources_.Resolve(problem.where).at)) + "'");
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  std::string Text(ValueId id) const {
    return id == kNoValue ? "none" : values_.Known(id) ? std::string(values_.Text(id)) : "?";
  }
  Bound bound;

 private:
  Sources sources_;
  Values values_{sources_};
  stackql::Problems problems_;
};

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

// "verb type-or-table region identifier" of each operation, sorted.
Texts Operations(const std::string& text) {
  const Asked query(text);
  EXPECT_EQ(query.Problems(), Texts{}) << text;
  Texts lines;
  for (const Operation& operation : query.bound.operations) {
    const std::string& what = operation.type_name.empty() ? operation.table : operation.type_name;
    lines.push_back(std::string(Name(operation.call)) + " " + what + " " +
                    query.Text(operation.region) + " " + query.Text(operation.identifier));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(Bind, EveryFormOfStatement) {
  const std::string read =
      "SELECT id FROM awscc.test.things WHERE region = 'eu-west-1' AND "
      "Identifier = ";
  const std::string list = "SELECT id FROM awscc.test.things_list_only WHERE region = 'eu-west-1'";
  const std::string reads = "read AWS::Test::Thing eu-west-1 id-";
  const std::string lists = "list AWS::Test::Thing eu-west-1 none";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"WITH a AS (" + read + "'id-1') SELECT id FROM a", {reads + "1"}},
      {read + "'id-1' UNION ALL " + read + "'id-2'",
       {reads.substr(0, reads.size() - 3) + "?", reads + "2"}},
      {"SELECT t.id FROM (" + list + ") t", {lists}},
      {"SELECT d.id FROM (SELECT t.id FROM (" + list + ") t) d", {lists}},
      {"SELECT id FROM awscc.test.things WHERE region = 'eu-west-1' AND Identifier IN ('id-1', "
       "'id-2')",
       {reads + "1", reads + "2"}},
      {"SELECT id FROM awscc.test.things WHERE region = 'eu-west-1' AND Identifier IN ('id-1', {{ "
       "x "
       "}})",
       {"read AWS::Test::Thing eu-west-1 ?", reads + "1"}},
      {"SELECT a.id FROM awscc.test.things a JOIN awscc.test.things_list_only b ON a.id = b.id "
       "WHERE region = 'eu-west-1' AND a.Identifier = 'id-1'",
       {lists, reads + "1"}},
      {"SELECT a.id FROM awscc.test.things a, awscc.test.things b WHERE region = 'eu-west-1' AND "
       "Identifier = 'id-1'",
       {"read AWS::Test::Thing eu-west-1 ?", "read AWS::Test::Thing eu-west-1 ?"}},
      {"INSERT INTO awscc.test.things (Name, region) SELECT id, 'eu-west-1' FROM "
       "awscc.test.things_list_only WHERE region = 'eu-west-1'",
       {"create AWS::Test::Thing ? none", lists}},
      {"SELECT t.ResourceARN FROM awscc.tagging.tagged_resources t JOIN "
       "awscc.test.things_list_only "
       "l ON l.id = t.ResourceARN WHERE region = 'eu-west-1'",
       {lists, "tags awscc.tagging.tagged_resources ? ?"}},
      {"SELECT x FROM awscc.ec2.vpcs WHERE region = 'r' AND Identifier = 'vpc-1'",
       {"read awscc.ec2.vpcs r vpc-1"}},
      {"SELECT x FROM awscc.ec2.vpcs_list_only WHERE region = 'r'",
       {"list awscc.ec2.vpcs_list_only r none"}},
      {"DELETE FROM awscc.ec2.vpcs WHERE region = 'r' AND Identifier = 'vpc-1'",
       {"delete awscc.ec2.vpcs r vpc-1"}},
      {"SELECT x FROM google.compute.networks WHERE project = 'p'", {}},
  };
  for (const auto& [text, operations] : cases) EXPECT_EQ(Operations(text), operations) << text;
}

TEST(Bind, TablesOfCloudControlItself) {
  const std::string where = " WHERE TypeName = 'AWS::Test::Thing' AND region = 'eu-west-1'";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"SELECT x FROM awscc.cloud_control.resource" + where + " AND Identifier = 'id-1'",
       {"read AWS::Test::Thing eu-west-1 id-1"}},
      {"SELECT x FROM awscc.cloud_control.resources" + where,
       {"list AWS::Test::Thing eu-west-1 none"}},
      {"SELECT x FROM awscc.cloud_control.resources WHERE TypeName = '{{ t }}' AND region = 'r'",
       {"list awscc.cloud_control.resources r none"}},
      {"DELETE FROM awscc.cloud_control.resources" + where + " AND Identifier = 'id-1'",
       {"delete AWS::Test::Thing eu-west-1 id-1"}},
      {"SELECT x FROM awscc.cloud_control.resource_request WHERE RequestToken = 't' AND region = "
       "'r'",
       {"request-status awscc.cloud_control.resource_request r none"}},
      {"SELECT x FROM awscc.cloud_control.resource_requests WHERE region = 'r'",
       {"list-requests awscc.cloud_control.resource_requests r none"}},
  };
  for (const auto& [text, operations] : cases) EXPECT_EQ(Operations(text), operations) << text;
  const Asked create(
      "INSERT INTO awscc.cloud_control.resources (TypeName, DesiredState, region) SELECT "
      "'AWS::Test::Thing', '{\"Name\": \"a\"}', 'r'");
  ASSERT_EQ(create.bound.operations.size(), 1U);
  EXPECT_EQ(create.bound.operations[0].call, Call::kCreate);
  EXPECT_NE(create.bound.operations[0].type, nullptr);
  EXPECT_NE(create.bound.operations[0].desired, kNoValue);
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
    StackEvaluator evaluator(values, stack, {}, problems);
    const catalog::Catalog catalog(snapshot::Snapshot::Open(Known()));
    const Bound bound = Bind(values, catalog, evaluator.Run(std::nullopt), problems);
    EXPECT_TRUE(problems.empty()) << resource;
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
