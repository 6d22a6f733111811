// Every form of statement as operations: which tables, which parameters.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "operation_asking.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

TEST(Forms, EveryFormOfStatement) {
  const std::string read =
      "SELECT id FROM awscc.test.things WHERE region = 'eu-west-1' AND "
      "Identifier = ";
  const std::string list = "SELECT id FROM awscc.test.things_list_only WHERE region = 'eu-west-1'";
  const std::string reads = "read AWS::Test::Thing eu-west-1 id-";
  const std::string lists = "list AWS::Test::Thing eu-west-1 none";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"WITH a AS (" + read + "'id-1') SELECT id FROM a", {reads + "1"}},
      // UNION loses the WHERE clauses of views.
      {read + "'id-1' UNION ALL " + read + "'id-2'",
       {"read AWS::Test::Thing us-east-1 ?", "read AWS::Test::Thing us-east-1 ?"}},
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
       "WHERE region = 'eu-west-1' AND Identifier = 'id-1'",
       {lists, reads + "1"}},
      // A qualified Identifier does not reach the view.
      {"SELECT a.id FROM awscc.test.things a JOIN awscc.test.things_list_only b ON a.id = b.id "
       "WHERE region = 'eu-west-1' AND a.Identifier = 'id-1'",
       {lists, "read AWS::Test::Thing eu-west-1 ?"}},
      {"SELECT a.id FROM awscc.test.things a, awscc.test.things b WHERE region = 'eu-west-1' AND "
       "Identifier = 'id-1'",
       {reads + "1", reads + "1"}},
      {"INSERT INTO awscc.test.things (Name, region) SELECT id, 'eu-west-1' FROM "
       "awscc.test.things_list_only WHERE region = 'eu-west-1'",
       {"create AWS::Test::Thing eu-west-1 none", lists}},
      {"SELECT t.ResourceARN FROM awscc.tagging.tagged_resources t JOIN "
       "awscc.test.things_list_only "
       "l ON l.id = t.ResourceARN WHERE region = 'eu-west-1'",
       {lists, "tags awscc.tagging.tagged_resources eu-west-1 none"}},
      {"SELECT x FROM awscc.ec2.vpcs WHERE region = 'eu-west-1' AND Identifier = 'vpc-1'",
       {"read awscc.ec2.vpcs eu-west-1 vpc-1"}},
      {"SELECT x FROM awscc.ec2.vpcs_list_only WHERE region = 'eu-west-1'",
       {"list awscc.ec2.vpcs_list_only eu-west-1 none"}},
      {"DELETE FROM awscc.ec2.vpcs WHERE region = 'eu-west-1' AND Identifier = 'vpc-1'",
       {"delete awscc.ec2.vpcs eu-west-1 vpc-1"}},
      {"SELECT x FROM google.compute.networks WHERE project = 'p'", {}},
  };
  for (const auto& [text, operations] : cases) EXPECT_EQ(Operations(text), operations) << text;
}

TEST(Forms, TablesOfCloudControlItself) {
  const std::string where = " WHERE TypeName = 'AWS::Test::Thing' AND region = 'eu-west-1'";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"SELECT * FROM awscc.cloud_control.resource" + where + " AND Identifier = 'id-1'",
       {"read AWS::Test::Thing eu-west-1 id-1"}},
      {"SELECT * FROM awscc.cloud_control.resources" + where,
       {"list AWS::Test::Thing eu-west-1 none"}},
      {"SELECT * FROM awscc.cloud_control.resources WHERE TypeName = '{{ t }}' AND region = "
       "'eu-west-1'",
       {"list awscc.cloud_control.resources eu-west-1 none"}},
      {"DELETE FROM awscc.cloud_control.resources" + where + " AND Identifier = 'id-1'",
       {"delete AWS::Test::Thing eu-west-1 id-1"}},
      {"SELECT * FROM awscc.cloud_control.resource_request WHERE RequestToken = 't' AND region = "
       "'eu-west-1'",
       {"request-status awscc.cloud_control.resource_request eu-west-1 none"}},
      {"SELECT * FROM awscc.cloud_control.resource_requests WHERE region = 'eu-west-1'",
       {"list-requests awscc.cloud_control.resource_requests eu-west-1 none"}},
  };
  for (const auto& [text, operations] : cases) EXPECT_EQ(Operations(text), operations) << text;
  const Asked create(
      "INSERT INTO awscc.cloud_control.resources (TypeName, DesiredState, region) SELECT "
      "'AWS::Test::Thing', '{\"Name\": \"a\"}', 'eu-west-1'");
  ASSERT_EQ(create.bound.operations.size(), 1U);
  EXPECT_EQ(create.bound.operations[0].call, Call::kCreate);
  EXPECT_NE(create.bound.operations[0].type, nullptr);
  EXPECT_NE(create.bound.operations[0].desired, kNoValue);
}

