#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "sql/anchors.h"
#include "sql_reading.h"
#include "support/rule_names.h"

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
      "-- ignored\n"
      "INSERT\nINTO t;\n/*+ callback:create, short_circuit_field=a.b, short_circuit_value=c d */\n"
      "SELECT 2\n/*+delete*/\r\nDELETE\r\n");
  EXPECT_THAT(cut.problems, IsEmpty());
  EXPECT_THAT(cut.Keys(), ElementsAre("exists", "create", "callback:create", "delete"));
  EXPECT_THAT(cut.Bodies(), ElementsAre("# a licence\n\n/*+ exists */\nSELECT 1;",
                                        "INSERT\nINTO t;", "SELECT 2", "DELETE"));
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
       {"SELECT 1;\n", "/* + create it */\nSELECT 1", "/* + create, then delete = done */ SELECT 1",
        "/*+ AWAIT */\nSELECT 1", "SELECT '/* +create */'", "-- /*+ create */\n",
        "/* /*+ create\n*/ SELECT 1", "# see /* +create */"}) {
    const Cut cut(text);
    EXPECT_THAT(cut.Keys(), IsEmpty()) << text;
    EXPECT_THAT(cut.problems, IsEmpty()) << text;
    EXPECT_FALSE(cut.file.preamble.empty());
  }
  EXPECT_TRUE(Cut("").file.preamble.empty());
}

// It is not blank: the line does not begin with the anchor.
TEST(SqlAnchors, AreNoneAfterAByteOrderMark) {
  const Cut cut("\xEF\xBB\xBF/*+ exists */\nSELECT 1\n/*+ create */\nSELECT 1");
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
      {"/*+ create */\nINSERT\n/*+ «AWAIT» */ 1", "unknown-anchor", "hint"},
      {"/*+ «zebra» */", "unknown-anchor"},
      {"«/*+ */»", "unknown-anchor"},
      {"«/*+, retries=3 */»", "unknown-anchor"},
      {"/*+ create */\n1\n/*+ «Create» */\n2", "duplicate-anchor"},
      {"/*+ exists */\n1\n/*+ «preflight» */\n2", "duplicate-anchor", "alias"},
      {"/*+ «preflight» */\n1", "legacy-anchor", "default", "exists"},
      {"/*+ «postdeploy» */\n1", "legacy-anchor", "default", "statecheck"},
      {"/*+ create, «retry»=3 */\n1", "invalid-anchor-option"},
      {"/*+ create, «Retries»=3 */\n1", "invalid-anchor-option", "default", "retries"},
      {"/*+ create, retries=«-1» */\n1", "invalid-anchor-option", "value"},
      {"/*+ create, retries=«5s» */\n1", "invalid-anchor-option", "value"},
      {"/*+ create, retries=«\"5\"» */\n1", "invalid-anchor-option", "value"},
      {"/*+ create, retries=«4294967296» */\n1", "invalid-anchor-option", "value"},
      {"/*+ create, retries=«++1» */\n1", "invalid-anchor-option", "value"},
      {"/*+ create, «retries=» */\n1", "invalid-anchor-option", "value"},
      {"/*+ create, «retries» */\n1", "invalid-anchor-option", "valueless"},
      {"/*+ delete, «postdelete_retries»=3 */\n1", "invalid-anchor-option", "unused"},
      {"/*+ create, «short_circuit_field»=a */\n1", "invalid-anchor-option", "elsewhere"},
      {"/*+ callback, «short_circuit_field»=a */\n1", "invalid-anchor-option", "alone"},
      {"/*+ callback:create, «short_circuit_value»=a */\n1", "invalid-anchor-option", "alone"},
      {"/*+ callback, short_circuit_field=a, short_circuit_value=«1» */\n1",
       "invalid-anchor-option", "number"},
      {"/*+ exists, retries=«0» */\n1", "zero-retries", "default", "1"},
      {"/*+ statecheck, retries=«+00», retry_delay=0 */\n1", "zero-retries", "default", "1"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.text);
    const Cut cut(test.text);
    ASSERT_EQ(cut.problems.size(), 1U);
    const Problem& problem = cut.problems[0];
    EXPECT_EQ(testing_support::RuleName(problem), test.rule);
    EXPECT_EQ(problem.what.id, test.message);
    EXPECT_THAT(cut.marked, ElementsAre(Reading::Range(problem.where)));
    EXPECT_EQ(problem.repairs.empty() ? "" : problem.repairs[0].text, test.repaired);
  }
}

