#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "sql/anchors.h"
#include "sql_reading.h"

namespace stackql::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Cut {
  Sources sources;
  QueryFile file;
  Problems problems;
  std::vector<std::string> marked;

  explicit Cut(std::string_view written) {
    const TextId id = sources.AddFile("query.iql", TakeMarks(written, marked));
    file = CutAnchors(sources, sources.All(id), problems);
  }
  std::vector<std::string> Keys() const {
    std::vector<std::string> keys;
    for (const Anchor& anchor : file.anchors) keys.push_back(anchor.key);
    return keys;
  }
  std::vector<std::string_view> Bodies() const {
    std::vector<std::string_view> bodies;
    for (const Anchor& anchor : file.anchors) bodies.push_back(sources.Bytes(anchor.body));
    return bodies;
  }
};

TEST(SqlAnchors, CutAFileAtItsAnchorLines) {
  const Cut cut(
      "# a licence\n\n/*+ exists */\nSELECT 1;\n\n  /*+ CREATE , retries = 3,retry_delay=5 */ "
      "ignored\n"
      "INSERT\nINTO t;\n/*+ callback:create, short_circuit_field=a.b, short_circuit_value=c d */\n"
      "/*+delete*/\r\nDELETE\r\n");
  EXPECT_THAT(cut.problems, IsEmpty());
  EXPECT_THAT(cut.Keys(), ElementsAre("exists", "create", "callback:create", "delete"));
  EXPECT_THAT(cut.Bodies(), ElementsAre("SELECT 1;", "INSERT\nINTO t;", "", "DELETE"));
  EXPECT_EQ(cut.sources.Bytes(cut.file.preamble), "# a licence");
  const Anchor& create = cut.file.anchors[1];
  EXPECT_TRUE(create.known);
  EXPECT_EQ(cut.sources.Bytes(create.name), "CREATE");
  EXPECT_EQ(cut.sources.Bytes(create.line), "/*+ CREATE , retries = 3,retry_delay=5 */");
  ASSERT_EQ(create.options.size(), 2U);
  EXPECT_EQ(cut.sources.Bytes(create.options[0].name), "retries");
  EXPECT_EQ(cut.sources.Bytes(create.options[0].value), "3");
  EXPECT_EQ(cut.sources.Bytes(create.options[1].name), "retry_delay");
  EXPECT_EQ(cut.file.anchors[2].base, "callback");
  EXPECT_EQ(cut.file.anchors[2].qualifier, "create");
  EXPECT_EQ(cut.sources.Bytes(cut.file.anchors[2].options[1].value), "c d");
}

TEST(SqlAnchors, WithoutAnchorsAllIsPreamble) {
  for (const std::string_view text :
       {"SELECT 1;\n", "/* +create */\nSELECT 1", "/*+ create\n*/ SELECT 1",
        "SELECT /*+ create */ 1", "-- /*+ create */\n"}) {
    const Cut cut(text);
    EXPECT_THAT(cut.Keys(), IsEmpty()) << text;
    EXPECT_THAT(cut.problems, IsEmpty()) << text;
    EXPECT_FALSE(cut.file.preamble.empty());
  }
  EXPECT_TRUE(Cut("").file.preamble.empty());
}

TEST(SqlAnchors, SkipAByteOrderMark) {
  const Cut cut("\xEF\xBB\xBF/*+ create */\nSELECT 1");
  EXPECT_THAT(cut.Keys(), ElementsAre("create"));
}

struct Case {
  std::string_view text;
  std::string_view rule;
  std::string_view message = "default";
  std::string_view repaired = {};  // the text of the repair
};

TEST(SqlAnchors, ReportWhatTheToolIgnores) {
  const Case cases[] = {
      {"/*+ «craete» */", "unknown-anchor", "default", "create"},
      {"/*+ «Export» */", "unknown-anchor", "default", "exports"},
      {"/*+ «updates», retries=1 */", "unknown-anchor", "default", "update"},
      {"/*+ «create_or_update» */", "unknown-anchor", "default", "createorupdate"},
      {"/*+ «callback : create» */", "unknown-anchor", "default", "callback:create"},
      {"/*+ «callback:crate» */", "unknown-anchor", "default", "callback:create"},
      {"/*+ «exports retries=3» */", "unknown-anchor", "comma", "exports,"},
      {"SELECT\n/*+ «AWAIT» */ 1", "unknown-anchor", "hint"},
      {"/*+ «zebra» */", "unknown-anchor"},
      {"«/*+ */»", "unknown-anchor"},
      {"«/*+, retries=3 */»", "unknown-anchor"},
      {"/*+ create */\n1\n/*+ «Create» */\n2", "duplicate-anchor"},
      {"/*+ «preflight» */", "legacy-anchor", "default", "exists"},
      {"/*+ «postdeploy» */", "legacy-anchor", "default", "statecheck"},
      {"/*+ create, «retry»=3 */", "invalid-anchor-option"},
      {"/*+ create, «Retries»=3 */", "invalid-anchor-option", "default", "retries"},
      {"/*+ create, retries=«-1» */", "invalid-anchor-option", "value"},
      {"/*+ create, retries=«5s» */", "invalid-anchor-option", "value"},
      {"/*+ create, retries=«\"5\"» */", "invalid-anchor-option", "value"},
      {"/*+ create, retries=«4294967296» */", "invalid-anchor-option", "value"},
      {"/*+ create, «retries=» */", "invalid-anchor-option", "value"},
      {"/*+ create, «retries» */", "invalid-anchor-option", "valueless"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.text);
    const Cut cut(test.text);
    ASSERT_EQ(cut.problems.size(), 1U);
    const Problem& problem = cut.problems[0];
    EXPECT_EQ(problem.rule, test.rule);
    EXPECT_EQ(problem.message, test.message);
    EXPECT_THAT(cut.marked, ElementsAre(Reading::Range(problem.where)));
    EXPECT_EQ(problem.repairs.empty() ? "" : problem.repairs[0].text, test.repaired);
  }
}

TEST(SqlAnchors, AnAliasAndItsNameAreOneAnchor) {
  const Cut cut("/*+ exists */\n1\n/*+ preflight */\n2");
  ASSERT_EQ(cut.problems.size(), 2U);
  EXPECT_EQ(cut.problems[1].rule, "duplicate-anchor");
  ASSERT_EQ(cut.problems[1].related.size(), 1U);
  EXPECT_EQ(cut.sources.Bytes(cut.problems[1].related[0].where), "exists");
}

TEST(SqlAnchors, TakeEveryNameAndNumber) {
  for (const std::string_view name :
       {"exists", "statecheck", "create", "update", "createorupdate", "delete", "exports",
        "command", "callback", "callback:create", "callback:update", "callback:delete",
        "troubleshoot", "troubleshoot:create", "troubleshoot:update", "troubleshoot:delete"}) {
    const Cut cut("/*+ " + std::string(name) +
                  ", retries=0, retry_delay=4294967295, postdelete_retries=+1 */\nSELECT 1");
    EXPECT_THAT(cut.problems, IsEmpty()) << name;
    EXPECT_THAT(cut.Keys(), ElementsAre(std::string(name)));
    EXPECT_TRUE(cut.file.anchors[0].known);
  }
}

TEST(SqlAnchors, AreCutInLinearTime) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "/*+ x, y=z, y=z */\n/*+ unclosed\n";
  const Cut cut(text);
  EXPECT_EQ(cut.file.anchors.size(), 20'000U);
}

}  // namespace
}  // namespace stackql::sql
