// Reading a manifest: which fields it may have at each level, of which types, and what it says.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "stack/manifest.h"
#include "support/rule_names.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

class Read {
 public:
  explicit Read(std::string text) {
    const TextId file = sources_.AddFile("stackql_manifest.yml", std::move(text));
    const yaml::Document document = yaml::Parse(values_, file, problems_);
    manifest = ReadManifest(values_, document.root, problems_);
  }
  void CheckEnvironment(const std::string& environment) {
    stackql::CheckEnvironment(values_, manifest, environment, problems_);
  }
  // "rule 'bytes'", in the order of the file.
  std::vector<std::string> Problems() const {
    std::vector<const Problem*> sorted;
    for (const Problem& problem : problems_) sorted.push_back(&problem);
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* a, const auto* b) { return a->where < b->where; });
    std::vector<std::string> lines;
    for (const Problem* problem : sorted) {
      lines.push_back(testing_support::RuleName(*problem) + " '" +
                      std::string(sources_.Bytes(sources_.Resolve(problem->where).at)) + "'");
    }
    return lines;
  }
  std::string_view Text(ValueId id) const { return values_.Text(id); }
  Manifest manifest;

 private:
  Sources sources_;
  Values values_{sources_};
  stackql::Problems problems_;
};

using Texts = std::vector<std::string>;

struct Case {
  std::string text = {};
  Texts problems = {};
};

void Expect(const std::vector<Case>& cases, const std::string& head = {}) {
  for (const Case& test : cases) {
    EXPECT_EQ(Read(head + test.text).Problems(), test.problems) << head + test.text;
  }
}

const std::string kHead = "name: demo\nproviders: [awscc]\n";

TEST(Manifest, TopLevelFields) {
  Expect({
      {"name: demo\nproviders: [awscc]\n", {}},
      {"version: 1\nname: demo\ndescription: x\nproviders: [awscc]\nglobals:\nresources:\n"
       "exports:\n",
       {}},
      {"name: 5\nproviders: [awscc, '']\nversion: 99\n", {}},
      {"name: demo\nproviders: awscc\n", {"field-type 'awscc'"}},
      {"name: demo\nproviders: []\n", {"missing-field 'providers'"}},
      {"name: ''\nproviders: [awscc]\n", {"missing-field 'name'"}},
      {"providers: [awscc]\n", {"missing-field 'providers'"}},
      {"name: demo\nproviders: [awscc]\nnmae: x\n", {"unknown-field 'nmae'"}},
      {"name: demo\nproviders: [awscc]\nname: y\n", {"duplicate-key 'name'"}},
  });
  Expect(
      {
          {"version: '1'\n", {"field-type '1'"}},
          {"version: 1.0\n", {"field-type '1.0'"}},
          {"version: -1\n", {"field-type '-1'"}},
          {"globals: {a: b}\n", {"field-type '{a: b}'"}},
          {"resources: stage\n", {"field-type 'stage'"}},
          {"exports: [{a: b}]\n", {"field-type '{a: b}'"}},
          {"exports: [5, a]\n", {}},
      },
      kHead);
}

TEST(Manifest, Globals) {
  Expect(
      {
          {"- {name: a, value: 1, description: x}\n", {}},
          {"- {name: a}\n", {}},
          {"- {name: '', value: a}\n", {}},
          {"- {name: null, value: a}\n", {}},
          {"- {name: a, value: b, protected: }\n", {"field-type ''"}},
          {"- {value: a}\n", {"missing-field 'value'"}},
          {"- {name: a, vlaue: b}\n", {"missing-field 'vlaue'"}},
          {"- {name: a, values: {dev: {value: b}}}\n", {"unknown-field 'values'"}},
          {"- {name: [a], value: b}\n", {"field-type '[a]'"}},
          {"- region\n", {"field-type 'region'"}},
      },
      kHead + "globals:\n");
}

