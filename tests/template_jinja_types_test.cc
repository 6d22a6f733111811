#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "template_reading.h"

// What certainly fails in Jinja2, with stackql-deploy 1.9.5's filters: each line was rendered by
// both.
namespace stackql::tmpl {
namespace {

using template_reading::Reading;

std::string Found(std::string text) {
  Reading reading(std::move(text), Renderer::kJinja);
  reading.Json(R"({"list": "[1, \"a\"]", "dict": "{\"k\": 1}", "word": "plain", "five": "5",
                   "none": "0", "small": "0e5", "number": 3, "zero": 0, "yes": true})");
  reading.Unknown("u").Run();
  std::string found;
  for (const Problem& problem : reading.problems) {
    found += std::string(reading.sources.Bytes(problem.where)) + ' ';
  }
  return found;
}

TEST(JinjaTypes, OperationsThatFailAreFoundAtTheirOperand) {
  for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{
           {"{{ word + 1 }}", "word "},
           {"{{ 1 + word }}", "1 "},
           {"{{ word - word }}", "word "},
           {"{{ nope + 'x' }}", "nope "},
           {"{% if word > 2 %}a{% endif %}", "word "},
           {"{% if not nope < 2 %}a{% endif %}", "nope "},
           {"{{ word in number }}", "number "},
           {"{{ number in word }}", "number "},
           {"{{ number | from_json }}", "number "},
           {"{{ nope | from_json | length }}", "nope "},
           {"{{ (word | from_json).a }}", "word "},
           {"{{ five | from_json | length }}", "five "},
           {"{% for x in five | from_json %}{% endfor %}", "five "},
           {"{% for x in number %}{% endfor %}", "number "},
           {"{% for k, v in (list | from_json).items() %}{% endfor %}", "list "},
           {"{{ number[:2] }}", "number "},
           {"{{ yes | length }}", "yes "},
           {"{{ yes.upper() }}", "yes "},
           {"{{ nope | int }}", "nope "},
           {"{{ nope | tojson }}", "nope "},
           {"{{ {'a': word, 'b': nope} | tojson }}", "nope "},
           {"{{ word | generate_patch_document }}", "word "},
           {"{{ number | base64_encode }}", "number "},
           {"{{ list | merge_lists(word) }}", "word "},
           {"{{ dict | merge_lists(list) }}", "dict "},
           {"{{ number | join('-') }}", "number "},
           {"{{ number | sql_list }}", "number "},
           {"{{ yes | sql_list }}", "yes "},
           {"{{ five | sql_list }}", "five "},
       }) {
    EXPECT_EQ(Found(text), name) << text;
  }
}

TEST(JinjaTypes, WhatMayWorkIsSilent) {
  for (const std::string_view text : {"{{ word + 'x' }}",
                                      "{{ number + 1 }}",
                                      "{{ yes + 1 }}",
                                      "{{ word ~ 1 }}",
                                      "{{ word * 2 }}",
                                      "{{ word | int + 1 }}",
                                      "{{ number > 2 }}",
                                      "{{ word < 'x' }}",
                                      "{{ word == 2 }}",
                                      "{{ word in word }}",
                                      "{{ number in list | from_json }}",
                                      "{{ nope == 1 }}",
                                      "{{ u + 1 }}",
                                      "{{ u | from_json }}",
                                      "{{ list | from_json | length }}",
                                      "{{ (dict | from_json).items() }}",
                                      "{{ (dict | from_json).k }}",
                                      "{{ nope | length }}",
                                      "{{ nope | upper }}",
                                      "{{ nope }}",
                                      "{{ nope | default('x') + 1 }}",
                                      "{{ word[:2] }}",
                                      "{{ number[0] }}",
                                      "{{ {'a': word} | generate_patch_document }}",
                                      "{{ list | merge_lists(list) }}",
                                      "{{ list | merge_lists(u) }}",
                                      "{{ word | join('-') }}",
                                      "{{ word | sql_list }}",
                                      "{{ nope | sql_list }}",
                                      "{{ zero | sql_list }}",
                                      "{{ none | sql_list }}",
                                      "{{ small | sql_list }}",
                                      "{% for x in word %}{% endfor %}",
                                      "{% for x in nope %}{{ number | length }}{% endfor %}",
                                      "{% if word %}{{ word + 1 }}{% endif %}",
                                      "{% if u and word > 2 %}{% endif %}",
                                      "{% set word = 1 %}{{ word + 1 }}",
                                      "{{ word + 1 if u else 2 }}",
                                      "{{ word + 1 | string }}",
                                      "{{ word + (number | string) }}"}) {
    EXPECT_EQ(Found(std::string(text)), "") << text;
  }
}

// A condition after these may not be looked at.
TEST(JinjaTypes, UnknownTestsCountWhereTheyAreEvaluated) {
  EXPECT_EQ(Found("{% if word is weird %}{% endif %}"), "weird ");
  EXPECT_EQ(Found("{{ u and word is weird }}"), "weird ");
  EXPECT_EQ(Found("{% if u and word is weird %}{% endif %}"), "");
  EXPECT_EQ(Found("{% if u or word | odd %}{% endif %}"), "");
}

TEST(JinjaTypes, DeepBracketsAreNotFollowed) {
  const auto within = [](size_t depth) {
    return Found("{{ " + std::string(depth, '(') + "word" + std::string(depth, ')') + " + 1 }}");
  };
  EXPECT_EQ(within(50), "word ");
  EXPECT_EQ(within(200'000), "");
}

}  // namespace
}  // namespace stackql::tmpl