TEST(Forms, SourcesOfEveryKindAreRead) {
  const std::string list = "SELECT id FROM awscc.test.things_list_only WHERE region = 'eu-west-1'";
  const std::string lists = "list AWS::Test::Thing eu-west-1 none";
  const std::string where = " WHERE region = 'eu-west-1' AND Identifier = 'id-1'";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"INSERT INTO awscc.test.things (Name, region) SELECT t.id, 'eu-west-1' FROM (" + list +
           ") t",
       {"create AWS::Test::Thing eu-west-1 none", lists}},
      {"INSERT INTO awscc.test.things (Name, region) WITH t AS (" + list +
           ") SELECT id, 'eu-west-1' FROM t",
       {"create AWS::Test::Thing eu-west-1 none", lists}},
      {"INSERT INTO awscc.test.things (Name, region) SELECT (" + list + "), 'eu-west-1'",
       {"create AWS::Test::Thing eu-west-1 none", lists}},
      {"INSERT INTO awscc.test.things (Name, region) VALUES ((" + list + "), 'eu-west-1')",
       {"create AWS::Test::Thing eu-west-1 none", lists}},
      {"INSERT INTO awscc.test.things (Name, region) VALUES ('a', 'eu-west-1'), ('b', 'ra-b-2')",
       {"create AWS::Test::Thing eu-west-1 none", "create AWS::Test::Thing ra-b-2 none"}},
      {"DELETE FROM awscc.test.things WHERE region = 'eu-west-1' AND Identifier = (" + list + ")",
       {"delete AWS::Test::Thing eu-west-1 ?", lists}},
      {"UPDATE awscc.test.things SET PatchDocument = (" + list + ")" + where,
       {lists, "update AWS::Test::Thing eu-west-1 id-1"}},
      {"UPDATE awscc.test.things SET PatchDocument = '[]' FROM awscc.ec2.vpcs_list_only v" + where,
       {"list awscc.ec2.vpcs_list_only ? none", "update AWS::Test::Thing eu-west-1 id-1"}},
      {"DELETE FROM awscc.test.things USING (" + list +
           ") t WHERE region = 'eu-west-1' AND "
           "things.Identifier = t.id",
       {"delete AWS::Test::Thing eu-west-1 ?", lists}},
      {"SELECT id, (" + list + ") AS n FROM awscc.test.things" + where,
       {lists, "read AWS::Test::Thing eu-west-1 id-1"}},
      {list + " GROUP BY id HAVING COUNT(*) > (" + list + ")", {lists, lists}},
      {list + " AND id IN (" + list + ")", {lists, lists}},
      {"SELECT a.id FROM t a JOIN u b ON a.id = (" + list + ")", {lists}},
      {"SELECT id FROM awscc.test.things WHERE region = 'eu-west-1' AND Identifier IN (" + list +
           ")",
       {lists, "read AWS::Test::Thing eu-west-1 ?"}},
      {"SELECT id FROM awscc.test.things o WHERE region = 'eu-west-1' AND Identifier = 'id-1' AND "
       "EXISTS (SELECT o.name FROM awscc.test.things_list_only WHERE region = 'eu-west-1')",
       {lists, "read AWS::Test::Thing eu-west-1 id-1"}},
  };
  for (const auto& [text, operations] : cases) {
    Texts expected = operations;
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(Operations(text), expected) << text;
  }
}

TEST(Forms, ParametersFanOut) {
  const std::string list = "SELECT id FROM awscc.test.things_list_only WHERE ";
  const std::string join =
      "SELECT a.id FROM awscc.test.things a JOIN awscc.test.things b ON a.id = b.id WHERE ";
  const std::string read = "read AWS::Test::Thing ";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {list + "region IN ('eu-west-1', 'eu-west-2')",
       {"list AWS::Test::Thing eu-west-1 none", "list AWS::Test::Thing eu-west-2 none"}},
      {list + "region IN ('eu-west-1') AND region = 'eu-west-1'", {"list AWS::Test::Thing ? none"}},
      {list + "region = 'eu-west-1' AND {{ more }}", {"list AWS::Test::Thing eu-west-1 none"}},
      {list + "{{ condition }}", {"list AWS::Test::Thing ? none"}},
      {join + "region IN ('eu-west-1', 'eu-west-2') AND a.Identifier = 'id-1' AND b.Identifier IN "
              "('id-2')",
       {read + "eu-west-1 ?", read + "eu-west-1 ?", read + "eu-west-2 ?", read + "eu-west-2 ?"}},
      {join + "region = 'eu-west-1' AND a.Identifier = b.name AND c.Identifier = 'id-1'",
       {read + "eu-west-1 ?", read + "eu-west-1 ?"}},
      {"DELETE FROM awscc.test.things WHERE region IN ('eu-west-1', 'eu-west-2') AND Identifier IN "
       "('id-1', 'id-2')",
       {"delete AWS::Test::Thing eu-west-1 id-1", "delete AWS::Test::Thing eu-west-1 id-2",
        "delete AWS::Test::Thing eu-west-2 id-1", "delete AWS::Test::Thing eu-west-2 id-2"}},
      {"SELECT * FROM awscc.cloud_control.resources WHERE TypeName IN ('AWS::Test::Thing', "
       "'AWS::Test::Other') AND region = 'eu-west-1'",
       {"list AWS::Test::Other eu-west-1 none", "list AWS::Test::Thing eu-west-1 none"}},
  };
  for (const auto& [text, operations] : cases) EXPECT_EQ(Operations(text), operations) << text;
}

