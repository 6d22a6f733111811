#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "support/cpu_clock.h"
#include "template_reading.h"

namespace stackql::tmpl {
namespace {

using template_reading::Reading;

struct Mistake {
  std::string marked = {};  // « and » around what is wrong
  std::string rule = {};
  std::string_view message = {};
};

std::string Unmarked(std::string text) {
  for (const std::string_view mark : {"«", "»"}) {
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.erase(at, mark.size());
    }
  }
  return text;
}

void Check(const std::vector<Mistake>& table, Renderer renderer) {
  for (const Mistake& row : table) {
    Reading reading(Unmarked(row.marked), renderer);
    reading.scope.open = true;
    reading.Run();
    EXPECT_EQ(reading.Marked(), row.marked);
    EXPECT_EQ(reading.Rules(), row.rule) << row.marked;
    if (reading.problems.empty()) continue;
    EXPECT_EQ(reading.problems[0].what.id, row.message) << row.marked;
    EXPECT_TRUE(reading.rendered.failed) << row.marked;
    // Nothing that was written is taken for certain after a mistake.
    EXPECT_EQ(reading.Shown().find("{{"), std::string::npos) << reading.Shown();
  }
}

TEST(TemplateParse, PointsAtWrongSyntax) {
  const std::string rule = "template-syntax";
  Check({{"x «{{» name", rule, "unclosed-tag"},
         {"x «{%» if name", rule, "unclosed-tag"},
         {"x «{#» name", rule, "unclosed-tag"},
         {"«{{» name\n{{ other }}", rule, "unclosed-tag"},
         {"{{ name | replace(from=«'»a) }}", rule, "unclosed-string"},
         {"{% «if» a %}x", rule, "unclosed-block"},
         {"{% «for» x in a %}x", rule, "unclosed-block"},
         {"x{% «endif» %}", rule, "stray"},
         {"x{% «else» %}", rule, "stray"},
         {"{% if a %}{% «endfor» %}", rule, "stray"},
         {"{% «break» %}", rule, "stray"},
         {"{% «elsif» a %}", rule, "statement"},
         {"{% if a %}{% «else if» b %}{% endif %}", rule, "statement"},
         {"{{ a «if» b else c }}", rule, "inline-if"},
         {"{{ a.«upper»() }}", rule, "method"},
         {"{{ a | default(«'x'») }}", rule, "positional"},
         {"{{ «true_name» }}", rule, "boolean-prefix"},
         {"{{ a «b» }}", rule, "default"},
         {"{{ «}}»", rule, "default"},
         {"{{ a | «}}»", rule, "default"},
         {"{{ 'a' «+» b }}", rule, "default"},
         {"{{ a[0«:»1] }}", rule, "default"},
         {"{% set x «%}»", rule, "default"}},
        Renderer::kQuery);
}

TEST(TemplateParse, PointsAtUnknownFiltersAndFunctions) {
  Check({{"{{ a | «uper» }}", "unknown-filter", "default"},
         {"{{ 'x' | upper | «tojson» }}", "unknown-filter", "default"},
         {"{% if a is «none» %}{% endif %}", "unknown-filter", "test"},
         {"{% filter «nope» %}x{% endfilter %}", "unknown-filter", "default"},
         {"{{ «uid»() }}", "unknown-function", "default"},
         {"{{ 'x' | «replace»(from='a') }}", "filter-argument", "default"},
         {"{{ 'x' | split(«patt»=',') | last }}", "filter-argument", "default"},
         {"{{ 'x' | «first» }}", "filter-argument", "input"},
         {"{{ 'x' | truncate(length=«'5'») }}", "filter-argument", "type"}},
        Renderer::kQuery);
}

TEST(TemplateParse, TellsWhatOnlyQueriesHave) {
  for (const char* filter :
       {"from_json", "base64_encode", "merge_lists", "merge_objects", "generate_patch_document",
        "sql_list", "sql_escape", "to_aws_tag_filters"}) {
    Check({{"{{ a | «" + std::string(filter) + "» }}", "unknown-filter", "query"}},
          Renderer::kManifest);
  }
  Check({{"{{ «uuid»() }}", "unknown-function", "query"},
         {"{{ «{» 'a': b } | upper }}", "template-syntax", "default"},
         {"{{ a | replace(«'x'», 'y') }}", "template-syntax", "positional"}},
        Renderer::kManifest);
}

TEST(TemplateParse, SuggestsWhatWasMeant) {
  const auto help = [](const char* text) {
    Reading reading(text);
    reading.scope.open = true;
    reading.Run();
    return reading.problems.size() == 1 ? reading.problems[0].help : "";
  };
  EXPECT_EQ(help("{{ a | uper }}"), "Did you mean 'upper'?");
  EXPECT_EQ(help("{% elsif a %}"), "Did you mean 'elif'?");
  EXPECT_EQ(help("{% if a %}{% else if b %}{% endif %}"), "Write elif.");
  EXPECT_EQ(help("{% if a %}"), "Close it with {% endif %}.");
  EXPECT_EQ(help("{{ 'a' + b }}"), "Concatenate strings with ~.");
  EXPECT_EQ(help("{{ 'x' | split(patt=',') }}"), "Did you mean 'pat'?");
}

TEST(TemplateParse, StaysSilentWhereAHoleMayBeTheMistake) {
  for (const std::string_view text : {"{{ ", "{{ a | ", "{{ a ", "{% if ", "{% for x in a"}) {
    Reading reading(std::string(text) + std::string(kHoleBytes) + " }} %} b");
    reading.Run();
    EXPECT_EQ(reading.Rules(), "") << reading.Shown();
  }
}

// Hostile input.

constexpr std::string_view kSamples[] = {
    R"({% set x = 'a' %}{{ x ~ "b" | upper }}{# note #}{% raw %}{{ y }}{% endraw %})",
    R"({% for k, v in a["b"].c[0] -%} {{ loop.index }} {%- else %}{{ -1 + 2 * 3 }}{% endfor %})",
    R"({% if a is not defined and (b or not c in ['x', 1.5, true]) %}1{% elif d %}2{% endif %})",
    R"({{ { "A": this.b, "C": d } | generate_patch_document }}{{ uuid() }}{{ a | replace('x','y') }})",
    R"({% filter upper %}{% block b %}x{% endblock b %}{% endfilter %}{% macro m(a=1) %}{% endmacro m %})",
};

TEST(TemplateHostile, ReadsEveryBeginningAndEveryEnd) {
  for (const std::string_view sample : kSamples) {
    for (size_t at = 0; at <= sample.size(); ++at) {
      for (const std::string_view part : {sample.substr(0, at), sample.substr(at)}) {
        for (const Renderer renderer : {Renderer::kManifest, Renderer::kQuery}) {
          Reading reading{std::string(part), renderer};
          reading.scope.open = true;
          reading.Run();
          for (const Problem& problem : reading.problems) {
            const Loc where = reading.sources.Resolve(problem.where).at;
            EXPECT_EQ(where.text, reading.file().text) << part;
            EXPECT_LE(where.span.end, part.size()) << part;
            EXPECT_FALSE(where.empty()) << part;
          }
        }
      }
    }
  }
}

std::string Times(std::string_view text, size_t count) {
  std::string all;
  all.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(TemplateHostile, BoundsNesting) {
  for (const char* open : {"{{ (", "{{ [", "{{ a[", "{{ {'a':", "{{ not ", "{{ f(a=", "{{ -",
                           "{% if a %}", "{% for x in a %}", "{% filter upper %}", "{% if (",
                           "{% block a %}", "{% if not (", "{% set x = ["}) {
    Reading(Times(open, 20'000)).Run();
    // The opening once, then what nests.
    const std::string_view inner = std::string_view(open).substr(2);
    Reading("{{ " + Times(inner, 50'000)).Run();
    Reading("{% if " + Times(inner, 50'000)).Run();
  }
}

TEST(TemplateHostile, TakesTimeInProportion) {
  constexpr size_t kSize = 1 << 20;
  for (const std::string_view part : {"{{ a }}",
                                      "{{",
                                      "{%",
                                      "{#",
                                      "{# x #}",
                                      "{% raw %}",
                                      "{% raw %}{% endraw %}",
                                      "{{ 'a' }}",
                                      "{{ a | upper }}",
                                      "{% set a = 'b' %}",
                                      "{% if u %}x{% endif %}",
                                      "{{ nope }}",
                                      "{",
                                      "-}} ",
                                      "{{-",
                                      "   {{- a -}}   ",
                                      "{% set u = u %}",
                                      "{{ a ~ 'x' }}",
                                      "{% set a = a ~ 'x' %}",
                                      "{{ a | replace(from='a', to='aa') }}",
                                      "{% for x in ['a','b'] %}{{ x }}{% endfor %}",
                                      "{% set l = [a, a] %}",
                                      "{{ \"'\" }}",
                                      "'",
                                      "{{ a",
                                      "{% if a",
                                      "| upper ",
                                      " {{ ' "}) {
    Reading reading(Times(part, kSize / part.size()));
    reading.Text("a", "alpha").Unknown("u");
    const auto begin = testing_support::CpuClock::now();
    reading.Run();
    const std::chrono::duration<double> taken = testing_support::CpuClock::now() - begin;
    EXPECT_LT(taken.count(), 5.0) << part;
    EXPECT_LE(reading.Output().size(), 64U << 20) << part;
  }
}

TEST(TemplateHostile, TakesLongChainsInProportion) {
  for (const std::string_view link :
       {" | upper", " ~ a", " + 1", " and a", " or a", ".b", "[0]", " == a"}) {
    Reading reading("{{ a" + Times(link, (1 << 20) / link.size()) + " }}");
    reading.Text("a", "alpha");
    const auto begin = testing_support::CpuClock::now();
    reading.Run();
    const std::chrono::duration<double> taken = testing_support::CpuClock::now() - begin;
    EXPECT_LT(taken.count(), 5.0) << link;
  }
}

TEST(TemplateHostile, BoundsWhatLoopsWrite) {
  std::string list = "{% set l = [1";
  list += Times(",1", 900) + "] %}";
  std::string text = list + Times("{% for x in l %}", 4) + "xxxxxxxxxx" + Times("{% endfor %}", 4);
  Reading reading(text);
  const auto begin = testing_support::CpuClock::now();
  reading.Run();
  const std::chrono::duration<double> taken = testing_support::CpuClock::now() - begin;
  EXPECT_LT(taken.count(), 5.0);
  EXPECT_TRUE(HasHole(reading.Output()));
  EXPECT_LT(reading.Output().size(), 8U << 20);
}

}  // namespace
}  // namespace stackql::tmpl
