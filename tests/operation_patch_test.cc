// Patches as partial desired states.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "operation/patch.h"
#include "support/rule_names.h"
#include "support/schema_text.h"
#include "value/value.h"

namespace stackql {
namespace {

using testing_support::Packed;
using testing_support::TypeWith;
using testing_support::Workbench;

constexpr const char* kSchema = R"({"type": "object", "properties": {
  "Name": {"type": "string"},
  "List": {"type": "array", "items": {"type": "object", "properties": {"A": {}, "B": {}}}},
  "Map": {"type": "object", "properties": {"A": {"type": "object"}, "B": {}}}}})";

// A state as text: '+' behind what is open, '-' for what is removed, '?' for what is unknown.
std::string Show(const Values& values, ValueId id) {
  std::string text;
  switch (values[id].kind) {
    case Kind::kUnknown:
      return "?";
    case Kind::kAbsent:
      return "-";
    case Kind::kArray:
      for (const ValueId item : values.Elements(id)) {
        text += (text.empty() ? "" : ",") + Show(values, item);
      }
      return "[" + text + "]" + (values[id].open ? "+" : "");
    case Kind::kObject:
      for (const Member& member : values.Members(id)) {
        text += (text.empty() ? "" : ",") + std::string(values.Text(member.key)) + ":" +
                Show(values, member.value);
      }
      return "{" + text + "}" + (values[id].open ? "+" : "");
    default:
      return values.Known(id) ? std::string(values.Text(id)) : "?";
  }
}

struct Case {
  std::string_view patch = {};    // with ' for ", and % for a hole
  std::string_view state = {};    // empty: nothing can be said
  std::string_view problem = {};  // the bytes it points at; empty: none
};

void Expect(const Case& test) {
  SCOPED_TRACE(test.patch);
  static const Packed<snapshot::ResourceType> type(TypeWith(kSchema));
  Workbench bench;
  std::string text(test.patch);
  for (char& c : text) c = c == '\'' ? '"' : c;
  Problems problems;
  const ValueId patch = bench.Read(text);
  const ValueId state = PartialState(bench.values, patch, *type, problems).desired;
  EXPECT_EQ(state == kNoValue ? "" : Show(bench.values, state), test.state);
  ASSERT_EQ(problems.size(), test.problem.empty() ? 0U : 1U);
  if (problems.empty()) return;
  EXPECT_EQ(testing_support::RuleName(problems[0]), "invalid-patch");
  EXPECT_EQ(bench.sources.Bytes(bench.sources.Resolve(problems[0].where).at), test.problem);
}

TEST(Patch, SingleOperations) {
  const std::vector<Case> cases = {
      {"[]", ""},
      {"[{'op': 'add', 'path': '/Name', 'value': 'x'}]", "{Name:x}+"},
      {"[{'op': 'replace', 'path': '/Name', 'value': 'x'}]", "{Name:x}+"},
      {"[{'op': 'remove', 'path': '/Name'}]", "{Name:-}+"},
      {"[{'op': 'test', 'path': '/Name', 'value': 'x'}]", ""},
      {"[{'op': 'move', 'from': '/Name', 'path': '/Map/B'}]", "{Name:-,Map:{B:?}+}+"},
      {"[{'op': 'copy', 'from': '/Name', 'path': '/Map/B'}]", "{Map:{B:?}+}+"},
      {"[{'op': 'add', 'path': '/Map/A', 'value': {'x': 1}}]", "{Map:{A:{x:1}}+}+"},
      {"[{'op': 'remove', 'path': '/Map/A/x'}]", "{Map:{A:{x:-}+}+}+"},
      {"[{'op': 'add', 'path': '/Map', 'value': {'A': %}}]", "{Map:{A:?}}+"},
  };
  for (const Case& test : cases) Expect(test);
}

