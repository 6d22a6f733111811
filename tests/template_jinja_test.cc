#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "support/places.h"
#include "template_reading.h"
#include "value/value.h"

// testdata/templates/jinja.json holds templates with what Jinja2 3.1 itself makes of them.
namespace stackql::tmpl {
namespace {

using template_reading::MatchesHoled;
using template_reading::Reading;

struct Sample {
  std::string text = {};
  std::string context = {};  // a JSON object
  std::string output = {};
};

std::vector<Sample> Samples() {
  std::ifstream file(std::string(testing_support::kSourceDir) + "/testdata/templates/jinja.json",
                     std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  Sources sources;
  Values values(sources);
  const ValueId list =
      json::Parse(values, sources.All(sources.AddFile("jinja.json", std::move(bytes)))).value;
  if (list == kNoValue) return {};
  std::vector<Sample> samples;
  for (const ValueId each : values.Elements(list)) {
    samples.push_back(
        {.text = std::string(values.Text(values.Find(each, "template"))),
         .context = std::string(sources.Bytes(values[values.Find(each, "context")].token)),
         .output = std::string(values.Text(values.Find(each, "output")))});
  }
  return samples;
}

// Whether a template ends in a line break that Jinja2 drops is left open: it is kept here.
std::string_view WithoutBreak(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

TEST(TemplateJinja, NeverGivesAnotherText) {
  const std::vector<Sample> samples = Samples();
  EXPECT_GE(samples.size(), 300U);
  for (const Sample& sample : samples) {
    Reading reading(sample.text, Renderer::kJinja);
    reading.Json(sample.context).Run();
    const bool ends = sample.text.ends_with('\n');
    const std::string_view output = ends ? WithoutBreak(reading.Output()) : reading.Output();
    EXPECT_TRUE(MatchesHoled(output, sample.output))
        << sample.text << "\n  Jinja2: " << sample.output << "\n  here: " << reading.Shown();
    EXPECT_EQ(reading.Rules(), "") << sample.text;
    EXPECT_FALSE(reading.rendered.failed);
  }
}

struct Case {
  std::string_view text = {};
  std::string_view shown = {};
};

TEST(TemplateJinja, InsertsNamesAndLeavesTheRestOpen) {
  const Case cases[] = {
      {"{{ a }}-{{b}}", "alpha-beta"},
      {"x {{- a -}} y", "xalphay"},
      {"{# note #}{{ a }}", "▯alpha"},
      {"{{ a | upper }}{{ a }}", "▯alpha"},
      {"{{ a if b else 'x' }}{{ r.id }}{{ missing }}{{ true }}", "▯▯▯▯"},
      {"{{ {'k': {'j': a}} }}{{ a }}", "▯alpha"},
      {"{{ '}}' }}{{ a }}", "▯alpha"},
      {"1{% if a %}{{ b }}{% for x in y %}{{ x }}{% endfor %}{% endif %}2{{ b }}", "1▯2beta"},
      {"{% set a = 'x' %}{{ a }}", "▯▯"},
      {"{% set c %}x{% endset %}{{ a }}", "▯▯"},
      {"{% raw %}{{ a }}{% if %}{% endraw %}{{ a }}", "{{ a }}{% if %}alpha"},
      {"x {%- raw -%} {{ a }} {%- endraw -%} y", "x{{ a }}y"},
      {"{% if a %}{% raw %}{% endif %}{% endraw %}{% endif %}{{ a }}", "▯alpha"},
      {"{% if a %}{{ '{% endif %}' }}{% endif %}{{ a }}", "▯alpha"},
      {"'{{ quote }}' {{ json }} {{ markup }}", "'▯' ▯ ▯"},
      {"a\r\n{{ a }}\rb", "a\nalpha\nb"},
  };
  for (const Case& each : cases) {
    Reading reading(std::string(each.text), Renderer::kJinja);
    reading.Text("a", "alpha").Text("b", "beta").Text("quote", "it's").Unknown("r");
    reading.Text("json", "{\"k\": 1}").Text("markup", "a<b").Text("true", "no").Run();
    EXPECT_EQ(reading.Shown(), each.shown) << each.text;
    EXPECT_EQ(reading.Rules(), "") << each.text;
  }
}

// What cannot be read is not known at all.
TEST(TemplateJinja, ReportsWhatItCannotRead) {
  const std::string_view texts[] = {"{{ a }} {% if a %}",  "{{ a }} {% endif %}",
                                    "{{ a }} {% odd %}",   "{{ a }} {{ 'x }}",
                                    "{{ a }} {{ a ) }}",   "{{ a }} {{",
                                    "{{ a }} {% else %}",  "{{ a }} {# note",
                                    "{{ a }} {% raw %} x", "{% if a %}{% endfor %}"};
  for (const std::string_view text : texts) {
    Reading reading(std::string(text), Renderer::kJinja);
    reading.Text("a", "alpha").Run();
    EXPECT_EQ(reading.Shown(), "▯") << text;
    EXPECT_EQ(reading.Rules(), "jinja-template") << text;
  }
}

TEST(TemplateJinja, ReportsUnknownFilters) {
  const auto rules = [](const std::string& text) {
    Reading reading(text, Renderer::kJinja);
    reading.Text("a", "alpha").Run();
    return reading.Rules();
  };
  EXPECT_EQ(rules("{{ a | uper }}"), "jinja-template");
  EXPECT_EQ(rules("{{ a|join(b|odd) }}"), "jinja-template");
  EXPECT_EQ(rules("{{ a | default('x | odd') | tojson }}{{ a['k|j'] | sql_list }}"), "");
  EXPECT_EQ(rules("{{ a | odd if a else b }}{% if a %}{{ a | odd }}{% endif %}"), "");
}

TEST(TemplateJinja, KnowsWhereValuesComeFrom) {
  Reading reading("WHERE x = '{{ a }}'", Renderer::kJinja);
  reading.Text("a", "alpha").Run();
  EXPECT_EQ(reading.Reads(), "a?");
  const Place place = reading.sources.Resolve(reading.rendered.text.Sub(11, 16));
  EXPECT_EQ(reading.sources.Bytes(place.at), "alpha");
}

}  // namespace
}  // namespace stackql::tmpl
