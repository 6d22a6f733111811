// Values that hold themselves, in every way that YAML and templates have for it: every command
// comes to its end.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "support/commands.h"
#include "support/cpu_clock.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

// The limit of one command; the slack is for sanitizers and slow machines.
constexpr std::chrono::seconds kLimit(5);
constexpr int kSlack = 4;

struct Case {
  std::string title = {};
  std::map<std::string, std::string> files = {};
};

constexpr std::string_view kQuery =
    "/*+ exists */\n"
    "SELECT Arn AS arn, COUNT(*) AS count FROM awscc.ivs.stages\n"
    "WHERE region = 'us-east-1' AND Identifier = '{{ p }}';\n"
    "/*+ create */\n"
    "INSERT INTO awscc.ivs.stages (Name, Tags, region)\n"
    "SELECT '{{ p }}', '{{ g }}', 'us-east-1';\n"
    "/*+ update */\n"
    "UPDATE awscc.ivs.stages SET PatchDocument = string('{{ { \"Name\": p } | "
    "generate_patch_document }}')\n"
    "WHERE region = 'us-east-1' AND Identifier = '{{ this.arn }}';\n";

std::string Manifest(const std::string& globals, const std::string& props) {
  return "version: 1\nname: demo\nproviders: [awscc]\nglobals:\n" + globals +
         "resources:\n  - name: r\n    props:\n" + props;
}

Case OfManifest(const std::string& title, const std::string& manifest) {
  return {title, {{"stackql_manifest.yml", manifest}, {"resources/r.iql", std::string(kQuery)}}};
}

Case OfGlobals(const std::string& title, const std::string& globals) {
  return OfManifest(title, Manifest(globals, "      - {name: p, value: '{{ g }}'}\n"));
}

Case OfProps(const std::string& title, const std::string& props) {
  return OfManifest(title, Manifest("  - {name: g, value: x}\n", props));
}

Case OfQuery(const std::string& title, const std::string& query) {
  return {title,
          {{"stackql_manifest.yml",
            Manifest("  - {name: g, value: [x, y]}\n", "      - {name: p, value: {a: [1]}}\n")},
           {"resources/r.iql",
            "/*+ exists */\nSELECT Arn AS arn, COUNT(*) AS count FROM "
            "awscc.ivs.stages WHERE region = '{{ g }}';\n/*+ update */\n" +
                query + "\n"}}};
}

std::vector<Case> Aliases() {
  return {
      OfGlobals("ListInItself", "  - name: g\n    value: &a [x, *a]\n"),
      OfGlobals("MappingInItself", "  - name: g\n    value: &a {k: *a}\n"),
      OfGlobals("KeyInItself", "  - name: g\n    value: &a {? *a : x}\n"),
      OfGlobals("TwoInEachOther", "  - name: g\n    value: &a [&b [*a, *b], *b]\n"),
      OfGlobals("MergesItself", "  - name: g\n    value: &a {k: v, <<: *a}\n"),
      OfGlobals("MergesListOfItself", "  - name: g\n    value: &a {k: v, <<: [*a, {<<: *a}]}\n"),
      OfGlobals("GlobalInItself", "  - &a {name: g, value: *a}\n"),
      OfGlobals("GlobalMergesItself", "  - &a {name: g, <<: *a}\n"),
      OfProps("PropInItself", "      - &a {name: p, value: *a}\n"),
      OfProps("PropMergesItself", "      - &a {name: p, value: x, <<: *a}\n"),
      OfProps("ValuesInThemselves",
              "      - name: p\n        values: &a {dev: {value: *a}, prod: *a}\n"),
      OfProps("MergeListInItself", "      - {name: p, value: [1], merge: &a [*a]}\n"),
      OfManifest("ResourceInItself",
                 "version: 1\nname: demo\nproviders: [awscc]\nresources:\n"
                 "  - &r {name: r, props: [*r], exports: [*r], protected: *r}\n"),
      OfManifest("ResourcesInThemselves",
                 "version: 1\nname: demo\nproviders: [awscc]\nresources: &r [*r]\n"),
      OfManifest("ManifestInItself", "&m\nname: demo\nglobals: *m\nresources: *m\n<<: *m\n"),
  };
}