TEST(Manifest, Resources) {
  Expect(
      {
          {"- {name: a, type: multi, file: b.iql, exports: [x], protected: [x], skip_validation: "
           "true, "
           "if: true, auth: {x: y}, return_vals: {create: [Arn]}, description: x}\n",
           {"unused-auth 'auth'"}},
          {"- {type: resource}\n", {"missing-field 'type'"}},
          {"- {name: a, tpye: multi}\n", {"unknown-field 'tpye'"}},
          {"- {name: a, type: scirpt}\n", {"unknown-resource-type 'scirpt'"}},
          {"- {name: a, skip_validation: 'true'}\n", {"field-type 'true'"}},
          {"- {name: a, skip_validation: yes}\n", {"field-type 'yes'"}},
          {"- {name: a, skip_validation: null}\n", {}},
          {"- {name: a, skip_on_delete: null}\n", {"field-type 'null'"}},
          {"- {name: a, return_vals: {create: null}}\n", {"field-type 'null'"}},
          {"- {name: a, exports: [{b: 5}]}\n", {"dropped-export 'b'"}},
          {"- {name: a, type: script, run: x, file: y}\n", {"ignored-field 'file'"}},
          {"- {name: a, return_vals: [Arn]}\n", {"field-type '[Arn]'"}},
          {"- {name: a, return_vals: {create: Arn}}\n", {"field-type 'Arn'"}},
          {"- {name: a, return_vals: {update: {Arn: id}}}\n", {"field-type '{Arn: id}'"}},
          {"- {nmae: a}\n", {"missing-field 'nmae'"}},
          {"- {name: a, porps: []}\n", {"missing-field 'porps'"}},
          {"- {name: a, exports: {b: c}}\n", {"field-type '{b: c}'"}},
          {"- {name: a, exports: [{b: b}, {c: d}]}\n", {}},
          {"- {name: a, exports: [b, {c: d}, {e: f}]}\n", {"dropped-export 'c'"}},
          {"- {name: a, exports: [{c: d}, b]}\n", {"dropped-export 'c'"}},
          {"- {name: a, type: script, run: x, exports: [c]}\n", {}},
          {"- {name: a, type: script, run: x, exports: [{c: d}]}\n", {"dropped-export 'c'"}},
          {"- {name: a, type: script}\n", {"missing-field 'a'"}},
          {"- {name: a, sql: b}\n", {"ignored-field 'sql'"}},
          {"- {name: a, type: multi, run: b}\n", {"ignored-field 'run'"}},
          {"- {name: a, type: nonsense, run: b}\n", {"unknown-resource-type 'nonsense'"}},
          {"- {name: a, type: query, sql: b, file: c}\n", {"ignored-field 'file'"}},
          {"- {name: a, type: query, file: c}\n", {}},
          {"- {name: a, return_vals: {creat: [b]}}\n", {"ignored-field 'creat'"}},
          {"- {name: a, props: {b: c}}\n", {"field-type '{b: c}'"}},
          {"- {name: a}\n- {name: b}\n- {name: a}\n", {"duplicate-resource 'a'"}},
          {"- {name: a, file: b, file: c}\n", {"duplicate-key 'file'"}},
      },
      kHead + "resources:\n");
}

TEST(Manifest, Props) {
  Expect(
      {
          {"- {name: a, value: 1}\n", {}},
          {"- {name: a, merge: [b]}\n", {}},
          {"- {name: a, values: {dev: {value: 1}}}\n", {}},
          {"- {name: a, values: {dev: {value: null}}}\n", {}},
          {"- {name: a}\n", {"missing-field 'a'"}},
          {"- {name: a, value: null}\n", {"missing-field 'a'"}},
          {"- {name: null, value: a}\n", {}},
          {"- {name: , value: a}\n", {"missing-field 'name'"}},
          {"- {value: 1}\n", {"missing-field 'value'"}},
          {"- {name: a, value: 1, vaules: {}}\n", {"unknown-field 'vaules'"}},
          {"- {name: a, merge: b}\n", {"field-type 'b'"}},
          {"- {name: a, values: {dev: 1}}\n", {"field-type '1'"}},
          {"- {name: a, values: {dev: {}}}\n", {"missing-field 'dev'"}},
          {"- {name: a, value: 1}\n    - {name: a, value: 2}\n", {"duplicate-prop 'a'"}},
      },
      kHead + "resources:\n  - name: stage\n    props:\n    ");
}

TEST(Manifest, TemplatesWithoutQuotes) {
  Expect({
      {kHead + "globals: [{name: a, value: {{ b }}}]\n", {"unquoted-template '{{ b }}'"}},
      {kHead + "globals: [{name: a, value: [1, {b: {{ c }}}]}]\n", {"unquoted-template '{{ c }}'"}},
      {kHead + "globals: [{name: a, value: '{{ b }}'}]\n", {}},
      {kHead + "globals: [{name: a, value: { {b: c} : d}}]\n", {}},
      {kHead + "globals: [{name: a, value: {b: {c: d}}}]\n", {}},
      {kHead + "resources: [{name: a, if: {{ b }}}]\n", {"unquoted-template '{{ b }}'"}},
      {kHead + "resources: [{{ b }}]\n", {"unquoted-template '{{ b }}'"}},
      {"name: demo\nproviders: [{{ b }}]\n", {"unquoted-template '{{ b }}'"}},
      {kHead + "resources: [{name: a, props: [{name: b, values: {dev: {value: {{ c }}}}}]}]\n",
       {"unquoted-template '{{ c }}'"}},
  });
}

