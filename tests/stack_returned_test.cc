// What the statements of a resource return and its exists query captures, and which queries see it;
// what teardown knows. Expectations: stackql-deploy 2.4.0's build, test and teardown against a
// server that answers for tables.
#include <gtest/gtest.h>

#include <string>

#include "support/stack_problems.h"

namespace stackql {
namespace {

using testing_support::Files;
using testing_support::ProblemsOf;
using testing_support::Texts;

const std::string kFrom = " FROM google.compute.networks ";
const std::string kHead = "name: demo\nproviders: [google]\n";

std::string Exists(const std::string& columns) {
  return "/*+ exists */\nSELECT " + columns + kFrom + "WHERE n = 'x';\n";
}

std::string Create(const std::string& returning) {
  return "/*+ create */\nINSERT INTO google.compute.networks (n) SELECT 'x' " + returning + ";\n";
}

std::string Query(const std::string& anchor, const std::string& name) {
  if (anchor == "delete") {
    return "/*+ delete */\nDELETE" + kFrom + "WHERE id = '{{ " + name + " }}';\n";
  }
  if (anchor == "update") {
    return "/*+ update */\nUPDATE google.compute.networks SET n = 'x' WHERE id = '{{ " + name +
           " }}';\n";
  }
  return "/*+ " + anchor + " */\nSELECT count(*) AS count" + kFrom + "WHERE id = '{{ " + name +
         " }}';\n";
}

// One resource 'a' with these queries.
Texts Problems(const std::string& queries, const std::string& fields = {}) {
  Texts problems =
      ProblemsOf("resources: [{name: a" + fields + "}]\n", {{"a.iql", queries}}, kHead);
  std::erase_if(problems, [](const std::string& problem) {
    return problem.starts_with("incomplete-lifecycle") || problem.starts_with("unused-anchor");
  });
  return problems;
}

TEST(Returned, OnlyCallbacksSeeTheRow) {
  const std::string base = Exists("count(*) AS count") + Create("RETURNING id, Token");
  for (const std::string anchor : {"statecheck", "exports", "update", "delete", "troubleshoot"}) {
    for (const std::string name : {"callback.id", "this.callback.id"}) {
      EXPECT_EQ(Problems(base + Query(anchor, name)),
                Texts{"value-of-create/callback '" + name + "'"})
          << anchor;
    }
  }
  EXPECT_EQ(Problems(base + Query("callback:create", "callback.Token")), Texts{});
  EXPECT_EQ(Problems(base + Query("callback", "this.callback.Token")), Texts{});
  EXPECT_EQ(Problems(base + Query("statecheck", "callback.id | default(value='x')")), Texts{});
}

TEST(Returned, CallbacksNeedWhatIsReturned) {
  const std::string exists = Exists("count(*) AS count");
  const std::string poll = Query("callback:create", "callback.Token");
  EXPECT_EQ(Problems(exists + Create("") + poll),
            Texts{"callback-not-returned/no-returning 'callback.Token'"});
  EXPECT_EQ(Problems(exists + Create("RETURNING id") + poll),
            Texts{"callback-not-returned/default 'callback.Token'"});
  EXPECT_EQ(Problems(exists + Create("RETURNING *") + poll), Texts{});
  EXPECT_EQ(Problems(exists + Create("RETURNING id AS Token") + poll), Texts{});
  // Where the case of a provider's columns is not known, it is not judged.
  EXPECT_EQ(Problems(exists + Create("RETURNING token") + poll), Texts{});
  // A callback for both follows the update, too.
  const std::string update = "/*+ update */\nUPDATE google.compute.networks SET n = 'y';\n";
  EXPECT_EQ(Problems(exists + Create("RETURNING *") + update + Query("callback", "callback.Token")),
            Texts{"callback-not-returned/no-returning 'callback.Token'"});
  EXPECT_EQ(Problems(exists + Create("RETURNING *") + update + poll), Texts{});
}

TEST(Returned, ReturnValsAreKnownInTheBuildThatCreates) {
  const std::string counts = Exists("count(*) AS count") + Create("RETURNING id");
  const std::string vals = ", return_vals: {create: [{id: ident}]}";
  for (const std::string anchor : {"statecheck", "exports"}) {
    EXPECT_EQ(Problems(counts + Query(anchor, "this.ident"), vals),
              Texts{"value-of-create/default 'this.ident'"});
  }
  for (const std::string anchor : {"update", "delete", "callback:create"}) {
    EXPECT_EQ(Problems(counts + Query(anchor, "this.ident"), vals).size(), 1U) << anchor;
  }
  EXPECT_EQ(Problems(counts + Query("troubleshoot", "this.ident"), vals), Texts{});
  const std::string captures = Exists("id AS ident") + Create("RETURNING id");
  EXPECT_EQ(Problems(captures + Query("statecheck", "this.ident"), vals), Texts{});
  // What cannot be read may capture it.
  const std::string all = Exists("*") + Create("RETURNING id");
  EXPECT_EQ(Problems(all + Query("statecheck", "this.ident"), vals), Texts{});
}

TEST(Captured, NothingIsWithoutAnExistsQuery) {
  const std::string check = Query("statecheck", "this.id");
  EXPECT_EQ(Problems(Create("") + check), Texts{"undefined-variable/deferred 'this.id'"});
  // A statecheck that teardown takes for exists may capture more.
  EXPECT_EQ(Problems(Create("") + "/*+ statecheck */\nSELECT count(*) AS count, id" + kFrom +
                     ";\n" + Query("delete", "this.id")),
            Texts{});
}

TEST(Captured, RowsStayWithTheirResource) {
  const Files files = {
      {"a.iql", Exists("id") + Create("RETURNING *")},
      {"b.iql", Exists("id") + "/*+ create */\nINSERT INTO google.compute.networks "
                               "(n) SELECT '{{ a.id }}';\n"}};
  EXPECT_EQ(ProblemsOf("resources: [{name: a}, {name: b}]\n", files, kHead),
            Texts{"undefined-variable/default 'a.id'"});
}

TEST(Teardown, GivesExportedColumnsTheirOwnNames) {
  const std::string queries = Exists("count(*) AS count") + Create("") +
                              "/*+ exports */\nSELECT id AS subnet" + kFrom + ";\n";
  const std::string exports = ", exports: [{subnet: subnet_a}]";
  EXPECT_EQ(Problems(queries + Query("delete", "subnet"), exports), Texts{});
  EXPECT_EQ(Problems(queries + Query("delete", "subnet_a"), exports), Texts{});
  EXPECT_EQ(Problems(queries + Query("update", "subnet"), exports),
            Texts{"undefined-variable/default 'subnet'"});
}

}  // namespace
}  // namespace stackql