std::vector<Case> Names() {
  std::vector<Case> cases;
  const std::vector<std::string> templates = {
      "{{ g }}",
      "{{ [g] | json_encode }}",
      "{{ g | tojson }}",
      "{{ g | from_json | json_encode }}",
      "{{ p }}",
      "{{ this.p }}",
      "{{ this }}",
      "{{ r.p }}",
      "{{ __tera_context }}",
      "{% set g = [g, g] %}{{ g | json_encode }}",
      "{% set_global g = g ~ g %}{{ g }}",
      "{% for g in [g] %}{{ g }}{% endfor %}",
      "{% filter upper %}{{ g }}{% endfilter %}",
      "{{ {{ g }} }}",
  };
  for (size_t i = 0; i < templates.size(); ++i) {
    const std::string number = std::to_string(i);
    const std::string& text = templates[i];
    cases.push_back(OfGlobals("Global" + number, "  - name: g\n    value: '" + text + "'\n"));
    cases.push_back(
        OfGlobals("ListOfGlobal" + number, "  - name: g\n    value: ['" + text + "']\n"));
    cases.push_back(OfProps("Prop" + number, "      - name: p\n        value: '" + text + "'\n"));
    cases.push_back(
        OfProps("ListOfProp" + number, "      - name: p\n        value: {k: ['" + text + "']}\n"));
    cases.push_back(OfProps("PropNamedLikeGlobal" + number,
                            "      - name: g\n        value: '" + text +
                                "'\n      - name: p\n        value: ['{{ g }}']\n"));
    cases.push_back(OfProps("Environments" + number,
                            "      - name: p\n        values:\n          dev: {value: '" + text +
                                "'}\n          prod: {value: ['" + text + "', '{{ p }}']}\n"));
    cases.push_back(OfProps("Merge" + number, "      - name: p\n        value: ['" + text +
                                                  "']\n        merge: [p, g, p]\n"));
  }
  cases.push_back(OfGlobals("TwoGlobals",
                            "  - {name: g, value: '{{ h }}'}\n  - {name: h, value: '{{ g }}'}\n"));
  cases.push_back(OfProps("PropsMergeEachOther",
                          "      - {name: p, value: {a: 1}, merge: [q]}\n"
                          "      - {name: q, value: {b: 1}, merge: [p]}\n"
                          "      - {name: p, merge: [p, q]}\n"));
  cases.push_back(OfProps("PropNamedLikeResource", "      - {name: r, value: '{{ r.r }}'}\n"));
  return cases;
}