TEST(Patch, Lists) {
  const std::vector<Case> cases = {
      {"[{'op': 'add', 'path': '/List', 'value': [1, 2]}]", "{List:[1,2]}+"},
      {"[{'op': 'add', 'path': '/List/-', 'value': {'A': 1}}]", "{List:[{A:1}]+}+"},
      {"[{'op': 'add', 'path': '/List/0', 'value': 1}]", "{List:[1]+}+"},
      {"[{'op': 'replace', 'path': '/List/3/A', 'value': 1}]", "{List:[{A:1}+]+}+"},
      {"[{'op': 'add', 'path': '/List/-', 'value': 1}, {'op': 'add', 'path': '/List/-', 'value': "
       "2}]",
       "{List:[1,2]+}+"},
      {"[{'op': 'remove', 'path': '/List/0'}]", "{List:[]+}+"},
      {"[{'op': 'remove', 'path': '/List/1/B'}]", "{List:[{B:-}+]+}+"},
      // Of what the schema leaves open, the path says what is a list.
      {"[{'op': 'add', 'path': '/Map/A/x/-', 'value': 1}]", "{Map:{A:{x:[1]+}+}+}+"},
      {"[{'op': 'replace', 'path': '/Map/A/x/0/y', 'value': 1}]", "{Map:{A:{x:[{y:1}+]+}+}+}+"},
      {"[{'op': 'remove', 'path': '/Map/A/x/1'}]", "{Map:{A:{x:[]+}+}+}+"},
      {"[{'op': 'replace', 'path': '/Map/A/0', 'value': 1}]", "{Map:{A:{0:1}+}+}+"},
  };
  for (const Case& test : cases) Expect(test);
}

TEST(Patch, LaterOperationsOverwrite) {
  const std::vector<Case> cases = {
      {"[{'op': 'add', 'path': '/Name', 'value': 'x'}, {'op': 'add', 'path': '/Name', 'value': "
       "'y'}]",
       "{Name:y}+"},
      {"[{'op': 'add', 'path': '/Name', 'value': 'x'}, {'op': 'remove', 'path': '/Name'}]",
       "{Name:-}+"},
      {"[{'op': 'remove', 'path': '/Name'}, {'op': 'add', 'path': '/Name', 'value': 'x'}]",
       "{Name:x}+"},
      {"[{'op': 'add', 'path': '/Map/A', 'value': 1}, {'op': 'add', 'path': '/Map', 'value': {}}]",
       "{Map:{}}+"},
      {"[{'op': 'add', 'path': '/Map', 'value': {}}, {'op': 'add', 'path': '/Map/A', 'value': 1}]",
       "{Map:?}+"},
      {"[{'op': 'add', 'path': '/Map/A', 'value': 1}, {'op': 'remove', 'path': '/Map/B'}]",
       "{Map:{A:1,B:-}+}+"},
  };
  for (const Case& test : cases) Expect(test);
}

// Positions in a list move when items are inserted or removed, so what one operation wrote at an
// index may stand elsewhere by the time that the next names the same index.
TEST(Patch, PositionsMove) {
  const std::vector<Case> cases = {
      {"[{'op': 'add', 'path': '/List/0', 'value': 1}, {'op': 'add', 'path': '/List/0', 'value': "
       "2}]",
       "{List:[1,2]+}+"},
      {"[{'op': 'remove', 'path': '/List/0'}, {'op': 'remove', 'path': '/List/0'}]", "{List:[]+}+"},
      {"[{'op': 'add', 'path': '/List/1', 'value': 1}, {'op': 'add', 'path': '/List/0', 'value': "
       "2},"
       " {'op': 'remove', 'path': '/List/2'}]",
       ""},
      {"[{'op': 'add', 'path': '/List/-', 'value': 1}, {'op': 'remove', 'path': '/List/3'}]", ""},
      {"[{'op': 'add', 'path': '/List/-', 'value': {}}, {'op': 'add', 'path': '/List/3/A', "
       "'value': 1}]",
       ""},
      {"[{'op': 'remove', 'path': '/List/0'}, {'op': 'replace', 'path': '/List/0', 'value': 1}]",
       "{List:[1]+}+"},
      {"[{'op': 'replace', 'path': '/List/0', 'value': 1}, {'op': 'remove', 'path': '/List/0'}]",
       "{List:[]+}+"},
      {"[{'op': 'replace', 'path': '/List/0', 'value': 1}, "
       "{'op': 'replace', 'path': '/List/0', 'value': 2}]",
       "{List:[2]+}+"},
      {"[{'op': 'move', 'from': '/List/0', 'path': '/List/1'}]", "{List:[?]+}+"},
  };
  for (const Case& test : cases) Expect(test);
}

