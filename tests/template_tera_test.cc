#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "support/places.h"
#include "support/rule_names.h"
#include "template_reading.h"
#include "value/value.h"

// testdata/templates/tera.json holds templates with what Tera 1.20 itself makes of them.
namespace stackql::tmpl {
namespace {

using template_reading::MatchesHoled;
using template_reading::Reading;
using template_reading::ShowHoles;

struct Sample {
  std::string text = {};
  std::string context = {};                // a JSON object
  std::optional<std::string> output = {};  // none: Tera fails
  bool parsed = true;                      // Tera can read it, whether or not it can render it
};

std::vector<Sample> Samples() {
  std::ifstream file(std::string(testing_support::kSourceDir) + "/testdata/templates/tera.json",
                     std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  Sources sources;
  Values values(sources);
  const ValueId list =
      json::Parse(values, sources.All(sources.AddFile("tera.json", std::move(bytes)))).value;
  if (list == kNoValue) return {};
  std::vector<Sample> samples;
  for (const ValueId each : values.Elements(list)) {
    Sample sample;
    sample.text = values.Text(values.Find(each, "template"));
    sample.context = sources.Bytes(values[values.Find(each, "context")].token);
    const ValueId output = values.Find(each, "output");
    if (values[output].kind == Kind::kString) sample.output = values.Text(output);
    sample.parsed = values.Text(values.Find(each, "parsed")) == "true";
    samples.push_back(std::move(sample));
  }
  return samples;
}

class TemplateTeraBoth : public testing::TestWithParam<Renderer> {};

TEST(TemplateTera, HasTheSamples) { EXPECT_GE(Samples().size(), 400U); }

TEST_P(TemplateTeraBoth, NeverGivesAnotherText) {
  for (const Sample& sample : Samples()) {
    if (!sample.output) continue;
    Reading reading(sample.text, GetParam());
    reading.Json(sample.context).Run();
    EXPECT_TRUE(MatchesHoled(reading.Output(), *sample.output))
        << sample.text << "\n  Tera: " << *sample.output << "\n  here: " << reading.Shown();
  }
}

TEST_P(TemplateTeraBoth, FindsNothingWrongInWhatTeraRenders) {
  for (const Sample& sample : Samples()) {
    if (!sample.output) continue;
    Reading reading(sample.text, GetParam());
    reading.Json(sample.context).Run();
    EXPECT_EQ(reading.Errors(), "") << reading.Marked();
    EXPECT_FALSE(reading.rendered.failed) << sample.text << "\n  " << reading.Reads();
  }
}

TEST_P(TemplateTeraBoth, FindsWrongSyntaxOnlyWhereTeraDoes) {
  for (const Sample& sample : Samples()) {
    if (!sample.parsed) continue;
    Reading reading(sample.text, GetParam());
    reading.Json(sample.context).Run();
    for (const Problem& problem : reading.problems) {
      EXPECT_NE(testing_support::RuleName(problem), "template-syntax") << reading.Marked();
    }
  }
}

// What fails in Tera may be silent here, but its output is never taken for known in full.
// (Queries differ: stackql-deploy makes replace('a', 'b') something that Tera takes.)
TEST(TemplateTera, KnowsNoOutputOfWhatTeraRejects) {
  for (const Sample& sample : Samples()) {
    if (sample.output) continue;
    Reading reading(sample.text, Renderer::kManifest);
    reading.Json(sample.context).Run();
    EXPECT_TRUE(reading.rendered.failed || HasHole(reading.Output()))
        << sample.text << "\n  here: " << reading.Shown();
  }
}

// How much is found and known: what loses some has to say so here.
TEST(TemplateTera, FindsAndKnowsMost) {
  size_t known = 0;
  std::string silent;
  std::string holed;
  for (const Sample& sample : Samples()) {
    Reading reading(sample.text, Renderer::kManifest);
    reading.Json(sample.context).Run();
    if (!sample.parsed && reading.Rules() != "template-syntax") silent += sample.text + "\n";
    if (!sample.output) continue;
    const bool same = reading.Output() == *sample.output;
    known += same ? 1 : 0;
    if (!same) holed += sample.text + " -> " + reading.Shown() + "\n";
  }
  EXPECT_EQ(silent, "");
  EXPECT_GE(known, 636U) << holed;
}

INSTANTIATE_TEST_SUITE_P(Renderers, TemplateTeraBoth,
                         testing::Values(Renderer::kManifest, Renderer::kQuery));

}  // namespace
}  // namespace stackql::tmpl