// Lists that grow around themselves, in the JSON of a query.
std::vector<Case> Queries() {
  const std::string loop = "{% for i in range(end=200) %}";
  return {
      OfQuery("CapturedInDictionary", "SELECT '{{ { \"Name\": this.arn } | json_encode }}';"),
      OfQuery("CapturedInList", "SELECT '{{ [this.arn] | json_encode }}';"),
      OfQuery("CapturedAsJson", "SELECT '{{ this.arn | from_json | json_encode }}';"),
      OfQuery("CapturedInPatch",
              "SELECT '{{ { \"Name\": this.arn, \"Tags\": r.arn } | generate_patch_document }}';"),
      OfQuery("CapturedSet", "{% set a = [this.arn, r.arn] %}SELECT '{{ a | json_encode }}';"),
      OfQuery("CapturedJoined",
              "SELECT '{{ [this.arn] | join(sep=\",\") }}', "
              "{{ [this.arn, g] | sql_list }}, '{{ this.arn ~ this.arn }}';"),
      OfQuery("CapturedMerged",
              "SELECT '{{ [this.arn] | merge_lists(other=[r.arn]) | "
              "json_encode }}';"),
      OfQuery("CapturedLooped", "SELECT {% for a in [this.arn] %}'{{ a }}',{% endfor %} 1;"),
      OfQuery("CapturedFiltered", "SELECT {% filter upper %}'{{ this.arn }}'{% endfilter %};"),
      OfQuery("DeepList", "{% set x = g %}" + loop +
                              "{% set_global x = [x] %}{% endfor %}"
                              "SELECT '{{ x | json_encode }}', {{ x | length }};"),
      OfQuery("WideList", "{% set x = g %}" + loop +
                              "{% set_global x = [x, x] %}{% endfor %}"
                              "SELECT '{{ x | json_encode }}', '{{ [x] == [x] }}';"),
      OfQuery("WideListOften", "{% set x = g %}" + loop +
                                   "{% set_global x = [x, x] %}{{ x | json_encode }}{% endfor %}"),
      OfQuery("WideListMerged",
              "{% set x = [g] %}" + loop +
                  "{% set_global x = [x, x] | merge_lists(other=[x, g, x]) %}{% endfor %}"
                  "SELECT '{{ x | json_encode }}';"),
      OfQuery("WideListConcatenated",
              "{% set x = [g] %}" + loop +
                  "{% set_global x = x | concat(with=x) %}{% endfor %}SELECT {{ x | length }};"),
      OfQuery("JsonOfJson", "{% set x = g %}" + loop +
                                "{% set_global x = [x] | json_encode %}{% endfor %}"
                                "SELECT '{{ x }}';"),
      OfQuery(
          "LongFilters", "SELECT '{{ g" +
                             [] {
                               std::string filters;
                               for (int i = 0; i < 20'000; ++i) filters += " | trim";
                               return filters;
                             }() +
                             " }}';"),
      OfQuery(
          "LongSum", "SELECT '{{ g" +
                         [] {
                           std::string terms;
                           for (int i = 0; i < 20'000; ++i) terms += " + g";
                           return terms;
                         }() +
                         " }}';"),
  };
}

// Texts made of texts, in chains.
std::vector<Case> Chains() {
  // Each global's value is `value`, with the name of the one before it for each %.
  const auto chain = [](const std::string& title, int length, const std::string& value) {
    std::string globals = "  - {name: g0, value: 'x'}\n";
    for (int i = 1; i < length; ++i) {
      globals += "  - {name: g" + std::to_string(i) + ", value: ";
      for (const char c : value) {
        globals += c == '%' ? "{{ g" + std::to_string(i - 1) + " }}" : std::string(1, c);
      }
      globals += "}\n";
    }
    globals += "  - {name: g, value: '{{ g" + std::to_string(length - 1) + " }}'}\n";
    return OfGlobals(title, globals);
  };
  return {
      chain("ChainOfTexts", 2'000, "'.%'"),
      chain("ChainOfLists", 300, "['%']"),
      chain("ChainOfMappings", 300, "{True: '%'}"),
      chain("ChainOfDoubles", 15, "'%%'"),
      chain("ChainOfPairs", 15, "['%', '%']"),
      {"FilesInEachOther",
       {{"stackql_manifest.yml",
         Manifest("  - {name: g, value: 'file(a.json)'}\n", "      - {name: p, value: x}\n")},
        {"resources/a.json", R"json(["file(b.json)", "file(a.json)"])json"},
        {"resources/b.json", R"json({"a": "file(a.json)", "b": "file(b.json)"})json"},
        {"resources/r.iql", std::string(kQuery)}}},
  };
}

class Circular : public testing::TestWithParam<Case> {};

TEST_P(Circular, IsReadByEveryCommand) {
  TemporaryFolder folder;
  for (const auto& [path, text] : GetParam().files) folder.Write(path, text);
  const std::vector<std::vector<std::string>> variants = {
      {}, {"--env", "dev", "--env", "prod"}, {"--dialect", "python"}};
  for (const std::vector<std::string>& command : StackCommands()) {
    for (const std::vector<std::string>& options : variants) {
      const auto start = testing_support::CpuClock::now();
      const int status = RunSilently(command, folder.path().string(), options);
      EXPECT_TRUE(status >= cli::kExitClean && status <= cli::kExitFailure) << command[0];
      EXPECT_LT(testing_support::CpuClock::now() - start, kLimit * kSlack) << command[0];
    }
  }
}

std::string Title(const testing::TestParamInfo<Case>& each) { return each.param.title; }

INSTANTIATE_TEST_SUITE_P(Aliases, Circular, testing::ValuesIn(Aliases()), Title);
INSTANTIATE_TEST_SUITE_P(Names, Circular, testing::ValuesIn(Names()), Title);
INSTANTIATE_TEST_SUITE_P(Queries, Circular, testing::ValuesIn(Queries()), Title);
INSTANTIATE_TEST_SUITE_P(Chains, Circular, testing::ValuesIn(Chains()), Title);

// What a query captures is known from no text: it prints as the template that names it.
TEST(Captured, PrintsAsItsName) {
  for (const auto& [query, printed] : std::map<std::string, std::string>{
           {"SELECT {{ { \"Name\": this.arn } | json_encode }};",
            R"(SELECT "{\"Name\":{{ this.arn }}}";)"},
           {"SELECT {{ [this.arn] | json_encode }};", "SELECT [{{ this.arn }}];"}}) {
    TemporaryFolder folder;
    for (const auto& [path, text] : OfQuery("", query).files) folder.Write(path, text);
    testing::internal::CaptureStdout();
    const int status =
        cli::Dispatch({"render", "--no-config", "--anchor", "update", folder.path().string()});
    const std::string text = testing::internal::GetCapturedStdout();
    EXPECT_EQ(status, cli::kExitClean);
    EXPECT_NE(text.find(printed), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace stackql