TEST(Patch, UnknownPartsMayUndoEverything) {
  const std::vector<Case> cases = {
      {"%", ""},
      {"[{'op': 'add', 'path': '/Name', 'value': 'x'}, %]", ""},
      {"[{'op': 'add', 'path': '/Name', 'value': 'x'}, {'op': '%', 'path': '/Name'}]", ""},
      {"[{'op': 'add', 'path': '/%', 'value': 'x'}]", ""},
      {"[{'op': 'add', 'path': '/%', 'value': 'x'}, {'op': 'add', 'path': '/Name', 'value': 'y'}]",
       "{Name:y}+"},
      {"[{'op': 'add', 'path': '/Name', 'value': '%'}]", "{Name:?}+"},
      {"[{'op': 'add', 'path': '/Name', %}]", "{Name:?}+"},
      {"[{'op': 'add', 'path': '/a~1b', 'value': 1}]", ""},
  };
  for (const Case& test : cases) Expect(test);
}

TEST(Patch, Mistakes) {
  const std::vector<Case> cases = {
      {"{'op': 'add'}", "", "op"},
      {"'x'", "", "x"},
      {"5", "", "5"},
      {"[5]", "", "5"},
      {"[{'op': 'set', 'path': '/Name', 'value': 1}]", "", "set"},
      {"[{'path': '/Name', 'value': 1}]", "", "path"},
      {"[{'op': 'add', 'value': 1}]", "", "op"},
      {"[{'op': 'move', 'path': '/Name'}]", "", "op"},
      {"[{'op': 'remove', 'path': 'Name'}]", "", "Name"},
      {"[{'op': 'add', 'path': 'Name', 'value': 1}, {'op': 'add', 'path': '/Name', 'value': 2}]",
       "{Name:2}+", "Name"},
  };
  for (const Case& test : cases) Expect(test);
}

// Cloud Control applies a patch to what it reads.
TEST(PartialState, WriteOnlyPropertiesAreNotThere) {
  snapshot::ResourceTypeT made = TypeWith(R"({"type": "object", "properties": {
    "Name": {"type": "string"},
    "Code": {"type": "object", "additionalProperties": false, "properties": {"Zip": {}, "Key": {}}},
    "Half": {"type": "object", "additionalProperties": false, "properties": {"In": {}, "Out": {}}},
    "List": {"type": "array", "items": {"type": "object", "properties": {"A": {}, "B": {}}}}}})");
  made.write_only = {"/Code/Zip", "/Code/Key", "/Half/In", "/List/*/A"};
  const Packed<snapshot::ResourceType> type(made);
  const std::string add = R"({"op": "add", "path": "/Code", "value": {"Zip": "a"}}, )";
  for (const auto& [steps, expected] : std::vector<std::pair<std::string, std::string>>{
           {R"({"op": "replace", "path": "/Code", "value": {}})", "/Code"},
           {R"({"op": "remove", "path": "/Code/Zip"})", "/Code/Zip"},
           {R"({"op": "test", "path": "/Code/Zip/x", "value": 1})", "/Code/Zip/x"},
           {R"({"op": "move", "from": "/Half/In", "path": "/Name"})", "/Half/In"},
           {R"({"op": "replace", "path": "/List/0/A", "value": 1})", "/List/0/A"},
           {R"({"op": "replace", "path": "/List/0/B", "value": 1})", ""},
           {R"({"op": "replace", "path": "/Half", "value": {}})", ""},
           {R"({"op": "replace", "path": "/Half/Out", "value": 1})", ""},
           {R"({"op": "replace", "path": "/Name", "value": "a"})", ""},
           {R"({"op": "add", "path": "/Code", "value": {}})", ""},
           {add + R"({"op": "replace", "path": "/Code/Zip", "value": "b"})", ""},
           {add + R"({"op": "remove", "path": "/Code"})", ""},
           {add + R"({"op": "remove", "path": "/Half/In"})", "/Half/In"},
           {R"({"op": "add", "path": "/%", "value": {}}, {"op": "remove", "path": "/Code"})",
            ""}}) {
    Workbench bench;
    Problems problems;
    PartialState(bench.values, bench.Read("[" + steps + "]"), *type, problems);
    std::string found;
    for (const Problem& problem : problems) {
      found += testing_support::RuleName(problem) == "write-only-patch"
                   ? bench.values.sources().Bytes(problem.where)
                   : problem.what.args[0].second;
    }
    EXPECT_EQ(found, expected) << steps;
  }
}

}  // namespace
}  // namespace stackql
