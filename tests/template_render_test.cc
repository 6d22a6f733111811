#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "template_reading.h"

namespace stackql::tmpl {
namespace {

using template_reading::MatchesHoled;
using template_reading::Reading;

// What every table below may name.
Reading& Fill(Reading& reading) {
  reading.Text("name", "prod").Text("empty", "").Text("count", "3").Text("flag", "false");
  reading.Text("vpc.id", "vpc-1").Text("stage.arn", "arn:x").Text("uniq", "a'b");
  reading.Text("tags", R"([{"Key":"k","Value":"v"},{"Key":"l","Value":"w"}])");
  reading.Text("object", R"({"b":1,"a":"x"})").Text("texts", R"(["p","q"])");
  reading.Text("quoted", R"("ab")").Text("accent", R"("\u00e9")").Text("none", "{}");
  reading.Text("twice", R"({"k":1,"k":2})");
  reading.Unknown("u").Unknown("w");
  reading.scope.this_prefix = "stage";
  reading.scope.open_prefixes = {"callback"};
  return reading;
}

struct Output {
  std::string text = {};
  std::string shown = {};
  std::string reads = {};
};

void Check(const std::vector<Output>& table, Renderer renderer) {
  for (const Output& row : table) {
    Reading reading(row.text, renderer);
    Fill(reading).Run();
    EXPECT_EQ(reading.Shown(), row.shown) << row.text;
    EXPECT_EQ(reading.Reads(), row.reads) << row.text;
    EXPECT_EQ(reading.Marked(), row.text) << reading.Rules();
  }
}

TEST(TemplateRender, WritesWhatIsKnown) {
  Check({{"no tag { } %}", "no tag { } %}", ""},
         {"a{{ name }}b", "aprodb", "name"},
         {"a {{- name -}} b", "aprodb", "name"},
         {"a {#- note -#} b", "ab", ""},
         {"{% raw %}{{ name }}{% endraw %}", "{{ name }}", ""},
         {R"({{ 'a"' }}{{ "b'" }}{{ `c'"` }})", R"(a"b'c'")", ""},
         {"{{ vpc.id }}", "vpc-1", "vpc.id"},
         {"{{ vpc['id'] }}", "vpc-1", "vpc.id"},
         {"{{ name | replace(from='p', to='q') | upper }}", "QROD", "name"},
         {"{{ count | int + 1 }}", "4", "count"},
         {"{{ name ~ '-' ~ 1 }}", "prod-1", "name"},
         {"{% set x = name %}{{ x }}", "prod", "name"},
         {"{% if name %}text is true{% endif %}", "text is true", "name?"},
         {"{% if name == 'dev' %}1{% elif flag == 'false' %}2{% else %}3{% endif %}", "2",
          "name flag"},
         {"{% for x in ['a', 'b'] %}{{ loop.index }}{{ x }}{% endfor %}", "1a2b", ""}},
        Renderer::kManifest);
}

TEST(TemplateRender, WarnsOfTextsThatAreTakenForMore) {
  for (const auto& [marked, rule] : std::vector<std::pair<std::string, std::string>>{
           {"{% if «flag» %}x{% endif %}", "text-as-condition"},
           {"{% if not «flag» %}x{% endif %}", "text-as-condition"},
           {"{% if name == «true» %}x{% endif %}", "text-as-condition"},
           {"{% if «5» != name %}x{% endif %}", "text-as-condition"},
           {"{% for t in «tags» %}{{ t }}{% endfor %}", "text-iterated"},
           {"{% if flag == 'false' or u or count | int == 3 %}x{% endif %}", ""},
           {"{% set tags = [1] %}{% for t in tags %}{{ t }}{% endfor %}", ""},
           {"{% for t in tags | from_json %}{{ t.Key }}{% endfor %}{% for v in u %}{% endfor %}",
            ""},
           {R"({{ { "Name": «"x"», "Id": name } | generate_patch_document }})",
            "dictionary-literal"},
       }) {
    std::string text = marked;
    for (const std::string_view mark : {"«", "»"}) {
      const size_t at = text.find(mark);
      if (at != std::string::npos) text.erase(at, mark.size());
    }
    Reading reading(text);
    Fill(reading).Run();
    EXPECT_EQ(reading.Marked(), marked);
    EXPECT_EQ(reading.Rules(), rule) << marked;
    EXPECT_FALSE(reading.rendered.failed) << marked;
  }
}

TEST(TemplateRender, LeavesHolesForWhatIsNotKnown) {
  Check({{"a{{ u }}b", "a▯b", "u"},
         {"{{ u }}{{ w }}", "▯▯", "u w"},
         {"{{ u | upper }}", "▯", "u"},
         {"{{ u.deep[0] }}", "▯", "u.deep.0"},
         {"{{ name[u] }}", "▯", "u name?"},
         {"{% if u %}{{ name }}{% endif %}!", "▯!", "u? name?"},
         {"{% if u == 'x' %}1{% else %}2{% endif %}", "▯", "u"},
         {"{% for x in u %}{{ x }}{% endfor %}", "▯", "u x?"},
         {"{% for x in ['a'] %}1{% else %} 2 {%- endfor %}", "▯", ""},
         {"{% for x in [] %}{% break %}{% else %}1{% endfor %}", "1", ""},
         {"{{ 7 / 3 }}{{ 7 / 0 }}", "▯▯", ""},
         {"{% set x = u %}-{{ x }}", "-▯", "u"},
         {"{% if u %}{% set name = 'x' %}{% endif %}{{ name }}", "▯▯", "u?"},
         {"{% block b %}x{% endblock %}y", "xy", ""},
         {"{% macro b() %}{{ name }}{% endmacro %}", "▯", "name?"},
         {"{% macro m(x) %}{{ x }}{% endmacro %}", "▯", "x!?"},
         {"{{ now() }}", "▯", ""},
         {"{{ get_env(name='HOME') }}", "▯", ""}},
        Renderer::kManifest);
}

TEST(TemplateRender, AddsNothingAfterItemsThatAreNotKnown) {
  Reading reading("{{ list | from_json | concat(with='z') | json_encode }}");
  reading.Text("list", "[1," + std::string(kHoleBytes) + "]").Run();
  EXPECT_EQ(reading.Shown(), "▯");
}

TEST(TemplateRender, TellsUndefinedNames) {
  Check({{"{% for x in [] %}{{ nope }}{% else %}{{ name }}{{ x }}{% endfor %}", "prod▯",
          "nope!? name x!"},
         {"{{ nope }}", "▯", "nope!"},
         {"{{ vpc.nope }}", "▯", "vpc.nope!"},
         {"{{ name }}-{{ nope }}", "prod-▯", "name nope!"},
         {"{{ nope | default(value='d') }}", "d", "nope!?"},
         {"{{ nope | default(value=name) }}", "prod", "nope!? name"},
         {"{{ nope is defined }}", "false", "nope!?"},
         {"{% if nope %}1{% else %}2{% endif %}", "2", "nope!?"},
         {"{% if nope is defined %}{{ nope }}{% endif %}", "", "nope!? nope!?"},
         {"{{ nope or name }}", "true", "nope!? name?"},
         {"{% if flag == 'true' %}{{ nope }}{% endif %}", "", "flag nope!?"},
         {"{{ callback.anything }}", "▯", "callback.anything"}},
        Renderer::kManifest);
}

TEST(TemplateRender, TellsWhetherRenderingSurelyFails) {
  const auto failed = [](const char* text) {
    Reading reading(text);
    return Fill(reading).Run().rendered.failed;
  };
  EXPECT_TRUE(failed("{{ nope }}"));
  EXPECT_TRUE(failed("{{ name | nope }}"));
  EXPECT_TRUE(failed("{{ name"));
  EXPECT_FALSE(failed("{{ u }}"));
  EXPECT_FALSE(failed("{{ nope | default(value='') }}"));
  EXPECT_FALSE(failed("{% if u %}{{ nope }}{% endif %}"));
}

TEST(TemplateRender, KnowsNothingMissingInAnOpenScope) {
  Reading reading("{{ nope }}{{ nope is defined }}{% if nope %}1{% endif %}");
  reading.scope.open = true;
  reading.Run();
  EXPECT_EQ(reading.Shown(), "▯▯▯");
  EXPECT_FALSE(reading.rendered.failed);
  for (const Read& read : reading.rendered.reads) EXPECT_TRUE(read.defined) << read.name;
}

TEST(TemplateRender, TakesWhatQueriesHaveOfTheirOwn) {
  Check({{"{{ this.arn }}", "arn:x", "stage.arn"},
         {"{{ this.nope }}", "▯", "stage.nope!"},
         {"{{ uuid() }}", "▯", ""},
         {"{{ name | replace('p', 'q') }}", "qrod", "name"},
         {"{{ uniq | sql_escape }}", "a''b", "uniq"},
         {"{{ name | base64_encode }}", "cHJvZA==", "name"},
         {"{{ texts | sql_list }}", "('p','q')", "texts"},
         {"{{ name | sql_list }}", "('prod')", "name"},
         {"{{ tags | to_aws_tag_filters }}",
          R"([{"Key":"k","Values":["v"]},{"Key":"l","Values":["w"]}])", "tags"},
         {"{% for t in tags | from_json %}{{ t.Key }};{% endfor %}", "k;l;", "tags"},
         {"{{ object | from_json | json_encode }}", R"({"a":"x","b":1})", "object"},
         {"{{ u | from_json | json_encode }}", "▯", "u"}},
        Renderer::kQuery);
}

TEST(TemplateRender, GoesThroughCharactersAndMembersInOrder) {
  Check({{"{% for c in quoted | from_json %}{{ c }},{% endfor %}", "a,b,", "quoted"},
         {"{% for c in accent | from_json %}{{ c }}{% endfor %}", "▯", "accent c?"},
         {"{% for k, v in object | from_json %}{{ loop.index }}{{ k }}={{ v }};{% endfor %}",
          "1a=x;2b=1;", "object"},
         {"{% for k, v in twice | from_json %}{{ k }}{{ v }}{% endfor %}", "k2", "twice"},
         {"{% for k, v in none | from_json %}{{ name }}{% endfor %}.", ".", "none name?"},
         {"{% for k, v in u | from_json %}{{ name }}{% endfor %}", "▯", "u name?"}},
        Renderer::kQuery);
}

TEST(TemplateRender, PrintsListsAndObjects) {
  Check({{"{{ texts | from_json }}", "[p, q]", "texts"},
         {"{{ tags | from_json }}", "[[object], [object]]", "tags"},
         {"{{ [1.50, true, name] }}", "[1.5, true, prod]", "name"},
         {"{{ [name, u] }}", "[prod, ▯]", "name u"},
         {"{{ object | from_json | length }}", "2", "object"},
         {"{{ twice | from_json | length }}", "1", "twice"}},
        Renderer::kQuery);
}

TEST(TemplateRender, ReadsWholeNumbersAsRustDoes) {
  Check({{"{{ name | int }}", "0", "name"},
         {"{{ name | int(default=7) + 1 }}", "8", "name"},
         {"{{ ' +5 ' | int }},{{ '007' | int }},{{ '-3' | int }}", "5,7,-3", ""},
         {"{{ '1.7' | int }},{{ '-1.7' | int }},{{ '1.2.3' | int }},{{ '1e3' | int }}", "1,-1,0,0",
          ""},
         {"{{ '0x1F' | int }},{{ '0x1F' | int(base=16) }},{{ '101' | int(base=2) }}", "0,31,5", ""},
         {"{{ 1.7 | int }},{{ '[a-b.c]' | int }}", "1,0", ""},
         {"{{ '99999999999999999999.5' | int }}{{ '1.0e400' | int }}{{ u | int }}", "▯▯▯", "u"},
         {"{{ '99999999999999999999' | int }}", "0", ""}},
        Renderer::kQuery);
}

TEST(TemplateRender, MakesPatchDocuments) {
  Check({{R"({{ { "Name": name } | generate_patch_document }})",
          R"([{"op":"add","path":"/Name","value":"prod"}])", "name"},
         {R"({{ { "Tags": tags } | generate_patch_document }})",
          R"([{"op":"add","path":"/Tags","value":)"
          R"([{"Key":"k","Value":"v"},{"Key":"l","Value":"w"}]}])",
          "tags"},
         {R"({{ { "Count": count } | generate_patch_document }})",
          R"([{"op":"add","path":"/Count","value":3}])", "count"},
         {R"({{{ { 'A': name } | generate_patch_document }} })",
          R"([{"op":"add","path":"/{ 'A","value":"prod"}] })", "name"},
         {R"({{ { "N": u } | generate_patch_document }})",
          R"([{"op":"add","path":"/N","value":▯}])", "u"},
         {R"({{ { "Id": vpc.id } | generate_patch_document }})",
          R"([{"op":"add","path":"/Id","value":"vpc-1"}])", "vpc.id"},
         {"{{ u | generate_patch_document }}", "▯", "u"}},
        Renderer::kQuery);
}

TEST(TemplateRender, RendersTextWithHoles) {
  Reading first("{{ u }}-{{ name }}");
  Fill(first).Run();
  Problems problems;
  const Rendered second =
      Render(first.values, first.rendered.text, first.scope, Renderer::kQuery, problems);
  EXPECT_EQ(second.text, first.rendered.text);  // nothing to render, so the same place
  EXPECT_TRUE(problems.empty());
}

// Places.

std::string PathAndBytes(const Sources& sources, Loc at) {
  return sources.Path(at.text) + ":" + std::string(sources.Bytes(at));
}

TEST(TemplateProvenance, LeadsEachByteToWhereItStands) {
  Reading reading("SELECT '{{ name }}', {{ vpc.id }};\n{{ u }}{{ name | upper }}");
  Fill(reading).Run();
  ASSERT_EQ(reading.Shown(), "SELECT 'prod', vpc-1;\n▯PROD");
  const Loc all = reading.rendered.text;
  const std::string_view bytes = reading.Output();
  const std::string_view file = reading.sources.Bytes(reading.file());
  struct Part {
    std::string_view text = {};
    bool inserted = false;
    std::string_view tag = {};
  };
  for (const Part& part : {Part{"prod", true, "{{ name }}"}, Part{"vpc-1", true, "{{ vpc.id }}"},
                           Part{"SELECT '"}, Part{"', "}, Part{";\n"}}) {
    const auto begin = static_cast<uint32_t>(bytes.find(part.text));
    for (uint32_t i = 0; i < part.text.size(); ++i) {
      const Place place = reading.sources.Resolve(all.Sub(begin + i, begin + i + 1));
      EXPECT_TRUE(place.exact);
      EXPECT_EQ(reading.sources.Bytes(place.at), part.text.substr(i, 1));
      if (!part.inserted) {
        EXPECT_EQ(place.at.text, reading.file().text);
        EXPECT_TRUE(place.used_in.empty());
        continue;
      }
      EXPECT_NE(place.at.text, reading.file().text);
      EXPECT_EQ(place.at.span.begin, i);
      ASSERT_EQ(place.used_in.size(), 1U);
      EXPECT_EQ(reading.sources.Bytes(place.used_in[0]), part.tag);
      EXPECT_EQ(place.used_in[0].span.begin, file.find(part.tag));
    }
  }
  const auto hole = static_cast<uint32_t>(bytes.find(kHoleBytes));
  EXPECT_EQ(reading.sources.Spelling(all.Sub(hole, hole + 3)), "{{ u }}");
  // What a filter made stands for the value as a whole, or for the tag: never for other bytes.
  const Place upper = reading.sources.Resolve(all.Sub(hole + 3, hole + 7));
  EXPECT_FALSE(upper.exact);
  const std::string shown = PathAndBytes(reading.sources, upper.at);
  EXPECT_TRUE(shown == "name:prod" || shown == "template.iql:{{ name | upper }}") << shown;
}

TEST(TemplateProvenance, LeadsIntoTheValuesOfPatchDocuments) {
  Reading reading(R"({{ { "Tags": tags, "Name": this.arn } | generate_patch_document }})");
  Fill(reading).Run();
  const std::string_view bytes = reading.Output();
  const auto resolve = [&](std::string_view text) {
    const auto begin = static_cast<uint32_t>(bytes.find(text));
    const auto size = static_cast<uint32_t>(text.size());
    return reading.sources.Resolve(reading.rendered.text.Sub(begin, begin + size));
  };
  const Place value = resolve("w");
  EXPECT_EQ(PathAndBytes(reading.sources, value.at), "tags:w");
  ASSERT_FALSE(value.used_in.empty());
  EXPECT_EQ(PathAndBytes(reading.sources, value.used_in[0]), "template.iql:tags");
  const Place arn = resolve("arn:x");
  EXPECT_EQ(PathAndBytes(reading.sources, arn.at), "stage.arn:arn:x");
  ASSERT_FALSE(arn.used_in.empty());
  EXPECT_EQ(PathAndBytes(reading.sources, arn.used_in[0]), "template.iql:this.arn");
  EXPECT_EQ(PathAndBytes(reading.sources, resolve("Name").at), "template.iql:Name");
}

TEST(TemplateProvenance, LeadsThroughSetsAndLoops) {
  Reading reading(
      "{% set x = name %}{{ x }}{% for t in tags | from_json %}{{ t.Value }}{% endfor %}");
  Fill(reading).Run();
  ASSERT_EQ(reading.Shown(), "prodvw");
  const Loc all = reading.rendered.text;
  const auto at = [&](uint32_t begin, uint32_t end) {
    return PathAndBytes(reading.sources, reading.sources.Resolve(all.Sub(begin, end)).at);
  };
  EXPECT_EQ(at(0, 4), "name:prod");
  EXPECT_EQ(at(4, 5), "tags:v");
  EXPECT_EQ(at(5, 6), "tags:w");
}

TEST(TemplateProvenance, PlacesReads) {
  Reading reading("a {{ this.nope | default(value = vpc['id']) }}{% if name %}{% endif %}");
  Fill(reading).Run();
  for (const Read& read : reading.rendered.reads) {
    const std::string_view bytes = reading.sources.Bytes(reading.sources.Resolve(read.where).at);
    EXPECT_EQ(bytes, read.name == "stage.nope" ? "this.nope"
                     : read.name == "vpc.id"   ? "vpc['id']"
                                               : "name");
  }
  EXPECT_EQ(reading.rendered.reads.size(), 3U);
}

// Random templates.

class Author {
 public:
  explicit Author(uint32_t seed) : random_(seed) {}

  std::string Template(int depth) {
    std::string text;
    for (uint32_t i = Below(4) + 1; i > 0; --i) text += Piece(depth);
    return text;
  }
  // A text that names may stand for.
  std::string Value() {
    return Pick({"", "x", "prod", "7", "-2", "false", "it's", "[\"a\",\"b\"]", "{\"k\":\"v\"}",
                 " s ", "a,b", "é"});
  }
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }

 private:
  std::string Pick(const std::vector<std::string>& of) {
    return of[Below(static_cast<uint32_t>(of.size()))];
  }
  std::string Name() { return Pick({"k1", "k2", "u1", "u2", "o.u3", "o.k3"}); }
  std::string Basic() { return Below(3) > 0 ? Name() : Pick({"'t'", "\"x\"", "`y`", "1", "2"}); }
  std::string Filter() {
    return Pick({"upper",
                 "lower",
                 "trim",
                 "length",
                 "replace(from='a', to='b')",
                 "int(default=0)",
                 "default(value='d')",
                 "from_json",
                 "json_encode",
                 "sql_escape",
                 "sql_list",
                 "base64_encode",
                 "first",
                 "last",
                 "split(pat=',')",
                 "join(sep='-')",
                 "reverse",
                 "capitalize",
                 "as_str",
                 "generate_patch_document",
                 "truncate(length=1)",
                 "concat(with='z')",
                 "get(key='k', default='n')",
                 "to_aws_tag_filters"});
  }
  std::string Expression() {
    std::string text = Basic();
    for (uint32_t i = Below(3); i > 0; --i) text += " | " + Filter();
    return Below(5) == 0 ? Basic() + " ~ " + Basic() : text;
  }
  std::string Condition() {
    const std::string left = Name();
    switch (Below(7)) {
      case 0:
        return left;
      case 1:
        return "not " + left;
      case 2:
        return left + " is defined";
      case 3:
        return left + " and " + Name() + " == 'prod'";
      case 4:
        return left + " or " + Name() + " is starting_with('p')";
      case 5:
        return left + " in ['x', 'prod', " + Name() + "]";
      default:
        return left + Pick({" == ", " != "}) + Basic();
    }
  }
  std::string Piece(int depth) {
    const std::string dash = Below(6) == 0 ? "-" : "";
    switch (Below(depth > 0 ? 9 : 5)) {
      case 0:
        return Pick({"a", " b ", "\n", "'", "{", "é"});
      case 1:
        return "{#" + dash + " " + Name() + " " + dash + "#}";
      case 2:
        // After another brace it is another dictionary, whose entries are not these.
        return " {{ { \"A\": " + Name() + ", \"B\": " + Name() + " } | generate_patch_document }}";
      case 3:
      case 4:
        return "{{" + dash + " " + Expression() + " " + dash + "}}";
      case 5:
        return "{% set " + Pick({"k1", "u1", "s"}) + " = " + Expression() + " %}";
      case 6:
        return "{% if " + Condition() + " %}" + Template(depth - 1) +
               (Below(2) == 0 ? "{% else %}" + Template(depth - 1) : "") + "{% endif " + dash +
               "%}";
      case 7:
        return "{% for x in " + Pick({"['a', 'b']", Name() + " | from_json", "range(end=3)"}) +
               " %}{{ x }}" + Template(depth - 1) + "{% endfor %}";
      default:
        return "{% filter " + Pick({"upper", "lower", "trim"}) + " %}" + Template(depth - 1) +
               "{% endfilter %}";
    }
  }

  std::mt19937 random_;
};

TEST(TemplateRandom, HolesStandForWhateverTheNamesMayHold) {
  int holed = 0;
  int compared = 0;
  for (uint32_t seed = 1; seed <= 6000; ++seed) {
    Author author(seed);
    const std::string text = author.Template(3);
    const std::string k1 = author.Value();
    const std::string k2 = author.Value();
    const auto knowns = [&](Reading& reading) {
      reading.Text("k1", k1).Text("k2", k2).Text("o.k3", "three");
    };
    Reading open(text);
    knowns(open);
    open.Unknown("u1").Unknown("u2").Unknown("o.u3").Run();
    holed += HasHole(open.Output()) ? 1 : 0;
    for (int filling = 0; filling < 4; ++filling) {
      Reading full(text);
      knowns(full);
      full.Text("u1", author.Value()).Text("u2", author.Value()).Text("o.u3", author.Value());
      full.Run();
      if (full.rendered.failed) continue;
      // What is unknown is no mistake: what is found holds for each filling.
      ASSERT_NE(full.Errors().find(open.Errors()), std::string::npos) << text;
      ASSERT_FALSE(open.rendered.failed) << text << "\n" << full.Shown();
      // Holes of both can be told from texts only where there are none in one of them.
      if (HasHole(full.Output())) continue;
      ++compared;
      ASSERT_TRUE(MatchesHoled(open.Output(), full.Output()))
          << "seed " << seed << ": " << text << "\n  open: " << open.Shown()
          << "\n  full: " << full.Shown();
    }
  }
  EXPECT_GT(holed, 2000);
  EXPECT_GT(compared, 3000);
}

}  // namespace
}  // namespace stackql::tmpl