TEST(Manifest, MergeKeys) {
  Expect({
      {kHead + "globals: [{name: a, value: {<<: {b: c}}}]\n", {"merge-key '<<'"}},
      {kHead + "globals: [{name: a, value: {'<<': {b: c}}}]\n", {}},
      {kHead + "globals: [{<<: {name: a}}]\n", {"merge-key '<<'"}},
      {kHead + "resources: [{name: a, props: [{name: b, <<: {value: c}}]}]\n", {"merge-key '<<'"}},
      // An anchor's node is looked at once.
      {kHead + "globals: [{name: a, value: &x {<<: {b: c}}}, {name: d, value: *x}]\n",
       {"merge-key '<<'"}},
  });
}

TEST(Manifest, ScalarsThatYamlVersionsReadDifferently) {
  const auto with = [](const std::string& value) {
    return Read(kHead + "globals:\n  - name: a\n    value: " + value + "\n").Problems();
  };
  for (const char* value : {"yes", "No", "ON", "off", "012", "0777", "2024-01-01", "12:30",
                            "-1:59:00", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00"}) {
    EXPECT_EQ(with(value), Texts{"yaml-version '" + std::string(value) + "'"}) << value;
    EXPECT_EQ(with("'" + std::string(value) + "'"), Texts{}) << value;
    EXPECT_EQ(with("[" + std::string(value) + "]"),
              Texts{"yaml-version '" + std::string(value) + "'"})
        << value;
  }
  for (const char* value : {"y",           "n",           "true",
                            "yEs",         "0",           "10",
                            "089",         "0x1F",        "1e3",
                            "2024-1-1",    "2024-01-01x", "12:60",
                            "12:3a",       "0:30",        "yes please",
                            "+",           "on-call",     "us-east-1",
                            "10.0.0.0/16", "{yes: x}",    "2024-01-01-backup",
                            "a:1"}) {
    EXPECT_EQ(with(value), Texts{}) << value;
  }
}

TEST(Manifest, EnvironmentsThatOnePropLacks) {
  const Read read(kHead +
                  "resources:\n  - name: stage\n    props:\n"
                  "      - {name: a, values: {dev: {value: 1}, prod: {value: 2}}}\n"
                  "      - {name: b, values: {prod: {value: 2}}}\n"
                  "      - {name: c, value: 1, values: {prod: {value: 2}}}\n");
  EXPECT_EQ(read.Problems(), (Texts{"missing-environment 'b'", "ignored-field 'values'"}));
  EXPECT_EQ(read.manifest.environments, (Texts{"dev", "prod"}));
}

TEST(Manifest, EnvironmentsThatNoPropNames) {
  Read read(kHead +
            "resources:\n  - name: stage\n    if: 'true'\n    props:\n"
            "      - {name: a, values: {dev: {value: 1}}}\n"
            "      - {name: b, value: 1}\n");
  read.CheckEnvironment("dev");
  EXPECT_EQ(read.Problems(), Texts{});
  read.CheckEnvironment("prod");
  EXPECT_EQ(read.Problems(), Texts{"missing-environment 'a'"});
}

TEST(Manifest, WhatItSays) {
  const Read read(kHead +
                  "globals: [{name: region, value: us-east-1}]\nexports: [arn]\nresources:\n"
                  "  - name: stage\n    type: command\n    file: sub/x.iql\n    if: 'true'\n"
                  "    props:\n      - {name: a, value: 1, merge: [b, c]}\n"
                  "    exports:\n      - {one: one}\n      - {column: two}\n");
  EXPECT_EQ(read.Problems(), Texts{});
  const Manifest& manifest = read.manifest;
  EXPECT_EQ(manifest.name, "demo");
  ASSERT_EQ(manifest.globals.size(), 1U);
  EXPECT_EQ(manifest.globals[0].name, "region");
  EXPECT_EQ(read.Text(manifest.globals[0].value), "us-east-1");
  ASSERT_EQ(manifest.resources.size(), 1U);
  const Resource& stage = manifest.resources[0];
  EXPECT_EQ(stage.kind, ResourceKind::kCommand);
  EXPECT_EQ(stage.file, "sub/x.iql");
  EXPECT_EQ(read.Text(stage.condition), "true");
  ASSERT_EQ(stage.props.size(), 1U);
  EXPECT_EQ(stage.props[0].merge.size(), 2U);
  ASSERT_EQ(stage.exports.size(), 2U);
  EXPECT_EQ(stage.exports[0].name, "one");
  EXPECT_EQ(stage.exports[1].column, "column");
  EXPECT_EQ(stage.exports[1].name, "two");
}

}  // namespace
}  // namespace stackql