TEST(SqlAnchors, AnAliasAndItsNameAreOneAnchor) {
  const Cut cut("/*+ postdeploy */\n1\n/*+ statecheck */\n2");
  ASSERT_EQ(cut.problems.size(), 2U);
  EXPECT_EQ(testing_support::RuleName(cut.problems[0]), "legacy-anchor");
  EXPECT_EQ(testing_support::RuleName(cut.problems[1]), "duplicate-anchor");
  EXPECT_EQ(cut.problems[1].what.id, "alias");
  ASSERT_EQ(cut.problems[1].related.size(), 1U);
  EXPECT_EQ(cut.sources.Bytes(cut.problems[1].related[0].where), "postdeploy");
}

TEST(SqlAnchors, ReportWhatStandsAroundThem) {
  const Case cases[] = {
      {"«/* +create */»\n1", "lookalike-anchor", "blank", ""},
      {"/*+ exists */\n1\n«/*\t+ Create , retries=3 */»\n1", "lookalike-anchor", "blank", ""},
      {"«/*+ create\n*/»\n1", "lookalike-anchor", "lines"},
      {"«/*+ create,\n   retries=3\n*/»\n1", "lookalike-anchor", "lines"},
      {"/*+ exists */\n1; «/*+ create */»\n2", "lookalike-anchor", "inline"},
      {"«/* +preflight */»\n1\n/*+ create */\n1", "lookalike-anchor", "blank", ""},
      {"«SELECT 1»;\n/*+ create */\n1", "text-before-anchor"},
      {"-- why\n;«SELECT\n '{{ x }}'»\n; 2\n/*+ create */\n1", "text-before-anchor"},
      {"/*+ create */ «INSERT INTO t»\n1", "text-behind-anchor"},
      {"/*+ create */ «{% if x %}»\n1", "text-behind-anchor"},
      {"/*+ create */ «/* a»\nb */ 1", "text-behind-anchor"},
      {"/*+ create */ «INSERT 1;»\n/*+ exists */\n2", "text-behind-anchor"},
      {"/*+ «create» */\n/*+ exists */\n2", "empty-anchor"},
      {"/*+ «create» */\n\n-- later\n/*+ exists */\n2", "empty-anchor"},
      {"/*+ «create» */\n;", "empty-anchor"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.text);
    const Cut cut(test.text);
    ASSERT_EQ(cut.problems.size(), 1U);
    EXPECT_EQ(testing_support::RuleName(cut.problems[0]), test.rule);
    EXPECT_EQ(cut.problems[0].what.id, test.message);
    EXPECT_THAT(cut.marked, ElementsAre(Reading::Range(cut.problems[0].where)));
  }
}

TEST(SqlAnchors, AreSilentOnCommentsAndTemplatesAroundThem) {
  for (const std::string_view text : {
           "-- a licence\n/* of\n many lines */ # or\n// more\n/*+ create */\n1",
           "{# no #}\n{% set q %}SELECT 1;{% endset %}\n/*+ create */\n{{ q }}",
           "{{ header }}\n/*+ create */\n1",
           "/*+ create */ -- makes it\n1",
           "/*+ create */\n{% if x %}\n1\n{% endif %}",
           "/*+ create */\n-- why\n{{ query }}",
           "/*+ create */\n(SELECT 1)",
       }) {
    EXPECT_THAT(Cut(text).problems, IsEmpty()) << text;
  }
}

TEST(SqlAnchors, TheFirstQueryBeginsWithTemplatesOfThePreamble) {
  const Cut cut("{% set a = 1 %}\n/*+ create */\nSELECT {{ a }};\n/*+ exists */\n2");
  EXPECT_THAT(cut.Bodies(), ElementsAre("{% set a = 1 %}\n/*+ create */\nSELECT {{ a }};", "2"));
}

TEST(SqlAnchors, AHintThatCutsAQueryIsOneMistake) {
  const Cut cut("/*+ create */\n/*+ AWAIT */ INSERT\n1\n/*+ exists */\n2");
  ASSERT_EQ(cut.problems.size(), 1U);
  EXPECT_EQ(cut.problems[0].what.id, "hint");
}

TEST(SqlAnchors, TakeEveryNameAndNumber) {
  for (const std::string_view name :
       {"exists", "statecheck", "create", "update", "createorupdate", "delete", "exports",
        "command", "callback", "callback:create", "callback:update", "callback:delete",
        "troubleshoot", "troubleshoot:create", "troubleshoot:update", "troubleshoot:delete"}) {
    const Cut cut("/*+ " + std::string(name) +
                  ", retries=007, retry_delay=4294967295 */\nSELECT 1");
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
  std::string lookalikes;
  for (int i = 0; i < 20'000; ++i) lookalikes += "/* + create, a=b */ x\n/*+ create */ /*+ delete";
  EXPECT_FALSE(Cut(lookalikes).problems.empty());
  std::string options = "/*+ callback";
  for (int i = 0; i < 20'000; ++i) options += ", short_circuit_field=a, retries=x";
  EXPECT_EQ(Cut(options + " */\n1").problems.size(), 40'000U);
}

}  // namespace
}  // namespace stackql::sql