// However many values two lists have, the number of operations is bounded, and what is left out is
// there as unknown.
TEST(Forms, FanningOutIsBounded) {
  std::string values = "'id-0'";
  for (int i = 1; i < 2000; ++i) values += ", 'id-" + std::to_string(i) + "'";
  const Texts found = Operations(
      "SELECT id FROM awscc.test.things WHERE region IN ('eu-west-1', "
      "'eu-west-2') AND Identifier IN (" +
      values + ")");
  EXPECT_EQ(found.size(), 101U);
  EXPECT_EQ(std::count(found.begin(), found.end(), "read AWS::Test::Thing ? ?"), 1);
}

// A region is told to a view by a term without a qualifier alone, else it reads us-east-1; tables
// that are none take either.
TEST(Forms, QualifiedRegions) {
  const Asked view("SELECT v.id FROM awscc.test.things_list_only v WHERE v.region = 'eu-west-1'");
  ASSERT_EQ(view.bound.operations.size(), 1U);
  EXPECT_EQ(view.Text(view.bound.operations[0].region), "us-east-1");
  EXPECT_EQ(Operations("SELECT t.ResourceARN FROM awscc.tagging.tagged_resources t, "
                       "awscc.tagging.tag_keys k WHERE t.region = 'eu-west-1'"),
            (Texts{"tags awscc.tagging.tag_keys ? none",
                   "tags awscc.tagging.tagged_resources eu-west-1 none"}));
}

// What a table named by a template is asked for is listed where that is certain.
TEST(Forms, TablesNamedByTemplates) {
  const std::string where = " WHERE region = 'eu-west-1' AND Identifier = 'x'";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"SELECT x FROM awscc.{{ s }}.stages" + where, {}},
      {"DELETE FROM awscc.ec2.{{ t }}" + where, {"delete awscc.ec2.<unknown> eu-west-1 x"}},
      {"DELETE FROM awscc.cloud_control.{{ t }}" + where, {}},
      {"DELETE FROM awscc.{{ s }}.resource_requests" + where, {}},
      {"SELECT x FROM awscc.ec2.{{ t }}" + where, {}},
      {"SELECT x FROM {{ p }}.ec2.vpcs" + where, {}},
      {"SELECT x FROM {{ table }}" + where, {}},
  };
  for (const auto& [text, operations] : cases) EXPECT_EQ(Operations(text), operations) << text;
}

// No unrelated source beside a query takes one of its operations away.
TEST(Forms, UnrelatedSourcesLoseNothing) {
  const std::string list = "SELECT id FROM awscc.test.things_list_only WHERE region = 'eu-west-1'";
  const std::string read =
      "SELECT id FROM awscc.test.things WHERE region = 'eu-west-1' AND Identifier IN ('id-1', "
      "'id-2')";
  const std::string other = "SELECT x FROM awscc.ec2.vpcs_list_only WHERE region = 'eu-west-3'";
  const std::vector<std::string> queries = {
      list,
      read,
      list + " UNION ALL " + read,
      "SELECT t.id FROM (" + list + ") t JOIN (" + read + ") u ON t.id = u.id",
      "SELECT a.id FROM awscc.test.things a, awscc.test.things_list_only b WHERE region = "
      "'eu-west-1' AND Identifier = 'id-1'",
      "SELECT * FROM awscc.cloud_control.resources WHERE TypeName = 'AWS::Test::Thing' AND region "
      "= 'eu-west-1'",
  };
  const std::vector<std::pair<std::string, std::string>> around = {
      {"WITH zz AS (" + other + ") ", ""},
      {"SELECT q.x FROM (",
       ") q JOIN awscc.ec2.vpcs_list_only z ON q.x = z.x WHERE region = 'eu-west-1'"},
      {"SELECT z.x FROM awscc.ec2.vpcs_list_only z LEFT JOIN (",
       ") q ON q.x = z.x WHERE region = 'eu-west-1'"},
      {"WITH a AS (SELECT x FROM (", ") b) SELECT a.x FROM a, awscc.ec2.subnets s"},
      {"SELECT x FROM awscc.ec2.subnets_list_only WHERE region = 'eu-west-1' AND x IN (", ")"},
      {"INSERT INTO awscc.ec2.vpcs (A, region) SELECT x, 'r' FROM (", ") t"},
  };
  for (const std::string& query : queries) {
    const Texts alone = Operations(query);
    EXPECT_FALSE(alone.empty()) << query;
    for (const auto& [outer, end] : around) {
      for (const auto& [before, behind] : around) {
        if (before.find("INSERT") == 0 || (before.find("WITH") == 0 && !outer.empty())) continue;
        const std::string text = outer + before + query + behind + end;
        const Texts with = Operations(text);
        EXPECT_TRUE(std::includes(with.begin(), with.end(), alone.begin(), alone.end())) << text;
        EXPECT_GT(with.size(), alone.size() + 1) << text;
      }
    }
  }
}

}  // namespace
}  // namespace stackql
