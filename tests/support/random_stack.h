#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

// Stacks at random, shaped as the manifest's schema has it: every field that is known, each part of
// which may be missing, nothing, of another kind, given twice, an alias or merged. The same for the
// same seed on every machine.
namespace stackql::testing_support {

class RandomStack {
 public:
  explicit RandomStack(uint32_t seed) : random_(seed) {}

  std::map<std::string, std::string> Files() {
    std::map<std::string, std::string> files = {{"stackql_manifest.yml", Manifest()}};
    for (const char* name : {"r", "s", "t"}) {
      if (Chance(60)) files["resources/" + std::string(name) + ".iql"] = QueryFile();
    }
    if (Chance(20)) {
      files["resources/a.json"] = "{\"a\": [1, \"{{ g }}\"], \"a\": \"file(a.json)\"}";
    }
    return files;
  }

  // A piece of a manifest on one line, in flow style, or of a query file.
  std::string ManifestPiece() {
    const std::vector<Make> all = {&RandomStack::Root,     &RandomStack::Resources,
                                   &RandomStack::Resource, &RandomStack::Props,
                                   &RandomStack::Prop,     &RandomStack::Environments,
                                   &RandomStack::Exports,  &RandomStack::Names,
                                   &RandomStack::Value,    &RandomStack::Scalar};
    return Mangled(all[random_() % all.size()]);
  }
  std::string QueryPiece() {
    return Chance(50) ? Template() : Chance(50) ? Statement() : QueryFile();
  }

 private:
  using Make = std::string (RandomStack::*)();
  struct Field {
    const char* name = nullptr;
    Make make = nullptr;
  };

  bool Chance(uint32_t percent) { return random_() % 100 < percent; }
  std::string Pick(const std::vector<std::string>& all) { return all[random_() % all.size()]; }

  // --- manifests ---------------------------------------------------------------------------------

  std::string Manifest() { return Mangled(&RandomStack::Root) + "\n"; }

  std::string Root() {
    return Mapping({{"version", &RandomStack::Scalar},
                    {"name", &RandomStack::Name},
                    {"description", &RandomStack::Scalar},
                    {"providers", &RandomStack::Names},
                    {"globals", &RandomStack::Globals},
                    {"resources", &RandomStack::Resources},
                    {"exports", &RandomStack::Names}});
  }

  std::string Globals() { return List(&RandomStack::Global, 3); }
  std::string Global() {
    return Mapping({{"name", &RandomStack::Name},
                    {"value", &RandomStack::Value},
                    {"description", &RandomStack::Scalar}});
  }

  std::string Resources() { return List(&RandomStack::Resource, 3); }
  std::string Resource() {
    return Mapping({{"name", &RandomStack::Name},
                    {"type", &RandomStack::Type},
                    {"file", &RandomStack::File},
                    {"sql", &RandomStack::Query},
                    {"run", &RandomStack::Value},
                    {"props", &RandomStack::Props},
                    {"exports", &RandomStack::Exports},
                    {"protected", &RandomStack::Names},
                    {"if", &RandomStack::Condition},
                    {"skip_validation", &RandomStack::Scalar},
                    {"auth", &RandomStack::Value},
                    {"return_vals", &RandomStack::ReturnVals},
                    {"description", &RandomStack::Scalar}});
  }

  std::string Props() { return List(&RandomStack::Prop, 3); }
  std::string Prop() {
    return Mapping({{"name", &RandomStack::Name},
                    {"value", &RandomStack::Value},
                    {"values", &RandomStack::Environments},
                    {"merge", &RandomStack::Names},
                    {"description", &RandomStack::Scalar}});
  }
  std::string Environments() {
    return Mapping({{"dev", &RandomStack::Environment}, {"prod", &RandomStack::Environment}});
  }
  std::string Environment() { return Mapping({{"value", &RandomStack::Value}}); }

  std::string Exports() { return List(&RandomStack::Export, 2); }
  std::string Export() { return Chance(60) ? Name() : Mapping({{"arn", &RandomStack::Name}}); }
  std::string ReturnVals() {
    return Mapping({{"create", &RandomStack::Exports}, {"update", &RandomStack::Exports}});
  }

  // --- what stands in them -----------------------------------------------------------------------

  std::string Name() {
    return Pick({"r", "s", "t", "g", "h", "p", "q", "Name", "Tags", "arn", "region", "r.arn",
                 "awscc", "stack_name", "this", "''", "'a b'", "'{{ g }}'"});
  }
  std::string Names() { return List(&RandomStack::Name, 3); }
  std::string Type() {
    return Pick({"resource", "query", "script", "multi", "command", "resorce", "''"});
  }
  std::string File() { return Pick({"r.iql", "s.iql", "../t.iql", "r", "''", "/etc/hosts"}); }
  std::string Condition() {
    return Pick({"'{{ g }} == x'", "'true'", "\"'{{ stack_env }}' == 'dev'\"", "'{{ r.arn }} in a'",
                 "x", "'=='"});
  }
  std::string Scalar() {
    return Pick({"x", "1", "-0.5", "0x1F", "1e3", ".inf", "true", "~", "''", "\"\\u0001\"",
                 "2024-01-01", "yes", "'{{ g }}'", "!!str 1", "!tag x", "|\n", "'{'",
                 "'[1, {\"a\": 1}]'"});
  }
  std::string Value() {
    if (Chance(25)) return List(&RandomStack::Value, 3);
    if (Chance(25)) {
      return Mapping({{"a", &RandomStack::Value},
                      {"Key", &RandomStack::Value},
                      {"'{{ g }}'", &RandomStack::Scalar}});
    }
    if (Chance(50)) return "'" + Template() + "'";
    return Chance(20) ? "'file(" + Pick({"a.json", "none.json", "../a", ""}) + ")'" : Scalar();
  }

