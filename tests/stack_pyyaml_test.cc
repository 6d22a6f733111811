// What PyYAML's safe loader does not construct. Expectations: PyYAML 6.0.3 itself.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stack/pyyaml.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

// The bytes at the problems of a document.
std::vector<std::string> Refused(const std::string& text) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const yaml::Document document = yaml::Parse(values, sources.AddFile("m", text), problems);
  EXPECT_TRUE(problems.empty()) << text;
  CheckSafeLoad(values, document, problems);
  std::vector<std::string> found;
  for (const Problem& problem : problems) {
    found.emplace_back(sources.Bytes(sources.Resolve(problem.where).at));
  }
  return found;
}

TEST(SafeLoad, RefusesWhatItDoesNotConstruct) {
  for (const std::string part :
       {"!x", "!Ref", "!!foo", "!!python/tuple", "!!merge", "2024-13-45", "2024-02-30",
        "0000-01-01", "2023-02-29", "2024-00-10", "2024-1-32 10:00:00", "2024-02-28T25:00:00",
        "2024-02-28 23:60:00", "=", "<<"}) {
    const std::string text = part[0] == '!' ? part + " x" : part;
    using Texts = std::vector<std::string>;
    EXPECT_EQ(Refused("a: " + text), Texts{part});
    EXPECT_EQ(Refused("a: [{b: " + text + "}]"), Texts{part});
    const Texts as_key = part == "=" ? Texts() : Texts{part};
    if (part != "<<") {
      EXPECT_EQ(Refused("{" + text + ": a}"), as_key);
    }
    EXPECT_EQ(Refused("&b " + text), Texts{part});
  }
  for (const std::string text : {"b", "[b]", "[{}, b]", "1"}) {
    EXPECT_EQ(Refused("a: {<<: " + text + "}"), std::vector<std::string>{"<<"}) << text;
  }
  EXPECT_EQ(Refused("a: !x {b: c}"), std::vector<std::string>{"!x"});
  EXPECT_EQ(Refused("a: &b !x [c]"), std::vector<std::string>{"!x"});
  EXPECT_EQ(Refused("a: !x &b\n  c: d"), std::vector<std::string>{"!x"});
}

TEST(SafeLoad, TakesAllElse) {
  for (const std::string text : {"a: '<<'",
                                 "a: '='",
                                 "=: a",
                                 "a: !!str <<",
                                 "a: {<<: {}}",
                                 "a: {<<: [{b: c}, {}]}",
                                 "a: 2024-02-29",
                                 "a: '2024-02-30'",
                                 "a: 2024-2-30",
                                 "a: 2024-02-30x",
                                 "a: 2024-02-28 23:59:59",
                                 "a: 20240230",
                                 "a: !!set {b, c}",
                                 "a: !!binary aGk=",
                                 "a: !!omap [b: c]",
                                 "a: !!timestamp 2024-01-01",
                                 "a: ! b",
                                 "a: \"!x\"",
                                 "a: b!x",
                                 "a: !<tag:yaml.org,2002:str> b",
                                 "a: !!int 5"}) {
    EXPECT_EQ(Refused(text), std::vector<std::string>{}) << text;
  }
}

}  // namespace
}  // namespace stackql
