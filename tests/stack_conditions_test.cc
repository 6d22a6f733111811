// Conditions of resources: what stackql-deploy makes of them, and what is surely wrong with one.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stack/conditions.h"
#include "support/rule_names.h"
#include "value/value.h"

namespace stackql {
namespace {

const std::string kHole(kHoleBytes);

TEST(Conditions, AreEvaluatedAsStackqlDeployDoes) {
  const struct {
    std::string text;
    Verdict verdict;
  } cases[] = {
      {"true", Verdict::kTrue},
      {"True", Verdict::kTrue},
      {"false", Verdict::kFalse},
      {"False", Verdict::kFalse},
      {"TRUE", Verdict::kFatal},
      {"1", Verdict::kFatal},
      {"", Verdict::kFatal},
      {" true\n", Verdict::kUnknown},
      {"'a' == 'a'", Verdict::kTrue},
      {"'a'=='a'", Verdict::kTrue},
      {"a == \"a\"", Verdict::kTrue},
      {"'a' == 'b'", Verdict::kFalse},
      {"'a' != 'b'", Verdict::kTrue},
      {"'a' != 'a'", Verdict::kFalse},
      {"stack_env == 'prod'", Verdict::kFalse},
      // Split at the first operator; `==` comes before all others.
      {"'a' == 'a' and 'b' == 'b'", Verdict::kFalse},
      {"'a' != 'b' or 'a' == 'a'", Verdict::kFalse},
      {"'a' in ['a', 'b']", Verdict::kTrue},
      {"'c' in ['a', 'b']", Verdict::kFalse},
      {"'a' in []", Verdict::kFalse},
      {"'a' not in ['b']", Verdict::kFalse},
      {"'a' not in ['a']", Verdict::kFalse},
      {"'a' in ('a')", Verdict::kFatal},
      {"'a' = 'a'", Verdict::kFatal},
      {"5 > 3", Verdict::kFatal},
      {"not true", Verdict::kFatal},
      {"prod", Verdict::kFatal},
      {kHole, Verdict::kUnknown},
      {"'" + kHole + "' == 'prod'", Verdict::kUnknown},
      {"'" + kHole + "' != 'prod'", Verdict::kUnknown},
      {"'" + kHole + "' in ['prod']", Verdict::kUnknown},
      {"'a' in ['a', '" + kHole + "']", Verdict::kTrue},
      {"'a' in ['b', '" + kHole + "']", Verdict::kUnknown},
      {"'a' in " + kHole, Verdict::kUnknown},
      {"'" + kHole + "' = 'prod'", Verdict::kFatal},
      {"not " + kHole, Verdict::kFatal},
      {kHole + "-x", Verdict::kUnknown},
      {"a" + kHole + " " + kHole, Verdict::kUnknown},
  };
  for (const auto& test : cases) EXPECT_EQ(EvaluateCondition(test.text), test.verdict) << test.text;
}

// "rule/message 'bytes'".
std::vector<std::string> ProblemsOf(const std::string& text) {
  Sources sources;
  Values values(sources);
  const Loc all = sources.All(sources.AddFile("stackql_manifest.yml", text));
  Problems problems;
  CheckCondition(values, values.AddString(all, all), problems);
  std::vector<std::string> lines;
  for (const Problem& problem : problems) {
    lines.push_back(testing_support::RuleName(problem) + "/" + std::string(problem.what.id) + " '" +
                    std::string(sources.Bytes(sources.Resolve(problem.where).at)) + "'");
  }
  return lines;
}

TEST(Conditions, ThatAreWrongWhateverTheirVariablesHold) {
  using Texts = std::vector<std::string>;
  const struct {
    std::string text;
    Texts problems;
  } cases[] = {
      {"true", {}},
      {"False", {}},
      {"{{ x }}", {}},
      {"{{ x }}-{{ y }}", {}},
      {"{{ x == 'a' and y }}", {}},
      {"{% if x %}a{% endif %} = b", {}},
      {"{{ x | nosuchfilter }} = b", {}},
      {"'{{ x }}' == 'a'", {}},
      {"'{{ x }}'=='a'", {}},
      {"\"{{ x }}\" != 'a and b'", {}},
      {"{{ x }} == a and b", {}},
      {"{{ x }} in ['a', \"b\"]", {}},
      {"{{ x }} in {{ y }}", {}},
      {"'a' in [{{ x }}]", {}},
      {"{{ x }} == stack_env", {}},
      {"x == 'a'", {"constant-condition/word 'x'"}},
      {"'a' != x.y", {"constant-condition/word 'x.y'"}},
      {"stack_env in ['a', 'b']", {"constant-condition/word 'stack_env'"}},
      {"'a' == 'b'", {"constant-condition/default ''a' == 'b''"}},
      {"1 == 1", {"constant-condition/default '1 == 1'"}},
      {"'{{ x }}' == 'a' and '{{ y }}' == 'b'", {"constant-condition/join 'and'"}},
      {"'{{ x }}' == 'a' or true", {"constant-condition/join 'or'"}},
      {"{{ x }} == a && {{ y }} == b", {"constant-condition/join '&&'"}},
      {"'{{ x }}' in ['a'] and '{{ y }}' in ['b']", {"constant-condition/join 'and'"}},
      {"x == 'a' and y == 'b'", {"constant-condition/join 'and'"}},
      {"'{{ x }}' not in ['a']", {"constant-condition/not-in 'not in'"}},
      {"'{{ x }}' = 'a'", {"invalid-condition/operator '='"}},
      {"{{ x }} >= 5", {"invalid-condition/operator '>='"}},
      {"{{ x }} and {{ y }}", {"invalid-condition/operator 'and'"}},
      {"not {{ x }}", {"invalid-condition/default 'not {{ x }}'"}},
      {"'{{ x }}' in ('a')", {"invalid-condition/default ''{{ x }}' in ('a')'"}},
      {"yes", {"invalid-condition/default 'yes'"}},
      {" ", {"invalid-condition/empty ' '"}},
  };
  for (const auto& test : cases) EXPECT_EQ(ProblemsOf(test.text), test.problems) << test.text;
}

}  // namespace
}  // namespace stackql
