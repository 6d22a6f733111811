// Templates of manifests and of queries, for both tools. The second part is a YAML mapping of the
// names that they see.
#include "fuzz/input.h"
#include "template/template.h"
#include "value/value.h"
#include "yaml/yaml.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  const auto parts = fuzz::PartsOf(data, size);
  Sources sources;
  Values values(sources);
  Problems problems;
  tmpl::Scope scope;
  const TextId names = sources.AddFile("names.yml", fuzz::Part(parts, 1));
  const yaml::Document document = yaml::Parse(values, names, problems);
  for (const Member& member : values.Members(document.root)) {
    scope.names[std::string(values.Text(member.key))] = member.value;
  }
  scope.this_prefix = "r";
  scope.open = parts.size() > 2;
  const Loc text = sources.All(sources.AddFile("query.iql", parts[0]));
  for (const auto renderer :
       {tmpl::Renderer::kManifest, tmpl::Renderer::kQuery, tmpl::Renderer::kJinja}) {
    const tmpl::Rendered rendered = tmpl::Render(values, text, scope, renderer, problems);
    tmpl::RenderArms(values, text, scope, renderer, rendered.undecided);
  }
  fuzz::RequirePlaces(sources, problems);
  return 0;
}
