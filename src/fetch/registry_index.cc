#include "fetch/registry_index.h"

#include "diag/problem.h"
#include "fetch/version.h"
#include "text/sources.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::fetch {
namespace {

ValueId Member(const Values& values, ValueId object, std::string_view key) {
  if (object == kNoValue || values[object].kind != Kind::kObject) return kNoValue;
  return values.Find(object, key);
}

bool IsReleased(std::string_view version) {
  return IsVersion(version) && version.find_first_of("-_") == std::string_view::npos;
}

}  // namespace

std::string NewestVersion(std::string_view index, std::string_view provider) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId file = sources.AddFile("providers.yaml", std::string(index));
  const ValueId root = yaml::Parse(values, file, problems).root;
  const ValueId providers = Member(values, root, "providers");
  const ValueId versions = Member(values, Member(values, providers, provider), "versions");
  if (versions == kNoValue || values[versions].kind != Kind::kArray) return "";
  std::string newest;
  for (const ValueId element : values.Elements(versions)) {
    const std::string_view version = values.Text(element);
    if (IsReleased(version) && (newest.empty() || Older(newest, version))) newest = version;
  }
  return newest;
}

}  // namespace stackql::fetch