  // What a template prints, without single quotes in it.
  std::string Template() {
    const std::string name =
        Pick({"g", "h", "p", "q", "r.arn", "this.arn", "this.p", "stack_env", "none", "Tags[0]",
              "r.callback.x", "idempotency_token", "[g, p]", "[this.arn]", "{ \"Name\": p }",
              "{ \"Name\": this.arn, \"Tags\": q }"});
    const std::string filter =
        Pick({"", " | from_json", " | json_encode", " | from_json | json_encode", " | sql_list",
              " | generate_patch_document", " | to_aws_tag_filters", " | upper", " | base64_encode",
              " | first", " | length", " | default(value=\"x\")", " | merge_lists(other=g)",
              " | join(sep=\"\")", " | replace(from=none, to=\"\")", " | nope"});
    switch (random_() % 6) {
      case 0:
        return "{% if " + name + " %}" + name + "{% else %}x{% endif %}";
      case 1:
        return "{% for i in " + name + " %}{{ i" + filter + " }}{% endfor %}";
      case 2:
        return "{% set x = " + name + " %}{{ x" + filter + " }}";
      case 3:
        return "{\"a\": \"{{ " + name + filter + " }}\", \"a\": {{ g }}}";
      default:
        return "{{ " + name + filter + " }}";
    }
  }

  std::string QueryFile() {
    std::string text;
    while (Chance(75)) {
      text += Pick({"/*+ exists */\n", "/*+ create */\n", "/*+ createorupdate */\n",
                    "/*+ update */\n", "/*+ delete */\n", "/*+ statecheck, retries=2 */\n",
                    "/*+ exports */\n", "/*+ callback:create */\n", "/*+ command */\n", ""}) +
              Statement() + Pick({";\n", "\n", ";;\n"});
    }
    return text;
  }

  std::string Query() {
    std::string doubled;
    for (const char c : Statement()) doubled += c == '\'' ? std::string("''") : std::string(1, c);
    return "'" + doubled + "'";
  }

  std::string Statement() {
    const std::string one = Template();
    const std::string other = Template();
    const std::string where = " WHERE region = 'us-east-1' AND Identifier = '" + Template() + "'";
    return Pick({"SELECT Arn AS arn, COUNT(*) AS count FROM awscc.ivs.stages" + where,
                 "SELECT " + one + ", '" + other + "'",
                 "INSERT INTO awscc.ivs.stages (Name, Tags, region) SELECT '" + one + "', '" +
                     other + "', 'us-east-1' RETURNING Arn",
                 "UPDATE awscc.ivs.stages SET PatchDocument = string('" + one + "')" + where,
                 "DELETE FROM awscc.ivs.stages" + where, "SELECT * FROM google.a.b", one, ""});
  }

  // --- what may happen to each part --------------------------------------------------------------

  std::string Mangled(Make make) {
    if (!Chance(20)) return (this->*make)();
    switch (random_() % 8) {
      case 0:
        return Pick({"~", "null", "", "''"});
      case 1:
        return Scalar();
      case 2:
        return List(&RandomStack::Scalar, 2);
      case 3:
        return Mapping({{"k", &RandomStack::Scalar}});
      case 4:
        if (anchors_ > 0) return "*a" + std::to_string(random_() % anchors_) + " ";
        return Scalar();
      case 5: {  // the anchor is known within its own node
        const std::string anchor = "&a" + std::to_string(anchors_++) + " ";
        return anchor + (this->*make)();
      }
      case 6:
        return "[" + (this->*make)() + "]";
      default:
        return "{{ g }}";
    }
  }

  std::string List(Make make, uint32_t most) {
    std::string text = "[";
    for (uint32_t count = random_() % (most + 1); count > 0; --count) {
      text += Mangled(make) + ", ";
    }
    return text + "]";
  }

  std::string Mapping(const std::vector<Field>& fields) {
    if (++depth_ > 6) return --depth_, "{}";
    std::string text = "{";
    for (const Field& field : fields) {
      if (Chance(depth_ > 1 ? 35 : 15)) continue;
      for (int times = Chance(4) ? 2 : 1; times > 0; --times) {
        const std::string name = Chance(2) ? std::string(field.name) + "s" : field.name;
        text += name + ": " + Mangled(field.make) + ", ";
      }
    }
    if (Chance(6)) {
      text +=
          "<<: " +
          (anchors_ > 0 && Chance(50) ? "*a" + std::to_string(random_() % anchors_) : Scalar()) +
          " , ";
    }
    --depth_;
    return text + "}";
  }

  std::mt19937 random_;
  uint32_t anchors_ = 0;
  int depth_ = 0;
};

}  // namespace stackql::testing_support
